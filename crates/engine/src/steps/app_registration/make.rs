//! Making the app, once.

use microsoft::Write;
use microsoft::graph::NewApplication;

use crate::{Problem, World};

/// Makes the app by its own name. A replica that is behind may not find what an earlier try has made, and then calls the
/// name taken: that is told from a name which a deleted app still holds.
pub(super) async fn make(unique_name: &str, app: &NewApplication, world: &World<Write>) -> Result<(), Problem> {
    match world.graph.upsert_application(unique_name, app).await {
        Err(error) if error.is_status(400) && error.says("uniqueName already exists") => {
            let deleted = world.graph.deleted_application(unique_name).await?;
            if deleted.is_some() { Err(error.into()) } else { Err(Problem::NotVisible) }
        }
        other => Ok(other?),
    }
}
