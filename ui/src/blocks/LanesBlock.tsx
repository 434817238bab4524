import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { FC } from "react";
import type { Block, Lane, Stage } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { State } from "../marks/State";
import type { Standing } from "../marks/standing";
import { Avatar } from "../pieces/Avatar";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { narrow, tiny } from "../theme/measures";

const useStyles = makeStyles({
  lanes: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(280px, 1fr))", gap: "16px", [tiny]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  lane: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    overflow: "hidden",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
  },
  head: {
    display: "flex",
    alignItems: "center",
    gap: "12px",
    padding: "16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  title: { margin: 0, fontSize: "inherit", lineHeight: "inherit", flexGrow: 1, minWidth: 0 },
  expectation: {
    flexShrink: 0,
    padding: "2px 8px",
    borderRadius: "4px",
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  stages: { flexGrow: 1, margin: 0, padding: "16px", listStyleType: "none" },
  stage: {
    position: "relative",
    display: "flex",
    gap: "12px",
    paddingBottom: "16px",
    ":last-child": { paddingBottom: 0 },
    ":not(:last-child):before": {
      content: '""',
      position: "absolute",
      left: "9px",
      top: "22px",
      bottom: "2px",
      width: "2px",
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  // In a narrow window finished stages keep to one line.
  foldedDetail: { [narrow]: { display: "none" } },
  foldedStage: { [narrow]: { paddingBottom: "12px" } },
  foot: { padding: "10px 16px", borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
});

/** Things that must go differently, side by side. */
export const LanesBlock: FC<Extract<Block, { block: "lanes" }> & { running: boolean }> = ({ lanes, running }) => {
  const styles = useStyles();
  return (
    <div className={styles.lanes}>
      {lanes.map((lane, index) => (
        <LaneCard key={index} lane={lane} running={running} />
      ))}
    </div>
  );
};

const LaneCard: FC<{ lane: Lane; running: boolean }> = ({ lane, running }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const title = say(lane.title);
  const next = lane.stages.findIndex((stage) => stage.outcome === null);
  const under_way = running && lane.outcome === null;
  const standing: Standing = lane.outcome ?? (under_way ? "running" : "locked");
  return (
    <section className={styles.lane} aria-label={`${title}: ${say(lane.expectation)}`}>
      <div className={styles.head}>
        <Avatar name={title} upn={title} />
        <h2 className={mergeClasses(styles.title, words.strong)}>{title}</h2>
        <span className={styles.expectation}>{say(lane.expectation)}</span>
      </div>
      <ol className={styles.stages}>
        {lane.stages.map((stage, index) => (
          <StageRow key={index} stage={stage} running={under_way && index === next} />
        ))}
      </ol>
      <div className={styles.foot}>
        <State standing={standing} words={lane.result ? say(lane.result) : under_way ? say("ui-lane-running") : say("ui-lane-not-run")} />
      </div>
    </section>
  );
};

const StageRow: FC<{ stage: Stage; running: boolean }> = ({ stage, running }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const folds = stage.outcome === "done" || (stage.outcome === null && !running);
  return (
    <li className={mergeClasses(styles.stage, folds && styles.foldedStage)}>
      <Mark standing={running ? "running" : (stage.outcome ?? "locked")} />
      <span className={words.stack}>
        <span className={running ? words.strong : stage.outcome === null ? words.quiet : undefined}>{say(stage.label)}</span>
        {stage.detail && <span className={mergeClasses(words.meta, folds && styles.foldedDetail)}>{say(stage.detail)}</span>}
      </span>
    </li>
  );
};
