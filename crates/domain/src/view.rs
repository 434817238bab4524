//! What a screen, a command line or a report is given. Nothing here is computed a second time anywhere else.

use serde::{Deserialize, Serialize};

use crate::{
    Action, Activity, Block, CallView, ChangeView, Diagnostic, Digest, Input, ItemId, Kind, Message, Outcome,
    PermissionType, ProfileId, SessionRef, SetupId, Timestamp,
};

/// A profile on Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProfileCard {
    /// Id.
    pub id: ProfileId,
    /// Title.
    pub title: Message,
    /// One sentence.
    pub summary: Message,
    /// Minutes for one person with all roles.
    pub minutes: u32,
    /// Role names.
    pub roles: Vec<String>,
    /// Items in it.
    pub items: u32,
    /// Connects no vendor's app; see [`crate::Profile::for_handrail`].
    pub for_handrail: bool,
}

/// "Before you start": what it will reach, what not, what is needed, what will be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProfileView {
    /// The card.
    pub card: ProfileCard,
    /// It will be able to.
    pub can: Vec<Message>,
    /// It will not be able to.
    pub cannot: Vec<Message>,
    /// What you need.
    pub needs: Vec<Message>,
    /// What will be created, a sentence each.
    pub creates: Vec<Message>,
    /// Permissions with their reasons.
    pub permissions: Vec<PermissionView>,
    /// Choices that the profile asks for.
    pub questions: Vec<ProfileQuestion>,
    /// Title, audience, author and date of the document it comes from.
    pub source: Vec<Message>,
    /// Where the vendor's support is, if it is told.
    pub support: Option<String>,
    /// Practice accounts, organiser and control user to start with in the practice tenant.
    pub items: Vec<ItemHead>,
}

/// A permission with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PermissionView {
    /// E.g. `OnlineMeetings.ReadWrite.All`.
    pub name: String,
    /// Application or delegated.
    pub kind: PermissionType,
    /// Why the vendor needs it.
    pub why: Message,
}

/// A question of a profile, asked before the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProfileQuestion {
    /// Id; the key in an answers file.
    pub id: crate::QuestionId,
    /// Label.
    pub label: Message,
    /// Help beside the field.
    pub help: Option<Message>,
    /// What is entered when there are no options.
    pub input: Input,
    /// The options, if it is a choice.
    pub options: Vec<crate::Choice>,
    /// Preselected or prefilled.
    pub default: Option<String>,
    /// Whether one can go on without it.
    pub required: bool,
    /// Asked only if another question, which stands before it, is answered so.
    pub when: Option<crate::Condition>,
}

/// A set-up on Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SetupCard {
    /// Id.
    pub id: SetupId,
    /// Its profile.
    pub profile: ProfileId,
    /// The profile's title.
    pub title: Message,
    /// The tenant, once known.
    pub tenant: Option<TenantRef>,
    /// Finished items.
    pub finished: u32,
    /// All items.
    pub items: u32,
    /// The outcome that matters most of the unfinished ones.
    pub outcome: Option<Outcome>,
    /// E.g. "waiting for Teams, next try in 4 min".
    pub status: Message,
    /// When something was last looked at.
    pub last_look: Option<Timestamp>,
    /// End of the certificate, when it is near enough to be told.
    pub certificate_ends: Option<Timestamp>,
    /// When it was begun.
    pub begun_at: Timestamp,
}

/// A tenant, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TenantRef {
    /// Id.
    pub id: crate::TenantId,
    /// What was typed: a domain or the id.
    pub domain: String,
    /// Display name; only after a sign-in.
    pub name: Option<String>,
    /// `global`, `gcchigh`, ... or `practice`.
    pub cloud: String,
    /// Region as discovery tells it, e.g. `EU`.
    pub region: Option<String>,
}

/// A group of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GroupRef {
    /// Object id.
    pub id: crate::GroupId,
    /// Display name.
    pub name: String,
}

