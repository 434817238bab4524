//! The state marks: shape, word and colour together, on a grid of 20, the same set as in the window.

use domain::Outcome;

use super::pen::Pen;
use crate::verdict;

/// Which size: beside text, or on the verdict.
#[derive(Clone, Copy)]
pub enum Size {
    Small,
    Large,
}

const DISC: &str = "<circle class=\"fill\" cx=\"10\" cy=\"10\" r=\"8\"/>\
    <path class=\"inner\" stroke-width=\"1.8\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"m6.3 10.3 2.6 2.6 4.9-5.4\"/>";
const DOT: &str =
    "<circle class=\"innerfill\" cx=\"16\" cy=\"4\" r=\"4.2\"/><circle class=\"blue\" cx=\"16\" cy=\"4\" r=\"3\"/>";
const ACCEPTED: &str = "<circle class=\"draw\" cx=\"10\" cy=\"10\" r=\"7.2\" stroke-width=\"1.6\"/>\
    <path class=\"draw\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"m6.5 10.2 2.4 2.4 4.6-5\"/>";
const CLOCK: &str = "<circle class=\"draw\" cx=\"10\" cy=\"10\" r=\"7.2\" stroke-width=\"1.6\"/>\
    <path class=\"draw\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M10 5.8V10l2.8 1.9\"/>";
const PERSON: &str = "<circle class=\"fill\" cx=\"10\" cy=\"6\" r=\"3.8\"/>\
    <path class=\"fill\" d=\"M2.8 16.6c0-3.4 3-5.4 7.2-5.4s7.2 2 7.2 5.4c0 .9-.6 1.4-1.4 1.4H4.2c-.8 0-1.4-.5-1.4-1.4z\"/>";
const DIAMOND: &str = "<path class=\"fill\" d=\"M10 1 19 10l-9 9-9-9z\"/>\
    <path class=\"inner\" stroke-width=\"1.6\" stroke-linecap=\"round\" d=\"M7.8 8.2c0-1.4 1-2.2 2.2-2.2s2.2.8 2.2 2c0 1.6-2.2 1.6-2.2 3.4\"/>\
    <circle class=\"innerfill\" cx=\"10\" cy=\"13.9\" r=\"1\"/>";
const FLAG: &str = "<path class=\"draw\" stroke-width=\"1.8\" stroke-linecap=\"round\" d=\"M4.5 2.5v15.2\"/>\
    <path class=\"fill\" d=\"M4.5 3H17l-3 4.2 3 4.3H4.5z\"/>";
const OCTAGON: &str = "<path class=\"fill\" d=\"M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z\"/>\
    <path class=\"inner\" stroke-width=\"1.8\" stroke-linecap=\"round\" d=\"m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6\"/>";
const DASHED: &str =
    "<circle class=\"draw\" cx=\"10\" cy=\"10\" r=\"7.2\" stroke-width=\"1.6\" stroke-dasharray=\"2.8 2.86\"/>";
const DASH: &str = "<circle class=\"draw\" cx=\"10\" cy=\"10\" r=\"7.4\" stroke-width=\"1.2\"/>\
    <path class=\"draw\" stroke-width=\"1.4\" stroke-linecap=\"round\" d=\"M6.8 10h6.4\"/>";
const ARROW: &str = "<path class=\"draw\" stroke-width=\"1.6\" stroke-linecap=\"round\" d=\"M2.6 11.4a7.4 6.6 0 0 1 14.2-1.2\"/>\
    <path class=\"draw\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"m17.6 5.6-.8 4.6-4.4-1.2\"/>\
    <circle class=\"fill\" cx=\"9.8\" cy=\"14.6\" r=\"1.7\"/>";
const EMPTY: &str = "<circle class=\"draw\" cx=\"10\" cy=\"10\" r=\"7.4\" stroke-width=\"1.2\"/>";

const fn shapes(outcome: Option<Outcome>) -> (&'static str, &'static str) {
    match outcome {
        Some(Outcome::Done) => (DISC, ""),
        Some(Outcome::Changed) => (DISC, DOT),
        Some(Outcome::Accepted) => (ACCEPTED, ""),
        Some(Outcome::Waiting) => (CLOCK, ""),
        Some(Outcome::NeedsPerson) => (PERSON, ""),
        Some(Outcome::NeedsDecision) => (DIAMOND, ""),
        Some(Outcome::Finding) => (FLAG, ""),
        Some(Outcome::Failed) => (OCTAGON, ""),
        Some(Outcome::Unknown) => (DASHED, ""),
        Some(Outcome::NotApplicable) => (DASH, ""),
        Some(Outcome::Skipped) => (ARROW, ""),
        None => (EMPTY, ""),
    }
}

/// The mark alone; its word must stand beside it.
pub fn mark(pen: &mut Pen<'_>, outcome: Option<Outcome>, size: Size) {
    pen.raw(match size {
        Size::Small => "<svg width=\"16\" height=\"16\" viewBox=\"0 0 20 20\" aria-hidden=\"true\" class=\"o-",
        Size::Large => "<svg width=\"32\" height=\"32\" viewBox=\"0 0 20 20\" aria-hidden=\"true\" class=\"o-",
    });
    let (below, above) = shapes(outcome);
    pen.raw(verdict::name(outcome)).raw("\">").raw(below).raw(above).raw("</svg>");
}

/// Mark and word.
pub fn state(pen: &mut Pen<'_>, outcome: Option<Outcome>) {
    pen.raw("<span class=\"state o-").raw(verdict::name(outcome)).raw("\">");
    mark(pen, outcome, Size::Small);
    pen.say(&verdict::word(outcome)).raw("</span>");
}
