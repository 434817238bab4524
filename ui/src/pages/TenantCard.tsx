import { Field, Input, makeStyles } from "@fluentui/react-components";
import { type FC, useEffect, useState } from "react";
import type { Diagnostic, TenantRef } from "../ipc/bindings";
import { asDiagnostic } from "../ipc/host";
import { State } from "../marks/State";
import { Card } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { tenantIn } from "../run/tenant";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  field: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "12px" },
  input: { width: "320px", maxWidth: "100%" },
  facts: { marginTop: "16px" },
  id: { display: "flex", alignItems: "center", gap: "8px" },
});

/** One stops typing before the question is sent. */
const PAUSE = 500;

type Looking = { state: "idle" } | { state: "looking" } | { state: "found"; tenant: TenantRef } | { state: "missing"; diagnostic: Diagnostic };

type Props = { find: (domain: string) => Promise<TenantRef>; onFound: (tenant: TenantRef | null) => void };

/** The tenant first: its id, cloud and region are known before anybody signs in. */
export const TenantCard: FC<Props> = ({ find, onFound }) => {
  const [text, setText] = useState("");
  const [looking, setLooking] = useState<Looking>({ state: "idle" });
  const styles = useStyles();
  const say = useSay();
  const wanted = tenantIn(text);
  useEffect(() => {
    onFound(null);
    setLooking({ state: "idle" });
    if (!wanted) return;
    let stale = false;
    const timer = setTimeout(() => {
      setLooking({ state: "looking" });
      find(wanted).then(
        (tenant) => {
          if (stale) return;
          setLooking({ state: "found", tenant });
          onFound(tenant);
        },
        (refusal: unknown) => !stale && setLooking({ state: "missing", diagnostic: asDiagnostic(refusal) }),
      );
    }, PAUSE);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, find, onFound]);
  const wrong = looking.state === "missing" ? `${say(looking.diagnostic.what)} ${say(looking.diagnostic.remedy)}` : undefined;
  return (
    <Card>
      <Field label={say("ui-tenant-label")} hint={say("ui-tenant-hint")} validationState={wrong ? "error" : "none"} validationMessage={wrong}>
        {(field) => (
          <div className={styles.field}>
            <Input {...field} className={styles.input} value={text} placeholder="contoso.com" spellCheck={false} autoComplete="off" onChange={(_, { value }) => setText(value)} />
            <span role="status">
              {looking.state === "looking" && <State standing="running" words={say("ui-tenant-looking")} />}
              {looking.state === "found" && <State standing="done" words={say("ui-tenant-found")} />}
            </span>
          </div>
        )}
      </Field>
      {looking.state === "found" && (
        <div className={styles.facts}>
          <TenantFacts tenant={looking.tenant} />
        </div>
      )}
    </Card>
  );
};

export const TenantFacts: FC<{ tenant: TenantRef }> = ({ tenant }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <KeyValues tight>
      <KeyValue label={say("ui-tenant-id")}>
        <span className={styles.id}>
          <span className={words.mono}>{tenant.id}</span>
          <CopyButton text={tenant.id} what={say("ui-tenant-id")} />
        </span>
      </KeyValue>
      <KeyValue label={say("ui-tenant-cloud")}>{say("ui-cloud", { cloud: tenant.cloud })}</KeyValue>
      {tenant.region && <KeyValue label={say("ui-tenant-region")}>{say("ui-region", { region: tenant.region })}</KeyValue>}
      <KeyValue label={say("ui-tenant-name")}>{tenant.name ? tidy(tenant.name) : <span className={words.quiet}>{say("ui-tenant-name-later")}</span>}</KeyValue>
    </KeyValues>
  );
};