/// A row of the rail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemHead {
    /// Id.
    pub id: ItemId,
    /// Its kind.
    pub kind: Kind,
    /// From 1, in the order of the rail.
    pub number: u32,
    /// The number as it is shown, which in a profile that follows a checklist is the one there. `None`: not in it.
    #[serde(default)]
    pub numeral: Option<String>,
    /// A heading above it in the rail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Message>,
    /// The number in the vendor's document, where it differs.
    pub source_step: Option<String>,
    /// Title.
    pub title: Message,
    /// `None`: not looked at yet.
    pub outcome: Option<Outcome>,
    /// What is being done now.
    #[cfg_attr(feature = "schema", schemars(skip))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The quiet line under the title: "waits for 6, 7 and 8", "by Robin Chu, 14:02".
    pub subline: Option<Message>,
    /// Whether it can be done now.
    pub ready: bool,
    /// How many changes are planned, also those that wait for another item's.
    #[serde(default)]
    pub changes: u32,
}

/// How an item is done; chosen per item, changeable at any time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Way {
    /// Do it for me.
    #[default]
    DoIt,
    /// Show me how, then check.
    ShowMe,
    /// Only check.
    OnlyCheck,
}

/// One item, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemView {
    /// The row of the rail.
    pub head: ItemHead,
    /// Why it is needed.
    pub why: Message,
    /// What is wanted, with its values ("CN=..., RSA 2048, for 2 years, on the app registration").
    #[serde(default)]
    pub expected: Option<Message>,
    /// What the last look saw, with the values as read, or why it could not be read; `None` before the first look, and
    /// when a change was refused since: then the diagnostic says what happened.
    #[serde(default)]
    pub seen: Option<Message>,
    /// The reads by which it was seen, with Microsoft's request ids.
    #[serde(default)]
    pub evidence: Vec<CallView>,
    /// How it is to be done.
    pub way: Way,
    /// The short status at the top right: "2 changes planned", "Done at 14:02".
    pub status: Option<Message>,
    /// What is there now, what was found: composed by the kind.
    pub blocks: Vec<Block>,
    /// What would change.
    pub changes: Vec<ChangeView>,
    /// Digest of those changes as a list of their own.
    pub digest: Option<Digest>,
    /// Who may do it.
    pub who: Option<Message>,
    /// How it is undone.
    pub undo: Option<Message>,
    /// Words for the primary button ("Create and upload").
    pub verb: Option<Message>,
    /// Other things that can be done here.
    pub actions: Vec<Action>,
    /// When it went wrong.
    pub diagnostic: Option<Diagnostic>,
    /// When it waits.
    pub wait: Option<WaitView>,
    /// When it was last looked at.
    pub looked_at: Option<Timestamp>,
    /// As whom.
    #[serde(default)]
    pub looked_by: Option<String>,
    /// What was changed by this set-up, with time and person.
    pub made: Vec<MadeChange>,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeChange {
    /// The sentence and its calls.
    pub view: ChangeView,
    /// When.
    pub at: Timestamp,
    /// As whom.
    pub by: String,
    /// Whether it was taken back since.
    pub undone: bool,
    /// Microsoft's request ids.
    pub request_ids: Vec<String>,
}

/// Waiting for Microsoft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitView {
    /// What for, and how long that usually takes.
    pub text: Message,
    /// Since when.
    pub since: Timestamp,
    /// Next try.
    pub next: Timestamp,
    /// Tries so far.
    pub tries: u32,
    /// The next try needs a sign-in first.
    pub needs_sign_in: bool,
}

/// A set-up, whole: the rail and what stands on top of every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SetupView {
    /// The card.
    pub card: SetupCard,
    /// Who is signed in now, if anyone.
    pub session: Option<SessionRef>,
    /// Practice, a test installation, or a real tenant.
    pub surroundings: Surroundings,
    /// The rail.
    pub items: Vec<ItemHead>,
    /// The next item that can be done.
    pub next: Option<ItemId>,
    /// Everything is finished.
    pub complete: bool,
}

/// Where we are; shown on every page unless it is a real tenant in a known cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Surroundings {
    /// The practice tenant inside the app.
    Practice,
    /// A test installation named by an endpoints file.
    Test,
    /// Microsoft's cloud.
    Real,
}

/// A plan to approve: for one item or for all that can go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PlanView {
    /// What the approval carries.
    pub digest: Digest,
    /// Tenant name for the button.
    pub tenant: String,
    /// Grouped by item.
    pub groups: Vec<PlanGroup>,
    /// What is not in it, and why.
    pub left_out: Vec<ItemHead>,
    /// How many changes.
    pub count: u32,
    /// Delegated scopes that making them needs.
    pub scopes: Vec<String>,
}

/// The changes of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PlanGroup {
    /// The item.
    pub item: ItemHead,
    /// Its changes.
    pub changes: Vec<ChangeView>,
}
