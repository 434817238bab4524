//! What is expected of the app registration, and what was seen of it.

use domain::{AppRegistrationSpec, Audience, Message, msg};

use super::change::Settings;
use super::{Found, is_locked, owners, platforms};
use crate::said::{names, together};

/// Microsoft's word for whom the app is for, as the texts have it.
pub(super) fn whom(audience: &str) -> &'static str {
    if audience == "AzureADMultipleOrgs" { "several" } else { "one" }
}

/// All that a new app is made with beside its name.
pub(super) fn made_with(audience: &str, redirects: &[String], settings: &Settings) -> Message {
    let first = msg("app-registration-create-note").text("audience", whom(audience));
    let public = (!redirects.is_empty()).then(|| msg("app-registration-redirects").list("uris", redirects.to_vec()));
    let others = public.into_iter().chain(platforms::made_with(settings)).chain(owners::note(&settings.owners));
    msg("app-registration-create-notes").message("notes", together(first, others))
}

pub(super) fn expected(name: &str, spec: &AppRegistrationSpec) -> Message {
    let audience = match spec.audience {
        Audience::SingleTenant => "one",
        Audience::MultiTenant => "several",
    };
    let whole = msg("app-registration-expected").text("name", name).text("audience", audience);
    let redirects = (!spec.public_redirects.is_empty())
        .then(|| msg("app-registration-expected-redirects").message("uris", names(&spec.public_redirects)));
    together(whole, redirects)
}

pub(super) fn seen(spec: &AppRegistrationSpec, found: &Found) -> Message {
    let Some(app) = &found.app else {
        let name = found.wanted.name.clone();
        if found.candidates.is_empty() {
            let id = if found.deleted { "app-registration-seen-deleted" } else { "app-registration-seen-none" };
            return msg(id).text("name", name);
        }
        let ids: Vec<String> = found.candidates.iter().map(|candidate| candidate.app.app_id.to_string()).collect();
        return msg("app-registration-seen-others")
            .text("name", name)
            .count("count", ids.len())
            .message("ids", names(&ids));
    };
    let name = app.display_name.clone().unwrap_or_default();
    let seen = match app.created_date_time {
        Some(at) => msg("app-registration-seen-since").time("at", at),
        None => msg("app-registration-seen"),
    };
    let audience = match app.sign_in_audience.as_deref() {
        Some("AzureADMyOrg") => "one",
        Some("AzureADMultipleOrgs") => "several",
        Some("AzureADandPersonalMicrosoftAccount" | "PersonalMicrosoftAccount") => "personal",
        _ => "unknown",
    };
    let limits = msg("app-registration-seen-limits")
        .text("audience", audience)
        .text("lock", if is_locked(app) { "locked" } else { "open" });
    let redirects = (!spec.public_redirects.is_empty()).then(|| match app.public_redirects() {
        [] => msg("app-registration-seen-no-redirects"),
        uris => msg("app-registration-seen-redirects").message("uris", names(uris)),
    });
    together(seen.text("name", name).text("id", app.app_id.to_string()), [limits].into_iter().chain(redirects))
}
