import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type FC, type PropsWithChildren, type ReactNode, useEffect, useRef } from "react";
import type { Diagnostic } from "../ipc/bindings";
import { useWords } from "../pieces/words";
import { Trouble } from "../pieces/Trouble";
import { narrow, tiny } from "../theme/measures";
import { ActionBar, type Actions } from "./ActionBar";

const useStyles = makeStyles({
  root: { flexGrow: 1, minWidth: 0, minHeight: 0, display: "flex", flexDirection: "column", backgroundColor: tokens.colorNeutralBackground1 },
  canvas: { backgroundColor: tokens.colorNeutralBackground2 },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: "auto", padding: "28px 40px 24px", [narrow]: { padding: "20px 24px" }, [tiny]: { padding: "16px" } },
  column: { display: "flex", flexDirection: "column", gap: "20px", width: "100%", maxWidth: "704px", [narrow]: { maxWidth: "752px" } },
  wide: { maxWidth: "1000px", margin: "0 auto", [narrow]: { maxWidth: "1000px" } },
  head: { display: "flex", alignItems: "flex-start", gap: "16px" },
  titles: { display: "flex", flexDirection: "column", gap: "8px", flexGrow: 1, minWidth: 0 },
  number: { fontWeight: 400, color: tokens.colorNeutralForeground3, marginRight: "12px" },
  wideLead: { maxWidth: "704px" },
  state: { flexShrink: 0, maxWidth: "45%", paddingTop: "8px" },
});

export type PageProps = PropsWithChildren<{
  /** For tests and for the focus: another name is another page. */
  name: string;
  title: string;
  /** As the item is numbered, where it is. */
  number?: string | null;
  lead?: ReactNode;
  /** Mark and word at the top right. */
  state?: ReactNode;
  /** Before the title, as on Done. */
  picture?: ReactNode;
  /** Another place for the heading than the top of the column. */
  head?: (heading: ReactNode) => ReactNode;
  /** Home and "Before you start": wider, on canvas, centred. */
  wide?: boolean;
  /** What the last command of this page refused with. */
  trouble?: Diagnostic | null;
  actions?: Actions;
}>;

/** One page: a heading that takes the focus, a column that scrolls, the action bar that stays. */
export const Page: FC<PageProps> = ({ name, title, number, lead, state, picture, head, wide, trouble, actions, children }) => {
  const styles = useStyles();
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [name]);
  const h1 = (
    <h1 className={words.title} ref={heading} tabIndex={-1}>
      {number && <span className={styles.number}>{number}</span>}
      {title}
    </h1>
  );
  return (
    <main className={mergeClasses(styles.root, wide && styles.canvas)} data-testid={`page-${name.split(":")[0]}`}>
      <div className={styles.scroll} ref={scroll} data-testid="scroll">
        <div className={mergeClasses(styles.column, wide && styles.wide)}>
          {head ? (
            head(h1)
          ) : (
            <div className={styles.head}>
              {picture}
              <div className={styles.titles}>
                {h1}
                {lead && <p className={mergeClasses(words.lead, wide && styles.wideLead)}>{lead}</p>}
              </div>
              {state && <div className={styles.state}>{state}</div>}
            </div>
          )}
          {trouble && <Trouble diagnostic={trouble} />}
          {children}
        </div>
      </div>
      {actions && <ActionBar {...actions} wide={wide} />}
    </main>
  );
};
