//! The organisation's catalogue of Teams apps.

use std::io::{Cursor, Write as _};

use emulator::state::Tenant;
use http::StatusCode;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::graph_support::{GIA, MIA, NOAH, Reply, SAM, TESS, World};

pub const ALL: &str = "AppCatalog.ReadWrite.All";
pub const SUBMIT: &str = "AppCatalog.Submit";
pub const APPS: &str = "/appCatalogs/teamsApps";
pub const ID: &str = "b5561ec9-8cab-4aa3-8aa2-d8d7172e4311";

pub fn manifest(version: &str) -> Value {
    json!({
        "manifestVersion": "1.22",
        "version": version,
        "id": ID,
        "developer": {
            "name": "Contoso",
            "websiteUrl": "https://www.contoso.example",
            "privacyUrl": "https://www.contoso.example/privacy",
            "termsOfUseUrl": "https://www.contoso.example/terms",
        },
        "name": { "short": "Recorder", "full": "Contoso Recorder" },
        "description": { "short": "Records.", "full": "Records meetings." },
        "icons": { "color": "color.png", "outline": "outline.png" },
        "accentColor": "#336699",
        "webApplicationInfo": { "id": "11111111-1111-4111-8111-111111111111", "resource": "api://x" },
        "authorization": { "permissions": { "resourceSpecific": [
            { "name": "OnlineMeeting.ReadBasic.Chat", "type": "Application" },
        ] } },
    })
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("a zip").into_inner()
}

pub fn package_of(manifest: &Value) -> Vec<u8> {
    let manifest = manifest.to_string();
    zipped(&[("manifest.json", manifest.as_bytes()), ("color.png", b"c"), ("outline.png", b"o")])
}

pub fn package(version: &str) -> Vec<u8> {
    package_of(&manifest(version))
}

fn inner<'r>(reply: &'r Reply, name: &str) -> &'r Value {
    &reply.body["error"]["innerError"][name]
}

