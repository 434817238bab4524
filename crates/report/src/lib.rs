//! A run's record in the forms that people and programs read, and the catalogue of texts that they are written with.
//!
//! Pure: no network, no clock, no randomness, no file. The same record and language give the same bytes.

pub mod allow_list;
pub mod calendar;
pub mod html;
mod json;
mod mask;
pub mod terminal;
pub mod texts;
mod verdict;

pub use html::{cover, html};
pub use json::json;
pub use mask::{mask, short};
pub use texts::Catalogue;

/// Whether a copy of the record names ids and addresses in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Masking {
    /// Ids keep their first and last four characters, addresses their domain. What leaves the house unless asked for.
    #[default]
    Masked,
    /// As they are.
    Whole,
}

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The record has no JSON form, or a shortened one is no record any more. Nothing unmasked is given out instead.
    #[error("the record cannot be written: {0}")]
    Record(#[from] serde_json::Error),
}

/// The record as this copy shows it.
fn copy_of(record: &domain::RunRecord, masking: Masking) -> Result<domain::RunRecord, ReportError> {
    match masking {
        Masking::Masked => mask(record),
        Masking::Whole => Ok(record.clone()),
    }
}
