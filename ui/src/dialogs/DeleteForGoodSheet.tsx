import { Field, Input } from "@fluentui/react-components";
import { type FC, useState } from "react";
import type { FinalRemoval } from "../ipc/bindings";
import { ChangeRows } from "../pieces/Changes";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { Sheet } from "./Sheet";

type Props = { left: FinalRemoval; onDelete: (typed: string) => void; onClose: () => void };

/** The one change that cannot be taken back: shown like any other, and confirmed by typing the app's name. */
export const DeleteForGoodSheet: FC<Props> = ({ left, onDelete, onClose }) => {
  const [typed, setTyped] = useState("");
  const say = useSay();
  const name = tidy(left.name);
  const wanted = say("ui-type-to-confirm", { text: name });
  const rows = left.plan.groups.flatMap((group) => group.changes.map((change) => ({ change })));
  return (
    <Sheet
      title={say("ui-final-sheet", { name })}
      verb={say("ui-final-verb")}
      missing={typed.trim() === left.name.trim() ? undefined : wanted}
      onConfirm={() => onDelete(typed)}
      onClose={onClose}
    >
      <p>{say("ui-final-sheet-lead")}</p>
      <ChangeRows rows={rows} label={say("ui-changes")} />
      <Field label={wanted}>
        <Input value={typed} onChange={(_, { value }) => setTyped(value)} autoComplete="off" />
      </Field>
    </Sheet>
  );
};