#[tokio::test]
async fn a_teams_administrator_publishes_at_once() {
    let world = World::well();
    let tess = world.person(TESS, ALL);
    let made = tess.send_package(APPS, package("1.0.0")).await.expect(201);
    assert_eq!(made.body["externalId"], ID, "the manifest's id");
    assert_eq!(made.body["distributionMethod"], "organization", "the organisation's");
    assert_ne!(made.body["id"], ID, "the catalogue has an id of its own");
    assert!(made.headers["location"].to_str().expect("text").ends_with(&made.id()), "where it is");
    let filter = format!("{APPS}?$filter=distributionMethod eq 'organization' and externalId eq '{ID}'");
    let mia = world.person(MIA, SUBMIT);
    let plain = mia.get(&filter).await.expect(200);
    assert_eq!(plain.items().len(), 1, "found");
    assert!(plain.items()[0].get("appDefinitions").is_none(), "versions only when asked for");
    let found = mia.get(&format!("{filter}&$expand=appDefinitions")).await.expect(200);
    let version = &found.items()[0]["appDefinitions"][0];
    assert_eq!((&version["version"], &version["publishingState"]), (&json!("1.0.0"), &json!("published")), "this one");
    let asked = &version["authorization"]["requiredPermissionSet"]["resourceSpecificPermissions"][0];
    assert_eq!(asked["permissionValue"], "OnlineMeeting.ReadBasic.Chat", "what it asks for");
    let own = format!("{APPS}/{}", made.id());
    assert_eq!(mia.get(&own).await.expect(200).body["displayName"], "Recorder", "by id");
    assert_eq!(mia.get(&format!("{own}/appDefinitions")).await.expect(200).items().len(), 1, "its versions");
    let store = mia.get(&format!("{APPS}?$filter=distributionMethod eq 'store'")).await.expect(200);
    assert!(!store.items().is_empty(), "the store is there too");
    let by_name = mia.get(&format!("{APPS}?$filter=displayName eq 'Recorder' or id eq 'x'")).await.expect(200);
    assert_eq!(by_name.items().len(), 1, "by name");
    mia.get(&format!("{APPS}?$filter=startsWith(displayName,'R')")).await.refused(400, "BadRequest");
    mia.get(&format!("{APPS}/{ID}")).await.refused(404, "NotFound");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_member_proposes_and_an_administrator_approves() {
    let world = World::well();
    let (mia, tess) = (world.person(MIA, SUBMIT), world.person(TESS, ALL));
    let proposed = mia.send_package(&format!("{APPS}?requiresReview=true"), package("1.0.0")).await.expect(201);
    let path = format!("{APPS}/{}/appDefinitions", proposed.id());
    let version = mia.get(&path).await.expect(200).items()[0].clone();
    assert_eq!(version["publishingState"], "submitted", "waits");
    assert_eq!(version["createdBy"]["user"]["id"], world.user_id(MIA), "whose it is");
    world.person("lee@practice.handrail.example", SUBMIT).get(&path).await.refused(404, "NotFound");
    let one = format!("{path}/{}", version["id"].as_str().expect("an id").replace('=', "%3D"));
    let etag = version["@odata.etag"].as_str().expect("an etag");
    let yes = json!({ "publishingState": "published" });
    let review =
        |etag: &'static str| async { tess.call("PATCH", &one, &[("if-match", etag)], Some(yes.clone())).await };
    tess.patch(&one, yes.clone()).await.refused(400, "BadRequest");
    review("\"old\"").await.refused(412, "PreconditionFailed");
    world.person(MIA, ALL).call("PATCH", &one, &[("if-match", etag)], Some(yes.clone())).await.expect(403);
    world.person(TESS, SUBMIT).call("PATCH", &one, &[("if-match", etag)], Some(yes.clone())).await.expect(403);
    let maybe = json!({ "publishingState": "submitted" });
    tess.call("PATCH", &one, &[("if-match", "*")], Some(maybe)).await.refused(400, "BadRequest");
    let more = json!({ "publishingState": "published", "displayName": "x" });
    tess.call("PATCH", &one, &[("if-match", "*")], Some(more)).await.refused(400, "BadRequest");
    let approved = tess.call("PATCH", &one, &[("if-match", etag)], Some(yes.clone())).await.expect(200);
    assert_eq!(approved.body["publishingState"], "published", "approved");
    assert_ne!(approved.body["id"], version["id"], "the id is made of the state too");
    review("*").await.refused(404, "NotFound");
    let next = tess.send_package(&format!("{path}?requiresReview=true"), package("1.1.0")).await.expect(200);
    let states = |reply: Reply| {
        let all = reply.items().iter().map(|one| one["publishingState"].as_str().unwrap_or_default().to_owned());
        all.collect::<Vec<_>>()
    };
    assert_eq!(states(tess.get(&path).await), ["published", "submitted"], "the new one waits beside the old one");
    assert_eq!(states(world.person("lee@practice.handrail.example", SUBMIT).get(&path).await), ["published"], "unseen");
    let one = format!("{path}/{}", next.id().replace('=', "%3D"));
    let no = json!({ "publishingState": "rejected" });
    let rejected = tess.call("PATCH", &one, &[("if-match", "*")], Some(no)).await.expect(200);
    assert_eq!(rejected.body["publishingState"], "rejected", "not this one");
    tess.send_package(&path, package("1.1.0")).await.expect(204);
    assert_eq!(states(tess.get(&path).await), ["published"], "what was rejected may be sent again");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_version_has_to_rise() {
    let world = World::well();
    let tess = world.person(TESS, ALL);
    let made = tess.send_package(APPS, package("1.9.0")).await.expect(201);
    let again = tess.send_package(APPS, package("2.0.0")).await.refused(409, "Conflict");
    assert_eq!(inner(&again, "code"), "AppDefinitionAlreadyExists", "the app is there: its versions go elsewhere");
    let path = format!("{APPS}/{}/appDefinitions", made.id());
    let same = tess.send_package(&path, package("1.9.0")).await.refused(409, "Conflict");
    assert_eq!(inner(&same, "code"), "AppDefinitionAlreadyExists", "this one too");
    tess.send_package(&path, package("1.8.9")).await.refused(400, "BadRequest");
    tess.send_package(&path, package("1.10.0")).await.expect(204);
    let shown = tess.get(&path).await.expect(200);
    assert_eq!(shown.items()[0]["version"], "1.10.0", "numbers, not letters");
    let mut other = manifest("3.0.0");
    other["id"] = json!("99999999-9999-4999-8999-999999999999");
    tess.send_package(&path, package_of(&other)).await.refused(400, "BadRequest");
    tess.send_package(&format!("{APPS}/{ID}/appDefinitions"), package("3.0.0")).await.refused(404, "NotFound");
    world.assert_contract_kept();
}

#[tokio::test]
async fn a_faulty_manifest_is_an_error_under_200() {
    let world = World::well();
    let tess = world.person(TESS, ALL);
    let mut bad = manifest("1.0.0");
    bad.as_object_mut().expect("an object").remove("name");
    bad["developer"]["websiteUrl"] = json!("hs://www.yo.com");
    let reply = tess.send_package(APPS, package_of(&bad)).await.refused(200, "BadRequest");
    assert_eq!(
        reply.message(),
        "name | Required properties are missing from object: [].; developer.websiteUrl | String \"hs://www.yo.com\" \
         does not match regex pattern \"^[Hh][Tt][Tt][Pp][Ss]?://\".",
        "as Microsoft's page shows it"
    );
    assert_eq!(inner(&reply, "code"), "UnableToParseTeamsAppManifest", "the service's own code");
    let details = inner(&reply, "details").as_array().expect("details").clone();
    let codes: Vec<&Value> = details.iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["SchemaError_Required", "SchemaError_Pattern"], "one by one");
    world.assert_contract_kept();
    world.arrange(|tenant| tenant.oddities.catalog_faults_as_200 = false);
    tess.send_package(APPS, package_of(&bad)).await.refused(400, "BadRequest");
    assert!(world.emulator.read(|tenant| tenant.catalog.all().next().is_none()), "nothing was published");
}

#[tokio::test]
async fn a_package_that_is_none_is_refused_without_being_unpacked() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.catalog_faults_as_200 = false);
    let tess = world.person(TESS, ALL);
    let code = |reply: Reply| inner(&reply.refused(400, "BadRequest"), "details")[0]["code"].clone();
    assert_eq!(code(tess.send_package(APPS, b"PK\x03\x04nothing".to_vec()).await), "Serialization_InvalidPackage", "");
    let nested = manifest("1.0.0").to_string();
    let folder = zipped(&[("app/manifest.json", nested.as_bytes())]);
    assert_eq!(code(tess.send_package(APPS, folder).await), "Serialization_FileMissing", "a folder inside");
    let bare = zipped(&[("manifest.json", nested.as_bytes()), ("color.png", b"c")]);
    assert_eq!(code(tess.send_package(APPS, bare).await), "Serialization_FileMissing", "an icon is missing");
    let text = zipped(&[("manifest.json", b"{ not json")]);
    assert_eq!(code(tess.send_package(APPS, text).await), "Serialization_InvalidJson", "no JSON");
    let bomb = zipped(&[("manifest.json", &vec![b' '; 3 * 1024 * 1024])]);
    assert!(bomb.len() < 16 * 1024, "small when packed");
    assert_eq!(code(tess.send_package(APPS, bomb).await), "Serialization_InvalidJson", "not read to its end");
    let names: Vec<String> = (0..300).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(code(tess.send_package(APPS, zipped(&many)).await), "Serialization_InvalidPackage", "too many files");
    let with = |pointer: &str, value: Value| {
        let mut changed = manifest("1.0.0");
        *changed.pointer_mut(pointer).expect("a member") = value;
        package_of(&changed)
    };
    for (pointer, value, expected) in [
        ("/id", json!("x"), "CommonAppIdIsNotGuid"),
        ("/version", json!("one"), "SchemaError_Pattern"),
        ("/accentColor", json!("blue"), "SchemaError_Pattern"),
        ("/name/short", json!("x".repeat(31)), "SchemaError_MaximumLength"),
        ("/description/full", json!(""), "SchemaError_Required"),
        ("/developer", json!([]), "SchemaError_Required"),
    ] {
        assert_eq!(code(tess.send_package(APPS, with(pointer, value)).await), expected, "{pointer}");
    }
    tess.send_package(APPS, Vec::new()).await.refused(400, "BadRequest");
    tess.post(APPS, manifest("1.0.0")).await.refused(415, "UnsupportedMediaType");
    tess.send_package(&format!("{APPS}?requiresReview=perhaps"), package("1.0.0")).await.refused(400, "BadRequest");
    tess.send_package(APPS, vec![0; 5 * 1024 * 1024]).await.expect(413);
}

