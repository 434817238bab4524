import { type FC, useCallback, useEffect, useRef, useState } from "react";
import type { ItemHead, ItemView } from "../ipc/bindings";
import { BrowserPanel } from "../pages/BrowserPanel";
import { Item } from "../pages/Item";
import { Opening } from "../pages/Opening";
import { answerOf, type Drafts, isChoosing, withDraft, withoutDraft } from "../run/drafts";
import { offerFor } from "../run/offer";
import { useSay } from "../text/Texts";
import { itemActions, reasonFor } from "./itemActions";
import type { SetupPageProps } from "./SetupPages";
import { usePerform } from "./usePerform";
import type { Window } from "./useWindow";

export const ItemPage: FC<SetupPageProps & { head: ItemHead }> = (props) => {
  const { window, setup, head } = props;
  const { host, task, events, overview, go, home } = window;
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const say = useSay();
  const view = events.state.views.get(head.id);
  const { id } = setup.card;
  useItemView(window, setup.session !== null, id, head, view);
  const search = useCallback((text: string) => host.searchUsers(id, text), [host, id]);
  const searchGroups = useCallback(
    async (text: string) => (await host.searchGroups(id, text)).map((group) => ({ ...group, upn: group.id })),
    [host, id],
  );
  const chooseCertificate = () =>
    void task.run(async () => {
      const chosen = await host.chooseCertificate(id);
      if (chosen.file === "wants_pass_phrase") props.ask({ ask: "open-certificate", name: chosen.name, onTaken: () => setDrafts(new Map()) });
      if (chosen.file === "taken") setDrafts(new Map());
    });
  const chooseVendorCertificate = () =>
    void task.run(async () => {
      if (await host.chooseVendorCertificate(id)) setDrafts(new Map());
    });
  const [copies, setCopies] = useState(0);
  const perform = usePerform({ ...props, onCopied: () => setCopies((before) => before + 1) }, drafts, () => setDrafts(new Map()));
  if (!view) return <Opening trouble={task.trouble} onBack={home} />;
  const questions = view.blocks.flatMap((block) => (block.block === "question" ? [block.question] : []));
  const answers = questions.filter((question) => answerOf(question, drafts.get(question.id)) !== undefined).length;
  const choosing = questions.some((question) => isChoosing(question, drafts.get(question.id)));
  const around = { signedIn: setup.session !== null, items: setup.items, next: setup.next, complete: setup.complete, answers, choosing };
  const at = setup.items.findIndex((one) => one.id === head.id);
  const [before, after] = [setup.items[at - 1], setup.items[at + 1]];
  const offer = offerFor(view, around);
  const actions = itemActions(offer, view, { items: setup.items, answers, busy: task.busy, perform, say });
  const reason = reasonFor(offer, head, say);
  const { signIn } = events.state;
  const open = signIn?.state === "browser_open" || signIn?.state === "device_code" ? signIn : null;
  const accounts = setup.surroundings === "practice" ? (overview?.practice?.accounts ?? []) : [];
  return (
    <Item
      view={view}
      doing={events.state.doing.get(head.id)}
      trouble={task.trouble ?? (signIn?.state === "ended" ? signIn.diagnostic : null)}
      visit={
        open && (
          <BrowserPanel
            state={open}
            client={null}
            domain={setup.card.tenant?.domain ?? ""}
            accounts={accounts}
            onPaste={(address) => void task.run(() => host.signInPaste(address))}
          />
        )
      }
      copies={copies}
      around={{
        items: setup.items,
        running: head.activity !== null && head.activity !== undefined,
        drafts,
        onDraft: (question, change) => setDrafts((all) => (change === null ? withoutDraft(all, question) : withDraft(all, question, change))),
        onAction: (action) => perform({ do: "action", action }),
        directory: {
          search: setup.session ? search : undefined,
          searchGroups: setup.session ? searchGroups : undefined,
          readCsv: async () => (await task.run(host.readUsersCsv)) ?? null,
          chooseFile: async (question) => (await task.run(() => host.chooseFile(setup.card.profile, question))) ?? null,
          chooseCertificate: task.busy ? undefined : chooseCertificate,
          chooseVendorCertificate: task.busy ? undefined : chooseVendorCertificate,
        },
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
