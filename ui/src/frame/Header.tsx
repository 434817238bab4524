import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  tokens,
} from "@fluentui/react-components";
import { ChevronDownRegular, DocumentTextRegular, HomeRegular, QuestionCircleRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import type { SetupView, TenantRef } from "../ipc/bindings";
import { Icon } from "../pictures/Icon";
import { useSay } from "../text/Texts";
import { narrow, tiny } from "../theme/measures";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  root: {
    boxSizing: "border-box",
    flexShrink: 0,
    display: "flex",
    alignItems: "center",
    gap: "8px",
    height: "48px",
    padding: "0 8px 0 16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    [narrow]: { paddingLeft: "16px" },
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  place: {
    display: "flex",
    alignItems: "baseline",
    gap: "8px",
    minWidth: 0,
    flexShrink: 1,
    marginLeft: "4px",
    paddingLeft: "12px",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    whiteSpace: "nowrap",
    overflow: "hidden",
  },
  tenant: { fontWeight: tokens.fontWeightSemibold, overflow: "hidden", textOverflow: "ellipsis" },
  quiet: { color: tokens.colorNeutralForeground3, overflow: "hidden", textOverflow: "ellipsis" },
  account: {
    marginLeft: "auto",
    minWidth: 0,
    flexShrink: 1,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    whiteSpace: "nowrap",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  accountButton: { fontWeight: 400, padding: "4px 8px", minWidth: 0, height: "32px" },
  wide: { [narrow]: { display: "none" } },
  hideTiny: { [tiny]: { display: "none" } },
});

type Props = {
  setup: SetupView | null;
  /** Known before there is a set-up: the tenant that was just found. */
  tenant?: TenantRef | null;
  onHome: () => void;
  onReport?: () => void;
  onHelp: () => void;
  onSignOut: () => void;
  onSignIn: () => void;
};

/** Before there is anything to say: as the page itself has it until this program runs (index.html). */
export const StartingHeader: FC = () => {
  const styles = useStyles();
  return (
    <header className={styles.root} aria-busy="true" data-testid="starting">
      <Name />
    </header>
  );
};

const Name: FC = () => {
  const styles = useStyles();
  return (
    <>
      <Icon />
      <span className={mergeClasses(styles.name, styles.hideTiny)}>Handrail</span>
    </>
  );
};

export const Header: FC<Props> = ({ setup, tenant, onHome, onReport, onHelp, onSignOut, onSignIn }) => {
  const styles = useStyles();
  const say = useSay();
  return (
    <header className={styles.root}>
      <Name />
      <Place setup={setup} tenant={tenant ?? setup?.card.tenant ?? null} />
      {setup?.session ? (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              size="small"
              className={mergeClasses(styles.account, styles.accountButton)}
              icon={<ChevronDownRegular />}
              iconPosition="after"
              data-testid="account"
            >
              <span>
                <span className={styles.wide}>{say("ui-header-signed-in-as")} </span>
                {tidy(setup.session.account.upn)}
              </span>
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={onSignIn}>{say("ui-header-other-account")}</MenuItem>
              <MenuItem onClick={onSignOut}>{say("ui-header-sign-out")}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : (
        <span className={styles.account}>{setup || tenant ? say("ui-header-not-signed-in") : ""}</span>
      )}
      <Button appearance="subtle" icon={<HomeRegular />} aria-label={say("ui-header-home")} title={say("ui-header-home")} onClick={onHome} data-testid="home" />
      {onReport && (
        <Button appearance="subtle" icon={<DocumentTextRegular />} aria-label={say("ui-header-report")} title={say("ui-header-report")} onClick={onReport} data-testid="report" />
      )}
      <Button appearance="subtle" icon={<QuestionCircleRegular />} aria-label={say("ui-header-help")} title={say("ui-header-help-key")} onClick={onHelp} data-testid="help" />
    </header>
  );
};

const Place: FC<{ setup: SetupView | null; tenant: TenantRef | null }> = ({ setup, tenant }) => {
  const styles = useStyles();
  const say = useSay();
  const name = setup?.session?.tenant_name ?? tenant?.name;
  const domain = setup?.session?.primary_domain ?? tenant?.domain;
  if (!domain) return <span className={mergeClasses(styles.place, styles.quiet)}>{say("ui-header-not-signed-in")}</span>;
  return (
    <span className={styles.place} data-testid="tenant">
      <span className={styles.tenant}>{tidy(name ?? domain)}</span>
      <span className={styles.quiet}>{name ? tidy(domain) : tenant ? say("ui-cloud", { cloud: tenant.cloud }) : ""}</span>
    </span>
  );
};
