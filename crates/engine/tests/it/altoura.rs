//! The profile `altoura`, walked with its example answers.

use domain::{Block, ItemId, ItemView, Kind, Outcome, Proof, QuestionId, VendorValue};
use emulator::SamplePackage;
use emulator::state::AppRoleAssignment;
use engine::Engine;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::built_in::{ALTOURA, assert_finished, choose, fitting, walk};

const HOST: &str = "altouraremoteacs.azurewebsites.net";
const CLIENT: &str = "teams_app_client";
const TEAMS: [&str; 2] = ["1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"];
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

fn bench(scenario: &str) -> Bench {
    ALTOURA.bench(scenario)
}

fn items(engine: &Engine) -> Vec<ItemId> {
    engine.profile().items.iter().map(|item| item.id.clone()).collect()
}

/// As far as this item, which is looked at and not changed.
async fn walk_to(bench: &Bench, engine: &Engine, item: &str) -> ItemView {
    for id in items(engine).into_iter().take_while(|id| id.as_str() != item) {
        if id.as_str() == "teams_app_package" {
            choose(bench, &fitting(engine));
        }
        bench.run(engine, id.as_str()).await;
    }
    engine.look(&ItemId::from(item)).await.expect("it looks")
}

fn clients(bench: &Bench) -> Vec<String> {
    let all = bench.app_object()["api"]["preAuthorizedApplications"].as_array().cloned().unwrap_or_default();
    all.iter().map(|one| one["appId"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn the_checklist_stands_in_its_order() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let kinds: Vec<(Kind, Option<String>)> =
        engine.profile().items.iter().map(|item| (item.wanted.kind(), item.source_step.clone())).collect();
    let numbered: Vec<(Kind, String)> = kinds.into_iter().filter_map(|(kind, step)| Some((kind, step?))).collect();
    let wanted = [
        (Kind::AppRegistration, "1"),
        (Kind::ExposeApi, "2"),
        (Kind::ApiPermissions, "3"),
        (Kind::AzureCommunicationServices, "4"),
        (Kind::Handover, "5"),
        (Kind::NetworkReachability, "6"),
        (Kind::TeamsAppPackage, "7"),
        (Kind::ExposeApi, "8"),
        (Kind::AdminConsent, "9"),
        (Kind::TeamsAppPin, "10"),
        (Kind::MeetingTest, "11"),
        (Kind::VendorConfirmation, "11"),
    ];
    assert_eq!(numbered, wanted.map(|(kind, step)| (kind, step.to_owned())), "the eleven points of the appendix");
}

#[tokio::test]
async fn walks_to_its_end_and_a_second_run_writes_nothing() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let done = engine.done().expect("it is read");
    assert_eq!((done.proof, done.hands_key), (Proof::Person, false), "the last page says what was proved");
    let outputs = engine.outputs().expect("stored");
    let app = outputs.app.expect("made").app_id;
    assert_eq!(outputs.api.expect("made").uri, format!("api://{HOST}/{app}"), "with the host, as the package says");
    assert_eq!(clients(&bench), TEAMS, "exactly Microsoft's two for Teams");
    let grants = outputs.grants.expect("read back");
    let six = [
        "Chat.ReadWrite",
        "Contacts.Read",
        "GroupMember.Read.All",
        "OnlineMeetings.ReadWrite",
        "User.Read",
        "User.ReadBasic.All",
    ];
    assert_eq!((grants.scopes.as_slice(), grants.roles.len()), (&six.map(str::to_owned)[..], 0), "delegated only");
    assert_eq!(bench.app_object()["signInAudience"], "AzureADMultipleOrgs", "accounts of other organisations too");
    assert_eq!((bench.grants(), bench.meetings()), (0, 0), "no application permission, no meeting left");
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.assert_contract();
}

#[tokio::test]
async fn undo_leaves_the_tenant_as_it_was() {
    let bench = bench("all-is-well");
    let before = (bench.apps(), bench.principals(), bench.grants());
    let catalogue = |bench: &Bench| bench.emulator.read(|tenant| tenant.catalog.all().count());
    let apps = catalogue(&bench);
    let engine = bench.engine();
    walk(&bench, &engine).await;
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!((bench.apps(), bench.principals(), bench.grants()), before, "as before");
    assert_eq!(catalogue(&bench), apps, "no app of ours in the catalogue");
    assert!(bench.keychain.accounts().is_empty(), "no secret stays here");
}

#[tokio::test]
async fn without_a_host_the_address_is_the_plain_one() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("uri_form"), json!("plain")).expect("it is stored");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let outputs = engine.outputs().expect("stored");
    let plain = format!("api://{}", outputs.app.expect("made").app_id);
    assert_eq!(outputs.api.expect("made").uri, plain, "the host only where the manifest asks for it");
    assert_eq!(bench.app_object()["identifierUris"], json!([plain]), "and no other");
}

