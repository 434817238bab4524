//! The first page: whose tenant, how it stands, how many items stand how, the run on a line, the items as a table.

use domain::{Outcome, Purpose, RunRecord, Surroundings, msg};

use super::items::number;
use super::marks::{Size, mark, state};
use super::pen::Pen;
use super::pictures::{self, Point, Times};
use crate::verdict;

/// The application's icon, as in `icons/icon.svg`.
const ICON: &str = "<svg width=\"32\" height=\"32\" viewBox=\"0 0 32 32\" role=\"img\" aria-label=\"Handrail\">\
    <rect width=\"32\" height=\"32\" rx=\"7\" fill=\"#0f548c\"/><path d=\"M4 28v-4h8v-4h8v-4h8v12z\" fill=\"#7fc4f5\"/>\
    <path d=\"M7 14V24M25 5V16\" stroke=\"#fff\" stroke-width=\"2\"/>\
    <path d=\"M5.5 14.6 26.5 4.1\" stroke=\"#fff\" stroke-width=\"3.4\" stroke-linecap=\"round\"/></svg>";

const BEAKER: &str = "<svg width=\"16\" height=\"16\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><path class=\"draw\" \
    stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" \
    d=\"M7 2.5h6M8 2.5v5.3l-4.6 7.5c-.6 1 .1 2.2 1.3 2.2h10.6c1.2 0 1.9-1.2 1.3-2.2L12 7.8V2.5M6 12.5h8\"/></svg>";

/// More points than this do not fit on two lines; changes of one minute are told together before.
const POINTS: usize = 10;

pub const fn name(record: &RunRecord) -> &'static str {
    match record.purpose {
        Purpose::Setup => "report-name-setup",
        Purpose::Verify => "report-name-verify",
    }
}

pub fn head(pen: &mut Pen<'_>, record: &RunRecord) {
    let surroundings = match record.surroundings {
        Surroundings::Practice => Some("report-surroundings-practice"),
        Surroundings::Test => Some("report-surroundings-test"),
        Surroundings::Real => None,
    };
    if let Some(id) = surroundings {
        pen.raw("<p class=\"strip\">").raw(BEAKER).word(id).raw("</p>\n");
    }
    pen.raw("<header class=\"head\">").raw(ICON).raw("<div><p class=\"meta\">");
    let eyebrow = msg("report-eyebrow")
        .message("name", msg(name(record)))
        .message("title", record.title.clone())
        .text("version", &record.profile_version);
    pen.say(&eyebrow).raw("</p><h1>");
    match record.tenant.name.as_deref().filter(|name| *name != record.tenant.domain) {
        Some(name) => pen.data(name).raw(" <span>").data(&record.tenant.domain).raw("</span>"),
        None => pen.data(&record.tenant.domain),
    };
    pen.raw("</h1></div><div class=\"by meta\"><p>").time(record.made_at).raw(" ");
    let zone = pen.words.zone();
    pen.text(&zone).raw("</p><p>");
    match &record.session {
        Some(session) => pen.say(&msg("report-by").text("account", &session.account.upn)),
        None => pen.word("report-nobody"),
    };
    pen.raw("</p></div></header>\n");
}

pub fn verdict(pen: &mut Pen<'_>, record: &RunRecord) {
    pen.raw(match record.outcome {
        Outcome::Done | Outcome::Changed | Outcome::Accepted => "<div class=\"verdict tone-success\">",
        Outcome::Failed => "<div class=\"verdict tone-danger\">",
        Outcome::Finding | Outcome::NeedsDecision => "<div class=\"verdict tone-warning\">",
        Outcome::Waiting => "<div class=\"verdict tone-waiting\">",
        Outcome::NeedsPerson => "<div class=\"verdict tone-person\">",
        Outcome::Unknown | Outcome::Skipped | Outcome::NotApplicable => "<div class=\"verdict\">",
    });
    // The large disc says "it works"; the dot for "changed" belongs to single items.
    let shown = if record.outcome == Outcome::Changed { Outcome::Done } else { record.outcome };
    mark(pen, Some(shown), Size::Large);
    pen.raw("<p><strong>").say(&verdict::title(record)).raw("</strong>");
    let detail = verdict::detail(record, pen.words);
    pen.say(&detail).raw("</p></div>\n");
}

