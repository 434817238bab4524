import type { FC } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, ItemHead, PlanView } from "../ipc/bindings";
import { State } from "../marks/State";
import { ChangeRows } from "../pieces/Changes";
import { useSay } from "../text/Texts";
import { LeftOut } from "./Approve";

export type UndoProps = {
  plan: PlanView;
  items: readonly ItemHead[];
  /** It was started and has come to its end. */
  ended: boolean;
  trouble: Diagnostic | null;
  busy: boolean;
  onUndo: () => void;
  onForget: () => void;
  onHome: () => void;
  onBack: () => void;
};

/** Planned like a set-up, in reverse: what will be taken back, what stays, and only then the button. */
export const Undo: FC<UndoProps> = ({ plan, items, ended, trouble, busy, onUndo, onForget, onHome, onBack }) => {
  const say = useSay();
  const running = items.some((head) => head.activity?.activity === "undoing") || (busy && !ended);
  const rows = plan.groups.flatMap((group) => group.changes.map((change) => ({ change, step: say("ui-step", { number: group.item.number }) })));
  const nothing = plan.count === 0;
  const lead = running ? "ui-undo-lead-running" : ended && nothing ? "ui-undo-lead-ended" : nothing ? "ui-undo-lead-none" : "ui-undo-lead";
  return (
    <Page
      name="undo"
      title={say("ui-undo-title")}
      lead={say(lead)}
      state={<State standing={running ? "running" : nothing ? "done" : "ready"} words={running ? say("ui-activity-undoing") : say("ui-approve-count", { count: plan.count })} />}
      trouble={trouble}
      actions={
        running
          ? { reason: say("ui-undo-running") }
          : nothing
            ? { primary: { label: say("ui-undo-home"), onPress: onHome }, second: { label: say("ui-forget-open"), onPress: onForget, testId: "forget" }, back: onBack }
            : {
                primary: { label: say("ui-undo-button", { count: plan.count, tenant: plan.tenant }), onPress: onUndo, hold: true },
                reason: say("ui-approve-hold"),
                back: onBack,
              }
      }
    >
      {rows.length > 0 && <ChangeRows rows={rows} label={say("ui-changes")} />}
      <LeftOut heads={plan.left_out} title={say("ui-undo-stays")} />
    </Page>
  );
};
