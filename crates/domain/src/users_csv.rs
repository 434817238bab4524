//! Reads lists of users that people paste or export: one per line, separated by `,` or `;`, or a CSV file with a header.

use std::collections::HashMap;

use crate::profile_file::{forbidden, is_address};
use crate::{Message, PastedError, PastedUsers, UserId, msg};

/// Most lines that are read, a header not counted.
const MOST_LINES: usize = 10_000;

/// Headers of the column that names the user, without blanks, `-` and `_`, in lower case. Of several the first that is
/// here: a mail address may be another one than the name of the same user.
const HEADERS: [&str; 8] =
    ["userprincipalname", "upn", "email", "emailaddress", "mail", "username", "signinname", "user"];

/// Reads user principal names (or object ids) out of a text. Takes CSV with `,`, `;` or tabs, quotes, a byte order mark
/// and any line ends; a header names the column, else every entry must be a user. Each line that cannot be read is told.
#[must_use]
pub fn parse(text: &str) -> PastedUsers {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut list = List::default();
    let (records, unclosed) = records(text, delimiter(text));
    let header = records.first().and_then(|first| header(&first.cells));
    let body = records.get(usize::from(header.is_some())..).unwrap_or_default();
    let column = header.or_else(|| same_column(body));
    if let Some(beyond) = body.get(MOST_LINES) {
        list.error(beyond.line, msg("users-too-many").count("limit", MOST_LINES));
    }
    for record in body.iter().take(MOST_LINES) {
        match column {
            Some(column) => list.column(record, column),
            None => record.cells.iter().filter(|cell| !cell.is_empty()).for_each(|cell| list.cell(record.line, cell)),
        }
    }
    if let Some(line) = unclosed {
        list.error(line, msg("users-open-quote"));
    }
    list.errors.sort_by_key(|error| error.line);
    PastedUsers { users: list.users, errors: list.errors }
}

/// A line that is not blank.
struct Record {
    line: u32,
    cells: Vec<String>,
}

#[derive(Default)]
struct List {
    users: Vec<String>,
    /// Lines by user, in lower case.
    lines: HashMap<String, u32>,
    errors: Vec<PastedError>,
}

impl List {
    fn error(&mut self, line: u32, text: Message) {
        self.errors.push(PastedError { line, text });
    }

    /// One entry of a file with a header.
    fn column(&mut self, record: &Record, column: usize) {
        match record.cells.get(column).map(String::as_str) {
            None => self.error(record.line, msg("users-short-line").count("column", column + 1)),
            Some("") => self.error(record.line, msg("users-empty")),
            Some(cell) => self.cell(record.line, cell),
        }
    }

    fn cell(&mut self, line: u32, cell: &str) {
        // As mail programs write it: `Mia Schulz <mia@contoso.com>`.
        let name = match cell.rsplit_once('<') {
            Some((_, address)) => address.trim_end().strip_suffix('>').unwrap_or(address).trim(),
            None => cell,
        };
        if name.contains(char::REPLACEMENT_CHARACTER) {
            self.error(line, msg("users-encoding"));
        } else if let Some(bad) = name.chars().find(|c| forbidden(*c)) {
            self.error(line, msg("users-character").text("code", format!("U+{:04X}", u32::from(bad))));
        } else if !is_address(name) && UserId::parse(name).is_err() {
            self.error(line, msg("users-not-a-user").text("given", shortened(name)));
        } else if let Some(first) = self.lines.get(&name.to_lowercase()).copied() {
            self.error(line, msg("users-twice").text("given", name).count("first", first as usize));
        } else {
            self.lines.insert(name.to_lowercase(), line);
            self.users.push(name.to_owned());
        }
    }
}

/// Without a header: the one column that holds users in every line of a table of two lines or more. A name in another
/// column is then no mistake. In a single line every entry counts, so that a misspelt one is not passed over.
fn same_column(records: &[Record]) -> Option<usize> {
    let width = records.first()?.cells.len();
    if records.len() < 2 || width < 2 || records.iter().any(|record| record.cells.len() != width) {
        return None;
    }
    let mut with_users = (0..width).filter(|column| records.iter().any(|record| record.cells[*column].contains('@')));
    let only = with_users.next()?;
    with_users.next().is_none().then_some(only)
}

/// The column that the header names.
fn header(cells: &[String]) -> Option<usize> {
    let plain = |cell: &String| -> String {
        cell.to_lowercase().chars().filter(|c| !c.is_whitespace() && !"-_".contains(*c)).collect()
    };
    let cells: Vec<String> = cells.iter().map(plain).collect();
    HEADERS.iter().find_map(|known| cells.iter().position(|cell| cell == known))
}

/// The separator of the first line that is not blank: `;`, tab or `,`, whichever is there most.
fn delimiter(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |wanted: char| {
        let mut quoted = false;
        first
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    [';', '\t', ','].into_iter().max_by_key(|c| count(*c)).filter(|c| count(*c) > 0).unwrap_or(',')
}

/// Splits into lines and cells. Quotes may hold separators, line ends and doubled quotes. Also the line of a quote that
/// never closes.
fn records(text: &str, delimiter: char) -> (Vec<Record>, Option<u32>) {
    let mut records = Vec::new();
    let (mut cells, mut cell, mut line, mut begun) = (Vec::new(), String::new(), 1_u32, 1_u32);
    let mut quote: Option<u32> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let line_end = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        match (c, quote) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => cell.extend(chars.next()),
            ('"', Some(_)) => quote = None,
            ('"', None) if cell.trim().is_empty() => quote = Some(line),
            _ if line_end && quote.is_none() => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                keep(&mut records, begun, std::mem::take(&mut cells));
                begun = line + 1;
            }
            ('\r', _) if !line_end => {}
            _ if c == delimiter && quote.is_none() => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(c),
        }
        line += u32::from(line_end);
    }
    if let Some(opened) = quote {
        return (records, Some(opened));
    }
    cells.push(cell.trim().to_owned());
    keep(&mut records, begun, cells);
    (records, None)
}

fn keep(records: &mut Vec<Record>, line: u32, cells: Vec<String>) {
    if cells.iter().any(|cell| !cell.is_empty()) {
        records.push(Record { line, cells });
    }
}

fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(60).collect();
    if text.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}