pub fn counts(pen: &mut Pen<'_>, record: &RunRecord) {
    pen.raw("<ul class=\"counts\">");
    for (outcome, count) in verdict::counts(record) {
        pen.raw(if count == 0 { "<li class=\"zero\"><b>" } else { "<li><b>" });
        mark(pen, outcome, Size::Small);
        let word = msg(&format!("outcome-count-{}", verdict::name(outcome))).count("count", count);
        pen.number(count).raw("</b> <span>").say(&word).raw("</span></li>");
    }
    pen.raw("</ul>\n");
}

pub fn run(pen: &mut Pen<'_>, record: &RunRecord) {
    let points = points(pen, record);
    // The report alone is no story.
    if points.len() < 2 {
        return;
    }
    pen.raw("<h2>").word("report-run").raw("</h2>");
    let summary = pictures::summary(pen, "report-run-summary", &points);
    let today = pen.words.date(record.made_at);
    pictures::timeline(pen, &points, &summary, Times::ClocksOn(today));
    pen.raw("\n");
}

fn points(pen: &Pen<'_>, record: &RunRecord) -> Vec<Point> {
    let words = pen.words;
    let mut all = Vec::new();
    for approval in &record.approvals {
        let count = usize::try_from(approval.changes).unwrap_or_default();
        let label = words.text(&msg("report-run-approved").count("count", count));
        all.push(Point { at: approval.at, label, outcome: Some(Outcome::Done) });
    }
    for item in &record.items {
        if let Some(last) = item.made.iter().map(|made| made.at).max() {
            all.push(Point { at: last, label: words.text(&item.head.title), outcome: item.head.outcome });
        }
    }
    for export in &record.exports {
        all.push(Point { at: export.at, label: words.word("report-run-export"), outcome: Some(Outcome::Done) });
    }
    all.sort_by_key(|point| point.at);
    // The longest runs are told by the minute, then without their beginning.
    all.dedup_by(|later, earlier| {
        let together = words.time(later.at) == words.time(earlier.at) && later.outcome == earlier.outcome;
        if together {
            earlier.label = format!("{}, {}", earlier.label, later.label);
        }
        together
    });
    let surplus = all.len().saturating_sub(POINTS);
    all.drain(..surplus);
    if !all.is_empty() {
        all.push(Point { at: record.made_at, label: words.word("report-run-report"), outcome: None });
    }
    all
}

pub fn checks(pen: &mut Pen<'_>, record: &RunRecord) {
    pen.raw("<h2>").word("report-checks").raw("</h2><table class=\"checks\"><thead><tr><th>");
    pen.word("report-column-state").raw("</th><th>").word("report-column-item").raw("</th><th>");
    pen.word("report-column-expected").raw("</th><th>").word("report-column-seen").raw("</th><th class=\"narrow\">");
    pen.word("report-column-when").raw("</th></tr></thead><tbody>\n");
    for item in &record.items {
        pen.raw("<tr><td>");
        state(pen, item.head.outcome);
        pen.raw("</td><td class=\"name\"><a href=\"#item-").number(number(item)).raw("\">").say(&item.head.title);
        pen.raw("</a></td><td class=\"quiet\">");
        if let Some(expected) = &item.expected {
            pen.say(expected);
        }
        pen.raw("</td><td>");
        if let Some(seen) = verdict::seen(item) {
            pen.say(&seen);
        }
        if let Some(remedy) = verdict::remedy(item) {
            pen.raw("<p class=\"meta\">").say(&msg("report-check-remedy").message("remedy", remedy)).raw("</p>");
        }
        pen.raw("</td><td class=\"narrow small quiet\">");
        if let Some(at) = item.looked_at {
            pen.near(at, record.made_at);
        }
        pen.raw("</td></tr>\n");
    }
    pen.raw("</tbody></table>\n");
}
