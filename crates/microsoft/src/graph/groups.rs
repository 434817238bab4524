//! Groups, as far as policies are given to them.

use domain::GroupId;
use serde::{Deserialize, Serialize};

use super::{Graph, encoded};
use crate::Error;
use crate::caller::{Call, Mode};
use crate::error::found;

const READ: &[&str] = &["Directory.Read.All"];

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Object id.
    pub id: GroupId,
    /// Display name.
    pub display_name: Option<String>,
}

impl<M: Mode> Graph<M> {
    /// The group of that object id, or all of that display name.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn groups_named(&self, name: &str) -> Result<Vec<Group>, Error> {
        if let Ok(id) = GroupId::parse(name) {
            let path = format!("v1.0/groups/{id}?$select=id,displayName");
            let group = found(self.get::<Group>(Call::get("GET /groups/{id}", path, READ)).await)?;
            return Ok(group.into_iter().collect());
        }
        let filter = format!("displayName eq '{}'", name.replace('\'', "''"));
        let path = format!("v1.0/groups?$filter={}&$select=id,displayName", encoded(&filter));
        self.list(Call::get("GET /groups", path, READ)).await
    }
}
