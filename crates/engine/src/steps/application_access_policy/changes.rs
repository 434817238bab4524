//! What can be missing, and what was done.

use domain::{AppId, GroupId, Known, UserId, UserRef};
use serde::{Deserialize, Serialize};

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make the policy.
    Create {
        /// `Tag:NAME`.
        identity: String,
        /// The app in it.
        app: Known<AppId>,
        /// Other apps in it, sorted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<AppId>,
        /// Its description.
        description: String,
    },
    /// Add the app to a policy that is there.
    AddApp {
        /// Which policy.
        identity: String,
        /// The app.
        app: Known<AppId>,
        /// The apps in it now, sorted.
        replaces: Vec<AppId>,
        /// Set for a policy that this set-up did not make: how many users hold it, and are then reached.
        holders: Option<u32>,
    },
    /// Add the other apps that the answers name.
    AddAlso {
        /// To which policy.
        identity: String,
        /// Those that it does not name yet, sorted.
        apps: Vec<AppId>,
        /// The apps in it now, sorted.
        replaces: Vec<AppId>,
        /// Set for a policy that this set-up did not make: how many users hold it, and are then reached.
        holders: Option<u32>,
    },
    /// Copy another policy's apps into ours, so that a user who moves loses nothing.
    CopyApps {
        /// From which policy.
        from: String,
        /// To which.
        to: String,
        /// The apps, sorted.
        apps: Vec<AppId>,
    },
    /// Grant a policy to a user.
    Grant {
        /// To whom.
        user: UserRef,
        /// Which policy.
        identity: String,
        /// The policy that the user was granted before and loses.
        replaces: Option<String>,
        /// A policy of a group or of the tenant that no longer counts for the user.
        hides: Option<String>,
    },
    /// Grant a policy to many users who had the same before.
    GrantMany {
        /// To whom.
        users: Vec<UserRef>,
        /// Which policy.
        identity: String,
        /// The policy that they were granted before and lose.
        replaces: Option<String>,
        /// A policy of a group or of the tenant that no longer counts for them.
        hides: Option<String>,
    },
    /// Grant a policy to a group.
    GrantGroup {
        /// To which.
        group: GroupId,
        /// Its name.
        name: String,
        /// Which policy.
        identity: String,
        /// At which rank.
        rank: u32,
        /// The policy that the group had.
        replaces: Option<String>,
    },
    /// Grant the policy to everybody. Only after the tenant's name was typed.
    GrantTenant {
        /// Which policy.
        identity: String,
        /// What the tenant had.
        replaces: Option<String>,
    },
}

/// What was done; `None`: it was so already, not by us.
pub(crate) type Receipt = Option<Done>;

/// What we did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    /// Made a policy.
    Created {
        /// Which.
        identity: String,
        /// The app in it.
        app: AppId,
        /// Other apps that we put into it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<AppId>,
    },
    /// Added apps to a policy.
    Added {
        /// Which.
        identity: String,
        /// Those that were not in it before.
        apps: Vec<AppId>,
    },
    /// Granted a policy.
    Granted {
        /// To whom.
        user: UserRef,
        /// Which.
        identity: String,
        /// The direct one before.
        before: Option<String>,
    },
    /// Granted a policy to many.
    GrantedMany {
        /// To whom: those who did not have it.
        users: Vec<UserRef>,
        /// Which.
        identity: String,
        /// The direct one before.
        before: Option<String>,
        /// Those of the same part who had it already, not by us.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        there: Vec<UserId>,
    },
    /// Granted a policy to a group.
    GrantedGroup {
        /// To which.
        group: GroupId,
        /// Its name.
        name: String,
        /// Which.
        identity: String,
        /// At which rank.
        rank: u32,
        /// What the group had.
        before: Option<String>,
    },
    /// Granted a policy to the tenant.
    GrantedTenant {
        /// Which.
        identity: String,
        /// The tenant's before.
        before: Option<String>,
    },
}
