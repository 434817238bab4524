import { useEffect, useRef } from "react";
import { pressPrimary, type Wish, wishOf } from "./shortcuts";

/** Listens for the keys of the whole window; the primary button is pressed here, the rest is handed on. */
export const useShortcuts = (onWish: (wish: Exclude<Wish, "primary">) => void): void => {
  const latest = useRef(onWish);
  latest.current = onWish;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wish = wishOf(event);
      if (!wish) return;
      event.preventDefault();
      if (wish === "primary") pressPrimary(document);
      else if (!document.querySelector("[role=dialog]")) latest.current(wish);
    };
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, []);
};
