import { makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import type { CallView } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { CopyButton } from "./CopyButton";
import { useWords } from "./words";

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  call: { display: "flex", alignItems: "flex-start", gap: "8px", minWidth: 0 },
  method: { flexShrink: 0, minWidth: "64px", fontWeight: 600 },
  texts: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0 },
});

/** Requests for experts, without their secrets. */
export const Calls: FC<{ calls: readonly CallView[] }> = ({ calls }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <ol className={styles.list}>
      {calls.map((call, index) => (
        <li key={index} className={styles.call}>
          <span className={styles.method}>
            <span className={words.mono}>{tidy(call.method)}</span>
          </span>
          <span className={styles.texts}>
            <span className={words.mono}>{tidy(call.target)}</span>
            {(call.status !== null || call.at) && (
              <span className={words.meta}>
                {[call.status, call.at && say.time(call.at, true), call.by_app && say("ui-call-by-app"), call.request_id && say("ui-call-request-id", { id: call.request_id })]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            )}
          </span>
          <CopyButton text={`${call.method} ${call.target}${call.request_id ? ` ${call.request_id}` : ""}`} what={say("ui-call")} />
        </li>
      ))}
    </ol>
  );
};
