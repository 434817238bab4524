//! `--report FILE`.

use std::path::Path;

use desk::Desk;
use domain::{ReportForm, RunRecord, msg};

use crate::arguments::Common;
use crate::output::{Output, Stop};

/// The form that the file's ending asks for.
pub fn form(path: &Path) -> Result<ReportForm, Stop> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html" | "htm") => Ok(ReportForm::Html),
        Some("json") => Ok(ReportForm::Json),
        _ => Err(Stop::Usage(vec![msg("cli-report-ending").text("file", path.display().to_string())])),
    }
}

/// Tells before anything is done that a report could not be written.
pub fn check(common: &Common) -> Result<(), Stop> {
    common.report.as_deref().map(form).transpose().map(drop)
}

/// Writes it, if one was asked for.
pub async fn write(desk: &Desk, record: &RunRecord, common: &Common, output: &Output) -> Result<(), Stop> {
    let Some(path) = &common.report else { return Ok(()) };
    let file = desk.report_of(record, form(path)?, !common.unmasked)?;
    desk.save(file, Some(path.clone())).await?;
    output.note(&msg("cli-report-written").text("file", path.display().to_string()));
    Ok(())
}
