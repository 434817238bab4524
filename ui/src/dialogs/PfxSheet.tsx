import type { FC } from "react";
import { useSay } from "../text/Texts";
import { PassPhraseFields, usePassPhrase } from "./PassPhraseFields";
import { Sheet } from "./Sheet";

type Props = { onSave: (passphrase: string) => void; onClose: () => void };

/** The pass phrase goes to Rust once and is kept nowhere; this component forgets it when it closes. */
export const PfxSheet: FC<Props> = ({ onSave, onClose }) => {
  const say = useSay();
  const phrase = usePassPhrase();
  return (
    <Sheet title={say("ui-pfx-title")} verb={say("ui-pfx-save")} missing={phrase.missing} onConfirm={() => onSave(phrase.text)} onClose={onClose}>
      <p>{say("ui-pfx-lead")}</p>
      <PassPhraseFields {...phrase.fields} />
    </Sheet>
  );
};
