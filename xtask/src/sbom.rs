//! The list of parts that a package is made of (SBOM), in CycloneDX 1.6 JSON, made from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::project;

/// Every crate that is compiled into the app: name, version, licence, origin and what it depends on.
pub fn of_the_app() -> Result<Value, Failure> {
    let known = project::resolved()?;
    bill(&known, project::APP_PACKAGE).ok_or_else(|| Failure::Answer {
        command: "cargo metadata".into(),
        why: format!("it does not know {}", project::APP_PACKAGE),
    })
}

fn bill(known: &Value, app: &str) -> Option<Value> {
    let packages: BTreeMap<&str, &Value> = project::array(&known["packages"])
        .iter()
        .map(|package| (project::string(&package["id"]), package))
        .collect();
    let nodes: BTreeMap<&str, &Value> = project::array(&known["resolve"]["nodes"])
        .iter()
        .map(|node| (project::string(&node["id"]), node))
        .collect();
    let (top, _) = packages.iter().find(|(_, package)| package["name"] == app)?;
    let inside = reachable(&nodes, top);
    let components: Vec<Value> = inside
        .iter()
        .filter(|id| id != &top)
        .filter_map(|id| packages.get(id).map(|package| component(package, "library")))
        .collect();
    let dependencies: Vec<Value> = inside
        .iter()
        .filter_map(|id| Some((packages.get(id)?, nodes.get(id)?)))
        .map(|(package, node)| {
            let used: BTreeSet<String> = linked(node)
                .filter_map(|id| packages.get(id).map(|package| purl(package)))
                .collect();
            json!({ "ref": purl(package), "dependsOn": used })
        })
        .collect();
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": component(packages.get(top)?, "application") },
        "components": components,
        "dependencies": dependencies,
    }))
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
        .filter(|dependency| {
            project::array(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"] != "dev")
        })
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
    format!(
        "pkg:cargo/{}@{}",
        project::string(&package["name"]),
        project::string(&package["version"])
    )
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
        let names: Vec<&Value> = project::array(&bill["components"])
            .iter()
            .map(|part| &part["name"])
            .collect();
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
}
