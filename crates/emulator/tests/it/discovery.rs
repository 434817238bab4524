use http::{Method, StatusCode};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use crate::support::{DOMAIN, GRAPH_CLIENT, get, send, started};

#[tokio::test]
async fn every_authority_leads_to_the_tenant_and_no_other_exists() {
    let (emulator, _) = started("all-is-well");
    for segment in ["7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4", DOMAIN] {
        let document = get(&emulator, &format!("/{segment}/v2.0/.well-known/openid-configuration")).await.json();
        assert_eq!(document["issuer"], "http://localhost:47100/7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4/v2.0", "tenant id");
        assert_eq!(document["tenant_region_scope"], "EU", "region");
        for field in
            ["authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "jwks_uri", "msgraph_host"]
        {
            assert!(document[field].is_string(), "{field} is there");
        }
    }
    for segment in ["common", "organizations"] {
        let document = get(&emulator, &format!("/{segment}/v2.0/.well-known/openid-configuration")).await.json();
        assert_eq!(document["issuer"], "http://localhost:47100/{tenantid}/v2.0", "a placeholder, as in Entra");
    }
    let unknown = get(&emulator, "/fabrikam.example/v2.0/.well-known/openid-configuration").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST, "another domain");
    let body = unknown.json();
    assert_eq!(
        (body["error"].as_str(), &body["error_codes"][0]),
        (Some("invalid_tenant"), &90_002.into()),
        "AADSTS90002"
    );
    assert!(
        get(&emulator, "/common/discovery/instance?api-version=1.1").await.json()["metadata"].is_array(),
        "instance discovery"
    );
}

#[tokio::test]
async fn an_ordinary_library_verifies_a_token_with_the_published_keys() {
    let (emulator, _) = started("all-is-well");
    let keys = get(&emulator, "/common/discovery/v2.0/keys").await.json();
    let key = &keys["keys"][0];
    let text = |name: &str| key[name].as_str().expect(name);
    let token =
        emulator::entra::user_token(&emulator, &format!("dana@{DOMAIN}"), GRAPH_CLIENT, "User.Read").expect("a token");
    let header = jsonwebtoken::decode_header(&token).expect("a header");
    assert_eq!(header.kid.as_deref(), Some(text("kid")), "the token names the key");
    let decoding = DecodingKey::from_rsa_components(text("n"), text("e")).expect("a key");
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&["https://graph.microsoft.com"]);
    // The library asks the real clock; the test has its own.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Value>(&token, &decoding, &validation).expect("the signature is good").claims;
    assert_eq!(claims["tid"], "7c0d4f3a-2b61-4e58-9a17-5d3e8f60c2b4", "our tenant");
    let (_, certificate) = {
        use base64::Engine as _;
        let der =
            base64::engine::general_purpose::STANDARD.decode(key["x5c"][0].as_str().expect("x5c")).expect("base64");
        let (rest, certificate) = x509_parser::parse_x509_certificate(&der).expect("a certificate");
        assert!(rest.is_empty(), "nothing after it");
        (rest.len(), certificate.subject().to_string())
    };
    assert_eq!(certificate, "CN=Handrail practice tenant", "its certificate says whose it is");
}

#[tokio::test]
async fn what_is_not_imitated_is_501_with_its_path() {
    let (emulator, _) = started("all-is-well");
    for (method, path) in [
        (Method::GET, "/common/userrealm/dana"),
        (Method::PUT, "/azure/subscriptions/x"),
        (Method::DELETE, "/practice.handrail.example/oauth2/v2.0/token"),
        (Method::GET, "/_emulator/nothing"),
        (Method::POST, "/"),
    ] {
        let answer = send(&emulator, method.clone(), path, &[], String::new()).await;
        assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED, "{method} {path}");
        assert!(
            answer.json()["error"]["message"].as_str().expect("text").contains(path),
            "{path} is named: {}",
            answer.text
        );
    }
}
