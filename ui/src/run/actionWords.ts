import type { Action, ItemHead } from "../ipc/bindings";
import type { Say } from "../text/say";

/** Words for a button. */
export const actionWords = (action: Action, items: readonly ItemHead[], say: Say): string => {
  if (action.action === "open_item") {
    const head = items.find((one) => one.id === action.item);
    return head ? say("ui-go-to", { number: head.number, title: head.title }) : say("ui-next");
  }
  if (action.action === "sign_in_to") return say("ui-action-sign-in-to", { service: action.service });
  return say(`ui-action-${action.action.replaceAll("_", "-")}`);
};
