import { Field, Textarea } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { useSay } from "../text/Texts";
import { Sheet } from "./Sheet";

type Props = { title: string; onSkip: (reason: string) => void; onClose: () => void };

/** Leaving an item out has a reason, and the report tells it. */
export const SkipSheet: FC<Props> = ({ title, onSkip, onClose }) => {
  const [reason, setReason] = useState("");
  const say = useSay();
  const missing = reason.trim() === "" ? say("ui-skip-missing") : undefined;
  return (
    <Sheet title={say("ui-skip-title", { title })} verb={say("ui-skip")} missing={missing} onConfirm={() => onSkip(reason.trim())} onClose={onClose}>
      <Field label={say("ui-skip-reason")} hint={say("ui-skip-hint")} required>
        <Textarea value={reason} rows={3} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </Sheet>
  );
};
