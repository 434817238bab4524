//! Which room may use which: read from `cargo metadata`, held against the plan of the house.

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::rooms::{GUESTS, ROOMS, Room, fits};
use crate::{project, sources};

/// Fails with one line for each forbidden arrow and each broken rule.
pub fn check() -> Outcome {
    let workspace = project::workspace()?;
    let mut broken = broken_arrows(&workspace);
    broken.extend(sources::broken_rules()?);
    if broken.is_empty() {
        println!("arrows: {} rooms, every arrow allowed", ROOMS.len());
        return Ok(());
    }
    Err(Failure::Broken {
        heading: "The plan of the house does not allow this (see ARCHITECTURE.md):".into(),
        rules: broken,
    })
}

fn broken_arrows(workspace: &Value) -> Vec<String> {
    let packages = project::array(&workspace["packages"]);
    let names: Vec<&str> = packages.iter().map(|package| project::string(&package["name"])).collect();
    let mut broken = Vec::new();
    for package in packages {
        let name = project::string(&package["name"]);
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
            broken.push(format!("{name} is not on the plan: give it a line in xtask/src/rooms.rs"));
            continue;
        };
        for dependency in project::array(&package["dependencies"]) {
            let used = project::string(&dependency["name"]);
            let in_tests = dependency["kind"] == "dev";
            broken.extend(if names.contains(&used) {
                forbidden_arrow(room, used, in_tests)
            } else {
                unwelcome_guest(room, used, in_tests)
            });
        }
    }
    for room in ROOMS.iter().filter(|room| !names.contains(&room.name)) {
        broken.push(format!("{} is on the plan and not in the workspace", room.name));
    }
    broken
}

fn forbidden_arrow(room: &Room, used: &str, in_tests: bool) -> Option<String> {
    // A room's tests may turn on a feature of their own room.
    let allowed = room.uses.contains(&used) || (in_tests && (room.tests_use.contains(&used) || room.name == used));
    (!allowed).then(|| {
        let place = if in_tests { " in its tests" } else { "" };
        format!("{} may not use {used}{place}", room.name)
    })
}

fn unwelcome_guest(room: &Room, used: &str, in_tests: bool) -> Option<String> {
    let guest = GUESTS.iter().find(|guest| fits(guest.name, used))?;
    let welcome = guest.rooms.contains(&room.name) || (in_tests && guest.tests.contains(&room.name));
    (!welcome)
        .then(|| format!("{} may not name {used} ({}); only {} may", room.name, guest.because, guest.rooms.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn house_with(package: &str, dependency: Value) -> Vec<String> {
        let packages: Vec<Value> = ROOMS
            .iter()
            .map(|room| {
                let used = if room.name == package { vec![dependency.clone()] } else { vec![] };
                json!({ "name": room.name, "dependencies": used })
            })
            .collect();
        broken_arrows(&json!({ "packages": packages }))
    }

    #[test]
    fn the_plan_itself_stands() {
        for room in ROOMS {
            for used in room.uses {
                let broken = house_with(room.name, json!({ "name": used, "kind": null }));
                assert!(broken.is_empty(), "{} may use {used}: {broken:?}", room.name);
            }
        }
    }

    #[test]
    fn an_arrow_that_is_not_on_the_plan_is_named() {
        let broken = house_with("engine", json!({ "name": "store", "kind": null }));
        assert_eq!(broken, ["engine may not use store"], "the engine is handed ports");
    }

    #[test]
    fn tests_of_the_engine_may_use_the_emulator_and_its_product_may_not() {
        let of_tests = house_with("engine", json!({ "name": "emulator", "kind": "dev" }));
        assert!(of_tests.is_empty(), "the practice tenant is what the engine is tested on");
        let of_product = house_with("engine", json!({ "name": "emulator", "kind": null }));
        assert_eq!(of_product.len(), 1, "the product must work against any tenant");
    }

    #[test]
    fn a_build_script_is_held_to_the_same_arrows() {
        let broken = house_with("report", json!({ "name": "microsoft", "kind": "build" }));
        assert_eq!(broken.len(), 1, "a build script is no back door");
    }

    #[test]
    fn a_guest_in_the_wrong_room_is_named_with_the_reason() {
        let broken = house_with("emulator", json!({ "name": "reqwest", "kind": "dev" }));
        assert_eq!(broken.len(), 1, "the emulator has no way to a real tenant, not even in tests");
        assert!(broken[0].contains("microsoft"), "it says who may: {}", broken[0]);
        let store = house_with("engine", json!({ "name": "zbus-secret-service-keyring-store", "kind": null }));
        assert_eq!(store.len(), 1, "keychains are behind access");
    }

    #[test]
    fn a_room_that_is_not_on_the_plan_is_named() {
        let broken = broken_arrows(&json!({ "packages": [{ "name": "utils", "dependencies": [] }] }));
        assert!(
            broken.iter().any(|line| line.starts_with("utils is not on the plan")),
            "a new crate needs a line: {broken:?}"
        );
    }
}
