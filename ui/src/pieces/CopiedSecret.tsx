import { type FC, useEffect, useState } from "react";
import { useAnnounce } from "../frame/Announcer";
import { useSay } from "../text/Texts";
import { Card } from "./Card";
import { useWords } from "./words";

/** How long Rust leaves a secret on the clipboard, in seconds. */
export const STAYS = 60;

type Props = {
  /** Counted up with each copy. */
  copies: number;
};

/** A secret was copied: told once aloud, and counted down for those who see it. */
export const CopiedSecret: FC<Props> = ({ copies }) => {
  const [left, setLeft] = useState(0);
  const say = useSay();
  const words = useWords();
  const announce = useAnnounce();
  useEffect(() => {
    if (copies === 0) return;
    setLeft(STAYS);
    announce(say("ui-secret-copied", { seconds: STAYS }));
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
    // Words and announcer stay the same while it counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [copies]);
  if (copies === 0) return null;
  return (
    <Card tint="success" data-testid="copied-secret">
      <p className={words.body}>{left > 0 ? say("ui-secret-copied", { seconds: left }) : say("ui-secret-cleared")}</p>
    </Card>
  );
};
