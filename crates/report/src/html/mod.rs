//! The report as one HTML file: no request to anywhere, no script, light and dark, and as good on paper.

mod blocks;
mod cover;
mod items;
mod marks;
mod pen;
mod pictures;
mod rest;
mod top;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::{Message, RunRecord, msg};
use sha2::{Digest as _, Sha256};

pub use self::cover::cover;
use self::pen::Pen;
use crate::{Catalogue, Masking, ReportError, copy_of};

const STYLE: &str = include_str!("style.css");

/// The record as one HTML page.
///
/// # Errors
/// When a masked copy of the record cannot be made.
pub fn html(record: &RunRecord, words: &Catalogue, masking: Masking) -> Result<String, ReportError> {
    let record = &copy_of(record, masking)?;
    let mut pen = Pen::new(words);
    document_head(&mut pen, record);
    pen.raw("<body><main>\n");
    top::head(&mut pen, record);
    top::verdict(&mut pen, record);
    top::counts(&mut pen, record);
    top::run(&mut pen, record);
    top::checks(&mut pen, record);
    rest::values(&mut pen, record);
    rest::expiries(&mut pen, record);
    rest::exports(&mut pen, record);
    rest::handed(&mut pen, record);
    rest::made(&mut pen, record);
    rest::approvals(&mut pen, record);
    rest::sentences(&mut pen, "report-revoke", &record.revoke);
    rest::sentences(&mut pen, "report-notes", &record.notes);
    pen.raw("<section><h2>").word("report-details").raw("</h2>\n");
    for item in &record.items {
        items::item(&mut pen, item, record);
        pen.raw("\n");
    }
    pen.raw("</section>");
    rest::about(&mut pen, record);
    pen.raw("</main></body></html>\n");
    Ok(pen.finish())
}

/// Nothing is loaded, nothing runs, and the one style is named by its digest: a file that somebody put a script into
/// stays as dead as it was.
fn document_head(pen: &mut Pen<'_>, record: &RunRecord) {
    let title = msg("report-title")
        .message("name", msg(top::name(record)))
        .message("title", record.title.clone())
        .text("tenant", record.tenant.name.as_deref().unwrap_or(&record.tenant.domain));
    page_head(pen, &title);
}

fn page_head(pen: &mut Pen<'_>, title: &Message) {
    let digest = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let language = pen.words.language();
    pen.raw("<!doctype html>\n<html lang=\"").text(language).raw("\"><head><meta charset=\"utf-8\">\n");
    pen.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .text(&digest);
    pen.raw("'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    pen.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    pen.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    pen.say(title).raw("</title>\n<style>").raw(STYLE).raw("</style></head>\n");
}
