//! Names from a tenant, a profile or a person may hold characters that hide or reorder what stands around them.

/// Longer than any name or address at Microsoft; what is longer is cut, with a mark.
const LONGEST: usize = 2_000;

/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// [`visible`], and cut where no honest name is that long.
#[must_use]
pub fn clean(text: &str) -> String {
    if text.chars().nth(LONGEST).is_none() {
        return visible(text);
    }
    let mut cut = visible(&text.chars().take(LONGEST).collect::<String>());
    cut.push('\u{2026}');
    cut
}

/// The text without characters that one cannot see or that reorder others: line ends and tabs become spaces, the rest
/// becomes a visible U+FFFD, so that a trick is not made invisible. Isolates that are closed again stay: [`isolate`]
/// sets them, and they reach no further than themselves.
#[must_use]
pub fn visible(text: &str) -> String {
    let isolates_stay = are_closed(text);
    let shown = |character| match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        OPEN | CLOSE if isolates_stay => character,
        hidden if is_hidden(hidden) => char::REPLACEMENT_CHARACTER,
        visible => visible,
    };
    text.chars().map(shown).collect()
}

fn are_closed(text: &str) -> bool {
    let mut depth = 0i32;
    for character in text.chars() {
        match character {
            OPEN => depth += 1,
            CLOSE => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// [`clean`], and kept to itself where it is written from right to left, so that it leaves its surroundings in order.
#[must_use]
pub fn isolate(text: &str) -> String {
    let cleaned = clean(text);
    let is_isolated = cleaned.starts_with(OPEN) && cleaned.ends_with(CLOSE);
    if !is_isolated && cleaned.chars().any(is_right_to_left) { format!("{OPEN}{cleaned}{CLOSE}") } else { cleaned }
}

/// Control characters, direction marks and overrides, zero-width and invisible ones, tags. Joiners stay: Indic scripts,
/// Persian and emoji need them.
const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

const fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
