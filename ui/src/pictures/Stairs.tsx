import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import { forced } from "../theme/measures";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  root: { flexShrink: 0, display: "block" },
  steps: { fill: own.hrStairs, [forced]: { fill: "GrayText" } },
  rail: { stroke: own.hrReady, [forced]: { stroke: "CanvasText" } },
});

/** The icon, large and drawn for a page: three steps and a rail beside them. */
export const Stairs: FC = () => {
  const styles = useStyles();
  return (
    <svg className={styles.root} width="216" height="144" viewBox="0 0 216 144" aria-hidden="true" focusable="false">
      <path className={styles.steps} d="M4 140v-24h64V92h64V68h72v72z" />
      <path className={styles.rail} d="M36 116V76M100 92V50M164 68V26" strokeWidth="4" />
      <path className={styles.rail} d="M12 80 190 14" strokeWidth="8" strokeLinecap="round" />
    </svg>
  );
};
