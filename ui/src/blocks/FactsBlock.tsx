import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { Block, Fact } from "../ipc/bindings";
import { Card, Heading } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";

export const FactsBlock: FC<Extract<Block, { block: "facts" }>> = ({ title, rows }) => {
  const say = useSay();
  return (
    <div>
      {title && <Heading>{say(title)}</Heading>}
      <Card>
        <KeyValues>
          <FactRows rows={rows} />
        </KeyValues>
      </Card>
    </div>
  );
};

const useStyles = makeStyles({ value: { display: "flex", alignItems: "flex-start", gap: "8px" } });

/** Inside a list of keys and values. */
export const FactRows: FC<{ rows: readonly Fact[] }> = ({ rows }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return rows.map((row, index) => {
    const value = say(row.value);
    return (
      <KeyValue key={index} label={say(row.label)}>
        <span className={styles.value}>
          <span className={row.copy === null ? undefined : isId(value) ? words.mono : undefined}>{value}</span>
          {row.copy !== null && <CopyButton text={row.copy} what={say(row.label)} />}
        </span>
        {row.note && <span className={words.quiet}>{say(row.note)}</span>}
      </KeyValue>
    );
  });
};

/** A word without spaces that holds a digit, or is a path or an address: an id, a thumbprint, a name to copy. */
const isId = (text: string): boolean => !/\s/.test(text) && (/\d/.test(text) || text.includes("/"));
