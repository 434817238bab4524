//! The closed set of blocks that views of items are composed of (DECISIONS 13): kinds compose them, window and report
//! draw them. A new step kind needs no new drawing code.

use serde::{Deserialize, Serialize};

use crate::{Action, Message, Outcome, Timestamp};

/// One block of an item's view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Block {
    /// A paragraph.
    Text {
        /// The words.
        text: Message,
        /// How loud.
        tone: Tone,
    },
    /// Label and value pairs.
    Facts {
        /// Heading, if any.
        title: Option<Message>,
        /// The rows.
        rows: Vec<Fact>,
    },
    /// What would change, or what was changed.
    Changes {
        /// Heading, if any.
        title: Option<Message>,
        /// In the order they are made.
        changes: Vec<ChangeView>,
    },
    /// Users and what is known of each.
    People {
        /// Heading, if any.
        title: Option<Message>,
        /// The people.
        people: Vec<PersonView>,
    },
    /// Things that must go differently, side by side.
    Lanes {
        /// Usually two.
        lanes: Vec<Lane>,
    },
    /// The two locks: permission and policy.
    Locks {
        /// From the app to the meeting.
        locks: Vec<LockView>,
        /// Sentence for those who cannot see the picture.
        summary: Message,
    },
    /// A list of checks, worst first.
    Checklist {
        /// Heading, if any.
        title: Option<Message>,
        /// The rows.
        rows: Vec<CheckRow>,
    },
    /// A choice that only the admin can make.
    Question {
        /// The question with its options.
        question: Question,
    },
    /// Requests made or to be made, for experts.
    Calls {
        /// In order.
        calls: Vec<CallView>,
    },
    /// Points in time on a line: expiry dates, tries, the days of a watch.
    Timeline {
        /// Heading, if any.
        title: Option<Message>,
        /// In order of time.
        points: Vec<TimePoint>,
        /// Sentence for those who cannot see the picture.
        summary: Message,
    },
}

/// How loud a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tone {
    /// Plain.
    Plain,
    /// Smaller, an aside.
    Quiet,
    /// Good news.
    Success,
    /// Someone should look.
    Warning,
    /// Something failed.
    Danger,
}

/// A labelled value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fact {
    /// Label.
    pub label: Message,
    /// Value.
    pub value: Message,
    /// The plain text that a copy button puts on the clipboard; never a secret.
    pub copy: Option<String>,
    /// A quieter second line.
    pub note: Option<Message>,
}

/// A change in a plan, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeView {
    /// Adds, changes, removes, or tries.
    pub verb: Verb,
    /// The sentence.
    pub text: Message,
    /// A quieter second line.
    pub note: Option<Message>,
    /// The calls that make it.
    pub calls: Vec<CallView>,
    /// Overwrites or deletes something: confirmed by holding the button, and never by `--approve all`.
    pub careful: bool,
}

/// What a change does to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verb {
    /// Something new.
    Add,
    /// Something that is there gets another value.
    Change,
    /// Something goes.
    Remove,
    /// Something is tried and cleaned up again.
    Try,
}

/// A user in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonView {
    /// Display name, or what was typed when the person was not found.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// How this person stands.
    pub outcome: Option<Outcome>,
    /// E.g. "none yet", "RecorderPolicy".
    pub note: Option<Message>,
}

/// One lane of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lane {
    /// E.g. "Mia Lind".
    pub title: Message,
    /// E.g. "must work".
    pub expectation: Message,
    /// The result.
    pub outcome: Option<Outcome>,
    /// The result in a sentence.
    pub result: Option<Message>,
    /// Token, roles, request, answer, cleaned up.
    pub stages: Vec<Stage>,
}

/// One stage of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// E.g. "Token".
    pub label: Message,
    /// `None`: not reached.
    pub outcome: Option<Outcome>,
    /// What was seen.
    pub detail: Option<Message>,
}

/// A lock between the app and what it wants to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LockView {
    /// E.g. "Permission".
    pub label: Message,
    /// E.g. "what the app may do".
    pub note: Message,
    /// Open, closed, or not known.
    pub state: LockState,
}

/// Whether a lock is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LockState {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// Could not be read, or not looked at yet.
    Unknown,
}

/// A check with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckRow {
    /// Permanent id of the check within its item; what confirmations and the report refer to.
    pub id: String,
    /// Result.
    pub outcome: Outcome,
    /// What was looked at.
    pub title: Message,
    /// What was seen.
    pub detail: Option<Message>,
    /// Items that this will block, by their titles.
    pub blocks: Vec<Message>,
    /// Who can help.
    pub who: Option<Message>,
    /// What to do, as text.
    pub remedy: Option<Message>,
    /// A button for it.
    pub action: Option<Action>,
}

/// A question with its options; answered by a person only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Id of the decision; the key in an answers file.
    pub id: crate::QuestionId,
    /// The question.
    pub title: Message,
    /// What one should know before answering.
    pub detail: Option<Message>,
    /// The options; empty for a free answer.
    pub options: Vec<Choice>,
    /// The option chosen so far.
    pub chosen: Option<String>,
    /// What is asked for when there are no options, or beside the chosen one.
    pub input: Option<Input>,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    /// Value in an answers file.
    pub value: String,
    /// The choice.
    pub label: Message,
    /// Its consequence.
    pub note: Option<Message>,
    /// Facts beside it (created, owner, credentials of a candidate).
    pub facts: Vec<Fact>,
    /// Must be confirmed by typing this text (the tenant's name), or `None`.
    pub typed_confirmation: Option<String>,
}

/// What can be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Input {
    /// One line of text.
    Text,
    /// One user, searched in the directory.
    User,
    /// Several users: typed, searched, pasted, or from a CSV file.
    Users,
    /// The DNS name of a server.
    Host,
    /// An `https` address.
    Url,
    /// A TCP port.
    Port,
    /// One or several client ids.
    AppIds,
    /// A group, searched in the directory.
    Group,
    /// A person's name, a date and a remark: a confirmation.
    Confirmation,
    /// A file, chosen in the system's dialog, checked and kept by Rust (see [`crate::KeptFile`]).
    File,
    /// A certificate file of the person's own, chosen in the system's dialog and read in Rust. Belongs to the option
    /// `file`.
    Certificate,
    /// A certificate or a request for one that the vendor sent, chosen likewise. Belongs to the option `file`.
    VendorCertificate,
}

/// A request, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallView {
    /// `GET`, `POST`, or `PowerShell`.
    pub method: String,
    /// Path with query, or the cmdlet.
    pub target: String,
    /// HTTP status, once made.
    pub status: Option<u16>,
    /// Microsoft's `request-id`, once made.
    pub request_id: Option<String>,
    /// When, once made.
    pub at: Option<Timestamp>,
    /// Made by the app itself, not by the signed-in admin.
    #[serde(default)]
    pub by_app: bool,
}

/// A point on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimePoint {
    /// When.
    pub at: Timestamp,
    /// What.
    pub label: Message,
    /// How it went; `None` when still to come.
    pub outcome: Option<Outcome>,
}
