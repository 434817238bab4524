//! The readable page beside a hand-over file: what is inside, for whom, from which tenant, how it is opened. No value.

use domain::{CoverPage, msg};

use super::pen::Pen;
use crate::Catalogue;

/// The cover as one HTML page.
#[must_use]
pub fn cover(page: &CoverPage, words: &Catalogue) -> String {
    let mut pen = Pen::new(words);
    super::page_head(&mut pen, &msg("cover-title").text("vendor", &page.vendor));
    pen.raw("<body><main>\n<h1>").say(&msg("cover-title").text("vendor", &page.vendor)).raw("</h1>\n<p>");
    pen.say(&msg("cover-lead").message("title", page.title.clone())).raw("</p>\n<dl class=\"pairs\">");
    let tenant = page.tenant.name.as_deref().unwrap_or(&page.tenant.domain);
    pen.pair("cover-file", |pen| {
        pen.raw("<span class=\"mono\">").data(&page.file).raw("</span>");
    });
    pen.pair("cover-tenant", |pen| {
        pen.data(tenant).raw(" (").data(&page.tenant.domain).raw(")");
    });
    pen.pair("cover-made", |pen| {
        pen.time(page.made_at).raw(" ").text(&words.zone());
    });
    pen.pair("cover-by", |pen| {
        pen.data(&page.by);
    });
    pen.pair("cover-digest", |pen| {
        pen.raw("<span class=\"mono\">").data(page.digest.as_str()).raw("</span>");
    });
    pen.raw("</dl>\n<h2>").word("cover-inside").raw("</h2><ul>");
    for value in &page.values {
        let name = value.name();
        pen.raw("<li>").say(&msg(&format!("vendor-value-{}", name.replace('_', "-")))).raw(" <span class=\"mono\">");
        pen.data(name).raw("</span></li>");
    }
    pen.raw("</ul>\n<h2>").word("cover-open").raw("</h2><p>");
    match &page.key {
        None => {
            pen.word("cover-open-pass-phrase").raw("</p><p class=\"mono\">age -d ").data(&page.file).raw("</p>\n<p>");
            pen.word("cover-open-pass-phrase-way");
        }
        Some(fingerprint) => {
            pen.say(&msg("cover-open-key").text("fingerprint", fingerprint.as_str()));
            pen.raw("</p><p class=\"mono\">age -d -i key.txt ").data(&page.file).raw("</p>\n<p>");
            pen.word("cover-open-key-way");
        }
    }
    pen.raw("</p>\n");
    if let Some(note) = &page.note {
        pen.raw("<h2>").word("cover-note").raw("</h2><p>").say(note).raw("</p>\n");
    }
    pen.raw("<p class=\"quiet\">").word("cover-no-values").raw("</p></main></body></html>\n");
    pen.finish()
}
