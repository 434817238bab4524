import { useCallback, useEffect, useRef, useState } from "react";
import type { Digest, ItemId, Overview, ProfileId, QuestionId, SetupId, SetupView, TenantRef } from "../ipc/bindings";
import { useHost } from "../ipc/HostContext";
import type { Host } from "../ipc/host";
import type { Page } from "../run/cursor";
import { type Events, useEvents } from "./useEvents";
import { type Task, useTask } from "./useTask";

/** Where the window opens; Home unless a test or the gallery wants another page. */
export type Start = { page?: Page; setup?: SetupView };

export type Window = {
  host: Host;
  overview: Overview | null;
  page: Page;
  events: Events;
  task: Task;
  go: (page: Page) => void;
  home: () => void;
  refresh: () => Promise<void>;
  openSetup: (setup: SetupId, where?: (view: SetupView) => Page) => Promise<void>;
  begin: (profile: ProfileId, tenant: TenantRef, answers: Record<QuestionId, unknown>) => Promise<void>;
  practise: (profile: ProfileId, answers: Record<QuestionId, unknown>) => Promise<void>;
  /** Asks for a visit to the browser and goes on with `then` when it has ended well. */
  signIn: (method: "browser" | "device_code", scopes: string[], then: () => void) => void;
  approve: (item: ItemId | null, digest: Digest, scopes: string[]) => Promise<void>;
};

/** Where a set-up is opened: at what can be done next, or at the end. */
export const landing = (setup: SetupView): Page => {
  if (setup.complete) return { page: "done" };
  const item = setup.next ?? setup.items[0]?.id;
  return item === undefined ? { page: "done" } : { page: "item", item };
};

/** The page cursor and the commands behind the pages; everything else is the engine's. */
export const useWindow = (start: Start = {}): Window => {
  const host = useHost();
  const task = useTask();
  const [overview, setOverview] = useState<Overview | null>(null);
  const [page, setPage] = useState<Page>(start.page ?? { page: "home" });
  const afterSignIn = useRef<(() => void) | null>(null);
  const events = useEvents(start.setup, (state) => {
    if (state.state === "signed_in") afterSignIn.current?.();
    if (state.state === "signed_in" || state.state === "ended") afterSignIn.current = null;
  });
  const { run, clear } = task;
  const go = useCallback(
    (next: Page) => {
      clear();
      setPage(next);
    },
    [clear],
  );
  const refresh = useCallback(async () => {
    const seen = await run(host.overview);
    if (seen) setOverview(seen);
  }, [host, run]);
  useEffect(() => void refresh(), [refresh]);
  // For whoever measures the start.
  const started = overview !== null;
  useEffect(() => {
    if (started) performance.mark("home");
  }, [started]);
  const home = useCallback(() => {
    go({ page: "home" });
    events.close();
    void refresh();
  }, [go, refresh, events.close]);
  const show = (setup: SetupView | undefined, where = landing) => {
    if (!setup) return;
    events.open(setup);
    go(where(setup));
  };
  const begin = async (profile: ProfileId, tenant: TenantRef, answers: Record<QuestionId, unknown>) =>
    show(await run(() => host.begin(profile, tenant, answers)));
  const signIn: Window["signIn"] = (method, scopes, then) => {
    const setup = events.state.setup?.card.id;
    if (setup === undefined) return;
    afterSignIn.current = then;
    void run(() => host.signIn(setup, method, scopes));
  };
  return {
    host,
    overview,
    page,
    events,
    task,
    go,
    home,
    refresh,
    begin,
    signIn,
    openSetup: async (setup, where) => show(await run(() => host.open(setup)), where),
    practise: async (profile, answers) => {
      const domain = overview?.practice?.domain;
      if (domain === undefined) return;
      const tenant = await run(() => host.findTenant(domain, true));
      if (tenant) await begin(profile, tenant, answers);
    },
    approve: async (item, digest, scopes) => {
      const setup = events.state.setup;
      if (!setup) return;
      const { id } = setup.card;
      const approved = await run(async () => {
        await host.approve(id, item, digest);
        return true;
      });
      if (!approved) return;
      const apply = () => {
        events.dropSignIn();
        const shown = item ?? setup.next;
        if (shown !== null) go({ page: "item", item: shown });
        void run(() => host.apply(id, item));
      };
      if (scopes.length > 0) signIn("browser", scopes, apply);
      else apply();
    },
  };
};
