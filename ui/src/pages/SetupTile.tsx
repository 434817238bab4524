import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { MoreHorizontalRegular } from "@fluentui/react-icons";
import type { FC } from "react";
import type { SetupCard } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { Progress } from "../pieces/Progress";
import { useWords } from "../pieces/words";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  root: {
    boxSizing: "border-box",
    display: "flex",
    flexDirection: "column",
    gap: "12px",
    minWidth: 0,
    padding: "20px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { display: "flex", alignItems: "flex-start", gap: "8px" },
  button: { flexShrink: 0 },
  foot: { display: "flex", alignItems: "center", gap: "8px" },
  status: { display: "flex", alignItems: "center", gap: "8px", flexGrow: 1, minWidth: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, overflowWrap: "anywhere" },
  certificate: { display: "flex", alignItems: "center", gap: "8px", flexWrap: "wrap" },
});

type Props = {
  setup: SetupCard;
  /** The newest: its button is the primary one. */
  first: boolean;
  onContinue: () => void;
  onRotate: () => void;
  onUndo: () => void;
  onForget: () => void;
};

/** A set-up begun earlier. */
export const SetupTile: FC<Props> = ({ setup, first, onContinue, onRotate, onUndo, onForget }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const count = say("ui-rail-count", { done: setup.finished, of: setup.items });
  const finished = setup.finished === setup.items;
  return (
    <li className={styles.root} data-testid={`setup-${setup.id}`}>
      <div className={styles.head}>
        <div className={words.grow}>
          <h2 className={words.section}>{say(setup.title)}</h2>
          <Tenant setup={setup} />
        </div>
        <Button
          className={styles.button}
          appearance={first ? "primary" : "outline"}
          onClick={onContinue}
          data-testid={first ? "primary" : undefined}
          aria-label={say(finished ? "ui-home-open-named" : "ui-home-continue-named", { title: setup.title, tenant: setup.tenant?.name ?? setup.tenant?.domain ?? "" })}
        >
          {say(finished ? "ui-home-open" : "ui-home-continue")}
        </Button>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={say("ui-more")} title={say("ui-more")} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={onUndo}>{say("ui-undo-open")}</MenuItem>
              <MenuItem onClick={onForget} data-testid="forget">
                {say("ui-forget-open")}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
      <Progress done={setup.finished} of={setup.items} label={count} />
      <div className={styles.foot}>
        <span className={styles.status}>
          {setup.outcome && <Mark standing={setup.outcome} size={16} />}
          <span>{say(setup.status)}</span>
        </span>
        <span className={words.meta}>{count}</span>
      </div>
      {setup.certificate_ends && (
        <div className={styles.certificate}>
          <Mark standing="finding" size={16} />
          <span className={words.meta}>{say("ui-home-certificate-ends", { date: say.date(setup.certificate_ends) })}</span>
          <Button size="small" onClick={onRotate} data-testid="rotate">
            {say("ui-action-rotate-certificate")}
          </Button>
        </div>
      )}
    </li>
  );
};

const Tenant: FC<{ setup: SetupCard }> = ({ setup: { tenant, begun_at } }) => {
  const words = useWords();
  const say = useSay();
  if (!tenant) return <span className={words.quiet}>{say("ui-home-begun", { date: say.date(begun_at) })}</span>;
  return (
    <span>
      {tidy(tenant.name ?? tenant.domain)} <span className={words.quiet}>{tenant.name ? tidy(tenant.domain) : ""}</span>
      {tenant.cloud === "practice" && <span className={words.quiet}> · {say("ui-cloud", { cloud: "practice" })}</span>}
    </span>
  );
};
