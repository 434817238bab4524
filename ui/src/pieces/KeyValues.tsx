import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { FC, PropsWithChildren, ReactNode } from "react";
import { tiny } from "../theme/measures";

const useStyles = makeStyles({
  list: { display: "grid", gridTemplateColumns: "104px minmax(0, 1fr)", columnGap: "16px", rowGap: "12px", margin: 0, [tiny]: { gridTemplateColumns: "minmax(0, 1fr)", rowGap: "4px" } },
  tight: { rowGap: "6px" },
  key: { color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" },
  value: { margin: 0, minWidth: 0, overflowWrap: "anywhere", [tiny]: { marginBottom: "8px" } },
});

/** Label and value pairs with a label column of 104 px. */
export const KeyValues: FC<PropsWithChildren<{ tight?: boolean }>> = ({ tight, children }) => {
  const styles = useStyles();
  return <dl className={mergeClasses(styles.list, tight && styles.tight)}>{children}</dl>;
};

export const KeyValue: FC<PropsWithChildren<{ label: ReactNode }>> = ({ label, children }) => {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.key}>{label}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
};
