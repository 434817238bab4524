import { render, screen } from "@testing-library/react";
import { call, change } from "../gallery/items";
import { fakeHost } from "../gallery/fakeHost";
import { Stage } from "../gallery/Stage";
import { lit } from "../gallery/words";
import type { Block } from "../ipc/bindings";
import { BlockView } from "./BlockView";

const show = (block: Block, running = false) =>
  render(
    <Stage host={fakeHost({})}>
      <BlockView block={block} items={[]} running={running} drafts={new Map()} onDraft={() => {}} onAction={() => {}} directory={{ readCsv: async () => null }} />
    </Stage>,
  );

it("text: how loud it is can be seen and not only by its colour", () => {
  show({ block: "text", text: lit("Careful here."), tone: "warning" });
  expect(document.querySelector("[data-standing=finding]"), "a mark stands beside it").not.toBeNull();
});

it("facts: what can be copied has a button that says what", () => {
  show({ block: "facts", title: null, rows: [{ label: lit("Client id"), value: lit("5b2d"), copy: "5b2d", note: lit("of the app") }] });
  expect(screen.getByRole("button", { name: "Copy: Client id" })).toBeTruthy();
  expect(screen.getByText("of the app")).toBeTruthy();
});

it("changes: each has a sign with a word", () => {
  show({ block: "changes", title: lit("Made"), changes: [change("one"), change("two", undefined, { verb: "remove" })] });
  expect(screen.getByRole("img", { name: "Adds:" })).toBeTruthy();
  expect(screen.getByRole("img", { name: "Removes:" })).toBeTruthy();
});

it("people: hundreds are not all drawn at once", () => {
  const people = Array.from({ length: 140 }, (_, index) => ({ name: `User ${index}`, upn: `u${index}@contoso.com`, outcome: "done" as const, note: null }));
  show({ block: "people", title: null, people });
  expect(screen.getAllByRole("listitem")).toHaveLength(24);
  expect(screen.getByText("Show all 140")).toBeTruthy();
});

it("lanes: the stage that runs is the first without a result", () => {
  const stages = [{ label: lit("Token"), outcome: "done" as const, detail: null }, { label: lit("Request"), outcome: null, detail: null }, { label: lit("Answer"), outcome: null, detail: null }];
  show({ block: "lanes", lanes: [{ title: lit("Mia"), expectation: lit("must work"), outcome: null, result: null, stages }] }, true);
  expect([...document.querySelectorAll("li [data-standing]")].map((mark) => mark.getAttribute("data-standing"))).toEqual(["done", "running", "locked"]);
});

it("locks: the picture has a sentence", () => {
  show({ block: "locks", locks: [{ label: lit("Permission"), note: lit("what"), state: "open" }, { label: lit("Policy"), note: lit("for whom"), state: "unknown" }], summary: lit("One is open, one is not known.") });
  expect(screen.getByRole("img", { name: "One is open, one is not known." }).textContent).toContain("2 Policy: not known");
});

it("checklist: says what a check affects and who can help", () => {
  const row = { id: "r", outcome: "needs_person" as const, title: lit("Role"), detail: null, blocks: [lit("7 Admin consent")], who: lit("Robin Chu"), remedy: null, action: { action: "show_guide" as const } };
  show({ block: "checklist", title: null, rows: [row] });
  expect(screen.getByTestId("check-r").textContent).toContain("Affects 7 Admin consent · Robin Chu");
  expect(screen.getByRole("button", { name: "Show me how" })).toBeTruthy();
});

it("question: what was answered is marked, and can be changed", () => {
  show({ block: "question", question: { id: "q", title: lit("Piloted"), detail: null, options: [], chosen: "Dana, 20 Nov", input: "confirmation" } });
  expect(screen.getByText("Dana, 20 Nov")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Change: Piloted" })).toBeTruthy();
});

it("calls: are folded until they are wanted", () => {
  show({ block: "calls", calls: [call("POST", "/v1.0/applications", 201)] });
  expect(screen.queryByText("/v1.0/applications")).toBeNull();
  expect(screen.getByText("Details for experts: 1 call")).toBeTruthy();
});

it("timeline: the picture has a sentence, and draws each point", () => {
  const at = (day: number) => `2026-11-${day}T00:00:00Z`;
  show({ block: "timeline", title: null, summary: lit("Two points."), points: [{ at: at(20), label: lit("made"), outcome: "done" }, { at: at(28), label: lit("ends"), outcome: null }] });
  expect(screen.getByRole("img", { name: "Two points." }).querySelectorAll("circle")).toHaveLength(2);
});
