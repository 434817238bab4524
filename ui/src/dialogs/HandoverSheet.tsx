import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { HandoverOffer } from "../ipc/bindings";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { PassPhraseFields, usePassPhrase } from "./PassPhraseFields";
import { Sheet } from "./Sheet";

const useStyles = makeStyles({ list: { margin: "4px 0 0", paddingLeft: "20px" } });

type Props = { offer: HandoverOffer; onSave: (passphrase: string | null) => void; onClose: () => void };

/** What the vendor gets, and the pass phrase that seals it; for a key of the vendor's none is asked for. */
export const HandoverSheet: FC<Props> = ({ offer, onSave, onClose }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const phrase = usePassPhrase();
  const sealed = offer.key !== null;
  return (
    <Sheet
      title={say("ui-handover-title")}
      verb={say("ui-handover-save")}
      missing={sealed ? undefined : phrase.missing}
      onConfirm={() => onSave(sealed ? null : phrase.text)}
      onClose={onClose}
    >
      <p>{say("ui-handover-lead")}</p>
      <div>
        <p className={words.strong}>{say("ui-handover-inside")}</p>
        <ul className={styles.list} aria-label={say("ui-handover-inside")}>
          {offer.values.map((value) => (
            <li key={value.id}>{say(value)}</li>
          ))}
        </ul>
      </div>
      {offer.key !== null ? <p>{say("ui-handover-key", { fingerprint: offer.key })}</p> : <PassPhraseFields {...phrase.fields} />}
    </Sheet>
  );
};
