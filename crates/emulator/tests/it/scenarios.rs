use emulator::Scenario;
use emulator::scenario::{clients, permissions};
use emulator::state::roles;
use emulator::state::well_known::{GRAPH, PLAN_TEAMS};

use crate::support::started;

#[test]
fn every_scenario_loads_and_says_what_it_is() {
    for name in Scenario::list() {
        let scenario = Scenario::load(name).expect(name);
        assert_eq!(scenario.name(), name, "the name inside is the name of the file");
        assert!(!scenario.title().is_empty() && !scenario.about().is_empty(), "{name} has words for people");
        let (emulator, _) = started(name);
        assert!(emulator.read(|tenant| tenant.users.len() >= 13), "{name} keeps the people of the base");
    }
    assert_eq!(Scenario::list().count(), 39, "none was lost");
}

#[test]
fn a_misspelt_field_is_refused() {
    let text = "name = 'x'\ntitle = 'x'\nabout = 'x'\nbased_on = 'all-is-well'\n[oddities]\nreplica = 3\n";
    let error = Scenario::parse("x", text).expect_err("it is misspelt").to_string();
    assert!(error.contains("replica"), "the message names the field: {error}");
}

#[test]
fn microsofts_data_is_there() {
    assert!(permissions().len() >= 55 && clients().len() == 4, "the data files can be read");
    let (emulator, _) = started("all-is-well");
    emulator.read(|tenant| {
        let (_, graph) = tenant.service_principal_by_app_id(GRAPH).expect("Microsoft Graph");
        assert!(
            graph.list("appRoles").iter().any(|role| role["id"] == "b8bb2037-6e08-44ac-a4ea-4674e010e2a4"),
            "its app roles"
        );
        assert!(graph.list("oauth2PermissionScopes").iter().any(|scope| scope["value"] == "User.Read"), "its scopes");
    });
}

#[test]
fn scenarios_change_what_they_say() {
    let (emulator, _) = started("admin-lacks-role");
    emulator.read(|tenant| {
        let dana = tenant.user("dana@practice.handrail.example").expect("dana");
        assert!(!dana.has_role(roles::APPLICATION_ADMINISTRATOR), "the role is gone");
        assert_eq!(dana.display_name, "Dana Keller", "the rest is inherited");
    });
    let (emulator, _) = started("unlicensed-organiser");
    emulator.read(|tenant| {
        for (name, expected) in [("mia", false), ("jonas", false), ("priya", true)] {
            let user = tenant.user(&format!("{name}@practice.handrail.example")).expect(name);
            assert_eq!(tenant.has_plan(user, PLAN_TEAMS), expected, "Teams for {name}");
        }
    });
    let (emulator, _) = started("other-vendors-policy");
    emulator.read(|tenant| {
        let mia = tenant.user("mia@practice.handrail.example").expect("mia").id.clone();
        let (_, recorder) = tenant
            .service_principals
            .all()
            .find(|(_, sp)| sp.text("displayName") == "Fabrikam Call Recorder")
            .expect("the recorder");
        let now = emulator.delays_now();
        assert!(tenant.access_in_force(recorder.text("appId"), &mia, now), "the recorder may act for Mia");
    });
}
