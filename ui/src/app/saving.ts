import type { Saved } from "../ipc/bindings";
import type { Task } from "./useTask";

/** A closed dialog is a change of mind, not a failure. */
export const saveThen = (task: Task, save: () => Promise<Saved>, told: (path: string) => void): void =>
  void task.run(async () => {
    const saved = await save();
    if (saved.saved === "at") told(saved.path);
  });
