/** Items that only some vendors' profiles have. */
import type { Block, Choice, ItemHead, Kind, Question } from "../ipc/bindings";
import { call, change, view } from "./items";
import { heads } from "./setups";
import { fact } from "./sources";
import { lit, maybe } from "./words";

const ITEMS: readonly (readonly [Kind, string])[] = [
  ["sign_in", "Sign in"],
  ["readiness", "Readiness"],
  ["app_registration", "App registration"],
  ["expose_api", "Application ID URI and scope"],
  ["client_secret", "Client secret"],
  ["api_permissions", "Permissions"],
  ["azure_communication_services", "Azure Communication Services"],
  ["handover", "Hand-over to Altoura"],
  ["network_reachability", "Network"],
  ["webhook_endpoint", "Notification endpoint"],
  ["teams_app_package", "Teams app"],
  ["teams_app_pin", "Pin the app in Teams"],
  ["vendor_confirmation", "Enter in Call Telemetry"],
  ["revoke", "Revoke"],
];

/** The vendor's own numbers, and a heading over them. */
const numbers: Partial<Record<Kind, Partial<ItemHead> & { line?: string }>> = {
  sign_in: { numeral: null },
  readiness: { numeral: null },
  app_registration: { numeral: "1", section: lit("Altoura’s setup checklist") },
  network_reachability: { source_step: "Network Configuration", line: "not known" },
  revoke: { numeral: null, section: lit("Afterwards") },
};

export const rail = heads(["done", "done", "changed", "ready", "ready", "changed", "needs_person", null, "ready", "failed", "needs_decision", null, "needs_person", "done"], numbers, ITEMS);

const option = (value: string, label: string, note?: string): Choice => ({ value, label: lit(label), note: maybe(note), facts: [], typed_confirmation: null });

const asked = (id: string, title: string, options: Choice[], rest: Partial<Question> = {}): Block => ({
  block: "question",
  question: { id, title: lit(title), detail: null, options, chosen: null, input: null, ...rest },
});

const facts = (title: string | null, ...rows: ReturnType<typeof fact>[]): Block => ({ block: "facts", title: maybe(title ?? undefined), rows });

const ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

export const exposed = view(rail, "expose_api", "The vendor’s Teams app signs people in to this app by its address.", {
  status: lit("3 changes planned"),
  expected: lit(`The Application ID URI api://calls.example.com/${ID}. The scope access_as_user`),
  seen: lit("No Application ID URI"),
  changes: [
    change(`Application ID URI api://calls.example.com/${ID}`, "It holds the app’s own id, as your tenant’s rules for new addresses ask."),
    change("Scope access_as_user", "Other scopes of the app stay."),
    change("Authorised clients: Teams desktop and mobile and Teams web", "They get this scope without asking anybody."),
  ],
  digest: "d4",
  who: lit("Application Administrator"),
  undo: lit("Address, permission and clients of this set-up are removed."),
  verb: lit("Expose the API"),
  blocks: [asked("client", "Which ID does the vendor mean?", [option("catalogue", `The catalogue’s ID: ${ID}`, "It names the app in your catalogue."), option("none", "Nothing", "Suggested.")])],
});

export const secret = view(rail, "client_secret", "With it the vendor proves that it is this app. It never leaves this computer’s keychain but by your click.", {
  status: lit("Done 14:02"),
  expected: lit("A client secret on the app registration, for 6 months, its value in this computer’s keychain"),
  seen: lit("One client secret of this set-up, until 21 May 2027"),
  blocks: [facts(null, fact("Secret", "In the keychain of this computer, not copied yet"), fact("Secret ID", ID, ID), fact("Ends", "21 May 2027"))],
  actions: [{ action: "copy_secret", secret: "client_secret" }, { action: "rotate_secret" }],
});

export const azure = view(rail, "azure_communication_services", "The vendor’s app joins meetings through a communication resource in your own Azure subscription.", {
  blocks: [
    {
      block: "checklist",
      title: lit("Subscriptions that cannot be used"),
      rows: [{ id: "finance", outcome: "not_applicable", title: lit("Contoso Finance"), detail: lit("Your roles there do not allow making a resource."), blocks: [], who: null, remedy: null, action: null }],
    },
    asked("data_location", "Where is the data kept at rest?", ["Europe", "United States", "UK", "Switzerland", "Asia Pacific"].map((place) => option(place, place)), { detail: lit("It can never be changed.") }),
  ],
  diagnostic: { code: "azure-sign-in", outcome: "needs_person", what: lit("Azure needs a sign-in of its own."), cause: lit("Tokens for Microsoft Graph do not open Azure."), remedy: lit("Sign in to Azure with the same account."), action: null, who: [], probes: [], technical: null },
});

