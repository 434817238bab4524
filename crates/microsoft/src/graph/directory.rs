//! The tenant, its users and licences.

use domain::{UserId, UserRef};
use serde::{Deserialize, Serialize};

use super::{Graph, encoded, quoted};
use crate::Error;
use crate::caller::{Call, Mode};
use crate::error::found;

const ORGANIZATION: &[&str] = &["Organization.Read.All"];
const ME: &[&str] = &["User.Read"];
const USERS: &[&str] = &["User.Read.All"];

/// The organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Tenant id.
    pub id: domain::TenantId,
    /// Display name.
    pub display_name: Option<String>,
    /// Verified domains.
    #[serde(default)]
    pub verified_domains: Vec<VerifiedDomain>,
}

impl Organization {
    /// The default domain.
    #[must_use]
    pub fn primary_domain(&self) -> Option<&str> {
        let default = self.verified_domains.iter().find(|domain| domain.is_default);
        default.or_else(|| self.verified_domains.first()).map(|domain| domain.name.as_str())
    }
}

/// A verified domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// Its name.
    pub name: String,
    /// Whether it is the default one.
    #[serde(default)]
    pub is_default: bool,
}

/// A user, as far as names go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id.
    pub id: UserId,
    /// Display name.
    pub display_name: Option<String>,
    /// User principal name.
    pub user_principal_name: Option<String>,
}

impl From<User> for UserRef {
    fn from(user: User) -> Self {
        let upn = user.user_principal_name.unwrap_or_default();
        Self { id: user.id, name: user.display_name.unwrap_or_else(|| upn.clone()), upn }
    }
}

/// What decides whether a user can organise meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDetails {
    /// Object id.
    pub id: UserId,
    /// Display name.
    pub display_name: Option<String>,
    /// User principal name.
    pub user_principal_name: Option<String>,
    /// `Member` or `Guest`.
    pub user_type: Option<String>,
    /// May sign in.
    pub account_enabled: Option<bool>,
}

impl UserDetails {
    /// The name part.
    #[must_use]
    pub fn user(&self) -> UserRef {
        let upn = self.user_principal_name.clone().unwrap_or_default();
        UserRef { id: self.id, name: self.display_name.clone().unwrap_or_else(|| upn.clone()), upn }
    }
}

/// A licence with its service plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sku {
    /// E.g. `ENTERPRISEPACK`.
    pub sku_part_number: Option<String>,
    /// `Enabled`, `Suspended`, ...; on the tenant's list only.
    pub capability_status: Option<String>,
    /// Plans in it.
    #[serde(default)]
    pub service_plans: Vec<ServicePlan>,
}

/// A service plan: what is really licensed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    /// The plan's id, the same in every tenant.
    pub service_plan_id: String,
    /// E.g. `TEAMS1`.
    pub service_plan_name: Option<String>,
    /// `Success` when it works.
    pub provisioning_status: Option<String>,
}

const DETAILS: &str = "id,displayName,userPrincipalName,userType,accountEnabled";

impl<M: Mode> Graph<M> {
    /// The tenant itself.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn organization(&self) -> Result<Option<Organization>, Error> {
        let call =
            Call::get("GET /organization", "v1.0/organization?$select=id,displayName,verifiedDomains", ORGANIZATION);
        Ok(self.list(call).await?.into_iter().next())
    }

    /// Licences of the tenant.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn subscribed_skus(&self) -> Result<Vec<Sku>, Error> {
        self.list(Call::get("GET /subscribedSkus", "v1.0/subscribedSkus", ORGANIZATION)).await
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn me(&self) -> Result<UserDetails, Error> {
        self.get(Call::get("GET /me", format!("v1.0/me?$select={DETAILS}"), ME)).await
    }

    /// A user by object id or user principal name.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn user(&self, id_or_upn: &str) -> Result<Option<UserDetails>, Error> {
        let path = format!("v1.0/users/{}?$select={DETAILS}", encoded(id_or_upn));
        found(self.get(Call::get("GET /users/{id}", path, USERS)).await)
    }

    /// Licences of a user, with the state of each plan.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn user_licences(&self, id: UserId) -> Result<Vec<Sku>, Error> {
        let path = format!("v1.0/users/{id}/licenseDetails");
        self.list(Call::get("GET /users/{id}/licenseDetails", path, USERS)).await
    }

    /// Users whose name or address starts so; at most twenty.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn search_users(&self, start: &str) -> Result<Vec<User>, Error> {
        let value = quoted(start);
        let path = format!(
            "v1.0/users?$filter=startswith(displayName,'{value}')%20or%20startswith(userPrincipalName,'{value}')\
&$select=id,displayName,userPrincipalName&$top=20"
        );
        self.list_up_to(Call::get("GET /users", path, USERS), 20).await
    }
}