#[tokio::test]
async fn who_may_depends_on_permission_role_and_licence() {
    let world = World::well();
    let reply = world.person(TESS, "User.Read").send_package(APPS, package("1.0.0")).await.refused(403, "Forbidden");
    assert!(
        reply.message().contains("API requires one of 'AppCatalog.ReadWrite.All, AppCatalog.Submit'"),
        "it says what is missing: {}",
        reply.message()
    );
    world.person(TESS, "Directory.Read.All").send_package(APPS, package("1.0.0")).await.refused(403, "Forbidden");
    world.person(MIA, ALL).send_package(APPS, package("1.0.0")).await.refused(403, "Forbidden");
    world.person(TESS, SUBMIT).send_package(APPS, package("1.0.0")).await.refused(403, "Forbidden");
    let noah = world.person(NOAH, SUBMIT).send_package(&format!("{APPS}?requiresReview=true"), package("1.0.0")).await;
    assert!(noah.refused(403, "Forbidden").message().contains("GetSkypeTokenRequest"), "nobody without Teams");
    world.person(GIA, SUBMIT).send_package(&format!("{APPS}?requiresReview=true"), package("1.0.0")).await.expect(403);
    let (_, app_id, sp) = world.sam().integration("Robot").await;
    world.sam().give(&sp, ALL).await.expect(201);
    let robot = world.app(&app_id).send_package(APPS, package("1.0.0")).await.refused(403, "Forbidden");
    assert!(robot.message().starts_with("User not authorized to perform this operation."), "no app may publish");
    world.app(&app_id).get(APPS).await.expect(200);
    let made = world.person(SAM, ALL).send_package(APPS, package("1.0.0")).await.expect(201);
    let path = format!("{APPS}/{}", made.id());
    world.person(MIA, ALL).delete(&path).await.expect(403);
    world.person(TESS, ALL).send_package(&format!("{path}/appDefinitions"), package("1.0.1")).await.expect(204);
    world.person(MIA, ALL).send_package(&format!("{path}/appDefinitions"), package("1.0.2")).await.expect(403);
    world.assert_contract_kept();
}

