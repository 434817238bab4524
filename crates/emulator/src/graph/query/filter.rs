//! `$filter` and `$search`, evaluated on JSON.

use std::cmp::Ordering;

use domain::Timestamp;
use serde_json::Value;

/// A parsed `$filter`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::graph) enum Filter {
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Compare {
        /// Path with slashes; empty inside a lambda over plain values.
        property: String,
        operator: Operator,
        value: Value,
    },
    In {
        property: String,
        values: Vec<Value>,
    },
    /// `collection/any(x: …)`.
    Any {
        collection: String,
        inner: Box<Self>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    StartsWith,
    EndsWith,
    Contains,
}

impl Operator {
    const fn name(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::Contains => "contains",
        }
    }
}

impl Filter {
    pub(in crate::graph) fn matches(&self, item: &Value) -> bool {
        match self {
            Self::And(left, right) => left.matches(item) && right.matches(item),
            Self::Or(left, right) => left.matches(item) || right.matches(item),
            Self::Not(inner) => !inner.matches(item),
            Self::Compare { property, operator, value } => match property.strip_suffix("/$count") {
                Some(collection) => {
                    let count = member(item, collection).as_array().map_or(0, Vec::len);
                    compare(&Value::from(count), *operator, value)
                }
                None => compare(member(item, property), *operator, value),
            },
            Self::In { property, values } => {
                values.iter().any(|value| compare(member(item, property), Operator::Equal, value))
            }
            Self::Any { collection, inner } => {
                member(item, collection).as_array().into_iter().flatten().any(|one| inner.matches(one))
            }
        }
    }

    /// Which property is used with which operator, for the rules of what may be filtered.
    pub(in crate::graph) fn uses(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        self.collect("", false, &mut all);
        all
    }

    fn collect(&self, collection: &str, negated: bool, all: &mut Vec<(String, String)>) {
        let mut add = |property: &str, operator: &str| {
            let path = if collection.is_empty() { property } else { collection };
            let (path, operator) = match path.strip_suffix("/$count") {
                Some(path) => (path, format!("/$count {operator}")),
                None => (path, operator.to_owned()),
            };
            // Rules are kept for top-level properties; what is inside goes with them.
            let top = path.split('/').next().unwrap_or_default().to_owned();
            all.push((top.clone(), operator));
            if negated {
                all.push((top, "not".to_owned()));
            }
        };
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.collect(collection, negated, all);
                right.collect(collection, negated, all);
            }
            Self::Not(inner) => inner.collect(collection, true, all),
            Self::Compare { property, operator, .. } => add(property, operator.name()),
            Self::In { property, .. } => add(property, "in"),
            Self::Any { collection, inner } => inner.collect(collection, negated, all),
        }
    }

    /// The value that a property is compared with by `eq`, if that is all the filter says about it.
    pub(in crate::graph) fn equal_to(&self, name: &str) -> Option<&str> {
        match self {
            Self::Compare { property, operator: Operator::Equal, value } if property.eq_ignore_ascii_case(name) => {
                value.as_str()
            }
            _ => None,
        }
    }

    /// Whether the property is named anywhere.
    pub(in crate::graph) fn names(&self, name: &str) -> bool {
        self.uses().iter().any(|(property, _)| property.eq_ignore_ascii_case(name))
    }
}

/// A member by path with slashes; names as OData takes them, ignoring case. Null when it is not there.
pub(in crate::graph) fn member<'a>(item: &'a Value, path: &str) -> &'a Value {
    const NOTHING: &Value = &Value::Null;
    let mut value = item;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let found = value.as_object().and_then(|all| {
            all.get(name).or_else(|| all.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, one)| one))
        });
        match found {
            Some(inner) => value = inner,
            None => return NOTHING,
        }
    }
    value
}

fn compare(found: &Value, operator: Operator, wanted: &Value) -> bool {
    match operator {
        Operator::Equal => equal(found, wanted),
        Operator::NotEqual => !equal(found, wanted),
        Operator::StartsWith => texts(found, wanted).is_some_and(|(a, b)| a.starts_with(&b)),
        Operator::EndsWith => texts(found, wanted).is_some_and(|(a, b)| a.ends_with(&b)),
        Operator::Contains => texts(found, wanted).is_some_and(|(a, b)| a.contains(&b)),
        _ if found.is_null() || wanted.is_null() => false,
        Operator::Greater => order(found, wanted) == Ordering::Greater,
        Operator::GreaterOrEqual => order(found, wanted) != Ordering::Less,
        Operator::Less => order(found, wanted) == Ordering::Less,
        Operator::LessOrEqual => order(found, wanted) != Ordering::Greater,
    }
}

fn equal(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::String(_), Value::String(_)) => order(found, wanted) == Ordering::Equal,
        _ => found == wanted,
    }
}

/// Both in lower case: the directory compares without case.
fn texts(found: &Value, wanted: &Value) -> Option<(String, String)> {
    Some((found.as_str()?.to_lowercase(), wanted.as_str()?.to_lowercase()))
}

/// Times by moment, numbers by size, texts without case; nothing before something.
pub(super) fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(left), Value::String(right)) => match (Timestamp::parse(left), Timestamp::parse(right)) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            _ => left.to_lowercase().cmp(&right.to_lowercase()),
        },
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        _ => a.to_string().cmp(&b.to_string()),
    }
}

/// Names of the properties that a search looks into.
pub(super) fn searched(search: &str) -> Vec<String> {
    let clauses = search.split(" OR ").flat_map(|all| all.split(" AND "));
    clauses.map(|clause| clause_of(clause).0.to_owned()).collect()
}

/// Property and text of one clause.
fn clause_of(clause: &str) -> (&str, &str) {
    let clause = clause.trim().trim_matches(['(', ')']).trim_matches('"');
    clause.split_once(':').unwrap_or(("displayName", clause))
}

/// `"displayName:ann" OR "mail:ann"`: some word of the property begins with it; other properties begin with it whole.
pub(super) fn searches(search: &str, item: &Value) -> bool {
    search.split(" OR ").any(|all| all.split(" AND ").all(|clause| clause_matches(clause, item)))
}

fn clause_matches(clause: &str, item: &Value) -> bool {
    let (property, text) = clause_of(clause);
    let Some(value) = member(item, property).as_str().map(str::to_lowercase) else {
        return false;
    };
    let text = text.to_lowercase();
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    if !property.eq_ignore_ascii_case("displayName") && !property.eq_ignore_ascii_case("description") {
        return value.starts_with(&text);
    }
    let found = words(&value);
    words(&text).iter().all(|wanted| found.iter().any(|word| word.starts_with(wanted.as_str())))
}
