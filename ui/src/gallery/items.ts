import type { Block, CallView, ChangeView, CheckRow, ItemHead, ItemView, Kind, Outcome, Stage } from "../ipc/bindings";
import { heads, late, middle } from "./setups";
import { fact, source, vendorSource, vendorTaken } from "./sources";
import { lit, maybe } from "./words";

export const call = (method: string, target: string, status: number | null = null): CallView => ({
  method,
  target,
  status,
  request_id: status === null ? null : "6e0b5c1d-2f1a-4f0e-9d7b-0c4a51a38f27",
  at: status === null ? null : "2026-11-21T13:53:11Z",
  by_app: false,
});

export const change = (text: string, note?: string, rest: Partial<ChangeView> = {}): ChangeView => ({
  verb: "add",
  text: lit(text),
  note: maybe(note),
  calls: [call("POST", "/v1.0/applications")],
  careful: false,
  ...rest,
});

const find = (items: readonly ItemHead[], kind: Kind): ItemHead => {
  const head = items.find((one) => one.kind === kind);
  if (!head) throw new Error(`no ${kind}`);
  return head;
};

export const view = (items: readonly ItemHead[], kind: Kind, why: string, rest: Partial<ItemView> = {}): ItemView => ({
  head: find(items, kind),
  why: lit(why),
  way: "do_it",
  status: null,
  blocks: [],
  changes: [],
  digest: null,
  who: null,
  undo: null,
  verb: null,
  expected: null,
  seen: null,
  evidence: [],
  actions: [],
  diagnostic: null,
  wait: null,
  looked_at: "2026-11-21T13:46:10Z",
  looked_by: "dana@contoso.com",
  made: [],
  ...rest,
});

export const certificate = view(middle, "certificate", "The vendor’s system proves who it is with this certificate. There is no password that could be stolen.", {
  status: lit("2 changes planned"),
  expected: lit("CN=TeamsMeetingsIntegration, RSA 2048, for 2 years or as long as the tenant allows. Its public half on the app registration, its private key in this computer’s keychain"),
  seen: lit("No certificate of this set-up"),
  evidence: [call("GET", "/v1.0/applications/4a1e-…", 200), call("GET", "/v1.0/policies/defaultAppManagementPolicy", 200)],
  blocks: [{ block: "facts", title: null, rows: [fact("Now", "No certificate and no secret on the app")] }],
  changes: [
    change("Certificate CN=TeamsMeetingsIntegration", "RSA 2048, SHA-256, until 21 Nov 2028. The private key goes to this computer’s keychain and stays there.", {
      calls: [call("Keychain", "Handrail/3f1c8a52-…/s1/certificate")],
    }),
    change("Its public half on the app registration Teams Meetings Integration", undefined, { calls: [call("PATCH", "/v1.0/applications/4a1e-…")] }),
  ],
  digest: "d1",
  who: lit("You (Application Administrator)"),
  undo: lit("Removed from the app and from this computer. Other keys on the app are left alone."),
  verb: lit("Create and upload"),
});

/** The same, with a file of one's own as the other way. */
export const ownCertificate: ItemView = { ...certificate, blocks: [...certificate.blocks, source("new", [])] };
export const ownCertificateTaken: ItemView = {
  ...certificate,
  expected: lit("Your own certificate, out of a file. Its public half on the app registration, its private key in this computer’s keychain"),
  blocks: [...certificate.blocks, source("file", [fact("Subject", "CN=Contoso booking"), fact("SHA-1 thumbprint", "9F2C41D7A0B3C4D5E6F708192A3B4C5DF6E07B12"), fact("Valid until", "3 Mar 2027")])],
  changes: [change("Your certificate CN=Contoso booking", "Until 3 Mar 2027. Its private key is copied into this computer’s keychain; your file stays as it is.", { calls: [] }), ...certificate.changes.slice(1)],
};

/** The same, with the vendor asked for a certificate of its own. */
export const vendorCertificate: ItemView = { ...certificate, blocks: [...certificate.blocks, vendorSource("none", [])] };
export const vendorCertificateTaken: ItemView = {
  ...certificate,
  blocks: [...certificate.blocks, vendorTaken],
  changes: [...certificate.changes, change("The vendor’s certificate CN=Booking vendor on the app registration", "Until 21 Nov 2028. Its private key stays with the vendor.", { calls: [call("PATCH", "/v1.0/applications/4a1e-…")] })],
};

