//! Ids of Microsoft's own applications and service plans.
//!
//! Sources: merill/microsoft-info `_info/MicrosoftApps.csv`@43b8a5d, KelvinTegelaar/CIPP-API `Config/SAMManifest.json` and
//! `Config/ConversionTable.csv`@adf3242; read in November 2026.

/// Microsoft Graph.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// Skype and Teams Tenant Admin API.
pub const TEAMS_ADMIN: &str = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";
/// Azure Resource Manager ("Windows Azure Service Management API").
pub const AZURE: &str = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
/// Microsoft Graph Command Line Tools: public client, consents openly.
pub const GRAPH_COMMAND_LINE: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
/// Microsoft Teams PowerShell: public client with fixed scopes.
pub const TEAMS_POWERSHELL: &str = "12128f48-ec9e-42f0-b203-ea49fb6af367";
/// Azure CLI: public client with fixed scopes.
pub const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
/// Azure PowerShell: public client with fixed scopes.
pub const AZURE_POWERSHELL: &str = "1950a258-227b-4e31-a9cf-717495945fc2";
/// The tenant that owns Microsoft's first-party applications.
pub const MICROSOFT_SERVICES_TENANT: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
/// The tenant that owns Microsoft Graph Command Line Tools.
pub const GRAPH_COMMAND_LINE_TENANT: &str = "cdc5aeea-15c5-4db6-b079-fcadd2505dc2";

/// Service plan Teams (`TEAMS1`).
pub const PLAN_TEAMS: &str = "57ff2da0-773e-42df-b2af-ffb7a2317929";
/// Service plan Skype for Business Online / Teams calling core (`MCOSTANDARD`).
pub const PLAN_MCOSTANDARD: &str = "0feaeb32-d00e-4d66-bd5a-43b5b83db82c";
/// Service plan Entra ID P1 (`AAD_PREMIUM`).
pub const PLAN_ENTRA_P1: &str = "41781fb2-bc02-4b7c-bd55-b576c07bb09d";
/// Service plan Entra ID P2 (`AAD_PREMIUM_P2`).
pub const PLAN_ENTRA_P2: &str = "eec0eb4f-6444-4f95-aba0-50c24d67f998";
