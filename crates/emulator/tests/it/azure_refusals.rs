use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use emulator::entra;
use emulator::state::well_known::{AZURE_CLI, GRAPH_COMMAND_LINE};
use http::{HeaderValue, Method, Request};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use crate::azure_support::{AUTHORIZATION, COMMUNICATION, RESOURCES, SUBSCRIPTIONS, World, europe, service};
use crate::support::{DOMAIN, REDIRECT, post};

#[tokio::test]
async fn a_version_is_asked_for_before_anything_else() {
    let world = World::well();
    let nobody = world.bearer("");
    nobody.call(Method::GET, "/subscriptions", &[], None).await.refused(400, "MissingApiVersionParameter");
    nobody.call(Method::GET, "/subscriptions?api-version=", &[], None).await.refused(400, "MissingApiVersionParameter");
    let missing = nobody.get("/subscriptions", "1999-01-01").await.refused(401, "AuthenticationFailed");
    assert!(missing.header("www-authenticate").starts_with("Bearer authorization_uri="), "where to sign in");
    let unknown = world.sam().get("/subscriptions", "1999-01-01").await.refused(400, "InvalidApiVersionParameter");
    assert!(
        unknown.message().contains("'2022-12-01,2022-09-01,"),
        "the supported ones, newest first: {}",
        unknown.message()
    );
    let home = world.home();
    let path = service(&home, "x");
    let unknown = world.sam().get(&path, "2021-01-01").await.refused(400, "NoRegisteredProviderFound");
    assert!(unknown.message().contains("'2020-08-20, 2023-03-31, "), "the supported ones: {}", unknown.message());
    let permissions = format!("{home}/providers/Microsoft.Authorization/permissions");
    world.sam().get(&permissions, "2021-04-01").await.refused(400, "InvalidApiVersionParameter");
    world.sam().get(&permissions, AUTHORIZATION).await.expect(200);
}

#[tokio::test]
async fn a_bad_token_is_told_apart() {
    let world = World::well();
    let sam = world.sam();
    world.bearer("nonsense").get("/subscriptions", SUBSCRIPTIONS).await.refused(401, "InvalidAuthenticationToken");
    let basic = [("authorization", "Basic abc")];
    let path = format!("/subscriptions?api-version={SUBSCRIPTIONS}");
    world.bearer("").call(Method::GET, &path, &basic, None).await.refused(401, "AuthenticationFailed");
    let graph = entra::user_token(&world.emulator, &format!("sam@{DOMAIN}"), GRAPH_COMMAND_LINE, "User.Read");
    let other = world.bearer(&graph.expect("a token")).get("/subscriptions", SUBSCRIPTIONS).await;
    let other = other.refused(401, "InvalidAuthenticationTokenAudience");
    assert!(other.message().contains("https://graph.microsoft.com"), "whose it is: {}", other.message());
    world.advance(2 * 3_600);
    let old = sam.get("/subscriptions", SUBSCRIPTIONS).await.refused(401, "ExpiredAuthenticationToken");
    assert!(old.header("www-authenticate").contains("error=\"invalid_token\""), "{}", old.header("www-authenticate"));
    assert!(!old.headers.contains_key("x-ms-ratelimit-remaining-tenant-reads"), "nothing is counted");
}

#[tokio::test]
async fn a_subscription_can_be_malformed_unknown_or_anothers() {
    let world = World::with(
        "[[subscription]]\nname = 'theirs'\ndisplay_name = 'Fabrikam'\nelsewhere = true\naccess = { sam = 'Owner' }\n",
    );
    let sam = world.sam();
    sam.get("/subscriptions/nonsense", SUBSCRIPTIONS).await.refused(400, "InvalidSubscriptionId");
    sam.get("/subscriptions/291bba3fe0a547bca0993bdcb2a50a05", SUBSCRIPTIONS)
        .await
        .refused(400, "InvalidSubscriptionId");
    let unknown = "/subscriptions/291bba3f-e0a5-47bc-a099-3bdcb2a50a05";
    sam.get(unknown, SUBSCRIPTIONS).await.refused(404, "SubscriptionNotFound");
    let theirs = format!("/subscriptions/{}/resourceGroups", world.subscription("Fabrikam"));
    let refused = sam.get(&theirs, RESOURCES).await.refused(401, "InvalidAuthenticationTokenTenant");
    assert!(refused.message().contains("wrong issuer 'https://sts.windows.net/7c0d4f3a-"), "{}", refused.message());
    assert!(refused.header("www-authenticate").contains("invalid_token"), "a challenge");
    assert_eq!(sam.get("/subscriptions", SUBSCRIPTIONS).await.items().len(), 3, "and it is in no list");
}

