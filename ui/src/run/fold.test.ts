import { certificate } from "../gallery/items";
import { middle, setup } from "../gallery/setups";
import { lit } from "../gallery/words";
import type { Event } from "../ipc/bindings";
import { emptyRun, fold, opened } from "./fold";

const words = () => "Uploading the certificate";
const open = opened(setup(middle));
const activity = (item: string, running: boolean, of = "s1"): Event => ({
  event: "activity",
  setup: of,
  item,
  activity: running ? { activity: "applying", number: 1, of: 2 } : null,
  text: running ? lit("Uploading the certificate") : null,
});
const headOf = (run: typeof open, id: string) => run.setup?.items.find((head) => head.id === id);

describe("events", () => {
  it("keep the last view of an item, and its row in the rail", () => {
    const view = { ...certificate, head: { ...certificate.head, outcome: "changed" as const } };
    const run = fold(open, { event: "item", setup: "s1", view }, words);
    expect(run.views.get("certificate"), "the view is kept as it came").toBe(view);
    expect(headOf(run, "certificate")?.outcome).toBe("changed");
    expect(headOf(run, "admin_consent"), "other rows stay").toBe(headOf(open, "admin_consent"));
  });

  it("show what is being done while it is being done", () => {
    const running = fold(open, activity("certificate", true), words);
    expect(headOf(running, "certificate")?.activity).toEqual({ activity: "applying", number: 1, of: 2 });
    expect(running.doing.get("certificate")).toBe("Uploading the certificate");
    const ended = fold(running, activity("certificate", false), words);
    expect(headOf(ended, "certificate")?.activity, "nothing turns for ever").toBeNull();
    expect(ended.doing.size).toBe(0);
  });

  it("of another set-up change nothing", () => {
    expect(fold(open, activity("certificate", true, "s2"), words)).toBe(open);
    expect(fold(open, { event: "item", setup: "s2", view: certificate }, words)).toBe(open);
    const other = setup(middle);
    expect(fold(open, { event: "setup", view: { ...other, card: { ...other.card, id: "s2" } } }, words)).toBe(open);
  });

  it("replace the whole rail when it changed", () => {
    const next = setup(middle, { complete: true });
    expect(fold(open, { event: "setup", view: next }, words).setup).toBe(next);
  });

  it("make a page ready that another item's change made ready", () => {
    const locked = { ...certificate, head: { ...certificate.head, ready: false } };
    const seen = fold(open, { event: "item", setup: "s1", view: locked }, words);
    expect(fold(seen, { event: "setup", view: setup(middle) }, words).views.get("certificate")?.head.ready).toBe(true);
  });

  it("of a sign-in are kept without a set-up too", () => {
    const state = { state: "browser_open", link: "https://login", until: "2026-11-21T14:00:00Z" } as const;
    expect(fold(emptyRun, { event: "sign_in", state }, words).signIn).toBe(state);
  });
});
