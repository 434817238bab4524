import { Field, makeStyles, mergeClasses, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { AddRegular, CheckmarkRegular, DismissRegular } from "@fluentui/react-icons";
import { type FC, type ReactElement, useMemo, useState } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, Message, PracticeView, ProfileQuestion, ProfileView, QuestionId } from "../ipc/bindings";
import { Card } from "../pieces/Card";
import { Disclosure } from "../pieces/Disclosure";
import { type Directory, InputField } from "../pieces/InputField";
import { useWords } from "../pieces/words";
import { askedOf } from "../run/asked";
import { answerOf, type Draft, type Drafts, withDraft } from "../run/drafts";
import { readUsers } from "../run/users";
import { useSay } from "../text/Texts";
import { narrow, tiny } from "../theme/measures";
import { own } from "../theme/themes";

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", gap: "16px", [narrow]: { gridTemplateColumns: "repeat(2, minmax(0, 1fr))" }, [tiny]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  needs: { [narrow]: { gridColumnEnd: "span 2" }, [tiny]: { gridColumnEnd: "span 1" } },
  list: { display: "flex", flexDirection: "column", gap: "8px", margin: "8px 0 0", padding: 0, listStyleType: "none" },
  entry: { display: "flex", gap: "8px", alignItems: "flex-start" },
  icon: { flexShrink: 0, height: "20px", fontSize: "16px", display: "inline-flex", alignItems: "center" },
  yes: { color: own.hrDone },
  no: { color: tokens.colorNeutralForeground3 },
  creates: { columnCount: 2, columnGap: "24px", margin: "8px 0 0", padding: 0, listStyleType: "none", [tiny]: { columnCount: 1 } },
  create: { breakInside: "avoid", paddingBottom: "4px" },
  questions: { display: "grid", gridTemplateColumns: "repeat(2, minmax(0, 1fr))", gap: "16px", marginTop: "12px", [tiny]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  whole: { gridColumnEnd: "span 2", [tiny]: { gridColumnEnd: "span 1" } },
  radio: { alignItems: "flex-start", marginLeft: "-8px" },
  option: { color: tokens.colorNeutralForeground1 },
  permissions: { marginTop: "12px" },
});

export type BeforeProps = {
  profile: ProfileView;
  practice: PracticeView | null;
  trouble: Diagnostic | null;
  busy: boolean;
  directory: Directory;
  onPractise: (answers: Record<QuestionId, unknown>) => void;
  onTenant: (answers: Record<QuestionId, unknown>) => void;
  onBack: () => void;
};

/** What it will reach, what not, what is needed, what will be made; and the choices that the profile asks for. */
export const Before: FC<BeforeProps> = ({ profile, practice, trouble, busy, directory, onPractise, onTenant, onBack }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const [drafts, setDrafts] = useState<Drafts>(() => new Map(profile.questions.map((question) => [question.id, prefilled(question)])));
  const asked = useMemo(() => askedOf(profile.questions, drafts), [profile.questions, drafts]);
  const answers = useMemo(() => answersOf(asked, drafts), [asked, drafts]);
  const missing = asked.filter((question) => question.required && answers[question.id] === undefined);
  const reason = missing[0] ? say("ui-before-missing", { label: missing[0].label, count: missing.length }) : say("ui-before-minutes", { minutes: profile.card.minutes });
  const tenant = { label: say("ui-before-tenant"), onPress: () => onTenant(answers), disabled: missing.length > 0 || busy, testId: "use-tenant" };
  // In practice nothing has to be known: what is not answered is taken from the practice tenant's own accounts.
  const practise = practice ? { label: say("ui-before-practise"), onPress: () => onPractise(answers), disabled: busy, testId: "practise" } : undefined;
  return (
    <Page
      name="before"
      title={say("ui-before-title", { title: profile.card.title })}
      lead={say(profile.card.summary)}
      wide
      trouble={trouble}
      actions={{ primary: tenant, second: practise, reason, back: onBack }}
    >
      <div className={styles.columns}>
        <Column title={say("ui-before-can")} entries={profile.can} icon={<CheckmarkRegular />} ink={styles.yes} />
        <Column title={say("ui-before-cannot")} entries={profile.cannot} icon={<DismissRegular />} ink={styles.no} />
        <Column title={say("ui-before-needs")} entries={profile.needs} className={styles.needs} />
      </div>
      <Card>
        <h2 className={words.section}>{say("ui-before-creates")}</h2>
        <ul className={styles.creates}>
          {profile.creates.map((text, index) => (
            <li key={index} className={mergeClasses(styles.entry, styles.create)}>
              <AddRegular className={mergeClasses(styles.icon, styles.yes)} aria-hidden="true" />
              <span>{say(text)}</span>
            </li>
          ))}
        </ul>
        <p className={words.meta}>{say("ui-before-nothing-else")}</p>
      </Card>
      {profile.questions.length > 0 && (
        <Card aria-label={say("ui-before-questions")}>
          <h2 className={words.section}>{say("ui-before-questions")}</h2>
          <div className={styles.questions}>
            {asked.map((question) => (
              <div key={question.id} className={mergeClasses(question.input === "users" && question.options.length === 0 && styles.whole)}>
                <ProfileField
                  question={question}
                  draft={drafts.get(question.id) ?? {}}
                  onDraft={(change) => setDrafts((before) => withDraft(before, question.id, change))}
                  directory={directory}
                />
              </div>
            ))}
          </div>
        </Card>
      )}
      <Permissions profile={profile} />
      {profile.source.length > 0 && <p className={words.meta}>{say("ui-before-source", { source: profile.source.map((one) => say(one)).join(" · ") })}</p>}
    </Page>
  );
};

