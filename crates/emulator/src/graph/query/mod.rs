//! OData query options, as far as these services take them.

mod filter;
mod parse;

use http::HeaderMap;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::contract::{Operation, contract};

pub(super) use filter::{Filter, member};

/// Page size of the directory without `$top`, and the largest that may be asked. Source: the pages of `list users`.
const DIRECTORY_PAGE: usize = 100;
const DIRECTORY_LARGEST: usize = 999;

/// The query of one request.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    /// As sent, in order, for `@odata.nextLink`.
    all: Vec<(String, String)>,
    pub(super) select: Vec<String>,
    pub(super) expand: Vec<String>,
    pub(super) filter: Option<Filter>,
    /// Property and whether descending.
    pub(super) order: Option<(String, bool)>,
    pub(super) search: Option<String>,
    pub(super) top: Option<usize>,
    pub(super) count: bool,
    skip: usize,
    /// `ConsistencyLevel: eventual` was sent.
    pub(super) eventual: bool,
}

impl Options {
    /// Reads the query for an operation.
    pub(super) fn read(operation: &Operation, query: &str, headers: &HeaderMap) -> Result<Self, Refusal> {
        let eventual = headers
            .get("consistencylevel")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.eq_ignore_ascii_case("eventual"));
        let mut options = Self { eventual, ..Self::default() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()).into_owned() {
            options.take(operation, &name, &value)?;
            options.all.push((name, value));
        }
        options.check_cast(operation)?;
        Ok(options)
    }

    /// Query and header of an advanced query.
    pub(super) const fn advanced(&self) -> bool {
        self.eventual && self.count
    }

    fn take(&mut self, operation: &Operation, name: &str, value: &str) -> Result<(), Refusal> {
        if !name.starts_with('$') {
            return Ok(());
        }
        if self.all.iter().any(|(known, _)| known == name) {
            let message =
                format!("Query option '{name}' was specified more than once, but it must be specified at most once.");
            return Err(Refusal::bad_request(message));
        }
        // A known defect: `/domains` ignores what it does not support.
        if operation.path == "/domains" && name != "$select" {
            return Ok(());
        }
        if !operation.takes_query(name) {
            let option = name.trim_start_matches('$');
            let message =
                format!("The query specified in the URI is not valid. Query option '{option}' is not allowed.");
            return Err(Refusal::bad("Request_UnsupportedQuery", message));
        }
        match name {
            "$select" => self.select = names(value),
            "$expand" => self.expand = names(value),
            "$filter" => self.filter = Some(parse::filter(value).map_err(|at| invalid_filter(&at))?),
            "$orderby" => self.order = Some(order(value)),
            "$search" => self.search = Some(value.to_owned()),
            "$top" => self.top = Some(top(value)?),
            "$count" => self.count = value.eq_ignore_ascii_case("true"),
            "$skiptoken" => self.skip = skip(value)?,
            _ => {}
        }
        Ok(())
    }

    /// An OData cast with another option is an advanced query, except `$select` alone.
    fn check_cast(&self, operation: &Operation) -> Result<(), Refusal> {
        let cast = operation.path.contains("/microsoft.graph.");
        let more = self.filter.is_some() || self.order.is_some() || self.search.is_some() || self.top.is_some();
        if cast && more && !self.advanced() {
            return Err(missing_header("OData cast with further query options"));
        }
        Ok(())
    }

    /// Whether the options may be used on that collection (its name in `filters.json`), and in this mode.
    pub(super) fn check(&self, collection: &str, type_name: &str) -> Result<(), Refusal> {
        if self.search.is_some() && !self.eventual {
            let message = "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
            return Err(Refusal::bad("Request_UnsupportedQuery", message));
        }
        if self.filter.is_some() && self.order.is_some() && !self.advanced() {
            return Err(missing_header("Sorting not supported for current query"));
        }
        if !self.expand.is_empty() && self.advanced() {
            return Err(Refusal::bad(
                "Request_UnsupportedQuery",
                "$expand is not supported together with advanced queries.",
            ));
        }
        let Some(filter) = &self.filter else { return Ok(()) };
        for (property, operator) in filter.uses() {
            let Some(rule) = contract().filter_rule(collection, &property) else {
                let message = format!(
                    "Unsupported or invalid query filter clause specified for property '{property}' of resource '{type_name}'."
                );
                return Err(Refusal::bad("Request_UnsupportedQuery", message));
            };
            let has = |list: &[String]| list.iter().any(|known| known.eq_ignore_ascii_case(&operator));
            // `in` works wherever `eq` does; counts are listed as `/$count eq 0`.
            let works = has(&rule.operators) || (operator == "in" && rule.operators.iter().any(|known| known == "eq"));
            if !works && !operator.starts_with("/$count") {
                let message = format!(
                    "Unsupported or invalid query filter clause specified for property '{property}' of resource '{type_name}'."
                );
                return Err(Refusal::bad("Request_UnsupportedQuery", message));
            }
            if (has(&rule.advanced) || operator.starts_with("/$count")) && !self.advanced() {
                return Err(missing_header(&format!("Operator: '{operator}' for property '{property}'")));
            }
        }
        Ok(())
    }

    /// Filters, sorts and searches.
    pub(super) fn apply(&self, items: Vec<Value>) -> Vec<Value> {
        self.choose(items.into_iter(), |item, _| item.clone())
    }

    /// The items that the query keeps, in its order. `part` shows an item's members of these names, and may show more:
    /// whole objects are only made of what is answered.
    pub(super) fn choose<T>(&self, items: impl Iterator<Item = T>, part: impl Fn(&T, &[String]) -> Value) -> Vec<T> {
        let names = self.asks_about();
        if names.is_empty() {
            return items.collect();
        }
        let keeps = |item: &Value| {
            self.filter.as_ref().is_none_or(|filter| filter.matches(item))
                && self.search.as_ref().is_none_or(|search| filter::searches(search, item))
        };
        let kept = items.map(|item| (part(&item, &names), item)).filter(|(part, _)| keeps(part));
        let Some((property, descending)) = &self.order else { return kept.map(|(_, item)| item).collect() };
        let mut kept: Vec<(Value, T)> = kept.collect();
        kept.sort_by(|(a, _), (b, _)| filter::order(member(a, property), member(b, property)));
        if *descending {
            kept.reverse();
        }
        kept.into_iter().map(|(_, item)| item).collect()
    }

    /// Names of the members that decide what is answered, and in which order.
    fn asks_about(&self) -> Vec<String> {
        let mut names: Vec<String> = self.filter.iter().flat_map(Filter::uses).map(|(name, _)| name).collect();
        names.extend(self.search.iter().flat_map(|search| filter::searched(search)));
        names.extend(self.order.iter().map(|(path, _)| path.split('/').next().unwrap_or_default().to_owned()));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// One page of a collection, with `@odata.nextLink` when there is more and `@odata.count` when it was asked for.
    pub(super) fn page(&self, address: &str, context: Value, items: Vec<Value>) -> Value {
        self.page_of(address, context, items, (DIRECTORY_PAGE, DIRECTORY_LARGEST))
    }

    /// The same with the service's own page sizes: the usual and the largest.
    pub(super) fn page_of(&self, address: &str, context: Value, items: Vec<Value>, sizes: (usize, usize)) -> Value {
        self.page_drawn(address, context, (items, |item| item), sizes)
    }

    /// The same of items that are drawn only when they are on the page.
    pub(super) fn page_by<T>(&self, address: &str, context: Value, items: Vec<T>, draw: impl Fn(T) -> Value) -> Value {
        self.page_drawn(address, context, (items, draw), (DIRECTORY_PAGE, DIRECTORY_LARGEST))
    }

    fn page_drawn<T>(
        &self,
        address: &str,
        context: Value,
        (items, draw): (Vec<T>, impl Fn(T) -> Value),
        (usual, largest): (usize, usize),
    ) -> Value {
        let total = items.len();
        let size = self.top.unwrap_or(usual).min(largest).max(1);
        let page: Vec<Value> = items.into_iter().skip(self.skip).take(size).map(draw).collect();
        let end = self.skip + page.len();
        let mut body = json!({ "@odata.context": context });
        // Without the header the option is silently ignored.
        if self.count && self.eventual {
            body["@odata.count"] = json!(total);
        }
        if end < total {
            body["@odata.nextLink"] = Value::String(self.next_link(address, end));
        }
        body["value"] = Value::Array(page);
        body
    }

    fn next_link(&self, address: &str, skip: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.all.iter().filter(|(name, _)| name != "$skiptoken") {
            query.append_pair(name, value);
        }
        query.append_pair("$skiptoken", &token(skip));
        format!("{address}?{}", query.finish())
    }

    /// Keeps the selected members. Annotations stay.
    pub(super) fn shape(&self, item: Value) -> Value {
        if self.select.is_empty() {
            return item;
        }
        match item {
            Value::Object(members) => Value::Object(
                members
                    .into_iter()
                    .filter(|(name, _)| {
                        name.starts_with('@')
                            || self.select.iter().any(|chosen| chosen.eq_ignore_ascii_case(name))
                            || self.expand.iter().any(|chosen| chosen.eq_ignore_ascii_case(name))
                    })
                    .collect(),
            ),
            other => other,
        }
    }

    pub(super) fn selects(&self, property: &str) -> bool {
        self.select.iter().any(|name| name.eq_ignore_ascii_case(property))
    }

    pub(super) fn expands(&self, property: &str) -> bool {
        self.expand.iter().any(|name| name.eq_ignore_ascii_case(property))
    }
}

