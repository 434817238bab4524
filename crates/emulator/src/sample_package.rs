//! A Teams app package to practise with: a manifest and two icons, made the same every time.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// `id` of its manifest, so that scenarios can hold an app of the same id.
pub const SAMPLE_APP_ID: &str = "7f6c0c35-5b1c-4d43-9c35-2a1f6f0a9d11";

const COLOR: &[u8] = include_bytes!("../data/practice-app-color.png");
const OUTLINE: &[u8] = include_bytes!("../data/practice-app-outline.png");
/// Where its pages would be when nobody says where.
const HOST: &str = "app.practice.handrail.example";

/// What is in the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplePackage {
    /// `version`.
    pub version: String,
    /// `webApplicationInfo.id`, if it signs people in.
    pub client: Option<String>,
    /// `webApplicationInfo.resource`; its host is also the host of the tab.
    pub resource: Option<String>,
}

impl Default for SamplePackage {
    fn default() -> Self {
        Self { version: "1.0.0".to_owned(), client: None, resource: None }
    }
}

impl SamplePackage {
    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> Value {
        let host =
            self.resource.as_deref().and_then(|uri| uri.strip_prefix("api://")).and_then(|rest| rest.split_once('/'));
        let host = host.map_or(HOST, |(host, _)| host);
        let site = format!("https://{host}");
        let mut manifest = json!({
            "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json",
            "manifestVersion": "1.22",
            "version": self.version,
            "id": SAMPLE_APP_ID,
            "developer": {
                "name": "Handrail practice",
                "websiteUrl": site,
                "privacyUrl": format!("{site}/privacy"),
                "termsOfUseUrl": format!("{site}/terms"),
            },
            "name": { "short": "Practice app", "full": "Practice app of Handrail" },
            "description": {
                "short": "An app to practise with.",
                "full": "An app that shows how a package is checked, published and pinned. It does nothing.",
            },
            "icons": { "color": "color.png", "outline": "outline.png" },
            "accentColor": "#0F6CBD",
            "staticTabs": [{
                "entityId": "home",
                "name": "Home",
                "contentUrl": format!("{site}/tab"),
                "scopes": ["personal"],
            }],
            "permissions": ["identity"],
            "validDomains": [host],
        });
        if let Some(client) = &self.client {
            manifest["webApplicationInfo"] = json!({ "id": client });
            if let Some(resource) = &self.resource {
                manifest["webApplicationInfo"]["resource"] = json!(resource);
            }
        }
        manifest
    }

    /// The zip.
    ///
    /// # Errors
    /// When it cannot be written, which in memory does not happen.
    pub fn zip(&self) -> std::io::Result<Vec<u8>> {
        let manifest = serde_json::to_vec_pretty(&self.manifest())?;
        zip_of(&[("manifest.json", &manifest), ("color.png", COLOR), ("outline.png", OUTLINE)])
    }
}

/// A zip of those files.
fn zip_of(files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_same_every_time_and_names_who_signs_in() {
        let sample = SamplePackage {
            client: Some("11111111-2222-4333-8444-555555555555".to_owned()),
            resource: Some("api://apps.contoso.com/11111111-2222-4333-8444-555555555555".to_owned()),
            ..SamplePackage::default()
        };
        assert_eq!(sample.zip().expect("in memory"), sample.zip().expect("in memory"), "its digest stays");
        let manifest = sample.manifest();
        assert_eq!(manifest["validDomains"], json!(["apps.contoso.com"]), "the host of the resource is allowed");
        assert_eq!(manifest["staticTabs"][0]["contentUrl"], "https://apps.contoso.com/tab", "and used");
    }
}
