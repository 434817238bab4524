import { makeStyles, tokens } from "@fluentui/react-components";
import { type FC, useEffect, useState } from "react";
import type { UserRef } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { Avatar } from "./Avatar";
import { useWords } from "./words";

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: "4px",
    listStyleType: "none",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  user: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    width: "100%",
    padding: "4px 8px",
    border: "none",
    borderRadius: "4px",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase300,
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** Long enough that one does not search after each letter. */
const PAUSE = 300;
const SHORTEST = 2;

type Props = {
  text: string;
  search: (text: string) => Promise<UserRef[]>;
  /** Already chosen. */
  without?: readonly string[];
  onChoose: (user: UserRef) => void;
};

/** What the directory knows for the letters so far: buttons under the field, in the order of Tab. */
export const Suggestions: FC<Props> = ({ text, search, without = [], onChoose }) => {
  const [found, setFound] = useState<{ text: string; users: UserRef[] } | null>(null);
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < SHORTEST) return;
    let stale = false;
    const timer = setTimeout(() => {
      search(wanted).then(
        (users) => !stale && setFound({ text: wanted, users }),
        () => !stale && setFound(null),
      );
    }, PAUSE);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, search]);
  if (wanted.length < SHORTEST || found?.text !== wanted) return null;
  const users = found.users.filter((user) => !without.includes(user.upn) && user.upn !== wanted);
  if (users.length === 0) return found.users.length > 0 ? null : <p className={words.meta}>{say("ui-users-none", { text: wanted })}</p>;
  return (
    <ul className={styles.list} aria-label={say("ui-users-found")}>
      {users.slice(0, 6).map((user) => (
        <li key={user.id}>
          <button
            type="button"
            className={styles.user}
            // Before the field loses the focus and takes in half a name.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(user)}
          >
            <Avatar name={user.name} upn={user.upn} size="small" />
            <span>{tidy(user.name)}</span>
            <span className={words.quiet}>{tidy(user.upn)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
