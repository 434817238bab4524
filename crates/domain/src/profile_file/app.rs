//! Items about the app itself: its registration, its secret, and what it is as an API.

use super::items::question;
use super::problem::{Form, Problem};
use super::reader::{Length, Log, Reader, quoted};
use super::values::{condition_of, template, templates};
use crate::{
    ApiClientSpec, ApiSpec, AppId, AppRegistrationSpec, Audience, ClientFrom, ClientSecretSpec, ExposeApiSpec,
    ImplicitGrant, QuestionInput, QuestionSpec, ScopeConsent, ScopeSpec, Template, Wanted as ItemWants, check_redirect,
    redirect_key,
};

/// Only in an item that extends an earlier one.
pub(super) const CLIENT_FROM: &str = "client_from";

pub(super) fn app_registration(
    table: &mut Reader<'_, '_>,
    questions: Option<&[QuestionSpec]>,
    log: &mut Log<'_>,
) -> Option<ItemWants> {
    const AUDIENCES: [(&str, Audience); 2] =
        [("single_tenant", Audience::SingleTenant), ("multi_tenant", Audience::MultiTenant)];
    let name = display_name(table, questions, log);
    if table.has("existing") {
        // An app that is there already stays as it is: nothing else can be wanted of it.
        let existing = question(table, log, "existing", questions, QuestionInput::AppIds, true);
        return Some(ItemWants::AppRegistration(AppRegistrationSpec {
            existing: Some(existing?),
            name: name?,
            audience: Audience::default(),
            public_redirects: Vec::new(),
            web_redirects: Vec::new(),
            spa_redirects: Vec::new(),
            implicit_grant: None,
            public_client_flows: None,
            owners: None,
        }));
    }
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
    let mut seen: Vec<String> = public_redirects.iter().map(|uri| redirect_key(uri)).collect();
    let web_redirects = redirect_uris(table, "web_redirects", questions, &mut seen, log);
    let spa_redirects = redirect_uris(table, "spa_redirects", questions, &mut seen, log);
    let implicit_grant = table.table(log, "implicit_grant", false).map(|mut table| {
        let access_tokens = table.flag(log, "access_tokens").unwrap_or(false);
        let id_tokens = table.flag(log, "id_tokens").unwrap_or(false);
        table.finish(log);
        ImplicitGrant { access_tokens, id_tokens }
    });
    let public_client_flows = table.flag(log, "public_client_flows");
    let owners = question(table, log, "owners", questions, QuestionInput::Users, false);
    (public_redirects.len() == redirects.len()).then_some(ItemWants::AppRegistration(AppRegistrationSpec {
        existing: None,
        name: name?,
        audience: audience?.value,
        public_redirects,
        web_redirects: web_redirects?,
        spa_redirects: spa_redirects?,
        implicit_grant,
        public_client_flows,
        owners,
    }))
}

/// A display name, with answers in it or not. The app's own id comes after its name.
fn display_name(table: &mut Reader<'_, '_>, questions: Option<&[QuestionSpec]>, log: &mut Log<'_>) -> Option<Template> {
    let span = table.get("name").map_or_else(|| table.span.clone(), toml::Spanned::span);
    let name = template(table, "name", questions, log)?;
    if name.names().any(|name| Template::KNOWN.contains(&name)) {
        let problem = Problem::Wrong { wanted: Form::Template, given: quoted(name.as_str()) };
        log.add(&span, table.field("name"), problem);
        return None;
    }
    Some(name)
}

