//! Microsoft's published contract of Graph, as data: which operations there are, what their bodies look like, which
//! permissions and directory roles they want. The emulator answers by it, and tests hold both sides of every exchange
//! against it. Sources: `contracts/PROVENANCE.md`.

mod load;
mod path;
mod roles;
mod schema;
mod watch;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use http::Method;
use serde_json::Value;

pub use path::Parameters;
pub use roles::{Requirement, RoleRule};
pub use watch::{Exchange, Watched, Watching, watch};

use path::Template;
use schema::Schemas;

/// Which edition of Graph a path belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// `/v1.0`.
    V1,
    /// `/beta`.
    Beta,
}

/// Names of permissions that an operation accepts, from Microsoft's permissions data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Delegated scopes; empty when no delegated scope opens the operation.
    pub delegated: Vec<String>,
    /// The least privileged of them.
    pub delegated_least: Vec<String>,
    /// Application permissions; empty when app-only access is not possible.
    pub application: Vec<String>,
    /// The least privileged of them.
    pub application_least: Vec<String>,
}

/// One operation of the contract.
#[derive(Debug)]
pub struct Operation {
    /// Microsoft's operation id.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// v1.0 or beta.
    pub edition: Edition,
    /// The path with names in braces, without the version.
    pub path: String,
    /// Permissions; `None` where none is wanted (`$batch`).
    pub permissions: Option<Permissions>,
    /// Directory roles of a signed-in user.
    pub roles: RoleRule,
    /// System query options (`$filter`, ...) that the operation documents.
    pub query: Vec<String>,
    template: Template,
    request: Option<Body>,
    responses: BTreeMap<u16, Option<Body>>,
}

#[derive(Debug, Clone)]
struct Body {
    json: bool,
    required: bool,
    schema: Value,
    key: String,
}

/// An operation found for a request, with what stood in the path's holes.
#[derive(Debug, Clone)]
pub struct Found {
    /// The operation.
    pub operation: &'static Operation,
    /// Decoded path parameters by name.
    pub parameters: Parameters,
}

/// A way in which a request or a response departs from the contract. Never holds a value of the body, only places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// No operation of the contract has this method and path.
    UnknownOperation,
    /// A body is required and there is none, or it is no JSON.
    NoBody,
    /// A body where none belongs.
    UnexpectedBody,
    /// A property that the type does not have. `nested` tells whether it stands below the top level.
    UnknownProperty {
        /// JSON pointer of the property.
        at: String,
        /// Whether it stands inside another object.
        nested: bool,
    },
    /// A value of the wrong type or form.
    Invalid {
        /// JSON pointer of the value.
        at: String,
        /// What is wrong, without the value.
        what: String,
    },
    /// A query option that the operation does not document.
    UnknownQuery(String),
    /// A status that the operation does not document.
    UnknownStatus(u16),
    /// A header that every Graph answer has is missing.
    MissingHeader(&'static str),
}

/// The contract.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    schemas: Schemas,
    filters: Value,
}

/// The contract, read once. The data is compiled in; a defect of it shows as missing operations, and a test counts them.
pub fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(load::load)
}

impl Contract {
    /// Every operation.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation for a method and a path without version (`/users/x`, percent-encoded). Literal segments win over
    /// holes; `/users('x')` is read as `/users/x`.
    #[must_use]
    pub fn find(&'static self, edition: Edition, method: &Method, path: &str) -> Option<Found> {
        let asked = path::split(path);
        self.operations
            .iter()
            .filter(|operation| operation.edition == edition && operation.method == *method)
            .filter_map(|operation| Some((operation, operation.template.fit(&asked)?)))
            .max_by_key(|(operation, _)| operation.template.literals())
            .map(|(operation, parameters)| Found { operation, parameters })
    }

    /// Whether any method is known for that path: 405 differs from 501.
    #[must_use]
    pub fn knows_path(&self, edition: Edition, path: &str) -> bool {
        let asked = path::split(path);
        self.operations.iter().any(|operation| operation.edition == edition && operation.template.fit(&asked).is_some())
    }

    /// Whether a type of v1.0 has a property, navigation properties included. Unknown types have every property.
    #[must_use]
    pub fn has_property(&self, type_name: &str, property: &str) -> bool {
        self.schemas.has_property(type_name, property)
    }

