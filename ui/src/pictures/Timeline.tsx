import { makeStyles, tokens } from "@fluentui/react-components";
import type { FC } from "react";
import type { TimePoint } from "../ipc/bindings";
import { useNow } from "../text/useNow";
import { useSay } from "../text/Texts";
import { forced } from "../theme/measures";
import { own } from "../theme/themes";
import { levels, positions } from "./timescale";

const useStyles = makeStyles({
  root: { display: "block", width: "100%", height: "auto", overflow: "visible" },
  track: { stroke: own.hrTrack, [forced]: { stroke: "GrayText" } },
  past: { stroke: own.hrWaiting, [forced]: { stroke: "CanvasText" } },
  paper: { fill: tokens.colorNeutralBackground1, [forced]: { fill: "Canvas" } },
  text: { fontFamily: tokens.fontFamilyBase, fontSize: "12px", fill: tokens.colorNeutralForeground2, [forced]: { fill: "CanvasText" } },
  good: { stroke: own.hrDone, fill: own.hrDone },
  bad: { stroke: own.hrFailed },
  open: { stroke: own.hrWaiting },
  look: { stroke: own.hrFinding },
});

const WIDTH = 680;
const LINE = 44;
/** Measured on Open Sans at 12 px, a little too wide for Segoe UI. */
const LETTER = 6.6;

type Props = { points: readonly TimePoint[]; summary: string; /** Days, not times. */ dates?: boolean };

/** Points in time on a line; what does not fit is in the list below it, and all of it is in the summary. */
export const Timeline: FC<Props> = ({ points, summary, dates }) => {
  const styles = useStyles();
  const say = useSay();
  const now = useNow(60_000);
  const times = points.map((point) => Date.parse(point.at));
  const xs = positions(times, WIDTH - 16).map((x) => x + 8);
  const labels = points.map((point) => `${dates ? say.date(point.at) : say.when(point.at)} ${say(point.label)}`);
  const placed = levels(xs, labels.map((label) => label.length * LETTER), WIDTH);
  const reached = times.filter((time) => time <= now).length;
  const nowX = reached === 0 ? 8 : reached === times.length ? (xs.at(-1) ?? 8) : between(xs, times, reached, now);
  return (
    <svg className={styles.root} viewBox={`0 0 ${WIDTH} 88`} role="img" aria-label={summary}>
      <path className={styles.track} d={`M8 ${LINE}H${WIDTH - 8}`} strokeWidth="4" strokeLinecap="round" />
      {nowX > 8 && <path className={styles.past} d={`M8 ${LINE}H${nowX}`} strokeWidth="4" strokeLinecap="round" />}
      {points.map((point, index) => (
        <Point key={index} point={point} x={xs[index] ?? 0} future={(times[index] ?? 0) > now} />
      ))}
      {placed.map(
        (place, index) =>
          place && (
            <text key={index} className={styles.text} x={place.x} y={place.level === 0 ? LINE + 28 : LINE - 18} textAnchor={place.anchor}>
              {labels[index]}
            </text>
          ),
      )}
    </svg>
  );
};

const between = (xs: readonly number[], times: readonly number[], reached: number, now: number): number => {
  const [x0 = 0, x1 = 0, t0 = 0, t1 = 1] = [xs[reached - 1], xs[reached], times[reached - 1], times[reached]];
  return x0 + ((x1 - x0) * (now - t0)) / (t1 - t0);
};

const Point: FC<{ point: TimePoint; x: number; future: boolean }> = ({ point, x, future }) => {
  const styles = useStyles();
  if (point.outcome === "done" || point.outcome === "changed") return <circle className={styles.good} cx={x} cy={LINE} r="6" strokeWidth="2" />;
  if (point.outcome === "failed") return <circle className={`${styles.paper} ${styles.bad}`} cx={x} cy={LINE} r="6" strokeWidth="2.5" />;
  if (point.outcome === "finding")
    return <path className={`${styles.paper} ${styles.look}`} d={`M${x} ${LINE - 8}l8 8-8 8-8-8z`} strokeWidth="2" />;
  return <circle className={`${styles.paper} ${styles.open}`} cx={x} cy={LINE} r="6" strokeWidth="2" strokeDasharray={future ? "3 2" : undefined} />;
};
