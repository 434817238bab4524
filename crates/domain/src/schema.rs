//! JSON Schemas of the files that people and programs exchange with Handrail. Written to files by xtask.

/// File name and schema of each published document.
#[must_use]
pub fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("profile", schemars::schema_for!(crate::Profile)),
        ("report", schemars::schema_for!(crate::RunRecord)),
        ("endpoints", schemars::schema_for!(crate::EndpointsFile)),
    ]
}