#[tokio::test]
async fn an_installation_of_ones_own_has_its_own_host() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("host"), json!("altoura.contoso.com")).expect("it is stored");
    let view = walk_to(&bench, &engine, "service_principal").await;
    let api = engine.outputs().expect("stored").api.expect("made");
    assert!(api.uri.starts_with(&format!("api://{HOST}/")), "not asked, so it does not count: {}", api.uri);
    assert_eq!(view.head.outcome, None, "not begun: {:?}", view.diagnostic);
    engine.answer(&QuestionId::from("hosting"), json!("own")).expect("it is stored");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let outputs = engine.outputs().expect("stored");
    let app = outputs.app.expect("made").app_id;
    assert_eq!(outputs.api.expect("made").uri, format!("api://altoura.contoso.com/{app}"), "with their own host");
    let network = engine.look(&ItemId::from("network_reachability")).await.expect("it looks");
    let shown = serde_json::to_string(&network.blocks).expect("JSON");
    assert!(shown.contains("altoura.contoso.com") && !shown.contains(HOST), "that is the one to be reached");
}

#[tokio::test]
async fn a_list_of_the_vendors_own_counts_instead_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let listed =
        |engine: &Engine, names: Value| engine.answer(&QuestionId::from("permissions"), names).expect("stored");
    listed(&engine, json!("OnlineMeetings.ReadWrite, User.Read; Presence.Read"));
    walk(&bench, &engine).await;
    assert_finished(&engine);
    let scopes = |engine: &Engine| engine.outputs().expect("stored").grants.expect("read back").scopes;
    assert_eq!(scopes(&engine), ["OnlineMeetings.ReadWrite", "Presence.Read", "User.Read"], "the list, and no more");
    let requested = |bench: &Bench| {
        let all = bench.app_object()["requiredResourceAccess"].clone();
        all[0]["resourceAccess"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(requested(&bench), 3, "on the app");
    listed(&engine, Value::Null);
    walk(&bench, &engine).await;
    assert_eq!(requested(&bench), 6, "the profile's own six, and no more");
    let view = engine.look(&ItemId::from("admin_consent")).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "what was granted beyond them is told");
    assert!(json!(view.blocks).to_string().contains("Presence.Read"), "by its name");
    bench.assert_contract();
}

#[tokio::test]
async fn a_list_that_goes_beyond_what_is_promised_is_not_asked_for() {
    for name in ["Calendars.Read", "Application.ReadWrite.All"] {
        let bench = bench("all-is-well");
        let engine = bench.engine();
        let names = json!(format!("OnlineMeetings.ReadWrite {name}"));
        engine.answer(&QuestionId::from("permissions"), names).expect("stored");
        walk_to(&bench, &engine, "api_permissions").await;
        let view = bench.run(&engine, "api_permissions").await;
        let found = view.diagnostic.expect("it is diagnosed");
        assert_eq!((view.head.outcome, found.code.as_str()), (Some(Outcome::Failed), "permission-ruled-out"), "{name}");
        assert!(json!(found.what).to_string().contains(name), "by its name");
        assert_eq!(bench.app_object()["requiredResourceAccess"], json!([]), "nothing is asked for");
        assert!(
            view.blocks.iter().any(|block| matches!(block, Block::Question { .. })),
            "the list can be changed here"
        );
    }
}

