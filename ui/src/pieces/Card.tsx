import { makeStyles, mergeClasses, tokens, shorthands } from "@fluentui/react-components";
import type { ComponentPropsWithRef, FC, PropsWithChildren, ReactNode } from "react";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  card: {
    boxSizing: "border-box",
    minWidth: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    padding: "20px 24px",
  },
  canvas: { backgroundColor: tokens.colorNeutralBackground2 },
  warning: { backgroundColor: own.hrTintWarning, ...shorthands.borderColor(own.hrTintWarningLine) },
  danger: { backgroundColor: own.hrTintDanger, ...shorthands.borderColor(own.hrTintDangerLine) },
  success: { backgroundColor: own.hrTintSuccess, ...shorthands.borderColor(own.hrTintSuccessLine) },
  rows: { padding: 0, margin: 0, overflow: "hidden", listStyleType: "none" },
  row: {
    display: "flex",
    gap: "12px",
    alignItems: "flex-start",
    padding: "12px 16px",
    minWidth: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopWidth: 0 },
  },
  heading: {
    margin: "0 0 8px",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
});

export type Tint = "plain" | "canvas" | "warning" | "danger" | "success";

type CardProps = Omit<ComponentPropsWithRef<"section">, "className" | "style"> & { tint?: Tint; className?: string };

export const Card: FC<CardProps> = ({ tint = "plain", className, ...rest }) => {
  const styles = useStyles();
  return <section {...rest} className={mergeClasses(styles.card, tint !== "plain" && styles[tint], className)} />;
};

type RowsProps = PropsWithChildren<{ label?: string; ordered?: boolean; className?: string }>;

/** A rounded list with hairlines: changes, people, probes, values, checks. */
export const Rows: FC<RowsProps> = ({ label, ordered, className, children }) => {
  const styles = useStyles();
  const List = ordered ? "ol" : "ul";
  return (
    <List className={mergeClasses(styles.card, styles.rows, className)} aria-label={label}>
      {children}
    </List>
  );
};

export const Row: FC<PropsWithChildren<{ className?: string; testId?: string }>> = ({ className, testId, children }) => (
  <li className={mergeClasses(useStyles().row, className)} data-testid={testId}>
    {children}
  </li>
);

/** A heading over a block. */
export const Heading: FC<{ children: ReactNode; id?: string; className?: string }> = ({ children, id, className }) => (
  <h2 id={id} className={mergeClasses(useStyles().heading, className)}>
    {children}
  </h2>
);
