//! Redirect URIs of web and single-page apps, and what the sign-in page may do. Entries of others stay.

use domain::{
    AppObjectId, AppRegistrationSpec, ChangeView, Field, ImplicitGrant, MOST_REDIRECTS, Message, RedirectFault,
    Template, Verb, check_redirect, msg, redirect_key,
};
use microsoft::graph::Application;
use microsoft::{Mode, Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::call;
use super::change::{Change, Platform, Receipt, Settings};
use crate::diagnose;
use crate::step::{Cx, State};
use crate::{Problem, World};

/// What the profile wants, with the answers in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    pub(super) name: String,
    web: Vec<String>,
    spa: Vec<String>,
}

impl Platform {
    const fn property(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Spa => "spa",
        }
    }

    fn of(self, app: &Application) -> Vec<String> {
        let settings = match self {
            Self::Web => &app.web,
            Self::Spa => &app.spa,
        };
        let uris = settings.as_ref().and_then(|settings| settings["redirectUris"].as_array());
        uris.into_iter().flatten().filter_map(|uri| uri.as_str().map(str::to_owned)).collect()
    }
}

/// The wanted addresses. One that holds the app's own id comes when the app is there.
pub(super) fn wanted(cx: &Cx<'_>, spec: &AppRegistrationSpec) -> Result<Wanted, Problem> {
    let fill = |templates: &[Template]| {
        let filled = templates.iter().map(|template| match cx.fill(template) {
            Err(Problem::Missing(Field::App)) => Ok(None),
            filled => filled.map(Some),
        });
        filled.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
    };
    Ok(Wanted { name: cx.fill(&spec.name)?, web: fill(&spec.web_redirects)?, spa: fill(&spec.spa_redirects)? })
}

impl Wanted {
    /// What Microsoft would refuse, told before anything is sent.
    pub(super) fn fault(&self, spec: &AppRegistrationSpec, app: Option<&Application>) -> Option<State> {
        let all: Vec<&String> = self.web.iter().chain(&self.spa).collect();
        let refused = |uri: &str, id: &str| Some(State::Failed(Box::new(diagnose::redirect_refused(uri, id))));
        for (index, uri) in all.iter().enumerate() {
            if let Err(fault) = check_redirect(uri) {
                return refused(uri, RedirectFault::message_id(fault));
            }
            let same = |other: &&&String| redirect_key(other) == redirect_key(uri);
            let public = spec.public_redirects.iter().any(|other| redirect_key(other) == redirect_key(uri));
            if public || all[..index].iter().any(|other| same(&other)) {
                return refused(uri, "redirect-twice");
            }
        }
        let app = app?;
        for (platform, other, wanted) in
            [(Platform::Web, Platform::Spa, &self.web), (Platform::Spa, Platform::Web, &self.spa)]
        {
            let there = platform.of(app);
            let elsewhere: Vec<String> = other
                .of(app)
                .into_iter()
                .chain(app.public_redirects().iter().cloned())
                .map(|uri| redirect_key(&uri))
                .collect();
            if let Some(uri) = wanted.iter().find(|uri| !there.contains(uri) && elsewhere.contains(&redirect_key(uri)))
            {
                return refused(uri, "redirect-other-platform");
            }
        }
        let there = Platform::Web.of(app).len() + Platform::Spa.of(app).len() + app.public_redirects().len();
        let missing = self.missing(Platform::Web, app).len() + self.missing(Platform::Spa, app).len();
        if there + missing > MOST_REDIRECTS && missing > 0 {
            return refused(&self.missing(Platform::Web, app).concat(), "redirect-too-many");
        }
        None
    }

    /// For an app that is still to be made.
    pub(super) fn settings(&self, spec: &AppRegistrationSpec) -> Settings {
        Settings {
            web: self.web.clone(),
            spa: self.spa.clone(),
            implicit_grant: spec.implicit_grant,
            public_client_flows: spec.public_client_flows,
            ..Settings::default()
        }
    }

    fn missing(&self, platform: Platform, app: &Application) -> Vec<String> {
        let wanted = match platform {
            Platform::Web => &self.web,
            Platform::Spa => &self.spa,
        };
        let there = platform.of(app);
        wanted.iter().filter(|uri| !there.contains(uri)).cloned().collect()
    }

    /// What an app that is there lacks.
    pub(super) fn changes(&self, spec: &AppRegistrationSpec, app: &Application) -> Vec<Change> {
        let mut changes = Vec::new();
        for platform in [Platform::Web, Platform::Spa] {
            let added = self.missing(platform, app);
            if !added.is_empty() {
                changes.push(Change::Platform { app: app.id, platform, added });
            }
        }
        let replaces = implicit(app);
        if let Some(wanted) = spec.implicit_grant.filter(|wanted| *wanted != replaces) {
            changes.push(Change::Implicit { app: app.id, wanted, replaces });
        }
        let replaces = app.is_fallback_public_client;
        if let Some(wanted) = spec.public_client_flows.filter(|wanted| *wanted != replaces.unwrap_or(false)) {
            changes.push(Change::PublicFlows { app: app.id, wanted, replaces });
        }
        changes
    }
}

/// What a new app's `web` is.
pub(super) fn web(settings: &Settings) -> Option<Value> {
    let implicit = settings.implicit_grant.map(grant);
    if settings.web.is_empty() && implicit.is_none() {
        return None;
    }
    let mut web = json!({ "redirectUris": settings.web });
    if let Some(implicit) = implicit {
        web["implicitGrantSettings"] = implicit;
    }
    Some(web)
}

