import type { DoneView, FinalRemoval, HandoverOffer, Manual, Overview, PlanView, ProfileView, SignInOffer } from "../ipc/bindings";
import { call, change } from "./items";
import { card, contoso, finished, heads, late, middle } from "./setups";
import { lit } from "./words";

const profileCard = {
  id: "teams-online-meetings",
  title: lit("Teams online meetings"),
  summary: lit("For booking, CRM and recruiting apps that make meetings in your users’ names."),
  minutes: 25,
  roles: ["Application Administrator", "Privileged Role Administrator", "Teams Administrator"],
  items: 11,
  for_handrail: false,
};

const practice = {
  domain: "practice.handrail.example",
  scenario: "policy-delay",
  scenarios: [
    { name: "all-well", title: "All is well", summary: "Every role is there, Microsoft is quick." },
    { name: "role-missing", title: "The admin lacks a role", summary: "Dana cannot give consent; Robin can." },
    { name: "policy-delay", title: "The policy takes 30 minutes", summary: "As it often does. Let time pass to see it arrive." },
    { name: "other-policy", title: "Another vendor’s policy", summary: "Priya already has one. You choose." },
  ],
  accounts: [
    { upn: "dana@practice.handrail.example", name: "Dana Okafor", roles: ["Application Administrator", "Teams Administrator"] },
    { upn: "robin@practice.handrail.example", name: "Robin Chu", roles: ["Global Administrator"] },
    { upn: "grace@practice.handrail.example", name: "Grace Hall", roles: ["Global Reader"] },
    { upn: "sam@practice.handrail.example", name: "Sam Ortiz", roles: [] },
  ],
};

export const firstTime: Overview = { version: "0.1.0", surroundings: "real", profiles: [profileCard], setups: [], practice, problem: null };

const waitingHeads = late("waiting", null);

export const again: Overview = {
  ...firstTime,
  setups: [
    card(waitingHeads, { outcome: "waiting", status: lit("Waiting for Teams, next try in 4 min") }),
    card(middle, { id: "s2", tenant: { ...contoso, name: "Fabrikam Inc", domain: "fabrikam.com" }, outcome: "needs_person", status: lit("Admin consent needs another role") }),
    card(heads(Array(11).fill("done")), { id: "s3", tenant: { ...contoso, name: "Northwind", domain: "northwind.example" }, status: lit("Everything proved on 3 Dec 2024"), certificate_ends: "2026-12-03T00:00:00Z" }),
  ],
};

export const profile: ProfileView = {
  card: profileCard,
  can: [lit("make, read, change and delete online meetings of the users you assign"), lit("read names and mail addresses of all users")],
  cannot: [lit("read mail, files or calendars"), lit("read chats or join meetings"), lit("make meetings for users you did not assign"), lit("change users, roles or passwords")],
  needs: [lit("Application Administrator, for steps 3 to 6"), lit("Privileged Role Administrator or Global Administrator, for step 7; it can be someone else"), lit("Teams Administrator, for step 8")],
  creates: [lit("An app registration, for your tenant only"), lit("Its enterprise app, with two permissions"), lit("A certificate; its key stays on this computer"), lit("An access policy, assigned user by user"), lit("One test meeting, deleted at once")],
  permissions: [
    { name: "OnlineMeetings.ReadWrite.All", kind: "application", why: lit("To make the meetings. Without the access policy it has no effect.") },
    { name: "User.ReadBasic.All", kind: "application", why: lit("To find the user whose meeting it is.") },
  ],
  questions: [
    { id: "users", label: lit("Users the app makes meetings for"), help: lit("More can be added later."), input: "users", options: [], default: "mia@contoso.com, jonas@contoso.com, priya@contoso.com", required: true, when: null },
    { id: "control", label: lit("A user for the refusal test"), help: lit("Someone the app must not work for."), input: "user", options: [], default: "lee@contoso.com", required: true, when: null },
    { id: "read", label: lit("What it may read about users"), help: null, input: "text", default: "basic", required: true, when: null, options: [{ value: "basic", label: lit("Names and addresses"), note: lit("The smaller one is enough for most apps."), facts: [], typed_confirmation: null }, { value: "all", label: lit("Full profiles"), note: lit("Only when the vendor asks for it."), facts: [], typed_confirmation: null }] },
  ],
  source: [lit("Secure Teams online meeting integration, for tenant administrators, June 2026.")],
  support: null,
  items: heads(["ready", null, null, null, null, null, null, null, null, null, null]),
};

