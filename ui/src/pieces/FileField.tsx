import { Button, Field, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular, DismissCircleRegular, DocumentRegular, FlagRegular } from "@fluentui/react-icons";
import { type FC, type ReactElement, useState } from "react";
import type { ChosenFile, Message, QuestionId } from "../ipc/bindings";
import type { Draft } from "../run/drafts";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { own } from "../theme/themes";
import { useWords } from "./words";

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", gap: "8px", alignItems: "flex-start" },
  // It stays in the page while it is empty, so that what comes is read out; it then takes no room.
  status: { ":empty": { marginTop: "-8px" } },
  list: { display: "flex", flexDirection: "column", gap: "4px", margin: 0, padding: 0, listStyleType: "none" },
  entry: { display: "flex", gap: "8px", alignItems: "flex-start", overflowWrap: "anywhere" },
  icon: { flexShrink: 0, height: "20px", display: "inline-flex", alignItems: "center", fontSize: "16px" },
  right: { color: own.hrDone },
  wrong: { color: tokens.colorPaletteRedForeground1 },
});

type Props = {
  question: QuestionId;
  label: string;
  help?: string;
  required?: boolean;
  draft: Draft;
  onDraft: (change: Draft) => void;
  choose: ((question: QuestionId) => Promise<ChosenFile | null>) | undefined;
};

/** A file, chosen in the system's dialog: its name and size, and what looking at it found. */
export const FileField: FC<Props> = ({ question, label, help, required, draft, onDraft, choose }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const { picked } = draft;
  const open = async () => {
    if (!choose) return;
    setBusy(true);
    const chosen = await choose(question).finally(() => setBusy(false));
    if (chosen) onDraft({ picked: chosen });
  };
  return (
    <Field label={label} hint={help} required={required}>
      <div className={styles.stack} role="group" aria-label={label}>
        <Button icon={<DocumentRegular />} onClick={() => void open()} disabled={!choose || busy} data-testid={`choose-file-${question}`}>
          {say(picked ? "ui-file-other" : "ui-file-choose")}
        </Button>
        <div role="status" className={mergeClasses(styles.stack, styles.status)}>
          {busy && <span className={words.meta}>{say("ui-file-looking")}</span>}
          {!busy && picked && (
            <>
              <span className={words.body}>{say("ui-file-name", { name: tidy(picked.file.name), size: Math.ceil(picked.file.bytes / 1024) })}</span>
              <Found picked={picked} />
            </>
          )}
        </div>
      </div>
    </Field>
  );
};

const Found: FC<{ picked: ChosenFile }> = ({ picked }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { wrong, doubts, about } = picked;
  const verdict = wrong.length > 0 ? say("ui-file-wrong", { count: wrong.length }) : say("ui-file-right");
  const list = (entries: readonly Message[], icon: ReactElement, ink?: string) =>
    entries.map((entry, index) => (
      <li key={index} className={styles.entry}>
        <span className={`${styles.icon} ${ink ?? ""}`} aria-hidden="true">
          {icon}
        </span>
        <span className={words.second}>{say(entry)}</span>
      </li>
    ));
  return (
    <>
      {about && <span className={words.second}>{say(about)}</span>}
      <span className={words.body}>
        <span className={`${styles.icon} ${wrong.length > 0 ? styles.wrong : styles.right}`} aria-hidden="true">
          {wrong.length > 0 ? <DismissCircleRegular /> : <CheckmarkCircleRegular />}
        </span>{" "}
        {verdict}
      </span>
      {(wrong.length > 0 || doubts.length > 0) && (
        <ul className={styles.list}>
          {list(wrong, <DismissCircleRegular />, styles.wrong)}
          {list(doubts, <FlagRegular />)}
        </ul>
      )}
    </>
  );
};
