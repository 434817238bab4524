//! Lists, page by page.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};

/// One page of a list, with the link to the next one. `$top` is honoured where the operation has it.
pub(super) fn answer(call: &Call<'_>, items: Vec<Value>, takes_top: bool) -> Outcome {
    let start = match call.option("$skiptoken") {
        None => 0,
        Some(token) => token
            .parse::<usize>()
            .map_err(|_| Refusal::bad("InvalidSkipToken", format!("The skip token '{token}' is invalid.")))?,
    };
    let top = match call.option("$top").filter(|_| takes_top) {
        None => usize::MAX,
        Some(text) => text.parse::<usize>().ok().filter(|top| *top > 0).ok_or_else(|| {
            Refusal::bad("InvalidTopInQueryString", format!("Invalid $top '{text}' specified in the query string."))
        })?,
    };
    let size = call.read(|tenant| tenant.oddities.azure.page_size);
    let size = if size == 0 { top } else { size.min(top) };
    let more = items.len().saturating_sub(start) > size;
    let page: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let mut body = json!({ "value": page });
    if more {
        body["nextLink"] = json!(next_link(call, start.saturating_add(size)));
    }
    Ok(Answer::ok(body))
}

fn next_link(call: &Call<'_>, start: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in call.query.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("$skiptoken")) {
        query.append_pair(name, value);
    }
    query.append_pair("$skiptoken", &start.to_string());
    let mut path = call.emulator.endpoints().azure;
    for segment in &call.segments {
        path.push('/');
        path.extend(percent_encoding::utf8_percent_encode(segment, percent_encoding::NON_ALPHANUMERIC));
    }
    format!("{path}?{}", query.finish())
}
