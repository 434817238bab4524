import { Button, makeStyles, mergeClasses, tokens, shorthands } from "@fluentui/react-components";
import { BoxArrowUpRegular, ClipboardTaskListLtrRegular, PauseCircleRegular } from "@fluentui/react-icons";
import { type FC, Fragment } from "react";
import type { ItemHead, ItemId } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { standingOf, standingId } from "../marks/standing";
import { Progress } from "../pieces/Progress";
import { useSay } from "../text/Texts";
import { forced } from "../theme/measures";
import { activityWords } from "./activityWords";

const useStyles = makeStyles({
  root: {
    boxSizing: "border-box",
    flexShrink: 0,
    width: "288px",
    display: "flex",
    flexDirection: "column",
    minHeight: 0,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { padding: "20px 24px 12px" },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: "24px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  count: { margin: "4px 0 8px", fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3 },
  list: { flexGrow: 1, minHeight: 0, overflowY: "auto", margin: 0, padding: "0 11px 8px", listStyleType: "none" },
  item: {
    position: "relative",
    display: "grid",
    gridTemplateColumns: "32px 24px minmax(0, 1fr)",
    alignItems: "start",
    width: "100%",
    boxSizing: "border-box",
    padding: "6px 12px 6px 12px",
    border: "1px solid transparent",
    borderRadius: "4px",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    // A transparent frame becomes a visible one there; only the current item has one.
    [forced]: { ...shorthands.borderColor("Canvas") },
  },
  current: {
    [forced]: { ...shorthands.borderColor("Highlight") },
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.borderColor(tokens.colorNeutralStroke2),
    ":before": {
      content: '""',
      position: "absolute",
      left: "0",
      top: "6px",
      bottom: "6px",
      width: "3px",
      borderRadius: "2px",
      backgroundColor: tokens.colorBrandForeground1,
      [forced]: { backgroundColor: "Highlight", forcedColorAdjust: "none" },
    },
  },
  section: { padding: "12px 13px 4px", fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3 },
  number: { color: tokens.colorNeutralForeground3 },
  name: { overflowWrap: "anywhere" },
  bold: { fontWeight: tokens.fontWeightSemibold },
  subline: { display: "block", fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3, fontWeight: 400 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clip: "rect(0 0 0 0)", whiteSpace: "nowrap" },
  foot: { display: "flex", flexDirection: "column", alignItems: "flex-start", margin: "0 12px", padding: "8px 0", borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  quiet: { fontWeight: 400, justifyContent: "flex-start", minWidth: 0 },
});

export type RailProps = {
  title: string;
  items: readonly ItemHead[];
  current: ItemId | null;
  /** Words of the work under way, by item. */
  doing: ReadonlyMap<ItemId, string>;
  finished: number;
  /** Absent before the set-up exists: nothing can be opened yet. */
  onOpen?: (item: ItemId) => void;
  onLater?: () => void;
  onReviewAll?: () => void;
  /** There is something to hand over already: values, certificate, report. */
  onHandOver?: () => void;
};

export const Rail: FC<RailProps> = ({ title, items, current, doing, finished, onOpen, onLater, onReviewAll, onHandOver }) => {
  const styles = useStyles();
  const say = useSay();
  const count = say("ui-rail-count", { done: finished, of: items.length });
  return (
    <nav className={styles.root} aria-label={say("ui-rail-label")} data-testid="rail">
      <div className={styles.head}>
        <p className={styles.title}>{title}</p>
        <p className={styles.count}>{count}</p>
        <Progress done={finished} of={items.length} label={count} />
      </div>
      <ol className={styles.list}>
        {items.map((head) => (
          <Fragment key={head.id}>
            {head.section && (
              <li className={styles.section} data-testid="rail-section">
                {say(head.section)}
              </li>
            )}
            <RailItem head={head} current={head.id === current} doing={doing.get(head.id)} onOpen={onOpen} />
          </Fragment>
        ))}
      </ol>
      {(onLater || onReviewAll || onHandOver) && (
        <div className={styles.foot}>
          {onReviewAll && (
            <Button appearance="subtle" className={styles.quiet} icon={<ClipboardTaskListLtrRegular />} onClick={onReviewAll} data-testid="review-all">
              {say("ui-rail-review-all")}
            </Button>
          )}
          {onHandOver && (
            <Button appearance="subtle" className={styles.quiet} icon={<BoxArrowUpRegular />} onClick={onHandOver} data-testid="hand-over">
              {say("ui-rail-hand-over")}
            </Button>
          )}
          {onLater && (
            <Button appearance="subtle" className={styles.quiet} icon={<PauseCircleRegular />} onClick={onLater} data-testid="later">
              {say("ui-rail-later")}
            </Button>
          )}
        </div>
      )}
    </nav>
  );
};

type ItemProps = { head: ItemHead; current: boolean; doing?: string; onOpen?: (item: ItemId) => void };

const RailItem: FC<ItemProps> = ({ head, current, doing, onOpen }) => {
  const styles = useStyles();
  const say = useSay();
  const standing = standingOf(head);
  const subline = head.activity ? (doing ?? activityWords(head.activity, say)) : head.subline ? say(head.subline) : null;
  const body = (
    <>
      <Mark standing={standing} />
      <span className={styles.number}>{head.numeral}</span>
      <span className={styles.name}>
        <span className={mergeClasses(current && styles.bold)}>{say(head.title)}</span>
        <span className={styles.hidden}> {say(standingId(standing))}</span>
        {subline && <span className={styles.subline}>{subline}</span>}
      </span>
    </>
  );
  const className = mergeClasses(styles.item, current && styles.current);
  return (
    <li>
      {onOpen ? (
        <button
          type="button"
          className={className}
          aria-current={current ? "step" : undefined}
          onClick={() => onOpen(head.id)}
          data-testid={`item-${head.id}`}
          data-standing={standing}
        >
          {body}
        </button>
      ) : (
        <div className={className} aria-current={current ? "step" : undefined}>
          {body}
        </div>
      )}
    </li>
  );
};
