//! A Teams app package, looked at on this computer before anybody is sent it: the zip, its manifest, its icons.
//!
//! Rules: the schemas in `crates/engine/data/teams-manifest`, and
//! <https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package>. The file comes from
//! elsewhere and is taken to be hostile: nothing is unpacked to disk, and every size has a limit.

mod archive;
mod domains;
mod icons;
mod manifest;
mod schema;
mod version;

use domain::{AppId, Message, msg};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use version::Version;

/// Faults beyond this number are not told: the first ones explain the rest.
const MOST_TOLD: usize = 20;

/// What a package says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// `id`: a GUID, lower case.
    pub id: String,
    /// `version`.
    pub version: String,
    /// `name.short`.
    pub name: String,
    /// `developer.name`.
    pub developer: String,
    /// `manifestVersion`.
    pub manifest_version: String,
    /// `webApplicationInfo.id`: the app registration that it signs people in with.
    pub client_id: Option<AppId>,
    /// `webApplicationInfo.resource`: the Application ID URI of that registration.
    pub resource: Option<String>,
    /// Has a tab or a bot in the personal scope: only then can it be pinned.
    pub personal: bool,
}

/// What a look at a package found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What it says about itself, as far as that can be read.
    pub about: Option<About>,
    /// What is wrong: it cannot be published like this.
    pub wrong: Vec<Message>,
    /// What could not be checked, and what someone should look at.
    pub doubts: Vec<Message>,
}

impl Checked {
    fn wrong(wrong: Message) -> Self {
        Self { wrong: vec![wrong], ..Self::default() }
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> Option<Message> {
        let about = self.about.as_ref()?;
        let text = msg("teams-package-about").text("name", about.name.clone()).text("version", about.version.clone());
        Some(text.text("developer", about.developer.clone()))
    }
}

/// Looks at a package. Every fault that is found is told, at most 20.
#[must_use]
pub fn check(content: &[u8]) -> Checked {
    let files = match archive::open(content) {
        Ok(files) => files,
        Err(wrong) => return Checked::wrong(wrong),
    };
    let manifest = match manifest::read(&files) {
        Ok(manifest) => manifest,
        Err(wrong) => return Checked::wrong(wrong),
    };
    let (mut wrong, mut doubts) = schema::check(&manifest);
    let by_rule = manifest::check(&manifest);
    // What the schema has told at a place is not told again in other words.
    wrong.extend(
        by_rule.into_iter().filter(|(at, _)| !schema::told(&wrong, at)).map(|(_, fault)| fault).collect::<Vec<_>>(),
    );
    wrong.extend(domains::check(&manifest));
    let (bad, odd) = icons::check(&manifest, &files);
    wrong.extend(bad);
    doubts.extend(odd);
    wrong.truncate(MOST_TOLD);
    Checked { about: manifest::about(&manifest), wrong, doubts }
}

/// What keeps this package from working with that app registration: `webApplicationInfo` must name its client id, and its
/// Application ID URI where that is known.
#[must_use]
pub fn fits(about: &About, client: AppId, uri: Option<&str>) -> Vec<Message> {
    let mut wrong = Vec::new();
    match about.client_id {
        Some(id) if id == client => {}
        Some(id) => {
            let text = msg("teams-package-other-client").text("given", id.to_string());
            wrong.push(text.text("wanted", client.to_string()));
        }
        None => wrong.push(msg("teams-package-no-client").text("wanted", client.to_string())),
    }
    if let Some(uri) = uri
        && about.client_id.is_some()
    {
        match &about.resource {
            // Microsoft compares the scheme and the host without case; the rest of ours is lower case anyway.
            Some(resource) if resource.eq_ignore_ascii_case(uri) => {}
            Some(resource) => {
                let text = msg("teams-package-other-resource").text("given", short(resource));
                wrong.push(text.text("wanted", uri));
            }
            None => wrong.push(msg("teams-package-no-resource").text("wanted", uri)),
        }
    }
    wrong
}

/// A text at a place of the manifest.
fn text<'m>(manifest: &'m Value, pointer: &str) -> Option<&'m str> {
    manifest.pointer(pointer).and_then(Value::as_str)
}

/// A text out of the file, fit to be shown in a sentence.
fn short(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut out: String = text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c }).take(80).collect();
    if text.chars().nth(80).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests;
