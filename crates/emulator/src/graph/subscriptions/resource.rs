//! What can be watched, for how long, with which permission. Sources: docs-contrib includes/change-notifications-subscription-lifetime.md
//! and subscription-post-subscriptions; facts 5 of the Teams notes. A permission to write is not enough.

use http::StatusCode;

use crate::entra::Caller;
use crate::graph::refusal::Refusal;
use crate::state::Tenant;

/// One kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// Segments of the path; `{}` stands for any, `{user}` and `{group}` for one that has to be there.
    path: &'static str,
    /// Longest life, minutes.
    pub(super) minutes: i64,
    delegated: &'static [&'static str],
    application: &'static [&'static str],
    changes: &'static [&'static str],
    /// Notifications always carry the resource, encrypted.
    pub(super) rich_only: bool,
    /// Notifications may carry the resource.
    pub(super) may_be_rich: bool,
    /// A life of more than an hour needs a `lifecycleNotificationUrl`.
    pub(super) needs_lifecycle: bool,
}

const ALL: &[&str] = &["created", "updated", "deleted"];
/// Users and groups: what is created or soft-deleted is "updated".
const DIRECTORY: &[&str] = &["updated", "deleted"];
const USERS: &[&str] = &["User.Read.All", "Directory.Read.All"];
const GROUPS: &[&str] = &["Group.Read.All", "Directory.Read.All"];

const fn directory(path: &'static str, permissions: &'static [&'static str]) -> Rule {
    Rule {
        path,
        minutes: 41_760,
        delegated: permissions,
        application: permissions,
        changes: DIRECTORY,
        rich_only: false,
        may_be_rich: false,
        needs_lifecycle: false,
    }
}

const fn mailbox(path: &'static str, permissions: &'static [&'static str]) -> Rule {
    Rule {
        path,
        minutes: 4_230,
        delegated: permissions,
        application: permissions,
        changes: ALL,
        rich_only: false,
        may_be_rich: true,
        needs_lifecycle: false,
    }
}

const fn teams(
    path: &'static str,
    delegated: &'static [&'static str],
    application: &'static [&'static str],
    changes: &'static [&'static str],
) -> Rule {
    Rule {
        path,
        minutes: 4_320,
        delegated,
        application,
        changes,
        rich_only: false,
        may_be_rich: true,
        needs_lifecycle: true,
    }
}

const RECORDINGS: &[&str] = &["OnlineMeetingRecording.Read.All"];
const TRANSCRIPTS: &[&str] = &["OnlineMeetingTranscript.Read.All"];
const MEETINGS: &[&str] = &["OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"];

/// The resources that the practice tenant takes a subscription for. Only users and groups ever change in it: nobody calls,
/// writes or chats there.
const RULES: &[Rule] = &[
    directory("users", USERS),
    directory("users/{user}", USERS),
    directory("groups", GROUPS),
    directory("groups/{group}", GROUPS),
    directory("groups/{group}/members", GROUPS),
    Rule {
        minutes: 4_230,
        ..teams("communications/callRecords", &[], &["CallRecords.Read.All"], &["created", "updated"])
    },
    Rule {
        minutes: 60,
        rich_only: true,
        ..teams("communications/presences", &["Presence.Read.All"], &[], &["updated"])
    },
    Rule {
        minutes: 60,
        rich_only: true,
        ..teams("communications/presences/{user}", &["Presence.Read.All"], &[], &["updated"])
    },
    teams("communications/onlineMeetings", &[], MEETINGS, &["updated"]),
    teams("communications/onlineMeetings/getAllRecordings", &[], RECORDINGS, &["created"]),
    teams("communications/onlineMeetings/getAllTranscripts", &[], TRANSCRIPTS, &["created"]),
    teams("users/{user}/onlineMeetings/getAllRecordings", RECORDINGS, RECORDINGS, &["created"]),
    teams("users/{user}/onlineMeetings/getAllTranscripts", TRANSCRIPTS, TRANSCRIPTS, &["created"]),
    teams("chats", &[], &["Chat.ReadBasic.All", "Chat.Read.All"], ALL),
    teams("chats/{}", &["Chat.ReadBasic", "Chat.Read"], &["Chat.ReadBasic.All", "Chat.Read.All"], ALL),
    teams("chats/{}/messages", &["Chat.Read"], &["Chat.Read.All"], ALL),
    teams("me/chats", &["Chat.ReadBasic", "Chat.Read"], &[], ALL),
    teams("me/chats/getAllMessages", &["Chat.Read"], &[], ALL),
    teams("users/{user}/chats", &["Chat.ReadBasic", "Chat.Read"], &["Chat.ReadBasic.All", "Chat.Read.All"], ALL),
    teams("users/{user}/chats/getAllMessages", &["Chat.Read"], &["Chat.Read.All"], ALL),
    teams("chats/getAllMessages", &[], &["Chat.Read.All"], ALL),
    teams("teams", &[], &["TeamSettings.Read.All"], ALL),
    teams("teams/{}", &["TeamSettings.Read.All"], &["TeamSettings.Read.All"], ALL),
    teams("teams/{}/channels", &["Channel.ReadBasic.All"], &["Channel.ReadBasic.All"], ALL),
    teams("teams/{}/channels/{}/messages", &["ChannelMessage.Read.All"], &["ChannelMessage.Read.All"], ALL),
    mailbox("me/events", &["Calendars.Read"]),
    mailbox("users/{user}/events", &["Calendars.Read"]),
    mailbox("me/messages", &["Mail.Read"]),
    mailbox("users/{user}/messages", &["Mail.Read"]),
    mailbox("me/mailFolders/{}/messages", &["Mail.Read"]),
    mailbox("users/{user}/mailFolders/{}/messages", &["Mail.Read"]),
    mailbox("me/contacts", &["Contacts.Read"]),
    mailbox("users/{user}/contacts", &["Contacts.Read"]),
];

