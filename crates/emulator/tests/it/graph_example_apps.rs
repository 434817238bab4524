//! Microsoft's examples about proof keys, the catalogue of Teams apps and subscriptions.

use serde_json::{Value, json};

use crate::graph_app_catalog::{ALL, APPS, ID, SUBMIT, manifest, package, package_of};
use crate::graph_example_answers::{example, has_the_shape_of};
use crate::graph_proof_keys::{add, app_with, holder};
use crate::graph_subscriptions::{answer, telling};
use crate::graph_support::{ALL_SCOPES, MIA, TESS, World, certificate, key};

#[tokio::test]
async fn the_example_of_a_proof_is_taken_with_a_key_and_a_proof_of_ours() {
    let world = World::well();
    let old = holder();
    let (id, app_id, _) = app_with(&world, &old).await;
    let mut body = example("07-application-addKey.request.json");
    body["keyCredential"]["key"] = key(&certificate(90))["key"].clone();
    body["proof"] = json!(old.proof(&id));
    add(&world, &app_id, &id, body).await.expect(200);
}

#[tokio::test]
async fn answers_of_the_catalogue_have_the_examples_members() {
    let world = World::well();
    let (mia, tess) = (world.person(MIA, SUBMIT), world.person(TESS, ALL));
    let proposed = mia.send_package(&format!("{APPS}?requiresReview=true"), package("1.0.0")).await.expect(201);
    // `name` and `version` of the example are `displayName` and part of the definitions in v1.0.
    let old = ["name", "version"];
    has_the_shape_of(&proposed.body, "23-teamsapp-publish.response-201.json", &old);
    let versions = format!("{APPS}/{}/appDefinitions", proposed.id());
    let version = mia.get(&versions).await.expect(200).items()[0].clone();
    let one = format!("{versions}/{}", version["id"].as_str().expect("an id").replace('=', "%3D"));
    let etag = version["@odata.etag"].as_str().expect("an etag");
    let yes = example("24-teamsapp-approve.request.json");
    let approved = tess.call("PATCH", &one, &[("if-match", etag)], Some(yes)).await.expect(200).body;
    // Named `authorization` in v1.0.
    let renamed = ["requiredResourceSpecificApplicationPermissions", "azureADAppId"];
    has_the_shape_of(&approved, "25-teamsapp-approve.response-200.json", &renamed);
    let filter = format!("{APPS}?$filter=externalId eq '{ID}'");
    let listed = tess.get(&filter).await.expect(200).body;
    has_the_shape_of(&listed, "21-teamsapps-list-filter.response-200.json", &[]);
    let listed = tess.get(&format!("{filter}&$expand=appDefinitions")).await.expect(200).body;
    let but = [renamed[0], renamed[1], "name"];
    let mut listed = listed;
    // The example's outer `version` is the definition's.
    listed["value"][0]["version"] = listed["value"][0]["appDefinitions"][0]["version"].clone();
    has_the_shape_of(&listed, "22-teamsapps-list-expand-appdefinitions.response-200.json", &but);
    let mut bad = manifest("1.0.0");
    bad.as_object_mut().expect("an object").remove("name");
    bad["developer"]["websiteUrl"] = json!("hs://www.yo.com");
    let refused = tess.send_package(APPS, package_of(&bad)).await.expect(200);
    let theirs = example("42-teamsapp-publish-manifest-error.response.json");
    assert_eq!(refused.message(), theirs["error"]["message"].as_str().expect("a message"), "word for word");
    has_the_shape_of(&refused.body, "42-teamsapp-publish-manifest-error.response.json", &[]);
}

#[tokio::test]
async fn the_examples_of_subscriptions_are_taken_and_answered() {
    let (world, endpoints) = telling();
    let mia = world.person(MIA, "Mail.Read");
    let mut body = example("26-subscription-create.request.json");
    // Its time is over.
    body["expirationDateTime"] = json!("2026-11-22T09:00:00Z");
    let made = mia.post("/subscriptions", body.clone()).await.expect(201);
    // `clientState` and `notificationContentType` do not come back in v1.0.
    let but = ["clientState", "notificationContentType"];
    has_the_shape_of(&made.body, "27-subscription-create.response-201.json", &but);
    let mut longer = example("28-subscription-renew.request.json");
    longer["expirationDateTime"] = json!("2026-11-23T09:00:00Z");
    mia.patch(&format!("/subscriptions/{}", made.id()), longer).await.expect(200);
    endpoints.next(answer(200, "text/html", ""));
    let refused = mia.post("/subscriptions", body).await.expect(400);
    let theirs = example("48-subscription-validation-failed.error-400.json");
    assert_eq!(refused.code(), theirs["error"]["code"], "the code");
    assert_eq!(refused.message(), theirs["error"]["message"].as_str().expect("a message"), "word for word");
}

#[tokio::test]
async fn conditional_access_policies_have_the_examples_members() {
    let world = World::new("conditional-access-blocks");
    let listed = world.person(crate::graph_support::SAM, ALL_SCOPES).get("/identity/conditionalAccess/policies").await;
    let listed: Value = listed.expect(200).body;
    has_the_shape_of(&listed, "38-conditionalaccess-policies-list.response-200.json", &[]);
}
