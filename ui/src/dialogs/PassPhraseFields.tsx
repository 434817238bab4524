import { Field, Input } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { SHORTEST, strengthOf } from "../run/passphrase";
import { useSay } from "../text/Texts";

type FieldsProps = { first: string; second: string; onFirst: (text: string) => void; onSecond: (text: string) => void };

/** A new pass phrase, typed twice. Kept nowhere but here, and forgotten with the sheet. */
export const usePassPhrase = () => {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const say = useSay();
  const missing = strengthOf(first) === "short" ? say("ui-pfx-short", { count: SHORTEST }) : second === first ? undefined : say("ui-pfx-differs");
  return { text: first, missing, fields: { first, second, onFirst: setFirst, onSecond: setSecond } };
};

export const PassPhraseFields: FC<FieldsProps> = ({ first, second, onFirst, onSecond }) => {
  const say = useSay();
  const strength = strengthOf(first);
  const differs = second !== "" && second !== first;
  return (
    <>
      <Field
        label={say("ui-pfx-first")}
        hint={say("ui-pfx-short", { count: SHORTEST })}
        validationState={first === "" ? "none" : strength === "good" ? "success" : "warning"}
        validationMessage={first === "" ? undefined : say(`ui-pfx-strength-${strength}`)}
      >
        <Input type="password" value={first} autoComplete="new-password" onChange={(_, { value }) => onFirst(value)} />
      </Field>
      <Field label={say("ui-pfx-second")} validationState={differs ? "warning" : "none"} validationMessage={differs ? say("ui-pfx-differs") : undefined}>
        <Input type="password" value={second} autoComplete="new-password" onChange={(_, { value }) => onSecond(value)} />
      </Field>
    </>
  );
};
