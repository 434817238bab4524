//! One item in detail: what was wanted, what was seen, what was changed, what is left to do.

use domain::{CallView, Diagnostic, ItemView, MadeChange, ProbeStep, RunRecord, Technical, WaitView, msg};

use super::blocks::{block, change, changes};
use super::marks::state;
use super::pen::Pen;
use crate::verdict;

pub fn item(pen: &mut Pen<'_>, item: &ItemView, record: &RunRecord) {
    pen.raw("<section class=\"item\" id=\"item-").number(number(item)).raw("\"><header><h3><span class=\"number\">");
    pen.data(item.head.numeral.as_deref().unwrap_or_default()).raw("</span>").say(&item.head.title).raw("</h3>");
    state(pen, item.head.outcome);
    pen.raw("</header>");
    summary(pen, item);
    if let Some(found) = &item.diagnostic {
        diagnostic(pen, found);
    }
    if let Some(waiting) = &item.wait {
        wait(pen, waiting);
    }
    for one in &item.blocks {
        block(pen, one);
    }
    if !item.made.is_empty() {
        pen.raw("<h4>").word("report-made").raw("</h4><ul class=\"rows\">");
        item.made.iter().for_each(|one| made(pen, one));
        pen.raw("</ul>");
    }
    if !item.changes.is_empty() {
        pen.raw("<h4>").word("report-planned").raw("</h4>");
        changes(pen, &item.changes);
    }
    evidence(pen, &item.evidence, record);
    pen.raw("</section>");
}

pub fn number(item: &ItemView) -> usize {
    usize::try_from(item.head.number).unwrap_or_default()
}

fn summary(pen: &mut Pen<'_>, item: &ItemView) {
    pen.raw("<dl class=\"kv\">");
    pen.pair("report-why", |pen| {
        pen.say(&item.why);
    });
    let said = [
        ("report-expected", item.expected.clone()),
        ("report-seen", verdict::seen(item)),
        // A diagnostic says it in its card.
        ("report-remedy", verdict::remedy(item).filter(|_| item.diagnostic.is_none())),
        ("report-decided", verdict::decided(item).cloned()),
    ];
    for (label, text) in said {
        if let Some(text) = text {
            pen.pair(label, |pen| {
                pen.say(&text);
            });
        }
    }
    pen.pair("report-looked-at", |pen| match (item.looked_at, &item.looked_by) {
        (Some(at), Some(account)) => {
            pen.say(&msg("report-looked-by").time("at", at).text("account", account));
        }
        (Some(at), None) => {
            pen.time(at);
        }
        (None, _) => {
            pen.word("report-never-looked");
        }
    });
    if let Some(who) = &item.who {
        pen.pair("report-who", |pen| {
            pen.say(who);
        });
    }
    if let Some(undo) = item.undo.as_ref().filter(|_| !item.made.is_empty()) {
        pen.pair("report-undo", |pen| {
            pen.say(undo);
        });
    }
    if let Some(step) = item.head.source_step.as_ref().filter(|_| item.head.numeral != item.head.source_step) {
        pen.pair("report-source-step", |pen| {
            pen.data(step);
        });
    }
    pen.raw("</dl>");
}

fn diagnostic(pen: &mut Pen<'_>, found: &Diagnostic) {
    use domain::Outcome::{Failed, NeedsPerson, Waiting};
    pen.raw(match found.outcome {
        Failed => "<div class=\"card tone-danger\"><p>",
        NeedsPerson => "<div class=\"card tone-person\"><p>",
        Waiting => "<div class=\"card tone-waiting\"><p>",
        _ => "<div class=\"card tone-warning\"><p>",
    });
    pen.say(&found.what).raw("</p><dl class=\"kv\">");
    if let Some(cause) = &found.cause {
        pen.pair("report-diagnostic-cause", |pen| {
            pen.say(cause);
        });
    }
    pen.pair("report-diagnostic-remedy", |pen| {
        pen.say(&found.remedy);
    });
    if !found.who.is_empty() {
        let who = pen.words.list_of(&found.who);
        pen.pair("report-diagnostic-who", |pen| {
            pen.text(&who);
        });
    }
    if !found.probes.is_empty() {
        pen.pair("report-diagnostic-probes", |pen| {
            pen.raw("<ol>");
            found.probes.iter().for_each(|step| probe(pen, step));
            pen.raw("</ol>");
        });
    }
    pen.pair("report-diagnostic-code", |pen| {
        pen.raw("<span class=\"mono\">").data(&found.code).raw("</span>");
    });
    if let Some(details) = &found.technical {
        technical(pen, details);
    }
    pen.raw("</dl></div>");
}