const check = (id: string, outcome: Outcome, title: string, rest: Partial<CheckRow> = {}): CheckRow => ({
  id,
  outcome,
  title: lit(title),
  detail: null,
  blocks: [],
  who: null,
  remedy: null,
  action: null,
  ...rest,
});

const readinessHeads = heads(["done", "failed", null, null, null, null, null, null, null, null, null], {
  readiness: { line: "4 to look at" },
  app_registration: { ready: true },
  admin_consent: { line: "needs another role" },
  meeting_test: { line: "waits for a licence" },
});

export const readiness = view(readinessHeads, "readiness", "This computer, your account, the tenant. Nothing is written yet.", {
  status: lit("1 failed, 3 more"),
  blocks: [
    {
      block: "checklist",
      title: null,
      rows: [
        check("proxy", "finding", "A proxy opens encrypted traffic", { detail: lit("Connections are signed by “Contoso Web Gateway CA”. This computer trusts it, so sign-in works.") }),
        check("licence", "failed", "Jonas Weber has no Teams licence", {
          detail: lit("The app cannot make meetings in his name."),
          remedy: lit("Assign a licence with Teams, or leave him out."),
          blocks: [lit("9 Test meeting")],
          action: { action: "open_link", link: "licences" },
        }),
        check("consent-role", "needs_person", "Admin consent needs another role", {
          detail: lit("Your role Application Administrator is enough for steps 3 to 6. Step 7 needs a Privileged Role Administrator or Global Administrator."),
          blocks: [lit("7 Admin consent")],
          who: lit("Robin Chu, Sam Ortiz"),
          action: { action: "copy_message", message: lit("Robin, please") },
        }),
        check("app-policy", "unknown", "Certificate rules of the tenant", {
          detail: lit("Your account may not read the app management policy. Step 6 could be refused; nothing is lost if it is."),
          blocks: [lit("6 Certificate")],
        }),
        ...["Roles", "Other licences", "Clock", "Keychain", "PowerShell", "Teams module", "Reachability", "Consent policy", "Registration policy", "Entra ID P1", "Name resolution", "Tenant region"].map((title, index) =>
          check(`fine-${index}`, "done", title, { detail: lit("As it should be.") }),
        ),
      ],
    },
  ],
});

const locks: Block = {
  block: "locks",
  locks: [
    { label: lit("Permission"), note: lit("what the app may do"), state: "open" },
    { label: lit("Policy"), note: lit("for whom it may do it"), state: "closed" },
  ],
  summary: lit("Between the app and a meeting are two locks. The permission is open, the policy is closed."),
};

const decision = late("needs_decision", null, { application_access_policy: { line: "1 decision" }, meeting_test: { line: "waits for 8" } });

