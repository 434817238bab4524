//! Sign-in and audit logs.

use domain::{AppId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Graph, encoded};
use crate::Error;
use crate::caller::{Call, Mode};

const LOGS: &[&str] = &["AuditLog.Read.All"];
/// More entries than this are not needed to tell what is unusual.
const LIMIT: usize = 1000;

/// A sign-in of the app itself, or of a person to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInEntry {
    /// When.
    pub created_date_time: Timestamp,
    /// From where.
    pub ip_address: Option<String>,
    /// How it went.
    pub status: Option<SignInStatus>,
    /// Where on earth.
    pub location: Option<SignInLocation>,
    /// Which certificate or secret.
    pub service_principal_credential_key_id: Option<String>,
    /// To which API.
    pub resource_display_name: Option<String>,
    /// Which person; empty when it was the app itself.
    pub user_principal_name: Option<String>,
}

/// How a sign-in went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInStatus {
    /// 0 is success; else the number of an AADSTS code.
    pub error_code: Option<i64>,
}

/// Where a sign-in came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInLocation {
    /// Two letters.
    pub country_or_region: Option<String>,
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// When.
    pub activity_date_time: Timestamp,
    /// E.g. `Consent to application`; may end in a blank.
    pub activity_display_name: Option<String>,
    /// Who.
    pub initiated_by: Option<serde_json::Value>,
    /// `success` or `failure`.
    pub result: Option<String>,
}

impl AuditEntry {
    /// The person or app that did it.
    #[must_use]
    pub fn actor(&self) -> Option<&str> {
        let by = self.initiated_by.as_ref()?;
        by["user"]["userPrincipalName"].as_str().or_else(|| by["app"]["displayName"].as_str())
    }
}

impl<M: Mode> Graph<M> {
    /// Sign-ins of the app itself since then. Beta only (v1.0 lists people's sign-ins), and needs Entra ID P1.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn app_sign_ins(&self, app: AppId, since: Timestamp) -> Result<Vec<SignInEntry>, Error> {
        self.sign_ins(app, "servicePrincipal", since).await
    }

    /// Sign-ins of people to the app since then, in the browser and by the tokens that it holds for them. Beta only, and
    /// needs Entra ID P1.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn people_sign_ins(&self, app: AppId, since: Timestamp) -> Result<Vec<SignInEntry>, Error> {
        let mut all = self.sign_ins(app, "interactiveUser", since).await?;
        all.extend(self.sign_ins(app, "nonInteractiveUser", since).await?);
        Ok(all)
    }

    async fn sign_ins(&self, app: AppId, kind: &str, since: Timestamp) -> Result<Vec<SignInEntry>, Error> {
        let filter =
            format!("(signInEventTypes/any(t: t eq '{kind}')) and appId eq '{app}' and createdDateTime ge {since}");
        let path = format!("beta/auditLogs/signIns?$filter={}&$top=200", encoded(&filter));
        self.list_up_to(Call::get("GET /beta/auditLogs/signIns", path, LOGS), LIMIT).await
    }

    /// Changes to a directory object since then.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn audit_of(&self, object: &str, since: Timestamp) -> Result<Vec<AuditEntry>, Error> {
        let filter =
            format!("activityDateTime ge {since} and targetResources/any(t:t/id eq '{}')", object.replace('\'', "''"));
        let path = format!("v1.0/auditLogs/directoryAudits?$filter={}&$top=200", encoded(&filter));
        self.list_up_to(Call::get("GET /auditLogs/directoryAudits", path, LOGS), LIMIT).await
    }
}
