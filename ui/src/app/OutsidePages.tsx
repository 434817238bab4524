import { type FC, useCallback } from "react";
import { Rail } from "../frame/Rail";
import { useNarrow } from "../frame/useNarrow";
import type { Overview, TenantRef } from "../ipc/bindings";
import { Before } from "../pages/Before";
import { Help } from "../pages/Help";
import { Home } from "../pages/Home";
import { Opening } from "../pages/Opening";
import { Tenant } from "../pages/Tenant";
import type { Page } from "../run/cursor";
import { useSay } from "../text/Texts";
import type { Question } from "./Asking";
import { useLoaded } from "./useLoaded";
import type { Window } from "./useWindow";

type Props = { window: Window; overview: Overview; ask: (question: Question) => void; onFound: (tenant: TenantRef | null) => void };

/** Pages without a set-up: Home, "Before you start", the tenant, help. */
export const OutsidePages: FC<Props> = ({ window, overview, ask, onFound }) => {
  const { page, go, task, host } = window;
  switch (page.page) {
    case "before":
      return <BeforePage window={window} overview={overview} profile={page.profile} />;
    case "tenant":
      return <TenantPage window={window} page={page} onFound={onFound} />;
    case "help":
      return <HelpPage window={window} overview={overview} ask={ask} back={() => go(page.back)} />;
    default:
      return (
        <Home
          overview={overview}
          trouble={task.trouble}
          onContinue={(setup) => void window.openSetup(setup)}
          onBegin={(profile) => go({ page: "before", profile })}
          onUndo={(setup) => void window.openSetup(setup, () => ({ page: "undo" }))}
          onForget={(card) => ask({ ask: "forget", card })}
          onRotate={(setup) =>
            void window.openSetup(setup, (view) => {
              const certificate = view.items.find((head) => head.kind === "certificate");
              if (!certificate) return { page: "done" };
              void task.run(() => host.rotateCertificate(setup, certificate.id));
              return { page: "item", item: certificate.id };
            })
          }
        />
      );
  }
};

const BeforePage: FC<{ window: Window; overview: Overview; profile: string }> = ({ window, overview, profile }) => {
  const { task, host, go, home, practise } = window;
  const [view] = useLoaded(task, profile, () => host.profile(profile));
  if (!view) return <Opening trouble={task.trouble} onBack={home} />;
  return (
    <Before
      profile={view}
      practice={overview.practice}
      trouble={task.trouble}
      busy={task.busy}
      directory={{
        readCsv: async () => (await task.run(host.readUsersCsv)) ?? null,
        chooseFile: async (question) => (await task.run(() => host.chooseFile(profile, question))) ?? null,
      }}
      onPractise={(answers) => void practise(profile, answers)}
      onTenant={(answers) => go({ page: "tenant", profile, answers })}
      onBack={home}
    />
  );
};

const HelpPage: FC<{ window: Window; overview: Overview; ask: (question: Question) => void; back: () => void }> = ({ window, overview, ask, back }) => {
  const { task, host, refresh } = window;
  const [places] = useLoaded(task, "places", host.places);
  return (
    <Help
      version={overview.version}
      practice={overview.practice}
      places={places ?? []}
      trouble={task.trouble}
      busy={task.busy}
      onScenario={(name) =>
        void task.run(async () => {
          await host.setScenario(name);
          await refresh();
        })
      }
      onShow={() => void task.run(() => host.showPractice())}
      onPass={(seconds) => void task.run(() => host.movePracticeClock(seconds))}
      onReset={() => ask({ ask: "reset" })}
      onBack={back}
    />
  );
};

type TenantPageProps = { window: Window; page: Extract<Page, { page: "tenant" }>; onFound: (tenant: TenantRef | null) => void };

/** There is no set-up yet; the rail shows already what it will have. */
const TenantPage: FC<TenantPageProps> = ({ window, page, onFound }) => {
  const { task, host, go, begin } = window;
  const say = useSay();
  const isNarrow = useNarrow();
  const find = useCallback((domain: string) => host.findTenant(domain, false), [host]);
  const [profile] = useLoaded(task, page.profile, () => host.profile(page.profile));
  const items = profile?.items ?? [];
  return (
    <>
      {!isNarrow && profile && <Rail title={say(profile.card.title)} items={items} current={items[0]?.id ?? null} doing={new Map()} finished={0} />}
      <Tenant
        number={items[0]?.numeral ?? null}
        trouble={task.trouble}
        busy={task.busy}
        find={find}
        onFound={onFound}
        onBegin={(tenant) => void begin(page.profile, tenant, page.answers)}
        onBack={() => go({ page: "before", profile: page.profile })}
      />
    </>
  );
};
