//! The manifest: found at the root, read, and held against what no schema says.

use domain::{AppId, Message, msg};
use serde_json::Value;

use super::archive::Files;
use super::{About, Version, short, text};

/// Its name.
const MANIFEST: &str = "manifest.json";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn read(files: &Files) -> Result<Value, Message> {
    let Some(content) = files.contents.get(MANIFEST) else {
        let deeper = files.names.iter().find(|name| name.to_lowercase().ends_with("manifest.json"));
        return Err(match deeper {
            Some(name) => msg("teams-package-not-at-root").text("name", short(name)),
            None => msg("teams-package-no-manifest"),
        });
    };
    if content.starts_with(BYTE_ORDER_MARK) {
        return Err(msg("teams-package-bom"));
    }
    let manifest: Result<Value, _> = serde_json::from_slice(content);
    match manifest {
        Ok(manifest) if manifest.is_object() => Ok(manifest),
        Ok(_) => Err(msg("teams-package-not-an-object")),
        Err(error) => {
            let text = msg("teams-package-not-json").count("line", error.line());
            Err(text.count("column", error.column()))
        }
    }
}

/// What is wrong, with the place of each.
pub(super) fn check(manifest: &Value) -> Vec<(&'static str, Message)> {
    let mut wrong = Vec::new();
    for at in ["/id", "/webApplicationInfo/id"] {
        let needed = at == "/id";
        match text(manifest, at) {
            Some(id) if AppId::parse(id).is_ok() && id.len() == 36 => {}
            Some(id) => wrong.push((at, msg("teams-package-not-a-guid").text("at", at).text("given", short(id)))),
            None if needed || manifest.pointer(at).is_some() => {
                wrong.push((at, msg("teams-package-missing").text("at", at)));
            }
            None => {}
        }
    }
    match text(manifest, "/version") {
        Some(version) if Version::parse(version).is_some() => {}
        Some(version) => {
            wrong.push(("/version", msg("teams-package-version").text("at", "/version").text("given", short(version))))
        }
        None => wrong.push(("/version", msg("teams-package-missing").text("at", "/version"))),
    }
    if text(manifest, "/name/short").is_none_or(|name| name.trim().is_empty()) {
        wrong.push(("/name/short", msg("teams-package-missing").text("at", "/name/short")));
    }
    wrong
}

/// What it says about itself; `None` when too little of it can be read.
pub(super) fn about(manifest: &Value) -> Option<About> {
    let id = AppId::parse(text(manifest, "/id")?).ok()?;
    let version = text(manifest, "/version").filter(|version| Version::parse(version).is_some())?;
    Some(About {
        id: id.to_string(),
        version: version.to_owned(),
        name: short(text(manifest, "/name/short")?),
        developer: short(text(manifest, "/developer/name").unwrap_or_default()),
        manifest_version: short(text(manifest, "/manifestVersion").unwrap_or_default()),
        client_id: text(manifest, "/webApplicationInfo/id").and_then(|id| AppId::parse(id).ok()),
        resource: text(manifest, "/webApplicationInfo/resource").map(str::to_owned),
        personal: is_personal(manifest),
    })
}

fn is_personal(manifest: &Value) -> bool {
    let each = |at: &str| manifest.pointer(at).and_then(Value::as_array).into_iter().flatten();
    let in_scope = |entry: &Value| {
        let scopes = entry.get("scopes").and_then(Value::as_array);
        scopes.is_some_and(|scopes| scopes.iter().any(|scope| scope == "personal"))
    };
    each("/staticTabs").chain(each("/bots")).any(in_scope)
}