/// Redirect URIs by Microsoft's rules, as far as they can be judged before the answers are in them. Under two platforms the
/// same one would be taken for either.
fn redirect_uris(
    table: &mut Reader<'_, '_>,
    name: &'static str,
    questions: Option<&[QuestionSpec]>,
    seen: &mut Vec<String>,
    log: &mut Log<'_>,
) -> Option<Vec<Template>> {
    let (field, span) = (table.field(name), table.get(name).map(toml::Spanned::span));
    let read = templates(table, name, questions, log)?;
    let span = span.unwrap_or_else(|| table.span.clone());
    let mut good = true;
    for (index, uri) in read.iter().enumerate() {
        // An answer that is an address by itself may be all of it.
        // Where the questions are wrong already, an address that is one answer is taken for such a one.
        let asked = |name: &str| questions.map(|all| all.iter().find(|one| one.id.as_str() == name));
        let whole = |name: &str| uri.as_str() == format!("{{{name}}}");
        let is_url = |name: &str| match asked(name) {
            Some(asked) => asked.is_some_and(|one| one.input == QuestionInput::Url),
            None => whole(name),
        };
        let stands_for = |name: &str| Some(if is_url(name) { "https://a/a" } else { "a" }.to_owned());
        let filled = uri.fill(stands_for).unwrap_or_default();
        let given = quoted(uri.as_str());
        let problem = if check_redirect(&filled).is_err() {
            Problem::Wrong { wanted: Form::Redirect, given }
        } else if seen.contains(&redirect_key(uri.as_str())) {
            Problem::Twice { given, first: log.place(span.start).0 }
        } else {
            seen.push(redirect_key(uri.as_str()));
            continue;
        };
        log.add(&span, format!("{field}[{}]", index + 1), problem);
        good = false;
    }
    good.then_some(read)
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

pub(super) fn expose_api(
    table: &mut Reader<'_, '_>,
    questions: Option<&[QuestionSpec]>,
    log: &mut Log<'_>,
) -> Option<ItemWants> {
    if table.has(CLIENT_FROM) {
        const FROM: [(&str, ClientFrom); 1] = [("teams_app", ClientFrom::TeamsApp)];
        let client_from = table.one_of(log, CLIENT_FROM, &FROM)?.value;
        return Some(ItemWants::ExposeApi(ExposeApiSpec::Client(ApiClientSpec { client_from })));
    }
    // A condition for a host that is not there is a field too many.
    let host_when = if table.has("host") { condition_of(table, "host_when", questions, log) } else { Some(None) };
    let host = if table.has("host") { Some(template(table, "host", questions, log)) } else { None };
    let clients = client_ids(table, "clients", log);
    let scope = table.table(log, "scope", true).and_then(|table| scope(table, log));
    let host = match host {
        Some(host) => Some(host?),
        None => None,
    };
    let (host_when, scope, clients) = (host_when?, scope?, clients?);
    Some(ItemWants::ExposeApi(ExposeApiSpec::Api(ApiSpec { host, host_when, scope, clients })))
}

fn scope(mut table: Reader<'_, '_>, log: &mut Log<'_>) -> Option<ScopeSpec> {
    const CONSENTS: [(&str, ScopeConsent); 2] = [("user", ScopeConsent::User), ("admin", ScopeConsent::Admin)];
    let value = table.formed(log, "value", Form::Scope, is_scope);
    let consent = table.one_of(log, "type", &CONSENTS);
    // Microsoft takes at most 100 characters in a title.
    let mut text = |name, length| table.text(log, name, length).map(|text| text.value);
    let admin_title = text("admin_title", Length::Name);
    let admin_text = text("admin_text", Length::Sentence);
    let user_title = text("user_title", Length::Name);
    let user_text = text("user_text", Length::Sentence);
    table.finish(log);
    Some(ScopeSpec {
        value: value?.value,
        consent: consent?.value,
        admin_title: admin_title?,
        admin_text: admin_text?,
        user_title: user_title?,
        user_text: user_text?,
    })
}

/// A name in tokens: no blanks, since tokens list scopes with blanks between them.
fn is_scope(text: &str) -> bool {
    !text.starts_with('.') && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'))
}

/// A list of client ids that may be missing.
fn client_ids(table: &mut Reader<'_, '_>, name: &'static str, log: &mut Log<'_>) -> Option<Vec<AppId>> {
    let texts = table.texts(log, name, 0, 20, Length::Name)?;
    let field = table.field(name);
    let mut ids = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match AppId::parse(&text.value) {
            Ok(id) => ids.push(id),
            Err(_) => {
                let problem = Problem::Wrong { wanted: Form::Guid, given: quoted(&text.value) };
                log.add(&text.span, format!("{field}[{}]", index + 1), problem);
            }
        }
    }
    (ids.len() == texts.len()).then_some(ids)
}
