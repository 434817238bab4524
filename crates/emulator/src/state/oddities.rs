//! What is peculiar about Microsoft's services, each switchable. All durations run on the clock of delays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vendor::VendorOddities;

/// The switches. Everything off is a directory that never hesitates; Azure takes its time by default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oddities {
    /// How many directory replicas answer reads in turn; 1 means that every read sees every write.
    pub replicas: u32,
    /// How long the slowest replica takes to show a write, milliseconds.
    pub replication_ms: u64,
    /// How long creating a service principal, credentials and grants for a new object is refused, milliseconds: with 400 "does not
    /// reference a valid application object", 403 "backing application … must in the local tenant", 404, in turn.
    pub reference_delay_ms: u64,
    /// A refusal for lag comes as 403 in disguise every second time, else always as 400/404.
    pub disguised_403: bool,
    /// A second write to the same object within this many milliseconds is refused with 409 `Directory_ConcurrencyViolation`;
    /// 0: never.
    pub concurrency_window_ms: u64,
    /// How long the token service does not know a new app, secret or certificate, seconds.
    pub token_key_delay_seconds: u64,
    /// How long a fresh app-only token lacks a role that was granted, seconds.
    pub token_role_delay_seconds: u64,
    /// How long Teams' meeting service does not know a change of an application access policy or of its assignments, seconds.
    pub policy_delay_seconds: u64,
    /// How long Teams' own reads (the cmdlets) do not show a change, seconds.
    pub policy_read_delay_seconds: u64,
    /// Without an application access policy, meetings are refused in the words of Microsoft's older documentation.
    pub old_meeting_refusal: bool,
    /// Graph's `getPolicyId` and `userAssignments/assign` take application access and app setup policies too; Microsoft does
    /// not say whether they do.
    pub graph_assigns_access_policies: bool,
    /// A preauthorised client must be an application that the tenant or Microsoft knows; Microsoft does not say whether it
    /// must.
    pub preauthorizes_known_apps_only: bool,
    /// The machine's PowerShell, as the stand-in plays it.
    pub powershell: PowerShell,
    /// Every n-th Graph request is refused with 429; 0: none.
    pub throttle_every: u32,
    /// `Retry-After` of these refusals, seconds; may be a fraction, as Graph does it.
    pub throttle_retry_after: f64,
    /// Graph's documented limits, multiplied by this: 1 is as in Microsoft 365, 0.01 a hundredth of it, 0 none at all.
    pub limits_scale: f64,
    /// Every n-th Graph request is refused with 503; 0: none.
    pub unavailable_every: u32,
    /// The catalogue of Teams apps answers a faulty manifest with 200 and an error body, as Microsoft's page shows it; else 400.
    pub catalog_faults_as_200: bool,
    /// The organisation's switch for custom apps is off.
    pub custom_apps_off: bool,
    /// An app that is published turns up blocked in the Teams admin center.
    pub new_apps_blocked: bool,
    /// Sign-in by device code ends in AADSTS53003, as with the managed Conditional Access policy.
    pub block_device_code: bool,
    /// AADSTS number of the refusal in which every person's sign-in ends, as Conditional Access and tenant restrictions do it;
    /// 0: none.
    pub refused_sign_in: u32,
    /// The same for single accounts, by UPN: locked, password expired, MFA not registered.
    pub refused_accounts: BTreeMap<String, u32>,
    /// AADSTS number with which a good refresh token is refused; 0: none.
    pub refused_refresh: u32,
    /// AADSTS number with which an app's good proof is refused; 0: none.
    pub refused_app: u32,
    /// UPN of the account that the browser is signed in with when it comes, of this tenant or another; empty: none.
    pub preselected_account: String,
    /// Authentication context (`c1`) without which Graph lets a person change nothing, but challenges; empty: none.
    pub step_up_for_writes: String,
    /// Reading `/auditLogs/signIns` needs Entra ID P1 in the tenant.
    pub sign_in_logs_need_p1: bool,
    /// How long a sign-in takes to show up in the log, seconds.
    pub log_delay_seconds: u64,
    /// How far Microsoft's clock is ahead of this computer's, seconds, as its answers tell; tokens keep to this computer's.
    pub date_ahead_seconds: u64,
    /// A new application needs a `serviceManagementReference`.
    pub wants_service_reference: bool,
    /// Azure Resource Manager.
    pub azure: AzureOddities,
    /// The vendor's server.
    pub vendor: VendorOddities,
}

