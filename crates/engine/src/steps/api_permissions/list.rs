//! `requiredResourceAccess` of an app registration: a list that is read and written whole.

use domain::{AppId, PermissionType, ResolvedPermission};
use serde_json::{Value, json};

/// (API, permission id) of everything requested.
pub(super) fn asked(requested: &[Value]) -> Vec<(AppId, String)> {
    let mut all = Vec::new();
    for entry in requested {
        let Some(resource) = entry["resourceAppId"].as_str().and_then(|text| AppId::parse(text).ok()) else {
            continue;
        };
        for access in entry["resourceAccess"].as_array().map(Vec::as_slice).unwrap_or_default() {
            all.extend(access["id"].as_str().map(|id| (resource, id.to_owned())));
        }
    }
    all
}

/// The list as read, with these added: a PATCH replaces it whole.
pub(super) fn merge(requested: &[Value], added: &[ResolvedPermission]) -> Vec<Value> {
    let mut merged = requested.to_vec();
    let there = asked(requested);
    for permission in added.iter().filter(|p| !there.contains(&(p.resource, p.id.to_string()))) {
        let kind = match permission.kind {
            PermissionType::Application => "Role",
            PermissionType::Delegated => "Scope",
        };
        let access = json!({ "id": permission.id, "type": kind });
        let resource = permission.resource.to_string();
        let entry = merged.iter_mut().find(|entry| entry["resourceAppId"].as_str() == Some(resource.as_str()));
        match entry.and_then(|entry| entry["resourceAccess"].as_array_mut()) {
            Some(list) => list.push(access),
            None => merged.push(json!({ "resourceAppId": resource, "resourceAccess": [access] })),
        }
    }
    merged
}

/// The list as read, with these taken out.
pub(super) fn without(requested: &[Value], removed: &[ResolvedPermission]) -> Vec<Value> {
    let mut left = requested.to_vec();
    for entry in &mut left {
        let resource = entry["resourceAppId"].as_str().and_then(|text| AppId::parse(text).ok());
        if let Some(list) = entry["resourceAccess"].as_array_mut() {
            list.retain(|access| {
                !removed
                    .iter()
                    .any(|p| Some(p.resource) == resource && access["id"].as_str() == Some(&p.id.to_string()))
            });
        }
    }
    left.retain(|entry| entry["resourceAccess"].as_array().is_some_and(|list| !list.is_empty()));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(id: u128) -> ResolvedPermission {
        ResolvedPermission {
            resource: AppId(uuid::Uuid::from_u128(3)),
            name: "X".to_owned(),
            kind: PermissionType::Application,
            id: domain::AppRoleId(uuid::Uuid::from_u128(id)),
        }
    }

    #[test]
    fn what_others_asked_for_stays_when_ours_is_added_and_taken_back() {
        let others = vec![json!({
            "resourceAppId": uuid::Uuid::from_u128(3).to_string(),
            "resourceAccess": [{ "id": uuid::Uuid::from_u128(9).to_string(), "type": "Scope" }],
        })];
        let merged = merge(&others, &[permission(1)]);
        assert_eq!(asked(&merged).len(), 2, "theirs and ours");
        assert_eq!(merge(&merged, &[permission(1)]), merged, "adding twice adds once");
        assert_eq!(without(&merged, &[permission(1)]), others, "only ours goes");
    }
}
