import type { FC } from "react";
import type { FinalRemoval, HandoverOffer, ItemHead, ItemId, SetupCard } from "../ipc/bindings";
import { AcceptSheet } from "../dialogs/AcceptSheet";
import { DeleteForGoodSheet } from "../dialogs/DeleteForGoodSheet";
import { ForgetSheet } from "../dialogs/ForgetSheet";
import { HandoverSheet } from "../dialogs/HandoverSheet";
import { OpenCertificateSheet } from "../dialogs/OpenCertificateSheet";
import { PfxSheet } from "../dialogs/PfxSheet";
import { ReportSheet } from "../dialogs/ReportSheet";
import { ResetSheet } from "../dialogs/ResetSheet";
import { SkipSheet } from "../dialogs/SkipSheet";
import { useAnnounce } from "../frame/Announcer";
import type { Saved } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import type { Window } from "./useWindow";

/** What is asked in a sheet over the page. */
export type Question =
  | { ask: "skip"; head: ItemHead }
  | { ask: "accept"; head: ItemHead }
  | { ask: "pfx"; onSaved?: (path: string) => void }
  | { ask: "handover"; item: ItemId; offer: HandoverOffer; onSaved?: (path: string) => void }
  | { ask: "open-certificate"; name: string; onTaken: () => void }
  | { ask: "report"; onSaved?: (path: string) => void }
  | { ask: "delete-for-good"; left: FinalRemoval; onDeleted: () => void }
  | { ask: "forget"; card: SetupCard }
  | { ask: "reset" };

type Props = { question: Question; window: Window; onClose: () => void };

export const Asking: FC<Props> = ({ question, window, onClose }) => {
  const say = useSay();
  const announce = useAnnounce();
  const { host, task, events, home } = window;
  const setup = events.state.setup;
  const close = (work: () => Promise<unknown>) => {
    onClose();
    void task.run(work);
  };
  const save = (work: () => Promise<Saved>, onSaved?: (path: string) => void) =>
    close(async () => {
      const saved = await work();
      if (saved.saved !== "at") return;
      announce(say("ui-saved", { path: saved.path }));
      onSaved?.(saved.path);
    });
  switch (question.ask) {
    case "forget":
      return (
        <ForgetSheet
          card={question.card}
          onClose={onClose}
          onForget={() =>
            close(async () => {
              await host.forget(question.card.id);
              home();
            })
          }
        />
      );
    case "reset":
      return (
        <ResetSheet
          onClose={onClose}
          onReset={() =>
            close(async () => {
              await host.resetPractice();
              home();
            })
          }
        />
      );
    default:
  }
  if (!setup) return null;
  const { id } = setup.card;
  switch (question.ask) {
    case "skip":
      return <SkipSheet title={say(question.head.title)} onClose={onClose} onSkip={(reason) => close(() => host.skip(id, question.head.id, reason))} />;
    case "accept":
      return (
        <AcceptSheet
          title={say(question.head.title)}
          account={setup.session?.account.upn ?? ""}
          onClose={onClose}
          onAccept={(reason, until) => close(() => host.accept(id, question.head.id, reason, until))}
        />
      );
    case "pfx":
      return <PfxSheet onClose={onClose} onSave={(passphrase) => save(() => host.savePfx(id, passphrase), question.onSaved)} />;
    case "handover":
      return <HandoverSheet offer={question.offer} onClose={onClose} onSave={(passphrase) => save(() => host.saveHandover(id, question.item, passphrase), question.onSaved)} />;
    case "open-certificate": {
      const { name, onTaken } = question;
      return (
        <OpenCertificateSheet
          name={name}
          onClose={onClose}
          onOpen={(passphrase) =>
            close(async () => {
              await host.openCertificate(id, passphrase);
              onTaken();
            })
          }
        />
      );
    }
    case "delete-for-good": {
      const { left, onDeleted } = question;
      return (
        <DeleteForGoodSheet
          left={left}
          onClose={onClose}
          onDelete={(typed) =>
            close(async () => {
              await host.deleteForGood(id, left.plan.digest, typed);
              onDeleted();
            })
          }
        />
      );
    }
    case "report":
      return <ReportSheet onClose={onClose} onSave={(form, masked) => save(() => host.saveReport(id, form, masked), question.onSaved)} />;
    default:
      return question satisfies never;
  }
};
