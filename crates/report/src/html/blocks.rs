//! Every block of the closed set, drawn.

use domain::{
    Block, CallView, ChangeView, CheckRow, Fact, Lane, Message, Outcome, PersonView, Question, Stage, Tone, Verb, msg,
};

use super::marks::{Size, mark, state};
use super::pen::Pen;
use super::pictures::{self, Point, Times};

pub fn block(pen: &mut Pen<'_>, block: &Block) {
    match block {
        Block::Text { text, tone } => said(pen, text, *tone),
        Block::Facts { title, rows } => {
            heading(pen, title.as_ref());
            facts(pen, rows);
        }
        Block::Changes { title, changes: list } => {
            heading(pen, title.as_ref());
            changes(pen, list);
        }
        Block::People { title, people: list } => {
            heading(pen, title.as_ref());
            people(pen, list);
        }
        Block::Lanes { lanes } => {
            pen.raw("<div class=\"lanes\">");
            lanes.iter().for_each(|one| lane(pen, one));
            pen.raw("</div>");
        }
        Block::Locks { locks, summary } => pictures::locks(pen, locks, summary),
        Block::Checklist { title, rows } => {
            heading(pen, title.as_ref());
            pen.raw("<ul class=\"rows\">");
            rows.iter().for_each(|row| check(pen, row));
            pen.raw("</ul>");
        }
        Block::Question { question: asked } => question(pen, asked),
        Block::Calls { calls: list } => calls(pen, list),
        Block::Timeline { title, points, summary } => {
            heading(pen, title.as_ref());
            let points: Vec<_> = points
                .iter()
                .map(|point| Point { at: point.at, label: pen.words.text(&point.label), outcome: point.outcome })
                .collect();
            let days_apart = points.windows(2).any(|two| two[1].at.since(two[0].at).as_secs() >= 86_400);
            let times = if days_apart { Times::Dates } else { Times::ClocksOn(String::new()) };
            pictures::timeline(pen, &points, summary, times);
        }
    }
}

fn heading(pen: &mut Pen<'_>, title: Option<&Message>) {
    if let Some(title) = title {
        pen.raw("<h4>").say(title).raw("</h4>");
    }
}

fn said(pen: &mut Pen<'_>, text: &Message, tone: Tone) {
    pen.raw(match tone {
        Tone::Plain => "<p class=\"said prose\">",
        Tone::Quiet => "<p class=\"said quiet\">",
        Tone::Success => "<p class=\"said boxed tone-success\">",
        Tone::Warning => "<p class=\"said boxed tone-warning\">",
        Tone::Danger => "<p class=\"said boxed tone-danger\">",
    });
    sentence(pen, text);
    pen.raw("</p>");
}

/// A sentence; the vendor's own words are marked as such.
pub fn sentence(pen: &mut Pen<'_>, text: &Message) {
    pen.say(text);
    if is_vendors(text) {
        pen.raw(" <span class=\"tag\">").word("report-vendor-words").raw("</span>");
    }
}

/// A text of a profile has a key for its translation; other literals are data.
pub fn is_vendors(text: &Message) -> bool {
    text.id == Message::LITERAL && text.args.contains_key("key")
}

fn facts(pen: &mut Pen<'_>, rows: &[Fact]) {
    pen.raw("<dl class=\"kv\">");
    for row in rows {
        pen.raw("<dt>").say(&row.label).raw("</dt><dd>").say(&row.value);
        meta(pen, row.note.as_ref());
        pen.raw("</dd>");
    }
    pen.raw("</dl>");
}

fn meta(pen: &mut Pen<'_>, text: Option<&Message>) {
    if let Some(text) = text {
        pen.raw("<span class=\"meta\">").say(text).raw("</span>");
    }
}

pub fn changes(pen: &mut Pen<'_>, list: &[ChangeView]) {
    pen.raw("<ul class=\"rows\">");
    for view in list {
        pen.raw("<li>");
        change(pen, view);
        pen.raw("</div></li>");
    }
    pen.raw("</ul>");
}

/// The change's sign and sentence; leaves the `div` open for what the caller knows beside it.
pub fn change(pen: &mut Pen<'_>, view: &ChangeView) {
    let (sign, word) = match view.verb {
        Verb::Add => ("+", "report-verb-add"),
        Verb::Change => ("~", "report-verb-change"),
        Verb::Remove => ("\u{2212}", "report-verb-remove"),
        Verb::Try => ("\u{21bb}", "report-verb-try"),
    };
    pen.raw("<span class=\"sign\" role=\"img\" aria-label=\"").word(word).raw("\">").raw(sign).raw("</span><div><p>");
    pen.say(&view.text);
    if view.careful {
        pen.raw(" <span class=\"tag\">").word("report-careful").raw("</span>");
    }
    pen.raw("</p>");
    if let Some(note) = &view.note {
        pen.raw("<p class=\"meta\">").say(note).raw("</p>");
    }
}

