/** For tests: the app in a state of the gallery, with a host whose calls are written down. */
import { act, render, screen } from "@testing-library/react";
import { App } from "../app/App";
import type { Event } from "../ipc/bindings";
import type { Host } from "../ipc/host";
import { fakeHost } from "./fakeHost";
import { Stage } from "./Stage";
import { type State, states } from "./states";

export type Opened = {
  /** Command names and arguments, in their order, without the reads that every page makes. */
  calls: [string, ...unknown[]][];
  /** An event from the shell. */
  tell: (event: Event) => void;
};

const QUIET = ["overview", "listen", "item", "profile", "signInOffer", "places", "done", "undoPlan", "finalRemoval"];

export const openState = async (state: State, language: "en" | "pseudo" = "en"): Promise<Opened> => {
  const calls: Opened["calls"] = [];
  let hear: (event: Event) => void = () => {};
  const answers = fakeHost(state);
  const host = new Proxy(answers, {
    get: (target, name: keyof Host) => {
      if (name === "listen") {
        return async (listener: (event: Event) => void) => {
          hear = listener;
          await target.listen(listener);
        };
      }
      return (...args: unknown[]) => {
        if (!QUIET.includes(name)) calls.push([name, ...args]);
        return (target[name] as (...all: unknown[]) => unknown)(...args);
      };
    },
  });
  render(
    <Stage host={host} language={language}>
      <App {...state.start} />
    </Stage>,
  );
  await screen.findByRole("heading", { level: 1 });
  await act(async () => {});
  return { calls, tell: (event) => act(() => hear(event)) };
};

export const open = (name: string, changes: Partial<State> = {}): Promise<Opened> => {
  const state = states[name];
  if (!state) throw new Error(`no state ${name}`);
  return openState({ ...state, ...changes });
};
