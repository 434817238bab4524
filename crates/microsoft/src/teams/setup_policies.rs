//! App setup policies: which apps are pinned and installed for whoever holds one.
//!
//! Source: <https://learn.microsoft.com/powershell/module/microsoftteams/new-csteamsappsetuppolicy> and its siblings.
//! There is no method here that assigns one to the whole tenant: `-Global` overwrites what the tenant has.

use domain::{GroupId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::policies::{Many, one_or_many};
use super::{GroupAssignment, PolicySource, Teams};
use crate::caller::Mode;
use crate::{Error, Write};

/// An app setup policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SetupPolicy {
    /// `Global` or `Tag:NAME`.
    pub identity: String,
    /// Description.
    pub description: Option<String>,
    /// Users may upload apps of their own.
    #[serde(default)]
    pub allow_side_loading: bool,
    /// Users may pin apps themselves.
    #[serde(default)]
    pub allow_user_pinning: bool,
    /// Pinned to the app bar.
    #[serde(default, deserialize_with = "one_or_many")]
    pub pinned_app_bar_apps: Vec<PinnedApp>,
    /// Installed for everybody: ids of apps.
    #[serde(default, deserialize_with = "one_or_many")]
    pub app_preset_list: Vec<String>,
    /// Names of lists that it also has and that Handrail cannot copy.
    #[serde(default, deserialize_with = "one_or_many")]
    pub more: Vec<String>,
}

/// An app at its place in the app bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PinnedApp {
    /// Id of the app in the catalogue.
    pub id: String,
    /// From 1.
    #[serde(default)]
    pub order: u32,
}

/// The setup policy that counts for a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserSetupPolicy {
    /// Its name, with or without `Tag:`.
    pub policy_name: String,
    /// Where it comes from.
    pub source: PolicySource,
}

/// A policy to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSetupPolicy<'a> {
    /// Its name without `Tag:`.
    pub name: &'a str,
    /// Its description.
    pub description: &'a str,
    /// See [`SetupPolicy`].
    pub allow_side_loading: bool,
    /// See [`SetupPolicy`].
    pub allow_user_pinning: bool,
    /// Ids of apps in the order of the app bar.
    pub pinned: &'a [String],
    /// Ids of apps that are installed.
    pub installed: &'a [String],
}

/// To whom a policy is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupTarget {
    /// A user.
    User(UserId),
    /// A group, with a rank: 1 is the strongest.
    Group(GroupId, u32),
}

impl<M: Mode> Teams<M> {
    /// All app setup policies of the tenant.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn setup_policies(&self) -> Result<Vec<SetupPolicy>, Error> {
        let found: Many<SetupPolicy> = self.read("Get-CsTeamsAppSetupPolicy", "setupPolicies", json!({})).await?;
        Ok(found.0)
    }

    /// The one that counts for a user.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn user_setup_policy(&self, user: UserId) -> Result<UserSetupPolicy, Error> {
        self.read("Get-CsUserPolicyAssignment", "userSetupPolicy", json!({ "user": user })).await
    }

    /// Groups that hold an app setup policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn setup_groups(&self) -> Result<Vec<GroupAssignment>, Error> {
        let found: Many<GroupAssignment> = self.read("Get-CsGroupPolicyAssignment", "setupGroups", json!({})).await?;
        Ok(found.0)
    }
}

impl Teams<Write> {
    /// Makes a policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_setup_policy(&self, new: &NewSetupPolicy<'_>) -> Result<(), Error> {
        let request = json!({
            "identity": new.name,
            "description": new.description,
            "allowSideLoading": new.allow_side_loading,
            "allowUserPinning": new.allow_user_pinning,
            "pinned": new.pinned,
            "installed": new.installed,
        });
        self.shared.run("New-CsTeamsAppSetupPolicy", "newSetupPolicy", request, &self.log).await.map(drop)
    }

    /// Gives a policy to a user or a group, replacing the one they were given; `None` takes theirs away.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn grant_setup_policy(&self, to: SetupTarget, policy: Option<&str>) -> Result<(), Error> {
        let request = match to {
            SetupTarget::User(user) => json!({ "user": user, "policy": policy }),
            SetupTarget::Group(group, rank) => json!({ "group": group, "rank": rank, "policy": policy }),
        };
        self.shared.run("Grant-CsTeamsAppSetupPolicy", "grantSetupPolicy", request, &self.log).await.map(drop)
    }

    /// Deletes a policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn remove_setup_policy(&self, identity: &str) -> Result<(), Error> {
        let request = json!({ "identity": identity });
        self.shared.run("Remove-CsTeamsAppSetupPolicy", "removeSetupPolicy", request, &self.log).await.map(drop)
    }
}
