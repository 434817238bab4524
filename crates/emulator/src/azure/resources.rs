//! Resources of any type, as Azure's own index knows them: later than the resource provider.

use std::time::Duration;

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::subscriptions::visible;
use super::{filter, page, resource_groups, rights, service};
use crate::state::CommunicationService;

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let wanted = filter::read(call, &["resourcetype", "name", "resourcegroup", "location", "tagname", "tagvalue"])?;
    let found = call.read(|tenant| {
        let subscription = call.subscription(tenant)?;
        visible(call, tenant, subscription, "Microsoft.Resources/subscriptions/resources/read")?;
        let now = call.moment.delays_now;
        let lag = Duration::from_secs(tenant.oddities.azure.list_lag_seconds);
        let only = call.parameter("group");
        let mut found = Vec::new();
        for group in
            subscription.groups_at(now).filter(|group| only.is_empty() || group.name.eq_ignore_ascii_case(only))
        {
            for one in group.services_at(now).filter(|one| one.began + lag <= now && fits(&wanted, &group.name, one)) {
                let id = service::id(subscription, group, &one.name);
                let action = "Microsoft.Communication/CommunicationServices/read";
                if rights::allows(tenant, &call.bearer.caller, action, &id) {
                    found.push(entry(&id, one));
                }
            }
        }
        Ok::<_, Refusal>(found)
    })?;
    page::answer(call, found, true)
}

/// The index holds no properties.
fn entry(id: &str, service: &CommunicationService) -> Value {
    let mut entry = json!({ "id": id, "name": service.name, "type": service::KIND, "location": "global" });
    if !service.tags.is_empty() {
        entry["tags"] = json!(service.tags);
    }
    entry
}

fn fits(wanted: &[(String, String)], group: &str, one: &CommunicationService) -> bool {
    let is = |(name, value): &(String, String)| match name.as_str() {
        "resourcetype" => value.eq_ignore_ascii_case(service::KIND),
        "name" => value.eq_ignore_ascii_case(&one.name),
        "resourcegroup" => value.eq_ignore_ascii_case(group),
        "location" => value.eq_ignore_ascii_case("global"),
        // A tag's name and its value are one condition.
        _ => true,
    };
    wanted.iter().all(is) && resource_groups::fits(wanted, &one.tags)
}