#[tokio::test]
async fn a_certificate_is_made_only_where_altoura_asks_for_one() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let shown =
        |engine: &Engine| engine.view().expect("it is read").items.iter().any(|head| head.kind == Kind::Certificate);
    assert!(!shown(&engine), "its checklist has none");
    engine.answer(&QuestionId::from("credential"), json!("certificate")).expect("it is stored");
    walk(&bench, &engine).await;
    assert_finished(&engine);
    assert!(shown(&engine), "where it is asked for");
    assert_eq!(bench.app_object()["keyCredentials"].as_array().map(Vec::len), Some(1), "on the app");
    let values = engine.handover_values(&ItemId::from("handover")).expect("all are there");
    assert!(values.contains(&VendorValue::CertificateThumbprint), "and among what Altoura gets: {values:?}");
    assert_eq!(bench.grants(), 0, "still no application permission");
    let writes = bench.writes();
    walk(&bench, &bench.engine()).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
}

#[tokio::test]
async fn a_package_with_another_address_is_a_finding_that_names_both() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk_to(&bench, &engine, "teams_app_package").await;
    let ours = fitting(&engine);
    let other = format!("api://tab.fabrikam.example/{}", ours.client.clone().expect("it has one"));
    choose(&bench, &SamplePackage { resource: Some(other.clone()), ..ours.clone() });
    let view = bench.run(&engine, "teams_app_package").await;
    assert_eq!(view.head.outcome, Some(Outcome::Failed), "Teams would sign nobody in: {:?}", view.diagnostic);
    let shown = serde_json::to_string(&view.blocks).expect("JSON");
    assert!(shown.contains(&other) && shown.contains(&ours.resource.expect("it has one")), "both stand there");
    assert_eq!(engine.look(&ItemId::from(CLIENT)).await.expect("it looks").head.outcome, None, "the next one waits");
}

#[tokio::test]
async fn nobody_decides_for_the_admin_which_id_is_meant() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    engine.answer(&QuestionId::from("teams_app_id"), Value::Null).expect("it is stored");
    let view = walk_to(&bench, &engine, CLIENT).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    let teams = engine.outputs().expect("stored").teams_app.expect("published");
    let shown = serde_json::to_string(&view.blocks).expect("JSON");
    for id in [&teams.catalogue_id, &teams.manifest_id, &teams.client_id.expect("it has one").to_string()] {
        assert!(shown.contains(id.as_str()), "{id} stands there");
    }
    assert_eq!(options(&view), ["catalogue", "manifest", "none"], "an app needs no leave from itself");
    assert!(shown.contains("expose-api-client-own"), "and it says so");
}

fn options(view: &ItemView) -> Vec<String> {
    let asked = view.blocks.iter().find_map(|block| match block {
        Block::Question { question } => Some(question),
        _ => None,
    });
    asked.expect("it is asked").options.iter().map(|option| option.value.clone()).collect()
}

async fn added(bench: &Bench, engine: &Engine) -> String {
    walk_to(bench, engine, CLIENT).await;
    engine.answer(&QuestionId::from("teams_app_id"), json!("catalogue")).expect("it is stored");
    let view = bench.run(engine, CLIENT).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "added: {:?}", view.diagnostic);
    engine.outputs().expect("stored").teams_app.expect("published").catalogue_id
}

#[tokio::test]
async fn the_id_that_was_chosen_joins_the_others_and_is_added_once() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let id = added(&bench, &engine).await;
    assert_eq!(clients(&bench), [TEAMS[0], TEAMS[1], &id], "beside the two for Teams");
    let writes = bench.writes();
    let view = bench.run(&bench.engine(), CLIENT).await;
    assert!(view.changes.is_empty() && bench.writes() == writes, "a second run changes nothing");
    assert!(engine.outputs().expect("stored").api.is_some(), "the address is still handed on");
    bench.assert_contract();
}

#[tokio::test]
async fn taking_the_id_back_leaves_the_clients_of_others() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    added(&bench, &engine).await;
    bench.undo_items(&engine, &[CLIENT]).await;
    assert_eq!(clients(&bench), TEAMS, "those for Teams stay");
    assert!(engine.outputs().expect("stored").api.is_some(), "and so does the address");
}

