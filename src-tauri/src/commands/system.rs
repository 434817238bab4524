//! What every page uses: the channel, the clipboard, links.

use desk::Answer;
use domain::{Event, SetupId};
use tauri::ipc::Channel;

use super::Shared;

/// Sends every event from now on over the channel; called once at start.
#[tauri::command]
pub async fn listen(shell: Shared<'_>, channel: Channel<Event>) -> Answer<()> {
    shell.ear.listen(channel);
    Ok(())
}

/// Puts a text on the clipboard.
#[tauri::command]
pub async fn copy_text(shell: Shared<'_>, text: String) -> Answer<()> {
    shell.clipboard.put(&text)
}

/// Opens a link of the shown list by its id.
#[tauri::command]
pub async fn open_link(shell: Shared<'_>, setup: Option<SetupId>, link: String) -> Answer<()> {
    shell.desk.open_link(setup, &link).await
}
