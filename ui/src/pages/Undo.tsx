import { Button, makeStyles } from "@fluentui/react-components";
import type { FC } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, FinalRemoval, ItemHead, PlanView } from "../ipc/bindings";
import { State } from "../marks/State";
import { Card, Heading } from "../pieces/Card";
import { ChangeRows } from "../pieces/Changes";
import { useWords } from "../pieces/words";
import { stepWords } from "../run/actionWords";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { LeftOut } from "./Approve";

const useStyles = makeStyles({ still: { display: "flex", flexDirection: "column", alignItems: "flex-start", gap: "8px" } });

export type UndoProps = {
  plan: PlanView;
  items: readonly ItemHead[];
  /** It was started and has come to its end. */
  ended: boolean;
  /** What was taken back and can still be restored. */
  left: FinalRemoval | null;
  /** Name of what was just deleted for good. */
  deleted: string | null;
  trouble: Diagnostic | null;
  busy: boolean;
  onUndo: () => void;
  onDeleteForGood: () => void;
  onForget: () => void;
  onHome: () => void;
  onBack: () => void;
};

/** Planned like a set-up, in reverse: what will be taken back, what stays, and only then the button. */
export const Undo: FC<UndoProps> = ({ plan, items, ended, left, deleted, trouble, busy, onUndo, onDeleteForGood, onForget, onHome, onBack }) => {
  const say = useSay();
  const words = useWords();
  const running = items.some((head) => head.activity?.activity === "undoing") || (busy && !ended && plan.count > 0);
  const rows = plan.groups.flatMap((group) => group.changes.map((change) => ({ change, step: stepWords(group.item, say) })));
  const nothing = plan.count === 0;
  const was = ended || left !== null || deleted !== null;
  const lead = running ? "ui-undo-lead-running" : was && nothing ? "ui-undo-lead-ended" : nothing ? "ui-undo-lead-none" : "ui-undo-lead";
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
      {deleted !== null && (
        <Card tint="success" role="status">
          <p className={words.body}>{say("ui-final-done", { name: tidy(deleted) })}</p>
        </Card>
      )}
      {left && !running && <StillThere left={left} busy={busy} onDelete={onDeleteForGood} />}
      <LeftOut heads={plan.left_out} title={say("ui-undo-stays")} />
    </Page>
  );
};

/** Deleted, and not for good: Microsoft keeps it for a month. */
const StillThere: FC<{ left: FinalRemoval; busy: boolean; onDelete: () => void }> = ({ left, busy, onDelete }) => {
  const styles = useStyles();
  const say = useSay();
  const words = useWords();
  return (
    <Card className={styles.still} data-testid="restorable">
      <Heading>{say("ui-final-title", { name: tidy(left.name) })}</Heading>
      <p className={words.body}>{left.until === null ? say("ui-final-lead-open") : say("ui-final-lead", { date: say.date(left.until) })}</p>
      <Button onClick={onDelete} disabled={busy} data-testid="delete-for-good">
        {say("ui-final-open")}
      </Button>
    </Card>
  );
};
