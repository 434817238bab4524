import { useSyncExternalStore } from "react";
import { narrowQuery } from "../theme/measures";

const subscribe = (changed: () => void) => {
  const media = matchMedia(narrowQuery);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
};

/** Whether the rail folds into the strip on top: a narrow window, or a large zoom. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(narrowQuery).matches);
