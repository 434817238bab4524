import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { type FC, useState } from "react";
import { fakeHost } from "../gallery/fakeHost";
import { Stage } from "../gallery/Stage";
import type { ChosenFile } from "../ipc/bindings";
import { answerOf, type Draft } from "../run/drafts";
import { InputField } from "./InputField";

const file = { name: "app.zip", sha256: "ab".repeat(32), bytes: 2049 };
const right: ChosenFile = { file, about: { id: "teams-package-about", args: { name: { text: "Practice app" }, version: { text: "1.0.0" }, developer: { text: "A vendor" } } }, wrong: [], doubts: [] };
const faulty: ChosenFile = { ...right, about: null, wrong: [{ id: "teams-package-no-manifest", args: {} }] };

let last: Draft = {};

const Asking: FC<{ chosen: ChosenFile | null }> = ({ chosen }) => {
  const [draft, setDraft] = useState<Draft>({});
  last = draft;
  return (
    <Stage host={fakeHost({})}>
      <InputField
        input="file"
        question="package"
        label="The package"
        draft={draft}
        onDraft={(change) => setDraft((before) => ({ ...before, ...change }))}
        directory={{ readCsv: async () => null, chooseFile: async () => chosen }}
      />
    </Stage>
  );
};

const choose = async (chosen: ChosenFile | null) => {
  render(<Asking chosen={chosen} />);
  const button = screen.getByTestId("choose-file-package");
  button.focus();
  expect(document.activeElement, "the keyboard reaches it").toBe(button);
  fireEvent.click(button);
  await waitFor(() => expect(button.hasAttribute("disabled")).toBe(false));
};

const asked = { options: [], input: "file" as const };

describe("a field for a file", () => {
  it("shows name, size and what looking at it found, and answers with the copy", async () => {
    await choose(right);
    const said = screen.getByRole("status").textContent ?? "";
    expect(said).toContain("app.zip");
    expect(said, "in whole kilobytes").toContain("3");
    expect(answerOf(asked, last)).toEqual(file);
    expect(screen.getByTestId("choose-file-package").textContent).not.toBe("");
  });

  it("lists what is wrong, and takes no such file for an answer", async () => {
    await choose(faulty);
    expect(screen.getByRole("status").querySelectorAll("li")).toHaveLength(1);
    expect(answerOf(asked, last)).toBeUndefined();
  });

  it("keeps everything as it was when the dialog is closed", async () => {
    await choose(null);
    expect(screen.getByRole("status").textContent).toBe("");
    expect(answerOf(asked, last)).toBeUndefined();
  });

  it("lets the practice package be chosen without a file", () => {
    const choice = (value: string) => ({ value, label: { id: "ui-file-choose", args: {} }, note: null, facts: [], typed_confirmation: null });
    const practice = { options: [choice("practice"), choice("file")], input: "file" as const, chosen: null };
    expect(answerOf(practice, { choice: "practice" })).toBe("practice");
    expect(answerOf(practice, { choice: "file" }), "no file yet").toBeUndefined();
    expect(answerOf(practice, { choice: "file", picked: right })).toEqual({ choice: "file", value: file });
  });
});