/// The service behind Graph refuses; which one, nobody is told.
fn behind(status: StatusCode, name: &str) -> Refusal {
    let reason = status.canonical_reason().unwrap_or_default();
    let message = format!("Operation: Create; Exception: [Status Code: {name}; Reason: {reason}]");
    Refusal::new(status, "ExtensionError", message)
}

impl Rule {
    /// The rule for a resource, once it is known that what it names is there.
    pub(super) fn find(tenant: &Tenant, resource: &str) -> Result<Self, Refusal> {
        // `…/onlineMeetings/?$filter=JoinWebUrl eq '…'` and `…(joinWebUrl='…')/meetingCallEvents` are about one meeting.
        let path = resource.split('?').next().unwrap_or_default().trim_matches('/');
        let path = match path.to_ascii_lowercase().starts_with("communications/onlinemeetings(") {
            true => "communications/onlineMeetings",
            false => path,
        };
        let asked = segments(path);
        let fits = |rule: &&Self| {
            let own: Vec<&str> = rule.path.split('/').collect();
            own.len() == asked.len()
                && own.iter().zip(&asked).all(|(own, asked)| own.starts_with('{') || own.eq_ignore_ascii_case(asked))
        };
        // A literal wins over a hole.
        let rule = RULES.iter().filter(fits).min_by_key(|rule| rule.path.matches('{').count());
        let rule = rule.ok_or_else(|| {
            let message = format!("Resource '{resource}' is not supported for change notifications."); // [K]
            Refusal::bad("InvalidRequest", message)
        })?;
        for (own, id) in rule.path.split('/').zip(&asked) {
            let there = match own {
                "{user}" => tenant.user(id).is_some(),
                "{group}" => tenant.groups.contains_key(id),
                _ => true,
            };
            if !there {
                return Err(behind(StatusCode::NOT_FOUND, "NotFound"));
            }
        }
        Ok(*rule)
    }

    /// Whether the token carries a permission that reads this.
    pub(super) fn check_permission(&self, caller: &Caller) -> Result<(), Refusal> {
        let (accepted, held) = match caller.app_only {
            true => (self.application, &caller.roles),
            false => (self.delegated, &caller.scopes),
        };
        let allowed = accepted.iter().any(|name| held.contains(*name));
        allowed.then_some(()).ok_or_else(|| behind(StatusCode::FORBIDDEN, "Forbidden"))
    }

    /// A list of kinds of change: all of them known, at least one of them ever told. That Graph takes `created` for users and
    /// groups beside another one, and refuses it alone, was seen in microsoft-graph-docs#4819 and docs-contrib#1633.
    pub(super) fn check_changes(&self, change_type: &str) -> Result<(), Refusal> {
        let wanted: Vec<&str> = change_type.split(',').map(str::trim).collect();
        let known = wanted.iter().all(|wanted| ALL.iter().any(|known| known.eq_ignore_ascii_case(wanted)));
        let told = wanted.iter().any(|wanted| self.changes.iter().any(|told| told.eq_ignore_ascii_case(wanted)));
        (known && told)
            .then_some(())
            .ok_or_else(|| Refusal::bad("InvalidRequest", format!("Invalid 'changeType' attribute: '{change_type}'.")))
    }
}

/// `mailFolders('Inbox')` is `mailFolders/Inbox`.
fn segments(path: &str) -> Vec<String> {
    let spaced = path.replace("('", "/").replace("')", "");
    spaced.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
