import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import { forced } from "../theme/measures";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  root: { display: "block", width: "100%", height: "4px" },
  track: { fill: own.hrTrack, [forced]: { fill: "Canvas", stroke: "CanvasText", strokeWidth: "1px" } },
  bar: { fill: own.hrDone, [forced]: { fill: "Highlight" } },
});

/** "5 of 11" as a line; the words stand beside it. */
export const Progress: FC<{ done: number; of: number; label: string }> = ({ done, of, label }) => {
  const styles = useStyles();
  return (
    <svg className={styles.root} role="img" aria-label={label} preserveAspectRatio="none" viewBox="0 0 100 4">
      <rect className={styles.track} width="100" height="4" rx="1" />
      <rect className={styles.bar} width={of === 0 ? 0 : (100 * done) / of} height="4" rx="1" />
    </svg>
  );
};
