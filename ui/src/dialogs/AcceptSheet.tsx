import { Field, Input, Textarea } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { Sheet } from "./Sheet";

type Props = {
  title: string;
  /** In whose name. */
  account: string;
  onAccept: (reason: string, until: string | null) => void;
  onClose: () => void;
};

/** A finding is vouched for by name, until a day. */
export const AcceptSheet: FC<Props> = ({ title, account, onAccept, onClose }) => {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const say = useSay();
  const missing = reason.trim() === "" ? say("ui-skip-missing") : undefined;
  return (
    <Sheet
      title={say("ui-accept-title", { title })}
      verb={say("ui-accept")}
      missing={missing}
      onConfirm={() => onAccept(reason.trim(), until ? `${until}T00:00:00Z` : null)}
      onClose={onClose}
    >
      <p>{say("ui-accept-lead", { account: tidy(account) })}</p>
      <Field label={say("ui-accept-reason")} required>
        <Textarea value={reason} rows={2} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <Field label={say("ui-accept-until")} hint={say("ui-accept-until-hint")}>
        <Input type="date" value={until} onChange={(_, { value }) => setUntil(value)} />
      </Field>
    </Sheet>
  );
};
