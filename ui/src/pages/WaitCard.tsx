import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { WaitView } from "../ipc/bindings";
import { Card } from "../pieces/Card";
import { useWords } from "../pieces/words";
import { Clock } from "../pictures/Clock";
import { useNow } from "../text/useNow";
import { useSay } from "../text/Texts";
import { tiny } from "../theme/measures";
import { clockOf } from "../run/clock";

const useStyles = makeStyles({
  card: { display: "flex", alignItems: "center", gap: "40px", padding: "28px 32px", [tiny]: { flexDirection: "column", gap: "16px" } },
  texts: { display: "flex", flexDirection: "column", gap: "12px", minWidth: 0 },
});

const SECOND = 1000;

/** Waiting for Microsoft: a clock, the next try, and that one can leave. */
export const WaitCard: FC<{ wait: WaitView }> = ({ wait }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const now = useNow(SECOND);
  const { waited, left, part } = clockOf(wait, now);
  const next = left > 0 ? say("ui-wait-next", { time: say.duration(left) }) : say("ui-wait-now");
  return (
    <Card className={styles.card} data-testid="wait">
      <Clock time={digits(waited)} note={say("ui-wait-waited")} part={part} label={say("ui-wait-label", { waited: say.duration(waited), next })} />
      <div className={styles.texts}>
        <div>
          <h2 className={words.section}>{wait.needs_sign_in ? say("ui-wait-needs-sign-in") : next}</h2>
          <p className={words.second}>{say("ui-wait-tries", { count: wait.tries, time: say.time(wait.next, true) })}</p>
        </div>
        <p className={words.body}>{say(wait.text)}</p>
        <p className={words.body}>{say("ui-wait-close")}</p>
      </div>
    </Card>
  );
};

/** "12:50": minutes and seconds, or hours and minutes. */
const digits = (seconds: number): string => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return seconds < 3600 ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 3600)} h ${two((seconds % 3600) / 60)}`;
};
