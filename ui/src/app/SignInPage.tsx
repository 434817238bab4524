import type { FC } from "react";
import type { ItemHead, SignInMethod } from "../ipc/bindings";
import { SignIn } from "../pages/SignIn";
import type { SetupPageProps } from "./SetupPages";
import { useLoaded } from "./useLoaded";
import { landing } from "./useWindow";

export const SignInPage: FC<SetupPageProps & { head: ItemHead }> = ({ window, setup, head }) => {
  const { host, task, events, overview, home, go } = window;
  const { id } = setup.card;
  const [offer, again] = useLoaded(task, id, () => host.signInOffer(id));
  const signIn = async (method: SignInMethod) => {
    events.dropSignIn();
    // Another account: with a session there would be nothing to ask the browser for.
    if (setup.session) await task.run(() => host.signOut(id));
    // Once signed in, everything that can be read is read: the rail fills by itself.
    window.signIn(method, [], () => void task.run(() => host.look(id, null)));
  };
  const next = setup.next !== null && setup.next !== head.id ? setup.next : setup.items[1]?.id;
  const practice = setup.surroundings === "practice";
  return (
    <SignIn
      // What was chosen for one set-up says nothing about the next.
      key={id}
      setup={setup}
      head={head}
      offer={offer}
      state={events.state.signIn}
      accounts={practice ? (overview?.practice?.accounts ?? []) : []}
      trouble={task.trouble}
      busy={task.busy}
      onSignIn={(method) => void signIn(method)}
      onCancel={() => void task.run(host.signInCancel)}
      onPaste={(address) => void task.run(() => host.signInPaste(address))}
      onCopyLink={(link) => void task.run(() => host.copyText(link))}
      onOwnClient={(client) =>
        void task.run(async () => {
          await host.setOwnClient(id, client);
          await again();
        })
      }
      onMakeOwn={() => {
        const maker = offer?.maker;
        const { tenant } = setup.card;
        if (maker?.setup) void window.openSetup(maker.setup);
        else if (maker && tenant) void window.begin(maker.profile, tenant, {});
      }}
      onNext={setup.session ? () => go(next === undefined ? landing(setup) : { page: "item", item: next }) : undefined}
      onBack={home}
    />
  );
};
