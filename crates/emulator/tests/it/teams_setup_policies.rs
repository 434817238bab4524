//! App setup policies: made and given by PowerShell, given by Graph where it takes them, one state for both.

use std::time::Duration;

use emulator::Emulator;
use emulator::teams::Session;
use serde_json::{Value, json};

use crate::graph_support::{ALL_SCOPES, LEE, MIA, TESS, World};
use crate::teams_stand_in::{bad, begin, good, session, tokens};

const APP: &str = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";
const CHAT: &str = "86fcd49b-61a2-4701-b771-54728cd291fb";

async fn connected(world: &World) -> Session<Emulator> {
    let mut powershell = session(world);
    begin(&mut powershell).await;
    good(&mut powershell, tokens(&world.emulator, TESS)).await;
    powershell
}

fn group(world: &World) -> String {
    world.emulator.read(|tenant| {
        let mia = tenant.user(MIA).expect("mia").id.clone();
        tenant.groups.values().find(|group| group.members.contains(&mia)).expect("a group of hers").id.clone()
    })
}

async fn held(powershell: &mut Session<Emulator>, user: &str) -> (String, String) {
    let held = good(powershell, json!({ "id": 9, "op": "userSetupPolicy", "user": user })).await;
    let text = |name: &str| held[name].as_str().expect("text").to_owned();
    (text("PolicyName"), text("Source"))
}

#[tokio::test]
async fn a_policy_is_made_changed_given_and_taken_with_precedence() {
    let world = World::well();
    let mut powershell = connected(&world).await;
    let there = good(&mut powershell, json!({ "id": 2, "op": "setupPolicies" })).await;
    let names: Vec<&str> =
        there.as_array().expect("policies").iter().filter_map(|one| one["Identity"].as_str()).collect();
    assert_eq!(names, ["Global", "Tag:FirstLineWorker"], "what every tenant has");
    assert_eq!(there[0]["PinnedAppBarApps"][1], json!({ "Id": CHAT, "Order": 2 }), "with Microsoft's pins");
    for (name, pinned) in [("Pinned", json!([CHAT, APP])), ("ForGroups", json!([APP]))] {
        let make = json!({ "id": 3, "op": "newSetupPolicy", "identity": name, "pinned": pinned, "installed": [APP] });
        let made = good(&mut powershell, make.clone()).await;
        assert_eq!(made["Identity"], format!("Tag:{name}"), "with its tag");
        let twice = bad(&mut powershell, make).await;
        assert!(twice["message"].as_str().expect("text").contains("already exists"), "{twice}");
    }
    assert_eq!(held(&mut powershell, MIA).await, ("Global".into(), "Global".into()), "nobody holds it yet");
    let of_group = group(&world);
    good(
        &mut powershell,
        json!({ "id": 4, "op": "grantSetupPolicy", "group": of_group, "policy": "ForGroups", "rank": 1 }),
    )
    .await;
    assert_eq!(held(&mut powershell, MIA).await, ("ForGroups".into(), "Group".into()), "by her group");
    good(&mut powershell, json!({ "id": 5, "op": "grantSetupPolicy", "user": MIA, "policy": "Pinned" })).await;
    assert_eq!(held(&mut powershell, MIA).await, ("Pinned".into(), "Direct".into()), "direct comes first");
    let refused = bad(&mut powershell, json!({ "id": 6, "op": "removeSetupPolicy", "identity": "Pinned" })).await;
    assert!(refused["message"].as_str().expect("text").contains("currently assigned"), "{refused}");
    good(&mut powershell, json!({ "id": 7, "op": "grantSetupPolicy", "user": MIA, "policy": null })).await;
    good(&mut powershell, json!({ "id": 8, "op": "removeSetupPolicy", "identity": "Pinned" })).await;
    good(&mut powershell, json!({ "id": 8, "op": "setSetupPolicy", "identity": "ForGroups", "pinned": [CHAT] })).await;
    let state = crate::support::get(&world.emulator, "/_emulator/state").await.json();
    let policies = state["teams"]["appSetupPolicies"].as_array().expect("policies").clone();
    assert_eq!(policies.len(), 3, "{policies:?}");
    let groups = &state["teams"]["appSetupAssignments"]["groups"];
    assert_eq!(groups[&of_group]["Policy"], "Tag:ForGroups", "{groups}");
}

