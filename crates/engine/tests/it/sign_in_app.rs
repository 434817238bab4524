//! The app that admins sign in to Handrail with: a public client without a secret (DECISIONS 14).

use domain::{Outcome, QuestionId};
use emulator::Scenario;
use emulator::state::View;
use serde_json::Value;

use crate::bench::Bench;

const NAME: &str = "Handrail sign-in";

fn healthy() -> Scenario {
    Scenario::load("all-is-well").expect("a built-in scenario")
}

/// The apps of its name, as the tenant has them.
fn apps(bench: &Bench) -> Vec<Value> {
    let view = View::current(bench.emulator.delays_now());
    bench.emulator.read(|tenant| {
        let all = tenant.applications.all_seen(view).map(|(_, app)| Value::Object(app.json.clone()));
        all.filter(|app| app["displayName"] == NAME).collect()
    })
}

fn redirects(app: &Value) -> Vec<&str> {
    app["publicClient"]["redirectUris"].as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

async fn walked(bench: &Bench) {
    let engine = bench.engine();
    for item in ["sign_in", "app_registration", "service_principal", "api_permissions"] {
        let view = bench.run(&engine, item).await;
        let right = matches!(view.head.outcome, Some(Outcome::Done | Outcome::Changed));
        assert!(right, "{item}: {:?} {:?}", view.head.outcome, view.diagnostic);
    }
}

#[tokio::test]
async fn makes_a_public_client_that_holds_no_secret_and_comes_back_to_this_computer_only() {
    let bench = Bench::for_sign_in_app(healthy());
    let grants = bench.grants();
    walked(&bench).await;
    let apps = apps(&bench);
    let [app] = &apps[..] else { panic!("one app: {apps:?}") };
    assert_eq!(redirects(app), ["http://localhost"], "any port of this computer");
    assert_eq!(app["signInAudience"], "AzureADMyOrg", "for this tenant");
    assert_ne!(app["isFallbackPublicClient"], true, "no sign-in by a code");
    for held in ["keyCredentials", "passwordCredentials"] {
        assert!(app[held].as_array().is_none_or(Vec::is_empty), "no {held}");
    }
    let kinds: Vec<&Value> = app["requiredResourceAccess"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|api| api["resourceAccess"].as_array().expect("a list"))
        .map(|access| &access["type"])
        .collect();
    assert_eq!(kinds.len(), 10, "what reading needs, and Teams");
    assert!(kinds.iter().all(|kind| *kind == "Scope"), "never the app by itself");
    assert_eq!(bench.grants(), grants, "and nothing is consented to");
    bench.assert_contract();
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_undo_leaves_the_tenant_as_it_was() {
    let bench = Bench::for_sign_in_app(healthy());
    let (before, principals) = (bench.apps(), bench.principals());
    walked(&bench).await;
    let writes = bench.writes();
    walked(&bench).await;
    assert_eq!(bench.writes(), writes, "nothing is missing");
    bench.undo(&bench.engine()).await.expect("it is taken back");
    assert_eq!((bench.apps(), bench.principals()), (before, principals), "as before");
}

#[tokio::test]
async fn an_adopted_app_keeps_its_own_addresses_when_ours_is_added_and_taken_back() {
    let theirs = "http://localhost/theirs";
    let scenario = format!(
        "name = \"made-by-hand\"\ntitle = \"By hand\"\nabout = \"For a test.\"\nbased_on = \"all-is-well\"\n\
         [[app]]\nname = \"ours\"\ndisplay_name = \"{NAME}\"\npublic_redirect_uris = [\"{theirs}\"]\n"
    );
    let bench = Bench::for_sign_in_app(Scenario::parse("made-by-hand", &scenario).expect("a scenario"));
    let client = apps(&bench)[0]["appId"].clone();
    bench.engine().answer(&QuestionId::from("adopt"), client).expect("it is stored");
    walked(&bench).await;
    let all = apps(&bench);
    assert_eq!((all.len(), redirects(&all[0])), (1, vec![theirs, "http://localhost"]), "ours beside theirs");
    bench.undo(&bench.engine()).await.expect("it is taken back");
    assert_eq!(redirects(&apps(&bench)[0]), [theirs], "only ours is gone");
}
