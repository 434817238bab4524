//! Refusing what is asked too often: Graph's limits as token buckets, with what each request costs.
//!
//! Source: <https://learn.microsoft.com/graph/throttling-limits>, as of microsoft-graph-docs-contrib commit 0135174.
//! `oddities.limits_scale` multiplies the limits; 0 switches them off.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use http::{Method, StatusCode};

use super::Graph;
use super::call::Incoming;
use super::refusal::Refusal;
use crate::contract::{Found, Operation};
use crate::entra::Caller;
use crate::state::Tenant;

/// Tenants of fewer users are small, of more than the second number large.
const SIZES: (usize, usize) = (50, 500);
/// From this share of a limit on, answers tell how much is used.
const TELLS_FROM: f64 = 0.8;
/// `$top` below this makes a request cheaper.
const SMALL_PAGE: u32 = 20;

/// Base costs in resource units, by method and the path's form; anything else costs 1.
const COSTS: [(&str, u32); 16] = [
    ("GET /applications", 2),
    ("POST /directoryObjects/getByIds", 3),
    ("GET /groups/{}/members", 3),
    ("GET /groups/{}/transitiveMembers", 5),
    ("POST /me/checkMemberGroups", 4),
    ("POST /me/checkMemberObjects", 4),
    ("POST /me/getMemberGroups", 2),
    ("POST /me/getMemberObjects", 2),
    ("GET /me/licenseDetails", 2),
    ("GET /me/memberOf", 2),
    ("GET /me/transitiveMemberOf", 2),
    ("GET /oauth2PermissionGrants", 2),
    ("GET /oauth2PermissionGrants/{}", 2),
    ("GET /servicePrincipals/{}/appRoleAssignments", 2),
    ("GET /subscribedSkus", 3),
    ("GET /users", 2),
];

/// What an answer's headers tell of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Charge {
    /// `x-ms-resource-unit`: resource units of this request.
    pub(super) units: Option<u32>,
    /// `x-ms-throttle-limit-percentage`: the share of the limit that is used, from 0.8 on.
    pub(super) share: Option<f64>,
}

/// Why a request was refused, as headers of the refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Throttled {
    /// `x-ms-throttle-scope`.
    pub(super) scope: String,
    /// `x-ms-throttle-information`.
    pub(super) information: &'static str,
}

/// How full each bucket is. Kept in memory only, as Microsoft's front ends do it.
#[derive(Debug, Default)]
pub(super) struct Meters(Mutex<HashMap<(Bucket, String), Level>>);

#[derive(Debug, Clone, Copy, Default)]
struct Level {
    used: f64,
    /// On the clock of delays.
    at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Bucket {
    /// Everything of one app.
    Everything,
    /// Resource units of one app in this tenant.
    Units,
    /// Writes to the directory of one app in this tenant.
    Writes,
    /// Writes to the directory of all apps.
    TenantWrites,
    /// Writes to applications that take personal accounts.
    PersonalApplications,
    /// Sign-in and audit logs.
    Reports,
    /// Conditional Access policies and named locations.
    ConditionalAccess,
    /// Teams' catalogue and settings.
    Teams,
    /// Teams' catalogue, deleting.
    TeamsDeleting,
}

/// One bucket that a request goes into.
struct Limit {
    bucket: Bucket,
    /// The app, or nothing where all apps share it.
    app: bool,
    cost: u32,
    /// So much in so many seconds.
    capacity: f64,
    seconds: f64,
}

impl Limit {
    const fn of_app(bucket: Bucket, cost: u32, capacity: f64, seconds: f64) -> Self {
        Self { bucket, app: true, cost, capacity, seconds }
    }

    const fn of_tenant(bucket: Bucket, cost: u32, capacity: f64, seconds: f64) -> Self {
        Self { bucket, app: false, cost, capacity, seconds }
    }

