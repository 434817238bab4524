//! The last page, and what can be taken along from it.

use desk::Answer;
use domain::{DoneView, HandoverOffer, ItemId, Purpose, ReportForm, RunRecord, Saved, SecretText, SetupId};
use tauri::AppHandle;

use super::Shared;

/// What the last page shows.
#[tauri::command]
pub async fn done(shell: Shared<'_>, setup: SetupId) -> Answer<DoneView> {
    shell.desk.done(setup).await
}

/// The record of the run, as the report has it.
#[tauri::command]
pub async fn record(shell: Shared<'_>, setup: SetupId) -> Answer<RunRecord> {
    shell.desk.record(setup, Purpose::Setup).await
}

/// Saves the report where the person chooses.
#[tauri::command]
pub async fn save_report(
    app: AppHandle,
    shell: Shared<'_>,
    setup: SetupId,
    form: ReportForm,
    masked: bool,
) -> Answer<Saved> {
    let file = shell.desk.report(setup, form, masked).await?;
    shell.save(&app, file).await
}

/// Opens the report in the browser.
#[tauri::command]
pub async fn show_report(shell: Shared<'_>, setup: SetupId) -> Answer<()> {
    shell.desk.show_report(setup).await
}

/// Saves the public certificate as .cer.
#[tauri::command]
pub async fn save_certificate(app: AppHandle, shell: Shared<'_>, setup: SetupId) -> Answer<Saved> {
    let file = shell.desk.certificate(setup).await?;
    shell.save(&app, file).await
}

/// Saves the certificate whose key the vendor has as .cer.
#[tauri::command]
pub async fn save_vendor_certificate(app: AppHandle, shell: Shared<'_>, setup: SetupId) -> Answer<Saved> {
    let file = shell.desk.vendor_certificate(setup).await?;
    shell.save(&app, file).await
}

/// Saves key and certificate as a PFX under a pass phrase.
#[tauri::command]
pub async fn save_pfx(app: AppHandle, shell: Shared<'_>, setup: SetupId, passphrase: SecretText) -> Answer<Saved> {
    let file = shell.desk.pfx(setup, passphrase).await?;
    shell.save(&app, file).await
}

/// What would be handed over to the vendor.
#[tauri::command]
pub async fn handover_offer(shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<HandoverOffer> {
    shell.desk.handover_offer(setup, &item).await
}

/// Saves the encrypted file for the vendor, with its cover page beside.
#[tauri::command]
pub async fn save_handover(
    app: AppHandle,
    shell: Shared<'_>,
    setup: SetupId,
    item: ItemId,
    passphrase: Option<SecretText>,
) -> Answer<Saved> {
    let file = shell.desk.handover(setup, &item, passphrase).await?;
    shell.save(&app, file).await
}

/// Saves expiries and the watch as a calendar file.
#[tauri::command]
pub async fn save_calendar(app: AppHandle, shell: Shared<'_>, setup: SetupId) -> Answer<Saved> {
    let file = shell.desk.calendar(setup).await?;
    shell.save(&app, file).await
}
