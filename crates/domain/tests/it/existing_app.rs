//! Profiles about an app that is there already.

use domain::Wanted;
use domain::profile_file::{Problem, ProfileError, built_in, load};

const FILE: &str = "app-access-policy.toml";

fn good() -> &'static str {
    let found = built_in().iter().find(|(file, _)| *file == FILE);
    found.map(|(_, text)| *text).expect("it comes with Handrail")
}

/// The only mistake after one text was replaced.
fn mistake(from: &str, to: &str) -> ProfileError {
    assert!(good().contains(from), "`{from}` is not in the profile, so the test would prove nothing");
    let errors = load(&good().replacen(from, to, 1), FILE).expect_err("the change must be refused");
    assert_eq!(errors.len(), 1, "one mistake gives one message: {errors:#?}");
    errors[0].clone()
}

#[test]
fn names_its_app_by_a_question_and_wants_nothing_of_it() {
    let profile = load(good(), FILE).unwrap_or_else(|errors| panic!("{errors:#?}")).profile;
    let specs = profile.items.iter().filter_map(|item| match &item.wanted {
        Wanted::AppRegistration(spec) => Some(spec),
        _ => None,
    });
    let specs: Vec<_> = specs.collect();
    assert_eq!(specs.len(), 1, "one app");
    assert_eq!(specs[0].existing.as_ref().map(|question| question.as_str()), Some("apps"), "by its client id");
    let days = profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::Certificate(spec) => spec.days,
        _ => None,
    });
    assert_eq!(days, Some(7), "a certificate for the test only");
}

#[test]
fn the_question_has_to_take_client_ids() {
    let told = mistake(r#"existing = "apps""#, r#"existing = "policy_name""#);
    assert_eq!(told.field, "item.app_registration.existing", "where");
    assert!(matches!(told.problem, Problem::WrongQuestion { .. }), "{:?}", told.problem);
    let told = mistake(r#"existing = "apps""#, r#"existing = "app""#);
    assert!(matches!(told.problem, Problem::NoQuestion { .. }), "{:?}", told.problem);
}

#[test]
fn an_audience_of_an_app_that_stays_as_it_is_is_refused() {
    let told = mistake(r#"existing = "apps""#, "existing = \"apps\"\naudience = \"single_tenant\"");
    assert_eq!(told.field, "item.app_registration.audience", "where");
    assert!(matches!(told.problem, Problem::UnknownField { .. }), "{:?}", told.problem);
}

#[test]
fn a_certificate_lasts_for_years_or_for_days() {
    let told = mistake("days = 7\nfile", "days = 7\nyears = 1\nfile");
    assert_eq!(told.field, "item.certificate.years", "one of them");
    let told = mistake("days = 7\nfile", "days = 90\nfile");
    assert!(matches!(told.problem, Problem::OutOfRange { .. }), "not for a test: {:?}", told.problem);
}
