//! After a crash: what a look shows of a change that was meant.

use domain::AppRegistrationSpec;
use serde_json::json;

use super::make::{audience, is_locked, unique_name};
use super::{Change, Found, Receipt, platforms, redirects};
use crate::step::Cx;

/// The receipt of a change that is there.
pub(super) fn recovered(cx: &Cx<'_>, spec: &AppRegistrationSpec, found: &Found, change: &Change) -> Option<Receipt> {
    let app = found.app.as_ref()?;
    match change {
        Change::DeleteForGood { .. } => None,
        Change::Owners { added, .. } => found.owners.recovered(app.id, added),
        Change::Create { name, .. } => {
            (app.unique_name == Some(unique_name(cx))).then(|| Receipt::Created { app: app.id, name: name.clone() })
        }
        Change::Audience { replaces, .. } => (app.sign_in_audience.as_deref() == Some(audience(spec)))
            .then(|| Receipt::Replaced { app: app.id, property: "signInAudience".to_owned(), before: json!(replaces) }),
        Change::Redirects { added, .. } => {
            redirects::missing(spec, app).is_empty().then(|| Receipt::Redirects { app: app.id, added: added.clone() })
        }
        Change::Platform { platform, added, .. } => {
            let left = found.wanted.changes(spec, app);
            let missing = |one: &Change| matches!(one, Change::Platform { platform: other, .. } if other == platform);
            (!left.iter().any(missing)).then(|| Receipt::Platform {
                app: app.id,
                platform: *platform,
                added: added.clone(),
            })
        }
        Change::Implicit { wanted, replaces, .. } => {
            (platforms::implicit(app) == *wanted).then(|| platforms::implicit_receipt(app.id, *replaces))
        }
        Change::PublicFlows { wanted, replaces, .. } => (app.is_fallback_public_client.unwrap_or(false) == *wanted)
            .then(|| platforms::flows_receipt(app.id, *replaces)),
        Change::Lock { replaces, .. } => is_locked(app).then(|| Receipt::Replaced {
            app: app.id,
            property: "servicePrincipalLockConfiguration".to_owned(),
            before: json!(replaces),
        }),
    }
}
