import { makeStyles, mergeClasses } from "@fluentui/react-components";
import type { FC } from "react";
import type { Diagnostic, ProbeStep } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { useSay } from "../text/Texts";
import { Card, Heading, Row, Rows, type Tint } from "./Card";
import { Disclosure } from "./Disclosure";
import { useWords } from "./words";

const useStyles = makeStyles({
  what: { display: "flex", gap: "16px" },
  texts: { display: "flex", flexDirection: "column", gap: "4px", minWidth: 0 },
  block: { display: "flex", flexDirection: "column", gap: "4px" },
  number: { width: "16px", flexShrink: 0 },
  who: { margin: 0, paddingLeft: "20px" },
});

const tintOf = (outcome: Diagnostic["outcome"]): Tint =>
  outcome === "failed" ? "danger" : outcome === "finding" || outcome === "needs_decision" ? "warning" : "canvas";

/** What happened, why, what to do, how we know. */
export const Failure: FC<{ diagnostic: Diagnostic }> = ({ diagnostic }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { who = [], probes = [] } = diagnostic;
  return (
    <>
      <Card tint={tintOf(diagnostic.outcome)} className={styles.what} data-testid="failure">
        <Mark standing={diagnostic.outcome} size={24} />
        <div className={styles.texts}>
          <h2 className={words.section}>{say(diagnostic.what)}</h2>
          {diagnostic.cause && <p className={words.body}>{say(diagnostic.cause)}</p>}
        </div>
      </Card>
      <div className={styles.block}>
        <h2 className={words.section}>{say("ui-failure-remedy")}</h2>
        <p className={mergeClasses(words.body, words.second)}>{say(diagnostic.remedy)}</p>
      </div>
      {who.length > 0 && (
        <div>
          <Heading>{say("ui-failure-who")}</Heading>
          <ul className={styles.who}>
            {who.map((one, index) => (
              <li key={index}>{say(one)}</li>
            ))}
          </ul>
        </div>
      )}
      {probes.length > 0 && <Probes probes={probes} open={diagnostic.outcome === "failed"} />}
    </>
  );
};

const Probes: FC<{ probes: readonly ProbeStep[]; open: boolean }> = ({ probes, open }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Disclosure title={say("ui-failure-probes")} hint={say("ui-failure-probes-count", { count: probes.length })} open={open} strong testId="probes">
      <Rows ordered label={say("ui-failure-probes")}>
        {probes.map((probe, index) => (
          <Row key={index}>
            <Mark standing={probe.is_cause ? "failed" : probe.answer ? "done" : "locked"} />
            <span className={mergeClasses(styles.number, words.quiet)}>{index + 1}</span>
            <span className={words.grow}>
              <span className={probe.is_cause ? words.strong : probe.answer ? undefined : words.quiet}>{say(probe.question)}</span>{" "}
              <span className={words.quiet}>{probe.answer ? say(probe.answer) : say("ui-probe-not-asked")}</span>
            </span>
          </Row>
        ))}
      </Rows>
    </Disclosure>
  );
};