#[tokio::test]
async fn what_teams_refuses_is_refused_in_its_words() {
    let world = World::well();
    let mut powershell = connected(&world).await;
    for (request, said) in [
        (json!({ "op": "setSetupPolicy", "identity": "FirstLineWorker", "pinned": [] }), "read-only"),
        (json!({ "op": "removeSetupPolicy", "identity": "Global" }), "built-in"),
        (json!({ "op": "setSetupPolicy", "identity": "Nothing" }), "not found"),
        (json!({ "op": "newSetupPolicy", "identity": "x", "pinned": ["teams"] }), "not the id"),
        (json!({ "op": "newSetupPolicy", "identity": " " }), "empty"),
        (json!({ "op": "grantSetupPolicy", "user": MIA, "policy": "Global" }), "not a user policy"),
        (json!({ "op": "grantSetupPolicy", "user": "nobody", "policy": "FirstLineWorker" }), "nobody"),
        (json!({ "op": "grantSetupPolicy", "group": "nobody", "policy": "FirstLineWorker" }), "not found"),
    ] {
        let mut request = request;
        request["id"] = json!(2);
        let refused = bad(&mut powershell, request.clone()).await;
        assert!(refused["message"].as_str().expect("text").contains(said), "{request}: {refused}");
    }
    let overwrite = json!({ "id": 3, "op": "newSetupPolicy", "identity": "Two", "pinned": [CHAT, APP] });
    good(&mut powershell, overwrite).await;
    good(&mut powershell, json!({ "id": 4, "op": "grantSetupPolicy", "global": true, "policy": "Two" })).await;
    let there = good(&mut powershell, json!({ "id": 5, "op": "setupPolicies" })).await;
    assert_eq!(there[0]["Identity"], "Global", "the tenant's own");
    assert_eq!(there[0]["PinnedAppBarApps"].as_array().map(Vec::len), Some(2), "was overwritten, as Teams does it");
}

#[tokio::test]
async fn graph_gives_them_over_the_same_state_where_it_takes_them() {
    let world = World::well();
    world.arrange(|tenant| tenant.oddities.policy_read_delay_seconds = 60);
    let mut powershell = connected(&world).await;
    good(&mut powershell, json!({ "id": 2, "op": "newSetupPolicy", "identity": "Pinned", "pinned": [CHAT, APP] }))
        .await;
    let early =
        bad(&mut powershell, json!({ "id": 3, "op": "grantSetupPolicy", "user": MIA, "policy": "Pinned" })).await;
    assert!(early["message"].as_str().expect("text").contains("not found"), "not known yet: {early}");
    world.clock.advance(Duration::from_secs(60));
    let tess = world.person(TESS, ALL_SCOPES);
    let find = "/admin/teams/policy/getPolicyId(type='TeamsAppSetupPolicy',name='Pinned')";
    tess.get(find).await.refused(400, "BadRequest");
    world.arrange(|tenant| tenant.oddities.graph_assigns_access_policies = true);
    let policy = tess.get(find).await.expect(200).items()[0]["policyId"].clone();
    let body = |user: &str, policy: &Value| {
        json!({ "value": [{
            "@odata.type": "#microsoft.graph.teamsAdministration.teamsPolicyUserAssignment",
            "userId": world.user_id(user), "policyType": "TeamsAppSetupPolicy", "policyId": policy,
        }] })
    };
    tess.post("/admin/teams/policy/userAssignments/assign", body(LEE, &policy)).await.expect(204);
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(held(&mut powershell, LEE).await, ("Pinned".into(), "Direct".into()), "PowerShell shows it");
    let path = format!("/admin/teams/userConfigurations/{}", world.user_id(LEE));
    let shown = tess.get(&path).await.expect(200).body;
    let row = &shown["effectivePolicyAssignments"][0];
    assert_eq!(
        (&row["policyType"], &row["policyAssignment"]["displayName"]),
        (&json!("TeamsAppSetupPolicy"), &json!("Pinned")),
        "{shown}"
    );
    tess.post("/admin/teams/policy/userAssignments/unassign", body(LEE, &Value::Null)).await.expect(204);
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(held(&mut powershell, LEE).await.0, "Global", "taken");
    world.assert_contract_kept();
}

#[tokio::test]
async fn an_access_policy_is_given_to_a_group_by_rank() {
    let world = World::well();
    let mut powershell = connected(&world).await;
    let of_group = group(&world);
    good(&mut powershell, json!({ "id": 2, "op": "newPolicy", "identity": "Meetings", "appIds": [APP] })).await;
    good(&mut powershell, json!({ "id": 3, "op": "grantGroup", "group": of_group, "policy": "Meetings", "rank": 2 }))
        .await;
    let given = good(&mut powershell, json!({ "id": 4, "op": "groupAssignments" })).await;
    assert_eq!(given[0], json!({ "GroupId": of_group, "PolicyName": "Meetings", "Rank": 2 }), "with its rank");
    let mia = world.user_id(MIA);
    assert!(
        world.emulator.read(|tenant| tenant.access_in_force(APP, &mia, world.emulator.delays_now())),
        "in force for her"
    );
    good(&mut powershell, json!({ "id": 5, "op": "grantGroup", "group": of_group, "policy": null })).await;
    assert!(!world.emulator.read(|tenant| tenant.access_in_force(APP, &mia, world.emulator.delays_now())), "and taken");
}
