//! Application access policies: which apps may act for which organisers.
//!
//! Source: <https://learn.microsoft.com/powershell/module/microsoftteams/new-csapplicationaccesspolicy> and its siblings.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::{AppId, GroupId, Processes, TokenSource, UserId, UserRef};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::running::Shared;
use super::{PowerShellError, PowerShellFacts};
use crate::caller::{CallLog, Mode};
use crate::graph::Connection;
use crate::{Error, Read, Write};

/// An application access policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccessPolicy {
    /// `Global` or `Tag:NAME`.
    pub identity: String,
    /// Client ids.
    #[serde(default, deserialize_with = "one_or_many")]
    pub app_ids: Vec<AppId>,
    /// Description.
    pub description: Option<String>,
}

/// Where a user's policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicySource {
    /// Granted to the user.
    Direct,
    /// Granted to a group of the user.
    Group,
    /// The tenant's default.
    Global,
}

/// The policies that a user has; the first in the order direct, group, global is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserPolicy {
    /// The user, as Teams knows her.
    pub user: UserRef,
    /// Granted to the user herself.
    pub direct: Option<String>,
    /// Through a group.
    pub group: Option<String>,
    /// The tenant's default, when a policy is granted globally.
    pub global: Option<String>,
}

impl UserPolicy {
    /// The one in force, and where it comes from.
    #[must_use]
    pub fn in_force(&self) -> Option<(&str, PolicySource)> {
        let direct = self.direct.as_deref().map(|name| (name, PolicySource::Direct));
        direct
            .or_else(|| self.group.as_deref().map(|name| (name, PolicySource::Group)))
            .or_else(|| self.global.as_deref().map(|name| (name, PolicySource::Global)))
    }
}

/// A user who holds a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Holder {
    /// Object id.
    pub object_id: UserId,
    /// User principal name.
    pub user_principal_name: String,
    /// Display name.
    pub display_name: Option<String>,
}

impl From<Holder> for UserRef {
    fn from(holder: Holder) -> Self {
        let name = holder.display_name.filter(|name| !name.is_empty());
        Self {
            id: holder.object_id,
            name: name.unwrap_or_else(|| holder.user_principal_name.clone()),
            upn: holder.user_principal_name,
        }
    }
}

/// A group that holds a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupAssignment {
    /// The group.
    pub group_id: GroupId,
    /// The policy.
    pub policy_name: Option<String>,
    /// 1 is the strongest.
    #[serde(default)]
    pub rank: u32,
}

/// A client for Teams policies that may read (`Teams<Read>`) or also write (`Teams<Write>`).
///
/// PowerShell is started with the first call and kept for the next; [`Teams::end`] ends it.
pub struct Teams<M> {
    pub(super) shared: Arc<Shared>,
    pub(super) log: CallLog,
    mode: PhantomData<M>,
}

impl<M> Clone for Teams<M> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), log: self.log.clone(), mode: PhantomData }
    }
}

impl<M: Mode> Teams<M> {
    /// A client that signs in with the admin's tokens.
    #[must_use]
    pub fn new(
        connection: &Connection,
        tokens: Arc<dyn TokenSource>,
        processes: Arc<dyn Processes>,
        module: Option<String>,
    ) -> Self {
        let shared = Shared::new(connection, tokens, processes, module);
        Self { shared: Arc::new(shared), log: connection.log.clone(), mode: PhantomData }
    }

    /// The same client, able to read only; shares the running PowerShell.
    #[must_use]
    pub fn reading(&self) -> Teams<Read> {
        Teams { shared: self.shared.clone(), log: self.log.clone(), mode: PhantomData }
    }

    /// The same client, sharing the running PowerShell, with a log of its own.
    #[must_use]
    pub fn logging_to(&self, log: CallLog) -> Self {
        Self { shared: self.shared.clone(), log, mode: PhantomData }
    }

    /// Starts PowerShell, if it is there and not running yet, and tells what it is; does not sign in. One that can be
    /// worked with is kept for the first call.
    ///
    /// # Errors
    /// When there is none, or it does not answer.
    pub async fn facts(&self) -> Result<PowerShellFacts, Error> {
        self.shared.facts().await
    }

