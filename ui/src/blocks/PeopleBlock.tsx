import { Button, makeStyles, mergeClasses, tokens, shorthands } from "@fluentui/react-components";
import { type FC, useState } from "react";
import type { Block, PersonView } from "../ipc/bindings";
import { Mark, useInk } from "../marks/Mark";
import { isFine, standingId } from "../marks/standing";
import { Avatar } from "../pieces/Avatar";
import { Heading, Row, Rows } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  chips: { display: "flex", flexWrap: "wrap", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  chip: {
    display: "inline-flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "30px",
    maxWidth: "100%",
    padding: "0 12px 0 4px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "16px",
    overflowWrap: "anywhere",
  },
  framed: { ...shorthands.borderColor("currentColor") },
  name: { color: tokens.colorNeutralForeground1 },
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  loud: { fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
  row: { alignItems: "center" },
});

/** More than that and the page is a list of names. */
const SHOWN = 24;

/** People one can ask as rows, people something is done for as chips. */
export const PeopleBlock: FC<Extract<Block, { block: "people" }>> = ({ title, people }) => {
  const [all, setAll] = useState(false);
  const styles = useStyles();
  const say = useSay();
  const heading = title && say(title);
  const shown = all ? people : people.slice(0, SHOWN);
  const asked = people.every((person) => person.outcome === null);
  return (
    <div>
      {heading && <Heading>{heading}</Heading>}
      {asked ? (
        <Rows label={heading ?? undefined}>
          {shown.map((person) => (
            <PersonRow key={person.upn} person={person} />
          ))}
        </Rows>
      ) : (
        <ul className={styles.chips} aria-label={heading ?? undefined}>
          {shown.map((person) => (
            <PersonChip key={person.upn} person={person} />
          ))}
        </ul>
      )}
      {people.length > shown.length && (
        <Button appearance="subtle" onClick={() => setAll(true)}>
          {say("ui-people-all", { count: people.length })}
        </Button>
      )}
    </div>
  );
};

const PersonRow: FC<{ person: PersonView }> = ({ person }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Row className={styles.row}>
      <Avatar name={person.name} upn={person.upn} />
      <span className={mergeClasses(words.grow, words.stack)}>
        <span className={words.strong}>{tidy(person.name)}</span>
        {person.note && <span className={words.meta}>{say(person.note)}</span>}
      </span>
      <span className={words.quiet}>{tidy(person.upn)}</span>
      <CopyButton text={person.upn} what={tidy(person.upn)} />
    </Row>
  );
};

const PersonChip: FC<{ person: PersonView }> = ({ person }) => {
  const styles = useStyles();
  const say = useSay();
  const ink = useInk(person.outcome ?? "locked");
  const loud = person.outcome !== null && !isFine(person.outcome);
  return (
    <li className={mergeClasses(styles.chip, loud && styles.framed, loud && ink)} title={tidy(person.upn)}>
      <Avatar name={person.name} upn={person.upn} size="small" />
      <span className={styles.name}>{tidy(person.name)}</span>
      {person.outcome && <Mark standing={person.outcome} size={16} />}
      {person.note ? (
        <span className={mergeClasses(loud ? styles.loud : styles.note)}>{say(person.note)}</span>
      ) : (
        loud && person.outcome && <span className={styles.loud}>{say(standingId(person.outcome))}</span>
      )}
    </li>
  );
};
