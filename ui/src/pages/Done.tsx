import { Button, Link, makeStyles } from "@fluentui/react-components";
import { CalendarAddRegular, DocumentArrowDownRegular, KeyRegular } from "@fluentui/react-icons";
import type { FC, ReactElement } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, DoneView, Expiry, Message, Proof, TimePoint } from "../ipc/bindings";
import { Mark } from "../marks/Mark";
import { Card, Heading, Row, Rows } from "../pieces/Card";
import { CopyButton } from "../pieces/CopyButton";
import { useWords } from "../pieces/words";
import { Timeline } from "../pictures/Timeline";
import type { Say } from "../text/say";
import { useSay } from "../text/Texts";
import { tiny } from "../theme/measures";
import { tidy } from "../text/tidy";

const useStyles = makeStyles({
  row: { alignItems: "center", [tiny]: { flexWrap: "wrap" } },
  tight: { alignItems: "center", padding: "4px 16px", minHeight: "24px" },
  label: { width: "160px", flexShrink: 0 },
  list: { margin: 0, paddingLeft: "20px" },
  buttons: { display: "flex", gap: "8px", flexShrink: 0, flexWrap: "wrap" },
});

export type DoneProps = {
  done: DoneView;
  trouble: Diagnostic | null;
  /** "Saved as …", after a dialog was closed. */
  saved: string | null;
  onPfx: () => void;
  /** Where the profile hands values over to the vendor. */
  onHandover?: () => void;
  onCer: () => void;
  onVendorCer: () => void;
  onReport: () => void;
  onShowReport: () => void;
  onCalendar: () => void;
  onUndo: () => void;
  onForget: () => void;
  onHome: () => void;
  onBack: () => void;
};

type Todo = { title: string; note: string; buttons: ReactElement };

/** An app that only Handrail signs in with is handed to nobody. */
const headings = (done: DoneView) =>
  done.for_handrail
    ? { title: "ui-done-title-own", lead: "ui-done-lead-own", next: "ui-done-next-own", values: "ui-done-values-own" }
    : { title: `ui-done-title-${said(done.proof)}`, lead: `ui-done-lead-${said(done.proof)}`, next: "ui-done-next", values: "ui-done-values" };

const said = (proof: Proof): string => proof.replaceAll("_", "-");

const todos = (props: DoneProps, say: Say): Todo[] => {
  if (props.done.for_handrail) return [report(props, say)];
  const first = forVendor(props);
  return [...(first ? [first(props, say)] : []), report(props, say), calendar(props, say)];
};

/** What the vendor gets from here; where it signs in with a secret, that was copied at its item. */
const forVendor = ({ done, onHandover }: DoneProps) => (onHandover ? handover : done.vendor_key ? vendorWithKey : done.hands_key ? vendor : null);

const vendor = ({ onCer, onPfx }: DoneProps, say: Say): Todo => ({
  title: say("ui-done-vendor"),
  note: say("ui-done-vendor-note"),
  buttons: (
    <>
      <Button appearance="subtle" onClick={onCer} data-testid="save-cer">
        {say("ui-done-cer")}
      </Button>
      <Button appearance="primary" icon={<KeyRegular />} onClick={onPfx} data-testid="primary">
        {say("ui-pfx-save")}
      </Button>
    </>
  ),
});

/** The profile says what the vendor needs: one encrypted file. */
const handover = ({ onHandover }: DoneProps, say: Say): Todo => ({
  title: say("ui-done-handover"),
  note: say("ui-done-handover-note"),
  buttons: (
    <Button appearance="primary" icon={<KeyRegular />} onClick={onHandover} data-testid="primary">
      {say("ui-handover-save")}
    </Button>
  ),
});

/** The vendor made the key: nothing that is secret is handed over. */
const vendorWithKey = ({ done, onVendorCer }: DoneProps, say: Say): Todo => ({
  title: say("ui-done-vendor-key"),
  note: say(done.vendor_key?.issued_here ? "ui-done-vendor-key-note-issued" : "ui-done-vendor-key-note", { subject: tidy(done.vendor_key?.subject ?? "") }),
  buttons: (
    <Button appearance="primary" icon={<DocumentArrowDownRegular />} onClick={onVendorCer} data-testid="primary">
      {say("ui-done-vendor-cer")}
    </Button>
  ),
});

const report = (props: DoneProps, say: Say): Todo => {
  const isFirst = props.done.for_handrail || forVendor(props) === null;
  return {
    title: say("ui-done-report"),
    note: say("ui-done-report-note"),
    buttons: (
      <>
        <Button appearance="subtle" onClick={props.onShowReport} data-testid="show-report">
          {say("ui-done-report-show")}
        </Button>
        <Button
          appearance={isFirst ? "primary" : "secondary"}
          icon={<DocumentArrowDownRegular />}
          onClick={props.onReport}
          data-testid={isFirst ? "primary" : "save-report"}
        >
          {say("ui-done-report-save")}
        </Button>
      </>
    ),
  };
};

const calendar = ({ done, onCalendar }: DoneProps, say: Say): Todo => ({
  title: say("ui-done-calendar"),
  note: done.expiries[0] ? say("ui-done-calendar-note", { what: done.expiries[0].label, date: say.date(done.expiries[0].at) }) : say("ui-done-calendar-none"),
  buttons: (
    <Button icon={<CalendarAddRegular />} onClick={onCalendar} data-testid="save-calendar">
      {say("ui-done-calendar-save")}
    </Button>
  ),
});

