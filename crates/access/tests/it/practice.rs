//! The whole way against the practice tenant: its sign-in service, its pages' redirects, our loopback port.

use std::sync::Arc;

use access::{Clients, DeviceSignIn, Resource, Session, SignIn, SignInError, Visit, find_tenant};
use domain::{Endpoints, TokenSource as _};
use emulator::{Emulator, Options, Scenario};
use microsoft::InProcess;

use crate::support::{Counted, NoBrowser, TestClock, get, pages};

const BASE: &str = "http://localhost:47100";

struct Practice {
    emulator: Emulator,
    session: Arc<Session>,
    transport: Arc<dyn microsoft::Transport>,
}

async fn practice(upn: &str) -> Practice {
    let clock = TestClock::still();
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.auto_sign_in = vec![upn.to_owned()];
    let emulator = Emulator::new(options, clock.clone()).expect("it starts");
    let text = format!("login = \"{BASE}\"\ngraph = \"{BASE}/graph\"\nazure = \"{BASE}/azure\"\n");
    let endpoints = Endpoints::from_file(&text, |_| Err(String::new())).expect("readable");
    let transport: Arc<dyn microsoft::Transport> = Arc::new(InProcess::new(emulator.router()));
    let domain = emulator.read(|tenant| tenant.domains[0].clone());
    let found = find_tenant(&*transport, &endpoints, &domain).await.expect("the practice tenant is found");
    let session = Arc::new(Session::new(found, &endpoints, Clients::Microsoft, transport.clone(), clock));
    Practice { emulator, session, transport }
}

fn upn(name: &str) -> String {
    let options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    let emulator = Emulator::new(options, TestClock::still()).expect("it starts");
    emulator.read(|tenant| {
        let user = tenant.users.values().find(|user| user.display_name.starts_with(name));
        user.map(|user| user.upn.clone()).expect("an account")
    })
}

impl Practice {
    /// What a browser does: asks the sign-in service, follows its redirect to this computer.
    async fn visit(&self, visit: Visit) -> Result<domain::SignedIn, SignInError> {
        let sign_in = SignIn::new(Arc::new(Counted::default()), Arc::new(NoBrowser::default()));
        let flow = sign_in.start(self.session.clone(), visit, pages()).await.expect("it listens");
        let request = http::Request::builder().uri(flow.link.as_str()).body(bytes::Bytes::new()).expect("a request");
        let answer = self.transport.send(request).await.expect("an answer");
        let location = answer.headers().get("location").and_then(|at| at.to_str().ok());
        let said = String::from_utf8_lossy(answer.body());
        let location = location.unwrap_or_else(|| panic!("a redirect, not {}: {said}", answer.status()));
        let back: url::Url = location.parse().expect("an address");
        let port = back.port().expect("our port");
        let page = get(port, &format!("{}?{}", back.path(), back.query().unwrap_or_default())).await;
        assert!(page.starts_with("HTTP/1.1 303"), "the answer is taken: {page}");
        flow.finish().await
    }
}

#[tokio::test]
async fn an_admin_signs_in_and_gets_tokens_for_graph_and_teams() {
    let practice = practice(&upn("Sam")).await;
    let visit = practice.session.graph_visit(&["User.Read", "Application.ReadWrite.All"]);
    let who = practice.visit(visit).await.expect("signed in");
    assert_eq!(who.account.name, "Sam Ortiz", "as the id token says");
    let token = practice.session.graph(&["Application.ReadWrite.All"]).await.expect("a token");
    assert!(token.scopes.iter().any(|scope| scope == "Application.ReadWrite.All"), "with what was consented to");
    practice.session.renew();
    practice.session.graph(&["User.Read"]).await.expect("by refresh");
    practice.visit(practice.session.visit(Resource::Teams)).await.expect("the Teams client");
    practice.session.teams().await.expect("both tokens of the Teams module");
    practice.visit(practice.session.visit(Resource::Azure)).await.expect("the Azure client");
    practice.session.azure().await.expect("the Azure token");
    assert!(practice.emulator.read(|tenant| !tenant.sessions.refresh_tokens.is_empty()), "refresh tokens were made");
}

