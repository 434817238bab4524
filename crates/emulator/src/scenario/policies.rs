//! The tenant's policies, as Graph answers them.

use serde_json::{Map, Value, json};

use super::build::id;
use super::format::{ConditionalAccessData, PolicyData};
use super::microsoft::permissions;
use crate::state::Policies;
use crate::state::well_known::GRAPH;

/// The consent policy of new tenants, which Microsoft manages.
const MANAGED: &str = "microsoft-user-default-recommended";

pub(super) fn build(data: &PolicyData) -> Policies {
    let mut policies = Policies {
        authorization: object(authorization(data)),
        default_app_management: object(app_management(data)),
        admin_consent_request: object(json!({
            "isEnabled": data.admin_consent_requests,
            "notifyReviewers": data.admin_consent_requests,
            "remindersEnabled": data.admin_consent_requests,
            "requestDurationInDays": 30,
            "reviewers": [],
            "version": 0,
        })),
        security_defaults: object(json!({
            "id": "00000000-0000-0000-0000-000000000005",
            "displayName": "Security Defaults",
            "description": "Basic identity security mechanisms that Microsoft recommends.",
            "isEnabled": data.security_defaults,
        })),
        conditional_access: data.conditional_access.iter().map(|policy| object(conditional_access(policy))).collect(),
        ..Policies::default()
    };
    policies.permission_grant.insert(MANAGED.to_owned(), object(managed_consent()));
    policies.permission_grant.insert("microsoft-company-admin".to_owned(), object(company_admin()));
    policies
}

fn conditional_access(policy: &ConditionalAccessData) -> Value {
    json!({
        "id": id("conditional access policy", &policy.name),
        "displayName": policy.name,
        "createdDateTime": null,
        "modifiedDateTime": null,
        "state": if policy.disabled { "disabled" } else { "enabled" },
        "sessionControls": null,
        "conditions": {
            "signInRiskLevels": [],
            "userRiskLevels": [],
            "clientAppTypes": ["all"],
            "platforms": null,
            "locations": null,
            "applications": { "includeApplications": ["All"], "excludeApplications": [], "includeUserActions": [] },
            "users": {
                "includeUsers": ["All"],
                "excludeUsers": [],
                "includeGroups": [],
                "excludeGroups": [],
                "includeRoles": [],
                "excludeRoles": [],
            },
        },
        "grantControls": {
            "operator": "OR",
            "builtInControls": policy.controls,
            "customAuthenticationFactors": [],
            "termsOfUse": [],
        },
    })
}

fn authorization(data: &PolicyData) -> Value {
    let assigned: Vec<String> =
        data.users_may_consent.then(|| format!("ManagePermissionGrantsForSelf.{MANAGED}")).into_iter().collect();
    json!({
        "id": "authorizationPolicy",
        "allowInvitesFrom": "everyone",
        "allowedToSignUpEmailBasedSubscriptions": true,
        "allowedToUseSSPR": true,
        "allowEmailVerifiedUsersToJoinOrganization": false,
        "allowUserConsentForRiskyApps": false,
        "blockMsolPowerShell": false,
        "displayName": "Authorization Policy",
        "description": "Used to manage authorization related settings across the company.",
        "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
        "defaultUserRolePermissions": {
            "allowedToCreateApps": data.users_may_create_apps,
            "allowedToCreateSecurityGroups": true,
            "allowedToCreateTenants": true,
            "allowedToReadBitlockerKeysForOwnedDevice": true,
            "allowedToReadOtherUsers": true,
            "permissionGrantPoliciesAssigned": assigned,
        },
    })
}

fn app_management(data: &PolicyData) -> Value {
    let secrets = [
        data.forbid_secrets.then(|| restriction("passwordAddition", None)),
        data.secret_max_lifetime.as_deref().map(|longest| restriction("passwordLifetime", Some(longest))),
    ];
    let certificates = [
        data.certificate_max_lifetime.as_deref().map(|longest| restriction("asymmetricKeyLifetime", Some(longest))),
        data.trusted_certificates_only.then(|| restriction("trustedCertificateAuthority", None)),
    ];
    let secrets: Vec<Value> = secrets.into_iter().flatten().collect();
    let certificates: Vec<Value> = certificates.into_iter().flatten().collect();
    let restricted = !secrets.is_empty() || !certificates.is_empty();
    json!({
        "id": "00000000-0000-0000-0000-000000000000",
        "displayName": "Default app management tenant policy",
        "description": "Default tenant policy that enforces app management restrictions on applications and service principals.",
        "isEnabled": restricted,
        "applicationRestrictions": {
            "passwordCredentials": secrets,
            "keyCredentials": certificates,
            "identifierUris": {
                "nonDefaultUriAddition": { "state": "disabled" },
                "uriAdditionWithoutUniqueTenantIdentifier": { "state": "enabled" },
            },
        },
        "servicePrincipalRestrictions": { "passwordCredentials": secrets, "keyCredentials": certificates },
    })
}

fn restriction(kind: &str, longest: Option<&str>) -> Value {
    json!({
        "restrictionType": kind,
        "state": "enabled",
        "maxLifetime": longest,
        "restrictForAppsCreatedAfterDateTime": "2019-10-19T10:37:00Z",
    })
}

fn managed_consent() -> Value {
    let excluded: Vec<&str> = permissions()
        .iter()
        .filter(|permission| permission.consent.as_deref() == Some("managed"))
        .filter_map(|permission| permission.delegated.as_deref())
        .collect();
    json!({
        "id": MANAGED,
        "displayName": "Microsoft User Default Recommended Policy",
        "description": "Permissions consentable based on Microsoft's current recommendations.",
        "includes": [conditions("e1f7a9c5-5a8e-4d6b-9a93-0b1d6d3c2f10", "delegated", "all", &["all"])],
        "excludes": [conditions("e1f7a9c5-5a8e-4d6b-9a93-0b1d6d3c2f11", "delegated", GRAPH, &excluded)],
    })
}

fn company_admin() -> Value {
    json!({
        "id": "microsoft-company-admin",
        "displayName": "Company Admin Policy",
        "description": "Permissions consentable by Company Administrators.",
        "includes": [
            conditions("1f06f3a1-42d3-4243-8fbc-5d0c30d4de4c", "application", "any", &["all"]),
            conditions("08619a19-ae6f-406c-b9a0-ea6af1f1558d", "delegated", "any", &["all"]),
        ],
        "excludes": [],
    })
}

fn conditions(id: &str, kind: &str, resource: &str, permissions: &[&str]) -> Value {
    json!({
        "id": id,
        "permissionClassification": "all",
        "permissionType": kind,
        "resourceApplication": resource,
        "permissions": permissions,
        "clientApplicationIds": ["all"],
        "clientApplicationTenantIds": ["all"],
        "clientApplicationPublisherIds": ["all"],
        "clientApplicationsFromVerifiedPublisherOnly": false,
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}
