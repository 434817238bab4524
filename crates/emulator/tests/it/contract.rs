//! The contract is read whole, finds operations by path, and judges bodies.

use std::collections::BTreeSet;
use std::path::Path;

use emulator::contract::{Edition, Requirement, Violation, check_body, check_response, contract};
use http::Method;
use serde_json::{Value, json};

fn found(method: &str, path: &str) -> Option<String> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    contract().find(Edition::V1, &method, path).map(|found| found.operation.path.clone())
}

#[test]
fn every_operation_of_the_files_is_there_once() {
    let operations = contract().operations();
    assert!(operations.len() >= 143, "116 of the slice, the additions, those by hand, beta: {}", operations.len());
    let names: BTreeSet<String> = operations.iter().map(|operation| operation.name()).collect();
    assert_eq!(names.len(), operations.len(), "no operation stands twice");
    let ids: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(ids.len(), operations.len(), "handlers are found by operation id, so ids are unique");
}

#[test]
fn every_operation_says_which_permission_it_wants() {
    let open: Vec<String> = contract()
        .operations()
        .iter()
        .filter(|operation| {
            operation.permissions.as_ref().is_none_or(|all| all.delegated.is_empty() && all.application.is_empty())
        })
        .map(|operation| operation.name())
        // The resource of a subscription decides; an app may always roll its own keys.
        .filter(|name| !name.contains("/subscriptions") && !name.ends_with("Key"))
        .collect();
    assert_eq!(open, vec!["POST /$batch"], "only a batch is judged by its parts");
}

#[tokio::test]
async fn no_operation_answers_501() {
    let (emulator, _) = crate::support::started("all-is-well");
    for operation in contract().operations() {
        let edition = if operation.edition == Edition::Beta { "beta" } else { "v1.0" };
        // Without a token a call that is imitated is 401, and one that is not is 501.
        let path = format!("/graph/{edition}{}", operation.path.replace(['{', '}'], ""));
        let answer = crate::support::send(&emulator, operation.method.clone(), &path, &[], String::new()).await;
        assert_eq!(answer.status, 401, "{} is imitated: {}", operation.name(), answer.text);
    }
}

#[test]
fn role_rules_of_the_table_are_understood() {
    let rule = |method: &str, path: &str| {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        contract().find(Edition::V1, &method, path).expect("an operation").operation.roles.requirement
    };
    assert_eq!(rule("POST", "/applications"), Requirement::AnyMember, "the tenant's setting decides");
    assert_eq!(rule("PATCH", "/applications/x"), Requirement::OwnerOrRole, "owners may change");
    assert_eq!(rule("POST", "/servicePrincipals/x/appRoleAssignedTo"), Requirement::ByResource, "by whose role it is");
    assert_eq!(rule("GET", "/auditLogs/directoryAudits"), Requirement::Role, "a role is needed");
    assert_eq!(rule("POST", "/users/x/onlineMeetings"), Requirement::OwnObject, "no role helps");
    assert_eq!(rule("POST", "/$batch"), Requirement::Parts, "each part by itself");
}

#[test]
fn paths_are_found_as_graph_takes_them() {
    assert_eq!(found("GET", "/users/mia@x.y").as_deref(), Some("/users/{user-id}"), "a UPN is a key");
    assert_eq!(found("GET", "/users('a b')").as_deref(), Some("/users/{user-id}"), "a key in brackets too");
    assert_eq!(found("GET", "/users/$count").as_deref(), Some("/users/$count"), "a literal wins");
    assert_eq!(
        found("GET", "/directory/deletedItems/microsoft.graph.application").as_deref(),
        Some("/directory/deletedItems/microsoft.graph.application"),
        "a cast wins over a key"
    );
    assert_eq!(
        found("GET", "/Applications(AppId='x')").as_deref(),
        Some("/applications(appId='{appId}')"),
        "case is ignored"
    );
    assert_eq!(
        found("GET", "/applications(appId=%27x%27)").as_deref(),
        Some("/applications(appId='{appId}')"),
        "encoded quotes"
    );
    assert_eq!(found("GET", "/nothing"), None, "unknown paths are unknown");
    assert_eq!(found("PUT", "/users/x"), None, "unknown methods are unknown");
    let two = contract().find(Edition::V1, &Method::GET, "/admin/teams/policy/getPolicyId(type='A',name='it''s')");
    let two = two.expect("a function with two parameters").parameters;
    assert_eq!((two.get("type"), two.get("name")), ("A", "it's"), "a doubled quote stands for one");
    let beta = contract().find(Edition::Beta, &Method::GET, "/auditLogs/signIns").expect("beta's sign-ins");
    assert_eq!(beta.operation.edition, Edition::Beta, "beta is an edition of its own");
}

fn body(method: &str, path: &str, body: &Value) -> Vec<Violation> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    check_body(contract().find(Edition::V1, &method, path).expect("an operation").operation, Some(body))
}

#[test]
fn null_is_allowed_where_the_contract_says_so() {
    let good = json!({ "displayName": "x", "web": null, "nativeAuthenticationApisEnabled": null, "notes": null });
    assert_eq!(body("POST", "/applications", &good), vec![], "by nullable, by anyOf, by allOf");
    let bad = json!({ "tags": null });
    assert!(!body("POST", "/applications", &bad).is_empty(), "a collection is never null");
}

