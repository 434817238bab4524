import type { FC } from "react";
import type { Action, Block, ItemHead, QuestionId } from "../ipc/bindings";
import { Heading } from "../pieces/Card";
import { Calls } from "../pieces/Calls";
import { ChangeRows } from "../pieces/Changes";
import { Disclosure } from "../pieces/Disclosure";
import type { Directory } from "../pieces/InputField";
import { Locks } from "../pictures/Locks";
import { Timeline } from "../pictures/Timeline";
import type { Draft, Drafts } from "../run/drafts";
import { useSay } from "../text/Texts";
import { ChecklistBlock } from "./ChecklistBlock";
import { FactsBlock } from "./FactsBlock";
import { LanesBlock } from "./LanesBlock";
import { PeopleBlock } from "./PeopleBlock";
import { QuestionBlock } from "./QuestionBlock";
import { TextBlock } from "./TextBlock";

export type BlockSurroundings = {
  items: readonly ItemHead[];
  /** Something is being done with the item right now. */
  running: boolean;
  drafts: Drafts;
  onDraft: (question: QuestionId, change: Draft) => void;
  onAction: (action: Action) => void;
  directory: Directory;
};

/** One block of the closed set; a new one is a type error here. */
export const BlockView: FC<{ block: Block } & BlockSurroundings> = ({ block, items, running, drafts, onDraft, onAction, directory }) => {
  const say = useSay();
  switch (block.block) {
    case "text":
      return <TextBlock {...block} />;
    case "facts":
      return <FactsBlock {...block} />;
    case "changes":
      return (
        <div>
          {block.title && <Heading>{say(block.title)}</Heading>}
          <ChangeRows rows={block.changes.map((change) => ({ change }))} label={say(block.title ?? { id: "ui-changes" })} />
        </div>
      );
    case "people":
      return <PeopleBlock {...block} />;
    case "lanes":
      return <LanesBlock {...block} running={running} />;
    case "locks":
      return <Locks locks={block.locks} summary={say(block.summary)} />;
    case "checklist":
      return <ChecklistBlock {...block} items={items} onAction={onAction} />;
    case "question":
      return (
        <QuestionBlock
          question={block.question}
          draft={drafts.get(block.question.id)}
          onDraft={(change) => onDraft(block.question.id, change)}
          directory={directory}
        />
      );
    case "calls":
      return (
        <Disclosure title={say("ui-experts-calls", { count: block.calls.length })} testId="experts">
          <Calls calls={block.calls} />
        </Disclosure>
      );
    case "timeline":
      return (
        <div>
          {block.title && <Heading>{say(block.title)}</Heading>}
          <Timeline points={block.points} summary={say(block.summary)} />
        </div>
      );
    default:
      return block satisfies never;
  }
};
