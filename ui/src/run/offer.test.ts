import { adopt, certificate, consent, done, failure, goLive, readiness, running, waiting } from "../gallery/items";
import { middle } from "../gallery/setups";
import type { ItemView } from "../ipc/bindings";
import { type Intent, offerFor, type Surrounding } from "./offer";

const around: Surrounding = { signedIn: true, items: middle, next: "certificate", complete: false, answers: 0 };
const kinds = (intents: readonly Intent[]) => intents.map((intent) => intent.do);
const withHead = (view: ItemView, head: Partial<ItemView["head"]>, rest: Partial<ItemView> = {}): ItemView => ({ ...view, ...rest, head: { ...view.head, ...head } });

describe("the one best next thing", () => {
  it("is to make the changes that stand on the page", () => {
    expect(offerFor(certificate, around)).toMatchObject({ primary: { do: "apply" }, second: { do: "guide" }, quiet: { do: "way", way: "only_check" } });
  });

  it("is to review changes that overwrite something", () => {
    expect(offerFor(failure, around).primary, "holding is asked for on the page that shows them").toEqual({ do: "review" });
  });

  it("is to sign in when nobody is", () => {
    expect(offerFor(certificate, { ...around, signedIn: false })).toMatchObject({ primary: { do: "sign_in" }, reason: "sign_in" });
  });

  it("is nothing while something runs", () => {
    expect(offerFor(running, around)).toEqual({ reason: "running", more: [] });
  });

  it("is to try now while it waits, and another item beside it", () => {
    expect(offerFor(waiting, { ...around, next: "monitoring" })).toMatchObject({ primary: { do: "look", as: "try_now" }, second: { do: "open", item: "monitoring" } });
    const needsSignIn = { ...waiting, wait: waiting.wait && { ...waiting.wait, needs_sign_in: true } };
    expect(offerFor(needsSignIn, { ...around, signedIn: false }).primary).toEqual({ do: "sign_in" });
    expect(offerFor(waiting, { ...around, signedIn: false }).primary, "a probe as the app needs no sign-in").toEqual({ do: "look", as: "try_now" });
  });

  it("is an answer, which cannot be saved before it is there", () => {
    expect(offerFor(adopt, around)).toMatchObject({ primary: { do: "answer" }, waits: true, reason: "choose" });
    const entered = offerFor(adopt, { ...around, answers: 1 });
    expect(entered).toMatchObject({ primary: { do: "answer" } });
    expect(entered.waits, "now it can be").toBeUndefined();
    expect(offerFor(goLive, { ...around, signedIn: false }).primary, "confirming needs no session").toEqual({ do: "answer" });
  });

  it("is what the diagnosis says", () => {
    expect(offerFor(consent, around).primary).toMatchObject({ do: "action", action: { action: "copy_message" } });
    const byHand = { ...consent, diagnostic: consent.diagnostic && { ...consent.diagnostic, action: { action: "check_again" } as const } };
    expect(offerFor(byHand, around).primary).toEqual({ do: "look", as: "again" });
  });

  it("is the next item when this one is finished, and the end when all are", () => {
    expect(offerFor(done, around).primary).toEqual({ do: "open", item: "certificate" });
    expect(offerFor(done, { ...around, next: null }).primary, "the one below").toEqual({ do: "open", item: "service_principal" });
    expect(offerFor(done, { ...around, complete: true }).primary).toEqual({ do: "finish" });
  });

  it("goes on past readiness with what can start", () => {
    const items = middle.map((head) => (head.id === "app_registration" ? { ...head, outcome: null, ready: true } : head));
    expect(offerFor(readiness, { ...around, items, next: "readiness" })).toMatchObject({ primary: { do: "open", item: "app_registration" }, second: { do: "look", as: "again" } });
  });

  it("is not there for an item that waits for others", () => {
    const locked = withHead(certificate, { outcome: null, ready: false }, { changes: [] });
    expect(offerFor(locked, around)).toMatchObject({ reason: "locked", second: { do: "guide" } });
    expect(offerFor(locked, around).primary).toBeUndefined();
  });

  it("follows the chosen way", () => {
    expect(offerFor({ ...certificate, way: "show_me" }, around)).toMatchObject({ primary: { do: "guide" }, second: { do: "way", way: "do_it" } });
    expect(offerFor({ ...certificate, way: "only_check" }, around)).toMatchObject({ primary: { do: "look" }, second: { do: "way", way: "do_it" } });
  });

  it("offers to accept a finding and to take a skip back", () => {
    expect(offerFor(withHead(done, { outcome: "finding" }), around).second).toEqual({ do: "accept" });
    expect(offerFor(withHead(done, { outcome: "skipped" }), around).second).toEqual({ do: "unskip" });
  });

  it("keeps under More what is not on the bar, each once", () => {
    expect(kinds(offerFor(certificate, around).more)).toEqual(["look", "skip"]);
    expect(kinds(offerFor(done, around).more), "what is finished is not skipped").toEqual(["guide"]);
  });
});
