//! A Teams app package: a zip with `manifest.json` and two icons at its root. Faults are told as the catalogue tells them, by
//! a list of codes and targets. Rules: developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json.

use std::io::{Cursor, Read as _};

use serde_json::{Value, json};
use zip::ZipArchive;

/// Files in a package, and bytes of its manifest, that are looked at. Microsoft names no limit; real packages have a handful of
/// files and manifests of some kilobytes.
const MOST_FILES: usize = 200;
const LARGEST_MANIFEST: u64 = 256 * 1024;
const MANIFEST: &str = "manifest.json";

/// Top-level members that every manifest has.
const REQUIRED: [&str; 8] =
    ["manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"];
/// Members inside of them.
const REQUIRED_INSIDE: [&str; 9] = [
    "/developer/name",
    "/developer/websiteUrl",
    "/developer/privacyUrl",
    "/developer/termsOfUseUrl",
    "/name/short",
    "/description/short",
    "/description/full",
    "/icons/color",
    "/icons/outline",
];
/// Texts and how many characters they may have.
const LONGEST: [(&str, usize); 6] = [
    ("/version", 256),
    ("/developer/name", 32),
    ("/name/short", 30),
    ("/name/full", 100),
    ("/description/short", 80),
    ("/description/full", 4_000),
];

/// What the catalogue wants to know of a package.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) short_description: String,
    pub(super) description: String,
    /// `teamsAppAuthorization`.
    pub(super) authorization: Value,
}

/// One fault, as it stands in `details`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) target: String,
}

fn fault(code: &'static str, target: &str, message: impl Into<String>) -> Fault {
    Fault { code, message: message.into(), target: target.to_owned() }
}

/// Reads a package, or says all that is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Package, Vec<Fault>> {
    let unreadable = |_| vec![fault("Serialization_InvalidPackage", "", "The package is not a readable zip archive.")]; // [K]
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MOST_FILES {
        return Err(vec![fault("Serialization_InvalidPackage", "", "The package has too many files.")]);
    }
    let manifest = manifest(&mut archive).map_err(|fault| vec![fault])?;
    let mut faults = faults(&manifest);
    for icon in ["/icons/color", "/icons/outline"] {
        let name = text(&manifest, icon);
        if !name.is_empty() && archive.index_for_name(name).is_none() {
            faults.push(missing_file(name));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Package {
        id: text(&manifest, "/id").to_ascii_lowercase(),
        version: text(&manifest, "/version").to_owned(),
        name: text(&manifest, "/name/short").to_owned(),
        short_description: text(&manifest, "/description/short").to_owned(),
        description: text(&manifest, "/description/full").to_owned(),
        authorization: authorization(&manifest),
    })
}

fn missing_file(name: &str) -> Fault {
    fault("Serialization_FileMissing", name, format!("The file '{name}' is missing from the package."))
}

/// Only at the root; a folder inside of the zip is the commonest mistake.
fn manifest(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Value, Fault> {
    let file = archive.by_name(MANIFEST).map_err(|_| missing_file(MANIFEST))?;
    let mut content = Vec::new();
    // The size in the directory of the archive may lie; what comes out counts.
    let read = file.take(LARGEST_MANIFEST + 1).read_to_end(&mut content);
    let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let invalid = || fault("Serialization_InvalidJson", MANIFEST, "The manifest is not valid JSON."); // [K]
    if read.is_err() || length > LARGEST_MANIFEST {
        return Err(invalid());
    }
    serde_json::from_slice(&content).ok().filter(Value::is_object).ok_or_else(invalid)
}

fn text<'m>(manifest: &'m Value, pointer: &str) -> &'m str {
    manifest.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// `developer.websiteUrl`.
fn dotted(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

fn faults(manifest: &Value) -> Vec<Fault> {
    let mut found = Vec::new();
    let required =
        |target: &str| fault("SchemaError_Required", target, "Required properties are missing from object: [].");
    found.extend(REQUIRED.iter().filter(|name| manifest.get(**name).is_none()).map(|name| required(name)));
    for pointer in REQUIRED_INSIDE {
        let outer = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
        if manifest.get(outer).is_some() && text(manifest, pointer).is_empty() {
            found.push(required(&dotted(pointer)));
        }
    }
    for pointer in ["/developer/websiteUrl", "/developer/privacyUrl", "/developer/termsOfUseUrl"] {
        let start = text(manifest, pointer).to_ascii_lowercase();
        if !start.is_empty() && !start.starts_with("http://") && !start.starts_with("https://") {
            found.push(pattern(manifest, pointer, "^[Hh][Tt][Tt][Pp][Ss]?://"));
        }
    }
    let colour = text(manifest, "/accentColor");
    let hex =
        colour.strip_prefix('#').is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|one| one.is_ascii_hexdigit()));
    if !colour.is_empty() && !hex {
        found.push(pattern(manifest, "/accentColor", "^#[0-9a-fA-F]{6}$"));
    }
    for (pointer, longest) in LONGEST {
        if text(manifest, pointer).chars().count() > longest {
            let message = format!("String exceeds maximum length of {longest}.");
            found.push(fault("SchemaError_MaximumLength", &dotted(pointer), message));
        }
    }
    if manifest.get("id").is_some() && uuid::Uuid::parse_str(text(manifest, "/id")).is_err() {
        found.push(fault("CommonAppIdIsNotGuid", "id", "The app id is not a GUID."));
    }
    if manifest.get("version").is_some() && Version::parse(text(manifest, "/version")).is_none() {
        found.push(fault("SchemaError_Pattern", "version", "The version is not of the form MAJOR.MINOR.PATCH."));
    }
    found
}

fn pattern(manifest: &Value, pointer: &str, pattern: &str) -> Fault {
    let value: String = text(manifest, pointer).chars().take(100).collect();
    let message = format!("String \"{value}\" does not match regex pattern \"{pattern}\".");
    fault("SchemaError_Pattern", &dotted(pointer), message)
}

/// What the app asks for where it is installed.
fn authorization(manifest: &Value) -> Value {
    let permissions = manifest.pointer("/authorization/permissions/resourceSpecific").and_then(Value::as_array);
    let permissions: Vec<Value> = permissions
        .into_iter()
        .flatten()
        .map(|one| {
            let kind = text(one, "/type").to_ascii_lowercase();
            let kind = matches!(kind.as_str(), "application" | "delegated").then_some(kind);
            json!({ "permissionValue": one.get("name").and_then(Value::as_str), "permissionType": kind })
        })
        .collect();
    json!({
        "clientAppId": manifest.pointer("/webApplicationInfo/id").and_then(Value::as_str),
        "requiredPermissionSet": { "resourceSpecificPermissions": permissions },
    })
}

/// A version of a manifest, in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(Vec<u64>);

impl Version {
    /// One to four numbers, as packages in the wild have them.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u64>> = text.split('.').map(|part| part.parse().ok()).collect();
        let mut numbers = numbers.filter(|numbers| (1..=4).contains(&numbers.len()))?;
        numbers.resize(4, 0);
        Some(Self(numbers))
    }
}
