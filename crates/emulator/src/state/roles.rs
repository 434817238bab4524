//! Directory roles and their template ids, the same in every tenant.
//!
//! Source: Microsoft Entra built-in roles, as listed by maester365/maester@6bf1d98 and CIPP-API; read in November 2026.

/// Global Administrator.
pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Privileged Role Administrator.
pub const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";
/// Application Administrator.
pub const APPLICATION_ADMINISTRATOR: &str = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
/// Cloud Application Administrator.
pub const CLOUD_APPLICATION_ADMINISTRATOR: &str = "158c047a-c907-4556-b7ef-446551a6b5f7";
/// Application Developer.
pub const APPLICATION_DEVELOPER: &str = "cf1c38e5-3621-4004-a7cb-879624dced7c";
/// Teams Administrator.
pub const TEAMS_ADMINISTRATOR: &str = "69091246-20e8-4a56-aa4d-066075b2a7a8";
/// Teams Communications Administrator.
pub const TEAMS_COMMUNICATIONS_ADMINISTRATOR: &str = "baf37b3a-610e-45da-9e62-d9d1e5e8914b";
/// Skype for Business Administrator.
pub const SKYPE_FOR_BUSINESS_ADMINISTRATOR: &str = "75941009-915a-4869-abe7-691bff18279e";
/// Global Reader.
pub const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
/// Reports Reader.
pub const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
/// Security Reader.
pub const SECURITY_READER: &str = "5d6b6bb7-de71-4623-b4af-96380a352509";
/// Security Administrator.
pub const SECURITY_ADMINISTRATOR: &str = "194ae4cb-b126-40b2-bd5b-6091b380977d";
/// Conditional Access Administrator.
pub const CONDITIONAL_ACCESS_ADMINISTRATOR: &str = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9";

/// Template id and display name of every role that the practice tenant knows.
pub const ALL: &[(&str, &str)] = &[
    (GLOBAL_ADMINISTRATOR, "Global Administrator"),
    (PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator"),
    (APPLICATION_ADMINISTRATOR, "Application Administrator"),
    (CLOUD_APPLICATION_ADMINISTRATOR, "Cloud Application Administrator"),
    (APPLICATION_DEVELOPER, "Application Developer"),
    (TEAMS_ADMINISTRATOR, "Teams Administrator"),
    (TEAMS_COMMUNICATIONS_ADMINISTRATOR, "Teams Communications Administrator"),
    (SKYPE_FOR_BUSINESS_ADMINISTRATOR, "Skype for Business Administrator"),
    (GLOBAL_READER, "Global Reader"),
    (REPORTS_READER, "Reports Reader"),
    (SECURITY_READER, "Security Reader"),
    (SECURITY_ADMINISTRATOR, "Security Administrator"),
    (CONDITIONAL_ACCESS_ADMINISTRATOR, "Conditional Access Administrator"),
];

/// The display name of a template id.
#[must_use]
pub fn name(template_id: &str) -> Option<&'static str> {
    ALL.iter().find(|(id, _)| *id == template_id).map(|(_, name)| *name)
}

/// The display names of these template ids, in order of the alphabet.
#[must_use]
pub fn names<'a>(template_ids: impl IntoIterator<Item = &'a String>) -> Vec<&'static str> {
    let mut names: Vec<_> = template_ids.into_iter().filter_map(|id| name(id)).collect();
    names.sort_unstable();
    names
}

/// The template id of a display name.
#[must_use]
pub fn template_id(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(_, known)| *known == name).map(|(id, _)| *id)
}
