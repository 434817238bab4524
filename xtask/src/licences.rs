//! The licence texts of everything that a package contains, in one file, each text once.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::{project, sbom};

const BEGINNINGS: &[&str] = &["license", "licence", "copying", "notice", "unlicense"];
const LINE: &str = "----------------------------------------------------------------------";

/// Who is licensed how, then the texts.
pub fn of_the_app(known: &Value, npm: &Value, pages: &Path) -> Result<String, Failure> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut list = String::new();
    for package in sbom::crates(known, project::APP_PACKAGE) {
        let folder = Path::new(project::string(&package["manifest_path"])).parent();
        // Without a source it is ours, and our licences are beside this file.
        if let (Some(folder), true) = (folder, package["source"].is_string()) {
            add(project::string(&package["name"]), package, folder, &mut list, &mut texts)?;
        }
    }
    for (folder, part) in sbom::npm_parts(npm) {
        add(sbom::npm_name(folder), part, &pages.join(folder), &mut list, &mut texts)?;
    }
    let mut all = format!("Handrail contains these works of others.\n\n{list}");
    for (text, names) in texts {
        all.push_str(&format!("\n{LINE}\n{}\n{LINE}\n\n{text}\n", names.join(", ")));
    }
    Ok(all)
}

fn add(
    name: &str,
    part: &Value,
    folder: &Path,
    list: &mut String,
    texts: &mut BTreeMap<String, Vec<String>>,
) -> Result<(), Failure> {
    let title = format!("{name} {}", project::string(&part["version"]));
    let licence = part["license"].as_str().unwrap_or("see below");
    list.push_str(&format!("{title}: {licence}\n"));
    for text in texts_in(folder)? {
        texts.entry(text).or_default().push(title.clone());
    }
    Ok(())
}

fn texts_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_licence = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
        if is_licence && path.is_file() {
            let bytes = std::fs::read(&path).map_err(Failure::file(&path))?;
            found.push(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim().to_owned());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_that_two_share_stands_once_under_both_names() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for name in ["a", "b"] {
            let package = folder.path().join("node_modules").join(name);
            std::fs::create_dir_all(&package).expect("writable");
            std::fs::write(package.join("LICENSE.md"), "Be kind.\r\n").expect("writable");
            std::fs::write(package.join("index.js"), "not a licence").expect("writable");
        }
        let part = json!({ "version": "1.0.0", "license": "MIT" });
        let npm = json!({ "packages": { "node_modules/a": part, "node_modules/b": part } });
        let all = of_the_app(&json!({}), &npm, folder.path()).expect("readable");
        assert_eq!(all.matches("Be kind.").count(), 1, "the text stands once:\n{all}");
        assert!(all.contains("a 1.0.0, b 1.0.0"), "under both names:\n{all}");
        assert!(!all.contains("not a licence"), "nothing else is copied:\n{all}");
    }
}
