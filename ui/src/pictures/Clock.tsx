import { makeStyles, tokens } from "@fluentui/react-components";
import type { FC } from "react";
import { forced } from "../theme/measures";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  root: { flexShrink: 0, display: "block" },
  track: { fill: "none", stroke: own.hrTrack, [forced]: { stroke: "GrayText" } },
  arc: { fill: "none", stroke: own.hrWaiting, [forced]: { stroke: "Highlight" } },
  time: { fill: tokens.colorNeutralForeground1, fontSize: "24px", fontWeight: 600, fontFamily: tokens.fontFamilyBase, textAnchor: "middle", [forced]: { fill: "CanvasText" } },
  note: { fill: tokens.colorNeutralForeground3, fontSize: "12px", fontFamily: tokens.fontFamilyBase, textAnchor: "middle", [forced]: { fill: "CanvasText" } },
});

const RADIUS = 62;
const LENGTH = 2 * Math.PI * RADIUS;

type Props = { time: string; note: string; /** From 0 to 1. */ part: number; label: string };

/** How long it has been waiting, and how far the next try is. */
export const Clock: FC<Props> = ({ time, note, part, label }) => {
  const styles = useStyles();
  const filled = LENGTH * Math.min(1, Math.max(0, part));
  return (
    <svg className={styles.root} width="136" height="136" viewBox="0 0 136 136" role="img" aria-label={label}>
      <circle className={styles.track} cx="68" cy="68" r={RADIUS} strokeWidth="8" />
      <circle
        className={styles.arc}
        cx="68"
        cy="68"
        r={RADIUS}
        strokeWidth="8"
        strokeLinecap="round"
        strokeDasharray={`${filled} ${LENGTH}`}
        transform="rotate(-90 68 68)"
      />
      <text className={styles.time} x="68" y="70">
        {time}
      </text>
      <text className={styles.note} x="68" y="92">
        {note}
      </text>
    </svg>
  );
};
