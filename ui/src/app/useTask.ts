import { useCallback, useState } from "react";
import type { Diagnostic } from "../ipc/bindings";
import { asDiagnostic } from "../ipc/host";

export type Task = {
  busy: boolean;
  trouble: Diagnostic | null;
  /** Waits for a command; what it refuses with is shown on the page. Gives `undefined` then. */
  run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  /** The same for what a page is made of: nobody is kept from pressing a button meanwhile. */
  load: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  clear: () => void;
};

export const useTask = (): Task => {
  const [running, setRunning] = useState(0);
  const [trouble, setTrouble] = useState<Diagnostic | null>(null);
  const load = useCallback(async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (refusal) {
      setTrouble(asDiagnostic(refusal));
      return undefined;
    }
  }, []);
  const run = useCallback(
    async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      setTrouble(null);
      setRunning((count) => count + 1);
      try {
        return await load(work);
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [load],
  );
  const clear = useCallback(() => setTrouble(null), []);
  return { busy: running > 0, trouble, run, load, clear };
};
