//! Merges the contract's files into one list of operations.

use std::collections::BTreeMap;
use std::collections::HashMap;

use http::Method;
use serde_json::{Map, Value};

use super::path::Template;
use super::roles::{Requirement, RoleRule};
use super::schema::Schemas;
use super::{Body, Contract, Edition, Operation, Permissions};

const SLICE: &str = include_str!("../../contracts/graph-v1.0-slice.json");
const ADDITIONS: &str = include_str!("../../contracts/slice-additions.json");
const BETA_SIGN_INS: &str = include_str!("../../contracts/beta-signins.json");
const DIRECTORY_ROLES: &str = include_str!("../../contracts/directory-roles.json");
const FILTERS: &str = include_str!("../../contracts/filters.json");
const BY_HAND: &str = include_str!("../../contracts/by-hand.json");

pub(super) fn load() -> Contract {
    let [slice, additions, beta, roles, filters, by_hand] =
        [SLICE, ADDITIONS, BETA_SIGN_INS, DIRECTORY_ROLES, FILTERS, BY_HAND].map(parse);

    let mut schemas = Map::new();
    for document in [&slice, &additions] {
        merge_schemas(&mut schemas, document, Edition::V1);
    }
    merge_schemas(&mut schemas, &beta, Edition::Beta);
    name_navigation(&mut schemas, &by_hand);

    let table = Table::new(&roles, &by_hand);
    let mut operations: Vec<Operation> = Vec::new();
    for (document, edition) in
        [(&slice, Edition::V1), (&additions, Edition::V1), (&by_hand, Edition::V1), (&beta, Edition::Beta)]
    {
        for found in read_paths(document, edition, &table) {
            // The slice comes first and wins: the additions repeat what they needed for themselves.
            if !operations.iter().any(|known| known.name() == found.name()) {
                operations.push(found);
            }
        }
    }
    Contract { operations, schemas: Schemas::new(schemas), filters }
}

/// The files are part of the program. One that does not parse leaves its operations out, which a test counts.
fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Beta's schemas share names with v1.0's but not their content, so they get a name of their own.
fn merge_schemas(into: &mut Map<String, Value>, document: &Value, edition: Edition) {
    let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
        return;
    };
    for (name, schema) in schemas {
        let mut schema = schema.clone();
        let name = match edition {
            Edition::V1 => name.clone(),
            Edition::Beta => {
                rename_references(&mut schema);
                beta_name(name)
            }
        };
        into.entry(name).or_insert(schema);
    }
}

/// Navigation properties that the slice's generator did not name.
fn name_navigation(schemas: &mut Map<String, Value>, by_hand: &Value) {
    for entry in by_hand.get("navigation").and_then(Value::as_array).into_iter().flatten() {
        let schema = entry.get("type").and_then(Value::as_str).and_then(|name| schemas.get_mut(name));
        if let (Some(Value::Object(schema)), Some(properties)) = (schema, entry.get("properties")) {
            schema.insert("x-pruned-navigation-properties".to_owned(), properties.clone());
        }
    }
}

fn beta_name(name: &str) -> String {
    format!("beta:{name}")
}

fn rename_references(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match value {
                    Value::String(target) if key == "$ref" => {
                        *target = target.replace("/schemas/", "/schemas/beta:");
                    }
                    other => rename_references(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rename_references),
        _ => {}
    }
}

fn read_paths(document: &Value, edition: Edition, table: &Table) -> Vec<Operation> {
    let mut all = Vec::new();
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return all;
    };
    for (path, item) in paths {
        let beta = edition == Edition::Beta || item.to_string().contains("graph.microsoft.com/beta");
        let edition = if beta { Edition::Beta } else { Edition::V1 };
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Ok(method) = Method::from_bytes(method.to_ascii_uppercase().as_bytes()) else {
                continue;
            };
            if !["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&method.as_str()) {
                continue;
            }
            all.push(read_operation(document, edition, path, method, operation, table));
        }
    }
    all
}

fn read_operation(
    document: &Value,
    edition: Edition,
    path: &str,
    method: Method,
    operation: &Value,
    table: &Table,
) -> Operation {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = format!("{method} {}{path}", if edition == Edition::Beta { "/beta" } else { "" });
    let only_beta_file = document.pointer("/info/version").and_then(Value::as_str) == Some("beta");
    let body = |content: &Value, key: String, required: bool| read_body(content, key, required, only_beta_file);
    let request = operation.get("requestBody").and_then(|request| {
        let required = request.get("required").and_then(Value::as_bool).unwrap_or(false);
        body(request.get("content")?, format!("{id}:request"), required)
    });
    let responses = operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(status, response)| {
            let status: u16 = status.parse().ok().filter(|status| *status < 400)?;
            let content = response.get("content");
            Some((status, content.and_then(|content| body(content, format!("{id}:{status}"), true))))
        })
        .collect::<BTreeMap<_, _>>();
    Operation {
        query: read_query(document, operation),
        permissions: table.permissions(&name, operation.get("x-ms-graph-permissions")),
        roles: table.roles(&name),
        template: Template::parse(path),
        path: path.to_owned(),
        request,
        responses,
        id,
        method,
        edition,
    }
}

