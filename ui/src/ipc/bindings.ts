// Generated from the Rust types by `cargo xtask bindings`. Do not edit.

export type Action = { "action": "check_again" } | { "action": "sign_in" } | { "action": "sign_in_to", 
/**
 * Its name, e.g. `Azure`.
 */
service: string, 
/**
 * What is asked for.
 */
scopes: Array<string>, } | { "action": "open_item", 
/**
 * Which.
 */
item: ItemId, } | { "action": "open_link", 
/**
 * Id of the link.
 */
link: string, } | { "action": "copy_message", 
/**
 * The text.
 */
message: Message, } | { "action": "show_guide" } | { "action": "export_pfx" } | { "action": "export_cer" } | { "action": "export_vendor_cer" } | { "action": "rotate_certificate" } | { "action": "rotate_secret" } | { "action": "copy_secret", 
/**
 * Which.
 */
secret: SecretKind, } | { "action": "save_handover" } | { "action": "save_script" } | { "action": "save_allow_list" } | { "action": "install_module" };
export type Activity = { "activity": "looking" } | { "activity": "applying", 
/**
 * From 1.
 */
number: number, 
/**
 * How many.
 */
of: number, } | { "activity": "counting", 
/**
 * So many are done.
 */
done: number, 
/**
 * How many.
 */
of: number, 
/**
 * Seconds that the rest takes at the rate so far; missing before there is enough to measure.
 */
left: number | null, 
/**
 * Taking back.
 */
undoing: boolean, } | { "activity": "settling" } | { "activity": "undoing" };
export type AppId = string;
export type AppObjectId = string;
export type AppRoleId = string;
export type ApprovalRecord = { 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * How many changes.
 */
changes: number, 
/**
 * Digest of the list.
 */
digest: Digest, };
export type Arg = { "text": string } | { "count": number } | { "time": string } | { "seconds": number } | { "message": Message } | { "list": Array<string> };
export type Block = { "block": "text", 
/**
 * The words.
 */
text: Message, 
/**
 * How loud.
 */
tone: Tone, } | { "block": "facts", 
/**
 * Heading, if any.
 */
title: Message | null, 
/**
 * The rows.
 */
rows: Array<Fact>, } | { "block": "changes", 
/**
 * Heading, if any.
 */
title: Message | null, 
/**
 * In the order they are made.
 */
changes: Array<ChangeView>, } | { "block": "people", 
/**
 * Heading, if any.
 */
title: Message | null, 
/**
 * The people.
 */
people: Array<PersonView>, } | { "block": "lanes", 
/**
 * Usually two.
 */
lanes: Array<Lane>, } | { "block": "locks", 
/**
 * From the app to the meeting.
 */
locks: Array<LockView>, 
/**
 * Sentence for those who cannot see the picture.
 */
summary: Message, } | { "block": "checklist", 
/**
 * Heading, if any.
 */
title: Message | null, 
/**
 * The rows.
 */
rows: Array<CheckRow>, } | { "block": "question", 
/**
 * The question with its options.
 */
question: Question, } | { "block": "calls", 
/**
 * In order.
 */
calls: Array<CallView>, } | { "block": "timeline", 
/**
 * Heading, if any.
 */
title: Message | null, 
/**
 * In order of time.
 */
points: Array<TimePoint>, 
/**
 * Sentence for those who cannot see the picture.
 */
summary: Message, };
export type CallView = { 
/**
 * `GET`, `POST`, or `PowerShell`.
 */
method: string, 
/**
 * Path with query, or the cmdlet.
 */
target: string, 
/**
 * HTTP status, once made.
 */
status: number | null, 
/**
 * Microsoft's `request-id`, once made.
 */
request_id: string | null, 
/**
 * When, once made.
 */
at: string | null, 
/**
 * Made by the app itself, not by the signed-in admin.
 */
by_app: boolean, };
export type ChangeId = string;
export type ChangeView = { 
/**
 * Adds, changes, removes, or tries.
 */
verb: Verb, 
/**
 * The sentence.
 */
text: Message, 
/**
 * A quieter second line.
 */
note: Message | null, 
/**
 * The calls that make it.
 */
calls: Array<CallView>, 
/**
 * Overwrites or deletes something: confirmed by holding the button, and never by `--approve all`.
 */
careful: boolean, };
export type CheckRow = { 
/**
 * Permanent id of the check within its item; what confirmations and the report refer to.
 */
id: string, 
/**
 * Result.
 */
outcome: Outcome, 
/**
 * What was looked at.
 */
title: Message, 
/**
 * What was seen.
 */
detail: Message | null, 
/**
 * Items that this will block, by their titles.
 */
blocks: Array<Message>, 
/**
 * Who can help.
 */
who: Message | null, 
/**
 * What to do, as text.
 */
remedy: Message | null, 
/**
 * A button for it.
 */
action: Action | null, };
export type Choice = { 
/**
 * Value in an answers file.
 */
value: string, 
/**
 * The choice.
 */
label: Message, 
/**
 * Its consequence.
 */
note: Message | null, 
/**
 * Facts beside it (created, owner, credentials of a candidate).
 */
facts: Array<Fact>, 
/**
 * Must be confirmed by typing this text (the tenant's name), or `None`.
 */
typed_confirmation: string | null, };
export type ChosenFile = { 
/**
 * The file.
 */
file: KeptFile, 
/**
 * What is in it, in a sentence; `None` when it is not what was asked for.
 */
about: Message | null, 
/**
 * What is wrong with it; empty when it can be used.
 */
wrong: Array<Message>, 
/**
 * What could not be checked, and what someone should look at.
 */
doubts: Array<Message>, };
export type Condition = { 
/**
 * A question with options.
 */
question: QuestionId, 
/**
 * Values of its options.
 */
is: Array<string>, };
export type Diagnostic = { 
/**
 * Permanent code, e.g. `consent-role-missing`; the row in `diagnoses/`.
 */
code: string, 
/**
 * Which outcome the item ends in.
 */
outcome: Outcome, 
/**
 * What happened, one sentence.
 */
what: Message, 
/**
 * Why, when it is known.
 */
cause: Message | null, 
/**
 * The one best next thing.
 */
remedy: Message, 
/**
 * A button for it, where there can be one.
 */
action: Action | null, 
/**
 * Who can help: directory roles or people, as messages.
 */
who?: Array<Message>, 
/**
 * How we know: the probes in their order.
 */
probes?: Array<ProbeStep>, 
/**
 * What support at Microsoft asks for.
 */
technical: Technical | null, };
export type Digest = string;
export type DoneView = { 
/**
 * Since when everything is proved, if it is.
 */
proved_at: string | null, 
/**
 * By what.
 */
proof: Proof, 
/**
 * Values for the vendor.
 */
values: Array<RecordValue>, 
/**
 * What ends when.
 */
expiries: Array<Expiry>, 
/**
 * Copies of the private key that left the keychain.
 */
exports: Array<Export>, 
/**
 * What was handed over to the vendor in encrypted files.
 */
handed: Array<HandedOver>, 
/**
 * The item that hands over, where there is one.
 */
handover: ItemId | null, 
/**
 * What to watch.
 */
watch: Array<Message>, 
/**
 * How to revoke.
 */
revoke: Array<Message>, 
/**
 * Notes.
 */
notes: Array<Message>, 
/**
 * No vendor waits for values: the app is for Handrail itself.
 */
for_handrail: boolean, 
/**
 * The vendor signs in with the key of the certificate that was made here. One for a test only is not handed over.
 */
hands_key: boolean, 
/**
 * The vendor has a key of its own, and its certificate is on the app: no key is handed over.
 */
vendor_key: VendorKey | null, 
/**
 * The tenant.
 */
tenant: TenantRef, };
export type Event = { "event": "activity", 
/**
 * The set-up.
 */
setup: SetupId, 
/**
 * The item.
 */
item: ItemId, 
/**
 * What is being done; `None` when it ended.
 */
activity: Activity | null, 
/**
 * In words ("Uploading the certificate").
 */
text: Message | null, } | { "event": "item", 
/**
 * The set-up.
 */
setup: SetupId, 
/**
 * The view.
 */
view: ItemView, } | { "event": "setup", 
/**
 * The set-up.
 */
view: SetupView, } | { "event": "sign_in", 
/**
 * How it stands.
 */
state: SignInState, };
export type Expiry = { 
/**
 * What.
 */
label: Message, 
/**
 * When.
 */
at: string, };
export type Export = { 
/**
 * SHA-1 thumbprint of the certificate.
 */
thumbprint: string, 
/**
 * When.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * Whether the certificate has been removed since, so that the copy opens nothing.
 */
void: boolean, };
export type Fact = { 
/**
 * Label.
 */
label: Message, 
/**
 * Value.
 */
value: Message, 
/**
 * The plain text that a copy button puts on the clipboard; never a secret.
 */
copy: string | null, 
/**
 * A quieter second line.
 */
note: Message | null, };
export type Field = "session" | "organiser" | "app" | "service_principal" | "permissions" | "certificate" | "vendor_certificate" | "client_secret" | "api" | "grants" | "policy" | "teams_app" | "communication";
export type FinalRemoval = { 
/**
 * Its name, to be typed as it is written.
 */
name: string, 
/**
 * Until when it can be restored; `None`: nobody is signed in who could see it among the deleted ones.
 */
until: string | null, 
/**
 * The change, with its digest.
 */
plan: PlanView, };
export type GrantId = string;
export type GroupId = string;
export type GroupRef = { 
/**
 * Object id.
 */
id: GroupId, 
/**
 * Display name.
 */
name: string, };
export type HandedOver = { 
/**
 * The item.
 */
item: ItemId, 
/**
 * Which.
 */
values: Array<VendorValue>, 
/**
 * For whom, and in what.
 */
to: HandedTo, 
/**
 * When.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * The file was written. Recorded before, so that no copy is without a record.
 */
written: boolean, 
/**
 * One of the values is another one since, so the copy is of no use any more.
 */
void: boolean, };
export type HandedTo = { "to": "pass_phrase", 
/**
 * SHA-256 of the file.
 */
digest: Digest, } | { "to": "key", 
/**
 * See [`key_print`].
 */
fingerprint: Digest, 
/**
 * SHA-256 of the file.
 */
digest: Digest, } | { "to": "clipboard" };
export type HandoverOffer = { 
/**
 * To whom.
 */
vendor: string, 
/**
 * What is in it.
 */
values: Array<Message>, 
/**
 * Fingerprint of the vendor's key; `None`: a pass phrase is asked for.
 */
key: Digest | null, };
export type Input = "text" | "user" | "users" | "host" | "url" | "port" | "app_ids" | "group" | "confirmation" | "file" | "certificate" | "vendor_certificate";
export type ItemHead = { 
/**
 * Id.
 */
id: ItemId, 
/**
 * Its kind.
 */
kind: Kind, 
/**
 * From 1, in the order of the rail.
 */
number: number, 
/**
 * The number as it is shown, which in a profile that follows a checklist is the one there. `None`: not in it.
 */
numeral: string | null, 
/**
 * A heading above it in the rail.
 */
section?: Message | null, 
/**
 * The number in the vendor's document, where it differs.
 */
source_step: string | null, 
/**
 * Title.
 */
title: Message, 
/**
 * `None`: not looked at yet.
 */
outcome: Outcome | null, 
/**
 * What is being done now.
 */
activity?: Activity | null, 
/**
 * The quiet line under the title: "waits for 6, 7 and 8", "by Robin Chu, 14:02".
 */
subline: Message | null, 
/**
 * Whether it can be done now.
 */
ready: boolean, 
/**
 * How many changes are planned, also those that wait for another item's.
 */
changes: number, };
export type ItemId = string;
export type ItemView = { 
/**
 * The row of the rail.
 */
head: ItemHead, 
/**
 * Why it is needed.
 */
why: Message, 
/**
 * What is wanted, with its values ("CN=..., RSA 2048, for 2 years, on the app registration").
 */
expected: Message | null, 
/**
 * What the last look saw, with the values as read, or why it could not be read; `None` before the first look, and
 * when a change was refused since: then the diagnostic says what happened.
 */
seen: Message | null, 
/**
 * The reads by which it was seen, with Microsoft's request ids.
 */
evidence: Array<CallView>, 
/**
 * How it is to be done.
 */
way: Way, 
/**
 * The short status at the top right: "2 changes planned", "Done at 14:02".
 */
status: Message | null, 
/**
 * What is there now, what was found: composed by the kind.
 */
blocks: Array<Block>, 
/**
 * What would change.
 */
changes: Array<ChangeView>, 
/**
 * Digest of those changes as a list of their own.
 */
digest: Digest | null, 
/**
 * Who may do it.
 */
who: Message | null, 
/**
 * How it is undone.
 */
undo: Message | null, 
/**
 * Words for the primary button ("Create and upload").
 */
verb: Message | null, 
/**
 * Other things that can be done here.
 */
actions: Array<Action>, 
/**
 * When it went wrong.
 */
diagnostic: Diagnostic | null, 
/**
 * When it waits.
 */
wait: WaitView | null, 
/**
 * When it was last looked at.
 */
looked_at: string | null, 
/**
 * As whom.
 */
looked_by: string | null, 
/**
 * What was changed by this set-up, with time and person.
 */
made: Array<MadeChange>, };
export type KeptFile = { 
/**
 * Its name where it came from, without its folder.
 */
name: string, 
/**
 * SHA-256 over its content, lower-case hex: the name of the copy.
 */
sha256: Digest, 
/**
 * Its size in bytes.
 */
bytes: number, };
export type KeyId = string;
export type Kind = "sign_in" | "readiness" | "app_registration" | "service_principal" | "api_permissions" | "certificate" | "client_secret" | "expose_api" | "admin_consent" | "teams_app_package" | "teams_app_pin" | "application_access_policy" | "meeting_test" | "azure_communication_services" | "monitoring" | "network_reachability" | "webhook_endpoint" | "go_live" | "vendor_confirmation" | "handover" | "revoke";
export type Lane = { 
/**
 * E.g. "Mia Lind".
 */
title: Message, 
/**
 * E.g. "must work".
 */
expectation: Message, 
/**
 * The result.
 */
outcome: Outcome | null, 
/**
 * The result in a sentence.
 */
result: Message | null, 
/**
 * Token, roles, request, answer, cleaned up.
 */
stages: Array<Stage>, };
export type LockState = "open" | "closed" | "unknown";
export type LockView = { 
/**
 * E.g. "Permission".
 */
label: Message, 
/**
 * E.g. "what the app may do".
 */
note: Message, 
/**
 * Open, closed, or not known.
 */
state: LockState, };
export type MadeChange = { 
/**
 * The sentence and its calls.
 */
view: ChangeView, 
/**
 * When.
 */
at: string, 
/**
 * As whom.
 */
by: string, 
/**
 * Whether it was taken back since.
 */
undone: boolean, 
/**
 * Microsoft's request ids.
 */
request_ids: Array<string>, };
export type Manual = { 
/**
 * What this achieves.
 */
title: Message, 
/**
 * Steps in order.
 */
steps: Array<ManualStep>, 
/**
 * What to see at the end.
 */
check: Message | null, 
/**
 * A note of care (a link that is not certain).
 */
note: Message | null, };
export type ManualStep = { 
/**
 * What to do.
 */
text: Message, 
/**
 * Microsoft's buttons and fields, in order.
 */
labels: Array<string>, 
/**
 * Values to enter, each with a copy button.
 */
enter: Array<ManualValue>, 
/**
 * Menu path today.
 */
path: string | null, 
/**
 * Former names of that path.
 */
old_path: string | null, 
/**
 * Id of a link that can be opened.
 */
link: string | null, 
/**
 * A command to copy.
 */
run: string | null, };
export type ManualValue = { 
/**
 * Microsoft's field.
 */
field: string, 
/**
 * The value.
 */
value: string, 
/**
 * Whether copying makes sense (a value, not an explanation).
 */
copy: boolean, };
export type MeetingId = string;
export type Message = { 
/**
 * Id in the catalogue, e.g. `certificate-why`.
 */
id: string, 
/**
 * Arguments by name.
 */
args?: { [key in string]: Arg }, };
export type Outcome = "done" | "changed" | "finding" | "waiting" | "needs_person" | "needs_decision" | "failed" | "unknown" | "skipped" | "not_applicable" | "accepted";
export type Overview = { 
/**
 * Handrail's version.
 */
version: string, 
/**
 * Where a new set-up would go when it is not practice.
 */
surroundings: Surroundings, 
/**
 * Profiles to connect.
 */
profiles: Array<ProfileCard>, 
/**
 * Set-ups begun earlier, newest first.
 */
setups: Array<SetupCard>, 
/**
 * The practice tenant.
 */
practice: PracticeView | null, 
/**
 * Something that is wrong with this computer already now (another Handrail, a data file that cannot be written).
 */
problem: Diagnostic | null, };
export type OwnCertificate = { "file": "cancelled" } | { "file": "wants_pass_phrase", 
/**
 * The file's name, without its folder.
 */
name: string, } | { "file": "taken" };
export type PastedError = { 
/**
 * From 1.
 */
line: number, 
/**
 * What is wrong with it.
 */
text: Message, };
export type PastedUsers = { 
/**
 * User principal names, in the order of the list, each once.
 */
users: Array<string>, 
/**
 * Lines that could not be read, with what is wrong.
 */
errors: Array<PastedError>, };
export type PermissionType = "application" | "delegated";
export type PermissionView = { 
/**
 * E.g. `OnlineMeetings.ReadWrite.All`.
 */
name: string, 
/**
 * Application or delegated.
 */
kind: PermissionType, 
/**
 * Why the vendor needs it.
 */
why: Message, };
export type PersonView = { 
/**
 * Display name, or what was typed when the person was not found.
 */
name: string, 
/**
 * User principal name.
 */
upn: string, 
/**
 * How this person stands.
 */
outcome: Outcome | null, 
/**
 * E.g. "none yet", "RecorderPolicy".
 */
note: Message | null, };
export type Place = { 
/**
 * What is kept there.
 */
label: Message, 
/**
 * Path of a folder, or the keychain's name for our entries.
 */
place: string, };
export type PlanGroup = { 
/**
 * The item.
 */
item: ItemHead, 
/**
 * Its changes.
 */
changes: Array<ChangeView>, };
export type PlanView = { 
/**
 * What the approval carries.
 */
digest: Digest, 
/**
 * Tenant name for the button.
 */
tenant: string, 
/**
 * Grouped by item.
 */
groups: Array<PlanGroup>, 
/**
 * What is not in it, and why.
 */
left_out: Array<ItemHead>, 
/**
 * How many changes.
 */
count: number, 
/**
 * Delegated scopes that making them needs.
 */
scopes: Array<string>, };
export type PracticeAccount = { 
/**
 * User principal name.
 */
upn: string, 
/**
 * Display name.
 */
name: string, 
/**
 * Directory roles it holds.
 */
roles: Array<string>, };
export type PracticeView = { 
/**
 * Its domain, to be typed or prefilled.
 */
domain: string, 
/**
 * The scenario it plays.
 */
scenario: string, 
/**
 * All scenarios.
 */
scenarios: Array<ScenarioCard>, 
/**
 * Accounts to sign in with.
 */
accounts: Array<PracticeAccount>, };
export type ProbeStep = { 
/**
 * What was asked.
 */
question: Message, 
/**
 * What was seen; `None` when it was not asked since the cause was found before.
 */
answer: Message | null, 
/**
 * Whether this is the cause.
 */
is_cause: boolean, };
export type ProfileCard = { 
/**
 * Id.
 */
id: ProfileId, 
/**
 * Title.
 */
title: Message, 
/**
 * One sentence.
 */
summary: Message, 
/**
 * Minutes for one person with all roles.
 */
minutes: number, 
/**
 * Role names.
 */
roles: Array<string>, 
/**
 * Items in it.
 */
items: number, 
/**
 * Connects no vendor's app; see [`crate::Profile::for_handrail`].
 */
for_handrail: boolean, };
export type ProfileId = string;
export type ProfileQuestion = { 
/**
 * Id; the key in an answers file.
 */
id: QuestionId, 
/**
 * Label.
 */
label: Message, 
/**
 * Help beside the field.
 */
help: Message | null, 
/**
 * What is entered when there are no options.
 */
input: Input, 
/**
 * The options, if it is a choice.
 */
options: Array<Choice>, 
/**
 * Preselected or prefilled.
 */
default: string | null, 
/**
 * Whether one can go on without it.
 */
required: boolean, 
/**
 * Asked only if another question, which stands before it, is answered so.
 */
when: Condition | null, };
export type ProfileView = { 
/**
 * The card.
 */
card: ProfileCard, 
/**
 * It will be able to.
 */
can: Array<Message>, 
/**
 * It will not be able to.
 */
cannot: Array<Message>, 
/**
 * What you need.
 */
needs: Array<Message>, 
/**
 * What will be created, a sentence each.
 */
creates: Array<Message>, 
/**
 * Permissions with their reasons.
 */
permissions: Array<PermissionView>, 
/**
 * Choices that the profile asks for.
 */
questions: Array<ProfileQuestion>, 
/**
 * Title, audience, author and date of the document it comes from.
 */
source: Array<Message>, 
/**
 * Where the vendor's support is, if it is told.
 */
support: string | null, 
/**
 * Practice accounts, organiser and control user to start with in the practice tenant.
 */
items: Array<ItemHead>, };
export type Proof = "app_both_ways" | "app" | "person" | "endpoint" | "looked";
export type Purpose = "setup" | "verify";
export type Question = { 
/**
 * Id of the decision; the key in an answers file.
 */
id: QuestionId, 
/**
 * The question.
 */
title: Message, 
/**
 * What one should know before answering.
 */
detail: Message | null, 
/**
 * The options; empty for a free answer.
 */
options: Array<Choice>, 
/**
 * The option chosen so far.
 */
chosen: string | null, 
/**
 * What is asked for when there are no options, or beside the chosen one.
 */
input: Input | null, };
export type QuestionId = string;
export type RecordValue = { 
/**
 * Label.
 */
label: Message, 
/**
 * Value.
 */
value: string, 
/**
 * Masked in a report unless asked otherwise: an id that names the tenant or a person.
 */
masked: boolean, };
export type ReportForm = "html" | "json";
export type RunId = string;
export type RunRecord = { 
/**
 * Version of this document's shape.
 */
schema: number, 
/**
 * Handrail's version.
 */
handrail: string, 
/**
 * When the document was made.
 */
made_at: string, 
/**
 * Ids and addresses in this copy are shortened; ids that must stay ids have zeros in their middle.
 */
masked: boolean, 
/**
 * Practice, test or real.
 */
surroundings: Surroundings, 
/**
 * Set-up or read-only verification.
 */
purpose: Purpose, 
/**
 * The set-up.
 */
setup: SetupId, 
/**
 * The profile.
 */
profile: ProfileId, 
/**
 * Its title.
 */
title: Message, 
/**
 * Its version.
 */
profile_version: string, 
/**
 * The document it comes from.
 */
source: Array<Message>, 
/**
 * The tenant.
 */
tenant: TenantRef, 
/**
 * Who looked.
 */
session: SessionRef | null, 
/**
 * How it stands over all.
 */
outcome: Outcome, 
/**
 * Every item, as last seen.
 */
items: Array<ItemView>, 
/**
 * Values for the vendor.
 */
values: Array<RecordValue>, 
/**
 * What ends when.
 */
expiries: Array<Expiry>, 
/**
 * Copies of the private key that left the keychain.
 */
exports: Array<Export>, 
/**
 * What was handed over to the vendor in encrypted files.
 */
handed: Array<HandedOver>, 
/**
 * Who approved which list of changes, when.
 */
approvals: Array<ApprovalRecord>, 
/**
 * How to revoke, in sentences.
 */
revoke: Array<Message>, 
/**
 * Notes that belong on every copy (external users and the lobby).
 */
notes: Array<Message>, 
/**
 * No vendor waits for the values: the app is for Handrail itself.
 */
for_handrail: boolean, };
export type Saved = { "saved": "at", 
/**
 * Path.
 */
path: string, } | { "saved": "cancelled" };
export type ScenarioCard = { 
/**
 * Name, as on the command line.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * What happens in it.
 */
summary: string, };
export type SecretKind = "client_secret" | "connection_string";
export type ServicePrincipalId = string;
export type SessionRef = { 
/**
 * The tenant's id.
 */
tenant_id: TenantId, 
/**
 * Display name of the organisation.
 */
tenant_name: string, 
/**
 * Its default domain.
 */
primary_domain: string, 
/**
 * Who signed in.
 */
account: UserRef, };
export type SetupCard = { 
/**
 * Id.
 */
id: SetupId, 
/**
 * Its profile.
 */
profile: ProfileId, 
/**
 * The profile's title.
 */
title: Message, 
/**
 * The tenant, once known.
 */
tenant: TenantRef | null, 
/**
 * Finished items.
 */
finished: number, 
/**
 * All items.
 */
items: number, 
/**
 * The outcome that matters most of the unfinished ones.
 */
outcome: Outcome | null, 
/**
 * E.g. "waiting for Teams, next try in 4 min".
 */
status: Message, 
/**
 * When something was last looked at.
 */
last_look: string | null, 
/**
 * End of the certificate, when it is near enough to be told.
 */
certificate_ends: string | null, 
/**
 * When it was begun.
 */
begun_at: string, };
export type SetupId = string;
export type SetupView = { 
/**
 * The card.
 */
card: SetupCard, 
/**
 * Who is signed in now, if anyone.
 */
session: SessionRef | null, 
/**
 * Practice, a test installation, or a real tenant.
 */
surroundings: Surroundings, 
/**
 * The rail.
 */
items: Array<ItemHead>, 
/**
 * The next item that can be done.
 */
next: ItemId | null, 
/**
 * Everything is finished.
 */
complete: boolean, };
export type SignInAppMaker = { 
/**
 * Its profile.
 */
profile: ProfileId, 
/**
 * It, once it was begun on this computer.
 */
setup: SetupId | null, 
/**
 * The app's client id, once the app is there.
 */
client: AppId | null, };
export type SignInMethod = "browser" | "device_code";
export type SignInOffer = { 
/**
 * The visits to the browser that this needs, in order.
 */
visits: Array<SignInVisit>, 
/**
 * The own sign-in app that was entered, if any.
 */
own_client: AppId | null, 
/**
 * The one that Handrail makes, where this set-up is not the one that makes it.
 */
maker: SignInAppMaker | null, 
/**
 * Who is signed in now.
 */
session: SessionRef | null, };
export type SignInState = { "state": "browser_open", 
/**
 * The same address, to copy.
 */
link: string, 
/**
 * Ends by itself then.
 */
until: string, } | { "state": "device_code", 
/**
 * Where.
 */
url: string, 
/**
 * What to enter.
 */
code: string, 
/**
 * Ends by itself then.
 */
until: string, } | { "state": "signed_in", 
/**
 * Tenant and account.
 */
session: SessionRef, } | { "state": "ended", 
/**
 * Why, and what to do.
 */
diagnostic: Diagnostic, };
export type SignInVisit = { 
/**
 * Name that Microsoft shows for the app.
 */
client_name: string, 
/**
 * Its client id.
 */
client: AppId, 
/**
 * The service it is for.
 */
service: string, 
/**
 * What it will ask for.
 */
scopes: Array<string>, 
/**
 * When it happens.
 */
when: Message, };
export type Stage = { 
/**
 * E.g. "Token".
 */
label: Message, 
/**
 * `None`: not reached.
 */
outcome: Outcome | null, 
/**
 * What was seen.
 */
detail: Message | null, };
export type Surroundings = "practice" | "test" | "real";
export type Technical = { 
/**
 * `graph`, `login`, `azure`, `teams`, `machine`.
 */
service: string, 
/**
 * The operation's name, e.g. `POST /applications`.
 */
operation: string, 
/**
 * HTTP status.
 */
status: number | null, 
/**
 * Microsoft's code chain, outermost first, or an AADSTS number.
 */
codes: Array<string>, 
/**
 * `request-id` or `trace_id`.
 */
request_id: string | null, 
/**
 * `client-request-id` or `correlation_id`.
 */
client_request_id: string | null, 
/**
 * When.
 */
at: string | null, };
export type TenantId = string;
export type TenantRef = { 
/**
 * Id.
 */
id: TenantId, 
/**
 * What was typed: a domain or the id.
 */
domain: string, 
/**
 * Display name; only after a sign-in.
 */
name: string | null, 
/**
 * `global`, `gcchigh`, ... or `practice`.
 */
cloud: string, 
/**
 * Region as discovery tells it, e.g. `EU`.
 */
region: string | null, };
export type TimePoint = { 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
label: Message, 
/**
 * How it went; `None` when still to come.
 */
outcome: Outcome | null, };
export type Tone = "plain" | "quiet" | "success" | "warning" | "danger";
export type UserId = string;
export type UserRef = { 
/**
 * Object id: the only form that the meeting API takes app-only.
 */
id: UserId, 
/**
 * User principal name.
 */
upn: string, 
/**
 * Display name.
 */
name: string, };
export type VendorKey = { 
/**
 * Its subject.
 */
subject: string, 
/**
 * Issued here for the vendor's request: the vendor needs the file.
 */
issued_here: boolean, };
export type VendorValue = "tenant_id" | "tenant_domain" | "client_id" | "client_secret" | "certificate_thumbprint" | "policy" | "endpoint" | "connection_string";
export type Verb = "add" | "change" | "remove" | "try";
export type WaitView = { 
/**
 * What for, and how long that usually takes.
 */
text: Message, 
/**
 * Since when.
 */
since: string, 
/**
 * Next try.
 */
next: string, 
/**
 * Tries so far.
 */
tries: number, 
/**
 * The next try needs a sign-in first.
 */
needs_sign_in: boolean, };
export type Way = "do_it" | "show_me" | "only_check";
