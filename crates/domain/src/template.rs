//! Texts of a profile with places for values that the admin gives, and rules about when something is wanted at all.

use serde::{Deserialize, Serialize};

use crate::QuestionId;

/// A text with places for values: `https://{host}/api/org/{org_id}/callback`.
///
/// A name in braces is the id of a question, or one of [`Template::KNOWN`]. Braces have no other meaning: redirect URIs,
/// hosts and names hold none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Template(String);

/// Why a text is no template: a brace without its partner, or nothing between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a brace without its partner, or with nothing in it")]
pub struct BadTemplate;

impl Template {
    /// Values that are known without a question: the app's client id and the tenant's id.
    pub const KNOWN: [&'static str; 2] = ["app_id", "tenant_id"];

    /// Checks the braces.
    ///
    /// # Errors
    /// When one has no partner or nothing in it.
    pub fn parse(text: &str) -> Result<Self, BadTemplate> {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (_, from) = rest.split_at(at);
            let inside = from.strip_prefix('{').ok_or(BadTemplate)?;
            let end = inside.find(['{', '}']).ok_or(BadTemplate)?;
            if end == 0 || !inside[end..].starts_with('}') {
                return Err(BadTemplate);
            }
            rest = &inside[end + 1..];
        }
        Ok(Self(text.to_owned()))
    }

    /// As it stands in the profile.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names in it, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }

    /// The text with its values.
    ///
    /// # Errors
    /// The first name that has no value yet.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
        let mut parts = self.0.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
            filled.push_str(rest);
        }
        Ok(filled)
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// When an item or a permission is wanted, or a question asked: only with one of these answers to that question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// A question with options.
    pub question: QuestionId,
    /// Values of its options.
    pub is: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_where_their_names_stand() {
        let uri = Template::parse("https://{host}/api/org/{org_id}/callback").expect("a template");
        assert_eq!(uri.names().collect::<Vec<_>>(), ["host", "org_id"], "in their order");
        let given = |name: &str| (name == "host").then(|| "calls.contoso.com".to_owned());
        assert_eq!(uri.fill(given), Err("org_id".to_owned()), "the first one without a value");
        let all = |name: &str| Some(if name == "host" { "calls.contoso.com" } else { "7" }.to_owned());
        assert_eq!(uri.fill(all).as_deref(), Ok("https://calls.contoso.com/api/org/7/callback"), "filled");
        assert_eq!(
            Template::parse("no places").expect("one too").fill(|_| None).as_deref(),
            Ok("no places"),
            "as it is"
        );
    }

    #[test]
    fn a_brace_has_a_partner() {
        for bad in ["{", "}", "a{b", "a}b", "{}", "{a{b}}", "{a}}"] {
            assert_eq!(Template::parse(bad), Err(BadTemplate), "{bad}");
        }
    }
}
