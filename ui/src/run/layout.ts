/** In which order an item page stands: what is there now, what will change, then the rest. */
import type { Block, CallView, ItemView } from "../ipc/bindings";
import { wantsFile } from "./drafts";

export type Layout = {
  /** Facts that open the page without a heading; they share a card with the changes. */
  now: Extract<Block, { block: "facts" }> | null;
  /** What was found and what is to be decided. */
  before: Block[];
  /** What is to be read afterwards. */
  after: Block[];
  /** For experts: of the changes planned and made. */
  calls: CallView[];
};

export const layoutOf = (view: ItemView): Layout => {
  const first = view.blocks.findIndex((block) => block.block === "facts" && block.title === null);
  const now = view.blocks[first];
  const shares = now?.block === "facts" && hasPlan(view);
  const rest = shares ? view.blocks.filter((block) => block !== now) : view.blocks;
  return {
    now: shares ? now : null,
    before: rest.filter((block, index) => !comesAfter(block, rest[index + 1])),
    after: rest.filter((block, index) => comesAfter(block, rest[index + 1])),
    calls: [...view.changes.flatMap((change) => change.calls), ...view.made.flatMap((made) => made.view.calls)],
  };
};

/** What is planned follows from a file that is chosen, also from the preselected way without one: that is asked first. */
const comesAfter = (block: Block, next: Block | undefined): boolean =>
  (block.block === "facts" && !isAskedFor(next)) ||
  block.block === "calls" ||
  (block.block === "text" && block.tone === "quiet") ||
  (block.block === "question" && block.question.chosen !== null && !wantsFile(block.question.input));

/** What somebody confirms about values, or what a command printed, is told with these before her eyes. */
const isAskedFor = (next: Block | undefined): boolean =>
  next?.block === "question" && next.question.chosen === null && (next.question.input === "confirmation" || next.question.input === "text");

/** Whether there is something for the card besides the facts. */
export const hasPlan = (view: ItemView): boolean => view.changes.length > 0 || view.who !== null || view.undo !== null;