/** One big state, what to do next, what to watch, how to revoke. */
export const Done: FC<DoneProps> = (props) => {
  const { done, trouble, saved, onUndo, onForget, onHome, onBack } = props;
  const words = useWords();
  const say = useSay();
  const proved = done.proved_at !== null;
  const says = headings(done);
  const next = todos(props, say);
  return (
    <Page
      name="done"
      title={done.proved_at ? say(says.title, { at: say.when(done.proved_at) }) : say("ui-done-title-open")}
      lead={say(proved ? says.lead : "ui-done-lead-open")}
      picture={<Mark standing={proved ? "done" : "unknown"} size={48} />}
      trouble={trouble}
      actions={{
        second: { label: say("ui-done-close"), onPress: onHome },
        quiet: { label: say("ui-forget-open"), onPress: onForget, testId: "forget" },
        back: onBack,
      }}
    >
      {saved && (
        <Card tint="success" role="status">
          <p className={words.body}>{say("ui-saved", { path: saved })}</p>
        </Card>
      )}
      <div>
        <Heading>{say(says.next, { count: next.length })}</Heading>
        <Rows ordered label={say(says.next, { count: next.length })}>
          {next.map((todo, index) => (
            <TodoRow key={todo.title} number={index + 1} {...todo} />
          ))}
        </Rows>
      </div>
      <Values done={done} />
      <Sentences title={say("ui-done-watch")} sentences={done.watch} before={<Expiries expiries={done.expiries} />} />
      <Sentences
        title={say("ui-done-revoke")}
        sentences={done.revoke}
        after={
          <Link as="button" onClick={onUndo} data-testid="undo">
            {say("ui-undo-open")}
          </Link>
        }
      />
      {done.notes.map((note, index) => (
        <p key={index} className={words.meta}>
          {say(note)}
        </p>
      ))}
    </Page>
  );
};

const TodoRow: FC<Todo & { number: number }> = ({ number, title, note, buttons }) => {
  const styles = useStyles();
  const words = useWords();
  return (
    <Row className={styles.row}>
      <span className={words.quiet}>{number}</span>
      <span className={words.grow}>
        <span className={words.stack}>
          <span className={words.strong}>{title}</span>
          <span className={words.meta}>{note}</span>
        </span>
      </span>
      <span className={styles.buttons}>{buttons}</span>
    </Row>
  );
};

const Values: FC<{ done: DoneView }> = ({ done }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (done.values.length === 0) return null;
  const says = headings(done);
  return (
    <div>
      <Heading>{say(says.values)}</Heading>
      <Rows label={say(says.values)}>
        {done.values.map((value, index) => (
          <Row key={index} className={styles.tight}>
            <span className={`${styles.label} ${words.quiet}`}>{say(value.label)}</span>
            <span className={`${words.grow} ${words.mono}`}>{tidy(value.value)}</span>
            <CopyButton text={value.value} what={say(value.label)} />
          </Row>
        ))}
        {done.exports.map((one) => (
          <Row key={`${one.thumbprint}-${one.at}`} className={styles.tight}>
            <span className={`${styles.label} ${words.quiet}`}>{say("ui-done-export")}</span>
            <span className={words.grow}>{say(one.void ? "ui-done-export-void" : "ui-done-export-by", { by: tidy(one.by), at: say.when(one.at) })}</span>
          </Row>
        ))}
        {done.handed.map((one) => {
          const told = { values: say.list(one.values.map((value) => say({ id: `vendor-value-${value.replaceAll("_", "-")}` }))), by: tidy(one.by), at: say.when(one.at) };
          return (
            <Row key={one.at} className={styles.tight}>
              <span className={`${styles.label} ${words.quiet}`}>{say("ui-done-handed")}</span>
              <span className={words.grow}>{say(one.void ? "ui-done-handed-void" : "ui-done-handed-by", told)}</span>
            </Row>
          );
        })}
      </Rows>
    </div>
  );
};

const Expiries: FC<{ expiries: readonly Expiry[] }> = ({ expiries }) => {
  const say = useSay();
  if (expiries.length === 0) return null;
  const today: TimePoint = { at: say.reader.now().toISOString(), label: { id: "ui-today" }, outcome: "done" };
  const points = [today, ...expiries.map((expiry): TimePoint => ({ ...expiry, outcome: "finding" }))].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return <Timeline points={points} summary={expiriesSummary(expiries, say)} dates />;
};

const expiriesSummary = (expiries: readonly Expiry[], say: Say): string =>
  expiries.map((expiry) => say("ui-done-expiry", { what: expiry.label, date: say.date(expiry.at) })).join(" ");

const Sentences: FC<{ title: string; sentences: readonly Message[]; before?: ReactElement; after?: ReactElement }> = ({ title, sentences, before, after }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (sentences.length === 0 && !after) return null;
  return (
    <div>
      <Heading>{title}</Heading>
      {before}
      <ul className={styles.list}>
        {sentences.map((sentence, index) => (
          <li key={index}>
            <span className={words.body}>{say(sentence)}</span>
          </li>
        ))}
      </ul>
      {after}
    </div>
  );
};
