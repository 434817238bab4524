//! The practice tenant.

use desk::Answer;

use super::Shared;

/// Starts the practice tenant again in this scenario.
#[tauri::command]
pub async fn set_scenario(shell: Shared<'_>, name: String) -> Answer<()> {
    shell.desk.set_scenario(&name).await
}

/// Starts the practice tenant again.
#[tauri::command]
pub async fn reset_practice(shell: Shared<'_>) -> Answer<()> {
    shell.desk.reset_practice().await
}

/// Shows the practice tenant's own page in the browser.
#[tauri::command]
pub async fn show_practice(shell: Shared<'_>) -> Answer<()> {
    shell.desk.show_practice().await
}

/// Lets time pass in the practice tenant.
#[tauri::command]
pub async fn move_practice_clock(shell: Shared<'_>, seconds: u32) -> Answer<()> {
    shell.desk.move_practice_clock(seconds).await
}
