import type { ItemId, ProfileId, QuestionId } from "../ipc/bindings";

/** Which page is open: beside the last events all that the screen owns. */
export type Page =
  | { page: "home" }
  | { page: "before"; profile: ProfileId }
  | { page: "tenant"; profile: ProfileId; answers: Record<QuestionId, unknown> }
  | { page: "item"; item: ItemId }
  | { page: "guide"; item: ItemId }
  | { page: "approve"; item: ItemId | null }
  | { page: "undo" }
  | { page: "done" }
  | { page: "help"; back: Page };

/** Pages inside a set-up have the rail. */
export const isInside = (page: Page): boolean => ["item", "guide", "approve", "undo", "done"].includes(page.page);

/** Another name, another page: the focus goes to its heading. */
export const nameOf = (page: Page): string => ("item" in page && page.item !== null ? `${page.page}:${page.item}` : page.page);