fn invalid_filter(at: &str) -> Refusal {
    Refusal::bad("BadRequest", format!("Invalid filter clause: {at}"))
}

fn missing_header(what: &str) -> Refusal {
    let message = format!(
        "{what} is not supported because the 'ConsistencyLevel:eventual' header is missing or '$count=true' is not set. Refer to https://aka.ms/graph-docs/advanced-queries for more information"
    );
    Refusal::bad("Request_UnsupportedQuery", message)
}

/// `a,b($select=c)`: names before any bracket.
fn names(value: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut all = vec![String::new()];
    for letter in value.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => all.push(String::new()),
            _ if depth == 0 => all.iter_mut().last().into_iter().for_each(|name| name.push(letter)),
            _ => {}
        }
    }
    all.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn order(value: &str) -> (String, bool) {
    let first = value.split(',').next().unwrap_or_default().trim();
    let (property, direction) = first.split_once(' ').unwrap_or((first, "asc"));
    (property.to_owned(), direction.trim().eq_ignore_ascii_case("desc"))
}

fn top(value: &str) -> Result<usize, Refusal> {
    value.parse().ok().filter(|size| (1..=DIRECTORY_LARGEST + 1).contains(size)).ok_or_else(|| {
        let message =
            format!("Invalid page size specified: '{value}'. Must be between 1 and {DIRECTORY_LARGEST} inclusive.");
        Refusal::bad("Request_UnsupportedQuery", message)
    })
}

/// Opaque to clients: they follow the link.
fn token(skip: usize) -> String {
    format!("m~{}", hex::encode(skip.to_be_bytes()))
}

fn skip(token: &str) -> Result<usize, Refusal> {
    let bytes = token.strip_prefix("m~").and_then(|text| hex::decode(text).ok());
    bytes.and_then(|bytes| bytes.try_into().ok()).map(usize::from_be_bytes).ok_or_else(|| {
        Refusal::bad(
            "Directory_ExpiredPageToken",
            "The specified page token value has expired and can no longer be included in your request.",
        )
    })
}
