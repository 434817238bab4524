import { useAnnounce } from "../frame/Announcer";
import type { Action, ItemHead } from "../ipc/bindings";
import { answerOf, type Drafts } from "../run/drafts";
import type { Intent } from "../run/offer";
import { useSay } from "../text/Texts";
import { saveThen } from "./saving";
import type { SetupPageProps } from "./SetupPages";

type Props = SetupPageProps & {
  head: ItemHead;
  /** A secret is on the clipboard now. */
  onCopied: () => void;
};

/** What an action of the engine's closed set does in the window. */
const useAct = ({ window, setup, head, ask, onCopied }: Props): ((action: Action) => void) => {
  const { host, task, events, go } = window;
  const announce = useAnnounce();
  const say = useSay();
  const { id } = setup.card;
  const { run } = task;
  const saved = (path: string) => announce(say("ui-saved", { path }));
  const openSignIn = () => {
    const signIn = setup.items.find((one) => one.kind === "sign_in");
    if (signIn) go({ page: "item", item: signIn.id });
  };
  return (action) => {
    switch (action.action) {
      case "check_again":
        return void run(() => host.look(id, head.id));
      case "sign_in":
        return openSignIn();
      case "sign_in_to":
        // The session so far stays, so there is no page to go to: the item says which app will ask.
        events.dropSignIn();
        return window.signIn("browser", action.scopes, () => {
          events.dropSignIn();
          void run(() => host.look(id, head.id));
        });
      case "open_item":
        return go({ page: "item", item: action.item });
      case "open_link":
        return void run(() => host.openLink(id, action.link));
      case "copy_message":
        return void run(() => host.copyText(say(action.message)).then(() => announce(say("ui-copied"))));
      case "show_guide":
        return go({ page: "guide", item: head.id });
      case "export_pfx":
        return ask({ ask: "pfx", onSaved: saved });
      case "copy_secret":
        return void run(async () => {
          await host.copySecret(id, head.id, action.secret);
          onCopied();
        });
      case "save_handover":
        return void run(() => host.handoverOffer(id, head.id)).then((offer) => offer && ask({ ask: "handover", item: head.id, offer, onSaved: saved }));
      case "export_cer":
        return saveThen(task, () => host.saveCertificate(id), saved);
      case "export_vendor_cer":
        return saveThen(task, () => host.saveVendorCertificate(id), saved);
      case "rotate_certificate":
        return void run(() => host.rotateCertificate(id, head.id));
      case "rotate_secret":
        return void run(() => host.rotateSecret(id, head.id));
      case "save_script":
        return saveThen(task, () => host.saveScript(id, head.id), saved);
      case "save_allow_list":
        return saveThen(task, () => host.saveAllowList(id, head.id), saved);
      case "install_module":
        return void run(() => host.installModule(id));
      default:
        return action satisfies never;
    }
  };
};

/** What each button of an item page does. */
export const usePerform = (props: Props, drafts: Drafts, forgetDrafts: () => void): ((intent: Intent) => void) => {
  const { window, setup, head, ask } = props;
  const { host, task, events, go } = window;
  const act = useAct(props);
  const { id } = setup.card;
  const { run } = task;
  const view = events.state.views.get(head.id);
  const apply = async () => {
    const plan = await run(() => host.plan(id, head.id));
    if (!plan) return;
    // What was on the page is what may be approved in one click; anything else is shown first.
    if (plan.digest !== view?.digest || plan.scopes.length > 0) go({ page: "approve", item: head.id });
    else await window.approve(head.id, plan.digest, []);
  };
  const answer = async () => {
    const questions = view?.blocks.flatMap((block) => (block.block === "question" ? [block.question] : [])) ?? [];
    const done = await run(async () => {
      for (const question of questions) {
        const value = answerOf(question, drafts.get(question.id));
        if (value !== undefined) await host.answer(id, question.id, value);
      }
      return true;
    });
    if (done) forgetDrafts();
  };
  return (intent: Intent): void => {
    switch (intent.do) {
      case "apply":
        return void apply();
      case "review":
        return go({ page: "approve", item: head.id });
      case "look":
        return void run(() => host.look(id, head.id));
      case "sign_in":
        return act({ action: "sign_in" });
      case "answer":
        return void answer();
      case "action":
        return act(intent.action);
      case "open":
        return go({ page: "item", item: intent.item });
      case "guide":
        void run(() => host.setWay(id, head.id, "show_me"));
        return go({ page: "guide", item: head.id });
      case "way":
        return void run(() => host.setWay(id, head.id, intent.way));
      case "skip":
        return ask({ ask: "skip", head });
      case "unskip":
        return void run(() => host.skip(id, head.id, null));
      case "accept":
        return ask({ ask: "accept", head });
      case "finish":
        return go({ page: "done" });
      default:
        return intent satisfies never;
    }
  };
};