export const network = view(rail, "network_reachability", "The vendor’s system, Microsoft and this computer must reach each other.", {
  blocks: [
    {
      block: "checklist",
      title: null,
      rows: [
        { id: "login", outcome: "unknown", title: lit("From the vendor’s server: login.microsoftonline.com, port 443, not known yet"), detail: lit("The vendor’s server signs in here."), blocks: [], who: lit("the vendor"), remedy: null, action: null },
        { id: "host", outcome: "needs_person", title: lit("The certificate of calls.example.com is over"), detail: lit("It ended 19 Nov 2026."), blocks: [], who: lit("the vendor"), remedy: lit("Ask the vendor to renew it."), action: null },
        { id: "list", outcome: "done", title: lit("Ticket for the network team"), detail: null, blocks: [], who: null, remedy: null, action: { action: "save_allow_list" } },
      ],
    },
    facts("A command for the vendor’s server", fact("Linux", "curl -sS https://graph.microsoft.com/v1.0/me", "curl -sS https://graph.microsoft.com/v1.0/me")),
    asked("vendor_reach", "What did the command print?", [], { detail: lit("Paste everything. Handrail reads the lines in square brackets."), input: "text" }),
  ],
});

export const endpoint = view(rail, "webhook_endpoint", "Microsoft Graph tells the vendor of new chats at this address.", {
  blocks: [facts(null, fact("Address", "https://calls.example.com/notify", "https://calls.example.com/notify"), fact("Service user", "Mia Lind (mia@contoso.com)"))],
  diagnostic: {
    code: "hook-html",
    outcome: "needs_person",
    what: lit("calls.example.com answered with text/html instead of plain text"),
    cause: lit("Usually this is a sign-in page, an error page, or a page of a firewall."),
    remedy: lit("Ask the vendor to answer the validation as text/plain."),
    action: null,
    who: [lit("the vendor")],
    probes: [],
    technical: null,
  },
  changes: [change("As Mia Lind: make a subscription of 15 minutes, and delete it", "It is tried, and nothing stays.", { verb: "try", calls: [call("POST", "/v1.0/subscriptions")] })],
  who: lit("The service user signs in for the test"),
  undo: lit("Nothing stays."),
});

export const teamsApp = view(rail, "teams_app_package", "The vendor’s app package is checked on this computer first.", {
  blocks: [asked("package", "Teams app package", [option("practice", "Use the practice package", "It does nothing."), option("file", "Choose a file", "A zip file.")], { input: "file" })],
  who: lit("Teams Administrator"),
  undo: lit("What Handrail published is deleted from the catalogue."),
});

export const handover = view(rail, "handover", "The vendor needs a few values to reach your tenant. They leave this computer only in an encrypted file.", {
  blocks: [facts("What is in the file", fact("Directory (tenant) ID", ID, ID), fact("Connection string", "in this computer’s keychain"))],
  actions: [{ action: "save_handover" }],
});

export const confirmations = view(rail, "vendor_confirmation", "Handrail cannot see this. A person who has seen it confirms it.", {
  blocks: [
    facts("Client id, tenant id and secret are entered", fact("Webhook URL", "https://calls.example.com/notify", "https://calls.example.com/notify"), fact("Application (client) ID", ID, ID)),
    asked("vendor_confirmation.entered", "Client id, tenant id and secret are entered", [], { input: "confirmation" }),
    asked("vendor_confirmation.shown", "The vendor’s platform shows your devices", [], { input: "confirmation" }),
  ],
  actions: [{ action: "copy_secret", secret: "client_secret" }],
});

export const revoke = view(rail, "revoke", "Access can be taken away at any time, in steps.", {
  expected: lit("Access stays until you take it away"),
  seen: lit("The app can sign in"),
  blocks: [
    facts(null, fact("Now", "The app can sign in")),
    asked("revoke", "How is access taken away?", [option("keep", "Keep everything", "The app goes on working."), option("disable", "Switch off sign-in in this tenant"), { ...option("delete", "Delete the app registration", "It can be restored for 30 days."), typed_confirmation: "Contoso Ltd" }], { chosen: "keep" }),
  ],
  who: lit("Application Administrator"),
  undo: lit("What was switched off is switched on again."),
});

export const vendors = { exposed, secret, azure, network, endpoint, teamsApp, handover, confirmations, revoke };
