import { Button, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons";
import { type FC, useState } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, Place, PracticeView } from "../ipc/bindings";
import { Card } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { narrow } from "../theme/measures";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: "12px" },
  columns: { display: "grid", gridTemplateColumns: "repeat(2, minmax(0, 1fr))", gap: "16px", alignItems: "start", [narrow]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  column: { display: "flex", flexDirection: "column", gap: "16px", minWidth: 0 },
  radios: { marginLeft: "-8px" },
  radio: { alignItems: "flex-start" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
  key: {
    padding: "0 6px",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: "4px",
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase200,
    whiteSpace: "nowrap",
  },
  value: { display: "flex", alignItems: "flex-start", gap: "8px" },
});

export type HelpProps = {
  version: string;
  practice: PracticeView | null;
  places: readonly Place[];
  trouble: Diagnostic | null;
  busy: boolean;
  onScenario: (name: string) => void;
  /** The practice tenant's own page, in the browser. */
  onShow: () => void;
  onPass: (seconds: number) => void;
  onReset: () => void;
  onBack: () => void;
};

const SHORTCUTS = [
  ["F1", "ui-help-key-help"],
  ["Ctrl + Enter", "ui-help-key-primary"],
  ["Alt + ↑ / ↓", "ui-help-key-items"],
  ["Tab", "ui-help-key-tab"],
] as const;

/** In seconds: enough to see a policy arrive, in two presses. */
const PASS = [60, 600, 1800] as const;

export const Help: FC<HelpProps> = ({ version, practice, places, trouble, busy, onScenario, onShow, onPass, onReset, onBack }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const [chosen, setChosen] = useState(practice?.scenario ?? "");
  // The list is long: the button that starts one stays in sight.
  const other = practice !== null && chosen !== practice.scenario;
  const start = other ? { label: say("ui-help-scenario-use"), onPress: () => onScenario(chosen), disabled: busy, testId: "set-scenario" } : undefined;
  return (
    <Page name="help" title={say("ui-help-title")} lead={say("ui-help-lead")} wide trouble={trouble} actions={{ primary: { label: say("ui-help-back"), onPress: onBack }, second: start }}>
      <div className={styles.columns}>
      {practice && <Practice practice={practice} chosen={chosen} busy={busy} onChoose={setChosen} onShow={onShow} onPass={onPass} onReset={onReset} />}
      <div className={styles.column}>
      <Card className={styles.section}>
        <h2 className={words.section}>{say("ui-help-keys")}</h2>
        <KeyValues tight>
          {SHORTCUTS.map(([keys, what]) => (
            <KeyValue key={keys} label={<kbd className={styles.key}>{keys}</kbd>}>
              {say(what)}
            </KeyValue>
          ))}
        </KeyValues>
      </Card>
      <Card className={styles.section}>
        <h2 className={words.section}>{say("ui-help-places")}</h2>
        <p className={words.body}>{say("ui-help-places-lead")}</p>
        <KeyValues tight>
          {places.map((place, index) => (
            <KeyValue key={index} label={say(place.label)}>
              <span className={styles.value}>
                <span className={words.mono}>{tidy(place.place)}</span>
                <CopyButton text={place.place} what={say(place.label)} />
              </span>
            </KeyValue>
          ))}
        </KeyValues>
        <p className={words.body}>{say("ui-help-never")}</p>
      </Card>
      <p className={words.meta}>{say("ui-help-version", { version })}</p>
      </div>
      </div>
    </Page>
  );
};

type PracticeProps = Pick<HelpProps, "busy" | "onShow" | "onPass" | "onReset"> & { practice: PracticeView; chosen: string; onChoose: (scenario: string) => void };

const Practice: FC<PracticeProps> = ({ practice, chosen, busy, onChoose, onShow, onPass, onReset }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Card className={styles.section} data-testid="practice">
      <h2 className={words.section}>{say("ui-help-practice")}</h2>
      <p className={words.body}>{say("ui-help-practice-lead", { domain: practice.domain })}</p>
      <div className={styles.buttons}>
        <Button disabled={busy} icon={<OpenRegular />} onClick={onShow} data-testid="show-practice">
          {say("ui-help-practice-show")}
        </Button>
        <Button disabled={busy} onClick={onReset} data-testid="reset-practice">
          {say("ui-strip-reset")}
        </Button>
      </div>
      <p className={words.strong}>{say("ui-help-clock")}</p>
      <p className={words.body}>{say("ui-help-clock-lead")}</p>
      <div className={styles.buttons}>
        {PASS.map((seconds) => (
          <Button key={seconds} disabled={busy} onClick={() => onPass(seconds)} data-testid={`pass-${seconds}`}>
            {say("ui-help-clock-pass", { time: say.duration(seconds) })}
          </Button>
        ))}
      </div>
      <p className={words.strong} id="scenarios">
        {say("ui-help-scenarios")}
      </p>
      <RadioGroup className={styles.radios} aria-labelledby="scenarios" value={chosen} onChange={(_, { value }) => onChoose(value)}>
        {practice.scenarios.map((scenario) => (
          <Radio
            key={scenario.name}
            className={styles.radio}
            value={scenario.name}
            label={
              <span className={words.stack}>
                <span>{tidy(scenario.title)}</span>
                <span className={words.meta}>{tidy(scenario.summary)}</span>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Card>
  );
};
