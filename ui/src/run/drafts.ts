import type { ChosenFile, Input, Question, QuestionId } from "../ipc/bindings";
import { addUsers, isUser, readUsers } from "./users";
import { isValue } from "./values";

/** What a person has entered for a question and not saved yet. */
export type Draft = {
  choice?: string;
  /** For a choice that has to be confirmed by typing. */
  typed?: string;
  text?: string;
  users?: readonly string[];
  name?: string;
  date?: string;
  remark?: string;
  /** A file that was chosen and looked at. */
  picked?: ChosenFile;
};

export type Drafts = ReadonlyMap<QuestionId, Draft>;

export const withDraft = (drafts: Drafts, question: QuestionId, change: Draft): Drafts =>
  new Map(drafts).set(question, { ...drafts.get(question), ...change });

export const withoutDraft = (drafts: Drafts, question: QuestionId): Drafts => {
  const rest = new Map(drafts);
  rest.delete(question);
  return rest;
};

/** The option that a certificate file belongs to. */
export const FILE = "file";

/** Whether a file is chosen for this question, in a dialog of the system. */
export const wantsFile = (input: Input | null): boolean => input === "certificate" || input === "vendor_certificate";

type Asked = Pick<Question, "options" | "input"> & { chosen?: string | null };

/** The answer as the engine takes it, or `undefined` while something is missing. */
export const answerOf = (question: Asked, draft: Draft | undefined): unknown => {
  if (!draft) return undefined;
  if (question.options.length === 0) return question.input ? entered(question.input, draft) : undefined;
  const choice = question.options.find((option) => option.value === draft.choice);
  if (!choice) return undefined;
  if (choice.typed_confirmation !== null) {
    // Whether it is the right text is decided where it counts, not here.
    return draft.typed ? { choice: choice.value, typed: draft.typed } : undefined;
  }
  // A file is read as soon as it is chosen; only the way back is an answer of its own.
  if (wantsFile(question.input)) return choice.value === FILE || choice.value === question.chosen ? undefined : choice.value;
  // A file of one's own is an answer; another option, such as the practice package, is one by itself.
  if (question.input === "file" && choice.value !== FILE) return choice.value;
  if (question.input) {
    const value = entered(question.input, draft);
    return value === undefined ? undefined : { choice: choice.value, value };
  }
  return choice.value;
};

/** A certificate file is meant and none was read yet. */
export const isChoosing = (question: Asked, draft: Draft | undefined): boolean =>
  wantsFile(question.input) && draft?.choice === FILE && question.chosen !== FILE;

const entered = (input: Input, draft: Draft): unknown => {
  const text = draft.text?.trim() ?? "";
  switch (input) {
    case "text":
      return text || undefined;
    case "host":
    case "url":
    case "port":
    case "app_ids":
    case "group":
      return isValue(input, text) ? text : undefined;
    case "user":
      return isUser(text) ? text : undefined;
    case "users":
      return usersOf(draft);
    case "confirmation":
      return confirmationOf(draft);
    case "file":
      // What cannot be used is shown, and is no answer.
      return draft.picked && draft.picked.wrong.length === 0 ? draft.picked.file : undefined;
    case "certificate":
    case "vendor_certificate":
      return undefined;
    default:
      return input satisfies never;
  }
};

/** The chips and what is typed beside them; nothing while that is not a user. */
const usersOf = (draft: Draft): string[] | undefined => {
  const { users, wrong } = readUsers(draft.text ?? "");
  const all = addUsers(draft.users ?? [], users);
  return all.length > 0 && wrong.length === 0 ? all : undefined;
};

const confirmationOf = ({ name, date, remark }: Draft) =>
  name?.trim() && date ? { name: name.trim(), date, remark: remark?.trim() ?? "" } : undefined;