/** One that asks for everything that can be asked for. */
export const vendorProfile: ProfileView = {
  ...profile,
  questions: [
    { id: "host", label: lit("Host of the service"), help: lit("As its certificate names it."), input: "host", options: [], default: "calls.example.com", required: true, when: null },
    { id: "url", label: lit("Webhook URL"), help: null, input: "url", options: [], default: null, required: true, when: null },
    { id: "port", label: lit("Port"), help: null, input: "port", options: [], default: "443", required: true, when: null },
    { id: "apps", label: lit("Client id of the app"), help: null, input: "app_ids", options: [], default: null, required: false, when: null },
    { id: "package", label: lit("Teams app package"), help: lit("It can also be chosen later."), input: "file", options: [], default: null, required: false, when: null },
    {
      id: "credential",
      label: lit("How the vendor’s platform signs in"),
      help: lit("Ask the vendor."),
      input: "text",
      default: "certificate",
      required: true,
      when: null,
      options: [
        { value: "certificate", label: lit("With a certificate"), note: lit("For two years."), facts: [], typed_confirmation: null },
        { value: "secret", label: lit("With a client secret"), note: lit("A password for six months."), facts: [], typed_confirmation: null },
      ],
    },
  ],
};

export const offer: SignInOffer = {
  visits: [
    { client_name: "Microsoft Graph Command Line Tools", client: "14d82eec-204b-4c2f-b7e8-296a70dab67e", service: "Microsoft Graph", scopes: ["Directory.Read.All", "Policy.Read.All"], when: lit("Now.") },
    { client_name: "Microsoft Teams PowerShell Cmdlets", client: "12128f48-ec9e-42f0-b203-ea49fb6af367", service: "Teams", scopes: [], when: lit("At step 8.") },
  ],
  own_client: null,
  maker: { profile: "sign-in-app", setup: null, client: null },
  session: null,
};

const approving = heads(["done", "accepted", "ready", "ready", "ready", "ready", "needs_person", "ready", null, null, null], {
  readiness: { line: "1 finding accepted" },
  app_registration: { line: "2 changes" },
  service_principal: { line: "1 change" },
  api_permissions: { line: "1 change" },
  certificate: { line: "2 changes" },
  admin_consent: { line: "Robin Chu or Sam Ortiz can give it." },
  application_access_policy: { line: "3 changes" },
  meeting_test: { line: "asked for after consent" },
});
export const approvingRail = approving;

const group = (index: number, changes: ReturnType<typeof change>[]) => {
  const item = approving[index];
  if (!item) throw new Error("no such item");
  return { item, changes };
};

export const plan: PlanView = {
  digest: "d9",
  tenant: "Contoso Ltd",
  count: 9,
  scopes: ["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"],
  groups: [
    group(2, [change("Create the app registration Teams Meetings Integration", "for this tenant only"), change("Make Dana Okafor its owner")]),
    group(3, [change("Create its enterprise app in Contoso Ltd")]),
    group(4, [change("Request OnlineMeetings.ReadWrite.All and User.ReadBasic.All", "effect after step 7")]),
    group(5, [change("Make a certificate, key in this computer’s keychain", "until 21 Nov 2028"), change("Upload its public half to the app")]),
    group(7, [change("Create the access policy TeamsMeetingsIntegration", "for this app only"), change("Assign the policy to Mia Lind", "had none"), change("Assign the policy to Jonas Weber", "had none")]),
  ],
  left_out: approving.filter((head) => ["admin_consent", "meeting_test"].includes(head.kind)),
};

export const carefulPlan: PlanView = {
  ...plan,
  count: 1,
  scopes: [],
  groups: [group(7, [change("Replace Priya’s policy RecorderPolicy", "copied first", { verb: "change", careful: true })])],
  left_out: [],
};

export const undoPlan: PlanView = {
  ...plan,
  count: 4,
  scopes: [],
  groups: [
    group(7, [change("Take the policy from Mia Lind and Jonas Weber", undefined, { verb: "remove", careful: true }), change("Remove the access policy TeamsMeetingsIntegration", undefined, { verb: "remove", careful: true })]),
    group(5, [change("Remove the certificate from the app and from this computer", "copies that were saved no longer open anything", { verb: "remove", careful: true })]),
    group(2, [change("Delete the app registration Teams Meetings Integration", "can be restored for 30 days", { verb: "remove", careful: true, calls: [call("DELETE", "/v1.0/applications/4a1e")] })]),
  ],
  left_out: heads([null, null, null, null, null, null, "done"], { admin_consent: { line: "Robin’s own role activation was not made by Handrail." } }).filter((head) => head.kind === "admin_consent"),
};

