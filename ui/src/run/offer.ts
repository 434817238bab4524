/** Which buttons an item page has: the one best next thing, and what else can be done. A plain function of the view. */
import type { Action, ItemHead, ItemId, ItemView, Kind, Way } from "../ipc/bindings";
import { isFinished } from "../marks/standing";

export type Intent =
  | { do: "apply" }
  | { do: "review" }
  | { do: "look"; as: "check" | "again" | "try_now" }
  | { do: "sign_in" }
  | { do: "answer" }
  | { do: "action"; action: Action }
  | { do: "open"; item: ItemId }
  | { do: "guide" }
  | { do: "way"; way: Way }
  | { do: "skip" }
  | { do: "unskip" }
  | { do: "accept" }
  | { do: "finish" };

export type Reason = "running" | "sign_in" | "sign_in_to_wait" | "choose" | "locked" | "browser_once_more";

export type Offer = {
  primary?: Intent;
  /** The primary is there, cannot be pressed yet, and the reason says why. */
  waits?: boolean;
  second?: Intent;
  quiet?: Intent;
  more: Intent[];
  reason?: Reason;
};

export type Surrounding = {
  signedIn: boolean;
  items: readonly ItemHead[];
  /** The next item that can be done. */
  next: ItemId | null;
  complete: boolean;
  /** Answers that are entered and not saved. */
  answers: number;
  /** A file is to be chosen first: what is planned now is not what is wanted. */
  choosing?: boolean;
};

/** Kinds in which a person confirms what she has seen: nobody has to be signed in for that. */
const CONFIRMED: readonly Kind[] = ["go_live", "vendor_confirmation"];

/** Kinds that are Handrail's own work: there is nothing to do by hand. */
const ONLY_HERE: readonly Kind[] = ["sign_in", "readiness"];

export const offerFor = (view: ItemView, around: Surrounding): Offer => {
  const offer = mainOffer(view, around);
  const used = [offer.primary, offer.second, offer.quiet].filter((one) => one !== undefined).map((one) => JSON.stringify(one));
  return { ...offer, more: moreFor(view, around).filter((one) => !used.includes(JSON.stringify(one))) };
};

const mainOffer = (view: ItemView, around: Surrounding): Omit<Offer, "more"> => {
  const { head } = view;
  const guide: Intent | undefined = ONLY_HERE.includes(head.kind) ? undefined : { do: "guide" };
  const again: Intent = { do: "look", as: "again" };
  if (head.activity) return { reason: "running" };
  if (around.choosing) return { primary: { do: "answer" }, waits: true, quiet: again, reason: "choose" };
  if (around.answers > 0) return { primary: { do: "answer" }, quiet: again };
  if (view.wait) return waiting(view.wait.needs_sign_in, around, head);
  if (isFinished(head.outcome) && view.changes.length === 0 && !hasOpenQuestion(view)) return goOn(head, around);
  if (!around.signedIn && !CONFIRMED.includes(head.kind)) return { primary: { do: "sign_in" }, second: guide, reason: "sign_in" };
  // A finding counts as finished, and what is planned for it can be made all the same.
  const canChange = head.ready || isFinished(head.outcome);
  if (view.changes.length > 0 && view.way !== "only_check" && canChange) return changing(view, guide, again);
  if (hasOpenQuestion(view)) return { primary: { do: "answer" }, waits: true, second: guide, quiet: again, reason: "choose" };
  const ahead = head.kind === "readiness" && around.items.find((one) => one.id !== head.id && one.ready && !isFinished(one.outcome));
  if (ahead) return { primary: { do: "open", item: ahead.id }, second: again };
  const action = view.diagnostic?.action;
  if (action) return { primary: primaryOf(action), second: action.action === "show_guide" ? undefined : guide, quiet: primaryOf(action).do === "look" ? undefined : again };
  if (head.outcome === null && !head.ready) return { second: guide, quiet: openNext(head, around), reason: "locked" };
  if (view.changes.length > 0) return { primary: again, second: { do: "way", way: "do_it" }, quiet: guide };
  return { primary: { do: "look", as: head.outcome === null ? "check" : "again" }, second: guide };
};

const changing = (view: ItemView, guide: Intent | undefined, again: Intent): Omit<Offer, "more"> => {
  if (view.way === "show_me" && guide) return { primary: guide, second: { do: "way", way: "do_it" }, quiet: again };
  const careful = view.changes.some((change) => change.careful);
  return { primary: careful ? { do: "review" } : { do: "apply" }, second: guide, quiet: { do: "way", way: "only_check" } };
};

const waiting = (needsSignIn: boolean, around: Surrounding, head: ItemHead): Omit<Offer, "more"> => {
  const second = openNext(head, around);
  return needsSignIn && !around.signedIn
    ? { primary: { do: "sign_in" }, second, reason: "sign_in_to_wait" }
    : { primary: { do: "look", as: "try_now" }, second };
};

const goOn = (head: ItemHead, around: Surrounding): Omit<Offer, "more"> => {
  const again: Intent = { do: "look", as: "again" };
  const skipped: Intent | undefined = head.outcome === "skipped" ? { do: "unskip" } : undefined;
  const second = head.outcome === "finding" ? ({ do: "accept" } as const) : skipped;
  if (around.complete) return { primary: { do: "finish" }, second, quiet: again };
  return { primary: openNext(head, around) ?? { do: "finish" }, second, quiet: again };
};

/** The next item to do, or the one below. */
const openNext = (head: ItemHead, { next, items }: Surrounding): Intent | undefined => {
  if (next !== null && next !== head.id) return { do: "open", item: next };
  const below = items[items.findIndex((one) => one.id === head.id) + 1];
  return below && { do: "open", item: below.id };
};

const primaryOf = (action: Action): Intent => {
  if (action.action === "check_again") return { do: "look", as: "again" };
  if (action.action === "sign_in") return { do: "sign_in" };
  if (action.action === "show_guide") return { do: "guide" };
  return action.action === "open_item" ? { do: "open", item: action.item } : { do: "action", action };
};

const hasOpenQuestion = (view: ItemView): boolean =>
  view.blocks.some((block) => block.block === "question" && block.question.chosen === null);

const moreFor = (view: ItemView, around: Surrounding): Intent[] => {
  const { head } = view;
  if (head.activity || head.kind === "sign_in") return [];
  const more: Intent[] = [];
  if (!ONLY_HERE.includes(head.kind)) {
    more.push({ do: "guide" });
    if (view.way !== "do_it") more.push({ do: "way", way: "do_it" });
    if (view.way !== "only_check" && view.changes.length > 0) more.push({ do: "way", way: "only_check" });
  }
  if (around.signedIn) more.push({ do: "look", as: "again" });
  if (head.outcome === "skipped") more.push({ do: "unskip" });
  else if (!isFinished(head.outcome) && head.kind !== "readiness") more.push({ do: "skip" });
  return more;
};
