import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from "@fluentui/react-components";
import type { FC, PropsWithChildren } from "react";
import { HoldButton } from "../pieces/HoldButton";
import { useSay } from "../text/Texts";

const useStyles = makeStyles({ content: { display: "flex", flexDirection: "column", gap: "16px", "& p": { margin: 0 } } });

type Props = PropsWithChildren<{
  title: string;
  verb: string;
  /** Why the button cannot be pressed; `undefined` when it can. */
  missing?: string;
  hold?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}>;

/** A question over the page: one button that does it, one that does nothing. */
export const Sheet: FC<Props> = ({ title, verb, missing, hold, onConfirm, onClose, children }) => {
  const styles = useStyles();
  const say = useSay();
  const shared = { disabled: missing !== undefined, "data-testid": "dialog-primary", title: missing };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface aria-describedby={undefined}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>{children}</DialogContent>
          <DialogActions>
            <Button onClick={onClose} data-testid="dialog-cancel">
              {say("ui-cancel")}
            </Button>
            {hold ? (
              <HoldButton {...shared} onHeld={onConfirm} data-hold="">
                {verb}
              </HoldButton>
            ) : (
              <Button {...shared} appearance="primary" onClick={onConfirm}>
                {verb}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
