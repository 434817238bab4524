//! Signing in and out.

use desk::Answer;
use domain::{SetupId, SignInMethod, SignInOffer};

use super::Shared;

/// Which app signs the person in, told before the browser opens.
#[tauri::command]
pub async fn sign_in_offer(shell: Shared<'_>, setup: SetupId) -> Answer<SignInOffer> {
    shell.desk.sign_in_offer(setup).await
}

/// Begins a sign-in; its progress and its end come as events, also what went wrong.
#[tauri::command]
pub async fn sign_in(shell: Shared<'_>, setup: SetupId, method: SignInMethod, scopes: Vec<String>) -> Answer<()> {
    let desk = shell.desk.clone();
    tauri::async_runtime::spawn(async move { drop(desk.sign_in(setup, method, &scopes).await) });
    Ok(())
}

/// Ends a sign-in that is under way.
#[tauri::command]
pub async fn sign_in_cancel(shell: Shared<'_>) -> Answer<()> {
    shell.desk.sign_in_cancel();
    Ok(())
}

/// Takes the address that the browser ended at.
#[tauri::command]
pub async fn sign_in_paste(shell: Shared<'_>, address: String) -> Answer<()> {
    shell.desk.sign_in_paste(&address)
}

/// Chooses the organisation's own sign-in app, or with null Microsoft's.
#[tauri::command]
pub async fn set_own_client(shell: Shared<'_>, setup: SetupId, client: Option<String>) -> Answer<()> {
    shell.desk.set_own_client(setup, client.as_deref()).await
}

/// Forgets the session.
#[tauri::command]
pub async fn sign_out(shell: Shared<'_>, setup: SetupId) -> Answer<()> {
    shell.desk.sign_out(setup).await
}
