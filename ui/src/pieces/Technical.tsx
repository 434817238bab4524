import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { Diagnostic } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { CopyButton } from "./CopyButton";
import { Disclosure } from "./Disclosure";
import { KeyValue, KeyValues } from "./KeyValues";
import { supportText, technicalRows } from "./supportText";
import { useWords } from "./words";

const useStyles = makeStyles({ root: { paddingLeft: "24px" } });

/** Ids one click away, with everything for support on a button. */
export const TechnicalDetails: FC<{ diagnostic: Diagnostic }> = ({ diagnostic }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { technical, code } = diagnostic;
  const hint = technical ? [technical.status, technical.codes[0] ?? technical.operation].filter(Boolean).join(" · ") : code;
  return (
    <Disclosure
      title={say("ui-details")}
      hint={tidy(hint)}
      testId="technical"
      aside={<CopyButton text={supportText(diagnostic, say)} what={say("ui-copy-support")} words={say("ui-copy-support")} />}
    >
      <div className={styles.root}>
        <KeyValues tight>
          <KeyValue label={say("ui-technical-code")}>
            <span className={words.mono}>{code}</span>
          </KeyValue>
          {technical &&
            technicalRows(technical, say).map(([label, value]) => (
              <KeyValue key={label} label={label}>
                <span className={words.mono}>{tidy(value)}</span>
              </KeyValue>
            ))}
        </KeyValues>
      </div>
    </Disclosure>
  );
};
