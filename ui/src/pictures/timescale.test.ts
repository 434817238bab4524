import { levels, positions } from "./timescale";

it("spreads points that are close in time, in their order", () => {
  const xs = positions([0, 1, 2, 1000], 600);
  expect(xs[0]).toBe(0);
  expect(xs[3]).toBe(600);
  expect([...xs].sort((a, b) => a - b)).toEqual(xs);
  expect((xs[1] ?? 0) - (xs[0] ?? 0), "far enough apart to be told apart").toBeGreaterThan(90);
});

it("leaves a label out rather than writing over another", () => {
  const placed = levels([8, 30, 50, 600], [80, 80, 80, 80], 680);
  expect(placed.map((place) => place?.level ?? null)).toEqual([0, 1, null, 0]);
  expect(placed[0]?.anchor, "nothing is cut at the edge").toBe("start");
});
