use access::{DiscoveryError, find_tenant};
use domain::Endpoints;
use serde_json::json;

use crate::support::{Service, TENANT, TestClock, endpoints, tenant};

#[tokio::test]
async fn a_domain_becomes_a_tenant_with_its_region_and_addresses() {
    let service = Service::new(TestClock::still());
    let found = tenant(&service).await;
    assert_eq!(found.id.to_string(), TENANT, "the id stands in the issuer");
    assert_eq!(found.region.as_deref(), Some("EU"), "the region is told before the sign-in");
    assert_eq!(found.asked, "contoso.com", "what was typed is kept");
    assert!(found.service.token.path().ends_with("/oauth2/v2.0/token"), "as the document says");
}

#[tokio::test]
async fn an_address_on_a_foreign_host_is_refused() {
    for field in ["token_endpoint", "authorization_endpoint", "jwks_uri", "device_authorization_endpoint", "issuer"] {
        let service = Service::new(TestClock::still());
        let foreign = format!("https://login.example/{TENANT}/x");
        service.document.lock().expect("no panic elsewhere")[field] = json!(foreign);
        let found = find_tenant(&*service, &endpoints(), "contoso.com").await;
        let host = "login.example".to_owned();
        assert_eq!(found, Err(DiscoveryError::ForeignHost { field, host }), "{field} would get codes or tokens");
    }
}

#[tokio::test]
async fn a_tenant_of_another_cloud_is_told_with_its_cloud() {
    let global = Endpoints::cloud("global").expect("a known cloud");
    for (scope, sub, instance, cloud) in [
        ("NA", Some("DODCON"), "microsoftonline.us", "gcchigh"),
        ("NA", Some("DOD"), "microsoftonline.us", "dod"),
        ("USGov", None, "microsoftonline.com", "gcchigh"),
        ("AS", None, "partner.microsoftonline.cn", "china"),
    ] {
        let service = Service::new(TestClock::still());
        {
            let mut document = service.document.lock().expect("no panic elsewhere");
            document["tenant_region_scope"] = json!(scope);
            document["tenant_region_sub_scope"] = json!(sub);
            document["cloud_instance_name"] = json!(instance);
        }
        let found = find_tenant(&*service, &global, "contoso.com").await;
        let (name, cloud) = ("contoso.com".to_owned(), cloud.to_owned());
        assert_eq!(found, Err(DiscoveryError::OtherCloud { name, cloud }), "the caller can switch to it");
    }
}
