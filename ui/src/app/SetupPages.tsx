import { type FC, useEffect, useState } from "react";
import type { ItemId, PlanView, SetupView } from "../ipc/bindings";
import { Approve } from "../pages/Approve";
import { Done } from "../pages/Done";
import { Guide } from "../pages/Guide";
import { Opening } from "../pages/Opening";
import { Undo } from "../pages/Undo";
import type { Question } from "./Asking";
import { ItemPage } from "./ItemPage";
import { SignInPage } from "./SignInPage";
import { saveThen } from "./saving";
import { useLoaded } from "./useLoaded";
import { landing, type Window } from "./useWindow";

export type SetupPageProps = { window: Window; setup: SetupView; ask: (question: Question) => void };

/** Pages of a set-up: beside the rail. */
export const SetupPages: FC<SetupPageProps> = (props) => {
  const { window, setup } = props;
  const { page, go } = window;
  switch (page.page) {
    case "item": {
      const head = setup.items.find((one) => one.id === page.item);
      if (!head) return <Opening trouble={null} onBack={() => go(landing(setup))} />;
      return head.kind === "sign_in" ? <SignInPage {...props} head={head} /> : <ItemPage key={head.id} {...props} head={head} />;
    }
    case "guide":
      return <GuidePage {...props} item={page.item} />;
    case "approve":
      return <ApprovePage key={page.item ?? ""} {...props} item={page.item} />;
    case "undo":
      return <UndoPage {...props} />;
    default:
      return <DonePage {...props} />;
  }
};

const GuidePage: FC<SetupPageProps & { item: ItemId }> = ({ window, setup, item }) => {
  const { host, task, go } = window;
  const { id } = setup.card;
  const [manual] = useLoaded(task, `${id}/${item}`, () => host.guide(id, item));
  const head = setup.items.find((one) => one.id === item);
  const back = () => go({ page: "item", item });
  if (!manual || !head) return <Opening trouble={task.trouble} onBack={back} />;
  return (
    <Guide
      head={head}
      manual={manual}
      trouble={task.trouble}
      busy={task.busy}
      onOpenLink={(link) => void task.run(() => host.openLink(id, link))}
      onCheck={() => {
        back();
        void task.run(() => host.look(id, item));
      }}
      onBack={back}
    />
  );
};

const ApprovePage: FC<SetupPageProps & { item: ItemId | null }> = ({ window, setup, item }) => {
  const { host, task, go, events, overview } = window;
  const { id } = setup.card;
  const plan = usePlan(window, id, item);
  const back = () => go(item === null ? landing(setup) : { page: "item", item });
  if (!plan) return <Opening trouble={task.trouble} onBack={back} />;
  return (
    <Approve
      plan={plan}
      signIn={events.state.signIn}
      accounts={setup.surroundings === "practice" ? (overview?.practice?.accounts ?? []) : []}
      trouble={task.trouble}
      busy={task.busy}
      onApprove={() => void window.approve(item, plan.digest, plan.scopes)}
      onCancelSignIn={() => void task.run(host.signInCancel)}
      onCopyLink={(link) => void task.run(() => host.copyText(link))}
      onPaste={(address) => void task.run(() => host.signInPaste(address))}
      onBack={back}
    />
  );
};

/** The list as it is now: what is looked at meanwhile may change it, and what is shown is what is approved. */
const usePlan = ({ host, task, events }: Window, setup: string, item: ItemId | null): PlanView | null => {
  const [first] = useLoaded(task, `${setup}/${item ?? ""}`, () => host.plan(setup, item));
  const [fresh, setFresh] = useState<PlanView | null>(null);
  const { views } = events.state;
  const refused = task.trouble !== null;
  useEffect(() => {
    let stale = false;
    // A list that cannot be read again stays as it is; approving it tells why.
    host.plan(setup, item).then((plan) => !stale && setFresh(plan), () => undefined);
    return () => {
      stale = true;
    };
  }, [host, setup, item, views, refused]);
  return fresh ?? first;
};

const UndoPage: FC<SetupPageProps> = ({ window, setup, ask }) => {
  const { host, task, go, home } = window;
  const [ended, setEnded] = useState(false);
  const { id } = setup.card;
  const [plan, again] = useLoaded(task, id, () => host.undoPlan(id));
  const taken = plan?.count === 0;
  const [left, look] = useLoaded(task, `${id}/${taken}`, async () => (taken ? host.finalRemoval(id) : null));
  const [deleted, setDeleted] = useState<string | null>(null);
  const back = () => go(landing(setup));
  if (!plan) return <Opening trouble={task.trouble} onBack={back} />;
  const gone = (name: string) => {
    setDeleted(name);
    void look();
  };
  return (
    <Undo
      plan={plan}
      left={left}
      deleted={deleted}
      items={setup.items}
      ended={ended}
      trouble={task.trouble}
      busy={task.busy}
      onUndo={() =>
        void task.run(async () => {
          await host.undo(id, plan.digest);
          setEnded(true);
          await again();
        })
      }
      onDeleteForGood={() => left && ask({ ask: "delete-for-good", left, onDeleted: () => gone(left.name) })}
      onForget={() => ask({ ask: "forget", card: setup.card })}
      onHome={home}
      onBack={back}
    />
  );
};

const DonePage: FC<SetupPageProps> = ({ window, setup, ask }) => {
  const { host, task, go, home } = window;
  const [saved, setSaved] = useState<string | null>(null);
  const { id } = setup.card;
  const [done, again] = useLoaded(task, id, () => host.done(id));
  const last = setup.items.at(-1)?.id;
  const back = () => (last === undefined ? home() : go({ page: "item", item: last }));
  if (!done) return <Opening trouble={task.trouble} onBack={back} />;
  const keep = (path: string) => {
    setSaved(path);
    void again();
  };
  return (
    <Done
      done={done}
      trouble={task.trouble}
      saved={saved}
      onPfx={() => ask({ ask: "pfx", onSaved: keep })}
      onHandover={
        done.handover === null
          ? undefined
          : () => {
              const item = done.handover ?? "";
              void task.run(() => host.handoverOffer(id, item)).then((offer) => offer && ask({ ask: "handover", item, offer, onSaved: keep }));
            }
      }
      onCer={() => saveThen(task, () => host.saveCertificate(id), keep)}
      onVendorCer={() => saveThen(task, () => host.saveVendorCertificate(id), keep)}
      onReport={() => ask({ ask: "report", onSaved: keep })}
      onShowReport={() => void task.run(() => host.showReport(id))}
      onCalendar={() => saveThen(task, () => host.saveCalendar(id), keep)}
      onUndo={() => go({ page: "undo" })}
      onForget={() => ask({ ask: "forget", card: setup.card })}
      onHome={home}
      onBack={back}
    />
  );
};
