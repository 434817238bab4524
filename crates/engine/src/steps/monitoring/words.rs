//! The rows that a person reads.

use std::collections::BTreeSet;

use domain::{Action, CheckRow, Diagnostic, Fact, Kind, Message, MonitoringSpec, Outcome, Timestamp, msg};

use super::{Found, SHOWN, Seen, SignIns};
use crate::said::together;
use crate::step::Cx;
use crate::views;

pub(super) fn rows(spec: &MonitoringSpec, found: &Found) -> Vec<CheckRow> {
    let mut rows = Vec::new();
    match &found.sign_ins {
        Seen::Unread(why) => rows.push(unread_row("sign-ins", why)),
        Seen::Read(sign_ins) => rows.extend(sign_in_rows(spec, sign_ins, found.since)),
    }
    match &found.people {
        None => {}
        Some(Seen::Unread(why)) => rows.push(unread_row("people", why)),
        Some(Seen::Read(people)) => rows.extend(people.rows(spec, found.since)),
    }
    match &found.changes {
        Seen::Unread(why) => rows.push(unread_row("changes", why)),
        Seen::Read(changes) if changes.is_empty() => {
            rows.push(row("changes", Outcome::Done, msg("monitoring-changes-none").time("since", found.since)));
        }
        Seen::Read(changes) => {
            for (number, change) in changes.iter().take(SHOWN).enumerate() {
                let by = change.by.clone().map_or_else(|| msg("monitoring-somebody"), Message::literal);
                let title = msg("monitoring-change").text("what", change.what.clone()).message("by", by);
                let detail = Some(msg("value-time").time("at", change.at));
                let remedy = Some(msg("monitoring-change-remedy"));
                let action = Some(Action::OpenLink { link: "logs.audit".to_owned() });
                let id = format!("change.{}", number + 1);
                rows.push(CheckRow { detail, remedy, action, ..row(&id, Outcome::Finding, title) });
            }
            if changes.len() > SHOWN {
                let more = msg("monitoring-changes-more").count("count", changes.len() - SHOWN);
                rows.push(row("changes", Outcome::Finding, more));
            }
        }
    }
    rows
}

pub(super) fn sign_in_rows(spec: &MonitoringSpec, sign_ins: &SignIns, since: Timestamp) -> Vec<CheckRow> {
    let look = |row: CheckRow| CheckRow {
        remedy: row.remedy.or_else(|| Some(msg("monitoring-look-remedy"))),
        action: Some(Action::OpenLink { link: "logs.signin".to_owned() }),
        ..row
    };
    let title = msg("monitoring-count").count("count", sign_ins.count).time("since", since);
    let detail = sign_ins.last.map(|at| msg("monitoring-last").time("at", at));
    let mut rows = vec![CheckRow { detail, ..row("sign-ins", Outcome::Done, title) }];
    let failed = msg("monitoring-failed").count("count", sign_ins.failed);
    let numbers = sign_ins.errors.iter().map(|(number, count)| format!("AADSTS{number}: {count}"));
    let detail = (sign_ins.failed > 0).then(|| msg("value-list").list("values", numbers));
    let many = sign_ins.failed >= usize::try_from(spec.failures).unwrap_or(usize::MAX);
    let failures = CheckRow { detail, ..row("failures", if many { Outcome::Finding } else { Outcome::Done }, failed) };
    rows.push(if many { look(failures) } else { failures });
    if !sign_ins.new_countries.is_empty() {
        let title = msg("monitoring-new-countries").list("values", sign_ins.new_countries.iter().cloned());
        rows.push(look(row("countries", Outcome::Finding, title)));
    }
    if !sign_ins.new_addresses.is_empty() {
        let title = msg("monitoring-new-addresses").list("values", sign_ins.new_addresses.iter().take(SHOWN).cloned());
        rows.push(look(row("addresses", Outcome::Finding, title)));
    }
    if !sign_ins.other_credentials.is_empty() {
        let title = msg("monitoring-other-credential").count("count", sign_ins.other_credentials.len());
        let detail = Some(msg("value-list").list("values", sign_ins.other_credentials.iter().cloned()));
        let remedy = Some(msg("monitoring-other-credential-remedy"));
        rows.push(look(CheckRow { detail, remedy, ..row("credential", Outcome::Finding, title) }));
    }
    rows
}

