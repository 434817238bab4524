import type { ProfileQuestion } from "../ipc/bindings";
import type { Drafts } from "./drafts";

/** The questions that are asked, as those before them are answered. */
export const askedOf = (questions: readonly ProfileQuestion[], drafts: Drafts): ProfileQuestion[] =>
  questions.reduce<ProfileQuestion[]>((asked, question) => {
    const { when } = question;
    const decides = when && asked.some((earlier) => earlier.id === when.question) ? drafts.get(when.question)?.choice : undefined;
    return !when || (decides !== undefined && when.is.includes(decides)) ? [...asked, question] : asked;
  }, []);
