import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic } from "../ipc/bindings";
import { State } from "../marks/State";
import { useSay } from "../text/Texts";

const useStyles = makeStyles({ root: { minHeight: "32px" } });

type Props = { trouble: Diagnostic | null; onBack: () => void };

/** While a page's content is being read from this computer: a moment, or the reason why it cannot be. */
export const Opening: FC<Props> = ({ trouble, onBack }) => {
  const styles = useStyles();
  const say = useSay();
  return (
    <Page name="opening" title={say(trouble ? "ui-opening-failed" : "ui-opening")} trouble={trouble} actions={{ back: onBack }}>
      <div className={styles.root}>{!trouble && <State standing="running" words={say("ui-opening-what")} />}</div>
    </Page>
  );
};
