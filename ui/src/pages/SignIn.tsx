import { Button, Field, Input, makeStyles, Radio, RadioGroup } from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons";
import { type FC, useState } from "react";
import type { Actions } from "../frame/ActionBar";
import { Page } from "../frame/Page";
import type { Diagnostic, ItemHead, PracticeAccount, SetupView, SignInAppMaker, SignInMethod, SignInOffer, SignInState } from "../ipc/bindings";
import { State } from "../marks/State";
import { standingOf } from "../marks/standing";
import { Card, Row, Rows } from "../pieces/Card";
import { Disclosure } from "../pieces/Disclosure";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { BrowserPanel } from "./BrowserPanel";
import { TenantFacts } from "./TenantCard";

const useStyles = makeStyles({
  radios: { marginLeft: "-8px" },
  radio: { alignItems: "flex-start" },
  own: { margin: "0 0 0 28px", display: "flex", gap: "8px", alignItems: "flex-end", flexWrap: "wrap" },
  ownField: { width: "340px", maxWidth: "100%" },
  maker: { display: "flex", flexDirection: "column", gap: "4px", width: "100%" },
  visits: { marginTop: "12px" },
  device: { display: "flex", flexDirection: "column", alignItems: "flex-start", gap: "8px", paddingLeft: "24px" },
});

export type SignInProps = {
  setup: SetupView;
  head: ItemHead;
  offer: SignInOffer | null;
  state: SignInState | null;
  accounts: readonly PracticeAccount[];
  trouble: Diagnostic | null;
  busy: boolean;
  onSignIn: (method: SignInMethod) => void;
  onCancel: () => void;
  onPaste: (address: string) => void;
  onCopyLink: (link: string) => void;
  onOwnClient: (client: string | null) => void;
  /** Opens the set-up that makes an own sign-in app, or begins it. */
  onMakeOwn: () => void;
  onNext?: () => void;
  onBack: () => void;
};

const open = (state: SignInState | null) => (state?.state === "browser_open" || state?.state === "device_code" ? state : null);

/** The second half: which app signs you in and why, then the browser. */
export const SignIn: FC<SignInProps> = (props) => {
  const { setup, head, offer, state, accounts, trouble, onPaste, onOwnClient, onMakeOwn, onSignIn } = props;
  const [own, setOwn] = useState<boolean | null>(null);
  const say = useSay();
  const words = useWords();
  const underWay = open(state);
  const isOwn = own ?? (offer !== null && offer.own_client !== null);
  const unnamed = isOwn && offer?.own_client === null;
  const ended = state?.state === "ended" ? state.diagnostic : null;
  const signedIn = setup.session !== null && !underWay;
  const { tenant } = setup.card;
  return (
    <Page
      name={`item:${head.id}`}
      number={head.numeral}
      title={say(head.title)}
      lead={signedIn ? say("ui-signin-lead-done") : tenant ? say("ui-signin-lead-tenant", { domain: tenant.domain }) : say("ui-signin-lead")}
      state={<State standing={underWay ? "running" : standingOf(head)} words={underWay ? say(`ui-signin-${underWay.state.replace("_", "-")}`) : undefined} />}
      trouble={trouble ?? ended}
      actions={signInActions(props, unnamed, say)}
    >
      {signedIn && setup.session && (
        <Card>
          <KeyValues tight>
            <KeyValue label={say("ui-signin-account")}>
              {tidy(setup.session.account.name)} <span className={words.quiet}>{tidy(setup.session.account.upn)}</span>
            </KeyValue>
            <KeyValue label={say("ui-signin-tenant")}>
              {tidy(setup.session.tenant_name)} <span className={words.quiet}>{tidy(setup.session.primary_domain)}</span>
            </KeyValue>
            <KeyValue label={say("ui-tenant-id")}>
              <span className={words.mono}>{setup.session.tenant_id}</span>
            </KeyValue>
          </KeyValues>
        </Card>
      )}
      {!signedIn && tenant && !(underWay && accounts.length > 0) && (
        <Card>
          <TenantFacts tenant={tenant} />
        </Card>
      )}
      {underWay && <BrowserPanel state={underWay} client={offer?.visits[0]?.client_name ?? null} domain={tenant?.domain ?? ""} accounts={accounts} onPaste={onPaste} />}
      {!underWay && offer && (
        <>
          <WhichApp offer={offer} own={isOwn} onOwn={setOwn} onOwnClient={onOwnClient} onMakeOwn={onMakeOwn} />
          <p className={words.meta}>{say("ui-signin-never-sees")}</p>
          <Fallback disabled={props.busy || unnamed} onSignIn={onSignIn} />
        </>
      )}
    </Page>
  );
};

