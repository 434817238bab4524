import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { GlobeRegular, KeyRegular } from "@fluentui/react-icons";
import { type FC, useState } from "react";
import type { PracticeAccount, SignInState } from "../ipc/bindings";
import { Card } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  card: { display: "flex", flexDirection: "column", gap: "16px" },
  head: { display: "flex", gap: "16px" },
  icon: { flexShrink: 0, fontSize: "24px", height: "24px" },
  texts: { display: "flex", flexDirection: "column", gap: "4px", minWidth: 0 },
  paste: { display: "flex", gap: "8px" },
  input: { flexGrow: 1, minWidth: 0 },
  code: { display: "flex", alignItems: "center", gap: "8px" },
  big: { fontSize: "24px", lineHeight: "32px", fontWeight: 600, letterSpacing: "2px" },
});

type Props = {
  state: Extract<SignInState, { state: "browser_open" | "device_code" }>;
  /** Name that Microsoft shows for the app. */
  client: string | null;
  domain: string;
  /** In practice: who one can be. */
  accounts: readonly PracticeAccount[];
  onPaste: (address: string) => void;
};

/** One visit to the browser: what appears there, what to click, and what to do when it does not come back. */
export const BrowserPanel: FC<Props> = ({ state, client, domain, accounts, onPaste }) => {
  const [address, setAddress] = useState("");
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (state.state === "device_code") return <DeviceCode {...state} />;
  return (
    <Card tint="canvas" className={styles.card} data-testid="browser-open">
      <div className={styles.head}>
        <GlobeRegular className={styles.icon} aria-hidden="true" />
        <div className={styles.texts}>
          <h2 className={words.section}>{say("ui-browser-open", { domain })}</h2>
          <p className={words.body}>{client ? say("ui-browser-what-named", { client }) : say("ui-browser-what")}</p>
          <p className={words.meta}>{say("ui-browser-until", { time: say.time(state.until) })}</p>
        </div>
      </div>
      {accounts.length > 0 && (
        <div>
          <p className={words.strong}>{say("ui-browser-accounts")}</p>
          <KeyValues tight>
            {accounts.map((account) => (
              <KeyValue key={account.upn} label={tidy(account.name)}>
                {tidy(account.upn)} <span className={words.meta}>{account.roles.length > 0 ? say.list(account.roles.map(tidy)) : say("ui-browser-no-role")}</span>
              </KeyValue>
            ))}
          </KeyValues>
        </div>
      )}
      <Field label={say("ui-browser-paste")} hint={say("ui-browser-paste-hint")}>
        {(field) => (
          <div className={styles.paste}>
            <Input {...field} className={styles.input} value={address} placeholder="http://localhost" spellCheck={false} autoComplete="off" onChange={(_, { value }) => setAddress(value)} />
            {address.trim() !== "" && <Button onClick={() => onPaste(address.trim())}>{say("ui-browser-paste-go")}</Button>}
          </div>
        )}
      </Field>
    </Card>
  );
};

const DeviceCode: FC<Extract<SignInState, { state: "device_code" }>> = ({ url, code, until }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Card tint="canvas" className={styles.card} data-testid="device-code">
      <div className={styles.head}>
        <KeyRegular className={styles.icon} aria-hidden="true" />
        <div className={styles.texts}>
          <h2 className={words.section}>{say("ui-device-title", { url })}</h2>
          <p className={styles.code}>
            <span className={styles.big}>{tidy(code)}</span>
            <CopyButton text={code} what={say("ui-device-code")} />
          </p>
          <p className={words.body}>{say("ui-device-warning")}</p>
          <p className={words.meta}>{say("ui-device-until", { time: say.time(until) })}</p>
        </div>
      </div>
    </Card>
  );
};
