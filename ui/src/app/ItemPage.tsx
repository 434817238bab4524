import { type FC, useCallback, useEffect, useRef, useState } from "react";
import { useAnnounce } from "../frame/Announcer";
import type { Action, ItemHead, ItemView } from "../ipc/bindings";
import { Item } from "../pages/Item";
import { Opening } from "../pages/Opening";
import { answerOf, type Drafts, withDraft, withoutDraft } from "../run/drafts";
import type { Intent } from "../run/offer";
import { offerFor } from "../run/offer";
import { useSay } from "../text/Texts";
import { itemActions, reasonFor } from "./itemActions";
import { saveThen } from "./saving";
import type { SetupPageProps } from "./SetupPages";
import type { Window } from "./useWindow";

export const ItemPage: FC<SetupPageProps & { head: ItemHead }> = (props) => {
  const { window, setup, head } = props;
  const { host, task, events, go, home } = window;
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const say = useSay();
  const view = events.state.views.get(head.id);
  const { id } = setup.card;
  useItemView(window, setup.session !== null, id, head, view);
  const search = useCallback((text: string) => host.searchUsers(id, text), [host, id]);
  const perform = usePerform(props, drafts, () => setDrafts(new Map()));
  if (!view) return <Opening trouble={task.trouble} onBack={home} />;
  const questions = view.blocks.flatMap((block) => (block.block === "question" ? [block.question] : []));
  const answers = questions.filter((question) => answerOf(question, drafts.get(question.id)) !== undefined).length;
  const around = { signedIn: setup.session !== null, items: setup.items, next: setup.next, complete: setup.complete, answers };
  const at = setup.items.findIndex((one) => one.id === head.id);
  const [before, after] = [setup.items[at - 1], setup.items[at + 1]];
  const offer = offerFor(view, around);
  const actions = itemActions(offer, view, { items: setup.items, answers, busy: task.busy, perform, say });
  const reason = reasonFor(offer, head, say);
  return (
    <Item
      view={view}
      doing={events.state.doing.get(head.id)}
      trouble={task.trouble}
      around={{
        items: setup.items,
        running: head.activity !== null && head.activity !== undefined,
        drafts,
        onDraft: (question, change) => setDrafts((all) => (change === null ? withoutDraft(all, question) : withDraft(all, question, change))),
        onAction: (action) => perform({ do: "action", action }),
        directory: { search: setup.session ? search : undefined, readCsv: async () => (await task.run(host.readUsersCsv)) ?? null },
      }}
      actions={{
        ...actions,
        reason,
        back: before ? () => go({ page: "item", item: before.id }) : home,
        next: after ? () => go({ page: "item", item: after.id }) : undefined,
      }}
    />
  );
};

/** Reads the stored view once, and looks by itself at what nobody has looked at yet: reading changes nothing. */
const useItemView = ({ host, task, events }: Window, signedIn: boolean, setup: string, head: ItemHead, view: ItemView | undefined) => {
  const looked = useRef(false);
  const missing = view === undefined;
  const { run } = task;
  const { put } = events;
  useEffect(() => {
    if (!missing) return;
    let stale = false;
    void run(() => host.item(setup, head.id)).then((view) => view && !stale && put(view));
    return () => {
      stale = true;
    };
  }, [host, run, put, setup, head.id, missing]);
  const shouldLook = signedIn && view?.looked_at === null && head.ready && !head.activity;
  useEffect(() => {
    if (!shouldLook || looked.current) return;
    looked.current = true;
    void run(() => host.look(setup, head.id));
  }, [shouldLook, host, run, setup, head.id]);
};

/** What each button does. */
const usePerform = ({ window, setup, head, ask }: SetupPageProps & { head: ItemHead }, drafts: Drafts, forgetDrafts: () => void) => {
  const { host, task, events, go } = window;
  const announce = useAnnounce();
  const say = useSay();
  const { id } = setup.card;
  const { run } = task;
  const signInItem = setup.items.find((one) => one.kind === "sign_in")?.id;
  const saved = (path: string) => announce(say("ui-saved", { path }));

  const apply = async () => {
    const shown = events.state.views.get(head.id)?.digest ?? null;
    const plan = await run(() => host.plan(id, head.id));
    if (!plan) return;
    // What was on the page is what may be approved in one click; anything else is shown first.
    if (plan.digest !== shown || plan.scopes.length > 0) go({ page: "approve", item: head.id });
    else await window.approve(head.id, plan.digest, []);
  };
  const answer = async () => {
    const questions = events.state.views.get(head.id)?.blocks.flatMap((block) => (block.block === "question" ? [block.question] : [])) ?? [];
    const done = await run(async () => {
      for (const question of questions) {
        const value = answerOf(question, drafts.get(question.id));
        if (value !== undefined) await host.answer(id, question.id, value);
      }
      return true;
    });
    if (done) forgetDrafts();
  };
  const act = (action: Action): void => {
    switch (action.action) {
      case "check_again":
        return void run(() => host.look(id, head.id));
      case "sign_in":
        return signInItem === undefined ? undefined : go({ page: "item", item: signInItem });
      case "open_item":
        return go({ page: "item", item: action.item });
      case "open_link":
        return void run(() => host.openLink(id, action.link));
      case "copy_message":
        return void run(() => host.copyText(say(action.message)).then(() => announce(say("ui-copied"))));
      case "show_guide":
        return go({ page: "guide", item: head.id });
      case "export_pfx":
        return ask({ ask: "pfx", onSaved: saved });
      case "export_cer":
        return saveThen(task, () => host.saveCertificate(id), saved);
      case "rotate_certificate":
        return void run(() => host.rotateCertificate(id, head.id));
      case "save_script":
        return saveThen(task, () => host.saveScript(id, head.id), saved);
      case "install_module":
        return void run(() => host.installModule(id));
      default:
        return action satisfies never;
    }
  };
  return (intent: Intent): void => {
    switch (intent.do) {
      case "apply":
        return void apply();
      case "review":
        return go({ page: "approve", item: head.id });
      case "look":
        return void run(() => host.look(id, head.id));
      case "sign_in":
        return act({ action: "sign_in" });
      case "answer":
        return void answer();
      case "action":
        return act(intent.action);
      case "open":
        return go({ page: "item", item: intent.item });
      case "guide":
        void run(() => host.setWay(id, head.id, "show_me"));
        return go({ page: "guide", item: head.id });
      case "way":
        return void run(() => host.setWay(id, head.id, intent.way));
      case "skip":
        return ask({ ask: "skip", head });
      case "unskip":
        return void run(() => host.skip(id, head.id, null));
      case "accept":
        return ask({ ask: "accept", head });
      case "finish":
        return go({ page: "done" });
      default:
        return intent satisfies never;
    }
  };
};
