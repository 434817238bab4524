import { Button, makeStyles } from "@fluentui/react-components";
import { CheckmarkRegular, CopyRegular } from "@fluentui/react-icons";
import { type FC, useEffect, useState } from "react";
import { useHost } from "../ipc/HostContext";
import { useSay } from "../text/Texts";
import { useAnnounce } from "../frame/Announcer";

const useStyles = makeStyles({ small: { minWidth: "24px", width: "24px", height: "24px", padding: 0, flexShrink: 0 } });

type Props = {
  text: string;
  /** What is copied, for those who cannot see it: "Copy the tenant id". */
  what: string;
  /** With words instead of an icon alone. */
  words?: string;
  size?: "small" | "medium";
};

const TOLD_FOR = 2000;

export const CopyButton: FC<Props> = ({ text, what, words, size = "small" }) => {
  const [copied, setCopied] = useState(false);
  const styles = useStyles();
  const host = useHost();
  const say = useSay();
  const announce = useAnnounce();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TOLD_FOR);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await host.copyText(text).then(
      () => {
        setCopied(true);
        announce(say("ui-copied"));
      },
      () => announce(say("ui-copy-failed"), "assertive"),
    );
  };
  return (
    <Button
      appearance={words ? "outline" : "subtle"}
      size={size}
      className={words ? undefined : styles.small}
      icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={words ? undefined : say("ui-copy-what", { what })}
      title={words ? undefined : say("ui-copy")}
      onClick={copy}
    >
      {words && (copied ? say("ui-copied") : words)}
    </Button>
  );
};
