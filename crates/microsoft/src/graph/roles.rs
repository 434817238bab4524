//! Directory roles of the signed-in admin, active and eligible, and who else holds one.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Graph, User};
use crate::Error;
use crate::caller::{Call, Mode};

const ROLES: &[&str] = &["RoleManagement.Read.Directory"];
// What one is a member of comes with one's own profile; without the other the roles have no names.
const MINE: &[&str] = &["User.Read", "RoleManagement.Read.Directory"];
const ELIGIBLE: &[&str] = &["RoleEligibilitySchedule.Read.Directory"];

/// A role that is active now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveRole {
    /// Id of the role object in this tenant.
    pub id: String,
    /// Compare this, never id or name.
    pub role_template_id: Option<String>,
    /// Display name.
    pub display_name: Option<String>,
}

/// A role that Privileged Identity Management would let the admin activate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EligibleRole {
    /// For built-in roles the template id.
    pub role_definition_id: String,
    /// `/` is the whole tenant.
    pub directory_scope_id: Option<String>,
}

impl<M: Mode> Graph<M> {
    /// Roles of the signed-in admin, through role-assignable groups too.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn my_roles(&self) -> Result<Vec<ActiveRole>, Error> {
        let path = "v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole";
        self.list(Call::get("GET /me/transitiveMemberOf/microsoft.graph.directoryRole", path, MINE)).await
    }

    /// Roles that the signed-in admin could activate. Needs a licence in the tenant.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn my_eligible_roles(&self) -> Result<Vec<EligibleRole>, Error> {
        let path = "v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
        let operation =
            "GET /roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')";
        self.list(Call::get(operation, path, ELIGIBLE)).await
    }

    /// People who hold a role now, by the role's template id.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn role_members(&self, template: &str) -> Result<Vec<User>, Error> {
        let roles: Vec<ActiveRole> = self.list(Call::get("GET /directoryRoles", "v1.0/directoryRoles", ROLES)).await?;
        let Some(role) = roles.into_iter().find(|role| role.role_template_id.as_deref() == Some(template)) else {
            return Ok(Vec::new());
        };
        let path = format!("v1.0/directoryRoles/{}/members", role.id);
        let members: Vec<Value> = self.list(Call::get("GET /directoryRoles/{id}/members", path, ROLES)).await?;
        Ok(members.into_iter().filter_map(|member| serde_json::from_value(member).ok()).collect())
    }
}