fn people(pen: &mut Pen<'_>, list: &[PersonView]) {
    pen.raw("<ul class=\"rows\">");
    for person in list {
        pen.raw("<li>");
        if person.outcome.is_some() {
            state(pen, person.outcome);
        }
        pen.raw("<div><p><b>")
            .data(&person.name)
            .raw("</b> <span class=\"quiet\">")
            .data(&person.upn)
            .raw("</span></p>");
        if let Some(note) = &person.note {
            pen.raw("<p class=\"meta\">").say(note).raw("</p>");
        }
        pen.raw("</div></li>");
    }
    pen.raw("</ul>");
}

fn lane(pen: &mut Pen<'_>, lane: &Lane) {
    pen.raw("<section class=\"lane\"><header><b>").say(&lane.title).raw("</b> <span class=\"tag\">");
    pen.say(&lane.expectation).raw("</span></header><ol>");
    lane.stages.iter().for_each(|one| stage(pen, one));
    pen.raw("</ol>");
    if lane.result.is_some() || lane.outcome.is_some() {
        pen.raw("<footer>");
        state(pen, lane.outcome);
        if let Some(result) = &lane.result {
            pen.raw("<p>").say(result).raw("</p>");
        }
        pen.raw("</footer>");
    }
    pen.raw("</section>");
}

fn stage(pen: &mut Pen<'_>, stage: &Stage) {
    pen.raw("<li>");
    mark(pen, stage.outcome, Size::Small);
    pen.raw("<div><p>").say(&stage.label).raw("<span class=\"gone\">: ").say(&crate::verdict::word(stage.outcome));
    pen.raw("</span></p>");
    if let Some(detail) = &stage.detail {
        pen.raw("<p class=\"meta\">").say(detail).raw("</p>");
    }
    pen.raw("</div></li>");
}

fn check(pen: &mut Pen<'_>, row: &CheckRow) {
    pen.raw("<li>");
    state(pen, Some(row.outcome));
    pen.raw("<div><p><b>").say(&row.title).raw("</b></p>");
    if let Some(detail) = &row.detail {
        pen.raw("<p>").say(detail).raw("</p>");
    }
    let blocks = pen.words.list_of(&row.blocks);
    let notes = [
        (!row.blocks.is_empty()).then(|| msg("report-check-blocks").text("items", blocks)),
        row.remedy.as_ref().map(|remedy| msg("report-check-remedy").message("remedy", remedy.clone())),
        row.who.as_ref().map(|who| msg("report-check-who").message("who", who.clone())),
    ];
    for note in notes.iter().flatten() {
        pen.raw("<p class=\"meta\">").say(note).raw("</p>");
    }
    pen.raw("</div></li>");
}

fn question(pen: &mut Pen<'_>, question: &Question) {
    pen.raw("<h4>").say(&question.title).raw("</h4>");
    if let Some(detail) = &question.detail {
        pen.raw("<p class=\"said prose\">").say(detail).raw("</p>");
    }
    if !question.options.is_empty() {
        pen.raw("<ul class=\"rows\">");
        for option in &question.options {
            let chosen = question.chosen.as_deref() == Some(option.value.as_str());
            pen.raw("<li>");
            mark(pen, chosen.then_some(Outcome::Done), Size::Small);
            pen.raw("<div><p>").say(&option.label);
            if chosen {
                pen.raw(" <span class=\"tag\">").word("report-question-chosen").raw("</span>");
            }
            pen.raw("</p>");
            if let Some(note) = &option.note {
                pen.raw("<p class=\"meta\">").say(note).raw("</p>");
            }
            if !option.facts.is_empty() {
                facts(pen, &option.facts);
            }
            pen.raw("</div></li>");
        }
        pen.raw("</ul>");
    }
    match &question.chosen {
        None => {
            pen.raw("<p class=\"said quiet\">").word("report-question-unanswered").raw("</p>");
        }
        Some(answer) if question.options.iter().all(|option| option.value != *answer) => {
            pen.raw("<p class=\"said\">").data(answer).raw("</p>");
        }
        Some(_) => {}
    }
}

pub fn calls(pen: &mut Pen<'_>, calls: &[CallView]) {
    if calls.is_empty() {
        return;
    }
    pen.raw("<table class=\"small\"><thead><tr><th>").word("report-column-call").raw("</th><th class=\"narrow\">");
    pen.word("report-column-answer").raw("</th><th>").word("report-column-request-id").raw("</th></tr></thead><tbody>");
    for call in calls {
        pen.raw("<tr><td class=\"mono\">")
            .data(&call.method)
            .raw(" ")
            .data(&call.target)
            .raw("</td><td class=\"narrow\">");
        if let Some(status) = call.status {
            pen.number(usize::from(status));
        }
        if let Some(at) = call.at {
            pen.raw(" <span class=\"quiet\">").time(at).raw("</span>");
        }
        pen.raw("</td><td class=\"mono\">");
        if let Some(id) = &call.request_id {
            pen.data(id);
        }
        pen.raw("</td></tr>");
    }
    pen.raw("</tbody></table>");
}
