import type { ItemHead, Kind, Outcome, SessionRef, SetupCard, SetupView, TenantRef } from "../ipc/bindings";
import { isFinished } from "../marks/standing";
import { lit, maybe } from "./words";

export const NOW = new Date("2026-11-21T14:21:50Z");

export const contoso: TenantRef = { id: "3f1c8a52-6a0e-4c55-9f43-b4b1f0d2c7aa", domain: "contoso.com", name: "Contoso Ltd", cloud: "global", region: "EU" };

export const practiceTenant: TenantRef = { ...contoso, domain: "practice.handrail.example", name: "Practice tenant", cloud: "practice" };

export const dana: SessionRef = {
  tenant_id: contoso.id,
  tenant_name: "Contoso Ltd",
  primary_domain: "contoso.com",
  account: { id: "0a1b", upn: "dana@contoso.com", name: "Dana Okafor" },
};

type Listed = readonly (readonly [Kind, string])[];

const ITEMS: Listed = [
  ["sign_in", "Sign in"],
  ["readiness", "Readiness"],
  ["app_registration", "App registration"],
  ["service_principal", "Enterprise app"],
  ["api_permissions", "Permissions"],
  ["certificate", "Certificate"],
  ["admin_consent", "Admin consent"],
  ["application_access_policy", "Access policy"],
  ["meeting_test", "Test meeting"],
  ["monitoring", "Monitoring"],
  ["go_live", "Go-live"],
];

type Short = Outcome | "ready" | null;

/** Heads of the first profile's eleven items, or of others: outcomes in their order, then what differs from the plain row. */
export const heads = (outcomes: readonly Short[], changes: Partial<Record<Kind, Partial<ItemHead> & { line?: string }>> = {}, items: Listed = ITEMS): ItemHead[] =>
  items.map(([kind, title], index) => {
    const short = outcomes[index] ?? null;
    const { line, ...rest } = changes[kind] ?? {};
    return {
      id: kind,
      kind,
      number: index + 1,
      numeral: String(index + 1),
      section: null,
      source_step: null,
      title: lit(title),
      outcome: short === "ready" ? null : short,
      activity: null,
      subline: maybe(line),
      ready: short === "ready" || (short !== null && short !== "waiting"),
      changes: short === "ready" ? 1 : 0,
      ...rest,
    };
  });

export const card = (items: readonly ItemHead[], changes: Partial<SetupCard> = {}): SetupCard => ({
  id: "s1",
  profile: "teams-online-meetings",
  title: lit("Teams online meetings"),
  tenant: contoso,
  finished: items.filter((head) => isFinished(head.outcome)).length,
  items: items.length,
  outcome: null,
  status: lit("Certificate can be made now"),
  last_look: "2026-11-21T13:46:10Z",
  certificate_ends: null,
  begun_at: "2026-11-21T13:41:00Z",
  ...changes,
});

export const setup = (items: ItemHead[], changes: Partial<SetupView> = {}): SetupView => ({
  card: card(items),
  session: dana,
  surroundings: "real",
  items,
  next: items.find((head) => head.ready && !isFinished(head.outcome))?.id ?? null,
  complete: items.every((head) => isFinished(head.outcome)),
  ...changes,
});

/** Five of eleven done: the certificate is next. */
export const middle = heads(["done", "accepted", "changed", "changed", "changed", "ready", "needs_person", "ready", null, null, null], {
  readiness: { line: "1 finding accepted" },
  admin_consent: { line: "needs another role" },
  application_access_policy: { line: "can start now" },
  meeting_test: { line: "waits for 6, 7 and 8" },
});

/** Seven of eleven: the policy is next. */
export const late = (policy: Short, test: Short, changes: Parameters<typeof heads>[1] = {}): ItemHead[] =>
  heads(["done", "accepted", "changed", "changed", "changed", "changed", "done", policy, test, "ready", null], {
    readiness: { line: "1 finding accepted" },
    admin_consent: { line: "by Robin Chu, 14:02" },
    monitoring: { line: "can start now" },
    ...changes,
  });

export const fresh = heads(["ready", null, null, null, null, null, null, null, null, null, null]);

export const finished = heads(["done", "accepted", "changed", "changed", "changed", "changed", "done", "changed", "done", "done", "waiting"], {
  readiness: { line: "1 finding accepted" },
  admin_consent: { line: "by Robin Chu" },
  application_access_policy: { line: "2 users, 1 left out" },
  meeting_test: { line: "proved 14:27" },
  go_live: { line: "watch, day 1 of 7" },
});
