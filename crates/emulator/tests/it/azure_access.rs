use emulator::entra;
use emulator::state::well_known::{AZURE_CLI, GRAPH_COMMAND_LINE};
use http::Method;
use serde_json::{Value, json};

use crate::azure_support::{AUTHORIZATION, COMMUNICATION, RESOURCES, SUBSCRIPTIONS, World, europe, service};
use crate::graph_support::ALL_SCOPES;
use crate::support::{DOMAIN, post, send};

const KEEPER: &str = "
[[azure_role]]
name = 'Communication keeper'
actions = ['Microsoft.Communication/*', 'Microsoft.Resources/subscriptions/resourceGroups/read', 'Microsoft.Authorization/*/read']
not_actions = ['Microsoft.Communication/CommunicationServices/ListKeys/action']

[[app]]
name = 'robot'
display_name = 'Robot'

[[subscription]]
name = 'collaboration'
access = { alex = 'Communication keeper', operators = 'Reader', robot = 'Contributor' }
";

/// Status of each call that a person makes in a subscription with one finished service.
async fn tries(world: &World, name: &str) -> Vec<u16> {
    let (person, home) = (world.person(name), world.home());
    let group = format!("{home}/resourceGroups/rg-collaboration");
    let path = service(&home, "contoso");
    let fresh = service(&home, &format!("made-by-{name}"));
    let check = json!({ "name": "free", "type": "Microsoft.Communication/CommunicationServices" });
    let replies = [
        person.get(&home, SUBSCRIPTIONS).await,
        person.get(&group, RESOURCES).await,
        person.get(&path, COMMUNICATION).await,
        person.post(&format!("{path}/listKeys"), COMMUNICATION, None).await,
        person
            .post(
                &format!("{home}/providers/Microsoft.Communication/checkNameAvailability"),
                COMMUNICATION,
                Some(check),
            )
            .await,
        person.put(&fresh, COMMUNICATION, europe()).await,
        person.put(&format!("{home}/resourceGroups/rg-{name}"), RESOURCES, json!({ "location": "westeurope" })).await,
        person.post(&format!("{home}/providers/Microsoft.Communication/register"), RESOURCES, None).await,
        person.get(&format!("{home}/providers/Microsoft.Authorization/roleAssignments"), AUTHORIZATION).await,
    ];
    for reply in replies.iter().filter(|reply| reply.status.is_client_error()) {
        assert_eq!(reply.code(), "AuthorizationFailed", "{name}: {}", reply.body);
    }
    replies.iter().map(|reply| reply.status.as_u16()).collect()
}

#[tokio::test]
async fn each_role_may_what_it_may() {
    let world = World::with(KEEPER);
    world.register();
    world.sam().make(&service(&world.home(), "contoso")).await.expect(201);
    world.advance(20);
    for (name, who, expected) in [
        ("sam", "Owner", [200, 200, 200, 200, 200, 201, 201, 200, 200]),
        ("dana", "Contributor", [200, 200, 200, 200, 200, 201, 201, 200, 200]),
        ("gwen", "Reader", [200, 200, 200, 403, 403, 403, 403, 403, 200]),
        ("tess", "Contributor of the group only", [200, 200, 200, 200, 403, 201, 403, 403, 403]),
        ("alex", "a role of the tenant's own", [200, 200, 200, 403, 200, 201, 403, 200, 200]),
        ("jonas", "Reader by a group", [200, 200, 200, 403, 403, 403, 403, 403, 200]),
        ("robin", "nobody here", [403, 403, 403, 403, 403, 403, 403, 403, 403]),
    ] {
        assert_eq!(tries(&world, name).await, expected, "{name} is {who}");
    }
}

#[tokio::test]
async fn a_refusal_names_person_action_and_scope() {
    let world = World::well();
    let (gwen, home) = (world.person("gwen"), world.home());
    let group = format!("{home}/resourcegroups/rg-new");
    let refused =
        gwen.put(&group, RESOURCES, json!({ "location": "westeurope" })).await.refused(403, "AuthorizationFailed");
    let id = crate::support::user_id(&world.emulator, "gwen");
    let expected = format!(
        "The client 'gwen@{DOMAIN}' with object id '{id}' does not have authorization to perform action \
         'Microsoft.Resources/subscriptions/resourcegroups/write' over scope '{group}' or the scope is invalid. If access was \
         recently granted, please refresh your credentials."
    );
    assert_eq!(refused.message(), expected, "Microsoft's words, the scope as it was sent");
}

