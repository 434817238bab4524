//! `/auditLogs/directoryAudits`: what every change leaves behind. Names of activities as Microsoft spells them, with EN DASH.

use serde_json::{Map, Value, json};

use crate::Moment;
use crate::entra::Caller;
use crate::state::{Group, LogEntry, Object, Tenant};

/// What a change was done to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    id: String,
    name: String,
    kind: &'static str,
    group_type: Option<&'static str>,
    /// Property, old and new value; values are JSON in text, as Microsoft writes them.
    modified: Vec<(String, Option<String>, Option<String>)>,
}

impl Target {
    pub(super) fn application(id: &str, object: &Object) -> Self {
        Self {
            id: id.to_owned(),
            name: object.text("displayName").to_owned(),
            kind: "Application",
            group_type: None,
            modified: Vec::new(),
        }
    }

    pub(super) fn service_principal(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: "ServicePrincipal",
            group_type: None,
            modified: Vec::new(),
        }
    }

    pub(super) fn group(group: &Group) -> Self {
        let kind = if group.is_unified() { "unifiedGroups" } else { "azureAD" };
        Self {
            id: group.id.clone(),
            name: group.display_name.clone(),
            kind: "Group",
            group_type: Some(kind),
            modified: Vec::new(),
        }
    }

    /// A user, group or service principal by its `@odata.type`.
    pub(super) fn member(id: &str, object: &Value) -> Self {
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = match text("@odata.type") {
            "#microsoft.graph.user" => "User",
            "#microsoft.graph.group" => "Group",
            _ => "ServicePrincipal",
        };
        Self { id: id.to_owned(), name: text("displayName").to_owned(), kind, group_type: None, modified: Vec::new() }
    }

    pub(super) fn policy(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), kind: "Policy", group_type: None, modified: Vec::new() }
    }

    /// Adds a changed property.
    pub(super) fn changed(mut self, property: &str, old: Option<&Value>, new: Option<&Value>) -> Self {
        let text = |value: Option<&Value>| value.map(Value::to_string);
        self.modified.push((property.to_owned(), text(old), text(new)));
        self
    }

    fn json(&self) -> Value {
        let modified: Vec<Value> = self
            .modified
            .iter()
            .map(|(name, old, new)| json!({ "displayName": name, "oldValue": old, "newValue": new }))
            .collect();
        json!({
            "id": self.id,
            "displayName": self.name,
            "type": self.kind,
            "userPrincipalName": null,
            "groupType": self.group_type,
            "modifiedProperties": modified,
        })
    }
}

/// Activities, as `activityDisplayName` has them. Sources: facts 7 of the Teams notes.
pub(super) mod activity {
    pub const ADD_APPLICATION: &str = "Add application";
    pub const UPDATE_APPLICATION: &str = "Update application";
    /// EN DASH and a blank at the end, as Entra writes it.
    pub const UPDATE_CREDENTIALS: &str = "Update application – Certificates and secrets management ";
    pub const DELETE_APPLICATION: &str = "Delete application";
    pub const HARD_DELETE_APPLICATION: &str = "Hard Delete application";
    pub const RESTORE_APPLICATION: &str = "Restore application";
    pub const ADD_OWNER_TO_APPLICATION: &str = "Add owner to application";
    pub const REMOVE_OWNER_FROM_APPLICATION: &str = "Remove owner from application";
    pub const ADD_SERVICE_PRINCIPAL: &str = "Add service principal";
    pub const UPDATE_SERVICE_PRINCIPAL: &str = "Update service principal";
    pub const REMOVE_SERVICE_PRINCIPAL: &str = "Remove service principal";
    pub const HARD_DELETE_SERVICE_PRINCIPAL: &str = "Hard delete service principal";
    pub const RESTORE_SERVICE_PRINCIPAL: &str = "Restore service principal";
    pub const ADD_SERVICE_PRINCIPAL_CREDENTIALS: &str = "Add service principal credentials";
    pub const REMOVE_SERVICE_PRINCIPAL_CREDENTIALS: &str = "Remove service principal credentials";
    pub const ADD_OWNER_TO_SERVICE_PRINCIPAL: &str = "Add owner to service principal";
    pub const REMOVE_OWNER_FROM_SERVICE_PRINCIPAL: &str = "Remove owner from service principal";
    pub const ADD_APP_ROLE_ASSIGNMENT: &str = "Add app role assignment to service principal";
    pub const REMOVE_APP_ROLE_ASSIGNMENT: &str = "Remove app role assignment from service principal";
    pub const ADD_DELEGATED_GRANT: &str = "Add delegated permission grant";
    pub const REMOVE_DELEGATED_GRANT: &str = "Remove delegated permission grant";
    pub const CONSENT: &str = "Consent to application";
    pub const UPDATE_POLICY: &str = "Update policy";
    pub const ADD_GROUP: &str = "Add group";
    pub const ADD_MEMBER_TO_GROUP: &str = "Add member to group";
}

/// Writes an entry.
pub(super) fn record(tenant: &mut Tenant, moment: Moment, caller: &Caller, activity: &str, targets: &[Target]) {
    let id = format!("Directory_{}", tenant.new_id());
    let correlation = tenant.new_id();
    let category = match activity {
        activity::UPDATE_POLICY => "Policy",
        activity::ADD_GROUP | activity::ADD_MEMBER_TO_GROUP => "GroupManagement",
        _ => "ApplicationManagement",
    };
    let entry = json!({
        "id": id,
        "category": category,
        "correlationId": correlation,
        "result": "success",
        "resultReason": "",
        "activityDisplayName": activity,
        "activityDateTime": moment.now,
        "loggedByService": "Core Directory",
        "operationType": operation_type(activity),
        "initiatedBy": initiator(tenant, caller),
        "targetResources": targets.iter().map(Target::json).collect::<Vec<_>>(),
        "additionalDetails": additional_details(tenant, targets),
    });
    let json: Map<String, Value> = entry.as_object().cloned().unwrap_or_default();
    tenant.audit(LogEntry { at: moment.now, written: moment.delays_now, json });
}

/// The client id of the app that was changed, where there is one.
fn additional_details(tenant: &Tenant, targets: &[Target]) -> Vec<Value> {
    let object = |id: &str| tenant.applications.current(id).or_else(|| tenant.service_principals.current(id));
    let app_id = targets.iter().find_map(|target| Some(object(&target.id)?.text("appId").to_owned()));
    app_id.into_iter().map(|id| json!({ "key": "AppId", "value": id })).collect()
}

fn operation_type(activity: &str) -> &'static str {
    match activity.split(' ').next() {
        Some("Add") => "Add",
        Some("Delete" | "Hard" | "Remove") => "Delete",
        Some("Consent") => "Assign",
        _ => "Update",
    }
}

fn initiator(tenant: &Tenant, caller: &Caller) -> Value {
    if caller.app_only {
        let name = tenant.service_principals.current(&caller.object_id).map(|sp| sp.text("displayName").to_owned());
        return json!({
            "user": null,
            "app": {
                "appId": caller.app_id,
                "displayName": name,
                "servicePrincipalId": caller.object_id,
                "servicePrincipalName": caller.app_id,
            },
        });
    }
    let name = tenant.users.get(&caller.object_id).map(|user| user.display_name.clone());
    json!({
        "app": null,
        "user": {
            "id": caller.object_id,
            "displayName": name,
            "userPrincipalName": caller.upn,
            "ipAddress": "127.0.0.1",
        },
    })
}
