import { ArrowClockwiseRegular } from "@fluentui/react-icons";
import type { Actions, Press } from "../frame/ActionBar";
import type { ItemHead, ItemView } from "../ipc/bindings";
import { actionWords } from "../run/actionWords";
import type { Intent, Offer } from "../run/offer";
import type { Say } from "../text/say";

type Around = {
  items: readonly ItemHead[];
  answers: number;
  busy: boolean;
  perform: (intent: Intent) => void;
  say: Say;
};

/** Intents as buttons of the action bar. */
export const itemActions = (offer: Offer, view: ItemView, around: Around): Actions => {
  const press = (intent: Intent | undefined, waits = false): Press | undefined =>
    intent && {
      label: intentWords(intent, view, around),
      onPress: () => around.perform(intent),
      icon: intent.do === "look" && intent.as === "again" ? <ArrowClockwiseRegular /> : undefined,
      disabled: waits || (around.busy && intent.do !== "open"),
      testId: intent.do === "look" ? "look" : intent.do,
    };
  return {
    primary: press(offer.primary, offer.waits),
    second: press(offer.second),
    quiet: press(offer.quiet),
    more: offer.more.map((intent) => press(intent)).filter((one) => one !== undefined),
  };
};

const intentWords = (intent: Intent, view: ItemView, { items, answers, say }: Around): string => {
  switch (intent.do) {
    case "apply":
      return view.verb && !takesAway(view) ? say(view.verb) : say("ui-item-apply", { count: view.changes.length });
    case "review":
      return say("ui-item-review", { count: view.changes.length });
    case "look":
      return say(`ui-look-${intent.as.replace("_", "-")}`);
    case "answer":
      return say("ui-item-answer", { count: Math.max(1, answers) });
    case "action":
      return actionWords(intent.action, items, say);
    case "open":
      return actionWords({ action: "open_item", item: intent.item }, items, say);
    case "way":
      return say(`ui-way-${intent.way.replace("_", "-")}`);
    default:
      return say(`ui-item-${intent.do.replace("_", "-")}`);
  }
};

/** An item's verb is for what it adds, but for the one that is about taking away. */
const takesAway = ({ head, changes }: ItemView): boolean => head.kind !== "revoke" && changes.length > 0 && changes.every((change) => change.verb === "remove");

/** The words beside the buttons. */
export const reasonFor = (offer: Offer, head: ItemHead, say: Say): string | undefined => {
  if (!offer.reason) return undefined;
  if (offer.reason === "locked") return head.subline ? say("ui-reason-locked", { why: head.subline }) : say("ui-reason-locked-plain");
  return say(`ui-reason-${offer.reason.replaceAll("_", "-")}`);
};