    /// What `filters.json` says about a property of a collection (`/users`, `displayName`): the operators that work,
    /// and those of them that are advanced queries. `None` when the property cannot be filtered.
    #[must_use]
    pub fn filter_rule(&self, collection: &str, property: &str) -> Option<FilterRule> {
        let properties = self.filters.get("collections")?.get(collection)?.get("properties")?.as_object()?;
        let (_, rule) = properties.iter().find(|(name, _)| name.eq_ignore_ascii_case(property))?;
        let list = |key: &str| {
            rule.get(key)
                .and_then(Value::as_array)
                .map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default()
        };
        let operators: Vec<String> = list("filter");
        (!operators.is_empty()).then(|| FilterRule { operators, advanced: list("advancedOps") })
    }
}

/// What `$filter` may do with a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterRule {
    /// Operators as Microsoft's pages spell them (`eq`, `startsWith`, `not`).
    pub operators: Vec<String>,
    /// Those that need `ConsistencyLevel: eventual` and `$count=true`.
    pub advanced: Vec<String>,
}

impl Operation {
    /// `GET /users/{user-id}`, with `/beta` in front where it is one.
    #[must_use]
    pub fn name(&self) -> String {
        let edition = if self.edition == Edition::Beta { "/beta" } else { "" };
        format!("{} {edition}{}", self.method, self.path)
    }

    /// Whether a system query option may stand there. `$select` shapes any read, though few pages of single objects say so.
    #[must_use]
    pub fn takes_query(&self, name: &str) -> bool {
        let always = name == "$skiptoken" || (name == "$select" && self.method == Method::GET);
        always || self.query.iter().any(|known| known == name)
    }

    /// Whether a request body belongs to it, and it is JSON.
    #[must_use]
    pub fn takes_json(&self) -> bool {
        self.request.as_ref().is_some_and(|body| body.json)
    }
}

/// Holds a request against the contract: body and query options.
#[must_use]
pub fn check_request(operation: &Operation, query: &[(String, String)], body: Option<&Value>) -> Vec<Violation> {
    let mut violations: Vec<Violation> = query
        .iter()
        .filter(|(name, _)| name.starts_with('$') && !operation.takes_query(name))
        .map(|(name, _)| Violation::UnknownQuery(name.clone()))
        .collect();
    violations.extend(check_body(operation, body));
    violations
}

/// Holds only the body of a request against the contract.
#[must_use]
pub fn check_body(operation: &Operation, body: Option<&Value>) -> Vec<Violation> {
    match (&operation.request, body) {
        (None, None) => Vec::new(),
        // Graph ignores an empty object on an action without parameters (`restore`).
        (None, Some(Value::Object(empty))) if empty.is_empty() => Vec::new(),
        (None, Some(_)) => vec![Violation::UnexpectedBody],
        (Some(expected), None) if expected.required => vec![Violation::NoBody],
        (Some(_), None) => Vec::new(),
        (Some(expected), Some(_)) if !expected.json => Vec::new(),
        (Some(expected), Some(value)) => contract().schemas.check(&expected.key, &expected.schema, value),
    }
}

/// Holds a response against the contract. Every property is optional there, since `$select` shapes bodies.
#[must_use]
pub fn check_response(operation: &Operation, status: u16, body: Option<&Value>) -> Vec<Violation> {
    // Microsoft's page on publishing a Teams app shows an error body under 200.
    let disguised = operation.path.starts_with("/appCatalogs/") && body.is_some_and(|body| body.get("error").is_some());
    if status >= 400 || disguised {
        return check_error(body);
    }
    let Some(expected) = operation.responses.get(&status) else {
        return vec![Violation::UnknownStatus(status)];
    };
    match (expected, body) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![Violation::UnexpectedBody],
        (Some(_), None) => vec![Violation::NoBody],
        (Some(expected), Some(_)) if !expected.json => Vec::new(),
        (Some(expected), Some(value)) => contract().schemas.check(&expected.key, &expected.schema, value),
    }
}

/// Holds an error body against `ODataError`.
#[must_use]
pub fn check_error(body: Option<&Value>) -> Vec<Violation> {
    let Some(body) = body else {
        return vec![Violation::NoBody];
    };
    let reference = serde_json::json!({ "$ref": "#/components/schemas/microsoft.graph.ODataErrors.ODataError" });
    contract().schemas.check("error", &reference, body)
}
