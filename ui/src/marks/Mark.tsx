import { makeStyles, mergeClasses } from "@fluentui/react-components";
import type { FC, ReactNode } from "react";
import { calm, forced } from "../theme/measures";
import { inkOf, type Standing } from "./standing";

/** One shape per state, on a grid of 20: told apart without colour. */
const shapes: Readonly<Record<Standing, (inner: string, paper: string) => ReactNode>> = {
  done: (inner) => (
    <>
      <circle cx="10" cy="10" r="8" fill="currentColor" />
      <path className={inner} d="M6.2 10.3l2.6 2.6 5-5.4" />
    </>
  ),
  changed: (inner, paper) => (
    <>
      <circle cx="10" cy="10" r="8" fill="currentColor" />
      <path className={inner} d="M6.2 10.6l2.4 2.4 4.4-4.8" />
      <circle className={paper} cx="16" cy="4" r="4" />
      <Dot />
    </>
  ),
  accepted: () => (
    <>
      <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6.4 10.3l2.5 2.5 4.8-5.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  waiting: () => (
    <>
      <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M10 5.8V10l2.8 1.8" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  needs_person: () => (
    <>
      <circle cx="10" cy="6.2" r="3.7" fill="currentColor" />
      <path d="M3.5 17.2c0-3.3 1.9-5.7 4.5-5.7h4c2.6 0 4.5 2.4 4.5 5.7z" fill="currentColor" />
    </>
  ),
  needs_decision: (inner) => (
    <>
      <path d="M10 1.2 18.8 10 10 18.8 1.2 10z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path className={inner} d="M7.9 8.2c.1-1.3 1-2 2.2-2 1.3 0 2.1.8 2.1 1.9 0 1.6-2.1 1.6-2.1 3.200M10.1 13.700v.1" />
    </>
  ),
  finding: () => (
    <path d="M4 2.200h12.600l-2.6 4.3 2.6 4.300H5.500V18H4z" fill="currentColor" stroke="currentColor" strokeWidth=".8" strokeLinejoin="round" />
  ),
  failed: (inner) => (
    <>
      <path d="M6.7 2h6.600L18 6.700v6.600L13.3 18H6.700L2 13.300V6.700z" fill="currentColor" />
      <path className={inner} d="M7.2 7.200l5.6 5.600M12.8 7.200l-5.6 5.6" />
    </>
  ),
  unknown: () => (
    <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" strokeWidth="1.7" strokeDasharray="2.6 1.955" />
  ),
  not_applicable: () => (
    <>
      <circle cx="10" cy="10" r="7.4" fill="none" stroke="currentColor" />
      <path d="M6.5 10h7" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  skipped: () => (
    <>
      <path d="M2.5 11.500C3.5 7 6.5 5 9.7 5c3 0 5.3 1.6 6.7 4.200M16.9 4.800v4.700h-4.7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx="10" cy="13.5" r="1.7" fill="currentColor" />
    </>
  ),
  ready: (inner) => (
    <>
      <circle cx="10" cy="10" r="8" fill="currentColor" />
      <path className={inner} d="M8.6 6.6 12 10l-3.4 3.4" />
    </>
  ),
  locked: () => <circle cx="10" cy="10" r="7.4" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  running: () => null,
};

const useDotStyles = makeStyles({ dot: { fill: inkOf.ready, [forced]: { fill: "Highlight" } } });

const Dot: FC = () => <circle className={useDotStyles().dot} cx="16" cy="4" r="3" />;

const useStyles = makeStyles({
  root: { flexShrink: 0, display: "inline-flex", verticalAlign: "middle" },
  inner: {
    fill: "none",
    stroke: "var(--colorNeutralBackground1)",
    strokeWidth: "1.7",
    strokeLinecap: "round",
    strokeLinejoin: "round",
    [forced]: { stroke: "Canvas" },
  },
  paper: { fill: "var(--colorNeutralBackground1)", [forced]: { fill: "Canvas" } },
  turning: {
    transformOrigin: "50% 50%",
    animationName: { to: { transform: "rotate(360deg)" } },
    animationDuration: "1.4s",
    animationTimingFunction: "linear",
    animationIterationCount: "infinite",
    [calm]: { animationName: "none" },
  },
});

const useInks = makeStyles(
  Object.fromEntries(Object.entries(inkOf).map(([name, color]) => [name, { color }])) as Record<Standing, { color: string }>,
);

type Props = { standing: Standing; size?: number; className?: string };

/** The picture alone; the word stands beside it or in the label of what holds it. */
export const Mark: FC<Props> = ({ standing, size = 20, className }) => {
  const styles = useStyles();
  const inks = useInks();
  return (
    <span className={mergeClasses(styles.root, inks[standing], className)} aria-hidden="true" data-standing={standing}>
      <svg width={size} height={size} viewBox="0 0 20 20" focusable="false">
        {standing === "running" ? (
          <g className={styles.turning}>
            <circle cx="10" cy="10" r="7.250" fill="none" stroke="currentColor" strokeOpacity=".3" strokeWidth="1.5" />
            <path d="M10 2.750A7.250 7.250 0 0 1 17.250 10" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </g>
        ) : (
          shapes[standing](styles.inner, styles.paper)
        )}
      </svg>
    </span>
  );
};

/** For words in the colour of their state. */
export const useInk = (standing: Standing): string => useInks()[standing];
