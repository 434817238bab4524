//! Subscriptions, their regions, and what the caller may do there.

use domain::{SubscriptionId, TenantId};
use serde::{Deserialize, Serialize};

use super::{Azure, below, below_group};
use crate::Error;
use crate::caller::Mode;

/// Tenants and subscriptions.
const VERSION: &str = "2022-12-01";
/// Permissions.
const PERMISSIONS_VERSION: &str = "2022-04-01";

/// A subscription that the caller sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub subscription_id: SubscriptionId,
    /// Its name.
    pub display_name: String,
    /// What may be done in it.
    pub state: SubscriptionState,
    /// The tenant whose accounts it trusts.
    pub tenant_id: TenantId,
}

/// State of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubscriptionState {
    /// All is well.
    Enabled,
    /// Will be disabled unless somebody pays.
    Warned,
    /// The bill is late.
    PastDue,
    /// Read only.
    Disabled,
    /// Read only, and soon gone.
    Deleted,
    /// One that Microsoft invented since.
    #[serde(other)]
    Other,
}

/// A region of Azure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// As requests name it, e.g. `westeurope`.
    pub name: String,
    /// As people read it, e.g. `West Europe`.
    pub display_name: String,
}

/// What one role of the caller allows at a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Permissions {
    /// Allowed; `*` stands for anything.
    pub actions: Vec<String>,
    /// Taken out of `actions`.
    pub not_actions: Vec<String>,
}

impl Permissions {
    /// Whether any of these roles allows the action.
    #[must_use]
    pub fn allow(all: &[Self], action: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| covers(pattern, action));
        all.iter().any(|role| any(&role.actions) && !any(&role.not_actions))
    }
}

/// Whether a pattern with `*` covers an action, whatever their case.
fn covers(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_lowercase(), action.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| action.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

impl<M: Mode> Azure<M> {
    /// Every subscription that the caller has a role in; none is an empty list.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>, Error> {
        self.list("GET /subscriptions", format!("/subscriptions?api-version={VERSION}")).await
    }

    /// The regions that a subscription may use.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn regions(&self, subscription: SubscriptionId) -> Result<Vec<Region>, Error> {
        self.list("GET locations", below(subscription, &format!("/locations?api-version={VERSION}"))).await
    }

    /// What the caller may do in a subscription, or in one of its groups. Locks and Azure Policy are not in it.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn permissions(
        &self,
        subscription: SubscriptionId,
        group: Option<&str>,
    ) -> Result<Vec<Permissions>, Error> {
        let rest = format!("/providers/Microsoft.Authorization/permissions?api-version={PERMISSIONS_VERSION}");
        let path = match group {
            Some(group) => below_group(subscription, group, &rest),
            None => below(subscription, &rest),
        };
        self.list("GET permissions", path).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_allow_what_their_patterns_cover_and_do_not_take_out() {
        let contributor = Permissions {
            actions: vec!["*".into()],
            not_actions: vec!["Microsoft.Authorization/*/Write".into(), "Microsoft.Authorization/*/Delete".into()],
        };
        let reader = Permissions { actions: vec!["*/read".into()], ..Permissions::default() };
        for (roles, action, expected) in [
            (vec![contributor.clone()], "Microsoft.Communication/register/action", true),
            (vec![contributor.clone()], "microsoft.authorization/roleAssignments/write", false),
            (vec![reader.clone()], "Microsoft.Communication/CommunicationServices/read", true),
            (vec![reader.clone()], "Microsoft.Communication/CommunicationServices/write", false),
            (vec![reader, contributor], "Microsoft.Communication/CommunicationServices/write", true),
            (Vec::new(), "Microsoft.Communication/CommunicationServices/read", false),
        ] {
            assert_eq!(Permissions::allow(&roles, action), expected, "{roles:?} on {action}");
        }
    }
}
