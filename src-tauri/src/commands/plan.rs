//! Approving, applying, taking back.

use desk::Answer;
use domain::{Digest, FinalRemoval, ItemId, PlanView, SetupId};

use super::Shared;

/// The changes of one item, or with null of all that can go on.
#[tauri::command]
pub async fn plan(shell: Shared<'_>, setup: SetupId, item: Option<ItemId>) -> Answer<PlanView> {
    shell.desk.plan_page(setup, item.as_ref()).await
}

/// Stores the approval of exactly these changes; refused when the plan has changed.
#[tauri::command]
pub async fn approve(shell: Shared<'_>, setup: SetupId, item: Option<ItemId>, digest: Digest) -> Answer<()> {
    shell.desk.approve_page(setup, item.as_ref(), &digest).await
}

/// Makes approved changes; refused without an approval.
#[tauri::command]
pub async fn apply(shell: Shared<'_>, setup: SetupId, item: Option<ItemId>) -> Answer<()> {
    shell.desk.apply(setup, item.as_ref()).await
}

/// What taking the set-up back would change.
#[tauri::command]
pub async fn undo_plan(shell: Shared<'_>, setup: SetupId) -> Answer<PlanView> {
    shell.desk.undo_plan(setup).await
}

/// Takes the set-up back; refused when the plan has changed.
#[tauri::command]
pub async fn undo(shell: Shared<'_>, setup: SetupId, digest: Digest) -> Answer<()> {
    shell.desk.undo(setup, &digest).await
}

/// What was taken back and can still be restored, and the change that removes it for good.
#[tauri::command]
pub async fn final_removal(shell: Shared<'_>, setup: SetupId) -> Answer<Option<FinalRemoval>> {
    shell.desk.final_removal(setup).await
}

/// Removes it for good; refused unless its name was typed.
#[tauri::command]
pub async fn delete_for_good(shell: Shared<'_>, setup: SetupId, digest: Digest, typed: String) -> Answer<()> {
    shell.desk.delete_for_good(setup, &digest, &typed).await
}
