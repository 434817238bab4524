import type { FC } from "react";
import { useSay } from "../text/Texts";
import { Sheet } from "./Sheet";

type Props = { onReset: () => void; onClose: () => void };

export const ResetSheet: FC<Props> = ({ onReset, onClose }) => {
  const say = useSay();
  return (
    <Sheet title={say("ui-reset-title")} verb={say("ui-strip-reset")} onConfirm={onReset} onClose={onClose}>
      <p>{say("ui-reset-lead")}</p>
    </Sheet>
  );
};
