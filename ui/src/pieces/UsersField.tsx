import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { DismissRegular, DocumentTableRegular } from "@fluentui/react-icons";
import { type FC, useState } from "react";
import type { PastedError, PastedUsers, UserRef } from "../ipc/bindings";
import { addUsers, readUsers } from "../run/users";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { Suggestions } from "./Suggestions";
import { useWords } from "./words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: "8px", minWidth: 0 },
  entry: { display: "flex", gap: "8px", alignItems: "flex-start", minWidth: 0 },
  input: { flexGrow: 1, minWidth: 0 },
  csv: { flexShrink: 0, whiteSpace: "nowrap" },
  chips: { display: "flex", flexWrap: "wrap", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  chip: {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    maxWidth: "100%",
    paddingLeft: "12px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "16px",
    overflowWrap: "anywhere",
  },
  remove: { minWidth: "28px", width: "28px", height: "28px", padding: 0, borderRadius: "14px" },
  errors: { margin: 0, paddingLeft: "16px", color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
});

/** More than that and the page is a list of names. */
const SHOWN = 50;

type Props = {
  label: string;
  help?: string;
  required?: boolean;
  users: readonly string[];
  /** Typed and not yet a chip. */
  text: string;
  onChange: (change: { users?: readonly string[]; text?: string }) => void;
  search?: (text: string) => Promise<UserRef[]>;
  readCsv: () => Promise<PastedUsers | null>;
};

/** Several users: typed, pasted, searched where there is a session, or from a CSV file. */
export const UsersField: FC<Props> = ({ label, help, required, users, text, onChange, search, readCsv }) => {
  const [errors, setErrors] = useState<readonly PastedError[]>([]);
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { wrong } = readUsers(text);
  const takeIn = (typed: string) => {
    const read = readUsers(typed);
    if (read.users.length > 0) onChange({ users: addUsers(users, read.users), text: read.wrong.join(", ") });
  };
  const fromFile = async () => {
    const read = await readCsv();
    if (!read) return;
    setErrors(read.errors);
    onChange({ users: addUsers(users, read.users) });
  };
  const finished = /[,;\n]\s*$/.test(text) || !search;
  return (
    <div className={styles.root}>
      <Field
        label={label}
        required={required}
        hint={help}
        validationState={wrong.length > 0 && finished && !isBeingTyped(text) ? "warning" : "none"}
        validationMessage={wrong.length > 0 && finished && !isBeingTyped(text) ? say("ui-users-wrong", { text: wrong.join(", ") }) : undefined}
      >
        {(field) => (
          <div className={styles.entry}>
            <Input
              {...field}
              className={styles.input}
              value={text}
              placeholder={say("ui-users-placeholder")}
              onChange={(_, { value }) => (/[,;\n]\s*$/.test(value) ? takeIn(value) : onChange({ text: value }))}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData("text");
                if (!/[,;\n]/.test(pasted)) return;
                event.preventDefault();
                takeIn(pasted);
              }}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.ctrlKey) return;
                event.preventDefault();
                takeIn(text);
              }}
              onBlur={() => takeIn(text)}
            />
            <Button className={styles.csv} icon={<DocumentTableRegular />} onClick={fromFile}>
              {say("ui-users-csv")}
            </Button>
          </div>
        )}
      </Field>
      {search && <Suggestions text={text} search={search} without={users} onChoose={(user) => onChange({ users: addUsers(users, [user.upn]), text: "" })} />}
      {users.length > 0 && (
        <ul className={styles.chips} aria-label={label}>
          {users.slice(0, SHOWN).map((user) => (
            <li key={user} className={styles.chip}>
              <span>{tidy(user)}</span>
              <Button
                appearance="subtle"
                className={styles.remove}
                icon={<DismissRegular />}
                aria-label={say("ui-users-remove", { user })}
                onClick={() => onChange({ users: users.filter((other) => other !== user) })}
              />
            </li>
          ))}
          {users.length > SHOWN && (
            <li className={styles.chip}>
              <span>{say("ui-users-more", { count: users.length - SHOWN })}</span>
              <Button appearance="subtle" className={styles.remove} icon={<DismissRegular />} aria-label={say("ui-users-clear")} onClick={() => onChange({ users: [] })} />
            </li>
          )}
        </ul>
      )}
      {errors.length > 0 && (
        <div role="status">
          <p className={words.meta}>{say("ui-users-csv-errors", { count: errors.length })}</p>
          <ul className={styles.errors}>
            {errors.slice(0, SHOWN).map((error) => (
              <li key={error.line}>{say("ui-users-csv-line", { line: error.line, text: error.text })}</li>
            ))}
            {errors.length > SHOWN && <li>{say("ui-users-more", { count: errors.length - SHOWN })}</li>}
          </ul>
        </div>
      )}
    </div>
  );
};

/** Half an address is no mistake yet. */
const isBeingTyped = (text: string): boolean => !/[,;\n\s]/.test(text.trim()) && text.trim().length < 40 && !/\s$/.test(text);
