//! Home, "Before you start", and the tenant.

use std::collections::BTreeMap;

use desk::Answer;
use domain::{Overview, Place, ProfileId, ProfileView, QuestionId, SetupId, SetupView, TenantRef};
use serde_json::Value;

use super::Shared;

/// What Home shows.
#[tauri::command]
pub async fn overview(shell: Shared<'_>) -> Answer<Overview> {
    Ok(shell.desk.overview())
}

/// What stands on "Before you start".
#[tauri::command]
pub async fn profile(shell: Shared<'_>, id: ProfileId) -> Answer<ProfileView> {
    shell.desk.profile(&id)
}

/// Finds a tenant by domain or id, without signing in.
#[tauri::command]
pub async fn find_tenant(shell: Shared<'_>, domain: String, practice: bool) -> Answer<TenantRef> {
    shell.desk.find_tenant(&domain, practice).await
}

/// Begins a set-up and stores it.
#[tauri::command]
pub async fn begin(
    shell: Shared<'_>,
    profile: ProfileId,
    tenant: TenantRef,
    answers: BTreeMap<QuestionId, Value>,
) -> Answer<SetupView> {
    shell.desk.begin(&profile, tenant, answers).await
}

/// Opens a set-up from what is stored; sends no request.
#[tauri::command]
pub async fn open(shell: Shared<'_>, setup: SetupId) -> Answer<SetupView> {
    shell.desk.view(setup).await
}

/// Removes the set-up from this computer; nothing in the tenant changes.
#[tauri::command]
pub async fn forget(shell: Shared<'_>, setup: SetupId) -> Answer<()> {
    shell.desk.forget(setup).await
}

/// Where Handrail keeps what.
#[tauri::command]
pub async fn places(shell: Shared<'_>) -> Answer<Vec<Place>> {
    shell.desk.places()
}
