/** Every page and state, by name. */
import type { Start } from "../app/useWindow";
import type { Diagnostic } from "../ipc/bindings";
import { type Scene } from "./fakeHost";
import { items, railOf } from "./items";
import * as pages from "./pages";
import { rail, vendors } from "./vendors";
import { finished, fresh, middle, practiceTenant, setup } from "./setups";
import { lit } from "./words";

export type State = Scene & { start: Start };

const inside = (rail: Parameters<typeof setup>[0], page: Start["page"], scene: Scene = {}, changes: Parameters<typeof setup>[1] = {}): State => {
  const view = setup(rail, changes);
  return { ...scene, setup: view, start: { setup: view, page } };
};

const item = (name: keyof typeof items, changes: Parameters<typeof setup>[1] = {}): State => {
  const view = items[name];
  return inside(railOf[name], { page: "item", item: view.head.id }, { views: [view] }, changes);
};

/** An item that only some vendors' profiles have. */
const vendor = (name: keyof typeof vendors): State => {
  const view = vendors[name];
  return inside(rail, { page: "item", item: view.head.id }, { views: [view] });
};

const finish = (change: Partial<typeof pages.doneView>): State => inside(finished, { page: "done" }, { host: { done: async () => ({ ...pages.doneView, ...change }) } });

const notFound: Diagnostic = {
  code: "tenant-not-found",
  outcome: "failed",
  what: lit("No tenant has the domain contosso.com."),
  cause: null,
  remedy: lit("Check the spelling, or use the tenant’s id."),
  action: null,
  technical: null,
};

const refused: Diagnostic = { ...notFound, code: "keychain-locked", outcome: "failed", what: lit("The keychain is locked."), remedy: lit("Unlock it and choose Try again. Nothing has been created yet.") };

const signedOut = { session: null };
const opening = { event: "sign_in", state: { state: "browser_open", link: "https://login.microsoftonline.com/…", until: "2026-11-21T14:26:00Z" } } as const;
const code = { event: "sign_in", state: { state: "device_code", url: "https://microsoft.com/devicelogin", code: "FJ4K-9XPQ", until: "2026-11-21T14:36:00Z" } } as const;
const wrongTenant = {
  event: "sign_in",
  state: { state: "ended", diagnostic: { ...notFound, code: "wrong-tenant", what: lit("dana@fabrikam.com belongs to Fabrikam, not to Contoso."), remedy: lit("Sign in again and choose an account of contoso.com.") } },
} as const;
const nameless = { card: { ...setup(fresh).card, tenant: { ...setup(fresh).card.tenant!, name: null } }, ...signedOut };
const practising = { surroundings: "practice", card: { ...setup(middle).card, tenant: practiceTenant } } as const;
const practiceSession = { ...setup(middle).session!, tenant_name: "Practice tenant", primary_domain: practiceTenant.domain, account: { id: "1", name: "Dana Okafor", upn: "dana@practice.handrail.example" } };

export const states: Readonly<Record<string, State>> = {
  "home-first": { start: {} },
  home: { overview: pages.again, start: {} },
  "home-problem": { overview: { ...pages.firstTime, problem: refused }, start: {} },
  "home-test": { overview: { ...pages.firstTime, surroundings: "test", practice: null }, start: {} },
  before: { start: { page: { page: "before", profile: "teams-online-meetings" } } },
  "before-vendor": { start: { page: { page: "before", profile: "teams-online-meetings" } }, host: { profile: async () => pages.vendorProfile } },
  tenant: { start: { page: { page: "tenant", profile: "teams-online-meetings", answers: {} } } },
  "tenant-missing": { start: { page: { page: "tenant", profile: "teams-online-meetings", answers: {} } }, host: { findTenant: () => Promise.reject(notFound) } },
  "sign-in": inside(fresh, { page: "item", item: "sign_in" }, {}, nameless),
  "sign-in-browser": inside(fresh, { page: "item", item: "sign_in" }, { events: [opening] }, nameless),
  "sign-in-code": inside(fresh, { page: "item", item: "sign_in" }, { events: [code] }, nameless),
  "sign-in-wrong": inside(fresh, { page: "item", item: "sign_in" }, { events: [wrongTenant] }, nameless),
  "sign-in-practice": inside(fresh, { page: "item", item: "sign_in" }, { events: [opening] }, { ...practising, ...signedOut }),
  "sign-in-done": inside(middle, { page: "item", item: "sign_in" }),
  readiness: item("readiness"),
  certificate: item("certificate"),
  "certificate-file": item("ownCertificate"),
  "certificate-taken": item("ownCertificateTaken"),
  "certificate-vendor": item("vendorCertificate"),
  "certificate-vendor-taken": item("vendorCertificateTaken"),
  practice: item("certificate", { ...practising, session: practiceSession }),
  "signed-out": item("certificate", signedOut),
  done: item("done"),
  approve: inside(pages.approvingRail, { page: "approve", item: null }),
  "approve-careful": inside(pages.approvingRail, { page: "approve", item: "application_access_policy" }, { host: { plan: async () => pages.carefulPlan } }),
  "approve-browser": inside(pages.approvingRail, { page: "approve", item: null }, { events: [opening] }),
  policy: item("policy"),
  adopt: item("adopt"),
  test: item("running"),
  waiting: item("waiting"),
  consent: item("consent"),
  failure: item("failure"),
  refused: { ...item("certificate"), host: { look: () => Promise.reject(refused), plan: () => Promise.reject(refused) } },
  "go-live": item("goLive"),
  hostile: item("hostile"),
  exposed: vendor("exposed"),
  secret: vendor("secret"),
  azure: vendor("azure"),
  network: vendor("network"),
  endpoint: vendor("endpoint"),
  "teams-app": vendor("teamsApp"),
  handover: vendor("handover"),
  confirmations: vendor("confirmations"),
  revoke: vendor("revoke"),
  guide: inside(middle, { page: "guide", item: "application_access_policy" }),
  finish: inside(finished, { page: "done" }),
  "finish-vendor": inside(finished, { page: "done" }, { host: { done: async () => pages.doneWithVendor } }),
  "finish-handover": inside(finished, { page: "done" }, { host: { done: async () => pages.doneWithHandover } }),
  "finish-person": finish({ proof: "person", hands_key: false }),
  "finish-looked": finish({ proof: "looked", hands_key: false, exports: [], expiries: [] }),
  undo: inside(finished, { page: "undo" }),
  "undo-ended": inside(fresh, { page: "undo" }, { host: { undoPlan: async () => pages.nothingLeft } }),
  help: { start: { page: { page: "help", back: { page: "home" } } } },
};
