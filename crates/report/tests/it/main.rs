//! The report's forms and the catalogue, from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod calendar;
mod catalogue;
mod hostile;
mod html;
mod json;
mod masking;
mod sample;
mod sources;
mod terminal;
mod texts;
