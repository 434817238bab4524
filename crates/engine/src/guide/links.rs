//! The shown list: pages of Microsoft's portals that may be opened, by id. The window names an id, Rust opens the address
//! (DECISIONS 39).

use url::Url;

use super::data::{Cloud, Confidence, Page, Portal, Presence};
use super::{GuideValues, Value};

/// Where a page about one thing falls back to, as long as that thing is not known.
const LISTS: [(&str, &str); 5] = [
    ("app.", "app.list"),
    ("ent.", "ent.list"),
    ("user.", "user.list"),
    ("azure.acs_", "azure.acs_list"),
    ("azure.resource_providers", "azure.subscriptions"),
];

/// Whether this cloud has portals: the practice tenant and test installations have none.
pub(super) fn has_portal(cloud: &str) -> bool {
    Portal::builtin().cloud(cloud).is_some()
}

/// Every page that may be opened for this tenant: id and https address, with the tenant in it wherever the portal allows
/// that. A page about an app or user that is not known yet leads to their list. Pages whose address is not certain are
/// left out: their menu path must do.
#[must_use]
pub fn links(cloud: &str, values: &GuideValues) -> Vec<(String, Url)> {
    let portal = Portal::builtin();
    let Some(hosts) = portal.cloud(cloud) else {
        return Vec::new();
    };
    let certain = |page: &&Page| {
        page.confidence_parts.deep_link != Confidence::Low && page.clouds.get(cloud) == Some(&Presence::Known(true))
    };
    let or_list = |page: &Page| {
        address(page, hosts, values).or_else(|| {
            let (_, list) = LISTS.iter().find(|(group, _)| page.id.starts_with(group))?;
            portal.page(list).filter(certain).and_then(|list| address(list, hosts, values))
        })
    };
    portal.pages.links.iter().filter(certain).filter_map(|page| Some((page.id.clone(), or_list(page)?))).collect()
}

fn address(page: &Page, hosts: &Cloud, values: &GuideValues) -> Option<Url> {
    let mut text = page.deep_link.clone();
    let named = [
        ("entra", &hosts.entra),
        ("azure", &hosts.azure),
        ("teams", &hosts.teams),
        ("m365", &hosts.m365),
        ("login", &hosts.login),
        ("graphExplorer", &hosts.graph_explorer),
        ("cloudShell", &hosts.cloud_shell),
    ];
    for (name, host) in named {
        let placeholder = format!("{{{name}}}");
        if text.contains(&placeholder) {
            if hosts.confidence.get(name) == Some(&Confidence::Low) {
                return None;
            }
            text = text.replace(&placeholder, host.as_deref()?);
        }
    }
    for value in Value::ALL {
        let placeholder = format!("{{{}}}", value.name());
        if text.contains(&placeholder) {
            text = text.replace(&placeholder, &encoded(values.get(value)?));
        }
    }
    // An unknown placeholder would lead nowhere.
    let url = Url::parse(&text).ok().filter(|url| url.scheme() == "https")?;
    (!text.contains('{')).then_some(url)
}

/// Ids and domains pass as they are; nothing else of a value can change where the address leads.
fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
