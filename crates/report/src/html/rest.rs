//! What belongs to every copy: values for the vendor, ends, exports, changes, approvals, revoking, notes, provenance.

use domain::{HandedTo, Message, RunRecord, msg};

use super::blocks::{is_vendors, sentence};
use super::pen::Pen;
use super::pictures::{self, Point, Times};
use crate::mask::short;

pub fn values(pen: &mut Pen<'_>, record: &RunRecord) {
    if record.values.is_empty() {
        return;
    }
    pen.raw("<h2>").word(record.values_heading()).raw("</h2><table><tbody>");
    for value in &record.values {
        pen.raw("<tr><td class=\"quiet narrow\">").say(&value.label).raw("</td><td class=\"mono\">").data(&value.value);
        pen.raw("</td></tr>");
    }
    pen.raw("</tbody></table><p class=\"said quiet\">").word("report-values-note").raw("</p>\n");
}

pub fn expiries(pen: &mut Pen<'_>, record: &RunRecord) {
    if record.expiries.is_empty() {
        return;
    }
    let mut points: Vec<_> = record
        .expiries
        .iter()
        .map(|expiry| Point { at: expiry.at, label: pen.words.text(&expiry.label), outcome: None })
        .collect();
    points.sort_by_key(|point| point.at);
    pen.raw("<h2>").word("report-expiries").raw("</h2>");
    // One point is no line.
    if let [only] = points.as_slice() {
        pen.raw("<p><b>").date(only.at).raw("</b> ").text(&only.label).raw("</p>\n");
        return;
    }
    let summary = pictures::summary(pen, "report-expiries-summary", &points);
    pictures::timeline(pen, &points, &summary, Times::Dates);
    pen.raw("\n");
}

pub fn exports(pen: &mut Pen<'_>, record: &RunRecord) {
    if record.exports.is_empty() {
        return;
    }
    pen.raw("<h2>").word("report-exports").raw("</h2><table><thead><tr><th>").word("report-column-thumbprint");
    pen.raw("</th><th>").word("report-column-when").raw("</th><th>").word("report-column-by").raw("</th><th>");
    pen.word("report-column-copy").raw("</th></tr></thead><tbody>");
    for export in &record.exports {
        pen.raw("<tr><td class=\"mono\">")
            .data(&export.thumbprint)
            .raw("</td><td>")
            .time(export.at)
            .raw("</td><td class=\"by\">");
        pen.data(&export.by).raw("</td><td>");
        pen.word(if export.void { "report-export-void" } else { "report-export-valid" }).raw("</td></tr>");
    }
    pen.raw("</tbody></table><p class=\"said quiet\">").word("report-exports-note").raw("</p>\n");
}

pub fn handed(pen: &mut Pen<'_>, record: &RunRecord) {
    if record.handed.is_empty() {
        return;
    }
    pen.raw("<h2>").word("report-handed").raw("</h2><table><thead><tr><th>").word("report-handed-values");
    pen.raw("</th><th>").word("report-column-when").raw("</th><th>").word("report-column-by").raw("</th><th>");
    pen.word("report-handed-to").raw("</th><th>").word("report-column-copy").raw("</th></tr></thead><tbody>");
    for one in &record.handed {
        let names: Vec<&str> = one.values.iter().map(|value| value.name()).collect();
        pen.raw("<tr><td class=\"mono\">").data(&names.join(", ")).raw("</td><td>").time(one.at);
        pen.raw("</td><td class=\"by\">").data(&one.by).raw("</td><td>");
        match &one.to {
            HandedTo::PassPhrase { .. } => pen.word("report-handed-pass-phrase"),
            HandedTo::Clipboard => pen.word("report-handed-clipboard"),
            HandedTo::Key { fingerprint, .. } => {
                pen.say(&msg("report-handed-key").text("fingerprint", fingerprint.as_str()))
            }
        };
        pen.raw("</td><td>").word(if one.void { "report-handed-void" } else { "report-handed-valid" });
        pen.raw("</td></tr>");
    }
    pen.raw("</tbody></table><p class=\"said quiet\">").word("report-handed-note").raw("</p>\n");
}

