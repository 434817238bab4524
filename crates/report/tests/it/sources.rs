//! The sources and the catalogue name the same texts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use report::texts::ids;

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a source says about texts.
#[derive(Default)]
struct Mentions {
    /// String literals, whatever they are for.
    literals: BTreeSet<String>,
    /// Literals with a gap (`item-{name}-title`, `ui-${page}`), the gap as `*`.
    patterns: BTreeSet<String>,
    /// Ids and patterns that are certainly looked up, with the file that does it.
    looked_up: BTreeSet<(String, String)>,
}

/// A literal right behind one of these is an id. `msg(&format!("..."))` counts too.
const CALLS: [&str; 7] = ["msg(", ".word(", ".pair(", "fact(", "fact_text(", " t(", "{t("];

fn mentions() -> Mentions {
    let mut found = Mentions::default();
    for folder in ["crates", "src-tauri/src", "ui/src"] {
        walk(&root().join(folder), &mut found);
    }
    for path in files(&root().join("diagnoses"), &["toml"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        for row in text.split("[[diagnosis]]").skip(1) {
            let id = row.lines().find_map(|line| line.strip_prefix("id = \"")).unwrap().trim_end_matches('"');
            let has_cause = !row.lines().any(|line| line == "cause = false");
            for part in ["what", "cause", "remedy"].into_iter().filter(|part| has_cause || *part != "cause") {
                found.looked_up.insert((format!("diag-{id}-{part}"), name(&path)));
            }
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Mentions) {
    for path in files(folder, &["rs", "ts", "tsx"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        read(product, path.extension().is_some_and(|end| end == "rs"), &name(&path), found);
    }
}

fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let file = name(&path);
        let is_test =
            ["tests", "node_modules", "target", "gen", "gallery", "examples"].iter().any(|part| file == *part)
                || file.contains(".test.");
        if is_test {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ends));
        } else if path.extension().is_some_and(|end| ends.iter().any(|wanted| end == *wanted)) {
            found.push(path);
        }
    }
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn read(text: &str, is_rust: bool, file: &str, found: &mut Mentions) {
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
    let mut rest = code.as_str();
    let mut before = String::new();
    while let Some(start) = rest.find(if is_rust { &['"'][..] } else { &['"', '`'][..] }) {
        let quote = rest[start..].chars().next().unwrap();
        before.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let raw = before.ends_with("r#");
        // A quote as a character is not the beginning of a text.
        if before.ends_with('\'') && rest.starts_with('\'') {
            continue;
        }
        let end = if raw { rest.find("\"#") } else { closing(rest, quote) };
        let Some(end) = end else { return };
        note(&rest[..end], &before, is_rust, quote, file, found);
        before.clear();
        rest = &rest[end + 1..];
    }
}

fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let ends = !escaped && character == quote;
        escaped = !escaped && character == '\\';
        ends.then_some(at)
    })
}

fn note(literal: &str, before: &str, is_rust: bool, quote: char, file: &str, found: &mut Mentions) {
    let pattern = gaps(literal, is_rust, quote);
    let id = pattern.replace('*', "");
    let is_id = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && id.contains(|c: char| c.is_ascii_lowercase());
    if !is_id {
        return;
    }
    let before = before.trim_end().trim_end_matches("&format!(").trim_end();
    if CALLS.iter().any(|call| format!(" {before}").ends_with(call)) && id.contains('-') {
        found.looked_up.insert((pattern.clone(), file.to_owned()));
    }
    if pattern.contains('*') && id.contains('-') {
        found.patterns.insert(pattern);
    } else {
        found.literals.insert(pattern);
    }
}

/// `{name}`, `{}` and `${name}` as `*`.
fn gaps(literal: &str, is_rust: bool, quote: char) -> String {
    if !is_rust && quote == '"' {
        return literal.to_owned();
    }
    let (mut pattern, mut depth) = (String::new(), 0);
    for character in literal.replace("${", "{").chars() {
        match character {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                pattern.push('*');
            }
            other if depth == 0 => pattern.push(other),
            _ => {}
        }
    }
    pattern
}

fn fits(pattern: &str, id: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return pattern == id;
    };
    let Some(mut rest) = id.strip_prefix(first) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.len() > last.len() && rest.ends_with(last) || (last.is_empty() && !rest.is_empty())
}

fn lines<T: std::fmt::Display>(found: &[(String, T)]) -> String {
    found.iter().map(|(id, file)| format!("{id} ({file})\n")).collect()
}

#[test]
fn every_text_that_is_looked_up_is_in_the_catalogue() {
    let known: Vec<String> = ids("en").into_iter().map(|(id, _)| id).collect();
    let missing: Vec<_> = mentions()
        .looked_up
        .into_iter()
        .filter(|(wanted, _)| !known.iter().any(|id| id == wanted || (wanted.contains('*') && fits(wanted, id))))
        .collect();
    assert!(missing.is_empty(), "{} texts are missing:\n{}", missing.len(), lines(&missing));
}

#[test]
fn every_text_in_the_catalogue_is_used() {
    let found = mentions();
    let own: String = ids("en")
        .iter()
        .map(|(_, file)| *file)
        .collect::<BTreeSet<_>>()
        .iter()
        .map(|file| std::fs::read_to_string(root().join("locales/en").join(file)).unwrap())
        .collect();
    let is_used = |id: &str| {
        found.literals.contains(id)
            || found.patterns.iter().any(|pattern| fits(pattern, id))
            || found.looked_up.iter().any(|(wanted, _)| wanted == id)
            // Translations of profiles are looked up by the profile's own id.
            || id.starts_with("profile-")
            || own.contains(&format!("{{ {id} }}"))
    };
    let unused: Vec<_> = ids("en").into_iter().filter(|(id, _)| !is_used(id)).collect();
    assert!(unused.is_empty(), "{} texts are not used:\n{}", unused.len(), lines(&unused));
}

#[test]
fn the_reader_of_sources_sees_what_it_should() {
    let mut found = Mentions::default();
    let rust = "let a = msg(\"one-two\"); msg(&format!(\"item-{name}-title\")); x == '\"'; fact(\"fact-a\", 1); // msg\n\
        // msg(\"in-a-comment\")\nlet other = \"a-literal\";";
    read(rust, true, "a.rs", &mut found);
    read("<p>{t(\"ui-a\")}</p> const b = t(`ui-${kind}-b`);", false, "a.tsx", &mut found);
    let looked_up: Vec<_> = found.looked_up.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(looked_up, ["fact-a", "item-*-title", "one-two", "ui-*-b", "ui-a"], "calls, also with gaps");
    assert!(found.literals.contains("a-literal"), "other literals");
    assert!(fits("item-*-title", "item-go-live-title") && !fits("item-*-title", "item-title"), "a gap is something");
}
