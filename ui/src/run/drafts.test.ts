import type { Choice } from "../ipc/bindings";
import { answerOf, withDraft, withoutDraft } from "./drafts";
import { addUsers, readUsers } from "./users";

const option = (value: string, typed_confirmation: string | null = null): Choice => ({ value, label: { id: "x" }, note: null, facts: [], typed_confirmation });

describe("answers", () => {
  it("are the value of a choice", () => {
    const question = { options: [option("move"), option("leave")], input: null };
    expect(answerOf(question, { choice: "move" })).toBe("move");
    expect(answerOf(question, { choice: "else" }), "only what was offered").toBeUndefined();
    expect(answerOf(question, undefined)).toBeUndefined();
  });

  it("wait until something is typed, and hand it on as it is", () => {
    const question = { options: [option("all", "Contoso Ltd")], input: null };
    expect(answerOf(question, { choice: "all", typed: "" })).toBeUndefined();
    expect(answerOf(question, { choice: "all", typed: "contoso ltd " }), "whether it fits is not decided here").toEqual({ choice: "all", typed: "contoso ltd " });
  });

  it("carry what stands beside the choice", () => {
    const question = { options: [option("other")], input: "text" as const };
    expect(answerOf(question, { choice: "other" })).toBeUndefined();
    expect(answerOf(question, { choice: "other", text: " 5 " })).toEqual({ choice: "other", value: "5" });
  });

  it("are users as chips and as typed text", () => {
    const question = { options: [], input: "users" as const };
    expect(answerOf(question, { users: ["mia@contoso.com"], text: "jonas@contoso.com" })).toEqual(["mia@contoso.com", "jonas@contoso.com"]);
    expect(answerOf(question, { users: ["mia@contoso.com"], text: "jonas" }), "half a name is no answer yet").toBeUndefined();
    expect(answerOf(question, {})).toBeUndefined();
  });

  it("confirm with name and date, the remark as one likes", () => {
    const question = { options: [], input: "confirmation" as const };
    expect(answerOf(question, { name: "Dana" })).toBeUndefined();
    expect(answerOf(question, { name: " Dana ", date: "2026-11-21" })).toEqual({ name: "Dana", date: "2026-11-21", remark: "" });
  });

  it("are drafts of their own until they are saved", () => {
    const drafts = withDraft(withDraft(new Map(), "a", { choice: "x" }), "a", { typed: "y" });
    expect(drafts.get("a")).toEqual({ choice: "x", typed: "y" });
    expect(withoutDraft(drafts, "a").size).toBe(0);
  });
});

describe("users in a text", () => {
  it.each([
    ["mia@contoso.com, jonas@contoso.com", ["mia@contoso.com", "jonas@contoso.com"], []],
    ["mia@contoso.com;jonas@contoso.com\nlee@contoso.com", ["mia@contoso.com", "jonas@contoso.com", "lee@contoso.com"], []],
    ["Mia Lind <mia@contoso.com>; MIA@contoso.com", ["mia@contoso.com"], []],
    ["mia@contoso.com jonas@contoso.com", ["mia@contoso.com", "jonas@contoso.com"], []],
    ["mia, jonas@contoso", [], ["mia", "jonas@contoso"]],
    ["", [], []],
  ])("%j", (text, users, wrong) => expect(readUsers(text)).toEqual({ users, wrong }));

  it("are added once", () => expect(addUsers(["a@b.cd"], ["A@b.cd", "c@d.ef"])).toEqual(["a@b.cd", "c@d.ef"]));
});
