//! The page at `/`, and a tenant that is saved and put back.

use http::{Method, StatusCode};

use crate::graph_support::World;
use crate::support::{get, send, started};

#[tokio::test]
async fn the_page_shows_apps_consent_policies_meetings_people_and_requests() {
    let world = World::new("other-vendors-policy");
    let sam = world.sam();
    sam.application("Shown on the page").await;
    let page = get(&world.emulator, "/").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for shown in [
        "Contoso Practice",
        "Another vendor",
        "Shown on the page",
        "Fabrikam Call Recorder",
        "sam@practice.handrail.example",
        "Global Administrator",
        "/graph/v1.0/applications",
        "<b>write</b>",
    ] {
        assert!(page.text.contains(shown), "{shown} is on the page");
    }
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "no script, nothing from elsewhere: {policy}"
    );
    let asked = world.emulator.requests();
    assert!(asked.iter().all(|request| request.path != "/"), "looking is not counted");
}

#[tokio::test]
async fn hostile_names_stay_text() {
    let (emulator, _) = started("hostile-names");
    let page = get(&emulator, "/").await;
    assert!(!page.text.contains("<script"), "nothing of a name becomes markup");
    let hostile = emulator.read(|tenant| {
        tenant
            .users
            .values()
            .filter(|user| user.display_name.contains('<'))
            .map(|user| user.display_name.clone())
            .collect::<Vec<_>>()
    });
    assert!(!hostile.is_empty() && hostile.iter().all(|name| !page.text.contains(name.as_str())), "{hostile:?}");
}

#[tokio::test]
async fn a_saved_tenant_is_put_back_elsewhere_as_it_was() {
    let (first, _) = started("half-set-up-by-hand");
    let saved = get(&first, "/_emulator/snapshot").await;
    assert_eq!(saved.headers["content-type"], "application/json", "{}", saved.text);
    let before = get(&first, "/_emulator/state").await.text;
    let (second, _) = started("all-is-well");
    assert_ne!(get(&second, "/_emulator/state").await.text, before, "another tenant");
    let put = send(&second, Method::PUT, "/_emulator/snapshot", &[], saved.text).await;
    assert_eq!(put.status, StatusCode::NO_CONTENT, "{}", put.text);
    assert_eq!(get(&second, "/_emulator/state").await.text, before, "the same now");
}

#[tokio::test]
async fn what_is_no_snapshot_is_refused_and_nothing_is_lost() {
    let (emulator, _) = started("all-is-well");
    let before = get(&emulator, "/_emulator/state").await.text;
    for body in ["", "{}", "[1", "{\"format\":99,\"delays\":{},\"tenant\":{}}"] {
        let refused = send(&emulator, Method::PUT, "/_emulator/snapshot", &[], body.to_owned()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}: {}", refused.text);
    }
    let newer = get(&emulator, "/_emulator/snapshot").await.text.replacen("\"format\":1", "\"format\":99", 1);
    let refused = send(&emulator, Method::PUT, "/_emulator/snapshot", &[], newer).await;
    assert!(refused.text.contains("format 99, this Handrail knows 1"), "{}", refused.text);
    assert_eq!(get(&emulator, "/_emulator/state").await.text, before, "it is as it was");
}

#[tokio::test]
async fn a_large_tenant_is_listed_filtered_and_paged() {
    let world = World::new("large-tenant");
    world.emulator.read(|tenant| {
        assert!(tenant.users.len() >= 10_000 && tenant.applications.all().count() >= 2_000, "it is large");
    });
    let page = get(&world.emulator, "/").await;
    assert!(page.text.len() < 300_000, "the page stays readable: {}", page.text.len());
    let sam = world.sam();
    let (mut path, mut seen) = ("/users?$select=id&$top=999".to_owned(), 0);
    loop {
        let reply = sam.get(&path).await.expect(200);
        seen += reply.body["value"].as_array().expect("a page").len();
        let Some(next) = reply.body["@odata.nextLink"].as_str() else { break };
        path = next.split_once("/v1.0").expect("an address of ours").1.to_owned();
    }
    assert_eq!(seen, world.emulator.read(|tenant| tenant.users.len()), "everybody, once");
    let found = sam.get_eventual("/users?$count=true&$filter=startsWith(displayName,'Mara')&$top=5").await.expect(200);
    let count = found.body["@odata.count"].as_u64().expect("a count");
    assert!(count > 50 && found.body["value"].as_array().expect("a page").len() == 5, "some of them: {count}");
    let ownerless = sam.get_eventual("/applications?$count=true&$filter=owners/$count eq 0&$top=1").await.expect(200);
    assert!(ownerless.body["@odata.count"].as_u64().is_some_and(|count| count >= 1_000), "{}", ownerless.body);
}
