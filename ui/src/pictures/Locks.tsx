import { makeStyles, tokens } from "@fluentui/react-components";
import type { FC } from "react";
import type { LockState, LockView } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { forced } from "../theme/measures";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  root: { display: "block", width: "100%", height: "auto" },
  box: { fill: tokens.colorNeutralBackground2, stroke: tokens.colorNeutralStroke2, [forced]: { fill: "Canvas", stroke: "CanvasText" } },
  paper: { fill: tokens.colorNeutralBackground1, [forced]: { fill: "Canvas" } },
  strong: { fontFamily: tokens.fontFamilyBase, fontSize: "14px", fontWeight: 600, fill: tokens.colorNeutralForeground1, textAnchor: "middle", [forced]: { fill: "CanvasText" } },
  quiet: { fontFamily: tokens.fontFamilyBase, fontSize: "12px", fill: tokens.colorNeutralForeground3, textAnchor: "middle", [forced]: { fill: "CanvasText" } },
  open: { color: own.hrDone, [forced]: { color: "CanvasText" } },
  closed: { color: own.hrDecision, [forced]: { color: "CanvasText" } },
  unknown: { color: own.hrQuiet, [forced]: { color: "CanvasText" } },
  hole: { fill: tokens.colorNeutralBackground1, stroke: tokens.colorNeutralBackground1, [forced]: { fill: "Canvas", stroke: "Canvas" } },
  later: { stroke: own.hrTrack, [forced]: { stroke: "GrayText" } },
});

const WIDTH = 700;
const Y = 50;
const BOX = 132;

type Props = { locks: readonly LockView[]; summary: string };

/** From the app to the meeting: each lock must be open before the line goes on. */
export const Locks: FC<Props> = ({ locks, summary }) => {
  const styles = useStyles();
  const say = useSay();
  const gap = (WIDTH - 2 * BOX) / (locks.length + 1);
  const xs = locks.map((_, index) => BOX + gap * (index + 1));
  const closedAt = locks.findIndex((lock) => lock.state !== "open");
  const reached = closedAt < 0 ? locks.length : closedAt;
  return (
    <svg className={styles.root} viewBox={`0 0 ${WIDTH} 144`} role="img" aria-label={summary}>
      {[...xs, WIDTH - BOX].map((x, index) => (
        <path
          key={index}
          className={index <= reached ? styles.open : styles.later}
          stroke={index <= reached ? "currentColor" : undefined}
          strokeDasharray={index <= reached ? undefined : "4 6"}
          strokeWidth="3"
          d={`M${index === 0 ? BOX : (xs[index - 1] ?? 0)} ${Y}H${x}`}
        />
      ))}
      <Box x={0} title={say("ui-locks-app")} note={say("ui-locks-app-note")} />
      <Box x={WIDTH - BOX} title={say("ui-locks-meeting")} note={say("ui-locks-meeting-note")} />
      {locks.map((lock, index) => (
        <g key={index}>
          <Lock x={xs[index] ?? 0} state={lock.state} />
          <text className={styles.strong} x={xs[index]} y="116">
            {say("ui-lock", { number: index + 1, label: lock.label, state: say(`ui-lock-${lock.state}`) })}
          </text>
          <text className={styles.quiet} x={xs[index]} y="135">
            {say(lock.note)}
          </text>
        </g>
      ))}
    </svg>
  );
};

const Box: FC<{ x: number; title: string; note: string }> = ({ x, title, note }) => {
  const styles = useStyles();
  return (
    <g>
      <rect className={styles.box} x={x + 0.5} y={Y - 35.5} width={BOX - 1} height="71" rx="8" />
      <text className={styles.strong} x={x + BOX / 2} y={Y - 3}>
        {title}
      </text>
      <text className={styles.quiet} x={x + BOX / 2} y={Y + 16}>
        {note}
      </text>
    </g>
  );
};

const Lock: FC<{ x: number; state: LockState }> = ({ x, state }) => {
  const styles = useStyles();
  return (
    <g className={styles[state]}>
      <circle className={styles.paper} cx={x} cy={Y} r="41" stroke="currentColor" strokeWidth="2" strokeDasharray={state === "open" ? undefined : "5 4"} />
      <path
        d={state === "open" ? `M${x - 8} ${Y - 3}v-8a8.5 8.5 0 0 1 16.5 -2.5` : `M${x - 8.5} ${Y - 3}v-8a8.5 8.5 0 0 1 17 0v8`}
        fill="none"
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <rect x={x - 15} y={Y - 4} width="30" height="24" rx="4" fill="currentColor" />
      {state === "unknown" ? (
        <text className={styles.hole} x={x} y={Y + 14} textAnchor="middle" fontSize="16" fontWeight="600" strokeWidth="0">
          ?
        </text>
      ) : (
        <>
          <circle className={styles.hole} cx={x} cy={Y + 6} r="2.5" />
          <path className={styles.hole} d={`M${x} ${Y + 7}v5`} strokeWidth="2.5" strokeLinecap="round" />
        </>
      )}
    </g>
  );
};
