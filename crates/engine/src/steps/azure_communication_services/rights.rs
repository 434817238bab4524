//! Which subscriptions can be used, and what the admin's roles allow there.

use futures_util::stream::{StreamExt as _, TryStreamExt as _};
use microsoft::azure::{Permissions, Subscription, SubscriptionState};
use microsoft::{Azure, Error, Read};

use super::shapes::{Candidate, Rights};
use crate::step::Cx;

/// Registering the provider.
pub(super) const REGISTER: &str = "Microsoft.Communication/register/action";
/// Making a resource group.
pub(super) const MAKE_GROUP: &str = "Microsoft.Resources/subscriptions/resourceGroups/write";
/// Making a resource.
pub(super) const MAKE: &str = "Microsoft.Communication/CommunicationServices/write";
/// Reading its keys.
pub(super) const LIST_KEYS: &str = "Microsoft.Communication/CommunicationServices/listKeys/action";

/// Subscriptions that are asked about at the same time.
const AT_ONCE: usize = 4;
/// Groups of one subscription that are asked about, where the subscription itself allows nothing.
const MOST_GROUPS: usize = 20;

/// Why a subscription can be used, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can.
    Usable,
    /// It can, and will be disabled unless somebody pays.
    Warned,
    /// Disabled or about to be deleted: read only.
    Disabled,
    /// The bill is late: it may be disabled any day.
    PastDue,
    /// Another tenant's.
    Elsewhere,
    /// The admin's roles only read, or do something else.
    NoRights,
}

impl Standing {
    pub(super) const fn is_usable(self) -> bool {
        matches!(self, Self::Usable | Self::Warned)
    }

    /// The end of its message ids.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Warned => "warned",
            Self::Disabled => "disabled",
            Self::PastDue => "past-due",
            Self::Elsewhere => "elsewhere",
            Self::NoRights => "no-rights",
        }
    }
}

impl Candidate {
    pub(super) fn standing(&self) -> Standing {
        use SubscriptionState::{Deleted, Disabled, Enabled, Other, PastDue, Warned};
        match self.subscription.state {
            _ if self.elsewhere => Standing::Elsewhere,
            Disabled | Deleted | Other => Standing::Disabled,
            PastDue => Standing::PastDue,
            Enabled | Warned if !self.rights.make && self.rights.groups.is_empty() => Standing::NoRights,
            Enabled => Standing::Usable,
            Warned => Standing::Warned,
        }
    }
}

/// Every subscription with what may be done there. Those that cannot be used anyway are not asked about.
pub(super) async fn candidates(cx: &Cx<'_>, azure: &Azure<Read>) -> Result<Vec<Candidate>, Error> {
    let all = azure.subscriptions().await?;
    let tenant = cx.setup.tenant.id;
    let asked = all.into_iter().map(|subscription| async move {
        let elsewhere = subscription.tenant_id != tenant;
        let live = matches!(subscription.state, SubscriptionState::Enabled | SubscriptionState::Warned);
        let rights = if live && !elsewhere { rights(&subscription, azure).await? } else { Rights::default() };
        Ok::<_, Error>(Candidate { subscription, elsewhere, rights })
    });
    futures_util::stream::iter(asked).buffered(AT_ONCE).try_collect().await
}

async fn rights(subscription: &Subscription, azure: &Azure<Read>) -> Result<Rights, Error> {
    let id = subscription.subscription_id;
    let held = allowed(azure.permissions(id, None).await)?;
    let may = |action| Permissions::allow(&held, action);
    let mut rights = Rights {
        register: may(REGISTER),
        make_group: may(MAKE_GROUP),
        make: may(MAKE) && may(LIST_KEYS),
        groups: Vec::new(),
    };
    if !rights.make {
        // A role in a group only does not show in the subscription.
        for group in allowed(azure.resource_groups(id).await)?.into_iter().take(MOST_GROUPS) {
            let held = allowed(azure.permissions(id, Some(&group.name)).await)?;
            if Permissions::allow(&held, MAKE) && Permissions::allow(&held, LIST_KEYS) {
                rights.groups.push(group.name);
            }
        }
    }
    Ok(rights)
}

/// What may not be read allows nothing.
pub(super) fn allowed<T: Default>(result: Result<T, Error>) -> Result<T, Error> {
    match result {
        Err(error) if error.is_status(403) => Ok(T::default()),
        result => result,
    }
}
