//! Bodies against the component schemas: OpenAPI 3.0 turned into JSON Schema, plus a walk for properties that a type
//! does not have, which Graph refuses.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::Violation;

const PREFIX: &str = "#/components/schemas/";

pub(super) struct Schemas {
    all: Map<String, Value>,
    compiled: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").field("count", &self.all.len()).finish_non_exhaustive()
    }
}

impl Schemas {
    pub(super) fn new(mut all: Map<String, Value>) -> Self {
        all.values_mut().for_each(to_json_schema);
        Self { all, compiled: Mutex::default() }
    }

    /// Everything wrong with `value`, in no particular order.
    pub(super) fn check(&self, key: &str, schema: &Value, value: &Value) -> Vec<Violation> {
        let mut schema = schema.clone();
        to_json_schema(&mut schema);
        let mut violations = Vec::new();
        match self.validator(key, &schema) {
            Some(validator) => violations.extend(validator.iter_errors(value).map(|error| Violation::Invalid {
                at: error.instance_path().to_string(),
                // Masked: the text otherwise quotes the value, which may be a secret.
                what: error.masked().to_string(),
            })),
            None => violations.push(Violation::Invalid { at: String::new(), what: format!("no schema for {key}") }),
        }
        self.walk(&schema, value, "", &mut violations);
        violations
    }

    /// Whether a type has a property or navigation property; types that are not there have every property.
    pub(super) fn has_property(&self, type_name: &str, property: &str) -> bool {
        self.all.get(type_name).is_none_or(|schema| {
            let declared = schema.get("properties").and_then(|all| all.as_object());
            let known = declared.is_some_and(|all| all.keys().any(|name| name.eq_ignore_ascii_case(property)));
            known || is_navigation(schema, property)
        })
    }

    fn validator(&self, key: &str, schema: &Value) -> Option<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        compiled.entry(key.to_owned()).or_insert_with(|| self.compile(schema).map(Arc::new)).clone()
    }

    fn compile(&self, schema: &Value) -> Option<Validator> {
        let mut reached = BTreeSet::new();
        self.reach(schema, &mut reached);
        let needed: Map<String, Value> =
            reached.into_iter().filter_map(|name| Some((name.clone(), self.all.get(&name)?.clone()))).collect();
        let root = json!({ "allOf": [schema], "components": { "schemas": needed } });
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("base64", is_base64)
            .with_format("uri", |_| true)
            .build(&root)
            .ok()
    }

    fn reach(&self, schema: &Value, reached: &mut BTreeSet<String>) {
        match schema {
            Value::Object(members) => {
                if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix(PREFIX))
                    && reached.insert(name.to_owned())
                    && let Some(target) = self.all.get(name)
                {
                    self.reach(target, reached);
                }
                members.values().for_each(|member| self.reach(member, reached));
            }
            Value::Array(items) => items.iter().for_each(|item| self.reach(item, reached)),
            _ => {}
        }
    }

    /// Finds properties that no schema in reach declares.
    fn walk(&self, schema: &Value, value: &Value, at: &str, violations: &mut Vec<Violation>) {
        match value {
            Value::Array(items) => {
                let Some(inner) = self.resolve(schema).into_iter().find_map(|part| part.get("items")) else {
                    return;
                };
                for (index, item) in items.iter().enumerate() {
                    self.walk(inner, item, &format!("{at}/{index}"), violations);
                }
            }
            Value::Object(members) => {
                // A value may say that it is of a derived type.
                let derived =
                    members.get("@odata.type").and_then(Value::as_str).and_then(|name| name.strip_prefix('#'));
                let derived = derived.and_then(|name| self.all.get(name));
                let parts = self.resolve(derived.unwrap_or(schema));
                if parts.is_empty() || parts.iter().any(|part| is_free(part)) {
                    return;
                }
                for (name, member) in members {
                    let place = format!("{at}/{name}");
                    match parts.iter().find_map(|part| part.get("properties")?.get(name)) {
                        Some(inner) => self.walk(inner, member, &place, violations),
                        None if is_annotation(name) || parts.iter().any(|part| is_navigation(part, name)) => {}
                        None => violations.push(Violation::UnknownProperty { at: place, nested: !at.is_empty() }),
                    }
                }
            }
            _ => {}
        }
    }

    /// The object or array schemas that a schema stands for, through references and unions.
    fn resolve<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix(PREFIX)) {
            return self.all.get(name).map(|target| self.resolve(target)).unwrap_or_default();
        }
        let mut parts = Vec::new();
        for union in ["anyOf", "allOf", "oneOf"] {
            for member in schema.get(union).and_then(Value::as_array).into_iter().flatten() {
                parts.extend(self.resolve(member));
            }
        }
        if schema.get("properties").is_some() || schema.get("items").is_some() || is_free(schema) {
            parts.push(schema);
        }
        parts
    }
}

/// An object whose members nobody declared: anything goes.
fn is_free(schema: &Value) -> bool {
    let declared = schema.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    match schema.get("additionalProperties") {
        Some(Value::Bool(free)) => *free,
        Some(_) => true,
        None => {
            !declared && schema.get("type").is_some_and(|kind| kind == "object" || kind == &json!(["object", "null"]))
        }
    }
}

/// `@odata.type`, `owners@odata.bind`, and directory or schema extensions, which open types take.
fn is_annotation(name: &str) -> bool {
    name.contains("@odata.") || name.starts_with("extension_")
}

fn is_navigation(schema: &Value, name: &str) -> bool {
    let pruned = schema.get("x-pruned-navigation-properties").and_then(Value::as_array);
    pruned.into_iter().flatten().any(|known| known == name)
}

fn is_base64(text: &str) -> bool {
    base64::engine::general_purpose::STANDARD.decode(text).is_ok()
}

/// OpenAPI 3.0 writes "may be null" as `nullable`, beside a type, an `allOf` or inside an `anyOf`; JSON Schema does not
/// know the word.
fn to_json_schema(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            // Enumerations that may grow are answered with members that this edition does not list.
            let evolvable =
                |all: &Value| all.as_array().is_some_and(|all| all.iter().any(|one| one == "unknownFutureValue"));
            if members.contains_key("x-evolvable") || members.get("enum").is_some_and(evolvable) {
                members.remove("enum");
            }
            if members.get("nullable").is_some_and(Value::is_boolean) {
                let nullable = members.remove("nullable") == Some(Value::Bool(true));
                if nullable {
                    allow_null(members);
                }
            }
            members.values_mut().for_each(to_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(to_json_schema),
        _ => {}
    }
}

fn allow_null(members: &mut Map<String, Value>) {
    if let Some(union) = members.remove("allOf") {
        members.insert("anyOf".to_owned(), json!([{ "allOf": union }, { "type": "null" }]));
        return;
    }
    if let Some(Value::Array(union)) = members.get_mut("anyOf") {
        union.push(json!({ "type": "null" }));
        return;
    }
    let bare = members.len() == 1 && members.get("type").is_some_and(|kind| kind == "object");
    if bare {
        // `anyOf: [X, {type: object, nullable}]` means "X or null", not "any object".
        members.insert("type".to_owned(), json!("null"));
        return;
    }
    if let Some(Value::String(kind)) = members.get("type") {
        members.insert("type".to_owned(), json!([kind, "null"]));
    }
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        values.push(Value::Null);
    }
}
