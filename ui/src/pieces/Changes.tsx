import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { AddFilled, ArrowRepeatAllFilled, ArrowSyncFilled, ChevronDownRegular, ChevronRightRegular, SubtractFilled } from "@fluentui/react-icons";
import { type FC, type ReactElement, useState } from "react";
import type { ChangeView, Verb } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { own } from "../theme/themes";
import { Calls } from "./Calls";
import { Row, Rows } from "./Card";
import { useWords } from "./words";

const useStyles = makeStyles({
  sign: { flexShrink: 0, width: "16px", height: "20px", display: "inline-flex", alignItems: "center", justifyContent: "center", fontSize: "14px" },
  add: { color: own.hrDone },
  change: { color: own.hrDecision },
  remove: { color: own.hrFailed },
  try: { color: own.hrWaiting },
  list: { display: "flex", flexDirection: "column", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  plain: { display: "flex", gap: "8px" },
  row: { padding: 0, display: "block" },
  button: {
    display: "flex",
    alignItems: "flex-start",
    gap: "12px",
    width: "100%",
    boxSizing: "border-box",
    padding: "7px 16px",
    border: "none",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  chevron: { flexShrink: 0, height: "20px", fontSize: "16px", color: tokens.colorNeutralForeground3 },
  careful: { color: own.hrDecision, fontWeight: tokens.fontWeightSemibold },
  calls: { padding: "4px 16px 12px 44px" },
  step: { flexShrink: 0, lineHeight: "20px", fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
});

const SIGNS: Readonly<Record<Verb, ReactElement>> = {
  add: <AddFilled />,
  change: <ArrowSyncFilled />,
  remove: <SubtractFilled />,
  try: <ArrowRepeatAllFilled />,
};

/** "Adds", "changes", "removes", "tries": as a sign, and as a word for those who cannot see it. */
export const Sign: FC<{ verb: Verb }> = ({ verb }) => {
  const styles = useStyles();
  const say = useSay();
  return (
    <span className={mergeClasses(styles.sign, styles[verb])} role="img" aria-label={say(`ui-verb-${verb}`)}>
      {SIGNS[verb]}
    </span>
  );
};

/** As sentences inside a card: the calls stand elsewhere. */
export const ChangeSentences: FC<{ changes: readonly ChangeView[] }> = ({ changes }) => {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {changes.map((change, index) => (
        <li key={index} className={styles.plain}>
          <Sign verb={change.verb} />
          <span>
            <Sentence change={change} />
          </span>
        </li>
      ))}
    </ul>
  );
};

/** Letters of a note that stays on the line of its sentence; one that is a sentence itself does not. */
const SHORT = 40;
const isOwnLine = (note: string): boolean => note.length > SHORT || note.endsWith(".");

const Sentence: FC<{ change: ChangeView }> = ({ change }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const note = change.note && say(change.note);
  return (
    <>
      {say(change.text)}
      {note && (
        <>
          {isOwnLine(note) ? <br /> : " "}
          <span className={words.quiet}>{note}</span>
        </>
      )}
      {change.careful && change.verb === "change" && (
        <>
          {" "}
          <span className={styles.careful}>{say("ui-change-careful")}</span>
        </>
      )}
    </>
  );
};

/** A change with the number of its item. */
export type NumberedChange = { change: ChangeView; step?: string };

/** As rows that unfold to their calls. */
export const ChangeRows: FC<{ rows: readonly NumberedChange[]; label: string }> = ({ rows, label }) => {
  const styles = useStyles();
  return (
    <Rows ordered label={label}>
      {rows.map((row, index) => (
        <Row key={index} className={styles.row}>
          <ChangeRow {...row} />
        </Row>
      ))}
    </Rows>
  );
};

const ChangeRow: FC<NumberedChange> = ({ change, step }) => {
  const [open, setOpen] = useState(false);
  const styles = useStyles();
  const words = useWords();
  const Chevron = open ? ChevronDownRegular : ChevronRightRegular;
  const foldable = change.calls.length > 0;
  const body = (
    <>
      <Sign verb={change.verb} />
      <span className={words.grow}>
        <Sentence change={change} />
      </span>
      {step && <span className={styles.step}>{step}</span>}
      {foldable && <Chevron className={styles.chevron} aria-hidden="true" />}
    </>
  );
  if (!foldable) return <div className={mergeClasses(styles.plain, styles.button)}>{body}</div>;
  return (
    <>
      <button type="button" className={styles.button} aria-expanded={open} onClick={() => setOpen(!open)}>
        {body}
      </button>
      {open && (
        <div className={styles.calls}>
          <Calls calls={change.calls} />
        </div>
      )}
    </>
  );
};
