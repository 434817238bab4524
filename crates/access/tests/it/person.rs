//! A session for one person beside the admin.

use std::sync::Arc;

use access::{Clients, Session, SignIn, SignInError};
use domain::{TokenSource as _, UserId, UserRef};
use serde_json::json;

use crate::support::{Counted, DANA, NoBrowser, SAM, Service, TestClock, endpoints, get, pages, parameter, tenant};

async fn session(service: &Arc<Service>, id: &str) -> Arc<Session> {
    let person = UserRef {
        id: UserId::parse(id).expect("a GUID"),
        upn: "calls@contoso.com".to_owned(),
        name: "Calls".to_owned(),
    };
    let found = tenant(service).await;
    let session = Session::new(found, &endpoints(), Clients::Microsoft, service.clone(), service.clock.clone());
    Arc::new(session.only_for(person))
}

async fn sign_in(service: &Arc<Service>, session: &Arc<Session>) -> Result<domain::SignedIn, SignInError> {
    let begin = SignIn::new(Arc::new(Counted::default()), Arc::new(NoBrowser::default()));
    let visit = session.graph_visit(&["Chat.Read"]);
    let flow = begin.start(session.clone(), visit, pages()).await.expect("it listens");
    assert_eq!(parameter(&flow.link, "login_hint"), "calls@contoso.com", "this account is suggested");
    assert_eq!(parameter(&flow.link, "prompt"), "login", "whoever the browser is signed in with");
    service.claim(json!({ "nonce": parameter(&flow.link, "nonce") }));
    let redirect: url::Url = parameter(&flow.link, "redirect_uri").parse().expect("an address");
    let state = parameter(&flow.link, "state");
    get(redirect.port().expect("a port"), &format!("/?code=c&state={state}")).await;
    flow.finish().await
}

#[tokio::test]
async fn only_that_person_is_taken() {
    let service = Service::new(TestClock::still());
    let theirs = session(&service, SAM).await;
    let Err(SignInError::OtherAccount { expected, seen }) = sign_in(&service, &theirs).await else {
        panic!("somebody else's token would prove nothing")
    };
    assert_eq!((expected.id.to_string().as_str(), seen.id.to_string().as_str()), (SAM, DANA), "both are named");
    assert!(theirs.graph(&["Chat.Read"]).await.is_err(), "and there is no token");
    let hers = session(&service, DANA).await;
    let who = sign_in(&service, &hers).await.expect("it is her");
    assert_eq!(who.account.id.to_string(), DANA, "by her object id, whatever her address is");
}
