import { clockOf } from "./clock";

const wait = { since: "2026-11-21T14:09:00Z", next: "2026-11-21T14:24:30Z" };

it("tells how long it has waited and how long to the next try", () => {
  expect(clockOf(wait, Date.parse("2026-11-21T14:21:50Z"))).toEqual({ waited: 770, left: 160, part: 770 / 930 });
});

it("does not run past the next try", () => {
  expect(clockOf(wait, Date.parse("2026-11-21T15:00:00Z"))).toMatchObject({ left: 0, part: 1 });
});
