//! The manifest against Microsoft's schema of its version. Nothing is fetched: a version whose schema is not here is said
//! to be unchecked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::{Arg, Message, msg};
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use super::{MOST_TOLD, short, text};

/// Versions with their schemas; see `PROVENANCE.md` beside the files.
const SCHEMAS: [(&str, &str); 3] = [
    ("1.16", include_str!("../../data/teams-manifest/v1.16.json")),
    ("1.22", include_str!("../../data/teams-manifest/v1.22.json")),
    ("1.30", include_str!("../../data/teams-manifest/v1.30.json")),
];

/// What is wrong, and what could not be checked.
pub(super) fn check(manifest: &Value) -> (Vec<Message>, Vec<Message>) {
    let Some(version) = text(manifest, "/manifestVersion") else {
        return (vec![msg("teams-package-missing").text("at", "/manifestVersion")], Vec::new());
    };
    let Some(validator) = validator(version) else {
        let known = SCHEMAS.iter().map(|(known, _)| (*known).to_owned());
        let text = msg("teams-package-version-unchecked").text("given", short(version)).list("known", known);
        return (Vec::new(), vec![text]);
    };
    (validator.iter_errors(manifest).take(MOST_TOLD).map(|error| words(&error)).collect(), Vec::new())
}

/// Whether something was told about that place, or about a part of it that is missing.
pub(super) fn told(faults: &[Message], at: &str) -> bool {
    faults.iter().any(|fault| fault.args.get("at") == Some(&Arg::Text(at.to_owned())))
}

fn validator(version: &str) -> Option<&'static Validator> {
    static BUILT: LazyLock<BTreeMap<&'static str, Validator>> =
        LazyLock::new(|| SCHEMAS.iter().filter_map(|(version, schema)| Some((*version, build(schema)?))).collect());
    BUILT.get(version)
}

/// Read as draft-07, since `const` and `if` are in it, whatever it calls itself.
fn build(schema: &str) -> Option<Validator> {
    let mut schema: Value = serde_json::from_str(schema).ok()?;
    schema.as_object_mut()?.remove("$schema");
    jsonschema::options().with_draft(Draft::Draft7).build(&schema).ok()
}

/// A fault in plain words, with the JSON pointer of its place.
fn words(error: &ValidationError<'_>) -> Message {
    let path = error.instance_path().to_string();
    let at = short(if path.is_empty() { "/" } else { &path });
    let told = |id: &str| msg(id).text("at", at.clone());
    match error.kind() {
        Kind::Required { property } => {
            let missing = property.as_str().unwrap_or_default();
            msg("teams-package-missing").text("at", short(&format!("{path}/{missing}")))
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            told("teams-package-unknown").list("names", unexpected.iter().take(5).map(|name| short(name)))
        }
        Kind::MaxLength { limit } => told("teams-package-too-long").text("limit", limit.to_string()),
        Kind::MinLength { limit } => told("teams-package-too-short").text("limit", limit.to_string()),
        Kind::MaxItems { limit } => told("teams-package-too-many").text("limit", limit.to_string()),
        Kind::MinItems { limit } => told("teams-package-too-few").text("limit", limit.to_string()),
        Kind::Pattern { pattern } => told("teams-package-pattern").text("pattern", short(pattern)),
        Kind::Enum { options } => {
            let options = options.as_array().into_iter().flatten().filter_map(Value::as_str);
            told("teams-package-one-of").list("options", options.take(12).map(short))
        }
        Kind::Type { .. } => told("teams-package-type"),
        Kind::Format { format } => told("teams-package-format").text("format", short(format)),
        Kind::UniqueItems => told("teams-package-repeated"),
        other => told("teams-package-schema").text("rule", short(other.keyword())),
    }
}
