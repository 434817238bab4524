//! The desk as the window uses it: practice tenant, sign-in, kept state.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use desk::{Desk, Options, PRACTICE_CLOUD};
use domain::{Event, ProfileId, SetupId, SignInMethod, SignInState, Surroundings};
use engine::Watch;

use crate::support::{get, post};

pub fn open(folder: &std::path::Path) -> Arc<Desk> {
    ::desk::choose_crypto();
    let options = Options { data_dir: Some(folder.to_owned()), practice: true, ..Options::new("0.0.0") };
    Arc::new(Desk::open(options).expect("it opens"))
}

/// Remembers events; answers a sign-in page as this account, in place of a browser.
struct Person {
    account: &'static str,
    events: Mutex<Vec<Event>>,
}

impl Watch for Person {
    fn tell(&self, event: Event) {
        let account = self.account;
        match &event {
            Event::SignIn { state: SignInState::BrowserOpen { link, .. } } => {
                let link = link.clone();
                std::thread::spawn(move || sign_in_page(&link, account, ""));
            }
            Event::SignIn { state: SignInState::DeviceCode { url, code, .. } } => {
                let (url, code) = (url.clone(), code.clone());
                std::thread::spawn(move || sign_in_page(&url, account, &code));
            }
            _ => {}
        }
        self.events.lock().expect("no panic elsewhere").push(event);
    }
}

/// Picks the account, accepts what is asked, and follows back.
fn sign_in_page(link: &str, account: &str, code: &str) {
    let mut url = url::Url::parse(link).expect("an address");
    let target =
        |url: &url::Url| url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut answer = get(url.port().expect("a port"), &target(&url));
    for _ in 0..10 {
        if let Some(location) = answer.header("location") {
            url = url.join(&location).expect("an address");
            answer = get(url.port().expect("a port"), &target(&url));
            continue;
        }
        let Some(form) = form(&answer.body, account, code) else { return };
        let port = url.port().expect("a port");
        url = url.join(&form.0).expect("an address");
        answer = post(port, &target(&url), "application/x-www-form-urlencoded", &form.1);
    }
}

/// Action and fields of the form on a page: hidden ones, and the account's button or the one that accepts.
fn form(page: &str, account: &str, code: &str) -> Option<(String, String)> {
    let value = |tag: &str, name: &str| {
        let rest = tag.split(&format!("{name}=\"")).nth(1)?;
        rest.split('"').next().map(|text| text.replace("&amp;", "&").replace("&#43;", "+"))
    };
    let form = page.split("<form").nth(1)?;
    let action = value(form.split('>').next()?, "action").unwrap_or_default();
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    for input in form.split("<input type=\"hidden\"").skip(1) {
        let tag = input.split('>').next().unwrap_or_default();
        fields.append_pair(&value(tag, "name")?, &value(tag, "value")?);
    }
    if form.contains("type=\"text\" name=\"practice_code\"") {
        fields.append_pair("practice_code", code);
        return Some((action, fields.finish()));
    }
    let buttons: Vec<&str> = page.split("<button").skip(1).collect();
    let chosen =
        buttons.iter().find(|button| button.split("</button>").next().is_some_and(|text| text.contains(account)));
    let goes_on = |button: &&&str| button.contains("value=\"accept\"") || button.contains("practice_confirm");
    let chosen = chosen.or_else(|| buttons.iter().find(goes_on))?;
    let tag = chosen.split('>').next().unwrap_or_default();
    fields.append_pair(&value(tag, "name")?, &value(tag, "value")?);
    Some((action, fields.finish()))
}

async fn begun(desk: &Desk) -> SetupId {
    begun_with(desk, "teams-online-meetings").await
}