const Column: FC<{ title: string; entries: readonly Message[]; icon?: ReactElement; ink?: string; className?: string }> = ({ title, entries, icon, ink, className }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <Card className={className}>
      <h2 className={words.section}>{title}</h2>
      <ul className={styles.list}>
        {entries.map((entry, index) => (
          <li key={index} className={styles.entry}>
            {icon && (
              <span className={mergeClasses(styles.icon, ink)} aria-hidden="true">
                {icon}
              </span>
            )}
            <span>{say(entry)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Permissions: FC<{ profile: ProfileView }> = ({ profile }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  if (profile.permissions.length === 0) return null;
  return (
    <Disclosure title={say("ui-before-permissions", { count: profile.permissions.length })} testId="permissions">
      <Card className={styles.permissions}>
        <ul className={styles.list}>
          {profile.permissions.map((permission) => (
            <li key={permission.name} className={words.stack}>
              <span>
                <span className={words.mono}>{permission.name}</span> <span className={words.meta}>{say(`ui-permission-${permission.kind}`)}</span>
              </span>
              <span className={words.second}>{say(permission.why)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Disclosure>
  );
};

type FieldProps = { question: ProfileQuestion; draft: Draft; onDraft: (change: Draft) => void; directory: Directory };

const ProfileField: FC<FieldProps> = ({ question, draft, onDraft, directory }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const label = say(question.label);
  const help = question.help ? say(question.help) : undefined;
  if (question.options.length === 0)
    return <InputField input={question.input} question={question.id} label={label} help={help} required={question.required} draft={draft} onDraft={onDraft} directory={directory} />;
  return (
    <Field label={label} required={question.required} hint={help}>
      <RadioGroup value={draft.choice ?? ""} onChange={(_, { value }) => onDraft({ choice: value })}>
        {question.options.map((option) => (
          <Radio
            key={option.value}
            className={styles.radio}
            value={option.value}
            label={
              <span className={words.stack}>
                <span className={styles.option}>{say(option.label)}</span>
                {option.note && <span className={words.meta}>{say(option.note)}</span>}
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
};

/** What stands in a field before anybody typed: the profile's own suggestion. */
const prefilled = (question: ProfileQuestion): Draft => {
  const given = question.default;
  if (given === null) return {};
  if (question.options.length > 0) return { choice: given };
  return question.input === "users" ? { users: readUsers(given).users } : { text: given };
};

const answersOf = (questions: readonly ProfileQuestion[], drafts: Drafts): Record<QuestionId, unknown> =>
  Object.fromEntries(
    questions
      .map((question) => {
        const asked = { options: question.options, input: question.options.length > 0 ? null : question.input };
        return [question.id, answerOf(asked, drafts.get(question.id))] as const;
      })
      .filter(([, answer]) => answer !== undefined),
  );
