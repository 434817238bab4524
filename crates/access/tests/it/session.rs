use std::sync::Arc;
use std::time::Duration;

use access::{Clients, Session, SignIn};
use domain::{AppId, TokenError, TokenSource as _};
use serde_json::json;

use crate::support::{Counted, NoBrowser, Service, TestClock, get, pages, parameter, session};

async fn signed_in(clients: Clients) -> (Arc<Service>, Arc<TestClock>, Arc<Session>) {
    let clock = TestClock::hurried();
    let service = Service::new(clock.clone());
    let session = session(&service, clients).await;
    visit(&service, &session, session.graph_visit(&["User.Read"])).await;
    (service, clock, session)
}

async fn visit(service: &Service, session: &Arc<Session>, visit: access::Visit) {
    let sign_in = SignIn::new(Arc::new(Counted::default()), Arc::new(NoBrowser::default()));
    let flow = sign_in.start(session.clone(), visit, pages()).await.expect("it listens");
    service.claim(json!({ "nonce": parameter(&flow.link, "nonce") }));
    let redirect: url::Url = parameter(&flow.link, "redirect_uri").parse().expect("an address");
    let state = parameter(&flow.link, "state");
    get(redirect.port().expect("a port"), &format!("/?code=c&state={state}")).await;
    // The hurried clock would let it time out before the answer is looked at.
    flow.finish().await.expect("signed in");
}

#[tokio::test]
async fn a_token_is_used_until_shortly_before_its_end_and_then_refreshed() {
    let (service, clock, session) = signed_in(Clients::Microsoft).await;
    let first = session.graph(&["User.Read"]).await.expect("a token").text.expose().to_owned();
    let again = session.graph(&["User.Read"]).await.expect("a token").text.expose().to_owned();
    assert_eq!((first.as_str(), service.asked()), (again.as_str(), 1), "the same token, without a request");
    clock.advance(Duration::from_secs(3500));
    let later = session.graph(&["User.Read"]).await.expect("a token").text.expose().to_owned();
    assert_ne!(first, later, "it would have ended under the next call");
    assert_eq!(service.last_form()["grant_type"], "refresh_token", "without a visit");
}

#[tokio::test]
async fn renewing_gets_a_new_token_with_the_roles_of_now() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    let first = session.graph(&["User.Read"]).await.expect("a token").text.expose().to_owned();
    session.renew();
    let second = session.graph(&["User.Read"]).await.expect("a token").text.expose().to_owned();
    assert_ne!(first, second, "an activated role is in new tokens only");
    assert_eq!(service.asked(), 2, "one refresh");
}

#[tokio::test]
async fn missing_consent_asks_for_one_more_visit_and_names_the_scopes() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    service.script(400, json!({ "error": "invalid_grant", "error_codes": [65001], "suberror": "consent_required" }));
    let wanted = ["Application.ReadWrite.All"];
    let Err(TokenError::MoreScopes(missing)) = session.graph(&wanted).await else { panic!("it needs a visit") };
    assert_eq!(missing, wanted, "the caller can offer the visit");
    let next = session.graph_visit(&missing);
    let asked = next.asked().join(" ");
    assert!(
        asked.contains("User.Read") && asked.contains("Application.ReadWrite.All"),
        "the union is asked for: {asked}"
    );
}

#[tokio::test]
async fn a_token_that_came_without_a_scope_is_not_passed_off_as_having_it() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    service.script(200, json!({ "access_token": "a", "expires_in": "3599", "scope": "User.Read openid" }));
    let answer = session.graph(&["Policy.Read.All"]).await;
    assert!(matches!(answer, Err(TokenError::MoreScopes(_))), "the service gave less than was asked");
}