fn read_body(content: &Value, key: String, required: bool, beta: bool) -> Option<Body> {
    let (kind, media) = content.as_object()?.iter().next()?;
    let mut schema = media.get("schema").cloned().unwrap_or(Value::Bool(true));
    if beta {
        rename_references(&mut schema);
    }
    Some(Body { json: kind.contains("json"), required, schema, key })
}

fn read_query(document: &Value, operation: &Value) -> Vec<String> {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters
        .filter_map(|parameter| match parameter.get("$ref").and_then(Value::as_str) {
            Some(reference) => document.pointer(reference.strip_prefix('#')?),
            None => Some(parameter),
        })
        .chain([])
        .filter_map(|parameter| parameter.get("name")?.as_str())
        .filter(|name| name.starts_with('$'))
        .map(str::to_owned)
        .chain(named_parameters(operation))
        .collect()
}

/// `by-hand.json` and the additions refer to the slice's parameters, which are named after their option.
fn named_parameters(operation: &Value) -> Vec<String> {
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    parameters
        .filter_map(|parameter| parameter.get("$ref")?.as_str()?.strip_prefix("#/components/parameters/"))
        .map(|name| format!("${name}"))
        .collect()
}

/// Roles and permissions per operation, beside what the operation itself says.
struct Table {
    roles: HashMap<String, RoleRule>,
    permissions: HashMap<String, Option<Permissions>>,
    also: HashMap<String, Vec<String>>,
}

impl Table {
    fn new(roles: &Value, by_hand: &Value) -> Self {
        let names = roles.get("roles").cloned().unwrap_or_default();
        let list =
            |document: &Value, key: &str| document.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let operations_of = |entry: &Value| {
            let all = entry.get("operations").and_then(Value::as_array).cloned().unwrap_or_default();
            all.into_iter().filter_map(|name| name.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut rules = HashMap::new();
        for entry in list(roles, "operations") {
            let method = entry.get("method").and_then(Value::as_str).unwrap_or_default();
            let path = entry.get("path").and_then(Value::as_str).unwrap_or_default();
            rules.insert(format!("{method} {path}"), RoleRule::read(&names, &entry));
        }
        for entry in list(by_hand, "roles") {
            for name in operations_of(&entry) {
                rules.entry(name).or_insert_with(|| RoleRule::read(&names, &entry));
            }
        }
        let mut permissions = HashMap::new();
        for entry in list(by_hand, "permissions") {
            for name in operations_of(&entry) {
                permissions.insert(name, read_permissions(entry.get("x-ms-graph-permissions")));
            }
        }
        let mut also = HashMap::new();
        for entry in list(by_hand, "alsoAllowed") {
            let name = entry.get("operation").and_then(Value::as_str).unwrap_or_default().to_owned();
            also.insert(name, names_in(entry.get("delegated")));
        }
        Self { roles: rules, permissions, also }
    }

    fn roles(&self, name: &str) -> RoleRule {
        let open = || {
            let batch = name.ends_with("/$batch");
            let requirement = if batch { Requirement::Parts } else { Requirement::AnyMember };
            RoleRule { requirement, ..RoleRule::open() }
        };
        self.roles.get(name).cloned().unwrap_or_else(open)
    }

    fn permissions(&self, name: &str, listed: Option<&Value>) -> Option<Permissions> {
        if let Some(by_hand) = self.permissions.get(name) {
            return by_hand.clone();
        }
        let mut permissions = read_permissions(listed)?;
        permissions.delegated.extend(self.also.get(name).into_iter().flatten().cloned());
        Some(permissions)
    }
}

fn read_permissions(listed: Option<&Value>) -> Option<Permissions> {
    let listed = listed?;
    if listed.is_null() {
        return None;
    }
    let names = |kind: &str, which: &str| names_in(listed.get(kind).and_then(|kind| kind.get(which)));
    Some(Permissions {
        delegated: names("DelegatedWork", "all"),
        delegated_least: names("DelegatedWork", "least"),
        application: names("Application", "all"),
        application_least: names("Application", "least"),
    })
}

fn names_in(list: Option<&Value>) -> Vec<String> {
    let all = list.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}
