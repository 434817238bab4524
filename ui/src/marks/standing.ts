import type { ItemHead, Outcome } from "../ipc/bindings";
import { own } from "../theme/themes";

/** What a mark shows: an outcome, or for what has none yet how far it is. */
export type Standing = Outcome | "ready" | "locked" | "running";

export const standingOf = (head: Pick<ItemHead, "outcome" | "activity" | "ready">): Standing => {
  if (head.activity) return "running";
  if (head.ready && (head.outcome === null || head.outcome === "unknown")) return "ready";
  return head.outcome ?? "locked";
};

/** The word: of outcomes the same as in report and command line. */
export const standingId = (standing: Standing): string =>
  standing === "ready" || standing === "locked" || standing === "running" ? `ui-standing-${standing}` : `outcome-${standing.replaceAll("_", "-")}`;

export const inkOf: Readonly<Record<Standing, string>> = {
  done: own.hrDone,
  changed: own.hrDone,
  accepted: own.hrDone,
  waiting: own.hrWaiting,
  needs_person: own.hrPerson,
  needs_decision: own.hrDecision,
  finding: own.hrFinding,
  failed: own.hrFailed,
  unknown: own.hrQuiet,
  not_applicable: own.hrQuiet,
  skipped: own.hrQuiet,
  ready: own.hrReady,
  locked: own.hrQuiet,
  running: own.hrReady,
};

const SEVERITY: readonly Outcome[] = [
  "failed",
  "needs_decision",
  "needs_person",
  "waiting",
  "unknown",
  "finding",
  "accepted",
  "skipped",
  "changed",
  "done",
  "not_applicable",
];

/** Worst first; what is equally bad keeps its order. */
export const worstFirst = <T extends { outcome: Outcome }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => SEVERITY.indexOf(a.outcome) - SEVERITY.indexOf(b.outcome));

/** Nothing to look at: folded away in a list of checks. */
export const isFine = (outcome: Outcome): boolean =>
  outcome === "done" || outcome === "changed" || outcome === "not_applicable";

/** Counted as finished in "5 of 11 done"; the same set as the engine's. */
export const isFinished = (outcome: Outcome | null): boolean =>
  outcome !== null && (isFine(outcome) || outcome === "finding" || outcome === "skipped" || outcome === "accepted");