/** `unnamed`: an own app is to sign in, and nobody has said which. */
const signInActions = ({ setup, state, busy, onSignIn, onCancel, onCopyLink, onNext, onBack }: SignInProps, unnamed: boolean, say: ReturnType<typeof useSay>): Actions => {
  const underWay = open(state);
  if (underWay?.state === "browser_open") {
    return {
      primary: { label: say("ui-browser-again"), onPress: () => onSignIn("browser") },
      second: { label: say("ui-browser-copy-link"), icon: <CopyRegular />, onPress: () => onCopyLink(underWay.link), testId: "copy-link" },
      quiet: { label: say("ui-cancel"), onPress: onCancel, testId: "cancel" },
      back: onBack,
      nextWaits: true,
    };
  }
  if (underWay) return { second: { label: say("ui-cancel"), onPress: onCancel, testId: "cancel" }, reason: say("ui-device-waiting"), back: onBack, nextWaits: true };
  if (setup.session && onNext) {
    return {
      primary: { label: say("ui-go-on"), onPress: onNext },
      second: { label: say("ui-signin-other"), onPress: () => onSignIn("browser"), disabled: busy || unnamed },
      back: onBack,
    };
  }
  return {
    primary: { label: say("ui-signin-open-browser"), onPress: () => onSignIn("browser"), disabled: busy || unnamed },
    reason: say(unnamed ? "ui-signin-own-missing" : "ui-signin-reason"),
    back: onBack,
    nextWaits: true,
  };
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type WhichAppProps = { offer: SignInOffer; own: boolean; onOwn: (own: boolean) => void; onOwnClient: (client: string | null) => void; onMakeOwn: () => void };

const WhichApp: FC<WhichAppProps> = ({ offer, own, onOwn, onOwnClient, onMakeOwn }) => {
  const [client, setClient] = useState<string>(offer.own_client ?? "");
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const first = offer.visits[0];
  const wrong = client.trim() !== "" && !GUID.test(client.trim());
  const choose = (value: string) => {
    onOwn(value === "own");
    if (value === "public" && offer.own_client !== null) onOwnClient(null);
  };
  return (
    <Card>
      <h2 className={words.section} id="which-app">
        {say("ui-signin-which-app")}
      </h2>
      <RadioGroup className={styles.radios} aria-labelledby="which-app" value={own ? "own" : "public"} onChange={(_, { value }) => choose(value)}>
        <Radio
          className={styles.radio}
          value="public"
          label={
            <span className={words.stack}>
              <span>{say("ui-signin-public")}</span>
              <span className={words.meta}>{first && offer.own_client === null ? say("ui-signin-public-note-named", { client: first.client_name }) : say("ui-signin-public-note")}</span>
            </span>
          }
        />
        <Radio
          className={styles.radio}
          value="own"
          label={
            <span className={words.stack}>
              <span>{say("ui-signin-own")}</span>
              <span className={words.meta}>{say("ui-signin-own-note")}</span>
            </span>
          }
        />
      </RadioGroup>
      {own && (
        <div className={styles.own}>
          <Field className={styles.ownField} label={say("ui-signin-own-id")} validationState={wrong ? "warning" : "none"} validationMessage={wrong ? say("ui-signin-own-wrong") : undefined}>
            <Input value={client} spellCheck={false} autoComplete="off" onChange={(_, { value }) => setClient(value)} />
          </Field>
          {GUID.test(client.trim()) && client.trim() !== offer.own_client && <Button onClick={() => onOwnClient(client.trim())}>{say("ui-signin-own-use")}</Button>}
          {offer.maker && offer.own_client === null && (
            <Maker
              maker={offer.maker}
              onUse={(made) => {
                setClient(made);
                onOwnClient(made);
              }}
              onMake={onMakeOwn}
            />
          )}
        </div>
      )}
      <div className={styles.visits}>
        <Visits offer={offer} />
      </div>
    </Card>
  );
};

/** The app that Handrail made in this tenant, or the way to one. */
const Maker: FC<{ maker: SignInAppMaker; onUse: (client: string) => void; onMake: () => void }> = ({ maker, onUse, onMake }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { client, setup } = maker;
  return (
    <div className={styles.maker}>
      <span className={words.meta}>{client === null ? say("ui-signin-own-make-note") : say("ui-signin-own-made", { client })}</span>
      <span>
        {client === null ? (
          <Button onClick={onMake} data-testid="make-own">
            {say(setup === null ? "ui-signin-own-make" : "ui-signin-own-making")}
          </Button>
        ) : (
          <Button onClick={() => onUse(client)} data-testid="use-made">
            {say("ui-signin-own-use")}
          </Button>
        )}
      </span>
    </div>
  );
};

const Visits: FC<{ offer: SignInOffer }> = ({ offer }) => {
  const words = useWords();
  const say = useSay();
  return (
    <Disclosure title={say("ui-signin-visits", { count: offer.visits.length })} testId="visits">
      <Rows ordered label={say("ui-signin-visits", { count: offer.visits.length })}>
        {offer.visits.map((visit, index) => (
          <Row key={index}>
            <span className={words.quiet}>{index + 1}</span>
            <span className={words.stack}>
              <span className={words.strong}>{tidy(visit.client_name)}</span>
              <span className={words.meta}>{say("ui-signin-visit", { service: visit.service, when: visit.when })}</span>
              <span className={words.mono}>{visit.client}</span>
              {visit.scopes.length > 0 && <span className={words.meta}>{say("ui-signin-asks", { scopes: visit.scopes.join(", ") })}</span>}
            </span>
          </Row>
        ))}
      </Rows>
    </Disclosure>
  );
};

/** Only behind its warning: a code that somebody sent is how accounts are stolen. */
const Fallback: FC<{ disabled: boolean; onSignIn: (method: SignInMethod) => void }> = ({ disabled, onSignIn }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Disclosure title={say("ui-device-open")} testId="fallback">
      <div className={styles.device}>
        <p className={words.body}>{say("ui-device-when")}</p>
        <p className={words.body}>{say("ui-device-warning")}</p>
        <Button onClick={() => onSignIn("device_code")} disabled={disabled} data-testid="use-device-code">
          {say("ui-device-use")}
        </Button>
      </div>
    </Disclosure>
  );
};
