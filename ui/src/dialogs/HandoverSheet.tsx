import type { FC } from "react";
import type { HandoverOffer } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { PassPhraseFields, usePassPhrase } from "./PassPhraseFields";
import { Sheet } from "./Sheet";

type Props = { offer: HandoverOffer; onSave: (passphrase: string | null) => void; onClose: () => void };

/** What the vendor gets, and the pass phrase that seals it; for a key of the vendor's none is asked for. */
export const HandoverSheet: FC<Props> = ({ offer, onSave, onClose }) => {
  const say = useSay();
  const phrase = usePassPhrase();
  const sealed = offer.key !== null;
  return (
    <Sheet
      title={say("ui-handover-title", { vendor: tidy(offer.vendor) })}
      verb={say("ui-handover-save")}
      missing={sealed ? undefined : phrase.missing}
      onConfirm={() => onSave(sealed ? null : phrase.text)}
      onClose={onClose}
    >
      <p>{say("ui-handover-lead")}</p>
      <ul aria-label={say("ui-handover-inside")}>
        {offer.values.map((value) => (
          <li key={value.id}>{say(value)}</li>
        ))}
      </ul>
      {offer.key !== null ? <p>{say("ui-handover-key", { fingerprint: offer.key })}</p> : <PassPhraseFields {...phrase.fields} />}
    </Sheet>
  );
};
