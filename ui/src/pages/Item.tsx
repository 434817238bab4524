import { Button, makeStyles } from "@fluentui/react-components";
import type { FC, ReactNode } from "react";
import { BlockView, type BlockSurroundings } from "../blocks/BlockView";
import { FactRows } from "../blocks/FactsBlock";
import type { Actions } from "../frame/ActionBar";
import { Page } from "../frame/Page";
import type { Action, Diagnostic, ItemView, MadeChange } from "../ipc/bindings";
import { State } from "../marks/State";
import { standingOf } from "../marks/standing";
import { activityWords } from "../frame/activityWords";
import { Calls } from "../pieces/Calls";
import { Card, Row, Rows } from "../pieces/Card";
import { ChangeSentences, Sign } from "../pieces/Changes";
import { CopiedSecret } from "../pieces/CopiedSecret";
import { Disclosure } from "../pieces/Disclosure";
import { Failure } from "../pieces/Failure";
import { KeyValue, KeyValues } from "../pieces/KeyValues";
import { Progress } from "../pieces/Progress";
import { TechnicalDetails } from "../pieces/Technical";
import { useWords } from "../pieces/words";
import { actionWords } from "../run/actionWords";
import { hasPlan, layoutOf } from "../run/layout";
import { useSay } from "../text/Texts";
import { tidy } from "../text/tidy";
import { WaitCard } from "./WaitCard";

const useStyles = makeStyles({
  row: { alignItems: "center" },
  others: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

export type ItemProps = {
  view: ItemView;
  /** What is being done with it, in words. */
  doing: string | undefined;
  around: BlockSurroundings;
  trouble: Diagnostic | null;
  /** A visit to the browser that this item asked for. */
  visit?: ReactNode;
  /** How often a secret was copied here. */
  copies?: number;
  actions: Actions;
};

/** An item, composed of blocks: why, what is there now, what will change, who may do it, how it is undone, what came of it. */
export const Item: FC<ItemProps> = ({ view, doing, around, trouble, visit, copies = 0, actions }) => {
  const say = useSay();
  const words = useWords();
  const { head, diagnostic, wait } = view;
  const layout = layoutOf(view);
  const standing = standingOf(head);
  const status = head.activity ? (doing ?? say("ui-running", { what: activityWords(head.activity, say) })) : view.status ? say(view.status) : undefined;
  return (
    <Page
      name={`item:${head.id}`}
      number={head.numeral}
      title={say(head.title)}
      lead={say(view.why)}
      state={<State standing={standing} words={status} />}
      trouble={trouble}
      actions={actions}
    >
      {head.activity?.activity === "counting" && (
        <Progress done={head.activity.done} of={head.activity.of} label={activityWords(head.activity, say)} />
      )}
      {head.source_step && head.source_step !== head.numeral && <p className={words.meta}>{say(/^\d/.test(head.source_step) ? "ui-item-source-step" : "ui-item-source-section", { step: head.source_step })}</p>}
      {visit}
      <CopiedSecret copies={copies} />
      {wait && <WaitCard wait={wait} />}
      {diagnostic && !isOnlyWaiting(view) && <Failure diagnostic={diagnostic} />}
      <Standing view={view} />
      {layout.before.map((block, index) => (
        <BlockView key={index} block={block} {...around} />
      ))}
      {(layout.now || hasPlan(view)) && <Plan view={view} now={layout.now} />}
      {layout.after.map((block, index) => (
        <BlockView key={index} block={block} {...around} />
      ))}
      <Others actions={view.actions} around={around} />
      {view.made.length > 0 && <Made made={view.made} />}
      {layout.calls.length > 0 && (
        <Disclosure title={say("ui-experts-calls", { count: layout.calls.length })} testId="experts">
          <Calls calls={layout.calls} />
        </Disclosure>
      )}
      {view.evidence.length > 0 && (
        <Disclosure title={say("ui-item-evidence", { count: view.evidence.length })} testId="evidence">
          <Calls calls={view.evidence} />
        </Disclosure>
      )}
      {diagnostic && <TechnicalDetails diagnostic={diagnostic} />}
    </Page>
  );
};

/** What is wanted and what was seen, when and as whom. */
const Standing: FC<{ view: ItemView }> = ({ view }) => {
  const words = useWords();
  const say = useSay();
  // A failure says it already.
  const seen = view.diagnostic && view.seen?.id === "seen-not-read" ? null : view.seen;
  if (!view.expected && !seen) return null;
  return (
    <Card>
      <KeyValues>
        {view.expected && <KeyValue label={say("ui-item-expected")}>{say(view.expected)}</KeyValue>}
        {seen && (
          <KeyValue label={say("ui-item-seen")}>
            {say(seen)}
            {view.looked_at && (
              <div className={words.meta}>
                {view.looked_by ? say("ui-item-looked-by", { at: say.when(view.looked_at), account: tidy(view.looked_by) }) : say.when(view.looked_at)}
              </div>
            )}
          </KeyValue>
        )}
      </KeyValues>
    </Card>
  );
};

/** The clock says it already. */
const isOnlyWaiting = (view: ItemView): boolean => view.wait !== null && view.diagnostic?.outcome === "waiting";

const Plan: FC<{ view: ItemView; now: ReturnType<typeof layoutOf>["now"] }> = ({ view, now }) => {
  const say = useSay();
  return (
    <Card>
      <KeyValues>
        {now && <FactRows rows={now.rows} />}
        {view.changes.length > 0 && (
          <KeyValue label={say("ui-item-will-change")}>
            <ChangeSentences changes={view.changes} />
          </KeyValue>
        )}
        {view.who && <KeyValue label={say("ui-item-who")}>{say(view.who)}</KeyValue>}
        {view.undo && <KeyValue label={say("ui-item-undo")}>{say(view.undo)}</KeyValue>}
      </KeyValues>
    </Card>
  );
};

/** What else can be done here; the best next thing is in the action bar. */
const Others: FC<{ actions: readonly Action[]; around: BlockSurroundings }> = ({ actions, around }) => {
  const styles = useStyles();
  const say = useSay();
  // These two are in the action bar of every item.
  const others = actions.filter(({ action }) => action !== "check_again" && action !== "show_guide");
  if (others.length === 0) return null;
  return (
    <div className={styles.others} role="group" aria-label={say("ui-item-others")}>
      {others.map((action, index) => (
        <Button key={index} onClick={() => around.onAction(action)} data-testid={`action-${action.action}`}>
          {actionWords(action, around.items, say)}
        </Button>
      ))}
    </div>
  );
};

const Made: FC<{ made: readonly MadeChange[] }> = ({ made }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Disclosure title={say("ui-item-made", { count: made.length })} testId="made">
      <Rows label={say("ui-item-made", { count: made.length })}>
        {made.map((one, index) => (
          <Row key={index} className={styles.row}>
            <Sign verb={one.view.verb} />
            <span className={words.grow}>{say(one.view.text)}</span>
            <span className={words.meta}>{say(one.undone ? "ui-item-made-undone" : "ui-item-made-by", { by: tidy(one.by), at: say.when(one.at) })}</span>
          </Row>
        ))}
      </Rows>
    </Disclosure>
  );
};
