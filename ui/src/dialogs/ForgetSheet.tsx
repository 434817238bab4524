import type { FC } from "react";
import type { SetupCard } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { Sheet } from "./Sheet";

type Props = { card: SetupCard; onForget: () => void; onClose: () => void };

export const ForgetSheet: FC<Props> = ({ card, onForget, onClose }) => {
  const say = useSay();
  return (
    <Sheet
      title={say("ui-forget-title", { title: card.title, tenant: card.tenant?.name ?? card.tenant?.domain ?? "" })}
      verb={say("ui-forget")}
      hold
      onConfirm={onForget}
      onClose={onClose}
    >
      <p>{say("ui-forget-lead")}</p>
      <p>{say("ui-forget-stays")}</p>
      <p>{say("ui-approve-hold")}</p>
    </Sheet>
  );
};