#[test]
fn what_a_type_does_not_have_is_found() {
    let top = body("POST", "/applications", &json!({ "displayName": "x", "colour": 1 }));
    assert_eq!(top, vec![Violation::UnknownProperty { at: "/colour".into(), nested: false }], "at the top");
    let inner = json!({ "api": { "preAuthorizedApplications": [{ "appId": "x", "permissionIds": [] }] } });
    let at = "/api/preAuthorizedApplications/0/permissionIds".to_owned();
    assert_eq!(
        body("PATCH", "/applications/x", &inner),
        vec![Violation::UnknownProperty { at, nested: true }],
        "inside"
    );
    let bound = json!({ "displayName": "x", "owners@odata.bind": ["https://x/directoryObjects/1"] });
    assert_eq!(body("POST", "/applications", &bound), vec![], "annotations are allowed");
}

#[test]
fn a_violation_never_quotes_the_value() {
    let secret = "MIIEsecretsecretsecret!";
    let wrong = json!({ "keyCredentials": [{ "key": secret }], "web": secret });
    let told = format!("{:?}", body("PATCH", "/applications/x", &wrong));
    assert!(told.contains("/keyCredentials/0/key"), "it says where: {told}");
    assert!(!told.contains("secretsecret"), "and not what: {told}");
}

#[test]
fn answers_are_judged_too() {
    let operation = contract().find(Edition::V1, &Method::GET, "/organization").expect("an operation").operation;
    let good = json!({ "@odata.context": "x", "value": [{ "id": "1", "displayName": null }] });
    assert_eq!(check_response(operation, 200, Some(&good)), vec![], "a collection with annotations");
    let bad = json!({ "value": [{ "id": 1 }] });
    assert!(!check_response(operation, 200, Some(&bad)).is_empty(), "a number is no id");
    assert_eq!(check_response(operation, 201, Some(&good)), vec![Violation::UnknownStatus(201)], "not documented");
    assert!(!check_response(operation, 403, Some(&json!({ "code": "x" }))).is_empty(), "an error has a shape");
}

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/examples").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn microsofts_example_requests_keep_to_the_contract() {
    for (name, method, path) in [
        ("01-application-create.request.json", "POST", "/applications"),
        ("05-application-addPassword.request.json", "POST", "/applications/x/addPassword"),
        ("08-application-removePassword.request.json", "POST", "/applications/x/removePassword"),
        ("09-application-owner-add-ref.request.json", "POST", "/applications/x/owners/$ref"),
        ("10-serviceprincipal-create.request.json", "POST", "/servicePrincipals"),
        ("13-approleassignment-create.request.json", "POST", "/servicePrincipals/x/appRoleAssignedTo"),
        ("17-oauth2permissiongrant-update.request.json", "PATCH", "/oauth2PermissionGrants/x"),
        ("18-onlinemeeting-create.request.json", "POST", "/me/onlineMeetings"),
        ("40-batch.request.json", "POST", "/$batch"),
        ("53-teamspolicy-assign.request.json", "POST", "/admin/teams/policy/userAssignments/assign"),
        ("56-defaultAppManagementPolicy-patch.request.json", "PATCH", "/policies/defaultAppManagementPolicy"),
        ("57-oauth2permissiongrant-create.request.json", "POST", "/oauth2PermissionGrants"),
        ("61-isDisabled-patch.request.json", "PATCH", "/applications(appId='x')"),
    ] {
        assert_eq!(body(method, path, &example(name)), vec![], "{name} is Microsoft's own");
    }
    let mut certificate = example("55-keycredentials-patch.request.json");
    // The page shortens the key with dots.
    certificate["keyCredentials"][0]["key"] = json!("MIID");
    assert_eq!(body("PATCH", "/applications/x", &certificate), vec![], "55 with a whole key");
}

#[test]
fn microsofts_example_answers_keep_to_the_contract() {
    for (name, method, path, status) in [
        ("02-application-create.response-201.json", "POST", "/applications", 201),
        ("14-approleassignment-create.response-201.json", "POST", "/servicePrincipals/x/appRoleAssignedTo", 201),
        ("15-approleassignments-list.response-200.json", "GET", "/servicePrincipals/x/appRoleAssignments", 200),
        ("31-subscribedskus-list.response-200.json", "GET", "/subscribedSkus", 200),
        ("32-organization-list.response-200.json", "GET", "/organization", 200),
        ("37-authorizationpolicy-get.response-200.json", "GET", "/policies/authorizationPolicy", 200),
        ("39-directoryroles-list.response-200.json", "GET", "/directoryRoles", 200),
        (
            "54-teamspolicy-getPolicyId.response-200.json",
            "GET",
            "/admin/teams/policy/getPolicyId(type='a',name='b')",
            200,
        ),
        ("44-onlinemeeting-no-application-access-policy.error-observed.json", "POST", "/users/x/onlineMeetings", 403),
        ("47-directory-concurrency-violation.error-409.json", "PATCH", "/applications/x", 409),
        ("50-insufficient-privileges.error-403.json", "POST", "/applications", 403),
    ] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let operation = contract().find(Edition::V1, &method, path).expect("an operation").operation;
        assert_eq!(check_response(operation, status, Some(&example(name))), vec![], "{name} is Microsoft's own");
    }
    let operation = contract().find(Edition::V1, &Method::POST, "/servicePrincipals").expect("an operation").operation;
    let old = example("11-serviceprincipal-create.response-201.json");
    let left = vec![Violation::UnknownProperty { at: "/publisherName".into(), nested: false }];
    assert_eq!(check_response(operation, 201, Some(&old)), left, "a page of 2021 shows a property that is gone");
}
