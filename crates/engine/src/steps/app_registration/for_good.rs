//! Removing an app that we made and took back from the deleted items, so that nobody can restore it (DECISIONS 11).

use domain::{AppObjectId, ChangeState, ChangeView, Timestamp, Verb, msg};
use microsoft::{Read, Write};

use super::{Change, Receipt, call};
use crate::settle::AGREEING_READS;
use crate::step::Cx;
use crate::{Problem, World};

/// The change in words.
pub(super) fn words(app: AppObjectId, name: &str) -> ChangeView {
    ChangeView {
        verb: Verb::Remove,
        text: msg("app-registration-for-good").text("name", name),
        note: Some(msg("app-registration-for-good-note")),
        calls: vec![call("DELETE", format!("/v1.0/directory/deletedItems/{app}"))],
        careful: true,
    }
}

pub(super) async fn remove(app: AppObjectId, name: &str, world: &World<Write>) -> Result<Receipt, Problem> {
    match world.graph.delete_application_for_good(app).await {
        Ok(()) => Ok(Receipt::DeletedForGood { app, name: name.to_owned() }),
        // A replica that does not know yet that it was deleted, or one that knows more than our last read.
        Err(error) if error.is_status(404) => Err(Problem::NotVisible),
        Err(error) => Err(error.into()),
    }
}

/// Since when it lies among the deleted ones.
pub(super) async fn since(app: AppObjectId, world: &World<Read>) -> Result<Option<Timestamp>, Problem> {
    Ok(world.graph.deleted_application_by_id(app).await?.map(|deleted| deleted.deleted_date_time))
}

/// Of the removals that have no receipt yet: whose app is gone. One read proves nothing while replicas may differ.
pub(super) async fn gone(cx: &Cx<'_>, world: &World<Read>) -> Result<Vec<AppObjectId>, Problem> {
    let mut gone = Vec::new();
    for entry in cx.journal.iter().filter(|entry| entry.state == ChangeState::Intended) {
        let Ok(Change::DeleteForGood { app, .. }) = serde_json::from_value(entry.planned.change.clone()) else {
            continue;
        };
        let mut agreeing = 0;
        while agreeing < AGREEING_READS && since(app, world).await?.is_none() {
            agreeing += 1;
        }
        if agreeing == AGREEING_READS {
            gone.push(app);
        }
    }
    Ok(gone)
}
