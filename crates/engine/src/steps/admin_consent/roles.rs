//! Application permissions: granted one by one, to the app itself.

use domain::{AppId, AppRoleId, Field, GrantId, ServicePrincipalId};
use microsoft::Write;

use super::Granted;
use crate::step::{Cx, Intent};
use crate::{Problem, World};

/// Grants one. `None`: it was granted already, not by us.
pub(super) async fn grant(
    cx: &Cx<'_>,
    (api, role, name): (AppId, AppRoleId, &str),
    world: &World<Write>,
    intent: &Intent<'_>,
) -> Result<Option<Granted>, Problem> {
    let principals = cx.outputs.service_principal.as_ref().ok_or(Problem::Missing(Field::ServicePrincipal))?;
    let resource = *principals.resources.get(&api).ok_or(Problem::Missing(Field::ServicePrincipal))?;
    let made = match world.graph.grant_app_role(principals.own, resource, role).await {
        Ok(made) => Some(made),
        Err(error) if error.says("already exists") => {
            // Granted already. Ours if an earlier try of this change may have made it.
            let there = world.graph.app_role_assignments(principals.own).await?;
            there.into_iter().find(|grant| grant.app_role_id == role).filter(|_| intent.retried)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(made.map(|made| Granted::Role { id: made.id, client: principals.own, resource, name: name.to_owned() }))
}

/// Whether that grant is in force no more.
pub(super) async fn gone(
    client: ServicePrincipalId,
    id: &GrantId,
    world: &World<microsoft::Read>,
) -> Result<bool, Problem> {
    match world.graph.app_role_assignments(client).await {
        Ok(left) => Ok(!left.iter().any(|grant| grant.id == *id)),
        Err(error) if error.is_status(404) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Grants of ours by the journal that were not taken back since.
pub(super) fn ours(cx: &Cx<'_>) -> Vec<(GrantId, ServicePrincipalId, ServicePrincipalId, String)> {
    let mut all = Vec::new();
    for (_, receipt) in cx.receipts::<super::Receipt>() {
        match receipt {
            Some(Granted::Role { id, client, resource, name }) => all.push((id, client, resource, name)),
            Some(Granted::Withdrawn { withdrawn, .. }) => all.retain(|(id, ..)| *id != withdrawn),
            Some(Granted::Scopes { .. }) | None => {}
        }
    }
    all
}

/// How often that permission was withdrawn so far, if at all.
pub(super) fn withdrawn_before(cx: &Cx<'_>, permission: &str) -> Option<usize> {
    let is_that = |receipt: &super::Receipt| match receipt {
        Some(Granted::Withdrawn { name, .. }) => name == permission,
        _ => false,
    };
    let count = cx.receipts::<super::Receipt>().iter().filter(|(_, receipt)| is_that(receipt)).count();
    (count > 0).then_some(count)
}
