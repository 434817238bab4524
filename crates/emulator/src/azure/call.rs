//! One call, once it is known what it wants and who asks.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::token::Bearer;
use crate::state::{ResourceGroup, Subscription, Tenant};
use crate::{Emulator, Moment};

/// A request as it came.
pub(super) struct Incoming {
    pub(super) method: Method,
    /// Path and query below `/azure`.
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    /// `Err` when it is too long or broke off.
    pub(super) body: Result<Bytes, ()>,
}

/// A call that may go on.
pub(super) struct Call<'a> {
    pub(super) emulator: &'a Emulator,
    pub(super) method: &'a Method,
    /// The path's segments, decoded, in the case in which they were sent.
    pub(super) segments: Vec<String>,
    /// What stands in the places that the route leaves open.
    pub(super) parameters: BTreeMap<&'static str, String>,
    /// Names without regard to case.
    pub(super) query: Vec<(String, String)>,
    pub(super) version: String,
    pub(super) body: Option<Value>,
    pub(super) bearer: Bearer,
    /// When the request came.
    pub(super) moment: Moment,
}

impl Call<'_> {
    /// A path parameter, as sent; empty when the route has none of that name.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    /// A query parameter.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The scope that the call works at, as sent: the whole tenant, a subscription, a group or a resource.
    pub(super) fn scope(&self) -> String {
        let depth = match &self.parameters {
            open if open.contains_key("name") => 8,
            open if open.contains_key("group") => 4,
            open if open.contains_key("subscription") => 2,
            _ => 0,
        };
        format!("/{}", self.segments.iter().take(depth).cloned().collect::<Vec<_>>().join("/"))
    }

    /// The body's members; empty when there is no body.
    pub(super) fn members(&self) -> Map<String, Value> {
        self.body.as_ref().and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// Looks at the tenant.
    pub(super) fn read<R>(&self, look: impl FnOnce(&Tenant) -> R) -> R {
        self.emulator.read(look)
    }

    /// Changes the tenant. A refusal leaves it as it was, by the handlers' discipline of checking first.
    pub(super) fn write<R>(
        &self,
        change: impl FnOnce(&mut Tenant, Moment) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        self.emulator.write(|tenant, moment| {
            tenant.azure.tidy(moment.delays_now);
            change(tenant, moment)
        })?
    }

    /// The subscription that the path names.
    pub(super) fn subscription<'t>(&self, tenant: &'t Tenant) -> Result<&'t Subscription, Refusal> {
        let id = self.parameter("subscription");
        tenant.azure.subscriptions.get(&id.to_lowercase()).ok_or_else(|| no_subscription(id))
    }

    /// The same, to change it.
    pub(super) fn subscription_mut<'t>(&self, tenant: &'t mut Tenant) -> Result<&'t mut Subscription, Refusal> {
        let id = self.parameter("subscription");
        tenant.azure.subscriptions.get_mut(&id.to_lowercase()).ok_or_else(|| no_subscription(id))
    }

    /// The group that the path names.
    pub(super) fn group<'t>(&self, tenant: &'t Tenant) -> Result<&'t ResourceGroup, Refusal> {
        let name = self.parameter("group");
        self.subscription(tenant)?.group(name, self.moment.delays_now).ok_or_else(|| Refusal::no_group(name))
    }

    /// The same, to change it: one that is being deleted takes no changes.
    pub(super) fn group_mut<'t>(
        &self,
        tenant: &'t mut Tenant,
        moment: Moment,
    ) -> Result<&'t mut ResourceGroup, Refusal> {
        let name = self.parameter("group");
        let groups = &mut self.subscription_mut(tenant)?.groups;
        let group = groups.get_mut(&name.to_lowercase()).filter(|group| group.is_there(moment.delays_now));
        let group = group.ok_or_else(|| Refusal::no_group(name))?;
        match group.gone {
            None => Ok(group),
            Some(_) => Err(being_deleted(name)),
        }
    }
}

/// 404.
pub(super) fn no_subscription(id: &str) -> Refusal {
    Refusal::missing("SubscriptionNotFound", format!("The subscription '{id}' could not be found."))
}

/// 409.
pub(super) fn being_deleted(group: &str) -> Refusal {
    let message = format!("The resource group '{group}' is in deprovisioning state and cannot perform this operation.");
    Refusal::conflict("ResourceGroupBeingDeleted", message)
}