#[tokio::test]
async fn it_is_the_same_over_real_connections() {
    let clock = TestClock::still();
    let mut options = Options::new(Scenario::load("all-is-well").expect("a scenario"));
    options.auto_sign_in = vec![upn("Sam")];
    let emulator = Emulator::new(options, clock.clone()).expect("it starts");
    let serving = emulator::server::serve(&emulator, emulator::server::ServerOptions::loopback()).await;
    let _serving = serving.expect("it listens");
    let at = emulator.endpoints();
    let text = format!("login = \"{}\"\ngraph = \"{}\"\nazure = \"{}\"\n", at.login, at.graph, at.azure);
    let endpoints = Endpoints::from_file(&text, |_| Err(String::new())).expect("readable");
    let transport: Arc<dyn microsoft::Transport> = Arc::new(microsoft::Wire::new(&endpoints).expect("a client"));
    let domain = emulator.read(|tenant| tenant.domains[0].clone());
    let found = find_tenant(&*transport, &endpoints, &domain).await.expect("found over HTTP");
    let session = Arc::new(Session::new(found, &endpoints, Clients::Microsoft, transport.clone(), clock));
    let practice = Practice { emulator, session, transport };
    let who = practice.visit(practice.session.graph_visit(&["User.Read"])).await.expect("signed in over HTTP");
    assert_eq!(who.account.name, "Sam Ortiz", "as the id token says");
    practice.session.renew();
    practice.session.graph(&["User.Read"]).await.expect("by refresh over HTTP");
}

#[tokio::test]
async fn scopes_that_were_not_consented_to_need_a_visit() {
    let practice = practice(&upn("Sam")).await;
    practice.visit(practice.session.graph_visit(&["User.Read"])).await.expect("signed in");
    let wanted = ["AppRoleAssignment.ReadWrite.All"];
    let missing = practice.session.graph(&wanted).await.err();
    assert_eq!(missing, Some(domain::TokenError::MoreScopes(vec![wanted[0].to_owned()])), "the union at approval");
    practice.visit(practice.session.graph_visit(&wanted)).await.expect("one visit more");
    practice.session.graph(&["User.Read", wanted[0]]).await.expect("one token covers both");
}

#[tokio::test]
async fn a_guest_of_the_practice_tenant_is_refused() {
    let practice = practice(&upn("Gia")).await;
    let refused = practice.visit(practice.session.graph_visit(&["User.Read"])).await;
    let Err(SignInError::Guest { home, .. }) = refused else { panic!("guests cannot administer Teams") };
    assert_eq!(home, "fabrikam.example", "where she belongs");
}

#[tokio::test]
async fn a_device_code_comes_from_the_practice_tenant() {
    let practice = practice(&upn("Sam")).await;
    let visit = practice.session.graph_visit(&["User.Read"]);
    let flow = DeviceSignIn::start(practice.session.clone(), visit).await.expect("a code");
    assert!(!flow.user_code.is_empty() && flow.page.as_str().starts_with(BASE), "to be typed at {}", flow.page);
}

#[tokio::test]
async fn a_tenant_that_is_not_there_is_told() {
    let practice = practice(&upn("Sam")).await;
    let text = format!("login = \"{BASE}\"\ngraph = \"{BASE}/graph\"\nazure = \"{BASE}/azure\"\n");
    let endpoints = Endpoints::from_file(&text, |_| Err(String::new())).expect("readable");
    let found = find_tenant(&*practice.transport, &endpoints, "nowhere.example").await;
    let name = "nowhere.example".to_owned();
    assert_eq!(found, Err(access::DiscoveryError::NoSuchTenant { name }), "a slip, or another cloud");
}
