import { useSyncExternalStore } from "react";

const query = "(prefers-color-scheme: dark)";

const subscribe = (changed: () => void) => {
  const media = matchMedia(query);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
};

/** Whether the system asks for dark colours, now and when it changes its mind. */
export const useDark = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches);
