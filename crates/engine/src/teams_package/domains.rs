//! `validDomains`: where the app may load pages from and hand its users' identity to.

use domain::{Message, msg};
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::{short, text};

pub(super) fn check(manifest: &Value) -> Vec<Message> {
    let list = manifest.pointer("/validDomains").and_then(Value::as_array);
    let domains: Vec<&str> = list.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut wrong: Vec<Message> = domains
        .iter()
        .enumerate()
        .filter(|(_, domain)| !is_domain(domain))
        .map(|(index, domain)| {
            msg("teams-package-domain").text("at", format!("/validDomains/{index}")).text("given", short(domain))
        })
        .collect();
    for (at, host) in hosts(manifest) {
        if !domains.iter().any(|domain| holds(domain, &host)) {
            wrong.push(msg("teams-package-domain-missing").text("at", at).text("host", short(&host)));
        }
    }
    wrong
}

/// A host, without scheme, port or path; `*` only as the whole first label, above at least two others.
fn is_domain(text: &str) -> bool {
    let rest = text.strip_prefix("*.").unwrap_or(text);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let plain = rest.len() <= 253 && rest.split('.').all(label);
    plain && rest.contains('.')
}

fn holds(domain: &str, host: &str) -> bool {
    let (domain, host) = (domain.to_lowercase(), host.to_lowercase());
    match domain.strip_prefix('*') {
        Some(end) => host.ends_with(end) && host.len() > end.len(),
        None => domain == host,
    }
}

/// The hosts that must be in the list, with the place that names each.
fn hosts(manifest: &Value) -> Vec<(String, String)> {
    let mut hosts = Vec::new();
    for (list, field) in [("staticTabs", "contentUrl"), ("configurableTabs", "configurationUrl")] {
        let tabs = manifest.get(list).and_then(Value::as_array);
        for (index, tab) in tabs.into_iter().flatten().enumerate() {
            let url = tab.get(field).and_then(Value::as_str).and_then(|url| Url::parse(url).ok());
            let host = url.as_ref().and_then(Url::host_str);
            hosts.extend(host.map(|host| (format!("/{list}/{index}/{field}"), host.to_owned())));
        }
    }
    let resource = text(manifest, "/webApplicationInfo/resource").and_then(host_of_resource);
    hosts.extend(resource.map(|host| ("/webApplicationInfo/resource".to_owned(), host.to_owned())));
    hosts
}

/// `api://host/id` names a host; `api://id` and `api://botid-id` do not.
fn host_of_resource(resource: &str) -> Option<&str> {
    let (host, _) = resource.strip_prefix("api://")?.split_once('/')?;
    let host = host.split(':').next().unwrap_or(host);
    (Uuid::parse_str(host).is_err() && !host.starts_with("botid-")).then_some(host)
}
