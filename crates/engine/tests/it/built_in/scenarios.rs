//! Tenants in which something is otherwise: what stands in the way is said of the item it stands in the way of, a second
//! run makes nothing twice, and undo leaves the tenant as it was.

use emulator::Scenario;

use super::faults::assert_told;
use super::{ALTOURA, APP_ACCESS_POLICY, BuiltIn, CALL_TELEMETRY, DEVICE_MONITORING, lasting, walk};

async fn is_told_and_taken_back(profile: BuiltIn, scenario: &str) {
    let bench = profile.bench(scenario);
    let before = lasting(&bench).await;
    let engine = profile.engine(&bench);
    walk(&bench, &engine).await;
    assert_told(&engine, scenario);
    let finished = engine.view().expect("it is read").complete;
    let writes = bench.writes();
    walk(&bench, &engine).await;
    assert!(!finished || bench.writes() == writes, "{scenario}: a second run writes nothing");
    assert!(bench.apps_of_this_setup() <= 1, "{scenario}: one app");
    bench.undo(&engine).await.expect("it is taken back");
    assert_eq!(lasting(&bench).await, before, "{scenario}: as it was");
    assert_eq!(bench.keychain.accounts(), Vec::<String>::new(), "{scenario}: no secret is left");
}

/// Those whose names begin so; all of them in a sweep.
async fn each(profile: BuiltIn, wanted: &[&str]) {
    let all = std::env::var_os("HANDRAIL_KILL_SWEEP").is_some();
    for scenario in Scenario::list().filter(|name| all || wanted.iter().any(|begin| name.starts_with(begin))) {
        is_told_and_taken_back(profile, scenario).await;
    }
}

#[tokio::test]
async fn altoura_where_azure_or_teams_says_no() {
    each(ALTOURA, &["azure-", "teams-app-", "teams-custom"]).await;
}

#[tokio::test]
async fn call_telemetry_where_the_vendors_server_is_otherwise() {
    each(CALL_TELEMETRY, &["endpoint-", "host-unknown", "expired-secret"]).await;
}

#[tokio::test]
async fn app_access_policy_where_users_or_policies_are_otherwise() {
    each(APP_ACCESS_POLICY, &["other-vendors", "unlicensed", "policy-takes", "slow-replication"]).await;
}

#[tokio::test]
async fn device_monitoring_where_the_tenant_is_otherwise() {
    each(DEVICE_MONITORING, &["half-set-up", "hostile", "tenant-forbids", "slow-replication"]).await;
}
