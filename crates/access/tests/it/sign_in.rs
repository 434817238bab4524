use std::sync::Arc;
use std::time::Duration;

use access::{Clients, IdTokenError, PasteError, Resource, Session, SignIn, SignInError, SignInFlow};
use domain::{TokenError, TokenSource as _};
use serde_json::json;

use crate::support::{
    Counted, DANA, NoBrowser, OTHER_TENANT, SAM, Service, TENANT, TestClock, browse, get, pages, parameter, session,
};

struct Started {
    service: Arc<Service>,
    clock: Arc<TestClock>,
    session: Arc<Session>,
    flow: Arc<SignInFlow>,
    port: u16,
    state: String,
}

async fn started() -> Started {
    let clock = TestClock::still();
    let service = Service::new(clock.clone());
    let session = session(&service, Clients::Microsoft).await;
    let flow = start(&session, &session.graph_visit(&["User.Read"])).await;
    let (port, state) = at(&service, &flow);
    Started { service, clock, session, flow, port, state }
}

async fn start(session: &Arc<Session>, visit: &access::Visit) -> Arc<SignInFlow> {
    let sign_in = SignIn::new(Arc::new(Counted::default()), Arc::new(NoBrowser::default()));
    Arc::new(sign_in.start(session.clone(), visit.clone(), pages()).await.expect("it listens"))
}

/// Port and state of the link; the service learns the nonce.
fn at(service: &Service, flow: &SignInFlow) -> (u16, String) {
    let redirect: url::Url = parameter(&flow.link, "redirect_uri").parse().expect("an address");
    service.claim(json!({ "nonce": parameter(&flow.link, "nonce") }));
    (redirect.port().expect("a port"), parameter(&flow.link, "state"))
}

#[tokio::test]
async fn the_browser_is_sent_with_a_challenge_a_state_and_a_nonce() {
    let Started { flow, port, .. } = started().await;
    assert_eq!(parameter(&flow.link, "code_challenge_method"), "S256", "plain would show the verifier");
    assert_eq!(parameter(&flow.link, "code_challenge").len(), 43, "SHA-256 in base64url");
    assert_eq!(parameter(&flow.link, "redirect_uri"), format!("http://localhost:{port}"), "as registered, any port");
    assert_eq!(parameter(&flow.link, "prompt"), "select_account", "the admin chooses the account");
    let scopes = parameter(&flow.link, "scope");
    assert_eq!(scopes, "openid profile offline_access https://graph.microsoft.com/User.Read", "nothing else is asked");
    assert!(parameter(&flow.link, "state") != parameter(&flow.link, "nonce"), "one is public, the other is not");
    assert_eq!(flow.until.to_string(), "2026-11-21T09:05:00Z", "five minutes");
}

#[tokio::test]
async fn a_code_signs_the_admin_in_and_leaves_the_address_bar() {
    let Started { service, session, flow, port, state, .. } = started().await;
    let answer = get(port, &format!("/?code=the-code&state={state}")).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "the code leaves the address bar: {answer}");
    assert!(answer.contains("location: /done"), "towards a page without it: {answer}");
    let done = get(port, "/done").await;
    for header in
        ["cache-control: no-store", "referrer-policy: no-referrer", "content-security-policy: default-src 'none'"]
    {
        assert!(done.contains(header), "{header} is missing: {done}");
    }
    assert!(done.contains("You can close this tab") && !done.contains("<script"), "a calm page: {done}");
    let who = flow.finish().await.expect("signed in");
    assert_eq!(
        (who.tenant.to_string().as_str(), who.account.upn.as_str()),
        (TENANT, "dana@contoso.com"),
        "as the id token says"
    );
    let form = service.last_form();
    assert_eq!(form["code"], "the-code", "redeemed once");
    assert_eq!(form["code_verifier"].len(), 43, "with the verifier");
    assert!(!form.contains_key("client_secret"), "a public client has none");
    let token = session.graph(&["User.Read"]).await.expect("a token");
    assert_eq!(token.scopes, ["User.Read"], "short names, without those of OpenID Connect");
    assert_eq!(service.asked(), 1, "the first token came with the sign-in");
}

#[tokio::test]
async fn the_port_listens_on_both_address_families() {
    let Started { port, flow: _open, .. } = started().await;
    let v6 = tokio::net::TcpStream::connect(("::1", port)).await;
    let has_v6 = tokio::net::TcpListener::bind(("::1", 0)).await.is_ok();
    assert_eq!(v6.is_ok(), has_v6, "a browser may take ::1 for localhost");
}

