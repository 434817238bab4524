import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { BeakerRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import type { Surroundings } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { forced, tiny } from "../theme/measures";
import { own } from "../theme/themes";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  root: {
    boxSizing: "border-box",
    position: "relative",
    flexShrink: 0,
    display: "flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "32px",
    padding: "4px 16px 4px 16px",
    borderBottom: `1px solid ${own.hrPracticeLine}`,
    backgroundColor: own.hrPractice,
    color: own.hrPracticeInk,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    [forced]: { borderBottomWidth: "3px" },
  },
  hatch: {
    position: "absolute",
    left: 0,
    top: 0,
    bottom: 0,
    width: "8px",
    backgroundImage: `repeating-linear-gradient(45deg, ${own.hrPracticeInk} 0 4px, transparent 4px 8px)`,
  },
  icon: { flexShrink: 0, width: "16px", height: "16px" },
  words: { minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", [tiny]: { whiteSpace: "normal" } },
  strong: { fontWeight: tokens.fontWeightSemibold },
  links: { marginLeft: "auto", display: "flex", gap: "16px", flexShrink: 0 },
  link: {
    color: own.hrPracticeInk,
    fontSize: tokens.fontSizeBase200,
    textDecorationLine: "underline",
    ":hover": { color: own.hrPracticeInk },
    ":hover:active": { color: own.hrPracticeInk },
  },
});

type Props = {
  surroundings: Surroundings;
  /** What the practice tenant plays. */
  scenario?: string;
  onScenario?: () => void;
  onReset?: () => void;
};

/** Says on every page that this is not a real tenant in a known cloud; nothing when it is. */
export const Strip: FC<Props> = ({ surroundings, scenario, onScenario, onReset }) => {
  const styles = useStyles();
  const say = useSay();
  if (surroundings === "real") return null;
  const practice = surroundings === "practice";
  return (
    <aside className={styles.root} aria-label={say(practice ? "ui-strip-practice" : "ui-strip-test")} data-testid={`strip-${surroundings}`}>
      <span className={styles.hatch} aria-hidden="true" />
      <BeakerRegular className={styles.icon} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.strong}>{say(practice ? "ui-strip-practice" : "ui-strip-test")}</span>{" "}
        {say(practice ? "ui-strip-practice-note" : "ui-strip-test-note")}
        {practice && scenario && " "}
        {practice && scenario && say("ui-strip-scenario", { scenario: tidy(scenario) })}
      </span>
      {practice && onScenario && onReset && (
        <span className={styles.links}>
          <Link as="button" className={styles.link} onClick={onScenario}>
            {say("ui-strip-change")}
          </Link>
          <Link as="button" className={mergeClasses(styles.link)} onClick={onReset}>
            {say("ui-strip-reset")}
          </Link>
        </span>
      )}
    </aside>
  );
};
