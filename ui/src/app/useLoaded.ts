import { useCallback, useEffect, useState } from "react";
import type { Task } from "./useTask";

/** Asks a command once for each key and keeps its answer; `again` asks anew. */
export const useLoaded = <T>(task: Task, key: string, load: () => Promise<T>): [T | null, () => Promise<void>] => {
  const [loaded, setLoaded] = useState<{ key: string; value: T } | null>(null);
  const { load: asked } = task;
  const ask = async () => {
    const value = await asked(load);
    if (value !== undefined) setLoaded({ key, value });
  };
  // `load` is new on each render; the key says when it means something else.
  const again = useCallback(ask, [key, asked]);
  useEffect(() => void again(), [again]);
  return [loaded?.key === key ? loaded.value : null, again];
};
