//! Assigning Teams policies by Graph, where the tenant does that for a policy's type; and members of groups.

use domain::{AppId, GroupId, UserId, UserRef};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Graph, Group, User, encoded, quoted};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const ASSIGN: &[&str] = &["TeamsPolicyUserAssign.ReadWrite.All"];
const MEMBERS: &[&str] = &["Directory.Read.All"];
const GROUPS: &[&str] = &["Directory.Read.All"];
const USERS: &[&str] = &["User.Read.All"];
const APPS: &[&str] = &["Application.Read.All"];
/// What Graph calls it.
const TYPE: &str = "ApplicationAccessPolicy";
/// The most values that a filter may compare with.
/// Source: <https://learn.microsoft.com/graph/filter-query-parameter>.
const IN_ONE_FILTER: usize = 15;
/// The largest page of users.
const PAGE: usize = 999;

/// A direct member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// A person.
    User(UserRef),
    /// Another group: its members are not members of the first, as far as policies go.
    Group(Group),
    /// A device, an app, a contact.
    Other,
}

/// What a tenant knows of an app: facts from its enterprise app, never from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppFacts {
    /// Display name.
    pub display_name: Option<String>,
    /// Who was verified as its publisher.
    pub verified_publisher: Option<VerifiedPublisher>,
    /// The tenant that it was registered in.
    pub app_owner_organization_id: Option<domain::TenantId>,
}

/// Verified by Microsoft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedPublisher {
    /// Display name; `null` in the object when nobody was verified.
    pub display_name: Option<String>,
}

impl<M: Mode> Graph<M> {
    /// What the tenant knows of an app.
    ///
    /// # Errors
    /// See [`Error`]; no enterprise app is `None`.
    pub async fn app_facts(&self, app: AppId) -> Result<Option<AppFacts>, Error> {
        let path = format!(
            "v1.0/servicePrincipals(appId='{app}')?$select=displayName,verifiedPublisher,appOwnerOrganizationId"
        );
        found(self.get(Call::get("GET /servicePrincipals(appId)", path, APPS)).await)
    }

    /// Graph's id of an access policy; `None` where this tenant's Graph does not assign such policies, or does not know
    /// this one. Microsoft publishes no list of the types that it takes: asking is the only way to know.
    /// <https://learn.microsoft.com/graph/api/teamsadministration-teamspolicyassignment-getpolicyid>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn access_policy_id(&self, name: &str) -> Result<Option<String>, Error> {
        let operation = "GET /admin/teams/policy/getPolicyId";
        let path = format!("v1.0/admin/teams/policy/getPolicyId(type='{TYPE}',name='{}')", quoted(name));
        match self.list::<Value>(Call::get(operation, path, ASSIGN)).await {
            Ok(found) => Ok(found.first().and_then(|policy| policy["policyId"].as_str()).map(ToOwned::to_owned)),
            // Not supported, not there, or not for this person: then it is done the other way.
            Err(error) if [400, 403, 404, 501].iter().any(|status| error.is_status(*status)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How many users there are; `None` when the directory does not say.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn count_users(&self) -> Result<Option<usize>, Error> {
        let call = Call::get("GET /users/$count", "v1.0/users/$count", USERS).with("consistencylevel", "eventual");
        let count: Value = self.get(call).await?;
        Ok(count.as_u64().and_then(|count| usize::try_from(count).ok()))
    }

    /// Requests that finding so many users costs, by reading all and by filters: the fewer are made.
    fn reads_all(tenant: Option<usize>, wanted: usize) -> bool {
        tenant.is_some_and(|tenant| tenant.div_ceil(PAGE) <= wanted.div_ceil(IN_ONE_FILTER))
    }

    /// The users of these names (user principal names or object ids); names of nobody are left out. In whole pages or by
    /// filters of fifteen, whichever takes fewer requests.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn users_named(&self, names: &[String]) -> Result<Vec<UserRef>, Error> {
        let select = "$select=id,displayName,userPrincipalName";
        if Self::reads_all(self.count_users().await?, names.len()) {
            let all: Vec<User> =
                self.list(Call::get("GET /users", format!("v1.0/users?{select}&$top={PAGE}"), USERS)).await?;
            return Ok(all.into_iter().map(Into::into).collect());
        }
        let mut found: Vec<UserRef> = Vec::new();
        let (ids, upns): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| UserId::parse(name).is_ok());
        for (property, names) in [("id", ids), ("userPrincipalName", upns)] {
            for some in names.chunks(IN_ONE_FILTER) {
                let values: Vec<String> = some.iter().map(|name| format!("'{}'", quoted(name))).collect();
                let path = format!("v1.0/users?$filter={property}%20in%20({})&{select}", values.join(","));
                let users: Vec<User> = self.list(Call::get("GET /users", path, USERS)).await?;
                found.extend(users.into_iter().map(UserRef::from));
            }
        }
        Ok(found)
    }

    /// A group by its object id.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn group(&self, id: GroupId) -> Result<Option<Group>, Error> {
        let path = format!("v1.0/groups/{}?$select=id,displayName", encoded(&id.to_string()));
        found(self.get(Call::get("GET /groups/{id}", path, GROUPS)).await)
    }

    /// Groups whose name starts so; at most twenty.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn search_groups(&self, start: &str) -> Result<Vec<Group>, Error> {
        let path =
            format!("v1.0/groups?$filter=startswith(displayName,'{}')&$select=id,displayName&$top=20", quoted(start));
        self.list_up_to(Call::get("GET /groups", path, GROUPS), 20).await
    }

    /// The direct members of a group, page by page.
    ///
    /// # Errors
    /// See [`Error`]; no such group is `None`.
    pub async fn members(&self, group: GroupId) -> Result<Option<Vec<Member>>, Error> {
        let path = format!("v1.0/groups/{group}/members?$select=id,displayName,userPrincipalName&$top={PAGE}");
        let read: Option<Vec<Value>> = found(self.list(Call::get("GET /groups/{id}/members", path, MEMBERS)).await)?;
        Ok(read.map(|all| all.into_iter().map(member).collect()))
    }
}

fn member(entry: Value) -> Member {
    let is = |name: &str| entry["@odata.type"].as_str() == Some(name);
    if is("#microsoft.graph.user") {
        serde_json::from_value::<User>(entry).map_or(Member::Other, |user| Member::User(user.into()))
    } else if is("#microsoft.graph.group") {
        serde_json::from_value(entry).map_or(Member::Other, Member::Group)
    } else {
        Member::Other
    }
}

impl Graph<Write> {
    /// Gives users an access policy in one request, or takes theirs away.
    /// <https://learn.microsoft.com/graph/api/teamsadministration-teamspolicyuserassignment-assign>
    ///
    /// # Errors
    /// See [`Error`]. All or none.
    pub async fn assign_access_policy(&self, users: &[UserId], policy: Option<&str>) -> Result<(), Error> {
        let entry = |user: &UserId| {
            json!({
                "@odata.type": "#microsoft.graph.teamsAdministration.teamsPolicyUserAssignment",
                "userId": user, "policyType": TYPE, "policyId": policy,
            })
        };
        let body = json!({ "value": users.iter().map(entry).collect::<Vec<_>>() });
        let (operation, path) = match policy {
            Some(_) => ("POST userAssignments/assign", "v1.0/admin/teams/policy/userAssignments/assign"),
            None => ("POST userAssignments/unassign", "v1.0/admin/teams/policy/userAssignments/unassign"),
        };
        self.write(Call::write(operation, Method::POST, path, ASSIGN, Some(body))).await.map(drop)
    }
}
