use std::sync::Arc;
use std::time::Duration;

use access::{Clients, DeviceFlow, DeviceSignIn, SignInError};
use serde_json::{Value, json};

use crate::support::{Service, TestClock, session};

async fn started(service: &Arc<Service>) -> DeviceFlow {
    let session = session(service, Clients::Microsoft).await;
    let visit = session.graph_visit(&["User.Read"]);
    service.script(
        200,
        json!({
            "device_code": "the-device-code", "user_code": "ABCD1234", "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900, "interval": 5,
        }),
    );
    DeviceSignIn::start(session, visit).await.expect("a code")
}

fn says(error: &str) -> Value {
    json!({ "error": error })
}

#[tokio::test]
async fn it_asks_until_the_person_has_signed_in() {
    let service = Service::new(TestClock::hurried());
    let flow = started(&service).await;
    assert_eq!((flow.user_code.as_str(), flow.page.host_str()), ("ABCD1234", Some("microsoft.com")), "to be shown");
    service.script(400, says("authorization_pending"));
    service.script(400, says("slow_down"));
    let who = flow.finish().await.expect("signed in");
    assert_eq!(who.account.upn, "dana@contoso.com", "as the id token says");
    assert_eq!(service.last_form()["device_code"], "the-device-code", "the code went along");
    assert_eq!(who.at.to_string(), "2026-11-21T09:00:20Z", "5 s, 5 s, and after slow_down 10 s");
}

#[tokio::test]
async fn it_ends_with_what_happened() {
    for (error, ended) in [
        ("expired_token", SignInError::TimedOut(Duration::from_secs(900))),
        (
            "authorization_declined",
            SignInError::Declined(domain::EntraRefusal {
                error: "authorization_declined".to_owned(),
                ..Default::default()
            }),
        ),
    ] {
        let service = Service::new(TestClock::hurried());
        let flow = started(&service).await;
        service.script(400, says(error));
        assert_eq!(flow.finish().await.err(), Some(ended), "{error}");
    }
    let service = Service::new(TestClock::hurried());
    let flow = started(&service).await;
    service.script(400, json!({ "error": "invalid_grant", "error_codes": [53003] }));
    let Err(SignInError::Refused(refusal)) = flow.finish().await else { panic!("a policy blocks it") };
    assert_eq!(refusal.aadsts, Some(53_003), "the usual end in a real tenant");
}

#[tokio::test]
async fn nobody_typing_the_code_ends_it() {
    let service = Service::new(TestClock::hurried());
    let flow = started(&service).await;
    for _ in 0..200 {
        service.script(400, says("authorization_pending"));
    }
    assert_eq!(flow.finish().await.err(), Some(SignInError::TimedOut(Duration::from_secs(900))), "by itself");
}

#[tokio::test]
async fn cancelling_ends_it() {
    let service = Service::new(TestClock::still());
    let flow = started(&service).await;
    flow.cancel();
    assert_eq!(flow.finish().await.err(), Some(SignInError::Cancelled), "at once");
}
