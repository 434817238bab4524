import { Button, Field, Input as Line, makeStyles } from "@fluentui/react-components";
import { DocumentKeyRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import type { ChosenFile, Input, PastedUsers, QuestionId, UserRef } from "../ipc/bindings";
import type { Draft } from "../run/drafts";
import { isUser } from "../run/users";
import { isValue, type ValueInput } from "../run/values";
import { useSay } from "../text/Texts";
import { tiny } from "../theme/measures";
import { FileField } from "./FileField";
import { Suggestions } from "./Suggestions";
import { UsersField } from "./UsersField";

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", gap: "8px" },
  hidden: { position: "absolute", width: "1px", height: "1px", padding: 0, overflow: "hidden", clip: "rect(0 0 0 0)", whiteSpace: "nowrap" },
  confirmation: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 160px minmax(0, 1fr)",
    gap: "12px",
    [tiny]: { gridTemplateColumns: "minmax(0, 1fr)" },
  },
});

export type Directory = {
  search?: (text: string) => Promise<UserRef[]>;
  /** Groups, in the same form: their id stands where a user has an address. */
  searchGroups?: (text: string) => Promise<UserRef[]>;
  readCsv: () => Promise<PastedUsers | null>;
  /** Opens the system's dialog for a file that answers a question; it is looked at and kept. */
  chooseFile?: (question: QuestionId) => Promise<ChosenFile | null>;
  /** Opens the system's dialog for a certificate file. */
  chooseCertificate?: () => void;
  /** The same for a file that the vendor sent. */
  chooseVendorCertificate?: () => void;
};

/** What such a value looks like; names of nobody (RFC 2606). */
const EXAMPLE: Record<Exclude<ValueInput, "group">, string> = {
  host: "calls.example.com",
  url: "https://calls.example.com/notify",
  port: "443",
  app_ids: "00000000-0000-0000-0000-000000000000",
};

const WRONG: Record<Exclude<ValueInput, "group">, string> = { host: "ui-host-wrong", url: "ui-url-wrong", port: "ui-port-wrong", app_ids: "ui-app-ids-wrong" };

type Props = {
  input: Input;
  question: QuestionId;
  label: string;
  /** The label stands above the field already, as a title. */
  titled?: boolean;
  help?: string;
  required?: boolean;
  draft: Draft;
  onDraft: (change: Draft) => void;
  directory: Directory;
};

/** The field for what a question wants. */
export const InputField: FC<Props> = ({ input, question, label, titled, help, required, draft, onDraft, directory }) => {
  const styles = useStyles();
  const say = useSay();
  const text = draft.text ?? "";
  switch (input) {
    case "text":
      return (
        <Field label={titled ? { children: label, className: styles.hidden } : label} hint={help} required={required}>
          <Line value={text} onChange={(_, { value }) => onDraft({ text: value })} />
        </Field>
      );
    case "host":
    case "url":
    case "port":
    case "app_ids": {
      const wrong = text.trim() !== "" && !isValue(input, text);
      return (
        <Field label={label} hint={help} required={required} validationState={wrong ? "warning" : "none"} validationMessage={wrong ? say(WRONG[input]) : undefined}>
          <Line value={text} placeholder={EXAMPLE[input]} inputMode={input === "port" ? "numeric" : "text"} onChange={(_, { value }) => onDraft({ text: value })} />
        </Field>
      );
    }
    case "group":
      return (
        <div className={styles.stack}>
          <Field label={label} hint={help} required={required}>
            <Line value={text} placeholder={say("ui-group-placeholder")} onChange={(_, { value }) => onDraft({ text: value })} />
          </Field>
          {directory.searchGroups && !isValue("group", text) && (
            <Suggestions text={text} search={directory.searchGroups} onChoose={(group) => onDraft({ text: group.id })} />
          )}
        </div>
      );
    case "user":
      return (
        <div className={styles.stack}>
          <Field
            label={label}
            hint={help}
            required={required}
            validationState={text.includes(" ") && !isUser(text.trim()) ? "warning" : "none"}
            validationMessage={text.includes(" ") && !isUser(text.trim()) ? say("ui-user-wrong") : undefined}
          >
            <Line value={text} placeholder={say("ui-user-placeholder")} onChange={(_, { value }) => onDraft({ text: value })} />
          </Field>
          {directory.search && <Suggestions text={text} search={directory.search} onChoose={(user) => onDraft({ text: user.upn })} />}
        </div>
      );
    case "users":
      return (
        <UsersField
          label={label}
          help={help}
          required={required}
          users={draft.users ?? []}
          text={text}
          onChange={onDraft}
          search={directory.search}
          readCsv={directory.readCsv}
        />
      );
    case "confirmation":
      return (
        <div className={styles.confirmation} role="group" aria-label={label}>
          <Field label={say("ui-confirm-name")} required>
            <Line value={draft.name ?? ""} onChange={(_, { value }) => onDraft({ name: value, date: draft.date ?? today(say.reader.now()) })} />
          </Field>
          <Field label={say("ui-confirm-date")} required>
            <Line type="date" value={draft.date ?? ""} onChange={(_, { value }) => onDraft({ date: value })} />
          </Field>
          <Field label={say("ui-confirm-remark")}>
            <Line value={draft.remark ?? ""} onChange={(_, { value }) => onDraft({ remark: value })} />
          </Field>
        </div>
      );
    case "file":
      return <FileField question={question} label={label} help={help} required={required} draft={draft} onDraft={onDraft} choose={directory.chooseFile} />;
    case "certificate":
      return <FileButton onChoose={directory.chooseCertificate} name="choose-certificate" />;
    case "vendor_certificate":
      return <FileButton onChoose={directory.chooseVendorCertificate} name="choose-vendor-certificate" />;
    default:
      return input satisfies never;
  }
};

const FileButton: FC<{ onChoose: (() => void) | undefined; name: string }> = ({ onChoose, name }) => {
  const say = useSay();
  return (
    <div>
      <Button icon={<DocumentKeyRegular />} onClick={onChoose} disabled={!onChoose} data-testid={name}>
        {say("ui-certificate-choose")}
      </Button>
    </div>
  );
};

/** As a date field wants it, in the reader's own zone. */
const today = (now: Date): string => `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
