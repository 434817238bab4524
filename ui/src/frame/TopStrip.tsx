import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, tokens } from "@fluentui/react-components";
import { PauseCircleRegular, TextAlignLeftRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import { Mark } from "../marks/Mark";
import { standingOf, standingId } from "../marks/standing";
import { numbered } from "../run/actionWords";
import { useSay } from "../text/Texts";
import { forced, tiny } from "../theme/measures";
import type { RailProps } from "./Rail";

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    padding: "4px 16px 0 24px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { display: "flex", alignItems: "center", gap: "8px", minHeight: "32px", flexWrap: "wrap" },
  title: { fontWeight: tokens.fontWeightSemibold },
  count: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  buttons: { marginLeft: "auto", display: "flex", gap: "4px" },
  button: { fontWeight: 400, fontSize: tokens.fontSizeBase200, minWidth: 0 },
  marks: { display: "flex", margin: "0 8px 0 0", padding: 0, listStyleType: "none" },
  cell: { flexGrow: 1, flexBasis: 0, minWidth: 0 },
  mark: {
    display: "flex",
    justifyContent: "center",
    width: "100%",
    padding: "4px 0 6px",
    border: "none",
    borderBottom: "3px solid transparent",
    [forced]: { borderBottomColor: "Canvas" },
    backgroundColor: "transparent",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  current: { borderBottomColor: tokens.colorBrandForeground1, [forced]: { borderBottomColor: "Highlight" } },
  wide: { [tiny]: { display: "none" } },
});

/** The rail below 900 px: one mark per item. */
export const TopStrip: FC<RailProps> = ({ title, items, current, finished, onOpen, onLater, onReviewAll, onHandOver }) => {
  const styles = useStyles();
  const say = useSay();
  return (
    <nav className={styles.root} aria-label={say("ui-rail-label")} data-testid="top-strip">
      <div className={styles.head}>
        <span className={styles.title}>{title}</span>
        <span className={styles.count}>{say("ui-rail-count", { done: finished, of: items.length })}</span>
        <span className={styles.buttons}>
          {onLater && (
            <Button appearance="subtle" size="small" className={styles.button} icon={<PauseCircleRegular />} onClick={onLater} data-testid="later">
              {say("ui-rail-later")}
            </Button>
          )}
          {onOpen && (
            <Menu>
              <MenuTrigger disableButtonEnhancement>
                <Button appearance="subtle" size="small" className={styles.button} icon={<TextAlignLeftRegular />} data-testid="all-items">
                  {say("ui-rail-all")}
                </Button>
              </MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {items.map((head) => (
                    <MenuItem key={head.id} icon={<Mark standing={standingOf(head)} />} onClick={() => onOpen(head.id)}>
                      {numbered(head, say)}
                    </MenuItem>
                  ))}
                  {onReviewAll && <MenuItem onClick={onReviewAll}>{say("ui-rail-review-all")}</MenuItem>}
                  {onHandOver && <MenuItem onClick={onHandOver}>{say("ui-rail-hand-over")}</MenuItem>}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
        </span>
      </div>
      <ol className={styles.marks}>
        {items.map((head) => {
          const standing = standingOf(head);
          const label = [...(head.numeral ? [head.numeral] : []), say(head.title), say(standingId(standing))].join(", ");
          const className = mergeClasses(styles.mark, head.id === current && styles.current);
          return (
            <li key={head.id} className={styles.cell}>
              {onOpen ? (
                <button
                  type="button"
                  className={className}
                  aria-label={label}
                  title={numbered(head, say)}
                  aria-current={head.id === current ? "step" : undefined}
                  onClick={() => onOpen(head.id)}
                  data-testid={`item-${head.id}`}
                  data-standing={standing}
                >
                  <Mark standing={standing} size={16} />
                </button>
              ) : (
                <span className={className} role="img" aria-label={label}>
                  <Mark standing={standing} size={16} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
};
