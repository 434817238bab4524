//! What is imitated and what is not, as a page: written by `cargo xtask bindings` to `docs/practice-tenant.md` from the
//! contract and `data/imitation.toml`.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::Scenario;
use crate::contract::{Operation, Permissions, contract};
use crate::graph;

const NOTES: &str = include_str!("../data/imitation.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    /// Markdown above the tables.
    introduction: String,
    /// Sign-in, Azure, Teams: no contract lists their calls.
    service: Vec<Service>,
    /// Graph, by where a path begins.
    family: Vec<Family>,
    /// Graph, where a single operation differs from its family.
    #[serde(default)]
    operation: Vec<Single>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    title: String,
    call: Vec<Call>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    name: String,
    imitated: String,
    #[serde(default)]
    not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    /// The path's beginning; the longest one that fits counts.
    path: String,
    title: String,
    imitated: String,
    #[serde(default)]
    not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Single {
    /// Microsoft's operation id.
    id: String,
    #[serde(default)]
    imitated: String,
    #[serde(default)]
    not: String,
}

/// The page, in Markdown.
///
/// # Errors
/// When the notes cannot be read, name an operation that does not exist, or leave one out.
pub fn page() -> Result<String, String> {
    let notes: Notes = toml::from_str(NOTES).map_err(|error| error.to_string())?;
    let known = |id: &str| contract().operations().iter().any(|operation| operation.id == id);
    if let Some(stray) = notes.operation.iter().find(|single| !known(&single.id)) {
        return Err(format!("data/imitation.toml: there is no operation `{}`", stray.id));
    }
    let mut out = String::from("<!-- Written by `cargo xtask bindings` from crates/emulator. Do not edit. -->\n\n");
    out.push_str(notes.introduction.trim());
    out.push_str("\n\n## Scenarios\n\n| name | what is special |\n|---|---|\n");
    for scenario in Scenario::list().filter_map(|name| Scenario::load(name).ok()) {
        let _ = writeln!(out, "| `{}` | {} |", scenario.name(), cell(scenario.about()));
    }
    for service in &notes.service {
        let _ = write!(out, "\n## {}\n\n| call | imitated | not imitated |\n|---|---|---|\n", service.title);
        for call in &service.call {
            let _ = writeln!(out, "| {} | {} | {} |", call.name, cell(&call.imitated), cell(&call.not));
        }
    }
    out.push_str("\n## Microsoft Graph\n\n");
    let _ = writeln!(
        out,
        "{} operations. Permissions are the least that suffice: delegated, then application.",
        contract().operations().len()
    );
    for family in &notes.family {
        out.push_str(&family_table(&notes, family));
    }
    let unlisted = contract().operations().iter().find(|operation| family_of(&notes, operation).is_none());
    match unlisted {
        Some(operation) => Err(format!("data/imitation.toml: nothing is said about `{}`", operation.name())),
        None => Ok(out),
    }
}

fn family_of<'a>(notes: &'a Notes, operation: &Operation) -> Option<&'a Family> {
    let fits = |family: &&Family| operation.path.starts_with(&family.path);
    notes.family.iter().filter(fits).max_by_key(|family| family.path.len())
}

fn family_table(notes: &Notes, family: &Family) -> String {
    let own = |operation: &&Operation| family_of(notes, operation).is_some_and(|found| found.path == family.path);
    let operations: Vec<&Operation> = contract().operations().iter().filter(own).collect();
    let mut out = format!("\n### {}\n\nImitated: {}\n", family.title, family.imitated.trim());
    if !family.not.is_empty() {
        let _ = write!(out, "\nNot imitated: {}\n", family.not.trim());
    }
    out.push_str("\n| operation | permissions | of its own |\n|---|---|---|\n");
    for operation in operations {
        let single = notes.operation.iter().find(|single| single.id == operation.id);
        let says = match (graph::imitates(&operation.id), single) {
            (false, _) => "answers 501".to_owned(),
            (true, None) => String::new(),
            (true, Some(single)) if single.not.is_empty() => cell(&single.imitated),
            (true, Some(single)) => format!("{} Not: {}", cell(&single.imitated), cell(&single.not)).trim().to_owned(),
        };
        let permissions = operation.permissions.as_ref().map_or_else(|| "none".to_owned(), least);
        let _ = writeln!(out, "| `{}` | {permissions} | {says} |", operation.name());
    }
    out
}

fn least(permissions: &Permissions) -> String {
    let names = |all: &[String]| match all {
        [] => "-".to_owned(),
        all => all.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" "),
    };
    format!("{}; {}", names(&permissions.delegated_least), names(&permissions.application_least))
}

/// One line, without what ends a cell.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
