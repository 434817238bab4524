//! Directory roles that a set-up can need, by the template id that is the same in every tenant.
//!
//! Source: <https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference>

/// Name and template id.
pub(crate) const ROLES: [(&str, &str); 13] = [
    ("Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
    ("Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814"),
    ("Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
    ("Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7"),
    ("Application Developer", "cf1c38e5-3621-4004-a7cb-879624dced7c"),
    ("Teams Administrator", "69091246-20e8-4a56-aa4d-066075b2a7a8"),
    ("Teams Communications Administrator", "baf37b3a-610e-45da-9e62-d9d1e5e8914b"),
    ("Skype for Business Administrator", "75941009-915a-4869-abe7-691bff18279e"),
    ("Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
    ("Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf"),
    ("Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509"),
    ("Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"),
    ("Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"),
];

/// The template id of a role.
pub(crate) fn template(name: &str) -> Option<&'static str> {
    ROLES.iter().find(|(role, _)| *role == name).map(|(_, template)| *template)
}