    /// All policies of the tenant. <https://learn.microsoft.com/powershell/module/microsoftteams/get-csapplicationaccesspolicy>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn policies(&self) -> Result<Vec<AccessPolicy>, Error> {
        let found: Many<AccessPolicy> = self.read("Get-CsApplicationAccessPolicy", "policies", json!({})).await?;
        Ok(found.0)
    }

    /// What a user has.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn user_policy(&self, user: UserId) -> Result<UserPolicy, Error> {
        let operation = "Get-CsUserPolicyAssignment";
        let found: FoundPolicy = self.read(operation, "userPolicy", json!({ "user": user })).await?;
        let from = |source: &str| {
            let entry = found.assignments.iter().find(|entry| entry.source.eq_ignore_ascii_case(source));
            entry.and_then(|entry| entry.policy_name.clone())
        };
        Ok(UserPolicy {
            direct: found.direct.clone().or_else(|| from("Direct")),
            group: from("Group"),
            global: from("Global").or_else(|| from("Tenant")),
            user: found.user.into(),
        })
    }

    /// Users to whom the policy was granted directly. Reads every user of the tenant.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn holders(&self, identity: &str) -> Result<Vec<UserRef>, Error> {
        let found: Many<Holder> = self.read("Get-CsOnlineUser", "holders", json!({ "identity": identity })).await?;
        Ok(found.0.into_iter().map(Into::into).collect())
    }

    /// Groups that hold an application access policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn group_assignments(&self) -> Result<Vec<GroupAssignment>, Error> {
        let found: Many<GroupAssignment> =
            self.read("Get-CsGroupPolicyAssignment", "groupAssignments", json!({})).await?;
        Ok(found.0)
    }

    /// Signs out and ends PowerShell, if it runs.
    pub async fn end(&self) {
        self.shared.end().await;
    }

    pub(super) async fn read<T: serde::de::DeserializeOwned>(
        &self,
        operation: &'static str,
        op: &str,
        request: Value,
    ) -> Result<T, Error> {
        let value = self.shared.run(operation, op, request, &self.log).await?;
        serde_json::from_value(value).map_err(|_| Error::PowerShell(PowerShellError::Garbage { operation }))
    }
}

impl Teams<Write> {
    /// Makes a policy. <https://learn.microsoft.com/powershell/module/microsoftteams/new-csapplicationaccesspolicy>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_policy(&self, identity: &str, apps: &[AppId], description: &str) -> Result<(), Error> {
        let request = json!({ "identity": identity, "appIds": apps, "description": description });
        self.shared.run("New-CsApplicationAccessPolicy", "newPolicy", request, &self.log).await.map(drop)
    }

    /// Adds apps to a policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn add_apps(&self, identity: &str, apps: &[AppId]) -> Result<(), Error> {
        let request = json!({ "identity": identity, "add": apps });
        self.shared.run("Set-CsApplicationAccessPolicy", "setPolicy", request, &self.log).await.map(drop)
    }

    /// Removes apps from a policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn remove_apps(&self, identity: &str, apps: &[AppId]) -> Result<(), Error> {
        let request = json!({ "identity": identity, "remove": apps });
        self.shared.run("Set-CsApplicationAccessPolicy", "setPolicy", request, &self.log).await.map(drop)
    }

    /// Deletes a policy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn remove_policy(&self, identity: &str) -> Result<(), Error> {
        let request = json!({ "identity": identity });
        self.shared.run("Remove-CsApplicationAccessPolicy", "removePolicy", request, &self.log).await.map(drop)
    }

    /// Grants a policy to a user, replacing the one she has; `None` takes hers away.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn grant(&self, user: UserId, policy: Option<&str>) -> Result<(), Error> {
        let request = json!({ "user": user, "policy": policy });
        self.granted();
        self.shared.run("Grant-CsApplicationAccessPolicy", "grant", request, &self.log).await.map(drop)
    }

    /// What was read of the holders before this is no longer all of it. Also called when somebody is assigned by Graph.
    pub fn granted(&self) {
        self.shared.grants.fetch_add(1, Ordering::Relaxed);
    }

    /// Grants a policy to a group, at that rank; `None` takes the group's away.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn grant_to_group(&self, group: GroupId, policy: Option<&str>, rank: Option<u32>) -> Result<(), Error> {
        let request = json!({ "group": group, "policy": policy, "rank": rank });
        self.shared.run("Grant-CsApplicationAccessPolicy -Group", "grantGroup", request, &self.log).await.map(drop)
    }

    /// Grants a policy to the whole tenant; `None` takes it away.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn grant_to_tenant(&self, policy: Option<&str>) -> Result<(), Error> {
        let request = json!({ "policy": policy });
        self.shared.run("Grant-CsApplicationAccessPolicy -Global", "grantGlobal", request, &self.log).await.map(drop)
    }
}

#[derive(Deserialize)]
struct FoundPolicy {
    user: Holder,
    direct: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    assignments: Vec<FoundAssignment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FoundAssignment {
    policy_name: Option<String>,
    #[serde(default)]
    source: String,
}

/// PowerShell turns lists of one into the element and empty lists into null.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct Many<T>(#[serde(deserialize_with = "one_or_many")] pub(super) Vec<T>);

pub(super) fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany<T> {
        Many(Vec<T>),
        One(T),
        None(()),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(all) => all,
        OneOrMany::One(one) => vec![one],
        OneOrMany::None(_) => Vec::new(),
    })
}
