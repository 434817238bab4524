//! `$filter` as these lists take it: comparisons with text, joined by `and`.

use super::call::Call;
use super::refusal::Refusal;

/// Name and text of each comparison; names lower case.
pub(super) fn read(call: &Call<'_>, known: &[&str]) -> Result<Vec<(String, String)>, Refusal> {
    let Some(text) = call.option("$filter").map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(Vec::new());
    };
    let refusal = || {
        Refusal::bad("InvalidFilterInQueryString", format!("Invalid $filter '{text}' specified in the query string."))
    };
    let mut comparisons = Vec::new();
    let mut rest = text;
    loop {
        let (comparison, tail) = comparison(rest).ok_or_else(refusal)?;
        if !known.contains(&comparison.0.as_str()) {
            return Err(refusal());
        }
        comparisons.push(comparison);
        match tail.trim_start() {
            "" => return Ok(comparisons),
            tail => rest = tail.strip_prefix("and ").ok_or_else(refusal)?.trim_start(),
        }
    }
}

/// `name eq 'text'`, a quote inside written twice; and what follows.
fn comparison(text: &str) -> Option<((String, String), &str)> {
    let (name, rest) = text.split_once(' ')?;
    let rest = rest.trim_start().strip_prefix("eq ")?.trim_start().strip_prefix('\'')?;
    let mut value = String::new();
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            value.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            value.push('\'');
        } else {
            return Some(((name.to_lowercase(), value), &rest[at + 1..]));
        }
    }
    None
}