#[tokio::test]
async fn what_is_published_is_kept_and_what_is_deleted_is_gone() {
    let world = World::well();
    let tess = world.person(TESS, ALL);
    let made = tess.send_package(APPS, package("1.0.0")).await.expect(201);
    let kept = world.emulator.read(|tenant| serde_json::to_string(tenant).expect("a snapshot"));
    let again: Tenant = serde_json::from_str(&kept).expect("a snapshot can be read");
    assert!(again.catalog.current(&made.id()).is_some(), "it survives");
    let mut before: Value = serde_json::from_str(&kept).expect("JSON");
    before.as_object_mut().expect("an object").remove("catalog");
    let older: Result<Tenant, _> = serde_json::from_value(before);
    assert!(older.expect("an older snapshot").catalog.all().next().is_none(), "and one from before can be read");
    let state = crate::support::get(&world.emulator, "/_emulator/state").await.json();
    assert_eq!(state["catalog"][0]["external_id"], ID, "the control plane shows it");
    let path = format!("{APPS}/{}", made.id());
    tess.delete(&path).await.expect(204);
    tess.get(&path).await.refused(404, "NotFound");
    tess.delete(&path).await.refused(404, "NotFound");
    tess.delete(&format!("{APPS}/com.microsoft.teamspace.tab.wiki")).await.refused(403, "Forbidden");
    assert_eq!(tess.send_package(APPS, package("1.0.0")).await.status, StatusCode::CREATED, "the id is free again");
    world.assert_contract_kept();
}
