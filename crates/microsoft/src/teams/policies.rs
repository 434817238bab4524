//! Application access policies: which apps may act for which organisers.
//!
//! Source: <https://learn.microsoft.com/powershell/module/microsoftteams/new-csapplicationaccesspolicy> and its siblings.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use domain::{
    AppId, CallView, GroupId, PowerShellProgram, Processes, SignedIn, Timestamp, TokenSource, UserId, UserRef,
};
use futures_util::lock::Mutex;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::{PowerShell, PowerShellError, PowerShellFacts};
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
}

/// A client for Teams policies that may read (`Teams<Read>`) or also write (`Teams<Write>`).
///
/// PowerShell is started with the first call and kept for the next; [`Teams::end`] ends it.
pub struct Teams<M> {
    shared: Arc<Shared>,
    log: CallLog,
    mode: PhantomData<M>,
}

impl<M> Clone for Teams<M> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), log: self.log.clone(), mode: PhantomData }
    }
}

struct Shared {
    connection: Connection,
    tokens: Arc<dyn TokenSource>,
    processes: Arc<dyn Processes>,
    /// The module's manifest in the app's own folder, if it was saved there.
    module: Option<String>,
    running: Mutex<Option<Running>>,
}

/// A PowerShell that is signed in. It cannot be given new tokens: it is replaced before they end, and when somebody
/// signs in anew (another account, or the same one with a role activated since).
struct Running {
    shell: PowerShell,
    until: Timestamp,
    session: Option<SignedIn>,
}

/// A cmdlet must end before its token does.
const MARGIN: Duration = Duration::from_secs(10 * 60);

impl<M: Mode> Teams<M> {
    /// A client that signs in with the admin's tokens.
    #[must_use]
    pub fn new(
        connection: &Connection,
        tokens: Arc<dyn TokenSource>,
        processes: Arc<dyn Processes>,
        module: Option<String>,
    ) -> Self {
        let shared = Shared { connection: connection.clone(), tokens, processes, module, running: Mutex::new(None) };
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

    /// Starts PowerShell, if it is there, and tells what it is; does not sign in.
    ///
    /// # Errors
    /// When there is none, or it does not answer.
    pub async fn facts(&self) -> Result<PowerShellFacts, Error> {
        let shell = self.shared.start().await?;
        let facts = shell.facts().clone();
        shell.end().await;
        Ok(facts)
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
        if let Some(running) = self.shared.running.lock().await.take() {
            running.shell.end().await;
        }
    }

    async fn read<T: serde::de::DeserializeOwned>(
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
        self.shared.run("Grant-CsApplicationAccessPolicy", "grant", request, &self.log).await.map(drop)
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

impl Shared {
    async fn start(&self) -> Result<PowerShell, Error> {
        let programs = match &self.connection.endpoints.teams {
            Some(url) => vec![PowerShellProgram::StandIn(url.clone())],
            None => {
                let found = self.processes.find_powershell().await;
                found.into_iter().map(PowerShellProgram::Real).collect()
            }
        };
        let mut last = PowerShellError::NotFound;
        for program in &programs {
            match PowerShell::start(self.processes.as_ref(), program).await {
                // A later installation may have the module that the first one lacks.
                Ok(shell) if shell.facts().check().is_err() && programs.len() > 1 && self.module.is_none() => {
                    last = shell.facts().check().err().unwrap_or(PowerShellError::NoModule);
                    shell.end().await;
                }
                Ok(shell) => return Ok(shell),
                Err(error) => last = error,
            }
        }
        Err(last.into())
    }

    /// Starts PowerShell and signs in.
    async fn sign_in(&self) -> Result<Running, Error> {
        // Tokens first: without them there is no need to start anything.
        let (graph, teams) = self.tokens.teams().await?;
        let mut shell = self.start().await?;
        if self.module.is_none() {
            shell.facts().check()?;
        }
        shell.connect(graph.text.expose(), teams.text.expose(), self.module.as_deref()).await?;
        let until = graph.expires_at.min(teams.expires_at) - MARGIN;
        Ok(Running { shell, until, session: self.tokens.session() })
    }

    fn is_good(&self, running: &Running) -> bool {
        self.connection.clock.now() < running.until && running.session == self.tokens.session()
    }

    /// One request, in the running PowerShell or a new one. A PowerShell that failed is not used again.
    async fn run(&self, operation: &'static str, op: &str, request: Value, log: &CallLog) -> Result<Value, Error> {
        let mut kept = self.running.lock().await;
        let mut running = match kept.take() {
            Some(running) if self.is_good(&running) => running,
            over => {
                if let Some(over) = over {
                    over.shell.end().await;
                }
                self.sign_in().await?
            }
        };
        let result = running.shell.run(operation, op, request).await;
        log.push(CallView {
            method: "PowerShell".to_owned(),
            target: operation.to_owned(),
            status: None,
            request_id: None,
            at: Some(self.connection.clock.now()),
            by_app: false,
        });
        if !matches!(result, Err(PowerShellError::Process { .. } | PowerShellError::Garbage { .. })) {
            *kept = Some(running);
        }
        Ok(result?)
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
struct Many<T>(#[serde(deserialize_with = "one_or_many")] Vec<T>);

fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
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