#[tokio::test]
async fn a_global_administrator_has_nothing_until_access_is_elevated() {
    let world = World::with("[[user]]\nname = 'lee'\nroles = ['Global Administrator']\n");
    let (lee, home) = (world.person("lee"), world.home());
    let none = lee.get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
    assert!(none.items().is_empty(), "an empty list is no error");
    lee.get(&home, SUBSCRIPTIONS).await.refused(403, "AuthorizationFailed");
    let elevate = "/providers/Microsoft.Authorization/elevateAccess";
    world.person("gwen").post(elevate, "2016-07-01", None).await.refused(403, "AuthorizationFailed");
    let answer = lee.post(elevate, "2016-07-01", None).await.expect(200);
    assert_eq!(answer.body, Value::Null, "without a body");
    lee.post(elevate, "2016-07-01", None).await.expect(200);
    assert_eq!(lee.get("/subscriptions", SUBSCRIPTIONS).await.items().len(), 3, "every subscription is seen now");
    let group = json!({ "location": "westeurope" });
    lee.put(&format!("{home}/resourceGroups/rg-lee"), RESOURCES, group).await.refused(403, "AuthorizationFailed");
    let id = crate::support::user_id(&world.emulator, "lee");
    let path = format!("{home}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{id}'");
    let held = lee.get(&path, AUTHORIZATION).await.expect(200);
    assert_eq!(held.items().len(), 1, "once, although asked twice");
    assert_eq!(held.items()[0]["properties"]["scope"], "/", "at the root");
    assert!(
        held.items()[0]["properties"]["roleDefinitionId"]
            .as_str()
            .expect("an id")
            .ends_with("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
        "User Access Administrator"
    );
}

#[tokio::test]
async fn permissions_list_one_element_for_each_role() {
    let world = World::with(KEEPER);
    world.register();
    let home = world.home();
    let at = |scope: &str| format!("{scope}/providers/Microsoft.Authorization/permissions");
    let group = format!("{home}/resourceGroups/rg-collaboration");
    let dana = world.person("dana").get(&at(&home), AUTHORIZATION).await.expect(200);
    assert_eq!(dana.items()[0]["actions"], json!(["*"]), "a Contributor may everything");
    assert_eq!(dana.items()[0]["notActions"][1], "Microsoft.Authorization/*/Write", "but give rights");
    let tess = world.person("tess");
    tess.get(&at(&home), AUTHORIZATION).await.refused(403, "AuthorizationFailed");
    assert_eq!(tess.get(&at(&group), AUTHORIZATION).await.expect(200).items().len(), 1, "in her group");
    let alex = world.person("alex").get(&at(&group), AUTHORIZATION).await.expect(200);
    assert_eq!(
        alex.items()[0]["notActions"][0],
        "Microsoft.Communication/CommunicationServices/ListKeys/action",
        "own role"
    );
    let gone = format!("{home}/resourceGroups/rg-gone");
    world.sam().get(&at(&gone), AUTHORIZATION).await.refused(404, "ResourceGroupNotFound");
    let resource = service(&home, "contoso");
    assert_eq!(world.sam().get(&at(&resource), AUTHORIZATION).await.expect(200).items().len(), 1, "at a resource too");
}

#[tokio::test]
async fn role_assignments_can_be_asked_for_by_scope_and_by_principal() {
    let world = World::with(KEEPER);
    let (sam, home) = (world.sam(), world.home());
    let all = format!("{home}/providers/Microsoft.Authorization/roleAssignments");
    let list = |filter: &str| format!("{all}?$filter={filter}");
    assert_eq!(sam.get(&all, AUTHORIZATION).await.expect(200).items().len(), 7, "here and below");
    assert_eq!(sam.get(&list("atScope()"), AUTHORIZATION).await.expect(200).items().len(), 6, "without Tess's");
    let jonas = crate::support::user_id(&world.emulator, "jonas");
    let direct = list(&format!("principalId eq '{jonas}'"));
    assert_eq!(sam.get(&direct, AUTHORIZATION).await.expect(200).items().len(), 0, "nothing of his own");
    let assigned = list(&format!("atScope() and assignedTo('{jonas}')"));
    let held = sam.get(&assigned, AUTHORIZATION).await.expect(200);
    assert_eq!(held.items()[0]["properties"]["principalType"], "Group", "by a group");
    sam.get(&list("x eq 1"), AUTHORIZATION).await.refused(400, "UnsupportedQuery");
}

#[tokio::test]
async fn an_app_signs_in_for_azure_and_works_with_its_role() {
    let world = World::with(KEEPER);
    world.register();
    let (client, id) = world.emulator.read(|tenant| {
        let (_, sp) = tenant.service_principals.all().find(|(_, sp)| sp.text("displayName") == "Robot").expect("robot");
        let (id, _) = tenant.application_by_app_id(sp.text("appId")).expect("its registration");
        (sp.text("appId").to_owned(), id.to_owned())
    });
    let upn = format!("sam@{DOMAIN}");
    let graph = entra::user_token(&world.emulator, &upn, GRAPH_COMMAND_LINE, ALL_SCOPES).expect("a token");
    let bearer = format!("Bearer {graph}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let path = format!("/graph/v1.0/applications/{id}/addPassword");
    let secret = send(&world.emulator, Method::POST, &path, &headers, "{}".to_owned()).await.json();
    let answer = post(
        &world.emulator,
        &format!("/{DOMAIN}/oauth2/v2.0/token"),
        &[
            ("grant_type", "client_credentials"),
            ("client_id", &client),
            ("client_secret", secret["secretText"].as_str().expect("a secret")),
            ("scope", "https://management.azure.com/.default"),
        ],
    )
    .await;
    let token = answer.json()["access_token"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned();
    let robot = world.bearer(&token);
    assert_eq!(robot.get("/subscriptions", SUBSCRIPTIONS).await.expect(200).items().len(), 1, "where it has a role");
    let made = robot.make(&service(&world.home(), "by-robot")).await.expect(201).body;
    assert_eq!(made["systemData"]["createdByType"], "Application", "an app made it");
    let elsewhere = format!("/subscriptions/{}", world.subscription("Contoso Finance"));
    let refused = robot.get(&elsewhere, SUBSCRIPTIONS).await.refused(403, "AuthorizationFailed");
    assert!(refused.message().contains(&client), "an app is named by its client id");
    let again = entra::app_token_for(&world.emulator, &client, "https://management.core.windows.net/.default");
    world.bearer(&again.expect("a token")).get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
}

#[tokio::test]
async fn lists_hold_what_the_caller_can_read() {
    let world = World::well();
    world.register();
    let (sam, tess, home) = (world.sam(), world.person("tess"), world.home());
    sam.put(&format!("{home}/resourceGroups/rg-other"), RESOURCES, json!({ "location": "westeurope" }))
        .await
        .expect(201);
    let groups = format!("{home}/resourceGroups");
    assert_eq!(sam.get(&groups, RESOURCES).await.each("name"), ["rg-collaboration", "rg-other"], "the Owner reads all");
    assert_eq!(tess.get(&groups, RESOURCES).await.each("name"), ["rg-collaboration"], "her own");
    assert_eq!(tess.get("/subscriptions", SUBSCRIPTIONS).await.items().len(), 1, "a role in a group shows it");
    let other = format!("{home}/resourceGroups/rg-other/providers/Microsoft.Communication/communicationServices/other");
    sam.make(&other).await.expect(201);
    sam.make(&service(&home, "mine")).await.expect(201);
    let services = format!("{home}/providers/Microsoft.Communication/communicationServices");
    assert_eq!(sam.get(&services, COMMUNICATION).await.each("name"), ["mine", "other"], "all");
    assert_eq!(tess.get(&services, COMMUNICATION).await.each("name"), ["mine"], "hers");
    assert_eq!(tess.get(&format!("{home}/resources"), RESOURCES).await.each("name"), ["mine"], "in the index too");
    world.person("robin").get(&groups, RESOURCES).await.refused(403, "AuthorizationFailed");
}

#[tokio::test]
async fn following_an_operation_needs_a_right_in_its_group() {
    let world = World::well();
    world.register();
    let made = world.sam().make(&service(&world.home(), "contoso")).await.expect(201);
    let follow = made.header("azure-asyncoperation");
    world.person("gwen").follow(follow).await.expect(200);
    world.person("robin").follow(follow).await.refused(403, "AuthorizationFailed");
}

#[tokio::test]
async fn the_public_client_of_azure_signs_in_without_a_question() {
    let world = World::well();
    let scope = "https://management.core.windows.net//user_impersonation";
    let token = entra::user_token(&world.emulator, &format!("sam@{DOMAIN}"), AZURE_CLI, scope).expect("a token");
    world.bearer(&token).get("/subscriptions", SUBSCRIPTIONS).await.expect(200);
}