pub async fn begun_with(desk: &Desk, profile: &str) -> SetupId {
    let overview = desk.overview();
    let practice = overview.practice.expect("a practice tenant");
    assert!(practice.accounts.iter().any(|account| account.upn == crate::support::SAM), "accounts to sign in with");
    let tenant = desk.find_tenant(&practice.domain, true).await.expect("it is found");
    assert_eq!(tenant.cloud, PRACTICE_CLOUD, "where it is");
    let view = desk.begin(&ProfileId::from(profile), tenant, BTreeMap::new()).await.expect("begun");
    assert_eq!(view.surroundings, Surroundings::Practice, "the window says so");
    view.card.id
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_is_begun_without_answers_signed_in_to_looked_at_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let person = Arc::new(Person { account: crate::support::SAM, events: Mutex::default() });
    desk.listen(person.clone());
    let setup = begun(&desk).await;
    let offer = desk.sign_in_offer(setup).await.expect("an offer");
    assert_eq!(offer.visits.len(), 2, "Graph and Teams are two of Microsoft's apps");
    let session = desk.sign_in(setup, SignInMethod::Browser, &[]).await.expect("signed in");
    assert_eq!(session.tenant_name, "Contoso Practice", "as the tenant names itself");
    desk.look(setup, None).await.expect("looked");
    let plan = desk.plan(setup, None).await.expect("a plan");
    assert!(plan.count > 5, "the example answers fill what was not asked: {}", plan.count);
    assert!(!plan.scopes.is_empty(), "making it needs more than reading");
    {
        let events = person.events.lock().expect("no panic elsewhere");
        assert!(
            events.iter().any(|event| matches!(event, Event::SignIn { state: SignInState::SignedIn { .. } })),
            "told"
        );
        assert!(events.iter().any(|event| matches!(event, Event::Item { .. })), "items came as events");
    }
    desk.close().await;
    drop(desk);

    let desk = open(folder.path());
    assert_eq!(desk.overview().setups.iter().map(|card| card.id).collect::<Vec<_>>(), [setup], "it is still there");
    let view = desk.view(setup).await.expect("opened from what is stored");
    assert!(view.session.is_none(), "nobody is signed in after a start");
    assert_eq!(desk.plan(setup, None).await.expect("a plan").digest, plan.digest, "the same plan as before");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_on_another_device_signs_in_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let person = Arc::new(Person { account: crate::support::SAM, events: Mutex::default() });
    desk.listen(person.clone());
    let setup = begun(&desk).await;
    let minute = std::time::Duration::from_secs(60);
    let session = tokio::time::timeout(minute, desk.sign_in(setup, SignInMethod::DeviceCode, &[])).await;
    let session = session.expect("in time").expect("signed in");
    assert_eq!(session.account.upn, crate::support::SAM, "whoever entered the code");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_can_be_cancelled_and_pasted_nonsense_does_not_end_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let setup = begun(&desk).await;
    let opened = Arc::new(tokio::sync::Notify::new());
    struct Bell(Arc<tokio::sync::Notify>);
    impl Watch for Bell {
        fn tell(&self, event: Event) {
            if matches!(event, Event::SignIn { state: SignInState::BrowserOpen { .. } }) {
                self.0.notify_one();
            }
        }
    }
    desk.listen(Arc::new(Bell(opened.clone())));
    let signing_in = tokio::spawn({
        let desk = desk.clone();
        async move { desk.sign_in(setup, SignInMethod::Browser, &[]).await }
    });
    opened.notified().await;
    assert!(desk.sign_in_paste("https://evil.example/?code=x").is_err(), "not our address");
    assert!(!signing_in.is_finished(), "it still waits");
    desk.sign_in_cancel();
    let ended = signing_in.await.expect("no panic").expect_err("cancelled");
    assert_eq!(ended.code, "sign-in-cancelled", "a state, not a failure");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_scenario_begins_the_practice_tenant_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let setup = begun(&desk).await;
    desk.set_scenario("throttled").await.expect("started again");
    assert_eq!(desk.overview().practice.expect("it").scenario, "throttled", "Home says which");
    assert!(desk.set_scenario("no-such").await.is_err(), "there is none of that name");
    desk.move_practice_clock(600).await.expect("time passes");
    desk.set_own_client(setup, Some("not-an-id")).await.expect_err("no client id");
    desk.set_own_client(setup, Some("11111111-1111-4111-8111-111111111111")).await.expect("kept");
    let offer = desk.sign_in_offer(setup).await.expect("an offer");
    assert_eq!(offer.visits.len(), 1, "one client for everything is one visit");
    desk.forget(setup).await.expect("forgotten");
    assert!(desk.overview().setups.is_empty(), "nothing is left");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_signs_in_with_the_app_that_another_one_made_and_leaves_it_when_that_is_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    desk.listen(Arc::new(Person { account: crate::support::SAM, events: Mutex::default() }));
    assert!(desk.overview().profiles.iter().all(|card| !card.for_handrail), "Home offers what connects something");
    let setup = begun(&desk).await;
    let maker = async || desk.sign_in_offer(setup).await.expect("an offer").maker.expect("it could sign in with one");
    assert_eq!((maker().await.setup, maker().await.client), (None, None), "nobody made one yet");

    let making = begun_with(&desk, "sign-in-app").await;
    assert_eq!(maker().await.setup, Some(making), "it is being made");
    assert_eq!(desk.sign_in_offer(making).await.expect("an offer").maker, None, "not with itself");
    desk.sign_in(making, SignInMethod::Browser, &[]).await.expect("signed in");
    desk.look(making, None).await.expect("looked");
    let plan = desk.plan(making, None).await.expect("a plan");
    desk.approve(making, None, &plan.digest).await.expect("it is the plan that was seen");
    desk.apply(making, None).await.expect("made");
    let client = maker().await.client.expect("it is there");

    desk.set_own_client(setup, Some(&client.to_string())).await.expect("chosen");
    let offer = desk.sign_in_offer(setup).await.expect("an offer");
    assert_eq!(offer.own_client, Some(client), "chosen");
    assert_eq!(offer.visits.len(), 1, "one app for both services is one visit");
    let session = desk.sign_in(setup, SignInMethod::Browser, &[]).await.expect("signed in with it");
    assert_eq!(session.account.upn, crate::support::SAM, "as the same person");

    let undo = desk.undo_plan(making).await.expect("a plan");
    desk.undo(making, &undo.digest).await.expect("taken back");
    let offer = desk.sign_in_offer(setup).await.expect("an offer");
    assert_eq!((offer.own_client, offer.session), (None, None), "back to Microsoft's apps, and signed out");
    assert_eq!(offer.maker.and_then(|maker| maker.client), None, "it is gone");
    desk.close().await;
}
