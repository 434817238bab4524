//! Prints what the Rust types say to other languages: one JSON object, file name -> content.
//! A program of its own, so that `cargo xtask` works while `domain` does not compile.
#![expect(clippy::print_stdout, reason = "its output is its result")]

use std::collections::BTreeMap;

use serde_json::Value;

fn main() -> Result<(), serde_json::Error> {
    let mut files = BTreeMap::from([("bindings.ts".to_owned(), Value::String(domain::bindings::typescript()))]);
    for (name, schema) in domain::schema::schemas() {
        files.insert(format!("{name}.json"), serde_json::to_value(schema)?);
    }
    println!("{}", serde_json::to_string(&files)?);
    Ok(())
}
