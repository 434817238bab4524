import { isFine, standingOf, worstFirst } from "./standing";

it("shows what is being done over what was found", () => {
  expect(standingOf({ outcome: "failed", activity: { activity: "looking" }, ready: true })).toBe("running");
  expect(standingOf({ outcome: null, activity: null, ready: true })).toBe("ready");
  expect(standingOf({ outcome: null, activity: null, ready: false })).toBe("locked");
  expect(standingOf({ outcome: "waiting", activity: null, ready: true })).toBe("waiting");
});

it("never shows unknown as green", () => expect(isFine("unknown")).toBe(false));

it("sorts worst first and keeps the order of equals", () => {
  const rows = [{ outcome: "done", id: 1 }, { outcome: "failed", id: 2 }, { outcome: "finding", id: 3 }, { outcome: "failed", id: 4 }] as const;
  expect(worstFirst(rows).map((row) => row.id)).toEqual([2, 4, 3, 1]);
});
