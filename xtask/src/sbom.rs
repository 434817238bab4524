//! The list of parts that a package is made of (SBOM), in CycloneDX 1.6 JSON, made from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::project;

/// Every part of the app: crates as cargo links them, npm packages as the pages bundle them.
pub fn of_the_app(known: &Value, npm: &Value) -> Result<Value, Failure> {
    let mut bill = bill(known, project::APP_PACKAGE).ok_or_else(|| Failure::Answer {
        command: "cargo metadata".into(),
        why: format!("it does not know {}", project::APP_PACKAGE),
    })?;
    if let Some(components) = bill["components"].as_array_mut() {
        components.extend(npm_parts(npm).map(|(folder, part)| npm_component(folder, part)));
    }
    Ok(bill)
}

/// The packages of `cargo metadata` that end up in a binary or make it, the binary's own first.
pub fn crates<'a>(known: &'a Value, binary: &str) -> Vec<&'a Value> {
    let packages = by_id(&known["packages"]);
    let nodes = by_id(&known["resolve"]["nodes"]);
    let Some((top, own)) = packages.iter().find(|(_, package)| package["name"] == binary) else {
        return Vec::new();
    };
    let inside = reachable(&nodes, top);
    let others = inside.iter().filter(|id| *id != top);
    [*own].into_iter().chain(others.filter_map(|id| packages.get(id).copied())).collect()
}

/// The npm packages of a lock file that are not only for developing: folder and entry.
pub fn npm_parts(lock: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    packages
        .map(|(folder, part)| (folder.as_str(), part))
        .filter(|(folder, part)| !folder.is_empty() && part["dev"] != true && part["devOptional"] != true)
}

/// The name of an npm package by the folder in which it is installed.
pub fn npm_name(folder: &str) -> &str {
    folder.rsplit("node_modules/").next().unwrap_or(folder)
}

fn npm_component(folder: &str, part: &Value) -> Value {
    let name = npm_name(folder);
    // A scope's @ is written as %40 in a purl.
    let purl = format!("pkg:npm/{}@{}", name.replace('@', "%40"), project::string(&part["version"]));
    let mut component = json!({
        "type": "library", "bom-ref": purl, "name": name, "version": part["version"], "purl": purl,
    });
    if let Some(licence) = part["license"].as_str() {
        component["licenses"] = json!([{ "expression": licence }]);
    }
    component
}

fn bill(known: &Value, app: &str) -> Option<Value> {
    let packages = by_id(&known["packages"]);
    let nodes = by_id(&known["resolve"]["nodes"]);
    let parts = crates(known, app);
    let (own, others) = parts.split_first()?;
    let dependencies: Vec<Value> = parts
        .iter()
        .filter_map(|package| Some((package, nodes.get(project::string(&package["id"]))?)))
        .map(|(package, node)| {
            let used: BTreeSet<String> =
                linked(node).filter_map(|id| packages.get(id).map(|package| purl(package))).collect();
            json!({ "ref": purl(package), "dependsOn": used })
        })
        .collect();
    let components: Vec<Value> = others.iter().map(|package| component(package, "library")).collect();
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": component(own, "application") },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn by_id(list: &Value) -> BTreeMap<&str, &Value> {
    let entries = project::array(list).iter();
    entries.map(|entry| (project::string(&entry["id"]), entry)).collect()
}

/// Everything that ends up in the binary or made it: not what only tests use.
fn reachable<'a>(nodes: &BTreeMap<&'a str, &'a Value>, top: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([top]);
    let mut open = vec![top];
    while let Some(id) = open.pop() {
        for used in nodes.get(id).into_iter().flat_map(|node| linked(node)) {
            if found.insert(used) {
                open.push(used);
            }
        }
    }
    found
}

fn linked(node: &Value) -> impl Iterator<Item = &str> {
    project::array(&node["deps"])
        .iter()
        .filter(|dependency| project::array(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev"))
        .map(|dependency| project::string(&dependency["pkg"]))
}

fn component(package: &Value, kind: &str) -> Value {
    let mut component = json!({
        "type": kind,
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
    });
    if let Some(licence) = package["license"].as_str() {
        // Old manifests write a slash where SPDX has OR.
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    if let Some(repository) = package["repository"].as_str() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    component
}

fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", project::string(&package["name"]), project::string(&package["version"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_names_what_is_linked_and_not_what_only_tests_use() {
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let uses = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let known = json!({
            "packages": [package("app"), package("lib"), package("deep"), package("only-tests")],
            "resolve": { "nodes": [
                { "id": "app", "deps": [uses("lib", Value::Null), uses("only-tests", json!("dev"))] },
                { "id": "lib", "deps": [uses("deep", json!("build"))] },
                { "id": "deep", "deps": [] },
                { "id": "only-tests", "deps": [] },
            ] },
        });
        let bill = bill(&known, "app").expect("the app is known");
        let names: Vec<&Value> = project::array(&bill["components"]).iter().map(|part| &part["name"]).collect();
        assert_eq!(names, ["deep", "lib"], "what the app is made of, and nothing else");
        assert_eq!(
            bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0",
            "an old slash becomes an SPDX expression"
        );
        assert_eq!(
            bill["dependencies"][0]["dependsOn"][0], "pkg:cargo/lib@1.0.0",
            "the app's line names its direct parts"
        );
    }

    #[test]
    fn of_the_npm_packages_only_those_that_are_bundled_count() {
        let lock = json!({ "packages": {
            "": { "name": "ui" },
            "node_modules/@fluentui/react-button": { "version": "9.1.0", "license": "MIT" },
            "node_modules/vite": { "version": "8.0.0", "dev": true },
        } });
        let found: Vec<Value> = npm_parts(&lock).map(|(folder, part)| npm_component(folder, part)).collect();
        assert_eq!(found.len(), 1, "neither the project itself nor what only builds it: {found:?}");
        assert_eq!(
            found[0]["purl"], "pkg:npm/%40fluentui/react-button@9.1.0",
            "named as package URLs name scoped packages"
        );
    }
}
