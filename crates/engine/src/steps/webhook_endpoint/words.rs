//! The test and the endpoint in words.

use domain::{Block, CallView, ChangeView, Fact, Message, Tone, UserRef, Verb, WebhookSpec, msg};

use super::{Change, Found, Tried, allow, judge};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::steps::network_reachability::host_facts;
use crate::views::{fact, fact_text};

fn call(method: &str, target: &str) -> CallView {
    CallView {
        method: method.to_owned(),
        target: target.to_owned(),
        status: None,
        request_id: None,
        at: None,
        by_app: false,
    }
}

pub(super) fn describe(spec: &WebhookSpec, change: &Change) -> Described {
    let (url, resource, minutes, user) = match change {
        Change::Try { url, resource, minutes, user, .. } => (url, resource, minutes, user),
        Change::Allow { app, user, .. } => return allow(app, user),
    };
    let host = url.host_str().unwrap_or_default();
    let text = msg("webhook-try")
        .text("name", user.name.clone())
        .text("resource", resource.clone())
        .text("host", host)
        .count("minutes", *minutes as usize);
    Described {
        view: ChangeView {
            verb: Verb::Try,
            text,
            note: Some(msg("webhook-try-note").text("name", user.name.clone())),
            calls: vec![call("POST", "/v1.0/subscriptions"), call("DELETE", "/v1.0/subscriptions/{id}")],
            careful: false,
        },
        // The user's own sign-in makes it, asked for when the test begins; the admin's only takes away what was given for it.
        scopes: if spec.consent { allow::WRITE } else { &[] },
    }
}

fn allow(app: &str, user: &UserRef) -> Described {
    let text = msg("webhook-allow").text("name", &*user.name).text("app", app).text("scope", allow::SCOPE);
    let calls = vec![call("POST", "/v1.0/oauth2PermissionGrants"), call("DELETE", "/v1.0/oauth2PermissionGrants/{id}")];
    let note = Some(msg("webhook-allow-note").text("name", &*user.name));
    Described { view: ChangeView { verb: Verb::Add, text, note, calls, careful: false }, scopes: allow::WRITE }
}

/// Of a test that never came to its end.
pub(super) fn take_away(one: &allow::Allowed) -> Described {
    let text =
        msg("webhook-allow-undo").text("name", &*one.user.name).text("app", &*one.app).text("scope", allow::SCOPE);
    let calls = vec![call("DELETE", "/v1.0/oauth2PermissionGrants/{id}")];
    Described { view: ChangeView { verb: Verb::Remove, text, note: None, calls, careful: true }, scopes: allow::WRITE }
}

pub(super) fn left_behind(receipt: &Tried) -> Described {
    let text = msg("webhook-left-behind").text("name", receipt.user.name.clone()).time("end", receipt.expires);
    let calls = vec![call("DELETE", "/v1.0/subscriptions/{id}")];
    Described { view: ChangeView { verb: Verb::Remove, text, note: None, calls, careful: false }, scopes: &[] }
}

pub(super) fn expected(cx: &Cx<'_>, spec: &WebhookSpec) -> Message {
    match cx.fill(&spec.url) {
        Ok(url) => msg("webhook-expected").text("url", url),
        Err(_) => msg("webhook-expected-later"),
    }
}

pub(super) fn seen(found: &Found) -> Message {
    let here = match judge::trouble(found) {
        Some(trouble) => trouble.what,
        None => msg("webhook-seen-answers").duration("took", found.sounding.took),
    };
    let proof = match (&found.proof, &found.stale) {
        (Some(proof), _) => msg("webhook-seen-proved").time("at", proof.at).text("name", proof.user.name.clone()),
        (None, Some(stale)) => msg("webhook-seen-stale").time("at", stale.at),
        (None, None) => msg("webhook-seen-unproved"),
    };
    together(here, Some(proof))
}

pub(super) fn blocks(spec: &WebhookSpec, found: &Found) -> Vec<Block> {
    let quiet = |id: &str| Block::Text { text: msg(id), tone: Tone::Quiet };
    let mut rows: Vec<Fact> = vec![
        fact("webhook-address", found.url.to_string()),
        fact("webhook-resource", spec.resource.clone()),
        fact_text(
            "webhook-user",
            msg("webhook-user-named").text("name", &*found.user.name).text("upn", &*found.user.upn),
        ),
    ];
    if let Some(proof) = &found.proof {
        rows.push(fact_text("webhook-proved", msg("webhook-proved-at").time("at", proof.at)));
        rows.extend(proof.request_ids.first().map(|id| fact("webhook-request", id.clone())));
    }
    let mut seen = vec![fact_text("webhook-took", msg("webhook-took-for").duration("took", found.sounding.took))];
    seen.extend(host_facts(&found.sounding));
    let mut blocks = vec![Block::Facts { title: None, rows }];
    if found.played {
        blocks.push(quiet("network-played"));
    }
    if judge::trouble(found).is_some() && judge::is_only_the_way(found) {
        blocks.push(Block::Text { text: msg("webhook-only-the-way"), tone: Tone::Warning });
    }
    if judge::is_slow(&found.sounding) {
        let text = msg("webhook-slow").duration("took", found.sounding.took);
        blocks.push(Block::Text { text, tone: Tone::Warning });
    }
    blocks.push(Block::Facts { title: Some(msg("webhook-from-here")), rows: seen });
    blocks.push(quiet("webhook-what-it-proves"));
    blocks
}
