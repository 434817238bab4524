/** What a key asks for, wherever the focus is. */
export type Wish = "help" | "primary" | "previous" | "next";

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

export const wishOf = ({ key, ctrlKey, altKey, metaKey, shiftKey }: Pressed): Wish | null => {
  const commanding = ctrlKey || metaKey;
  if (key === "F1") return "help";
  if (key === "Enter" && commanding && !altKey && !shiftKey) return "primary";
  if (!altKey || commanding || shiftKey) return null;
  if (key === "ArrowUp") return "previous";
  return key === "ArrowDown" ? "next" : null;
};

/** The item before or after; stays within the list. */
export const neighbour = <T>(all: readonly T[], current: T | null, wish: "previous" | "next"): T | null => {
  const at = current === null ? -1 : all.indexOf(current);
  return all[wish === "next" ? at + 1 : at - 1] ?? null;
};

/** Presses the primary button: that of an open dialog first. One that has to be held is only focused. */
export const pressPrimary = (root: ParentNode): boolean => {
  const button =
    root.querySelector<HTMLButtonElement>("[data-testid=dialog-primary]") ??
    root.querySelector<HTMLButtonElement>("[data-testid=primary]");
  if (!button || button.disabled || button.getAttribute("aria-disabled") === "true") return false;
  if (button.dataset.hold !== undefined) button.focus();
  else button.click();
  return true;
};