#[tokio::test]
async fn another_choice_leaves_what_was_added_as_a_finding() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    let id = added(&bench, &engine).await;
    engine.answer(&QuestionId::from("teams_app_id"), json!("none")).expect("it is stored");
    let view = engine.look(&ItemId::from(CLIENT)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "{:?}", view.diagnostic);
    assert!(serde_json::to_string(&view.blocks).expect("JSON").contains(&id), "it says what is left");
}

#[tokio::test]
async fn an_id_that_microsoft_does_not_take_needs_a_decision() {
    let bench = bench("all-is-well");
    let changed = bench.emulator.write(|tenant, _| tenant.oddities.preauthorizes_known_apps_only = true);
    changed.expect("kept nowhere, so always saved");
    let engine = bench.engine();
    walk_to(&bench, &engine, CLIENT).await;
    engine.answer(&QuestionId::from("teams_app_id"), json!("catalogue")).expect("it is stored");
    let view = bench.run(&engine, CLIENT).await;
    assert_eq!(view.head.outcome, Some(Outcome::NeedsDecision), "{:?}", view.diagnostic);
    assert_eq!(view.diagnostic.expect("it is diagnosed").code, "expose-api-client-refused", "in words");
    let again = engine.look(&ItemId::from(CLIENT)).await.expect("it looks");
    assert_eq!((again.head.outcome, again.changes.len()), (Some(Outcome::NeedsDecision), 0), "not tried twice");
    assert!(options(&again).contains(&"none".to_owned()), "another choice is open");
    engine.answer(&QuestionId::from("teams_app_id"), json!("none")).expect("it is stored");
    let view = engine.look(&ItemId::from(CLIENT)).await.expect("it looks");
    assert_eq!((view.head.outcome, clients(&bench)), (Some(Outcome::Done), TEAMS.map(str::to_owned).to_vec()));
}

#[tokio::test]
async fn an_id_that_never_shows_up_is_reported_and_can_be_taken_back() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk_to(&bench, &engine, CLIENT).await;
    engine.answer(&QuestionId::from("teams_app_id"), json!("manifest")).expect("it is stored");
    engine.look(&ItemId::from(CLIENT)).await.expect("it looks");
    bench.hours(1);
    bench.lag(48);
    let view = bench.run(&engine, CLIENT).await;
    assert!(view.head.outcome == Some(Outcome::Waiting) || view.diagnostic.is_some(), "{:?}", view.head.outcome);
    bench.lag(0);
    bench.hours(49);
    bench.undo_items(&engine, &[CLIENT]).await;
    assert_eq!(clients(&bench), TEAMS, "it is taken back");
}

/// Somebody else grants an application permission of Microsoft Graph to the app.
fn grant_role(bench: &Bench, name: &str) {
    let app = bench.engine().outputs().expect("stored").service_principal.expect("made").own.to_string();
    let changed = bench.emulator.write(|tenant, moment| {
        let graph = tenant.service_principals.all().find(|(_, one)| one.text("appId") == GRAPH);
        let (resource_id, graph) = graph.map(|(id, one)| (id.to_owned(), one.clone())).expect("it is in every tenant");
        let role = graph.list("appRoles").iter().find(|role| role["value"] == name).expect("Graph offers it");
        let assignment = AppRoleAssignment {
            id: "by-somebody-else".to_owned(),
            app_role_id: role["id"].as_str().expect("an id").to_owned(),
            created_date_time: moment.now,
            principal_display_name: "Altoura Meeting App".to_owned(),
            principal_id: app.clone(),
            principal_type: "ServicePrincipal".to_owned(),
            resource_display_name: "Microsoft Graph".to_owned(),
            resource_id,
        };
        let stamp = moment.stamp(tenant);
        tenant.app_role_assignments.write(assignment.id.clone(), assignment, stamp);
    });
    changed.expect("kept nowhere, so always saved");
}

#[tokio::test]
async fn what_the_app_must_not_hold_is_a_finding() {
    let bench = bench("all-is-well");
    let engine = bench.engine();
    walk(&bench, &engine).await;
    grant_role(&bench, "Calendars.Read");
    let view = engine.look(&ItemId::from("admin_consent")).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "{:?}", view.diagnostic);
    let shown = serde_json::to_string(&view.blocks).expect("JSON");
    assert!(shown.contains("Calendars.Read") && shown.contains("admin-consent-denied"), "it stands in the deny list");
}
