import { useCallback, useEffect, useRef, useState } from "react";
import { useAnnounce } from "../frame/Announcer";
import type { Event, ItemView, SetupView, SignInState } from "../ipc/bindings";
import { useHost } from "../ipc/HostContext";
import { standingId } from "../marks/standing";
import { emptyRun, fold, opened, type Run, withView } from "../run/fold";
import { useSay } from "../text/Texts";

export type Events = {
  state: Run;
  open: (setup: SetupView) => void;
  close: () => void;
  put: (view: ItemView) => void;
  dropSignIn: () => void;
};

/** Hears the shell and folds what it says; results are told to those who listen to the page. */
export const useEvents = (setup: SetupView | undefined, onSignIn: (state: SignInState) => void): Events => {
  const [state, setState] = useState<Run>(setup ? opened(setup) : emptyRun);
  const host = useHost();
  const say = useSay();
  const announce = useAnnounce();
  const hear = useRef<(event: Event) => void>(() => {});
  const last = useRef(state);
  last.current = state;
  hear.current = (event) => {
    setState((run) => fold(run, event, say));
    if (event.event === "sign_in") onSignIn(event.state);
    if (event.event !== "item" || event.setup !== last.current.setup?.card.id) return;
    const { head, status } = event.view;
    const before = last.current.views.get(head.id)?.head.outcome ?? last.current.setup.items.find((one) => one.id === head.id)?.outcome;
    if (head.outcome === null || before === head.outcome) return;
    const words = say("ui-told-outcome", { title: head.title, state: say(standingId(head.outcome)), status: status ? say(status) : "" });
    announce(words, head.outcome === "failed" ? "assertive" : "polite");
  };
  useEffect(() => {
    host.listen((event) => hear.current(event)).catch(console.error);
  }, [host]);
  return {
    state,
    open: useCallback((setup) => setState(opened(setup)), []),
    close: useCallback(() => setState(emptyRun), []),
    put: useCallback((view) => setState((run) => withView(run, view)), []),
    dropSignIn: useCallback(() => setState((run) => ({ ...run, signIn: null })), []),
  };
};
