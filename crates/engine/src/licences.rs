//! What licences decide: whether a user can organise Teams meetings, and what the tenant may read.
//!
//! Compared are service plans, never the names of licences: admins switch single plans off, and suites without Teams
//! exist. Source: <https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference>

use microsoft::graph::{Sku, UserDetails};
use serde::{Deserialize, Serialize};

/// Service plans that bring Teams: commercial, frontline and IW, GCC, GCC High, DoD, kiosk, free.
const TEAMS: [&str; 7] = [
    "57ff2da0-773e-42df-b2af-ffb7a2317929",
    "42a3ec34-28ba-46b6-992f-db53a675ac5b",
    "304767db-7d23-49e8-a945-4a7eb65f9f28",
    "9953b155-8aef-4c56-92f3-72b0487fce41",
    "fd500458-c24c-478e-856c-a6067a8376cd",
    "a42de799-58ae-4e6a-aa1d-948e7abec726",
    "4fa4026d-ce74-4962-a151-8e96d57ea8e4",
];
/// Microsoft Entra ID P1 and P2.
const ENTRA_PREMIUM: [&str; 2] = ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"];

/// Why a user cannot organise meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unfit {
    /// A guest of this tenant.
    Guest,
    /// May not sign in.
    Disabled,
    /// No licence with Teams.
    NoLicence,
    /// Teams is switched off inside the licence.
    TeamsOff,
    /// The licence is so new that Teams is still being made ready.
    Pending,
}

/// Why this user cannot organise meetings; `None` when nothing speaks against it.
pub(crate) fn unfit(user: &UserDetails, licences: &[Sku]) -> Option<Unfit> {
    if user.user_type.as_deref() == Some("Guest") {
        return Some(Unfit::Guest);
    }
    if user.account_enabled == Some(false) {
        return Some(Unfit::Disabled);
    }
    let plans = licences.iter().flat_map(|sku| &sku.service_plans);
    let mut states =
        plans.filter(|plan| is_one_of(&plan.service_plan_id, &TEAMS)).map(|plan| plan.provisioning_status.as_deref());
    let mut worst = Unfit::NoLicence;
    loop {
        match states.next() {
            Some(Some("Success")) => return None,
            Some(Some("Disabled")) if worst == Unfit::NoLicence => worst = Unfit::TeamsOff,
            Some(Some("Disabled")) => {}
            Some(_) => worst = Unfit::Pending,
            None => return Some(worst),
        }
    }
}

/// Whether the tenant has Microsoft Entra ID P1 or P2, which keeps logs for 30 days and lets sign-ins be read.
pub(crate) fn has_entra_premium(tenant: &[Sku]) -> bool {
    tenant
        .iter()
        .filter(|sku| matches!(sku.capability_status.as_deref(), None | Some("Enabled" | "Warning")))
        .flat_map(|sku| &sku.service_plans)
        .any(|plan| {
            is_one_of(&plan.service_plan_id, &ENTRA_PREMIUM)
                && matches!(plan.provisioning_status.as_deref(), None | Some("Success"))
        })
}

fn is_one_of(id: &str, plans: &[&str]) -> bool {
    plans.iter().any(|plan| plan.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn user(more: Value) -> UserDetails {
        let mut user = json!({
            "id": "7d1f3c7e-0000-4000-8000-000000000001",
            "displayName": "Mia",
            "userPrincipalName": "mia@x.example",
            "userType": "Member",
            "accountEnabled": true,
        });
        for (name, value) in more.as_object().expect("an object") {
            user[name] = value.clone();
        }
        serde_json::from_value(user).expect("a user")
    }

    fn licence(plan: &str, status: &str) -> Sku {
        let plans = json!([{ "servicePlanId": plan, "provisioningStatus": status }]);
        serde_json::from_value(json!({ "skuPartNumber": "X", "servicePlans": plans })).expect("a licence")
    }

    #[test]
    fn a_member_with_a_working_teams_plan_is_fit() {
        let both = [licence(TEAMS[0], "Disabled"), licence(TEAMS[1], "Success")];
        assert_eq!(unfit(&user(json!({})), &both), None, "one working plan is enough");
    }

    #[test]
    fn each_reason_is_told_apart() {
        let good = [licence(TEAMS[0], "Success")];
        assert_eq!(unfit(&user(json!({ "userType": "Guest" })), &good), Some(Unfit::Guest), "a guest");
        assert_eq!(unfit(&user(json!({ "accountEnabled": false })), &good), Some(Unfit::Disabled), "disabled");
        assert_eq!(unfit(&user(json!({})), &[]), Some(Unfit::NoLicence), "no licence");
        let off = [licence(TEAMS[0], "Disabled")];
        assert_eq!(unfit(&user(json!({})), &off), Some(Unfit::TeamsOff), "switched off in the licence");
        let pending = [licence(TEAMS[0], "Disabled"), licence(TEAMS[1], "PendingActivation")];
        assert_eq!(unfit(&user(json!({})), &pending), Some(Unfit::Pending), "Teams is being made ready");
    }

    #[test]
    fn a_locked_licence_brings_no_premium() {
        let mut sku = licence(ENTRA_PREMIUM[0], "Success");
        assert!(has_entra_premium(std::slice::from_ref(&sku)), "P1 is there");
        sku.capability_status = Some("LockedOut".to_owned());
        assert!(!has_entra_premium(&[sku]), "a licence that is locked out counts for nothing");
    }
}
