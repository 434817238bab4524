/** What the screen knows is exactly the last event per item: no second copy of the engine's state. */
import type { Event, ItemHead, ItemId, ItemView, SetupView, SignInState } from "../ipc/bindings";

export type Run = {
  setup: SetupView | null;
  views: ReadonlyMap<ItemId, ItemView>;
  /** Words for what is being done with an item. */
  doing: ReadonlyMap<ItemId, string>;
  signIn: SignInState | null;
};

export const emptyRun: Run = { setup: null, views: new Map(), doing: new Map(), signIn: null };

export const opened = (setup: SetupView): Run => ({ ...emptyRun, setup });

/** `words` renders the message of an activity; events of other set-ups leave the run as it is. */
export const fold = (run: Run, event: Event, words: (text: NonNullable<Extract<Event, { event: "activity" }>["text"]>) => string): Run => {
  if (event.event === "sign_in") return { ...run, signIn: event.state };
  if (!run.setup) return run;
  const ours = run.setup.card.id;
  switch (event.event) {
    case "setup":
      return event.view.card.id === ours ? withSetup(run, event.view) : run;
    case "item":
      return event.setup === ours ? withView(run, event.view) : run;
    case "activity":
      return event.setup === ours ? withActivity(run, event, event.text && words(event.text)) : run;
    default:
      return event satisfies never;
  }
};

/** What one item gave can make another ready that nobody has looked at since: its page stands as the rail does. */
const withSetup = (run: Run, setup: SetupView): Run => {
  const heads = new Map(setup.items.map((head) => [head.id, head]));
  const views = [...run.views].map(([item, view]) => [item, { ...view, head: heads.get(item) ?? view.head }] as const);
  return { ...run, setup, views: new Map(views) };
};

export const withView = (run: Run, view: ItemView): Run => ({
  ...run,
  setup: run.setup && { ...run.setup, items: run.setup.items.map((head) => (head.id === view.head.id ? view.head : head)) },
  views: new Map(run.views).set(view.head.id, view),
});

type ActivityEvent = Extract<Event, { event: "activity" }>;

const withActivity = (run: Run, { item, activity }: ActivityEvent, text: string | null): Run => {
  const set = (head: ItemHead): ItemHead => (head.id === item ? { ...head, activity } : head);
  const doing = new Map(run.doing);
  if (activity && text) doing.set(item, text);
  else doing.delete(item);
  const view = run.views.get(item);
  return {
    ...run,
    setup: run.setup && { ...run.setup, items: run.setup.items.map(set) },
    views: view ? new Map(run.views).set(item, { ...view, head: set(view.head) }) : run.views,
    doing,
  };
};
