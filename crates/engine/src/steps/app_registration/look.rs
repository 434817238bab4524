//! Finding the app: by the stored id, by its own name, or among those that could be meant.

use domain::AppRegistrationSpec;
use futures_util::future::try_join_all;
use microsoft::Read;

use super::make::unique_name;
use super::{Candidate, Found, chosen, existing, for_good, platforms};
use crate::step::Cx;
use crate::{Problem, World};

/// What there is. Never picked by its display name alone (DECISIONS 10).
pub(super) async fn look(cx: &Cx<'_>, spec: &AppRegistrationSpec, world: &World<Read>) -> Result<Found, Problem> {
    if let Some(question) = &spec.existing {
        return existing::look(cx, question, world).await;
    }
    let gone_for_good = for_good::gone(cx, world).await?;
    let wanted = platforms::wanted(cx, spec)?;
    let graph = &world.graph;
    let by_choice = match chosen(cx) {
        Some(Some(id)) => graph.application_by_app_id(id).await?,
        _ => None,
    };
    let app = match (by_choice, cx.registration()) {
        (Some(app), _) => Some(app),
        (None, Ok(known)) => match graph.application(known).await? {
            Some(app) => Some(app),
            None => graph.application_by_unique_name(&unique_name(cx)).await?,
        },
        (None, Err(_)) => graph.application_by_unique_name(&unique_name(cx)).await?,
    };
    if app.is_some() {
        return Ok(Found { app, gone_for_good, wanted, ..Found::default() });
    }
    let tag = format!("handrail-profile:{}", cx.profile.id);
    let own_name = unique_name(cx);
    let deleted = async {
        match graph.deleted_application(&own_name).await {
            // Only some roles may look into the recycle bin. It gives no more than a sentence here: who may not look
            // into it can still see what there is, and who has to make the app.
            Err(error) if error.is_status(403) => Ok(None),
            looked => looked,
        }
    };
    let (named, tagged, deleted) =
        futures_util::try_join!(graph.applications_named(&wanted.name), graph.applications_tagged(&tag), deleted)?;
    let mut apps = tagged;
    apps.extend(named);
    apps.sort_by_key(|app| app.app_id);
    apps.dedup_by_key(|app| app.app_id);
    // A list can know our own app before the replica that was asked for it by name does.
    if let Some(own) = apps.iter().position(|app| app.unique_name.as_deref() == Some(&own_name)) {
        let app = Some(apps.swap_remove(own));
        return Ok(Found { app, gone_for_good, wanted, ..Found::default() });
    }
    let with_owners = apps.into_iter().map(|app| async move {
        let owners = graph.application_owners(app.id).await?;
        Ok::<_, Problem>(Candidate { app, owners })
    });
    let candidates = try_join_all(with_owners).await?;
    Ok(Found { candidates, deleted: deleted.is_some(), gone_for_good, wanted, ..Found::default() })
}
