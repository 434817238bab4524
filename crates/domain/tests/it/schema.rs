//! The published schema describes the files that the loader takes.

use domain::profile_file::built_in;
use serde_json::Value;

fn check(value: &Value) -> Vec<String> {
    let schema = serde_json::to_value(schemars::schema_for!(domain::Profile)).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn profile() -> Value {
    let mut all = built_in().iter();
    let (_, text) = all.find(|(file, _)| *file == "teams-online-meetings.toml").expect("it comes with Handrail");
    toml::from_str(text).expect("TOML")
}

#[test]
fn the_profile_fits_the_schema() {
    assert_eq!(check(&profile()), Vec::<String>::new(), "an editor that knows the schema must not complain");
}

#[test]
fn the_schema_refuses_what_the_loader_refuses() {
    type Change = fn(&mut Value);
    let cases: [(&str, Change); 6] = [
        ("unknown field", |p| p["extra"] = 1.into()),
        ("unknown kind", |p| p["item"][0]["kind"] = "dance".into()),
        ("wrong type", |p| p["minutes"] = "25".into()),
        ("missing field of a kind", |p| drop(p["item"][8].as_object_mut().expect("an item").remove("subject"))),
        ("field of another kind", |p| p["item"][6]["years"] = 2.into()),
        ("unknown field of an item", |p| p["item"][8]["colour"] = "red".into()),
    ];
    for (name, change) in cases {
        let mut value = profile();
        change(&mut value);
        assert!(!check(&value).is_empty(), "{name} passes the schema");
    }
}
