import { Button, type ButtonProps, makeStyles, mergeClasses } from "@fluentui/react-components";
import { type FC, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useAnnounce } from "../frame/Announcer";
import { useSay } from "../text/Texts";
import { calm } from "../theme/measures";

/** Long enough to be meant, short enough not to be a chore. */
export const HOLD_MS = 1200;

const useStyles = makeStyles({
  root: { position: "relative", overflow: "hidden" },
  fill: {
    position: "absolute",
    inset: 0,
    transformOrigin: "left",
    transform: "scaleX(0)",
    backgroundColor: "rgba(0, 0, 0, 0.35)",
    pointerEvents: "none",
  },
  filling: {
    transform: "scaleX(1)",
    transitionProperty: "transform",
    transitionDuration: `${HOLD_MS}ms`,
    transitionTimingFunction: "linear",
    [calm]: { transitionDuration: "1ms" },
  },
  words: { position: "relative" },
});

type Props = Pick<ButtonProps, "className" | "icon" | "disabled" | "title" | "children"> & {
  onHeld: () => void;
  "data-testid"?: string;
  "data-hold"?: string;
  "aria-describedby"?: string;
};

/**
 * Held with the pointer, Space or Enter. A press that has no length (a screen reader's) is asked for once more,
 * so that nobody is kept out.
 */
export const HoldButton: FC<Props> = ({ onHeld, children, className, ...rest }) => {
  const styles = useStyles();
  const say = useSay();
  const announce = useAnnounce();
  const [holding, setHolding] = useState(false);
  const armed = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const start = () => {
    if (holding || rest.disabled) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onHeld();
    }, HOLD_MS);
  };
  const stop = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const isHoldKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";
  return (
    <Button
      {...rest}
      appearance="primary"
      className={mergeClasses(styles.root, className)}
      onPointerDown={(event) => event.button === 0 && start()}
      onPointerUp={stop}
      onPointerLeave={stop}
      onBlur={stop}
      onKeyDown={(event) => {
        if (!isHoldKey(event) || event.ctrlKey) return;
        event.preventDefault();
        if (!event.repeat) start();
      }}
      onKeyUp={(event) => isHoldKey(event) && stop()}
      onClick={(event) => {
        // Pointers and keys are dealt with above; what is left are clicks made by assistive technology.
        if (event.detail !== 0) return;
        if (armed.current) onHeld();
        armed.current = !armed.current;
        if (armed.current) announce(say("ui-hold-again"), "assertive");
      }}
    >
      <span className={mergeClasses(styles.fill, holding && styles.filling)} aria-hidden="true" />
      <span className={styles.words}>{children}</span>
    </Button>
  );
};
