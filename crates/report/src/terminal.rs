//! Plain text for the command line. Data cannot bring escape sequences in: control characters never get this far.

use domain::{ChangeView, Diagnostic, ItemView, Message, Purpose, RunRecord, Surroundings, Verb, msg};

use crate::texts::{isolate, visible};
use crate::{Catalogue, Masking, ReportError, copy_of, verdict};

/// Columns of a line.
const WIDTH: usize = 80;

/// The record as text, at most 80 columns wide where words allow it.
///
/// # Errors
/// When a masked copy of the record cannot be made.
pub fn record(record: &RunRecord, words: &Catalogue, masking: Masking) -> Result<String, ReportError> {
    let record = &copy_of(record, masking)?;
    let mut page = Page::default();
    let name = match record.purpose {
        Purpose::Setup => "report-name-setup",
        Purpose::Verify => "report-name-verify",
    };
    let tenant = record.tenant.name.as_deref().unwrap_or(&record.tenant.domain);
    let title =
        msg("report-title").message("name", msg(name)).message("title", record.title.clone()).text("tenant", tenant);
    page.paragraph(0, &words.text(&title));
    let by = record.session.as_ref().map_or_else(
        || words.word("report-nobody"),
        |session| words.text(&msg("report-by").text("account", &session.account.upn)),
    );
    page.paragraph(
        0,
        &format!("{}, {} {}, {by}", isolate(&record.tenant.domain), words.time(record.made_at), words.zone()),
    );
    match record.surroundings {
        Surroundings::Practice => page.paragraph(0, &words.word("report-surroundings-practice")),
        Surroundings::Test => page.paragraph(0, &words.word("report-surroundings-test")),
        Surroundings::Real => {}
    }
    page.blank();
    page.paragraph(0, &words.text(&verdict::title(record)));
    page.paragraph(0, &words.text(&verdict::detail(record, words)));
    page.paragraph(0, &counts(record, words));
    page.section(&words.word("report-checks"));
    let states = record.items.iter().map(|item| words.text(&verdict::word(item.head.outcome)).chars().count()).max();
    for item in &record.items {
        item_lines(&mut page, item, states.unwrap_or_default(), words);
    }
    closing(&mut page, record, words);
    Ok(page.text)
}

fn counts(record: &RunRecord, words: &Catalogue) -> String {
    let counted = verdict::counts(record).into_iter().filter(|(_, count)| *count > 0);
    let one = |(outcome, count): (_, usize)| {
        let word = words.text(&msg(&format!("outcome-count-{}", verdict::name(outcome))).count("count", count));
        format!("{count} {word}")
    };
    counted.map(one).collect::<Vec<_>>().join(", ")
}

fn item_lines(page: &mut Page, item: &ItemView, width: usize, words: &Catalogue) {
    let state = words.text(&verdict::word(item.head.outcome));
    let indent = width + 7;
    let numeral = item.head.numeral.as_deref().unwrap_or_default();
    let first = format!("  {state:width$}  {:>2}  {}", numeral, words.text(&item.head.title));
    page.hanging(indent, &first);
    let line = |id: &str, what: Message| words.text(&msg(id).message("what", what));
    if let Some(expected) = item.expected.clone() {
        page.paragraph(indent + 1, &line("report-plain-expected", expected));
    }
    // What could not be read is told by the diagnostic.
    let told = item.diagnostic.is_some() && item.seen.as_ref().is_none_or(|seen| seen.id == "seen-not-read");
    if let Some(seen) = verdict::seen(item).filter(|_| !told) {
        page.paragraph(indent + 1, &line("report-plain-seen", seen));
    }
    if let Some(decided) = verdict::decided(item) {
        page.paragraph(indent + 1, &words.text(decided));
    }
    // Rows of a checklist say theirs below.
    let decide = verdict::remedy(item).filter(|remedy| remedy.id == "report-remedy-decide");
    if let Some(remedy) = decide.filter(|_| item.diagnostic.is_none()) {
        page.paragraph(indent + 1, &words.text(&msg("report-plain-remedy").message("remedy", remedy)));
    }
    if let Some(found) = &item.diagnostic {
        diagnostic_lines(page, indent + 1, found, words);
    }
    if let Some(wait) = &item.wait {
        if item.seen.is_some() || item.diagnostic.is_some() {
            page.paragraph(indent + 1, &words.text(&wait.text));
        }
        page.paragraph(indent + 1, &words.text(&msg("report-plain-next").time("next", wait.next)));
    }
    for block in &item.blocks {
        if let domain::Block::Checklist { rows, .. } = block {
            for row in rows.iter().filter(|row| !row.outcome.is_finished() || row.outcome == domain::Outcome::Finding) {
                let state = words.text(&verdict::word(Some(row.outcome)));
                page.paragraph(indent + 1, &format!("{state}: {}", words.text(&row.title)));
                let lines = [
                    row.detail.clone(),
                    (!row.blocks.is_empty())
                        .then(|| msg("report-plain-blocks").text("items", words.list_of(&row.blocks))),
                    row.remedy.clone().map(|remedy| msg("report-plain-remedy").message("remedy", remedy)),
                    row.who.clone().map(|who| msg("report-plain-who").message("who", who)),
                ];
                lines.iter().flatten().for_each(|line| page.paragraph(indent + 3, &words.text(line)));
            }
        }
    }
}

