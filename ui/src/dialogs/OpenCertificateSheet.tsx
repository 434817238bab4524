import { Field, Input } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { Sheet } from "./Sheet";

type Props = { name: string; onOpen: (passphrase: string) => void; onClose: () => void };

/** The pass phrase goes to Rust once and is kept nowhere; this component forgets it when it closes. */
export const OpenCertificateSheet: FC<Props> = ({ name, onOpen, onClose }) => {
  const [passphrase, setPassphrase] = useState("");
  const say = useSay();
  return (
    <Sheet
      title={say("ui-certificate-open-title", { name: tidy(name) })}
      verb={say("ui-certificate-open")}
      missing={passphrase === "" ? say("ui-certificate-open-missing") : undefined}
      onConfirm={() => onOpen(passphrase)}
      onClose={onClose}
    >
      <p>{say("ui-certificate-open-lead")}</p>
      <Field label={say("ui-certificate-pass-phrase")}>
        <Input type="password" value={passphrase} autoComplete="off" onChange={(_, { value }) => setPassphrase(value)} />
      </Field>
    </Sheet>
  );
};