impl Default for Oddities {
    fn default() -> Self {
        Self {
            replicas: 1,
            replication_ms: 0,
            reference_delay_ms: 0,
            disguised_403: false,
            concurrency_window_ms: 0,
            token_key_delay_seconds: 0,
            token_role_delay_seconds: 0,
            policy_delay_seconds: 0,
            policy_read_delay_seconds: 0,
            old_meeting_refusal: false,
            graph_assigns_access_policies: false,
            preauthorizes_known_apps_only: false,
            powershell: PowerShell::default(),
            throttle_every: 0,
            throttle_retry_after: 2.128,
            limits_scale: 0.0,
            unavailable_every: 0,
            catalog_faults_as_200: true,
            custom_apps_off: false,
            new_apps_blocked: false,
            block_device_code: false,
            refused_sign_in: 0,
            refused_accounts: BTreeMap::new(),
            refused_refresh: 0,
            refused_app: 0,
            preselected_account: String::new(),
            step_up_for_writes: String::new(),
            wants_service_reference: false,
            sign_in_logs_need_p1: true,
            log_delay_seconds: 0,
            date_ahead_seconds: 0,
            azure: AzureOddities::default(),
            vendor: VendorOddities::default(),
        }
    }
}

/// What is peculiar about PowerShell and its Teams module. Requests are counted from 1, the connection included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PowerShell {
    /// Version of PowerShell.
    pub version: String,
    /// `Core`, or `Desktop` for Windows PowerShell.
    pub edition: String,
    /// `FullLanguage`, or `ConstrainedLanguage` where a policy restricts scripts.
    pub language_mode: String,
    /// Version of the MicrosoftTeams module; empty: not installed.
    pub module: String,
    /// How long it takes until the script answers, milliseconds.
    pub start_ms: u64,
    /// Lines that are no answers stand between the answers.
    pub garbage: bool,
    /// From this request on it never answers; 0: always does.
    pub hangs_at: u32,
    /// The process ends at this request, without an answer; 0: never.
    pub dies_at: u32,
    /// With `dies_at`: the change is made before the process ends.
    pub dies_after_change: bool,
    /// Every cmdlet is refused, whatever the roles.
    pub access_denied: bool,
}

impl Default for PowerShell {
    fn default() -> Self {
        Self {
            version: "7.4.6".to_owned(),
            edition: "Core".to_owned(),
            language_mode: "FullLanguage".to_owned(),
            module: "7.9.0".to_owned(),
            start_ms: 0,
            garbage: false,
            hangs_at: 0,
            dies_at: 0,
            dies_after_change: false,
            access_denied: false,
        }
    }
}

/// What is peculiar about Azure Resource Manager. Making and deleting take their time always: only so does anybody poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AzureOddities {
    /// How long registering a resource provider takes, seconds.
    pub provider_seconds: u64,
    /// How long making a Communication Service takes, seconds.
    pub creation_seconds: u64,
    /// Error code with which making one ends after that time (`HostNamePrefixTaken`, …); empty: it succeeds.
    pub creation_fails: String,
    /// How long deleting a resource or a group takes, seconds.
    pub deletion_seconds: u64,
    /// `Retry-After` of everything that is not over yet, seconds.
    pub retry_after: u32,
    /// How long a new resource is missing in lists, seconds; asked for by its id it is there at once.
    pub list_lag_seconds: u64,
    /// Entries on a page of a list; 0: all on one.
    pub page_size: usize,
    /// Every n-th request is refused with 429; 0: none.
    pub throttle_every: u32,
    /// `Retry-After` of these refusals, seconds.
    pub throttle_retry_after: u32,
    /// Authentication context (`c1`) that a person's token must have for a write; without it there is a claims challenge.
    /// Empty: none.
    pub step_up: String,
}

impl Default for AzureOddities {
    fn default() -> Self {
        Self {
            provider_seconds: 40,
            creation_seconds: 20,
            creation_fails: String::new(),
            deletion_seconds: 15,
            retry_after: 5,
            list_lag_seconds: 0,
            page_size: 0,
            throttle_every: 0,
            throttle_retry_after: 17,
            step_up: String::new(),
        }
    }
}
