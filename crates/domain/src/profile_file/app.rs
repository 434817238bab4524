//! Items about the app itself: its registration, its secret.

use super::problem::{Form, Problem};
use super::reader::{Length, Log, Reader, quoted};
use crate::{AppRegistrationSpec, Audience, ClientSecretSpec, Wanted as ItemWants};

pub(super) fn app_registration(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    const AUDIENCES: [(&str, Audience); 2] =
        [("single_tenant", Audience::SingleTenant), ("multi_tenant", Audience::MultiTenant)];
    let name = table.text(log, "name", Length::Name);
    let audience = table.one_of(log, "audience", &AUDIENCES);
    let redirects = table.texts(log, "public_redirects", 0, 20, Length::Name)?;
    let mut public_redirects = Vec::new();
    for (index, text) in redirects.iter().enumerate() {
        if is_public_redirect(&text.value) {
            public_redirects.push(text.value.clone());
        } else {
            let problem = Problem::Wrong { wanted: Form::PublicRedirect, given: quoted(&text.value) };
            log.add(&text.span, format!("{}[{}]", table.field("public_redirects"), index + 1), problem);
        }
    }
    (public_redirects.len() == redirects.len()).then_some(ItemWants::AppRegistration(AppRegistrationSpec {
        name: name?.value,
        audience: audience?.value,
        public_redirects,
    }))
}

/// Only this computer: whoever asks for another host would have the codes of a public client sent there.
/// <https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions>
fn is_public_redirect(text: &str) -> bool {
    ["http://localhost", "http://127.0.0.1"].iter().any(|base| {
        text.strip_prefix(base).is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with('/') && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/'))
        })
    })
}

pub(super) fn client_secret(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let name = table.optional_text(log, "name", Length::Name);
    let months = table.number(log, "months", 1, 24);
    Some(ItemWants::ClientSecret(ClientSecretSpec { name: name.map(|name| name.value), months: months?.value }))
}
