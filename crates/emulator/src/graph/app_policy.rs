//! App management policies: what the tenant allows as credentials of an application or service principal. A policy assigned
//! to it replaces the tenant's for it. Sources: applicationauthenticationmethodpolicy@280e172, configure-app-management-policies@30310f9.

use std::time::Duration;

use domain::Timestamp;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::state::{Object, Tenant};

const DAY: u64 = 86_400;

/// The policy that holds for one application or service principal.
pub(super) struct AppPolicy {
    id: String,
    restrictions: Value,
    created_at: Option<Timestamp>,
}

/// The policy for an application or service principal; none when nothing restricts it.
pub(super) fn of_application(tenant: &Tenant, id: &str, app: &Object) -> Option<AppPolicy> {
    let policies = &tenant.policies;
    let assigned = policies.app_management_assignments.get(id).and_then(|policy| policies.app_management.get(policy));
    let (policy, member) = match assigned {
        Some(policy) => (policy, "restrictions"),
        None if app.json.contains_key("servicePrincipalType") => {
            (&policies.default_app_management, "servicePrincipalRestrictions")
        }
        None => (&policies.default_app_management, "applicationRestrictions"),
    };
    enabled(policy).then(|| AppPolicy {
        id: policy.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        restrictions: policy.get(member).cloned().unwrap_or_default(),
        created_at: app.created_at,
    })
}

fn enabled(policy: &Map<String, Value>) -> bool {
    policy.get("isEnabled").and_then(Value::as_bool).unwrap_or(false)
}

impl AppPolicy {
    /// A certificate to be added.
    pub(super) fn check_key(&self, start: Timestamp, end: Timestamp, self_signed: bool) -> Result<(), Refusal> {
        // The code for this restriction is not documented; the sibling's is used.
        if self_signed && self.restriction("keyCredentials", "trustedCertificateAuthority").is_some() {
            return Err(self.type_refused());
        }
        self.check_lifetime("keyCredentials", "asymmetricKeyLifetime", start, end)
    }

    /// A secret to be added.
    pub(super) fn check_password(&self, start: Timestamp, end: Timestamp) -> Result<(), Refusal> {
        if self.restriction("passwordCredentials", "passwordAddition").is_some() {
            return Err(self.type_refused());
        }
        self.check_lifetime("passwordCredentials", "passwordLifetime", start, end)
    }

    fn check_lifetime(&self, kind: &str, name: &str, start: Timestamp, end: Timestamp) -> Result<(), Refusal> {
        let longest = self.restriction(kind, name).and_then(|rule| duration(rule.get("maxLifetime")?.as_str()?));
        match longest {
            Some(longest) if end.since(start) > longest => {
                let id = &self.id;
                let message =
                    format!("Credential lifetime exceeds the max value allowed as per assigned policy '{id}'.");
                Err(Refusal::bad("CredentialInvalidLifetimeAsPerAppPolicy", message))
            }
            _ => Ok(()),
        }
    }

    fn type_refused(&self) -> Refusal {
        let message = format!("Credential type not allowed as per assigned policy '{}'.", self.id);
        Refusal::bad("CredentialTypeNotAllowedAsPerAppPolicy", message)
    }

    /// An enabled restriction that covers apps of this age.
    fn restriction(&self, kind: &str, name: &str) -> Option<&Value> {
        let rules = self.restrictions.get(kind)?.as_array()?;
        let rule = rules.iter().find(|rule| rule.get("restrictionType").is_some_and(|known| known == name))?;
        let on = rule.get("state").is_none_or(|state| state == "enabled");
        let after = rule.get("restrictForAppsCreatedAfterDateTime").and_then(Value::as_str);
        let after = after.and_then(|at| Timestamp::parse(at).ok());
        let covers = after.is_none_or(|after| self.created_at.is_none_or(|made| made > after));
        (on && covers).then_some(rule)
    }
}

/// `P180D`, `P2Y`, `P1Y6M`, `P90DT12H`: years of 365 and months of 30 days, as .NET reads them.
fn duration(text: &str) -> Option<Duration> {
    let mut seconds = 0_u64;
    let mut number = String::new();
    let mut time = false;
    for letter in text.strip_prefix('P')?.chars() {
        match letter {
            'T' => time = true,
            '0'..='9' => number.push(letter),
            _ => {
                let unit = match (letter, time) {
                    ('Y', false) => 365 * DAY,
                    ('M', false) => 30 * DAY,
                    ('W', false) => 7 * DAY,
                    ('D', false) => DAY,
                    ('H', true) => 3_600,
                    ('M', true) => 60,
                    ('S', true) => 1,
                    _ => return None,
                };
                seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
                number.clear();
            }
        }
    }
    number.is_empty().then(|| Duration::from_secs(seconds))
}
