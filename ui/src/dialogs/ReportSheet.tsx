import { Checkbox, Radio, RadioGroup } from "@fluentui/react-components";
import { type FC, useState } from "react";
import type { ReportForm } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { Sheet } from "./Sheet";

type Props = { onSave: (form: ReportForm, masked: boolean) => void; onClose: () => void };

export const ReportSheet: FC<Props> = ({ onSave, onClose }) => {
  const [form, setForm] = useState<ReportForm>("html");
  const [masked, setMasked] = useState(true);
  const say = useSay();
  return (
    <Sheet title={say("ui-report-title")} verb={say("ui-report-save")} onConfirm={() => onSave(form, masked)} onClose={onClose}>
      <p>{say("ui-report-lead")}</p>
      <RadioGroup value={form} onChange={(_, { value }) => setForm(value as ReportForm)} aria-label={say("ui-report-form")}>
        <Radio value="html" label={say("ui-report-html")} />
        <Radio value="json" label={say("ui-report-json")} />
      </RadioGroup>
      <Checkbox checked={masked} onChange={(_, { checked }) => setMasked(checked === true)} label={say("ui-report-masked")} />
    </Sheet>
  );
};
