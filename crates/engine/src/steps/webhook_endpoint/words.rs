//! The test and the endpoint in words.

use domain::{Block, CallView, ChangeView, Fact, Message, Tone, Verb, WebhookSpec, msg};
use url::Url;

use super::allow::Allowance;
use super::{Change, Found, Tried, judge};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::steps::delegated_grant;
use crate::steps::network_reachability::host_facts;
use crate::views::{fact, fact_text};

const GRANTS: &str = "/v1.0/oauth2PermissionGrants";

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

pub(super) fn describe(change: &Change) -> Described {
    match change {
        Change::Allow(what) => Described {
            view: ChangeView {
                verb: Verb::Add,
                text: about("webhook-allow", what),
                note: Some(about("webhook-allow-note", what)),
                calls: vec![call("POST", GRANTS)],
                careful: false,
            },
            scopes: delegated_grant::WRITE,
        },
        Change::Try { url, resource, minutes, user, .. } => tried(url, resource, *minutes, &user.name),
        Change::Withdraw(what) => withdrawn(what, "webhook-withdraw-note", false),
    }
}

fn tried(url: &Url, resource: &str, minutes: u32, name: &str) -> Described {
    let text = msg("webhook-try")
        .text("name", name)
        .text("resource", resource)
        .text("host", url.host_str().unwrap_or_default())
        .count("minutes", minutes as usize);
    Described {
        view: ChangeView {
            verb: Verb::Try,
            text,
            note: Some(msg("webhook-try-note").text("name", name)),
            calls: vec![call("POST", "/v1.0/subscriptions"), call("DELETE", "/v1.0/subscriptions/{id}")],
            careful: false,
        },
        // The admin's sign-in is not used: the user's own is asked for when the test begins.
        scopes: &[],
    }
}

/// A sentence about what is granted for the test.
fn about(id: &str, what: &Allowance) -> Message {
    msg(id).text("name", &*what.user.name).text("app", &*what.app).list("scopes", what.scopes.clone())
}

fn withdrawn(what: &Allowance, note: &str, careful: bool) -> Described {
    Described {
        view: ChangeView {
            verb: Verb::Remove,
            text: about("webhook-withdraw", what),
            note: Some(about(note, what)),
            calls: vec![call("DELETE", "/v1.0/oauth2PermissionGrants/{id}")],
            careful,
        },
        scopes: delegated_grant::WRITE,
    }
}

/// Taking back what a test that did not end left granted.
pub(super) fn undo(what: &Allowance) -> Described {
    withdrawn(what, "webhook-withdraw-note", true)
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
    if let Some(left) = &found.left {
        blocks.push(Block::Text { text: about("webhook-allowed", &left.ours.what), tone: Tone::Warning });
    }
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