export const policy = view(decision, "application_access_policy", "Consent opened the first lock. The policy opens the second.", {
  status: lit("1 decision, 3 changes"),
  blocks: [
    locks,
    {
      block: "people",
      title: lit("Users"),
      people: [
        { name: "Mia Lind", upn: "mia@contoso.com", outcome: "done", note: lit("none yet") },
        { name: "Jonas Weber", upn: "jonas@contoso.com", outcome: "done", note: lit("none yet") },
        { name: "Priya Nair", upn: "priya@contoso.com", outcome: "needs_decision", note: lit("RecorderPolicy") },
      ],
    },
    {
      block: "question",
      question: {
        id: "policy.priya",
        title: lit("Priya already uses another vendor’s policy"),
        detail: lit("She has Tag:RecorderPolicy. A user can have only one."),
        chosen: null,
        input: null,
        options: [
          { value: "move", label: lit("Move Priya to TeamsMeetingsIntegration, copy RecorderPolicy’s app into it"), note: lit("The recorder then also works for Mia and Jonas. RecorderPolicy itself stays as it is."), facts: [], typed_confirmation: null },
          { value: "join", label: lit("Add this app to RecorderPolicy"), note: lit("14 users have RecorderPolicy. This app could then make meetings for all 14."), facts: [], typed_confirmation: "Contoso Ltd" },
          { value: "leave", label: lit("Leave Priya out"), note: lit("The app is refused for her. You can change this later."), facts: [], typed_confirmation: null },
        ],
      },
    },
    {
      block: "question",
      question: {
        id: "tenant_wide",
        title: lit("For whom the policy counts"),
        detail: null,
        chosen: "listed",
        input: null,
        options: [
          { value: "listed", label: lit("The 3 users of the list"), note: lit("The app can act for nobody else."), facts: [], typed_confirmation: null },
          { value: "Contoso Ltd", label: lit("Everyone in Contoso Ltd"), note: lit("The app, and whoever gets hold of its certificate, could then make, change and delete meetings in the name of every user who has no policy of their own, also of those who join later. The test meeting can no longer prove a limit. Choose it only when the vendor cannot work with a list."), facts: [], typed_confirmation: "Contoso Ltd" },
        ],
      },
    },
  ],
  expected: lit("The policy TeamsMeetingsIntegration names this app. 3 users have it, and nobody else: mia@contoso.com, jonas@contoso.com and priya@contoso.com"),
  seen: lit("No policy TeamsMeetingsIntegration. 3 users without it: Mia Lind, Jonas Weber and Priya Nair. Nobody else is reached"),
  changes: [change("Create the access policy TeamsMeetingsIntegration", "for this app only"), change("Assign the policy to Mia Lind", "had none"), change("Assign the policy to Jonas Weber", "had none")],
  digest: "d2",
  who: lit("You (Teams Administrator)"),
  undo: lit("Both users lose it, then it is removed. Other policies are left alone."),
  verb: lit("Create policy, assign 2 users"),
  actions: [{ action: "save_script" }],
});

const stage = (label: string, outcome: Outcome | null, detail: string): Stage => ({ label: lit(label), outcome, detail: lit(detail) });

const testing = late("changed", null, {
  application_access_policy: { line: "2 users, 1 left out" },
  meeting_test: { activity: { activity: "applying", number: 1, of: 2 }, line: "running" },
  go_live: { line: "waits for 9" },
});

export const running = view(testing, "meeting_test", "One must work, one must be refused. That proves both locks.", {
  blocks: [
    {
      block: "lanes",
      lanes: [
        {
          title: lit("Mia Lind"),
          expectation: lit("must work"),
          outcome: "done",
          result: lit("Worked, as it must"),
          stages: [
            stage("Token", "done", "app-only, from the certificate"),
            stage("Roles in the token", "done", "both, and no user rights"),
            stage("Request", "done", "POST onlineMeetings, 14:27:08"),
            stage("Answer", "done", "201 Created, with a join link"),
            stage("Clean up", "done", "deleted, and gone"),
          ],
        },
        {
          title: lit("Lee Park"),
          expectation: lit("must be refused"),
          outcome: null,
          result: null,
          stages: [
            stage("Token", "done", "the same one"),
            stage("Roles in the token", "done", "both, and no user rights"),
            stage("Request", null, "POST onlineMeetings, 14:27:12"),
            stage("Answer", null, "403 is expected"),
            stage("Clean up", null, "only if a meeting was made"),
          ],
        },
      ],
    },
    { block: "text", text: lit("No one is invited. The meeting is called “Teams Integration Test” and would start in an hour."), tone: "quiet" },
    { block: "calls", calls: [call("POST", "/v1.0/users/…/onlineMeetings", 201), call("DELETE", "/v1.0/users/…/onlineMeetings/MSo…", 204)] },
  ],
});

const waitingHeads = late("waiting", null, { application_access_policy: { line: "waiting, 12 min" }, meeting_test: { line: "waits for 8" } });