#[tokio::test]
async fn a_disabled_subscription_is_read_only() {
    let world = World::well();
    let (sam, trial) = (world.sam(), format!("/subscriptions/{}", world.subscription("Free Trial")));
    sam.get(&format!("{trial}/resourceGroups"), RESOURCES).await.expect(200);
    let group = format!("{trial}/resourceGroups/rg-new");
    sam.put(&group, RESOURCES, json!({ "location": "westeurope" })).await.refused(409, "ReadOnlyDisabledSubscription");
    let register = format!("{trial}/providers/Microsoft.Communication/register");
    sam.post(&register, RESOURCES, None).await.refused(409, "ReadOnlyDisabledSubscription");
}

#[tokio::test]
async fn late_payers_can_still_write() {
    for state in ["PastDue", "Warned"] {
        let world = World::with(&format!("[[subscription]]\nname = 'collaboration'\nstate = '{state}'\n"));
        let path = format!("{}/resourceGroups/rg-new", world.home());
        world.sam().put(&path, RESOURCES, json!({ "location": "westeurope" })).await.expect(201);
        assert_eq!(world.sam().get(&world.home(), SUBSCRIPTIONS).await.body["state"], state, "and are told");
    }
}

#[tokio::test]
async fn a_group_is_refused_for_its_name_and_place() {
    let world = World::well();
    let (sam, home) = (world.sam(), world.home());
    let put = async |name: &str, body: Value| sam.put(&format!("{home}/resourceGroups/{name}"), RESOURCES, body).await;
    let west = json!({ "location": "westeurope" });
    put("rg new", west.clone()).await.refused(400, "InvalidResourceGroup");
    sam.get(&format!("{home}/resourceGroups/rg!"), RESOURCES).await.refused(400, "InvalidResourceGroup");
    put("ends.", west.clone()).await.refused(400, "InvalidResourceGroup");
    put(&"a".repeat(91), west.clone()).await.refused(400, "InvalidResourceGroup");
    put(&"a".repeat(90), west.clone()).await.expect(201);
    put("rg_(1)-x.y", west.clone()).await.expect(201);
    put("rg", json!({})).await.refused(400, "LocationRequired");
    put("rg", json!({ "location": "mars" })).await.refused(400, "LocationNotAvailableForResourceGroup");
    put("rg", json!({ "location": "global" })).await.refused(400, "LocationNotAvailableForResourceGroup");
    put("rg", json!({ "location": 7 })).await.refused(400, "InvalidRequestContent");
    put("rg", json!({ "location": "westeurope", "tag": {} })).await.refused(400, "InvalidRequestContent");
    put("rg", json!({ "location": "westeurope", "tags": { "a": 1 } })).await.refused(400, "InvalidRequestContent");
    put("rg", json!({ "location": "westeurope", "tags": { "a<": "1" } }))
        .await
        .refused(400, "InvalidTagNameCharacters");
    let many: serde_json::Map<String, Value> = (0..51).map(|n| (format!("t{n}"), json!("x"))).collect();
    put("rg", json!({ "location": "westeurope", "tags": many })).await.refused(400, "TooManyTags");
    let moved = put("rg-collaboration", json!({ "location": "northeurope" })).await;
    let moved = moved.refused(409, "InvalidResourceGroupLocation");
    assert!(moved.message().contains("already exists in location 'westeurope'"), "{}", moved.message());
    let gone = format!("{home}/resourceGroups/rg-gone");
    sam.get(&gone, RESOURCES).await.refused(404, "ResourceGroupNotFound");
    sam.patch(&gone, RESOURCES, json!({ "tags": {} })).await.refused(404, "ResourceGroupNotFound");
    sam.delete(&gone, RESOURCES).await.refused(404, "ResourceGroupNotFound");
    let ours = format!("{home}/resourceGroups/rg-collaboration");
    let patched = sam.patch(&ours, RESOURCES, json!({ "tags": { "a": "b" } })).await.expect(200);
    assert_eq!(patched.body["tags"], json!({ "a": "b" }), "replaced");
}

