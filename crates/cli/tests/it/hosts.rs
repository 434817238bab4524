//! Hosts of profiles in practice: real connections to what the practice tenant plays, and to nothing else.

use std::sync::Arc;

use domain::{AddressScope, CertificateFlaw, Clock, Knock, Probe as _, ReachStage, Sounding};
use emulator::server::serve_hosts;
use emulator::{Emulator, Options, Scenario};
use platform::{SystemClock, SystemProbe};

async fn look(scenario: &str, url: &str, knock: Knock) -> Sounding {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let scenario = Scenario::load(scenario).expect("a built-in scenario");
    let emulator = Emulator::new(Options { plays_hosts: true, ..Options::new(scenario) }, clock.clone());
    let emulator = emulator.expect("it starts");
    let hosts = serve_hosts(&emulator).await.expect("ports");
    let base = "http://127.0.0.1:1/";
    let text = format!("login = \"{base}\"\ngraph = \"{base}\"\nazure = \"{base}\"\n");
    let endpoints = domain::Endpoints::from_file(&text, |_| Err(String::new())).expect("readable");
    let probe = SystemProbe::new(&endpoints, clock).played_by(Arc::new(hosts));
    probe.sound(&url.parse().expect("an address"), knock).await
}

const HOOK: &str = "https://calls.vendor.example/hook?validationToken=a%20b%3Ac";

#[tokio::test]
async fn a_played_host_does_as_a_real_one_should() {
    let seen = look("all-is-well", HOOK, Knock::EmptyPost).await;
    assert_eq!((&seen.reach.stage, seen.reach.status), (&ReachStage::Answered, Some(200)), "it answers over TLS");
    assert_eq!(seen.body, b"a b:c", "with the decoded token");
    assert_eq!(seen.reach.public, Some(true), "its authority stands for the public ones");
    assert!(seen.addresses.iter().all(|ip| AddressScope::of(*ip) == AddressScope::Public), "at a public address");
    let names = seen.tls.and_then(|tls| tls.certificate).expect("shown").names;
    assert_eq!(names, ["calls.vendor.example"], "with a certificate for its name");
}

#[tokio::test]
async fn what_goes_wrong_with_a_real_one_can_be_practised() {
    let flaw = |seen: &Sounding| seen.tls.as_ref().expect("tried").flaws.clone();
    let expired = look("host-certificate-expired", HOOK, Knock::Get).await;
    assert_eq!(flaw(&expired), [CertificateFlaw::Expired], "{:?}", expired.reach.stage);
    let own = look("host-certificate-self-signed", HOOK, Knock::Get).await;
    assert_eq!(flaw(&own), [CertificateFlaw::SelfSigned], "{:?}", own.reach.stage);
    let other = look("host-certificate-other-name", HOOK, Knock::Get).await;
    assert_eq!(flaw(&other), [CertificateFlaw::WrongName], "{:?}", other.reach.stage);
    let unknown = look("host-unknown", HOOK, Knock::Get).await;
    assert!(matches!(unknown.reach.stage, ReachStage::NoDns { .. }), "{:?}", unknown.reach.stage);
    let private = look("host-private", HOOK, Knock::Get).await;
    assert!(private.addresses.iter().all(|ip| AddressScope::of(*ip) == AddressScope::Private), "as it is told");
    let proxy = look("proxy-wants-password", HOOK, Knock::Get).await;
    assert_eq!(proxy.reach.stage, ReachStage::ProxyPassword, "nobody gets through");
    let page = look("endpoint-html", HOOK, Knock::EmptyPost).await;
    assert!(page.content_type.is_some_and(|kind| kind.starts_with("text/html")), "a sign-in page");
    let elsewhere = look("endpoint-redirect", HOOK, Knock::EmptyPost).await;
    assert_eq!(elsewhere.redirect.as_deref(), Some("https://login.vendor.example/start"), "a redirect");
}

#[tokio::test]
async fn microsofts_own_hosts_are_played_well_whatever_the_scenario_says_of_the_vendors() {
    let seen = look("host-certificate-expired", "https://teams.microsoft.com/", Knock::Get).await;
    assert_eq!(seen.reach.stage, ReachStage::Answered, "and nothing left this computer");
}