/// All changes in the order they were made; their request ids stand with the items.
pub fn made(pen: &mut Pen<'_>, record: &RunRecord) {
    pen.raw("<h2>").word("report-made").raw("</h2>");
    let mut all: Vec<_> = record.items.iter().flat_map(|item| item.made.iter().map(move |made| (item, made))).collect();
    all.sort_by_key(|(_, made)| made.at);
    if all.is_empty() {
        pen.raw("<p>").word("report-made-none").raw("</p>\n");
        return;
    }
    // Who made them is told once when it was one person.
    let one = all.iter().all(|(_, made)| made.by == all[0].1.by).then(|| all[0].1.by.clone());
    if let Some(by) = &one {
        pen.raw("<p class=\"quiet\">").say(&msg("report-made-all-by").text("account", by)).raw("</p>");
    }
    pen.raw("<table><thead><tr><th class=\"narrow\">").word("report-column-when").raw("</th><th>");
    pen.word("report-column-change").raw("</th><th>").word("report-column-item");
    if one.is_none() {
        pen.raw("</th><th>").word("report-column-by");
    }
    pen.raw("</th></tr></thead><tbody>");
    for (item, made) in all {
        pen.raw("<tr><td class=\"narrow small quiet\">")
            .near(made.at, record.made_at)
            .raw("</td><td>")
            .say(&made.view.text);
        if made.undone {
            pen.raw(" <span class=\"tag\">").word("report-made-undone").raw("</span>");
        }
        pen.raw("</td><td class=\"part\"><a href=\"#item-").number(super::items::number(item)).raw("\">");
        pen.say(&item.head.title).raw("</a>");
        if one.is_none() {
            pen.raw("</td><td class=\"by\">").data(&made.by);
        }
        pen.raw("</td></tr>");
    }
    pen.raw("</tbody></table>\n");
}

pub fn approvals(pen: &mut Pen<'_>, record: &RunRecord) {
    if record.approvals.is_empty() {
        return;
    }
    pen.raw("<h2>").word("report-approvals").raw("</h2><ul class=\"rows\">");
    for approval in &record.approvals {
        let count = usize::try_from(approval.changes).unwrap_or_default();
        let line = msg("report-approval").count("count", count).time("at", approval.at).text("account", &approval.by);
        pen.raw("<li><div><p>").say(&line).raw("</p><p class=\"meta\">").word("report-approval-digest");
        pen.raw(" <span class=\"mono\">").data(approval.digest.as_str()).raw("</span></p></div></li>");
    }
    pen.raw("</ul>\n");
}

pub fn sentences(pen: &mut Pen<'_>, title: &'static str, sentences: &[Message]) {
    if sentences.is_empty() {
        return;
    }
    pen.raw("<h2>").word(title);
    let vendors = sentences.iter().all(is_vendors);
    if vendors {
        pen.raw(" <span class=\"tag\">").word("report-vendor-words").raw("</span>");
    }
    pen.raw("</h2><ul class=\"sentences\">");
    for one in sentences {
        pen.raw("<li>");
        if vendors {
            pen.say(one);
        } else {
            sentence(pen, one);
        }
        pen.raw("</li>");
    }
    pen.raw("</ul>\n");
}

/// Where the report comes from. A signature will stand here (DECISIONS 37); until then a copy says that it has none.
pub fn about(pen: &mut Pen<'_>, record: &RunRecord) {
    pen.raw("<footer class=\"about small quiet\"><h2>").word("report-about").raw("</h2>");
    let id = |id: String| if record.masked { short(&id) } else { id };
    let schema = usize::try_from(record.schema).unwrap_or_default();
    let zone = pen.words.zone();
    let lines = [
        msg("report-about-made").text("version", &record.handrail).time("at", record.made_at).count("schema", schema),
        msg("report-about-setup")
            .text("setup", id(record.setup.to_string()))
            .text("tenant", id(record.tenant.id.to_string())),
        msg("report-about-times").text("zone", zone),
        msg(if record.masked { "report-masked" } else { "report-whole" }),
        msg("report-about-secrets"),
        msg("report-about-unsigned"),
    ];
    for line in &lines {
        pen.raw("<p>").say(line).raw("</p>");
    }
    if !record.source.is_empty() {
        pen.raw("<p>").word("report-source").raw(": ");
        for (position, part) in record.source.iter().enumerate() {
            pen.raw(if position == 0 { "" } else { " \u{b7} " }).say(part);
        }
        pen.raw("</p>");
    }
    pen.raw("</footer>\n");
}