const POLICIES: &str = "
[[subscription]]
name = 'collaboration'

[[subscription.policy]]
name = 'require-cost-center'
display_name = 'Require costCenter'
definition = 'Require a tag'
reason = 'Tag costCenter is required.'
required_tag = 'costCenter'

[[subscription.policy]]
name = 'europe-only'
display_name = 'Europe only'
definition = 'Allowed locations'
reason = 'Only in Europe.'
types = ['Microsoft.Resources/subscriptions/resourceGroups']
allowed_locations = ['westeurope', 'northeurope']
";

#[tokio::test]
async fn a_policy_refuses_with_its_name_and_reason() {
    let world = World::with(POLICIES);
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let group = format!("{home}/resourceGroups/rg-new");
    let refused = sam.put(&group, RESOURCES, json!({ "location": "westeurope" })).await;
    let refused = refused.refused(403, "RequestDisallowedByPolicy");
    let expected = "Resource 'rg-new' was disallowed by policy. Reasons: 'Tag costCenter is required.'.";
    assert_eq!(refused.message(), expected, "Microsoft's words");
    assert_eq!(refused.body["error"]["target"], "rg-new", "what was refused");
    let info = &refused.body["error"]["additionalInfo"][0];
    assert_eq!(info["type"], "PolicyViolation", "what kind of information");
    assert_eq!(info["info"]["policyAssignmentName"], "require-cost-center", "which policy");
    assert_eq!(info["info"]["policyAssignmentDisplayName"], "Require costCenter", "by its shown name");
    assert_eq!(info["info"]["policyAssignmentScope"], home, "where it is assigned");
    let both =
        sam.put(&group, RESOURCES, json!({ "location": "eastus" })).await.refused(403, "RequestDisallowedByPolicy");
    assert_eq!(both.body["error"]["additionalInfo"].as_array().expect("a list").len(), 2, "every policy that objects");
    let tags = json!({ "costcenter": "7" });
    sam.put(&group, RESOURCES, json!({ "location": "westeurope", "tags": tags })).await.expect(201);
    let path = service(&home, "contoso");
    sam.make(&path).await.refused(403, "RequestDisallowedByPolicy");
    let mut body = europe();
    body["tags"] = tags;
    sam.put(&path, COMMUNICATION, body).await.expect(201);
    world.advance(20);
    sam.patch(&path, COMMUNICATION, json!({ "tags": {} })).await.refused(403, "RequestDisallowedByPolicy");
}

#[tokio::test]
async fn a_lock_stops_what_it_is_there_for() {
    let world = World::well();
    world.register();
    let (sam, home) = (world.sam(), world.home());
    let (path, group) = (service(&home, "contoso"), format!("{home}/resourceGroups/rg-collaboration"));
    sam.make(&path).await.expect(201);
    world.advance(20);
    let id = world.subscription("Contoso Collaboration");
    let lock = |lock| {
        world.arrange(|tenant| {
            let subscription = tenant.azure.subscriptions.get_mut(&id).expect("the subscription");
            subscription.groups.get_mut("rg-collaboration").expect("the group").lock = lock;
        });
    };
    lock(Some(emulator::state::Lock::CanNotDelete));
    let refused = sam.delete(&path, COMMUNICATION).await.refused(409, "ScopeLocked");
    let expected = format!("cannot perform delete operation because following scope(s) are locked: '{group}'");
    assert!(refused.message().contains(&expected), "{}", refused.message());
    sam.delete(&group, RESOURCES).await.refused(409, "ScopeLocked");
    sam.make(&path).await.expect(200);
    lock(Some(emulator::state::Lock::ReadOnly));
    sam.make(&path).await.refused(409, "ScopeLocked");
    let keys = sam.post(&format!("{path}/listKeys"), COMMUNICATION, None).await.refused(409, "ScopeLocked");
    assert!(keys.message().contains("cannot perform write operation"), "reading keys is a write: {}", keys.message());
    sam.get(&path, COMMUNICATION).await.expect(200);
    lock(None);
    world.arrange(|tenant| {
        tenant.azure.subscriptions.get_mut(&id).expect("it").lock = Some(emulator::state::Lock::ReadOnly);
    });
    sam.post(&format!("{home}/providers/Microsoft.Storage/register"), RESOURCES, None)
        .await
        .refused(409, "ScopeLocked");
    sam.delete(&path, COMMUNICATION).await.refused(409, "ScopeLocked");
}