#[tokio::test]
async fn whatever_is_not_the_answer_is_refused_and_the_wait_goes_on() {
    let Started { flow, port, state, .. } = started().await;
    let host = format!("Host: localhost:{port}");
    for (request, status) in [
        (format!("GET /?code=c&state=wrong HTTP/1.1\r\n{host}\r\n\r\n"), "400"),
        (format!("GET /?code=c HTTP/1.1\r\n{host}\r\n\r\n"), "400"),
        (format!("GET /?error=access_denied HTTP/1.1\r\n{host}\r\n\r\n"), "400"),
        (format!("GET /callback?code=c&state={state} HTTP/1.1\r\n{host}\r\n\r\n"), "404"),
        (format!("POST /?code=c&state={state} HTTP/1.1\r\n{host}\r\nContent-Length: 0\r\n\r\n"), "405"),
        (format!("GET /?code=c&state={state} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "421"),
        (format!("GET /?code=c&state={state} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"), "421"),
        (format!("GET /favicon.ico HTTP/1.1\r\n{host}\r\n\r\n"), "404"),
    ] {
        let answer = browse(port, &request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request} got {answer}");
        assert!(answer.contains("Nothing here &lt;waits&gt; for this."), "the page is calm and escaped: {answer}");
    }
    get(port, &format!("/?code=good&state={state}")).await;
    flow.finish().await.expect("the good one still counts");
}

#[tokio::test]
async fn declining_is_told_as_declining_and_other_refusals_with_their_number() {
    let Started { flow, port, state, .. } = started().await;
    get(port, &format!("/?error=access_denied&error_description=AADSTS65004%3A+User+declined&state={state}")).await;
    assert!(matches!(flow.finish().await, Err(SignInError::Declined(_))), "somebody changed her mind");

    let Started { flow, port, state, .. } = started().await;
    get(port, &format!("/?error=access_denied&error_description=AADSTS90094%3A+Admin+needed&state={state}")).await;
    let Err(SignInError::Refused(refusal)) = flow.finish().await else { panic!("not declined: an admin is needed") };
    assert_eq!(refusal.aadsts, Some(90_094), "the same OAuth error, another cause");
}

#[tokio::test]
async fn nobody_coming_back_for_five_minutes_ends_it() {
    let Started { flow, clock, .. } = started().await;
    let waiting = tokio::spawn(async move { flow.finish().await });
    while !waiting.is_finished() {
        clock.advance(Duration::from_secs(60));
        tokio::task::yield_now().await;
    }
    let ended = waiting.await.expect("no panic");
    assert_eq!(ended.err(), Some(SignInError::TimedOut(Duration::from_secs(300))), "it ends by itself");
}

#[tokio::test]
async fn cancelling_ends_it_and_closes_the_port() {
    let Started { flow, port, .. } = started().await;
    flow.cancel();
    assert_eq!(flow.finish().await.err(), Some(SignInError::Cancelled), "at once");

    let Started { flow, port: dropped, .. } = started().await;
    drop(flow);
    tokio::time::timeout(Duration::from_secs(5), async {
        while tokio::net::TcpStream::connect(("127.0.0.1", dropped)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("a dropped flow closes its port");
    assert_ne!(port, dropped, "each flow has its own");
}

#[tokio::test]
async fn the_paste_box_takes_only_our_redirect_with_our_state() {
    let Started { flow, port, state, .. } = started().await;
    let redirect = format!("http://localhost:{port}");
    assert_eq!(flow.paste("hello"), Err(PasteError::NotOurs), "no address");
    assert_eq!(flow.paste(&format!("http://evil.example/?code=c&state={state}")), Err(PasteError::NotOurs), "not here");
    assert_eq!(flow.paste(&format!("{redirect}/?code=c&state=x")), Err(PasteError::OtherSignIn), "of another sign-in");
    assert_eq!(flow.paste(&format!("{redirect}/?state={state}")), Err(PasteError::NoAnswer), "half an address");
    assert_eq!(flow.paste(&format!("  {redirect}/?code=c&state={state}\n")), Ok(()), "copied with blanks");
    flow.finish().await.expect("signed in by hand");
}

#[tokio::test]
async fn an_id_token_that_does_not_fit_signs_nobody_in() {
    let cases = [
        (json!({ "nonce": "another" }), IdTokenError::Nonce),
        (json!({ "aud": "another" }), IdTokenError::Audience),
        (json!({ "iss": "https://login.example/v2.0" }), IdTokenError::Issuer),
        (json!({ "tid": null }), IdTokenError::Unreadable),
    ];
    for (claims, why) in cases {
        let Started { service, session, flow, port, state, .. } = started().await;
        let mut all = json!({ "nonce": parameter(&flow.link, "nonce") });
        all.as_object_mut().expect("an object").extend(claims.as_object().expect("an object").clone());
        service.claim(all);
        get(port, &format!("/?code=c&state={state}")).await;
        assert_eq!(flow.finish().await.err(), Some(SignInError::IdToken(why)), "{claims} must not do");
        assert!(session.session().is_none(), "nobody is signed in");
        assert!(matches!(session.graph(&[]).await, Err(TokenError::NotSignedIn)), "and there is no token");
    }
}

#[tokio::test]
async fn an_id_token_of_somebody_elses_key_signs_nobody_in() {
    let Started { service, flow, port, state, .. } = started().await;
    *service.sign_with_foreign_key.lock().expect("no panic elsewhere") = true;
    get(port, &format!("/?code=c&state={state}")).await;
    assert_eq!(
        flow.finish().await.err(),
        Some(SignInError::IdToken(IdTokenError::Signature)),
        "the key is held against it"
    );
}

#[tokio::test]
async fn another_tenant_is_told_with_both_names_and_not_accepted() {
    let Started { service, session, flow, port, state, .. } = started().await;
    let nonce = parameter(&flow.link, "nonce");
    service.claim(json!({ "nonce": nonce, "tid": OTHER_TENANT, "preferred_username": "dana@fabrikam.com" }));
    get(port, &format!("/?code=c&state={state}")).await;
    let Err(SignInError::OtherTenant { chosen, seen, account }) = flow.finish().await else {
        panic!("it must be refused")
    };
    assert_eq!((chosen.to_string().as_str(), seen.to_string().as_str()), (TENANT, OTHER_TENANT), "both are named");
    assert_eq!(account.upn, "dana@fabrikam.com", "and the account");
    assert!(session.session().is_none(), "nothing is kept");
}

#[tokio::test]
async fn a_guest_is_told_with_her_home_and_not_accepted() {
    for (claims, told) in [
        (json!({ "idp": format!("https://sts.windows.net/{OTHER_TENANT}/") }), OTHER_TENANT),
        (json!({ "idp": "live.com" }), "live.com"),
        (json!({ "acct": 1 }), ""),
    ] {
        let Started { service, flow, port, state, .. } = started().await;
        let mut all = json!({ "nonce": parameter(&flow.link, "nonce") });
        all.as_object_mut().expect("an object").extend(claims.as_object().expect("an object").clone());
        service.claim(all);
        get(port, &format!("/?code=c&state={state}")).await;
        let Err(SignInError::Guest { home, .. }) = flow.finish().await else { panic!("{claims} is a guest") };
        assert_eq!(home, told, "where she belongs");
    }
}

#[tokio::test]
async fn a_later_visit_suggests_the_account_and_refuses_another() {
    let Started { service, session, flow, port, state, .. } = started().await;
    // Put together beforehand, as whoever plans two visits does.
    let teams = session.visit(Resource::Teams);
    get(port, &format!("/?code=c&state={state}")).await;
    flow.finish().await.expect("signed in");

    let flow = start(&session, &teams).await;
    let (port, state) = at(&service, &flow);
    assert_eq!(parameter(&flow.link, "login_hint"), "dana@contoso.com", "no second choice of account");
    service
        .claim(json!({ "nonce": parameter(&flow.link, "nonce"), "oid": SAM, "preferred_username": "sam@contoso.com" }));
    get(port, &format!("/?code=c&state={state}")).await;
    let Err(SignInError::OtherAccount { expected, seen }) = flow.finish().await else {
        panic!("two people are not one admin")
    };
    assert_eq!((expected.id.to_string().as_str(), seen.id.to_string().as_str()), (DANA, SAM), "both are named");

    let flow = start(&session, &teams).await;
    let (port, state) = at(&service, &flow);
    get(port, &format!("/?code=c&state={state}")).await;
    let who = flow.finish().await.expect("the same account");
    assert_eq!(who.client.to_string(), "14d82eec-204b-4c2f-b7e8-296a70dab67e", "the first client is named");
    session.teams().await.expect("both tokens of the Teams module");
}

#[tokio::test]
async fn without_a_browser_there_is_still_the_link() {
    let clock = TestClock::still();
    let service = Service::new(clock);
    let session = session(&service, Clients::Microsoft).await;
    let browser = NoBrowser { missing: true, ..NoBrowser::default() };
    let sign_in = SignIn::new(Arc::new(Counted::default()), Arc::new(browser));
    let visit = session.graph_visit(&["User.Read"]);
    let flow = sign_in.start(session, visit, pages()).await.expect("it goes on");
    assert_eq!(flow.browser_problem.as_deref(), Some("no browser is installed"), "the system's words");
    assert!(flow.link.as_str().contains("/authorize?"), "to be copied");
}
