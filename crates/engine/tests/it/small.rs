//! Small profiles for the tests of one kind: an app with its enterprise app and its certificate, and the items given.

use crate::bench::Bench;

const FRAME: &str = include_str!("../../../../tests/profiles/frame.toml");
const APP: &str = include_str!("../../../../tests/profiles/app.toml");

pub const TENANT: &str = "tenant = \"practice.handrail.example\"\n";

/// A profile's text with nothing in it but this.
pub fn framed(content: &str) -> String {
    format!("{FRAME}\n{content}")
}

/// The profile's text with these items behind the others.
pub fn profile(items: &str) -> String {
    framed(&format!("{APP}\n{items}"))
}

/// A bench with it, on which nothing is answered.
pub fn bench(items: &str) -> Bench {
    Bench::for_profile("all-is-well", &profile(items), TENANT, None)
}

/// Makes the app, its enterprise app and its certificate.
pub async fn made(bench: &Bench, engine: &engine::Engine) {
    for item in ["sign_in", "app_registration", "service_principal", "certificate"] {
        let view = bench.run(engine, item).await;
        let ended = view.head.outcome;
        assert!(ended.is_some_and(domain::Outcome::is_finished), "{item} ended as {ended:?}: {:?}", view.diagnostic);
    }
}
