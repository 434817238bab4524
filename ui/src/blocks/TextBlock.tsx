import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { Block, Tone } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import type { Standing } from "../marks/standing";
import { Card } from "../pieces/Card";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";

const useStyles = makeStyles({ card: { display: "flex", gap: "12px", padding: "12px 16px" } });

type Loud = Exclude<Tone, "plain" | "quiet">;

const MARKS: Readonly<Record<Loud, Standing>> = { success: "done", warning: "finding", danger: "failed" };

export const TextBlock: FC<Extract<Block, { block: "text" }>> = ({ text, tone }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (tone === "plain") return <p className={words.body}>{say(text)}</p>;
  if (tone === "quiet") return <p className={words.meta}>{say(text)}</p>;
  return (
    <Card tint={tone} className={styles.card}>
      <Mark standing={MARKS[tone]} />
      <p className={words.body}>{say(text)}</p>
    </Card>
  );
};
