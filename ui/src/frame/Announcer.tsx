import { makeStyles } from "@fluentui/react-components";
import { createContext, type FC, type PropsWithChildren, useCallback, useContext, useState } from "react";

type Loudness = "polite" | "assertive";
type Announce = (words: string, loudness?: Loudness) => void;

const AnnounceContext = createContext<Announce>(() => {});

const useStyles = makeStyles({
  hidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    margin: "-1px",
    overflow: "hidden",
    clip: "rect(0 0 0 0)",
    whiteSpace: "nowrap",
  },
});

/** Two regions that a screen reader listens to: results wait their turn, failures do not. */
export const Announcer: FC<PropsWithChildren> = ({ children }) => {
  const [words, setWords] = useState<Record<Loudness, string>>({ polite: "", assertive: "" });
  const styles = useStyles();
  const announce = useCallback<Announce>((text, loudness = "polite") => {
    // The same words twice are told twice: a changed number of spaces makes them new.
    setWords((before) => ({ ...before, [loudness]: before[loudness] === text ? `${text} ` : text }));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className={styles.hidden} aria-live="polite" data-testid="polite">
        {words.polite}
      </div>
      <div className={styles.hidden} aria-live="assertive" role="alert" data-testid="assertive">
        {words.assertive}
      </div>
    </AnnounceContext>
  );
};

export const useAnnounce = (): Announce => useContext(AnnounceContext);