export const waiting = view(waitingHeads, "application_access_policy", "The policy is assigned. Teams takes up to 30 minutes to use it.", {
  status: lit("Waiting for Teams"),
  wait: { text: lit("Teams usually takes 5 to 30 minutes. It is not a failure before 24 hours."), since: "2026-11-21T14:09:00Z", next: "2026-11-21T14:24:30Z", tries: 5, needs_sign_in: false },
  blocks: [
    {
      block: "timeline",
      title: lit("So far"),
      summary: lit("Assigned at 14:09, five tries, the next at 14:24."),
      points: [
        { at: "2026-11-21T14:09:00Z", label: lit("assigned"), outcome: "done" },
        { at: "2026-11-21T14:09:30Z", label: lit("refused"), outcome: "waiting" },
        { at: "2026-11-21T14:10:30Z", label: lit("refused"), outcome: "waiting" },
        { at: "2026-11-21T14:12:30Z", label: lit("refused"), outcome: "waiting" },
        { at: "2026-11-21T14:16:30Z", label: lit("refused"), outcome: "waiting" },
        { at: "2026-11-21T14:24:30Z", label: lit("next try"), outcome: null },
        { at: "2026-11-21T14:39:00Z", label: lit("usual limit"), outcome: null },
      ],
    },
  ],
  made: [
    { view: change("Create the access policy TeamsMeetingsIntegration"), at: "2026-11-21T14:09:00Z", by: "dana@contoso.com", undone: false, request_ids: [] },
    { view: change("Assign the policy to Mia Lind"), at: "2026-11-21T14:09:00Z", by: "dana@contoso.com", undone: false, request_ids: [] },
  ],
});

export const consent = view(middle, "admin_consent", "This needs a Privileged Role Administrator or Global Administrator. Your roles: Application Administrator, Teams Administrator.", {
  blocks: [
    {
      block: "people",
      title: lit("In Contoso Ltd, these people can do it"),
      people: [
        { name: "Robin Chu", upn: "robin@contoso.com", outcome: null, note: lit("Global Administrator") },
        { name: "Sam Ortiz", upn: "sam@contoso.com", outcome: null, note: lit("Privileged Role Administrator, after activating it") },
      ],
    },
    {
      block: "facts",
      title: lit("The hand-off"),
      rows: [
        fact("Asks for", "Consent to OnlineMeetings.ReadWrite.All and User.ReadBasic.All"),
        fact("Holds", "Tenant id, app id and your name. No secret, no key."),
        fact("Comes back", "Nothing has to. Handrail sees the consent in the tenant."),
      ],
    },
  ],
  diagnostic: {
    code: "consent-role-missing",
    outcome: "needs_person",
    what: lit("Your roles do not allow this consent"),
    cause: lit("You are eligible for Privileged Role Administrator and have not activated it."),
    remedy: lit("Send the message to one of them, or activate your role and check again."),
    action: { action: "copy_message", message: lit("Robin, please give consent") },
    who: [],
    probes: [],
    technical: null,
  },
  actions: [{ action: "open_link", link: "my-roles" }],
});

const broken = late("finding", "failed", { application_access_policy: { line: "changed since 14:27" }, meeting_test: { line: "refused for Mia" }, go_live: { line: "waits for 9" } });

const probe = (question: string, answer: string | null, is_cause = false) => ({ question: lit(question), answer: maybe(answer ?? undefined), is_cause });

export const failure = view(broken, "meeting_test", "One must work, one must be refused. That proves both locks.", {
  status: lit("Failed"),
  changes: [change("Add this app to the policy again", "the other app stays in it", { verb: "change", careful: true })],
  digest: "d3",
  diagnostic: {
    code: "policy-names-another-app",
    outcome: "failed",
    what: lit("Microsoft refused the meeting for Mia Lind"),
    cause: lit("The access policy TeamsMeetingsIntegration names another app. Someone changed it after 14:27 today; then it named this one."),
    remedy: lit("Add this app to the policy again. The other app stays in it. Teams can take up to 30 minutes to use it."),
    action: { action: "open_item", item: "application_access_policy" },
    who: [],
    probes: [
      probe("The token is app-only:", "yes, roles in it, no user rights"),
      probe("Consent is granted:", "yes, both permissions, since 14:02"),
      probe("Mia has a policy:", "yes, Tag:TeamsMeetingsIntegration"),
      probe("That policy names this app:", "no, it names 7c1e44d0-…-91af, not 5b2d90e6-…-03c4", true),
      probe("Enough time has passed:", null),
    ],
    technical: {
      service: "graph",
      operation: "POST /users/{id}/onlineMeetings",
      status: 403,
      codes: ["Forbidden"],
      request_id: "6e0b5c1d-2f1a-4f0e-9d7b-0c4a51a38f27",
      client_request_id: "11f0c0de-0000-4000-8000-000000000009",
      at: "2026-11-21T14:58:04Z",
    },
  },
});

