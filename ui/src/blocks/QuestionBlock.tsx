import { Button, Field, Input, makeStyles, mergeClasses, Radio, RadioGroup, tokens, shorthands } from "@fluentui/react-components";
import { type FC, useId, useState } from "react";
import type { Choice, Question } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { Card } from "../pieces/Card";
import { type Directory, InputField } from "../pieces/InputField";
import { KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { type Draft, FILE, wantsFile } from "../run/drafts";
import { useSay } from "../text/Texts";
import { own } from "../theme/themes";
import { FactRows } from "./FactsBlock";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  card: { padding: 0, overflow: "hidden" },
  open: { ...shorthands.borderColor(own.hrTintWarningLine) },
  head: { display: "flex", gap: "12px", padding: "8px 16px", backgroundColor: tokens.colorNeutralBackground2 },
  openHead: { backgroundColor: own.hrTintWarning },
  change: { marginLeft: "auto", flexShrink: 0 },
  title: { margin: 0, fontSize: "inherit", lineHeight: "inherit" },
  row: {
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: "4px 16px 4px 12px",
  },
  openRow: { borderTopColor: own.hrTintWarningLine },
  radios: { display: "flex", flexDirection: "column", alignItems: "stretch" },
  radio: { alignItems: "flex-start" },
  label: { color: tokens.colorNeutralForeground1 },
  facts: { margin: "4px 0 8px 36px", fontSize: tokens.fontSizeBase200 },
  confirm: { margin: "0 0 12px 36px", maxWidth: "320px" },
  input: { padding: "12px 16px 16px", borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
});

type Props = {
  question: Question;
  draft: Draft | undefined;
  onDraft: (change: Draft) => void;
  directory: Directory;
};

/** A choice that only a person can make: each option with its consequence. */
export const QuestionBlock: FC<Props> = ({ question, draft = {}, onDraft, directory }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const title = useId();
  const [opened, setOpened] = useState(false);
  const answered = question.chosen !== null;
  const folded = answered && question.options.length === 0 && !opened;
  const chosen = draft.choice ?? (question.options.length > 0 ? question.chosen : null);
  return (
    <Card className={mergeClasses(styles.card, !answered && styles.open)} aria-labelledby={title} data-testid={`question-${question.id}`}>
      <div className={mergeClasses(styles.head, !answered && styles.openHead)}>
        <Mark standing={answered ? "done" : "needs_decision"} />
        <div className={words.stack}>
          <h2 className={mergeClasses(styles.title, words.strong)} id={title}>
            {say(question.title)}
          </h2>
          {question.detail && <span className={mergeClasses(words.body, words.second)}>{say(question.detail)}</span>}
          {answered && question.options.length === 0 && <span className={words.meta}>{tidy(question.chosen ?? "")}</span>}
        </div>
        {folded && (
          <Button size="small" appearance="subtle" className={styles.change} onClick={() => setOpened(true)} aria-label={say("ui-change-answer", { title: question.title })}>
            {say("ui-change")}
          </Button>
        )}
      </div>
      {question.options.length > 0 && (
        <RadioGroup className={styles.radios} aria-labelledby={title} value={chosen ?? ""} onChange={(_, { value }) => onDraft({ choice: value, typed: "" })}>
          {question.options.map((option) => (
            <Option key={option.value} option={option} chosen={chosen === option.value} confirmed={question.chosen === option.value} open={!answered} draft={draft} onDraft={onDraft} />
          ))}
        </RadioGroup>
      )}
      {question.input && !folded && wantsInput(question, chosen) && (
        <div className={styles.input}>
          <InputField input={question.input} question={question.id} label={say(question.title)} titled draft={draft} onDraft={onDraft} directory={directory} />
        </div>
      )}
    </Card>
  );
};

/** Without options always, else beside the chosen one; a certificate file beside its own. */
const wantsInput = ({ input, options }: Question, chosen: string | null): boolean =>
  wantsFile(input) || (input === "file" && options.length > 0) ? chosen === FILE : options.length === 0 || chosen !== null;

type OptionProps = { option: Choice; chosen: boolean; confirmed: boolean; open: boolean; draft: Draft; onDraft: (change: Draft) => void };

const Option: FC<OptionProps> = ({ option, chosen, confirmed, open, draft, onDraft }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <div className={mergeClasses(styles.row, open && styles.openRow)}>
      <Radio
        className={styles.radio}
        value={option.value}
        label={
          <span className={words.stack}>
            <span className={styles.label}>{say(option.label)}</span>
            {option.note && <span className={words.meta}>{say(option.note)}</span>}
          </span>
        }
      />
      {option.facts.length > 0 && (
        <div className={styles.facts}>
          <KeyValues tight>
            <FactRows rows={option.facts} />
          </KeyValues>
        </div>
      )}
      {chosen && !confirmed && option.typed_confirmation !== null && (
        <Field className={styles.confirm} label={say("ui-type-to-confirm", { text: option.typed_confirmation })}>
          <Input value={draft.typed ?? ""} onChange={(_, { value }) => onDraft({ typed: value, choice: option.value })} autoComplete="off" />
        </Field>
      )}
    </div>
  );
};
