import type { Action, ItemHead } from "../ipc/bindings";
import type { Say } from "../text/say";

/** An item by its number and title, as in the rail; one that has no number by its title. */
export const numbered = (head: ItemHead, say: Say): string => [...(head.numeral ? [head.numeral] : []), say(head.title)].join(" ");

/** The same, short, beside a change. */
export const stepWords = (head: ItemHead, say: Say): string => (head.numeral ? say("ui-step", { number: head.numeral }) : say(head.title));

/** Words for a button. */
export const actionWords = (action: Action, items: readonly ItemHead[], say: Say): string => {
  if (action.action === "open_item") {
    const head = items.find((one) => one.id === action.item);
    return head ? say("ui-go-to", { item: numbered(head, say) }) : say("ui-next");
  }
  if (action.action === "sign_in_to") return say("ui-action-sign-in-to", { service: action.service });
  return say(`ui-action-${action.action.replaceAll("_", "-")}`);
};
