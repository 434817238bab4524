import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type FC, useState } from "react";
import type { Action, Block, CheckRow, ItemHead } from "../ipc/bindings";
import { Mark, useInk } from "../marks/Mark";
import { isFine, worstFirst, standingId } from "../marks/standing";
import { Heading, Row, Rows } from "../pieces/Card";
import { useWords } from "../pieces/words";
import { actionWords } from "../run/actionWords";
import { useSay } from "../text/Texts";
import { tiny } from "../theme/measures";

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", gap: "20px" },
  row: { alignItems: "center", [tiny]: { flexWrap: "wrap" } },
  mark: { alignSelf: "flex-start" },
  texts: { display: "flex", flexDirection: "column", gap: "2px", flexGrow: 1, minWidth: 0 },
  word: { fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, marginRight: "8px" },
  // A ticket to be copied has a line for each host.
  lines: { whiteSpace: "pre-line" },
  button: { flexShrink: 0, whiteSpace: "nowrap" },
});

type Props = Extract<Block, { block: "checklist" }> & { items: readonly ItemHead[]; onAction: (action: Action) => void };

/** Worst first; what is fine is folded into one row. */
export const ChecklistBlock: FC<Props> = ({ title, rows, items, onAction }) => {
  const [open, setOpen] = useState(false);
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  // What does not apply is fine beside checks that are; by itself it is what there is to read.
  const isFolded = (row: CheckRow): boolean => isFine(row.outcome) && rows.some((one) => one.outcome === "done" || one.outcome === "changed");
  const open_ones = worstFirst(rows.filter((row) => !isFolded(row)));
  const fine = rows.filter(isFolded);
  // One row is told sooner than that there is one.
  const only = fine.length === 1 ? fine[0] : undefined;
  return (
    <div>
      {title && <Heading>{say(title)}</Heading>}
      <div className={styles.stack}>
        {open_ones.length > 0 && (
          <Rows label={say("ui-checks-open")}>
            {open_ones.map((row) => (
              <Check key={row.id} row={row} items={items} onAction={onAction} />
            ))}
          </Rows>
        )}
        {only && (
          <Rows label={say("ui-checks-fine", { count: 1 })}>
            <Check row={only} items={items} onAction={onAction} />
          </Rows>
        )}
        {fine.length > 1 && (
          <Rows label={say("ui-checks-fine", { count: fine.length })}>
            <Row className={styles.row}>
              <Mark standing="done" className={styles.mark} />
              <div className={styles.texts}>
                <span className={words.strong}>{say("ui-checks-fine", { count: fine.length })}</span>
                {!open && <span className={words.meta}>{fine.slice(0, 4).map((row) => say(row.title)).concat(fine.length > 4 ? [say("ui-checks-others", { count: fine.length - 4 })] : []).join(" · ")}</span>}
              </div>
              <Button appearance="subtle" className={styles.button} aria-expanded={open} onClick={() => setOpen(!open)} data-testid="fine-checks">
                {say(open ? "ui-hide" : "ui-show")}
              </Button>
            </Row>
            {open && fine.map((row) => <Check key={row.id} row={row} items={items} onAction={onAction} />)}
          </Rows>
        )}
      </div>
    </div>
  );
};

const Check: FC<{ row: CheckRow; items: readonly ItemHead[]; onAction: (action: Action) => void }> = ({ row, items, onAction }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const ink = useInk(row.outcome);
  const { action } = row;
  const blocked = row.blocks.length > 0 ? say("ui-check-blocks", { items: say.list(row.blocks.map((item) => say(item))) }) : null;
  return (
    <Row className={styles.row} testId={`check-${row.id}`}>
      <Mark standing={row.outcome} className={styles.mark} />
      <div className={styles.texts}>
        <span className={words.strong}>{say(row.title)}</span>
        {row.detail && <span className={mergeClasses(words.body, words.second, styles.lines)}>{say(row.detail)}</span>}
        {row.remedy && <span className={mergeClasses(words.body, words.second)}>{say(row.remedy)}</span>}
        <span className={words.meta}>
          <span className={mergeClasses(styles.word, ink)}>{say(standingId(row.outcome))}</span>
          {[blocked, row.who && say(row.who)].filter(Boolean).join(" · ")}
        </span>
      </div>
      {action && (
        <Button className={styles.button} onClick={() => onAction(action)}>
          {actionWords(action, items, say)}
        </Button>
      )}
    </Row>
  );
};