#[tokio::test]
async fn a_revoked_session_is_over() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    session.renew();
    service.script(
        400,
        json!({ "error": "invalid_grant", "error_codes": [50173], "trace_id": "t", "correlation_id": "c" }),
    );
    let Err(TokenError::Refused(refusal)) = session.graph(&["User.Read"]).await else { panic!("it must be told") };
    assert_eq!((refusal.aadsts, refusal.trace_id.as_deref()), (Some(50_173), Some("t")), "with number and ids");
    assert!(session.session().is_none(), "nobody is signed in any more");
    assert!(matches!(session.graph(&[]).await, Err(TokenError::NotSignedIn)), "the next call says so");
}

#[tokio::test]
async fn a_claims_challenge_goes_into_the_refresh_and_if_need_be_into_the_next_visit() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    session.challenged(domain::ApiId::Graph, claims.to_owned());
    let refusal = json!({ "error": "interaction_required", "error_codes": [50076], "claims": claims });
    service.script(400, refusal);
    assert!(matches!(session.graph(&["User.Read"]).await, Err(TokenError::Refused(_))), "it needs a person");
    assert_eq!(service.last_form()["claims"], claims, "tried without one first");
    let sign_in = SignIn::new(Arc::new(Counted::default()), Arc::new(NoBrowser::default()));
    let flow = sign_in.start(session.clone(), session.graph_visit(&["User.Read"]), pages()).await.expect("it listens");
    assert_eq!(parameter(&flow.link, "claims"), claims, "the visit carries it");
}

#[tokio::test]
async fn a_lost_or_busy_answer_is_asked_for_again_a_few_times() {
    let (service, _, session) = signed_in(Clients::Microsoft).await;
    session.renew();
    service.script(503, json!({}));
    service.script(400, json!({ "error": "temporarily_unavailable", "error_codes": [90033] }));
    session.graph(&["User.Read"]).await.expect("the third try goes through");
    assert_eq!(service.asked(), 4, "sign-in and three tries");
    session.renew();
    for _ in 0..3 {
        service.script(503, json!({}));
    }
    assert!(matches!(session.graph(&["User.Read"]).await, Err(TokenError::Unreachable(_))), "never without end");
}

#[tokio::test]
async fn a_client_that_has_not_visited_needs_its_own_visit() {
    let (_, _, session) = signed_in(Clients::Microsoft).await;
    let Err(TokenError::MoreScopes(missing)) = session.teams().await else { panic!("another client") };
    assert_eq!(missing, ["48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation"], "in full: it is not Graph's");
    let Err(TokenError::MoreScopes(missing)) = session.azure().await else { panic!("another client") };
    assert_eq!(missing, ["https://management.azure.com/user_impersonation"], "in full: it is not Graph's");
}

#[tokio::test]
async fn the_admins_own_app_serves_everything_in_one_visit() {
    let own = AppId::parse("55555555-5555-4555-8555-555555555555").expect("an id");
    let clock = TestClock::hurried();
    let service = Service::new(clock);
    let session = session(&service, Clients::Own(own)).await;
    let wanted = vec![session.graph_visit(&["User.Read"]), session.visit(access::Resource::Teams)];
    let visits = Session::merged(wanted);
    assert_eq!(visits.len(), 1, "one client, one visit");
    visit(&service, &session, visits[0].clone()).await;
    assert!(!service.last_form()["scope"].contains("48ac35b8"), "a code is redeemed for one API only");
    session.teams().await.expect("by refresh");
    assert_eq!(service.last_form()["client_id"], own.to_string(), "always the same client");
    let session = crate::support::session(&service, Clients::Microsoft).await;
    let wanted = vec![session.graph_visit(&["User.Read"]), session.visit(access::Resource::Teams)];
    assert_eq!(Session::merged(wanted).len(), 2, "Microsoft's apps are two");
}

#[tokio::test]
async fn signing_out_leaves_nothing() {
    let (_, _, session) = signed_in(Clients::Microsoft).await;
    session.sign_out();
    assert!(session.session().is_none(), "nobody is signed in");
    assert!(matches!(session.graph(&["User.Read"]).await, Err(TokenError::NotSignedIn)), "and nothing is left");
}
