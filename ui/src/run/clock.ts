import type { WaitView } from "../ipc/bindings";

export type ClockFace = {
  /** Seconds since it began. */
  waited: number;
  /** Seconds to the next try; 0 when it is due. */
  left: number;
  /** How much of the way from the beginning to the next try has passed, 0 to 1. */
  part: number;
};

export const clockOf = ({ since, next }: Pick<WaitView, "since" | "next">, now: number): ClockFace => {
  const begun = Date.parse(since);
  const due = Date.parse(next);
  const waited = Math.max(0, Math.floor((now - begun) / 1000));
  const left = Math.max(0, Math.ceil((due - now) / 1000));
  const whole = due - begun;
  return { waited, left, part: whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - begun) / whole)) };
};
