import { makeStyles } from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import type { Actions } from "../frame/ActionBar";
import { Page } from "../frame/Page";
import type { Diagnostic, ItemHead, PlanView, PracticeAccount, SignInState } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { State } from "../marks/State";
import { standingOf, standingId } from "../marks/standing";
import { Heading } from "../pieces/Card";
import { ChangeRows } from "../pieces/Changes";
import { Disclosure } from "../pieces/Disclosure";
import { useWords } from "../pieces/words";
import type { Say } from "../text/say";
import { stepWords } from "../run/actionWords";
import { useSay } from "../text/Texts";
import { BrowserPanel } from "./BrowserPanel";

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", gap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  entry: { display: "flex", gap: "12px", alignItems: "flex-start" },
});

export type ApproveProps = {
  plan: PlanView;
  /** A visit to the browser between the yes and the changes. */
  signIn: SignInState | null;
  accounts: readonly PracticeAccount[];
  trouble: Diagnostic | null;
  busy: boolean;
  onApprove: () => void;
  onCancelSignIn: () => void;
  onCopyLink: (link: string) => void;
  onPaste: (address: string) => void;
  onBack: () => void;
};

/** These changes and nothing else. */
export const Approve: FC<ApproveProps> = (props) => {
  const { plan, signIn, accounts, trouble, onPaste } = props;
  const say = useSay();
  const words = useWords();
  const rows = plan.groups.flatMap((group) => group.changes.map((change) => ({ change, step: stepWords(group.item, say) })));
  const open = signIn?.state === "browser_open" || signIn?.state === "device_code" ? signIn : null;
  const ended = signIn?.state === "ended" ? signIn.diagnostic : null;
  return (
    <Page
      name="approve"
      title={say("ui-approve-title")}
      lead={say(plan.count === 0 ? "ui-approve-lead-none" : "ui-approve-lead")}
      state={<State standing={plan.count === 0 ? "done" : "ready"} words={say("ui-approve-count", { count: plan.count })} />}
      trouble={trouble ?? ended}
      actions={approveActions(props, open, say)}
    >
      {open && <BrowserPanel state={open} client={null} domain={plan.tenant} accounts={accounts} onPaste={onPaste} />}
      {rows.length > 0 && <ChangeRows rows={rows} label={say("ui-changes")} />}
      <LeftOut heads={plan.left_out} title={say("ui-approve-left-out")} />
      {plan.scopes.length > 0 && !open && (
        <Disclosure title={say("ui-approve-scopes", { count: plan.scopes.length })} testId="scopes">
          <p className={words.mono}>{plan.scopes.join(" ")}</p>
        </Disclosure>
      )}
    </Page>
  );
};

/** What is not in it, with the mark of the reason. */
export const LeftOut: FC<{ heads: readonly ItemHead[]; title: string }> = ({ heads, title }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (heads.length === 0) return null;
  return (
    <div>
      <Heading>{title}</Heading>
      <ul className={styles.list}>
        {heads.map((head) => (
          <li key={head.id} className={styles.entry}>
            <Mark standing={standingOf(head)} />
            <span>
              <span className={words.strong}>{say(head.title)}</span>{" "}
              <span className={words.quiet}>{head.subline ? say(head.subline) : say(standingId(standingOf(head)))}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};

const approveActions = (props: ApproveProps, open: SignInState | null, say: Say): Actions => {
  const { plan, busy, onApprove, onCancelSignIn, onCopyLink, onBack } = props;
  if (open) {
    return {
      second: open.state === "browser_open" ? { label: say("ui-browser-copy-link"), icon: <CopyRegular />, onPress: () => onCopyLink(open.link) } : undefined,
      quiet: { label: say("ui-cancel"), onPress: onCancelSignIn, testId: "cancel" },
      reason: say("ui-approve-waits-sign-in"),
    };
  }
  if (plan.count === 0) return { primary: { label: say("ui-go-on"), onPress: onBack }, back: onBack };
  const hold = plan.groups.some((group) => group.changes.some((change) => change.careful));
  return {
    primary: { label: say("ui-approve-button", { count: plan.count, tenant: plan.tenant }), onPress: onApprove, hold, disabled: busy },
    reason: hold ? say("ui-approve-hold") : plan.scopes.length > 0 ? say("ui-approve-visit") : undefined,
    back: onBack,
  };
};
