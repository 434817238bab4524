import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, tokens } from "@fluentui/react-components";
import { ChevronLeftRegular, ChevronRightRegular, MoreHorizontalRegular } from "@fluentui/react-icons";
import type { FC, ReactElement } from "react";
import { HoldButton } from "../pieces/HoldButton";
import { useSay } from "../text/Texts";
import { narrow, tiny } from "../theme/measures";

export type Press = {
  label: string;
  onPress: () => void;
  icon?: ReactElement;
  /** Overwrites or deletes: has to be held. */
  hold?: boolean;
  /** Cannot be pressed now; the reason stands beside it. */
  disabled?: boolean;
  testId?: string;
};

export type Actions = {
  primary?: Press;
  second?: Press;
  quiet?: Press;
  more?: readonly Press[];
  /** Why a button cannot be pressed, or what to expect. */
  reason?: string;
  back?: () => void;
  next?: () => void;
  /** Next is there but waits. */
  nextWaits?: boolean;
};

const useStyles = makeStyles({
  root: {
    boxSizing: "border-box",
    flexShrink: 0,
    minHeight: "60px",
    padding: "8px 40px",
    display: "flex",
    alignItems: "center",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    [narrow]: { minHeight: "56px", padding: "8px 24px" },
  },
  inner: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    gap: "8px",
    width: "100%",
    maxWidth: "704px",
    [narrow]: { maxWidth: "752px" },
  },
  wide: { maxWidth: "1000px", margin: "0 auto", [narrow]: { maxWidth: "1000px" } },
  button: { whiteSpace: "nowrap", minWidth: "64px" },
  light: { fontWeight: 400 },
  reason: {
    flexShrink: 1,
    flexGrow: 1,
    flexBasis: "120px",
    minWidth: 0,
    marginLeft: "4px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    [tiny]: { flexBasis: "100%", order: -1 },
  },
  // Three labels leave no room for words: they go on a line of their own.
  above: { flexBasis: "100%", order: -1, marginLeft: 0 },
  aboveNarrow: { [narrow]: { flexBasis: "100%", order: -1, marginLeft: 0 } },
  ways: { marginLeft: "auto", display: "flex", gap: "8px" },
});

export const ActionBar: FC<Actions & { wide?: boolean }> = (actions) => {
  const { primary, second, quiet, more = [], reason, back, next, nextWaits, wide } = actions;
  const styles = useStyles();
  const say = useSay();
  return (
    <footer className={styles.root} data-testid="action-bar">
      <div className={mergeClasses(styles.inner, wide && styles.wide)}>
        {primary && <PrimaryButton {...primary} />}
        {second && (
          <Button className={styles.button} icon={second.icon} disabled={second.disabled} onClick={second.onPress} data-testid={second.testId ?? "second"}>
            {second.label}
          </Button>
        )}
        {quiet && (
          <Button appearance="subtle" className={styles.button} icon={quiet.icon} disabled={quiet.disabled} onClick={quiet.onPress} data-testid={quiet.testId ?? "quiet"}>
            {quiet.label}
          </Button>
        )}
        {more.length > 0 && <More presses={more} />}
        {reason && (
          <span className={mergeClasses(styles.reason, second && quiet && styles.above, second && styles.aboveNarrow)} id="reason">
            {reason}
          </span>
        )}
        <span className={styles.ways}>
          {back && (
            <Button appearance="subtle" className={mergeClasses(styles.button, styles.light)} icon={<ChevronLeftRegular />} onClick={back} data-testid="back">
              {say("ui-back")}
            </Button>
          )}
          {(next || nextWaits) && (
            <Button
              appearance="subtle"
              className={mergeClasses(styles.button, styles.light)}
              icon={<ChevronRightRegular />}
              iconPosition="after"
              disabled={nextWaits}
              onClick={next}
              data-testid="next"
            >
              {say("ui-next")}
            </Button>
          )}
        </span>
      </div>
    </footer>
  );
};

const PrimaryButton: FC<Press> = ({ label, onPress, icon, hold, disabled }) => {
  const styles = useStyles();
  const shared = { className: styles.button, icon, disabled, "data-testid": "primary", "aria-describedby": disabled ? "reason" : undefined };
  return hold ? (
    <HoldButton {...shared} onHeld={onPress} data-hold="">
      {label}
    </HoldButton>
  ) : (
    <Button {...shared} appearance="primary" onClick={onPress}>
      {label}
    </Button>
  );
};

const More: FC<{ presses: readonly Press[] }> = ({ presses }) => {
  const say = useSay();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={say("ui-more")} title={say("ui-more")} data-testid="more" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {presses.map((press) => (
            <MenuItem key={press.label} icon={press.icon} disabled={press.disabled} onClick={press.onPress} data-testid={press.testId}>
              {press.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