/// What a new app's `spa` is.
pub(super) fn spa(settings: &Settings) -> Option<Value> {
    (!settings.spa.is_empty()).then(|| json!({ "redirectUris": settings.spa }))
}

fn grant(wanted: ImplicitGrant) -> Value {
    json!({ "enableAccessTokenIssuance": wanted.access_tokens, "enableIdTokenIssuance": wanted.id_tokens })
}

/// What the app has now.
pub(super) fn implicit(app: &Application) -> ImplicitGrant {
    let settings = app.web.as_ref().map(|web| &web["implicitGrantSettings"]);
    let on = |name: &str| settings.is_some_and(|settings| settings[name] == true);
    ImplicitGrant { access_tokens: on("enableAccessTokenIssuance"), id_tokens: on("enableIdTokenIssuance") }
}

/// The list as read, with these added: a PATCH replaces it whole.
pub(super) async fn add(
    app: AppObjectId,
    platform: Platform,
    added: &[String],
    world: &World<Write>,
) -> Result<Receipt, Problem> {
    let mut uris = platform.of(&world.graph.application(app).await?.ok_or(Problem::NotVisible)?);
    let missing: Vec<String> = added.iter().filter(|uri| !uris.contains(uri)).cloned().collect();
    uris.extend(missing);
    put(app, platform, &uris, world).await?;
    Ok(Receipt::Platform { app, platform, added: added.to_vec() })
}

pub(super) async fn set_implicit(
    app: AppObjectId,
    (wanted, replaces): (ImplicitGrant, ImplicitGrant),
    world: &World<Write>,
) -> Result<Receipt, Problem> {
    world.graph.update_application(app, json!({ "web": { "implicitGrantSettings": grant(wanted) } })).await?;
    Ok(implicit_receipt(app, replaces))
}

pub(super) fn implicit_receipt(app: AppObjectId, replaces: ImplicitGrant) -> Receipt {
    Receipt::Replaced { app, property: "web".to_owned(), before: json!({ "implicitGrantSettings": grant(replaces) }) }
}

pub(super) fn flows_receipt(app: AppObjectId, replaces: Option<bool>) -> Receipt {
    Receipt::Replaced { app, property: "isFallbackPublicClient".to_owned(), before: json!(replaces) }
}

pub(super) async fn take_back(
    app: AppObjectId,
    platform: Platform,
    added: &[String],
    world: &World<Write>,
) -> Result<(), Problem> {
    // An app that is gone has nothing to put back.
    let Some(now) = world.graph.application(app).await? else { return Ok(()) };
    let left: Vec<String> = platform.of(&now).into_iter().filter(|uri| !added.contains(uri)).collect();
    put(app, platform, &left, world).await
}

pub(super) async fn gone(
    app: AppObjectId,
    platform: Platform,
    added: &[String],
    world: &World<Read>,
) -> Result<bool, Problem> {
    Ok(!read(app, platform, world).await?.iter().any(|uri| added.contains(uri)))
}

async fn read<M: Mode>(app: AppObjectId, platform: Platform, world: &World<M>) -> Result<Vec<String>, Problem> {
    Ok(world.graph.application(app).await?.map(|app| platform.of(&app)).unwrap_or_default())
}

async fn put(app: AppObjectId, platform: Platform, uris: &[String], world: &World<Write>) -> Result<(), Problem> {
    Ok(world.graph.update_application(app, json!({ platform.property(): { "redirectUris": uris } })).await?)
}

/// The change in words.
pub(super) fn words(change: &Change) -> Option<ChangeView> {
    let (text, note, app, careful) = match change {
        Change::Platform { app, platform, added } => (come_back(*platform, added), None, app, false),
        Change::Implicit { app, wanted, .. } => {
            (hands_out(*wanted), Some(msg("app-registration-implicit-note")), app, true)
        }
        Change::PublicFlows { app, wanted, .. } => (public_flows(*wanted), None, app, true),
        _ => return None,
    };
    let calls = vec![call("PATCH", format!("/v1.0/applications/{app}"))];
    Some(ChangeView { verb: if careful { Verb::Change } else { Verb::Add }, text, note, calls, careful })
}

fn come_back(platform: Platform, uris: &[String]) -> Message {
    msg("app-registration-platform").text("platform", platform.property()).list("uris", uris.to_vec())
}

const fn on(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn hands_out(wanted: ImplicitGrant) -> Message {
    msg("app-registration-implicit").text("access", on(wanted.access_tokens)).text("id", on(wanted.id_tokens))
}

fn public_flows(wanted: bool) -> Message {
    msg("app-registration-public-flows").text("state", on(wanted))
}

/// For a new app: where its sign-ins come back to, and what its sign-in page may do.
pub(super) fn made_with(settings: &Settings) -> impl Iterator<Item = Message> {
    let platform = |platform, uris: &[String]| (!uris.is_empty()).then(|| come_back(platform, uris));
    let web = platform(Platform::Web, &settings.web);
    let spa = platform(Platform::Spa, &settings.spa);
    let tokens = settings.implicit_grant.filter(|wanted| wanted.access_tokens || wanted.id_tokens).map(hands_out);
    let flows = settings.public_client_flows.filter(|wanted| *wanted).map(public_flows);
    [web, spa, tokens, flows].into_iter().flatten()
}

/// Every address of the app with its platform, as read.
pub(super) fn facts(app: &Application) -> Vec<domain::Fact> {
    let row = |label: &str, uri: String| crate::views::fact(label, uri);
    let web = Platform::Web.of(app).into_iter().map(|uri| row("fact-web-redirect", uri));
    let spa = Platform::Spa.of(app).into_iter().map(|uri| row("fact-spa-redirect", uri));
    web.chain(spa).collect()
}