pub(super) fn facts(sign_ins: &SignIns) -> Option<Vec<Fact>> {
    if sign_ins.count == 0 {
        return None;
    }
    let list = |label: &str, values: &BTreeSet<String>| {
        let value = match values.len() {
            0 => msg("value-none"),
            _ => msg("value-list").list("values", values.iter().take(SHOWN).cloned()),
        };
        views::fact_text(label, value)
    };
    Some(vec![list("monitoring-countries", &sign_ins.countries), list("monitoring-addresses", &sign_ins.addresses)])
}

/// What Graph cannot tell: said, with where to look.
pub(super) fn by_hand(cx: &Cx<'_>) -> Vec<CheckRow> {
    let holds = |kind| cx.profile.items.iter().any(|item| item.wanted.kind() == kind);
    let meetings = holds(Kind::ApplicationAccessPolicy);
    let all =
        [("volume", meetings), ("refused", true), ("policy", meetings), ("subscription", holds(Kind::WebhookEndpoint))];
    all.into_iter()
        .filter_map(|(id, here)| here.then_some(id))
        .map(|id| CheckRow {
            remedy: Some(msg(&format!("monitoring-{id}-remedy"))),
            ..row(id, Outcome::NotApplicable, msg(&format!("monitoring-{id}")))
        })
        .collect()
}

fn unread_row(id: &str, why: &Diagnostic) -> CheckRow {
    let outcome = match why.outcome {
        Outcome::NotApplicable => Outcome::NotApplicable,
        _ => Outcome::Unknown,
    };
    CheckRow {
        detail: Some(why.what.clone()),
        who: why.who.first().cloned(),
        remedy: Some(why.remedy.clone()),
        action: why.action.clone(),
        ..row(id, outcome, msg(&format!("monitoring-{id}-unread")))
    }
}

pub(super) fn row(id: &str, outcome: Outcome, title: Message) -> CheckRow {
    CheckRow {
        id: id.to_owned(),
        outcome,
        title,
        detail: None,
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

pub(super) fn expected(spec: &MonitoringSpec) -> Message {
    msg("monitoring-expected").count("days", spec.days as usize).count("failures", spec.failures as usize)
}

pub(super) fn seen(found: &Found) -> Message {
    let since = found.since;
    let mut why = None;
    let sign_ins = match &found.sign_ins {
        Seen::Unread(reason) => {
            why = not_licensed(reason);
            msg("monitoring-seen-no-sign-ins")
        }
        Seen::Read(sum) => {
            let count = msg("monitoring-count").count("count", sum.count).time("since", since);
            let failed = (sum.count > 0).then(|| msg("monitoring-failed").count("count", sum.failed));
            let new = sum.new_countries.len() + sum.new_addresses.len();
            let new = (sum.count > 0).then(|| msg("monitoring-seen-new").count("count", new));
            together(count, failed.into_iter().chain(new))
        }
    };
    let changes = match &found.changes {
        Seen::Unread(reason) => {
            why = why.or_else(|| not_licensed(reason));
            msg("monitoring-seen-no-changes")
        }
        Seen::Read(changes) => msg("monitoring-seen-changes").count("count", changes.len()),
    };
    together(sign_ins, std::iter::once(changes).chain(why))
}

/// Why a log is not to be had in this tenant; any other reason is the item's diagnostic.
fn not_licensed(why: &Diagnostic) -> Option<Message> {
    (why.outcome == Outcome::NotApplicable).then(|| why.what.clone())
}
