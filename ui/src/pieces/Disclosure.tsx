import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ChevronDownRegular, ChevronRightRegular } from "@fluentui/react-icons";
import { type FC, type PropsWithChildren, type ReactNode, useId, useState } from "react";

const useStyles = makeStyles({
  head: { display: "flex", alignItems: "center", gap: "12px", minHeight: "24px" },
  button: {
    display: "inline-flex",
    alignItems: "center",
    gap: "8px",
    padding: "2px 4px",
    margin: "0 0 0 -4px",
    border: "none",
    borderRadius: "4px",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground2,
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: "left",
    cursor: "pointer",
    ":hover": { color: tokens.colorNeutralForeground1 },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  icon: { flexShrink: 0, fontSize: "16px" },
  hint: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, fontWeight: 400 },
  strong: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  aside: { marginLeft: "auto" },
  body: { marginTop: "8px" },
});

type Props = PropsWithChildren<{
  title: string;
  hint?: string;
  /** Beside the title, always visible. */
  aside?: ReactNode;
  open?: boolean;
  strong?: boolean;
  testId?: string;
}>;

export const Disclosure: FC<Props> = ({ title, hint, aside, open = false, strong, testId, children }) => {
  const [shown, setShown] = useState(open);
  const styles = useStyles();
  const body = useId();
  return (
    <div>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.button}
          aria-expanded={shown}
          aria-controls={shown ? body : undefined}
          onClick={() => setShown(!shown)}
          data-testid={testId}
        >
          {shown ? <ChevronDownRegular className={styles.icon} /> : <ChevronRightRegular className={styles.icon} />}
          <span>
            <span className={mergeClasses(strong && styles.strong)}>{title}</span>
            {hint && <span className={styles.hint}> {hint}</span>}
          </span>
        </button>
        {aside && <span className={styles.aside}>{aside}</span>}
      </div>
      {shown && (
        <div className={styles.body} id={body}>
          {children}
        </div>
      )}
    </div>
  );
};
