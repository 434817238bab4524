//! An allow-list for whoever runs a firewall: as CSV for a spreadsheet, and as lines of text. RFC 4180.

use domain::{AllowEntry, Direction, Vantage};

use crate::Catalogue;
use crate::texts::clean;

/// What a spreadsheet would take for a formula when a field begins with it.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A `.csv` file with a line for each host, in the language of the words.
#[must_use]
pub fn csv(entries: &[AllowEntry], words: &Catalogue) -> String {
    let head = ["host", "port", "protocol", "direction", "from", "why"];
    let head: Vec<String> = head.iter().map(|name| words.word(&format!("allow-list-{name}"))).collect();
    let rows = entries.iter().map(|entry| fields(entry, words).to_vec());
    std::iter::once(head).chain(rows).map(|row| line(&row)).collect()
}

/// A line for each host, its fields in columns.
#[must_use]
pub fn text(entries: &[AllowEntry], words: &Catalogue) -> String {
    let rows: Vec<[String; 6]> = entries.iter().map(|entry| fields(entry, words)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..5).map(width).collect();
    let row = |row: &[String; 6]| {
        let columns: Vec<String> =
            row.iter().zip(&widths).map(|(field, width)| format!("{field:<width$}", width = *width)).collect();
        format!("{}  {}\n", columns.join("  "), row[5])
    };
    rows.iter().map(row).collect()
}

fn fields(entry: &AllowEntry, words: &Catalogue) -> [String; 6] {
    let direction = match entry.direction {
        Direction::Outbound => "outbound",
        Direction::Inbound => "inbound",
    };
    let from = match (entry.direction, entry.from) {
        (Direction::Inbound, _) => "microsoft",
        (Direction::Outbound, Vantage::ThisComputer) => "this-computer",
        (Direction::Outbound, Vantage::Vendor) => "vendor",
    };
    [
        clean(&entry.host),
        entry.port.to_string(),
        "TCP".to_owned(),
        words.word(&format!("allow-list-{direction}")),
        words.word(&format!("allow-list-{from}")),
        clean(&entry.why),
    ]
}

fn line(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text)).collect();
    format!("{}\r\n", fields.join(","))
}

/// Always in quotes; what could be a formula is made a text.
fn field(text: &str) -> String {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(host: &str, why: &str) -> AllowEntry {
        let (host, why) = (host.to_owned(), why.to_owned());
        AllowEntry { host, port: 443, direction: Direction::Outbound, from: Vantage::Vendor, why }
    }

    #[test]
    fn what_could_be_a_formula_is_a_text_and_quotes_are_doubled() {
        let words = Catalogue::load("en");
        let csv = csv(&[entry("graph.microsoft.com", "=HYPERLINK(\"x\")"), entry("b.example", "a,\nb")], &words);
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert_eq!(lines.len(), 4, "a head, two hosts, and the end of the last line");
        assert!(lines[1].ends_with(r#""'=HYPERLINK(""x"")""#), "{}", lines[1]);
        assert!(lines[1].starts_with(r#""graph.microsoft.com","443","TCP","#), "{}", lines[1]);
        for start in FORMULA {
            assert!(field(&format!("{start}1")).starts_with("\"'"), "{start:?} begins a formula");
        }
    }

    #[test]
    fn as_text_the_columns_stand_below_one_another() {
        let words = Catalogue::load("en");
        let text = text(&[entry("a.example", "one"), entry("longer.example", "two")], &words);
        let at = |line: &str| line.find("443");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(at(lines[0]), at(lines[1]), "{text}");
        assert!(lines[1].ends_with("two"), "the reason last");
    }
}
