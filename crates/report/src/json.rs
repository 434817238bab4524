//! The JSON form, by the schema that `domain` publishes.

use domain::RunRecord;

use crate::{Masking, ReportError, copy_of};

/// The record as JSON, indented, with a line end at the end.
///
/// # Errors
/// When the record has no JSON form.
pub fn json(record: &RunRecord, masking: Masking) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(&copy_of(record, masking)?)?;
    text.push('\n');
    Ok(text)
}
