//! The page of one item.

use desk::Answer;
use domain::{
    ChosenFile, GroupRef, ItemId, ItemView, Manual, OwnCertificate, PastedUsers, ProfileId, QuestionId, Saved,
    SecretKind, SecretText, SetupId, UserRef, Way,
};
use serde_json::Value;
use tauri::AppHandle;

use super::Shared;

/// One item, as last seen.
#[tauri::command]
pub async fn item(shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<ItemView> {
    shell.desk.item(setup, &item).await
}

/// Looks at one item, or with null at all that can be looked at; the results come as events.
#[tauri::command]
pub async fn look(shell: Shared<'_>, setup: SetupId, item: Option<ItemId>) -> Answer<()> {
    shell.desk.look(setup, item.as_ref()).await
}

/// Stores an answer or a decision, then looks again.
#[tauri::command]
pub async fn answer(shell: Shared<'_>, setup: SetupId, question: QuestionId, value: Value) -> Answer<()> {
    shell.desk.answer(setup, &question, value).await
}

/// Chooses how an item is done.
#[tauri::command]
pub async fn set_way(shell: Shared<'_>, setup: SetupId, item: ItemId, way: Way) -> Answer<()> {
    shell.desk.set_way(setup, &item, way).await
}

/// Leaves an item out for a reason; null takes that back.
#[tauri::command]
pub async fn skip(shell: Shared<'_>, setup: SetupId, item: ItemId, reason: Option<String>) -> Answer<()> {
    shell.desk.skip(setup, &item, reason).await
}

/// Accepts a finding in the name of the signed-in account.
#[tauri::command]
pub async fn accept(
    shell: Shared<'_>,
    setup: SetupId,
    item: ItemId,
    reason: String,
    until: Option<String>,
) -> Answer<()> {
    shell.desk.accept(setup, &item, reason, until.as_deref()).await
}

/// Searches the directory.
#[tauri::command]
pub async fn search_users(shell: Shared<'_>, setup: SetupId, text: String) -> Answer<Vec<UserRef>> {
    shell.desk.search_users(setup, &text).await
}

/// Searches the directory for groups.
#[tauri::command]
pub async fn search_groups(shell: Shared<'_>, setup: SetupId, text: String) -> Answer<Vec<GroupRef>> {
    shell.desk.search_groups(setup, &text).await
}

/// Lets the person choose a CSV file and reads the users in it; null when the dialog was closed.
#[tauri::command]
pub async fn read_users_csv(app: AppHandle) -> Answer<Option<PastedUsers>> {
    crate::files::users(&app).await
}

/// Lets the person choose a file that answers a question of a profile, looks at it and keeps a copy; null when the dialog
/// was closed.
#[tauri::command]
pub async fn choose_file(
    app: AppHandle,
    shell: Shared<'_>,
    profile: ProfileId,
    question: QuestionId,
) -> Answer<Option<ChosenFile>> {
    let endings = shell.desk.endings(&profile, &question)?;
    match crate::files::document(&app, &endings).await? {
        Some((name, content)) => shell.desk.choose_file(&profile, &question, &name, content).await.map(Some),
        None => Ok(None),
    }
}

/// How an item is done by hand.
#[tauri::command]
pub async fn guide(shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<Manual> {
    shell.desk.guide(setup, &item).await
}

/// Plans a new certificate beside the old one.
#[tauri::command]
pub async fn rotate_certificate(shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<()> {
    shell.desk.rotate_certificate(setup, &item).await
}

/// Plans a new client secret beside the old one.
#[tauri::command]
pub async fn rotate_secret(shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<()> {
    shell.desk.rotate_secret(setup, &item).await
}

/// Lets the person choose a certificate file and plans with it; what is sealed waits for its pass phrase.
#[tauri::command]
pub async fn choose_certificate(app: AppHandle, shell: Shared<'_>, setup: SetupId) -> Answer<OwnCertificate> {
    match crate::files::certificate(&app).await? {
        Some((name, file)) => shell.desk.choose_certificate(setup, &name, file).await,
        None => Ok(OwnCertificate::Cancelled),
    }
}

/// Opens the certificate file that waits for its pass phrase.
#[tauri::command]
pub async fn open_certificate(shell: Shared<'_>, setup: SetupId, passphrase: SecretText) -> Answer<OwnCertificate> {
    shell.desk.open_certificate(setup, passphrase).await
}

/// Lets the person choose a file that the vendor sent and plans with it; false when the dialog was closed.
#[tauri::command]
pub async fn choose_vendor_certificate(app: AppHandle, shell: Shared<'_>, setup: SetupId) -> Answer<bool> {
    match crate::files::vendor_certificate(&app).await? {
        Some(file) => shell.desk.choose_vendor_certificate(setup, file).await.map(|()| true),
        None => Ok(false),
    }
}

/// Installs the pinned Teams PowerShell module into the app's folder, then looks again.
#[tauri::command]
pub async fn install_module(shell: Shared<'_>, setup: SetupId) -> Answer<()> {
    shell.desk.install_module(setup).await
}

/// Copies a secret to the clipboard, where it stays for a minute; the page names only which.
#[tauri::command]
pub async fn copy_secret(shell: Shared<'_>, setup: SetupId, item: ItemId, secret: SecretKind) -> Answer<()> {
    let text = shell.desk.copy_secret(setup, &item, secret).await?;
    shell.clipboard.put_secret(&text)?;
    shell.desk.look(setup, Some(&item)).await
}

/// Saves the PowerShell script that does the item in Azure Cloud Shell.
#[tauri::command]
pub async fn save_script(app: AppHandle, shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<Saved> {
    let file = shell.desk.script(setup, &item).await?;
    shell.save(&app, file).await
}

/// Saves the hosts of an item for whoever runs a firewall, as CSV.
#[tauri::command]
pub async fn save_allow_list(app: AppHandle, shell: Shared<'_>, setup: SetupId, item: ItemId) -> Answer<Saved> {
    let file = shell.desk.allow_list(setup, &item).await?;
    shell.save(&app, file).await
}