fn probe(pen: &mut Pen<'_>, step: &ProbeStep) {
    pen.raw("<li>").say(&step.question).raw(" <b>");
    match &step.answer {
        Some(answer) => pen.say(answer).raw("</b>"),
        None => pen.raw("</b><span class=\"quiet\">").word("report-diagnostic-not-asked").raw("</span>"),
    };
    if step.is_cause {
        pen.raw(" <span class=\"tag\">").word("report-diagnostic-cause-mark").raw("</span>");
    }
    pen.raw("</li>");
}

fn technical(pen: &mut Pen<'_>, details: &Technical) {
    let mono = |pen: &mut Pen<'_>, label: &'static str, value: &str| {
        if !value.is_empty() {
            pen.pair(label, |pen| {
                pen.raw("<span class=\"mono\">").data(value).raw("</span>");
            });
        }
    };
    mono(pen, "report-technical-service", &details.service);
    mono(pen, "report-technical-operation", &details.operation);
    mono(pen, "report-technical-status", &details.status.map(|status| status.to_string()).unwrap_or_default());
    mono(pen, "report-technical-codes", &details.codes.join(" / "));
    mono(pen, "report-technical-request-id", details.request_id.as_deref().unwrap_or_default());
    mono(pen, "report-technical-client-request-id", details.client_request_id.as_deref().unwrap_or_default());
    if let Some(at) = details.at {
        pen.pair("report-technical-at", |pen| {
            pen.time(at);
        });
    }
}

/// The reads by which an item was seen.
fn evidence(pen: &mut Pen<'_>, calls: &[CallView], record: &RunRecord) {
    if calls.is_empty() {
        return;
    }
    pen.raw("<h4>").say(&msg("report-evidence").count("count", calls.len())).raw("</h4><table class=\"calls\"><tbody>");
    for call in calls {
        pen.raw("<tr><td>").data(&call.method).raw(" ").data(&call.target).raw("</td><td class=\"narrow\">");
        if let Some(status) = call.status {
            pen.number(usize::from(status));
        }
        pen.raw("</td><td class=\"narrow\">");
        if let Some(at) = call.at {
            pen.near(at, record.made_at);
        }
        if call.by_app {
            pen.raw(" ").word("report-evidence-by-app");
        }
        pen.raw("</td><td class=\"id\">").data(call.request_id.as_deref().unwrap_or_default()).raw("</td></tr>");
    }
    pen.raw("</tbody></table>");
}

fn wait(pen: &mut Pen<'_>, waiting: &WaitView) {
    pen.raw("<div class=\"card tone-waiting\"><p>").say(&waiting.text).raw("</p><p>");
    pen.say(
        &msg("report-wait")
            .time("since", waiting.since)
            .with("tries", domain::Arg::Count(waiting.tries))
            .time("next", waiting.next),
    );
    if waiting.needs_sign_in {
        pen.raw(" ").word("report-wait-sign-in");
    }
    pen.raw("</p></div>");
}

fn made(pen: &mut Pen<'_>, made: &MadeChange) {
    pen.raw("<li>");
    change(pen, &made.view);
    pen.raw("<p class=\"meta\">").say(&msg("report-made-by").time("at", made.at).text("account", &made.by));
    if made.undone {
        pen.raw(" <span class=\"tag\">").word("report-made-undone").raw("</span>");
    }
    pen.raw("</p>");
    if !made.request_ids.is_empty() {
        pen.raw("<p class=\"meta\">").word("report-request-ids").raw(": <span class=\"mono\">");
        pen.data(&made.request_ids.join(" ")).raw("</span></p>");
    }
    for call in &made.view.calls {
        pen.raw("<p class=\"meta mono\">").data(&call.method).raw(" ").data(&call.target).raw("</p>");
    }
    pen.raw("</div></li>");
}