    fn headers(&self, caller: &Caller, tenant: &str) -> Throttled {
        let scope = if self.app { "Tenant_Application" } else { "Tenant" };
        let (which, information) = match self.bucket {
            Bucket::Writes | Bucket::TenantWrites | Bucket::PersonalApplications => ("Write", "WriteLimitExceeded"),
            _ => ("ReadWrite", "ResourceUnitLimitExceeded"),
        };
        Throttled { scope: format!("{scope}/{which}/{}/{tenant}", caller.app_id), information }
    }
}

/// Counts the request, or refuses it and counts nothing.
pub(super) fn charge(graph: &Graph, found: &Found, incoming: &Incoming, caller: &Caller) -> Result<Charge, Refusal> {
    let (scale, limits, tenant) = graph
        .emulator
        .read(|tenant| (tenant.oddities.limits_scale, limits(tenant, found, incoming), tenant.id.clone()));
    if scale <= 0.0 {
        return Ok(Charge::default());
    }
    let now = graph.emulator.delays_now();
    let mut levels = graph.meters.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut charge = Charge::default();
    for limit in &limits {
        let level = levels.get(&key(limit, caller)).copied().unwrap_or_default();
        let capacity = (limit.capacity * scale).max(f64::from(limit.cost));
        let used = drained(level, now, capacity / limit.seconds) + f64::from(limit.cost);
        if used > capacity {
            return Err(refuse(limit, (used - capacity) * limit.seconds / capacity, limit.headers(caller, &tenant)));
        }
        if limit.bucket == Bucket::Units {
            charge.units = Some(limit.cost);
        }
        let share = used / capacity;
        if share > TELLS_FROM && charge.share.is_none_or(|known| known < share) {
            charge.share = Some(share);
        }
    }
    for limit in &limits {
        let level = levels.entry(key(limit, caller)).or_default();
        let capacity = (limit.capacity * scale).max(f64::from(limit.cost));
        let used = drained(*level, now, capacity / limit.seconds) + f64::from(limit.cost);
        *level = Level { used, at: Some(now) };
    }
    Ok(charge)
}

fn key(limit: &Limit, caller: &Caller) -> (Bucket, String) {
    (limit.bucket, if limit.app { caller.app_id.clone() } else { String::new() })
}

/// What is left in a bucket that empties steadily.
fn drained(level: Level, now: Timestamp, per_second: f64) -> f64 {
    let passed = level.at.map_or(Duration::ZERO, |at| now.since(at));
    (level.used - passed.as_secs_f64() * per_second).max(0.0)
}

/// Conditional Access does not say how long to wait; everybody else does, with a fraction.
fn refuse(limit: &Limit, wait: f64, headers: Throttled) -> Refusal {
    let mut refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too Many Requests");
    let tells = limit.bucket != Bucket::ConditionalAccess;
    refusal.retry_after = tells.then(|| (wait.max(0.001) * 1_000.0).ceil() / 1_000.0);
    refusal.throttled = Some(Box::new(headers));
    refusal
}

fn limits(tenant: &Tenant, found: &Found, incoming: &Incoming) -> Vec<Limit> {
    let operation = found.operation;
    let write = operation.method != Method::GET && !operation.path.contains("/check");
    let path = operation.path.as_str();
    let mut limits = vec![Limit::of_app(Bucket::Everything, 1, 2_000.0, 1.0)];
    if path.starts_with("/auditLogs") || path.starts_with("/reports") {
        limits.push(Limit::of_app(Bucket::Reports, 1, 5.0, 10.0));
    } else if path.starts_with("/identity/conditionalAccess") {
        limits.push(Limit::of_tenant(Bucket::ConditionalAccess, 1, 1.0, 1.0));
    } else if path.starts_with("/appCatalogs") || path.starts_with("/admin/teams") {
        let deleting = operation.method == Method::DELETE;
        let (bucket, per_second) = if deleting { (Bucket::TeamsDeleting, 15.0) } else { (Bucket::Teams, 30.0) };
        limits.push(Limit::of_app(bucket, 1, per_second, 1.0));
    } else if !path.contains("/onlineMeetings") && !path.starts_with("/subscriptions") && path != "/$batch" {
        let units = match tenant.users.len() {
            users if users < SIZES.0 => 3_500.0,
            users if users <= SIZES.1 => 5_000.0,
            _ => 8_000.0,
        };
        limits.push(Limit::of_app(Bucket::Units, units_of(operation, incoming), units, 10.0));
        if write {
            limits.push(Limit::of_app(Bucket::Writes, 1, 3_000.0, 150.0));
            limits.push(Limit::of_tenant(Bucket::TenantWrites, 1, 18_000.0, 300.0));
        }
        if write && takes_personal_accounts(tenant, found, incoming) {
            limits.push(Limit::of_app(Bucket::PersonalApplications, 1, 60.0, 60.0));
        }
    }
    limits
}

/// Base cost, one less with `$select`, one more with `$expand`, one less with a small `$top`; at least 1.
fn units_of(operation: &Operation, incoming: &Incoming) -> u32 {
    let form = form(operation);
    let base = COSTS.iter().find(|(known, _)| *known == form).map_or(1, |(_, cost)| *cost);
    let query = incoming.uri.query().unwrap_or_default();
    let has = |wanted: &str| url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted);
    let small = has("$top").and_then(|(_, value)| value.parse::<u32>().ok()).is_some_and(|top| top < SMALL_PAGE);
    let cheaper = u32::from(has("$select").is_some()) + u32::from(small);
    (base + u32::from(has("$expand").is_some())).saturating_sub(cheaper).max(1)
}

/// `GET /groups/{}/members`; what costs under `/me` costs the same under `/users/{id}`, and a cast costs nothing.
fn form(operation: &Operation) -> String {
    let path = operation.path.replacen("/users/{user-id}/", "/me/", 1);
    let parts = path.split('/').filter(|part| !part.starts_with("microsoft.graph.")).map(|part| match part {
        hole if hole.starts_with('{') => "{}",
        other => other,
    });
    format!("{} {}", operation.method, parts.collect::<Vec<_>>().join("/"))
}

fn takes_personal_accounts(tenant: &Tenant, found: &Found, incoming: &Incoming) -> bool {
    if !found.operation.path.starts_with("/applications") {
        return false;
    }
    let named = [found.parameters.get("application-id"), found.parameters.get("appId")];
    let [id, app_id] = named.map(str::to_ascii_lowercase);
    let known = tenant.applications.current(&id).or_else(|| tenant.application_by_app_id(&app_id).map(|(_, app)| app));
    let sent = incoming.body.as_ref().ok().and_then(|body| serde_json::from_slice::<serde_json::Value>(body).ok());
    let sent = sent.as_ref().and_then(|body| body.get("signInAudience")?.as_str());
    sent.or_else(|| known.map(|app| app.text("signInAudience"))).is_some_and(|audience| audience.contains("Personal"))
}
