/** Where points in time stand on a line, and which labels fit beside each other. */

export type Placed = { x: number; anchor: "start" | "middle" | "end"; level: number };

/** Even spacing and true time, mixed half and half: minutes do not fall together, years do not push them off. */
export const positions = (times: readonly number[], width: number): number[] => {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  if (times.length === 1) return [0];
  return times.map((time, index) => {
    const even = index / (times.length - 1);
    const true_ = last === first ? even : (time - first) / (last - first);
    return Math.round(width * (even + true_)) / 2;
  });
};

/** Labels get the first of two levels where they do not touch their neighbour; `null` in neither. */
export const levels = (xs: readonly number[], widths: readonly number[], total: number): (Placed | null)[] => {
  const ends: number[] = [-Infinity, -Infinity];
  return xs.map((x, index) => {
    const width = widths[index] ?? 0;
    const anchor = x - width / 2 < 0 ? "start" : x + width / 2 > total ? "end" : "middle";
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    const level = ends.findIndex((end) => left > end + 8);
    if (level < 0) return null;
    ends[level] = left + width;
    return { x, anchor, level };
  });
};
