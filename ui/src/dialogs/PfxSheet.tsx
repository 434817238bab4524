import { Field, Input } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { SHORTEST, strengthOf } from "../run/passphrase";
import { useSay } from "../text/Texts";
import { Sheet } from "./Sheet";

type Props = { onSave: (passphrase: string) => void; onClose: () => void };

/** The pass phrase goes to Rust once and is kept nowhere; this component forgets it when it closes. */
export const PfxSheet: FC<Props> = ({ onSave, onClose }) => {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const say = useSay();
  const strength = strengthOf(first);
  const differs = second !== "" && second !== first;
  const missing = strength === "short" ? say("ui-pfx-short", { count: SHORTEST }) : second === first ? undefined : say("ui-pfx-differs");
  return (
    <Sheet title={say("ui-pfx-title")} verb={say("ui-pfx-save")} missing={missing} onConfirm={() => onSave(first)} onClose={onClose}>
      <p>{say("ui-pfx-lead")}</p>
      <Field
        label={say("ui-pfx-first")}
        hint={say("ui-pfx-short", { count: SHORTEST })}
        validationState={first === "" ? "none" : strength === "good" ? "success" : "warning"}
        validationMessage={first === "" ? undefined : say(`ui-pfx-strength-${strength}`)}
      >
        <Input type="password" value={first} autoComplete="new-password" onChange={(_, { value }) => setFirst(value)} />
      </Field>
      <Field label={say("ui-pfx-second")} validationState={differs ? "warning" : "none"} validationMessage={differs ? say("ui-pfx-differs") : undefined}>
        <Input type="password" value={second} autoComplete="new-password" onChange={(_, { value }) => setSecond(value)} />
      </Field>
    </Sheet>
  );
};
