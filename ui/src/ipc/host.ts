/** The one gate to the shell. Tests and the gallery hand another one to the app. */
import { Channel } from "@tauri-apps/api/core";
import type { Diagnostic, Event } from "./bindings";
import * as commands from "./commands";

type Commands = Omit<typeof commands, "listen">;

export type Host = Commands & {
  /** Hears every event from now on. */
  listen: (hear: (event: Event) => void) => Promise<void>;
};

export const tauriHost: Host = {
  ...commands,
  listen: (hear) => {
    const channel = new Channel<Event>();
    channel.onmessage = hear;
    return commands.listen(channel);
  },
};

/** What a command refused with. Everything of ours is a diagnostic; the rest is a fault of the program and says so. */
export const asDiagnostic = (refusal: unknown): Diagnostic =>
  isDiagnostic(refusal)
    ? refusal
    : {
        code: "window-fault",
        outcome: "failed",
        what: { id: "ui-fault-what" },
        cause: { id: "literal", args: { text: { text: refusal instanceof Error ? refusal.message : String(refusal) } } },
        remedy: { id: "ui-fault-remedy" },
        action: null,
        technical: null,
      };

const isDiagnostic = (refusal: unknown): refusal is Diagnostic =>
  typeof refusal === "object" && refusal !== null && "code" in refusal && "what" in refusal && "remedy" in refusal;