#[tokio::test]
async fn throttling_says_when_to_come_back() {
    let world = World::with("[oddities.azure]\nthrottle_every = 2\n");
    let bearer = format!("Bearer {}", world.sam().token);
    // One router counts; a second one would begin anew.
    let router = world.emulator.router();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let request = Request::get(format!("/azure/subscriptions?api-version={SUBSCRIPTIONS}"))
            .header("authorization", &bearer)
            .body(Body::empty())
            .expect("a request");
        let answer = router.clone().oneshot(request).await.expect("never fails");
        statuses.push((answer.status().as_u16(), answer.headers().get("retry-after").cloned()));
    }
    let wait = HeaderValue::from_static("17");
    assert_eq!(statuses, [(200, None), (429, Some(wait.clone())), (200, None), (429, Some(wait))], "every second one");
}

#[tokio::test]
async fn a_write_can_ask_for_a_stronger_sign_in() {
    let world = World::with("[oddities.azure]\nstep_up = 'c1'\n");
    let (sam, home) = (world.sam(), world.home());
    sam.get(&home, SUBSCRIPTIONS).await.expect(200);
    let path = format!("{home}/resourceGroups/rg-new");
    let refused = sam.put(&path, RESOURCES, json!({ "location": "westeurope" })).await;
    let refused = refused.refused(401, "InvalidAuthenticationToken");
    let challenge = refused.header("www-authenticate").to_owned();
    let claims = challenge.split("claims=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("claims");
    let claims = String::from_utf8(STANDARD.decode(claims).expect("base64")).expect("text");
    let asked: Value = serde_json::from_str(&claims).expect("JSON");
    assert_eq!(asked["access_token"]["acrs"]["value"], "c1", "what the next sign-in is to ask for");
    let stronger = world.bearer(&signed_in_again(&world, &claims).await);
    stronger.put(&path, RESOURCES, json!({ "location": "westeurope" })).await.expect(201);
}

/// Sam's token from a sign-in with these claims, through Azure's own client.
async fn signed_in_again(world: &World, claims: &str) -> String {
    let verifier = "a-verifier-that-is-long-enough-for-the-rule-of-forty-three";
    let code_challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let scope = "https://management.azure.com//.default";
    let sam = crate::support::user_id(&world.emulator, "sam");
    let page = [
        ("client_id", AZURE_CLI),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", scope),
        ("code_challenge", &code_challenge),
        ("code_challenge_method", "S256"),
        ("claims", claims),
        ("practice_account", &sam),
    ];
    let back = post(&world.emulator, &format!("/{DOMAIN}/oauth2/v2.0/authorize"), &page).await;
    let code = back.parameter("code").expect("a code");
    let form = [
        ("client_id", AZURE_CLI),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", verifier),
        ("scope", scope),
    ];
    let tokens = post(&world.emulator, &format!("/{DOMAIN}/oauth2/v2.0/token"), &form).await.json();
    tokens["access_token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn unknown_namespaces_types_and_calls_are_three_things() {
    let world = World::well();
    let (sam, home) = (world.sam(), world.home());
    let group = format!("{home}/resourceGroups/rg-collaboration");
    sam.get(&format!("{home}/providers/Contoso.Nonsense"), RESOURCES).await.refused(404, "InvalidResourceNamespace");
    let path = format!("{group}/providers/Contoso.Nonsense/things/x");
    sam.get(&path, RESOURCES).await.refused(404, "InvalidResourceNamespace");
    let path = format!("{group}/providers/Microsoft.Communication/nonsense/x");
    let refused = sam.get(&path, COMMUNICATION).await.refused(404, "InvalidResourceType");
    assert!(refused.message().contains("'nonsense'"), "which one: {}", refused.message());
    for path in [
        format!("{group}/providers/Microsoft.Communication/emailServices/x"),
        format!("{group}/providers/Microsoft.Compute/virtualMachines/x"),
        format!("{home}/tagNames"),
        "/providers".to_owned(),
    ] {
        sam.get(&path, COMMUNICATION).await.refused(501, "notImplemented");
    }
    let link = service(&home, "x") + "/linkNotificationHub";
    let answer = sam.post(&link, COMMUNICATION, Some(json!({}))).await.expect(501);
    assert!(answer.message().contains(&format!("POST /azure{link}")), "its path: {}", answer.message());
}