fn diagnostic_lines(page: &mut Page, indent: usize, found: &Diagnostic, words: &Catalogue) {
    page.paragraph(indent, &words.text(&found.what));
    if let Some(cause) = &found.cause {
        page.paragraph(indent, &words.text(&msg("report-plain-cause").message("cause", cause.clone())));
    }
    page.paragraph(indent, &words.text(&msg("report-plain-remedy").message("remedy", found.remedy.clone())));
    if !found.who.is_empty() {
        page.paragraph(indent, &words.text(&msg("report-plain-who").text("who", words.list_of(&found.who))));
    }
    if let Some(id) = found.technical.as_ref().and_then(|technical| technical.request_id.as_ref()) {
        page.paragraph(indent, &words.text(&msg("report-plain-request").text("id", id)));
    }
}

fn closing(page: &mut Page, record: &RunRecord, words: &Catalogue) {
    let made: Vec<_> = record.items.iter().flat_map(|item| &item.made).collect();
    if !made.is_empty() {
        page.section(&words.word("report-plain-made"));
        for made in made {
            let undone = if made.undone { format!(" ({})", words.word("report-made-undone")) } else { String::new() };
            page.hanging(4, &format!("  {} {}{undone}", sign(made.view.verb), words.text(&made.view.text)));
        }
    }
    if !record.values.is_empty() {
        page.section(&words.word(record.values_heading()));
        for value in &record.values {
            page.hanging(4, &format!("  {}: {}", words.text(&value.label), isolate(&value.value)));
        }
    }
    if !record.expiries.is_empty() {
        page.section(&words.word("report-expiries"));
        for expiry in &record.expiries {
            page.hanging(4, &format!("  {}  {}", words.date(expiry.at), words.text(&expiry.label)));
        }
    }
    for (title, sentences) in [("report-revoke", &record.revoke), ("report-notes", &record.notes)] {
        if !sentences.is_empty() {
            page.section(&words.word(title));
            sentences.iter().for_each(|sentence| page.paragraph(2, &words.text(sentence)));
        }
    }
}

/// A list of changes, one line each, with the sign of what it does.
#[must_use]
pub fn changes(changes: &[ChangeView], words: &Catalogue) -> String {
    let mut page = Page::default();
    if changes.is_empty() {
        page.paragraph(2, &words.word("report-plain-nothing"));
    }
    for view in changes {
        let careful = if view.careful { format!(" {}", words.word("report-plain-careful")) } else { String::new() };
        page.hanging(4, &format!("  {} {}{careful}", sign(view.verb), words.text(&view.text)));
        if let Some(note) = &view.note {
            page.paragraph(4, &words.text(note));
        }
    }
    page.text
}

/// What happened, why, and what to do.
#[must_use]
pub fn diagnostic(found: &Diagnostic, words: &Catalogue) -> String {
    let mut page = Page::default();
    diagnostic_lines(&mut page, 0, found, words);
    page.text
}

const fn sign(verb: Verb) -> char {
    match verb {
        Verb::Add => '+',
        Verb::Change => '~',
        Verb::Remove => '-',
        Verb::Try => '?',
    }
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn section(&mut self, title: &str) {
        self.blank();
        self.paragraph(0, title);
    }

    fn paragraph(&mut self, indent: usize, text: &str) {
        self.wrapped(&" ".repeat(indent), indent, text);
    }

    /// The first line brings its own indent.
    fn hanging(&mut self, indent: usize, text: &str) {
        let own = text.len() - text.trim_start().len();
        self.wrapped(&" ".repeat(own), indent, text.trim_start());
    }

    /// The last line of defence: whatever came this way, no control character reaches a terminal.
    fn wrapped(&mut self, first: &str, indent: usize, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in visible(text).split(' ') {
            let width = line.chars().count() + usize::from(!empty) + word.chars().count();
            if !empty && width > WIDTH {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(indent);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}
