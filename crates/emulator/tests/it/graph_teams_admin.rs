//! `/admin/teams`: what Graph knows and does about Teams' policies.

use emulator::state::AccessPolicy;
use serde_json::json;

use crate::graph_support::{ALEX, ALL_SCOPES, MIA, TESS, World};

fn with_policy(world: &World) {
    world.arrange(|tenant| {
        let policy = AccessPolicy { identity: "Tag:Handrail".to_owned(), app_ids: vec![], description: None };
        tenant.teams.access_policies.seed("Tag:Handrail", policy);
    });
}

#[tokio::test]
async fn types_that_graph_does_not_take_are_refused() {
    let world = World::well();
    with_policy(&world);
    let tess = world.person(TESS, ALL_SCOPES);
    let found = tess.get("/admin/teams/policy/getPolicyId(type='TeamsMeetingPolicy',name='AllOn')").await.expect(200);
    assert_eq!(found.items()[0]["name"], "Tag:AllOn", "a policy that every tenant has");
    tess.get("/admin/teams/policy/getPolicyId(type='ApplicationAccessPolicy',name='Handrail')")
        .await
        .refused(400, "BadRequest");
    world
        .person(ALEX, ALL_SCOPES)
        .get("/admin/teams/policy/getPolicyId(type='TeamsMeetingPolicy',name='AllOn')")
        .await
        .expect(403);
    world.assert_contract_kept();
}

#[tokio::test]
async fn where_graph_takes_access_policies_they_are_assigned_and_shown() {
    let world = World::well();
    with_policy(&world);
    world.arrange(|tenant| tenant.oddities.graph_assigns_access_policies = true);
    let tess = world.person(TESS, ALL_SCOPES);
    let found =
        tess.get("/admin/teams/policy/getPolicyId(type='ApplicationAccessPolicy',name='Handrail')").await.expect(200);
    let policy = found.items()[0]["policyId"].clone();
    let mia = world.user_id(MIA);
    let body = |policy: &serde_json::Value| {
        json!({ "value": [{
            "@odata.type": "#microsoft.graph.teamsAdministration.teamsPolicyUserAssignment",
            "userId": mia, "policyType": "ApplicationAccessPolicy", "policyId": policy,
        }] })
    };
    tess.post("/admin/teams/policy/userAssignments/assign", body(&policy)).await.expect(204);
    let path = format!("/admin/teams/userConfigurations/{mia}");
    let shown = tess.get(&path).await.expect(200).body;
    let assignment = &shown["effectivePolicyAssignments"][0]["policyAssignment"];
    assert_eq!(assignment["displayName"], "Handrail", "the bare name");
    assert_eq!(assignment["assignmentType"], "direct", "given to her");
    tess.post("/admin/teams/policy/userAssignments/unassign", body(&json!(null))).await.expect(204);
    let shown = tess.get(&path).await.expect(200).body;
    assert_eq!(shown["effectivePolicyAssignments"], json!([]), "no row: the tenant's");
    tess.post("/admin/teams/policy/userAssignments/assign", body(&json!("nonsense"))).await.refused(400, "BadRequest");
    world.assert_contract_kept();
}
