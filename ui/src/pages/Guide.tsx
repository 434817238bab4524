import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, ItemHead, Manual, ManualStep } from "../ipc/bindings";
import { Card } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", gap: "16px", margin: 0, padding: 0, listStyleType: "none" },
  step: { display: "flex", gap: "16px", padding: "16px 20px" },
  number: {
    flexShrink: 0,
    width: "24px",
    height: "24px",
    borderRadius: "50%",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  body: { display: "flex", flexDirection: "column", gap: "8px", flexGrow: 1, minWidth: 0 },
  labels: { display: "flex", flexWrap: "wrap", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  label: { padding: "2px 8px", border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: "4px", fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  value: { display: "flex", alignItems: "flex-start", gap: "8px" },
  run: { display: "flex", alignItems: "flex-start", gap: "8px" },
  code: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    padding: "8px 12px",
    borderRadius: "4px",
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "12px",
    lineHeight: "20px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  open: { alignSelf: "flex-start" },
});

export type GuideProps = {
  head: ItemHead;
  manual: Manual;
  trouble: Diagnostic | null;
  busy: boolean;
  onOpenLink: (link: string) => void;
  onCheck: () => void;
  onBack: () => void;
};

/** By hand: each step with Microsoft's own words, the values to copy, and then "Check it". */
export const Guide: FC<GuideProps> = ({ head, manual, trouble, busy, onOpenLink, onCheck, onBack }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Page
      name={`guide:${head.id}`}
      number={head.numeral}
      title={say("ui-guide-title", { title: head.title })}
      lead={say(manual.title)}
      trouble={trouble}
      actions={{ primary: { label: say("ui-guide-check"), onPress: onCheck, disabled: busy }, reason: say("ui-guide-reason"), back: onBack }}
    >
      {manual.note && (
        <Card tint="warning">
          <p className={words.body}>{say(manual.note)}</p>
        </Card>
      )}
      <ol className={styles.list}>
        {manual.steps.map((step, index) => (
          <li key={index}>
            <Card className={styles.step}>
              <span className={styles.number}>{index + 1}</span>
              <Step step={step} onOpenLink={onOpenLink} />
            </Card>
          </li>
        ))}
      </ol>
      {manual.check && <p className={words.body}>{say(manual.check)}</p>}
    </Page>
  );
};

const Step: FC<{ step: ManualStep; onOpenLink: (link: string) => void }> = ({ step, onOpenLink }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { link, run } = step;
  return (
    <div className={styles.body}>
      <p className={words.body}>{say(step.text)}</p>
      {step.path && (
        <p className={words.body}>
          <span className={words.strong}>{tidy(step.path)}</span>
          {step.old_path && (
            <>
              <br />
              <span className={words.meta}>{say("ui-guide-old-path", { path: step.old_path })}</span>
            </>
          )}
        </p>
      )}
      {step.labels.length > 0 && (
        <ul className={styles.labels} aria-label={say("ui-guide-labels")}>
          {step.labels.map((label, index) => (
            <li key={index} className={styles.label}>
              {tidy(label)}
            </li>
          ))}
        </ul>
      )}
      {step.enter.length > 0 && (
        <KeyValues tight>
          {step.enter.map((entry, index) => (
            <KeyValue key={index} label={tidy(entry.field)}>
              <span className={styles.value}>
                <span className={entry.copy ? words.mono : undefined}>{tidy(entry.value)}</span>
                {entry.copy && <CopyButton text={entry.value} what={tidy(entry.field)} />}
              </span>
            </KeyValue>
          ))}
        </KeyValues>
      )}
      {run && (
        <div className={styles.run}>
          <pre className={styles.code}>{run}</pre>
          <CopyButton text={run} what={say("ui-guide-command")} />
        </div>
      )}
      {link && (
        <Button className={styles.open} icon={<OpenRegular />} onClick={() => onOpenLink(link)}>
          {say("ui-guide-open")}
        </Button>
      )}
    </div>
  );
};