const confirmation = (id: string, title: string, chosen: string | null): Block => ({
  block: "question",
  question: { id, title: lit(title), detail: chosen ? null : lit("What one should know before confirming it."), options: [], chosen, input: "confirmation" },
});

const goLiveHeads = late("changed", "done", { go_live: { outcome: "needs_decision", ready: true, line: "2 of 4 confirmed" }, monitoring: { outcome: "done", line: "nothing unusual" } });

export const goLive = view(goLiveHeads, "go_live", "What only a person can confirm, each with a name and a date.", {
  status: lit("2 of 4 confirmed"),
  blocks: [
    confirmation("pilot", "Piloted with non-production accounts", "Dana Okafor, 20 Nov 2026"),
    confirmation("logging", "Logging and monitoring are on", "Robin Chu, 21 Nov 2026"),
    confirmation("enable", "Production configuration is enabled", null),
    confirmation("external", "Tried with an external user", null),
  ],
});

export const adopt = view(heads(["done", "accepted", "needs_decision", null, null, null, null, null, null, null, null]), "app_registration", "The vendor’s system signs in as this app.", {
  status: lit("1 decision"),
  blocks: [
    {
      block: "question",
      question: {
        id: "adopt",
        title: lit("Two apps with this name are there already"),
        detail: lit("Handrail made neither. Choose one to go on with, or make a new one."),
        chosen: null,
        input: null,
        options: [
          { value: "a", label: lit("Go on with Teams Meetings Integration"), note: lit("Its settings are completed. What others set stays."), facts: [fact("Created", "3 Mar 2025"), fact("Owner", "Sam Ortiz"), fact("Credentials", "1 certificate, until 3 Mar 2027")], typed_confirmation: null },
          { value: "b", label: lit("Go on with Teams Meetings Integration (old)"), note: lit("It has a secret that ended in 2024."), facts: [fact("Created", "9 Jan 2022"), fact("Owner", "none"), fact("Client id", "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4", "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4")], typed_confirmation: null },
          { value: "new", label: lit("Make a new one"), note: lit("Both old ones stay as they are."), facts: [], typed_confirmation: null },
        ],
      },
    },
  ],
});

export const done = view(middle, "app_registration", "The vendor’s system signs in as this app.", {
  status: lit("Done at 13:53"),
  blocks: [
    { block: "text", text: lit("As wanted: one app, for this tenant only, locked against changes from outside."), tone: "success" },
    { block: "facts", title: lit("The app"), rows: [fact("Name", "Teams Meetings Integration"), fact("Client id", "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4", "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4"), fact("Owner", "Dana Okafor")] },
  ],
  made: [{ view: change("Create the app registration Teams Meetings Integration", undefined, { calls: [call("POST", "/v1.0/applications", 201)] }), at: "2026-11-21T13:53:11Z", by: "dana@contoso.com", undone: false, request_ids: [] }],
});

export const hostile = view(middle, "app_registration", "Names from a tenant are data: <b>not bold</b>, ‮not reversed‬, not { $code }.", {
  blocks: [
    { block: "facts", title: lit("<img src=x onerror=alert(1)>"), rows: [fact("<script>", "javascript:alert('1')\u0007 ‮gnp.exe"), fact("A very long word", "x".repeat(140), "x".repeat(140))] },
    { block: "people", title: lit("People"), people: [{ name: "دانا اوكافور", upn: "dana@contoso.com", outcome: "done", note: lit("'; DROP TABLE users; --") }, { name: "=HYPERLINK(1)", upn: "=1@contoso.com", outcome: "failed", note: null }] },
  ],
});

export const items = { certificate, ownCertificate, ownCertificateTaken, vendorCertificate, vendorCertificateTaken, readiness, policy, running, waiting, consent, failure, goLive, adopt, done, hostile };
export const railOf = { certificate: middle, ownCertificate: middle, ownCertificateTaken: middle, vendorCertificate: middle, vendorCertificateTaken: middle, readiness: readinessHeads, policy: decision, running: testing, waiting: waitingHeads, consent: middle, failure: broken, goLive: goLiveHeads, adopt: heads(["done", "accepted", "needs_decision", null, null, null, null, null, null, null, null]), done: middle, hostile: middle };
