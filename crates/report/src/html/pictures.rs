//! Pictures: the locks between an app and what it wants to do, and points in time on a line.

use domain::{LockState, LockView, Message, Outcome, Timestamp, msg};

use super::marks::{Size, mark};
use super::pen::Pen;

const WIDTH: usize = 704;
const BOX: usize = 132;
/// Where the line runs.
const MIDDLE: usize = 58;
const RADIUS: usize = 42;

/// The locks, from the app to the meeting.
pub fn locks(pen: &mut Pen<'_>, locks: &[LockView], summary: &Message) {
    pen.raw("<svg class=\"picture\" viewBox=\"0 0 704 144\" role=\"img\" aria-label=\"").say(summary).raw("\">");
    let center = |position: usize| BOX + (WIDTH - 2 * BOX) * (position + 1) / (locks.len() + 1);
    let mut from = BOX;
    let mut passes = true;
    for (position, lock) in locks.iter().enumerate() {
        passage(pen, from, center(position) - RADIUS, passes);
        passes &= lock.state == LockState::Open;
        from = center(position) + RADIUS;
    }
    passage(pen, from, WIDTH - BOX, passes);
    end(pen, 1, "report-lock-app", "report-lock-app-note");
    end(pen, WIDTH - BOX - 1, "report-lock-meeting", "report-lock-meeting-note");
    for (position, lock) in locks.iter().enumerate() {
        one_lock(pen, center(position), lock);
    }
    pen.raw("</svg>");
}

fn passage(pen: &mut Pen<'_>, from: usize, to: usize, passes: bool) {
    pen.raw(if passes {
        "<path class=\"open\" stroke-width=\"2\" d=\"M"
    } else {
        "<path class=\"blocked\" stroke-width=\"2\" stroke-dasharray=\"4 4\" d=\"M"
    });
    pen.number(from).raw(" 58H").number(to).raw("\"/>");
}

fn end(pen: &mut Pen<'_>, x: usize, label: &'static str, note: &'static str) {
    pen.raw("<rect class=\"box\" rx=\"8\" width=\"131\" height=\"72\" y=\"22\" x=\"").number(x).raw("\"/>");
    line(pen, "strong", x + BOX / 2, MIDDLE - 3, &pen.words.word(label));
    line(pen, "note", x + BOX / 2, MIDDLE + 16, &pen.words.word(note));
}

fn line(pen: &mut Pen<'_>, class: &'static str, x: usize, y: usize, text: &str) {
    pen.raw("<text class=\"").raw(class).raw("\" x=\"").number(x).raw("\" y=\"").number(y).raw("\">");
    pen.text(text).raw("</text>");
}

fn one_lock(pen: &mut Pen<'_>, x: usize, lock: &LockView) {
    let (class, id) = match lock.state {
        LockState::Open => ("open", "report-lock-open"),
        LockState::Closed => ("closed", "report-lock-closed"),
        LockState::Unknown => ("unknown", "report-lock-unknown"),
    };
    pen.raw("<g class=\"")
        .raw(class)
        .raw("\" stroke-width=\"2\"><circle class=\"ring\" cy=\"58\" r=\"41\" cx=\"")
        .number(x);
    pen.raw(if lock.state == LockState::Open { "\"/>" } else { "\" stroke-dasharray=\"5 3\"/>" });
    pen.raw("<g transform=\"translate(").number(x - 16).raw(" 38)\">");
    // The shackle of an open lock stands up on one side.
    pen.raw(if lock.state == LockState::Open {
        "<path fill=\"none\" stroke-width=\"3\" stroke-linecap=\"round\" d=\"M7 18V9a8.5 8.5 0 0 1 16.4-3\"/>"
    } else {
        "<path fill=\"none\" stroke-width=\"3\" d=\"M7 18v-8a9 9 0 0 1 18 0v8\"/>"
    });
    pen.raw("<rect class=\"fill\" stroke=\"none\" y=\"17\" width=\"32\" height=\"23\" rx=\"4\"/>");
    pen.raw("<circle class=\"innerfill\" stroke=\"none\" cx=\"16\" cy=\"26\" r=\"3\"/>");
    pen.raw("<path class=\"inner\" stroke-width=\"2.4\" d=\"M16 27v6\"/></g></g>");
    let label = pen.words.text(&msg(id).message("label", lock.label.clone()));
    line(pen, "strong", x, 120, &label);
    let note = pen.words.text(&lock.note);
    line(pen, "note", x, 138, &note);
}

/// A point on a line.
pub struct Point {
    pub at: Timestamp,
    pub label: String,
    pub outcome: Option<Outcome>,
}

/// How the points of a line are dated.
pub enum Times {
    /// By the day.
    Dates,
    /// By the time of day, with the day where it is another than this one or the point's before it.
    ClocksOn(String),
}

/// Points in order of time, evenly spaced and with their labels as text, so that none covers another.
pub fn timeline(pen: &mut Pen<'_>, points: &[Point], summary: &Message, times: Times) {
    pen.raw("<ol class=\"line\" aria-label=\"").say(summary).raw("\">");
    let mut day = match times {
        Times::Dates => None,
        Times::ClocksOn(day) => Some(day),
    };
    for point in points {
        pen.raw("<li>");
        mark(pen, point.outcome, Size::Small);
        pen.raw("<b>");
        let date = pen.words.date(point.at);
        match &mut day {
            None => pen.date(point.at),
            Some(day) if *day == date => pen.near(point.at, point.at),
            Some(day) => {
                *day = date;
                pen.time(point.at)
            }
        };
        pen.raw("</b><span>").text(&point.label).raw("</span></li>");
    }
    pen.raw("</ol>");
}

/// The sentence that says what such a line shows.
pub fn summary(pen: &Pen<'_>, id: &'static str, points: &[Point]) -> Message {
    let one = |point: &Point| pen.words.text(&msg("report-run-point").time("at", point.at).text("label", &point.label));
    msg(id).list("points", points.iter().map(one))
}
