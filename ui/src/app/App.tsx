import { makeStyles, tokens } from "@fluentui/react-components";
import { type FC, useState } from "react";
import { Header, StartingHeader } from "../frame/Header";
import { Rail, type RailProps } from "../frame/Rail";
import { neighbour } from "../frame/shortcuts";
import { Strip } from "../frame/Strip";
import { TopStrip } from "../frame/TopStrip";
import { useNarrow } from "../frame/useNarrow";
import { useShortcuts } from "../frame/useShortcuts";
import type { TenantRef } from "../ipc/bindings";
import { isFinished } from "../marks/standing";
import { isInside } from "../run/cursor";
import { useSay } from "../text/Texts";
import { narrow } from "../theme/measures";
import { Asking, type Question } from "./Asking";
import { OutsidePages } from "./OutsidePages";
import { SetupPages } from "./SetupPages";
import { type Start, useWindow, type Window } from "./useWindow";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", height: "100%", backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1 },
  body: { flexGrow: 1, minHeight: 0, display: "flex", [narrow]: { flexDirection: "column" } },
});

/** The window: header, strip, rail, and the page that the cursor names. */
export const App: FC<Start> = (start) => {
  const styles = useStyles();
  const window = useWindow(start);
  const [question, setQuestion] = useState<Question | null>(null);
  const [found, setFound] = useState<TenantRef | null>(null);
  const { page, go, home, overview, events, host, task } = window;
  const { setup } = events.state;
  const inside = isInside(page);
  const help = () => page.page !== "help" && go({ page: "help", back: page });
  useShortcuts((wish) => {
    if (wish === "help") return help();
    const current = "item" in page ? page.item : null;
    const item = setup && inside && neighbour(setup.items.map((head) => head.id), current, wish);
    if (item) go({ page: "item", item });
  });
  if (!overview) {
    return (
      <div className={styles.root}>
        <StartingHeader />
      </div>
    );
  }
  const shown = inside || page.page === "help" ? setup : null;
  const scenario = overview.practice?.scenarios.find((one) => one.name === overview.practice?.scenario)?.title;
  const signInItem = setup?.items.find((head) => head.kind === "sign_in");
  return (
    <div className={styles.root}>
      <Header
        setup={shown}
        tenant={page.page === "tenant" ? found : null}
        onHome={home}
        onReport={inside && setup ? () => setQuestion({ ask: "report" }) : undefined}
        onHelp={help}
        onSignOut={() => setup && void task.run(() => host.signOut(setup.card.id))}
        onSignIn={() => signInItem && go({ page: "item", item: signInItem.id })}
      />
      <Strip surroundings={shown?.surroundings ?? (overview.surroundings === "test" ? "test" : "real")} scenario={scenario} onScenario={help} onReset={() => setQuestion({ ask: "reset" })} />
      <div className={styles.body}>
        {inside && <Side window={window} />}
        {inside && setup ? (
          <SetupPages window={window} setup={setup} ask={setQuestion} />
        ) : (
          <OutsidePages window={window} overview={overview} ask={setQuestion} onFound={setFound} />
        )}
      </div>
      {question && <Asking question={question} window={window} onClose={() => setQuestion(null)} />}
    </div>
  );
};

/** The rail, or the strip on top in a narrow window. */
const Side: FC<{ window: Window }> = ({ window }) => {
  const say = useSay();
  const isNarrow = useNarrow();
  const { page, go, home, events } = window;
  const { setup, doing } = events.state;
  if (!setup) return null;
  const planned = setup.items.filter((head) => head.changes > 0 && !isFinished(head.outcome));
  const props: RailProps = {
    title: say(setup.card.title),
    items: setup.items,
    current: "item" in page ? page.item : null,
    doing,
    finished: setup.items.filter((head) => isFinished(head.outcome)).length,
    onOpen: (item) => go({ page: "item", item }),
    onLater: home,
    onHandOver: setup.items.some((head) => head.kind === "certificate" && isFinished(head.outcome)) ? () => go({ page: "done" }) : undefined,
    onReviewAll: setup.session && planned.length > 1 ? () => go({ page: "approve", item: null }) : undefined,
  };
  return isNarrow ? <TopStrip {...props} /> : <Rail {...props} />;
};
