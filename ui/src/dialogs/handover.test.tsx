import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { openState } from "../gallery/open";
import { handoverOffer } from "../gallery/pages";
import { states } from "../gallery/states";

const sheet = async (host: Partial<NonNullable<(typeof states)[string]["host"]>>) => {
  const state = states["finish-handover"];
  if (!state) throw new Error("the gallery has it");
  await openState({ ...state, host: { ...state.host, ...host } });
  fireEvent.click(screen.getByTestId("primary"));
  return screen.findByRole("dialog");
};

describe("handing over", () => {
  it("tells what is inside, wants a pass phrase twice, and gives it away once", async () => {
    const given: (string | null)[] = [];
    const dialog = await sheet({
      saveHandover: async (_setup, _item, passphrase) => {
        given.push(passphrase);
        return { saved: "at", path: "/home/dana/x.age" };
      },
    });
    expect(within(dialog).getAllByRole("listitem").map((row) => row.textContent)).toEqual(["Directory (tenant) ID", "Application (client) ID"]);
    const seen = await axe.run(dialog, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } });
    expect(seen.violations.map((violation) => violation.id)).toEqual([]);
    const save = within(dialog).getByTestId("dialog-primary");
    expect(save.hasAttribute("disabled"), "no pass phrase yet").toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Pass phrase"), { target: { value: "correct horse battery" } });
    expect(save.hasAttribute("disabled"), "not typed again yet").toBe(true);
    fireEvent.change(within(dialog).getByLabelText(/again/i), { target: { value: "correct horse battery" } });
    fireEvent.click(save);
    await waitFor(() => expect(given, "it crossed once").toEqual(["correct horse battery"]));
  });

  it("asks for no pass phrase when the vendor has a key", async () => {
    const dialog = await sheet({ handoverOffer: async () => ({ ...handoverOffer, key: "41d7a0b3" }) });
    expect(within(dialog).queryByLabelText("Pass phrase"), "nothing is asked").toBeNull();
    expect(dialog.textContent).toContain("41d7a0b3");
    expect(within(dialog).getByTestId("dialog-primary").hasAttribute("disabled")).toBe(false);
  });

  it("calls a file void that holds an old value", async () => {
    const state = states["finish-handover"];
    if (!state) throw new Error("the gallery has it");
    await openState(state);
    expect(screen.getAllByText("no longer valid", { exact: false })).toHaveLength(1);
  });
});