export const nothingLeft: PlanView = { ...undoPlan, count: 0, groups: [], left_out: [] };

export const finalRemoval: FinalRemoval = {
  name: "Teams Meetings Integration",
  until: "2026-12-21T14:20:00Z",
  plan: {
    ...undoPlan,
    digest: "d1",
    count: 1,
    groups: [group(2, [change("App registration Teams Meetings Integration is deleted for good", "nobody can restore it then", { verb: "remove", careful: true, calls: [call("DELETE", "/v1.0/directory/deletedItems/4a1e")] })])],
    left_out: [],
  },
};

export const manual: Manual = {
  title: lit("A policy that names this app, given to Mia and Jonas."),
  note: lit("The link opens the start page of the Teams admin center; the rest of the path is by hand."),
  check: lit("At the end Get-CsApplicationAccessPolicy lists Tag:TeamsMeetingsIntegration."),
  steps: [
    { text: lit("Open the enterprise app’s permissions."), labels: ["Permissions", "Grant admin consent for Contoso Ltd"], enter: [], path: "Entra admin center > Entra ID > Enterprise apps > Teams Meetings Integration", old_path: "Azure Active Directory > Enterprise applications", link: "enterprise-app", run: null },
    { text: lit("Enter these values."), labels: [], enter: [{ field: "Name", value: "TeamsMeetingsIntegration", copy: true }, { field: "Description", value: "Restricts Teams meeting creation to approved operator accounts", copy: true }, { field: "Supported accounts", value: "this directory only", copy: false }], path: null, old_path: null, link: null, run: null },
    { text: lit("Run this in Teams PowerShell."), labels: [], enter: [], path: null, old_path: null, link: null, run: "New-CsApplicationAccessPolicy -Identity TeamsMeetingsIntegration -AppIds \"5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4\"\nGrant-CsApplicationAccessPolicy -PolicyName TeamsMeetingsIntegration -Identity mia@contoso.com" },
  ],
};

export const doneView: DoneView = {
  proved_at: "2026-11-21T14:27:00Z",
  proof: "app_both_ways",
  values: [
    { label: lit("Tenant id"), value: contoso.id, masked: true },
    { label: lit("Client id"), value: "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4", masked: false },
    { label: lit("SHA-1 thumbprint"), value: "9F2C41D7A0B3C4D5E6F708192A3B4C5DF6E07B12", masked: false },
    { label: lit("Policy"), value: "Tag:TeamsMeetingsIntegration", masked: false },
  ],
  expiries: [
    { label: lit("watch ends"), at: "2026-11-28T00:00:00Z" },
    { label: lit("certificate ends"), at: "2028-11-21T00:00:00Z" },
  ],
  exports: [{ thumbprint: "9F2C", at: "2026-11-21T14:28:00Z", by: "dana@contoso.com", void: false }],
  handed: [],
  handover: null,
  watch: [lit("The app’s sign-ins, once a day until 28 Nov."), lit("Who holds the policy: each of them can be named in a meeting.")],
  revoke: [lit("Disable the enterprise app: stops it within the hour."), lit("Or undo this set-up, in reverse order, each change shown first.")],
  notes: [lit("External users may wait in the lobby or be asked to sign in; it depends on how the meeting was made.")],
  for_handrail: false,
  hands_key: true,
  vendor_key: null,
  tenant: contoso,
};

/** What the profile hands over, under a pass phrase. */
export const handoverOffer: HandoverOffer = {
  vendor: "Altoura",
  values: [{ id: "vendor-value-tenant-id" }, { id: "vendor-value-client-id" }],
  key: null,
};

/** Handed over twice: the first file is of no use any more. */
export const doneWithHandover: DoneView = {
  ...doneView,
  handover: "handover",
  handed: [
    { item: "handover", values: ["tenant_id", "client_id"], to: { to: "pass_phrase", digest: "9f2c" }, at: "2026-11-21T14:28:00Z", by: "dana@contoso.com", written: true, void: true },
    { item: "handover", values: ["tenant_id", "client_id"], to: { to: "key", fingerprint: "41d7", digest: "a0b3" }, at: "2026-11-21T15:10:00Z", by: "dana@contoso.com", written: true, void: false },
  ],
};

/** The vendor made the key, and its request was answered. */
export const doneWithVendor: DoneView = {
  ...doneView,
  expiries: [...doneView.expiries, { label: lit("vendor’s certificate ends"), at: "2028-11-21T09:00:00Z" }],
  exports: [],
  vendor_key: { subject: "CN=Booking vendor", issued_here: true },
};
export { finished };
