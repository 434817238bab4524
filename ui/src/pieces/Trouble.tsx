import { makeStyles } from "@fluentui/react-components";
import { type FC, useEffect } from "react";
import type { Diagnostic } from "../ipc/bindings";
import { useAnnounce } from "../frame/Announcer";
import { Mark } from "../marks/Mark";
import { useSay } from "../text/Texts";
import { Card } from "./Card";
import { TechnicalDetails } from "./Technical";
import { useWords } from "./words";

const useStyles = makeStyles({
  root: { display: "flex", gap: "12px", padding: "16px 20px" },
  texts: { display: "flex", flexDirection: "column", gap: "4px", flexGrow: 1, minWidth: 0 },
  details: { marginTop: "4px" },
});

/** A command was refused: what happened, why, what to do. Told at once to those who listen. */
export const Trouble: FC<{ diagnostic: Diagnostic }> = ({ diagnostic }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const announce = useAnnounce();
  const what = say(diagnostic.what);
  const remedy = say(diagnostic.remedy);
  useEffect(() => announce(`${what} ${remedy}`, "assertive"), [announce, what, remedy]);
  return (
    <Card tint={diagnostic.outcome === "failed" ? "danger" : "warning"} className={styles.root} data-testid="trouble">
      <Mark standing={diagnostic.outcome} />
      <div className={styles.texts}>
        <p className={words.body}>
          <span className={words.strong}>{what}</span>
        </p>
        {diagnostic.cause && <p className={words.body}>{say(diagnostic.cause)}</p>}
        <p className={words.body}>{remedy}</p>
        <div className={styles.details}>
          <TechnicalDetails diagnostic={diagnostic} />
        </div>
      </div>
    </Card>
  );
};
