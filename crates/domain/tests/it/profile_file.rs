//! Profiles are read, and what is wrong with them is told with its place.

use domain::profile_file::{Form, Problem, ProfileError, TIER_ZERO, built_in, is_tier_zero, load, matches_pattern};
use domain::{Answers, Kind, PermissionType, QuestionId, Wanted};
use proptest::prelude::*;

pub const FILE: &str = "teams-online-meetings.toml";

pub fn good() -> &'static str {
    let mut all = built_in().iter();
    all.find(|(file, _)| *file == "teams-online-meetings.toml").expect("it comes with Handrail").1
}

/// The good profile with one text replaced.
fn with(from: &str, to: &str) -> Vec<ProfileError> {
    assert!(good().contains(from), "`{from}` is not in the profile, so the test would prove nothing");
    load(&good().replacen(from, to, 1), FILE).expect_err("the change must be refused")
}

fn line_of(text: &str) -> u32 {
    let offset = good().find(text).expect("the text stands in the profile");
    u32::try_from(good()[..offset].matches('\n').count() + 1).expect("few lines")
}

fn only(errors: &[ProfileError]) -> &ProfileError {
    assert_eq!(errors.len(), 1, "one mistake gives one message: {errors:#?}");
    &errors[0]
}

#[test]
fn the_profile_holds_the_values_that_were_decided() {
    let loaded = load(good(), FILE).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let profile = loaded.profile;
    // What is wanted as the profile suggests to answer: a file for the vendor is not.
    let answers = Answers::default();
    let wanted = profile.items.iter().filter(|item| profile.is_wanted(item, &answers));
    let kinds: Vec<Kind> = wanted.map(|item| item.wanted.kind()).collect();
    let order = Kind::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect::<Vec<_>>();
    assert_eq!(kinds, order, "the order of DECISIONS 3");
    assert_eq!(kinds.len(), 11, "all of them");
    assert_eq!(profile.item(&"certificate".into()).map(|item| item.wanted.kind()), Some(Kind::Certificate));
    for item in &profile.items {
        match &item.wanted {
            Wanted::AppRegistration(spec) => assert_eq!(spec.name.as_str(), "Teams Meetings Integration"),
            Wanted::ApiPermissions(spec) => {
                let names: Vec<_> = spec.permissions.iter().map(|p| p.name.as_str()).collect();
                assert_eq!(
                    names,
                    ["OnlineMeetings.ReadWrite.All", "User.ReadBasic.All"],
                    "the smaller one until asked"
                );
                assert!(
                    spec.permissions.iter().all(|p| p.kind == PermissionType::Application),
                    "the app acts as itself"
                );
            }
            Wanted::Certificate(spec) => {
                assert_eq!(
                    (spec.subject.as_str(), spec.key_bits, spec.years),
                    ("CN=TeamsMeetingsIntegration", 2048, 2)
                );
                assert_eq!(spec.file, "TeamsMeetingsIntegration.cer");
            }
            Wanted::ApplicationAccessPolicy(spec) => {
                assert_eq!(spec.name.as_str(), "TeamsMeetingsIntegration", "without Tag:");
                assert_eq!(spec.description.as_str(), "Restricts Teams meeting creation to approved operator accounts");
            }
            Wanted::MeetingTest(spec) => {
                assert_eq!(
                    (spec.subject.as_str(), spec.starts_in_minutes, spec.minutes),
                    ("Teams Integration Test", 60, 30)
                );
            }
            Wanted::Monitoring(spec) => assert_eq!(spec.days, 7),
            Wanted::GoLive(spec) => assert_eq!((spec.watch_days, spec.points.len()), (7, 13)),
            _ => {}
        }
    }
}

#[test]
fn the_digest_follows_the_text() {
    let first = load(good(), FILE).expect("good").digest;
    assert_eq!(first, load(good(), "other name").expect("good").digest, "the file's name is not part of it");
    let other = load(&good().replacen("minutes = 25", "minutes = 26", 1), FILE).expect("good").digest;
    assert_ne!(first, other, "another text has another digest");
}

#[test]
fn an_unknown_field_names_the_known_one_that_is_close() {
    let errors = with("starts_in_minutes = 60", "start_in_minutes = 60");
    let unknown = errors.iter().find(|e| matches!(e.problem, Problem::UnknownField { .. })).expect("told as unknown");
    assert_eq!((unknown.line, unknown.column), (line_of("starts_in_minutes"), 1));
    assert_eq!(unknown.field, "item.meeting_test.start_in_minutes");
    let Problem::UnknownField { nearest, .. } = &unknown.problem else { unreachable!() };
    assert_eq!(nearest.as_deref(), Some("starts_in_minutes"));
    assert!(
        errors.iter().any(|e| matches!(e.problem, Problem::Missing { field: "starts_in_minutes", .. })),
        "the missing field is told as well"
    );
}

#[test]
fn a_field_of_another_kind_is_unknown_here() {
    let errors = with("kind = \"admin_consent\"", "kind = \"admin_consent\"\nyears = 2");
    let error = only(&errors);
    assert_eq!(error.field, "item.admin_consent.years");
    assert_eq!(error.line, line_of("kind = \"admin_consent\"") + 1);
}

#[test]
fn an_unknown_kind_lists_the_kinds() {
    let errors = with("kind = \"monitoring\"", "kind = \"watching\"");
    let error = only(&errors);
    let Problem::UnknownValue { given, known, .. } = &error.problem else { panic!("{error}") };
    assert_eq!((given.as_str(), known.len()), ("watching", Kind::ALL.len()));
    assert_eq!((error.line, error.column), (line_of("kind = \"monitoring\""), 8));
    assert_eq!(error.field, "item[11].kind");
}

#[test]
fn a_misspelt_kind_names_the_one_that_was_meant() {
    let errors = with("kind = \"monitoring\"", "kind = \"monitorng\"");
    let Problem::UnknownValue { nearest, .. } = &only(&errors).problem else { panic!("{errors:?}") };
    assert_eq!(nearest.as_deref(), Some("monitoring"));
}

#[test]
fn an_item_before_its_giver_is_told_what_to_move() {
    let block = "[[item]]\nkind = \"meeting_test\"\nsource_step = \"6\"\nsubject = \"Teams Integration Test\"\n\
                 starts_in_minutes = 60\nminutes = 30\n";
    assert!(good().contains(block), "the block stands in the profile");
    let moved = good().replacen(block, "", 1).replacen(
        "[[item]]\nkind = \"certificate\"",
        &format!("{block}\n[[item]]\nkind = \"certificate\""),
        1,
    );
    let errors = load(&moved, FILE).expect_err("the order is wrong");
    let text = errors[0].to_string();
    assert!(
        text.contains("item `meeting_test` needs `certificate`, which `certificate` gives; move it after"),
        "{text}"
    );
    assert_eq!(errors.len(), 3, "certificate, grants and policy come later: {errors:#?}");
}

#[test]
fn an_output_that_nothing_gives_is_told() {
    let errors = with(
        "[[item]]\nkind = \"service_principal\"\nresources = [\"00000003-0000-0000-c000-000000000000\"] # Microsoft Graph, the same in every tenant\n",
        "",
    );
    assert!(
        errors.iter().any(|e| matches!(&e.problem, Problem::NoGiver { item, needs: "service_principal", kind: "service_principal" } if item == "admin_consent")),
        "{errors:#?}"
    );
    assert!(errors.iter().any(|e| matches!(e.problem, Problem::ResourceNotListed(_))), "{errors:#?}");
}

#[test]
fn a_second_giver_is_refused() {
    let errors = with(
        "[[item]]\nkind = \"monitoring\"",
        "[[item]]\nkind = \"sign_in\"\nid = \"again\"\n\n[[item]]\nkind = \"monitoring\"",
    );
    assert!(matches!(only(&errors).problem, Problem::SecondGiver { kind: "sign_in", .. }), "{errors:?}");
}

#[test]
fn wrong_types_and_forms_say_what_is_wanted() {
    let cases = [
        ("minutes = 25", "minutes = \"25\"", "minutes", Form::Number),
        ("title = \"Teams online meetings\"", "title = 5", "title", Form::Text),
        ("roles = [\"Application Administrator\", ", "roles = [7, ", "roles[1]", Form::Text),
        ("version = \"1.0.0\"", "version = \"1.0\"", "version", Form::Version),
        ("id = \"teams-online-meetings\"", "id = \"Teams Online\"", "id", Form::ProfileId),
        (
            "subject = \"CN=TeamsMeetingsIntegration\"",
            "subject = \"TeamsMeetingsIntegration\"",
            "item.certificate.subject",
            Form::Subject,
        ),
        ("file = \"TeamsMeetingsIntegration.cer\"", "file = \"../x.cer\"", "item.certificate.file", Form::CerFile),
        ("key_bits = 2048", "key_bits = 2050", "item.certificate.key_bits", Form::KeyBits),
        (
            "name = \"TeamsMeetingsIntegration\"",
            "name = \"Tag:TeamsMeetingsIntegration\"",
            "item.application_access_policy.name",
            Form::PolicyName,
        ),
        (
            "resources = [\"00000003-0000-0000-c000-000000000000\"]",
            "resources = [\"Graph\"]",
            "item.service_principal.resources[1]",
            Form::Guid,
        ),
        ("\"Mail.*\"", "\"Mail.*.Read\"", "deny[1]", Form::PermissionPattern),
    ];
    for (from, to, field, form) in cases {
        let errors = with(from, to);
        let hit =
            errors.iter().find(|e| e.field == field).unwrap_or_else(|| panic!("{field} is not told: {errors:#?}"));
        assert!(matches!(hit.problem, Problem::Wrong { wanted, .. } if wanted == form), "{field}: {hit}");
        let added = to.lines().count().saturating_sub(1);
        assert_eq!(hit.line as usize, line_of(from) as usize + added, "{field}: the line of the value");
    }
}

#[test]
fn limits_are_told_with_their_numbers() {
    let long = "x".repeat(601);
    assert!(matches!(
        only(&with("summary = \"", &format!("summary = \"{long}"))).problem,
        Problem::TooLong { limit: 600, .. }
    ));
    assert!(matches!(only(&with("years = 2", "years = 20")).problem, Problem::OutOfRange { min: 1, max: 3, .. }));
    assert!(matches!(only(&with("years = 2", "years = -2")).problem, Problem::OutOfRange { .. }));
    let large = format!("{}\n# {}", good(), "x".repeat(300 * 1024));
    assert!(matches!(only(&load(&large, FILE).expect_err("too large")).problem, Problem::TooLarge(_)));
    assert!(matches!(only(&with("schema = 1", "schema = 2")).problem, Problem::Schema(_)));
}

#[test]
fn control_and_bidi_characters_are_refused() {
    for (bad, code) in [("\\u202e", "U+202E"), ("\\u0007", "U+0007"), ("\\u200b", "U+200B"), ("\\u2066", "U+2066")] {
        let errors = with("title = \"Teams online meetings\"", &format!("title = \"Teams{bad} online meetings\""));
        assert_eq!(only(&errors).problem, Problem::Character(code.to_owned()), "{bad}");
    }
}

#[test]
fn what_an_error_shows_of_the_file_is_harmless() {
    let errors = with("minutes = 25", "minutes = 25\n\"evil\\u202e\\u001b[31m\" = 1");
    let text = only(&errors).to_string();
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'), "no turning or escaping characters: {text:?}");
}

#[test]
fn ids_stand_once() {
    let errors = with("id = \"control_user\"", "id = \"organiser\"");
    let twice = errors.iter().find(|e| matches!(e.problem, Problem::Twice { .. })).expect("told");
    assert_eq!(twice.problem, Problem::Twice { given: "organiser".into(), first: line_of("id = \"organiser\"") });
    let errors = with("id = \"policy_scope\"", "id = \"pilot\"");
    assert!(matches!(only(&errors).problem, Problem::Twice { .. }), "{errors:?}");
    let errors = with("kind = \"monitoring\"", "kind = \"monitoring\"\nid = \"certificate\"");
    assert!(matches!(only(&errors).problem, Problem::Twice { .. }), "{errors:?}");
}

#[test]
fn questions_are_known_and_fit() {
    let errors = with("organiser = \"organiser\"", "organiser = \"organizer\"");
    let Problem::NoQuestion { nearest, known, .. } = &only(&errors).problem else { panic!("{errors:?}") };
    assert_eq!(nearest.as_deref(), Some("organiser"));
    assert_eq!(known, &["organiser", "control_user"], "only questions that ask for one user");
    let errors = with("organiser = \"organiser\"", "organiser = \"users\"");
    assert!(matches!(only(&errors).problem, Problem::WrongQuestion { is: "users", wanted: "user", .. }), "{errors:?}");
    let errors = with("id = \"user_permission\"\n", "id = \"adopt\"\n");
    assert!(errors.iter().any(|e| e.problem == Problem::Reserved("adopt".into())), "{errors:?}");
    let errors = with("default = \"User.ReadBasic.All\"", "default = \"User.ReadBasic\"");
    assert!(matches!(only(&errors).problem, Problem::UnknownValue { .. }), "{errors:?}");
}

#[test]
fn permissions_that_rule_the_tenant_are_refused() {
    let errors = with("name = \"OnlineMeetings.ReadWrite.All\"", "name = \"RoleManagement.ReadWrite.Directory\"");
    assert!(errors.iter().any(|e| matches!(e.problem, Problem::TierZero(_))), "{errors:?}");
    let errors = with("value = \"User.Read.All\"", "value = \"Directory.ReadWrite.All\"");
    assert!(
        errors.iter().any(|e| matches!(e.problem, Problem::TierZero(_))),
        "an option of a choice counts: {errors:?}"
    );
    for pattern in TIER_ZERO {
        assert!(is_tier_zero(&pattern.replace('*', "All")), "{pattern} matches itself");
    }
    assert!(is_tier_zero("application.readwrite.ownedby"), "whatever the case");
    assert!(!is_tier_zero("Application.Read.All"), "reading is not ruling");
    assert!(!is_tier_zero("OnlineMeetings.ReadWrite.All"), "the profile's own permission");
}

#[test]
fn the_deny_list_binds_the_profile_itself() {
    let errors = with("name = \"OnlineMeetings.ReadWrite.All\"", "name = \"Calendars.ReadWrite\"");
    assert!(
        matches!(&only(&errors).problem, Problem::Denied { pattern, .. } if pattern == "Calendars.*"),
        "{errors:?}"
    );
    assert!(matches_pattern("Mail.*", "mail.Send") && !matches_pattern("Mail.*", "MailboxSettings.Read"));
    assert!(matches_pattern("User.Read", "User.Read") && !matches_pattern("User.Read", "User.Read.All"));
}

#[test]
fn several_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = good().replacen("minutes = 25", "minutes = 0", 1).replacen("years = 2", "years = \"two\"", 1).replacen(
        "watch_days = 7",
        "watch_dayz = 7",
        1,
    );
    let errors = load(&text, FILE).expect_err("three mistakes");
    let lines: Vec<u32> = errors.iter().map(|e| e.line).collect();
    assert_eq!(errors.len(), 4, "minutes, years, watch_dayz and the missing watch_days: {errors:#?}");
    assert!(lines.is_sorted(), "in the order of the file: {lines:?}");
}

#[test]
fn syntax_mistakes_have_their_place() {
    let errors = with("title = \"Teams online meetings\"", "title = Teams online meetings\"");
    assert!(errors.iter().all(|e| matches!(e.problem, Problem::Syntax(_))), "{errors:?}");
    assert_eq!(errors[0].line, line_of("title = \"Teams online meetings\""));
    let errors = load("schema = 1\nschema = 1\n", FILE).expect_err("twice the same key");
    assert_eq!(errors[0].line, 2, "{errors:?}");
}

#[test]
fn a_missing_field_of_an_item_points_at_that_item() {
    let errors = with("subject = \"Teams Integration Test\"\n", "");
    let error = only(&errors);
    assert_eq!(error.field, "item.meeting_test.subject");
    let item = line_of("[[item]]\nkind = \"meeting_test\"");
    assert!((item..item + 4).contains(&error.line), "line {} is in the item that begins in {item}", error.line);
}

#[test]
fn an_empty_file_misses_everything_at_once() {
    let errors = load("", FILE).expect_err("nothing there");
    assert!(errors.len() >= 12, "{errors:#?}");
    assert!(errors.iter().all(|e| matches!(e.problem, Problem::Missing { .. }) && e.line == 1), "{errors:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}|[\\[\\]{}=\"'.a-z0-9\n#]{0,200}") {
        if let Err(errors) = load(&text, FILE) {
            prop_assert!(!errors.is_empty() && errors.iter().all(|e| e.line >= 1 && e.column >= 1));
        }
    }

    #[test]
    fn a_mutated_profile_loads_or_names_a_line(at in any::<prop::sample::Index>(), cut in 0_usize..40, put in "[\\PC\n]{0,12}") {
        let characters: Vec<char> = good().chars().collect();
        let start = at.index(characters.len());
        let end = (start + cut).min(characters.len());
        let text: String = characters[..start].iter().copied().chain(put.chars()).chain(characters[end..].iter().copied()).collect();
        if let Err(errors) = load(&text, FILE) {
            let lines = u32::try_from(text.matches('\n').count() + 1).unwrap();
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!((1..=lines).contains(&error.line), "{error} of {lines} lines");
                prop_assert!(!error.message().id.is_empty());
            }
        }
    }

    #[test]
    fn a_profile_without_one_of_its_lines_loads_or_names_a_line(gone in any::<prop::sample::Index>()) {
        let lines: Vec<&str> = good().lines().collect();
        let gone = gone.index(lines.len());
        let text: String = lines.iter().enumerate().filter(|(i, _)| *i != gone).flat_map(|(_, l)| [*l, "\n"]).collect();
        if let Err(errors) = load(&text, FILE) {
            prop_assert!(errors.iter().all(|e| e.line >= 1 && (e.line as usize) <= lines.len() + 1), "{errors:?}");
        }
    }
}

fn altoura(from: &str, to: &str) -> Vec<ProfileError> {
    let mut all = built_in().iter();
    let (_, text) = all.find(|(file, _)| *file == "altoura.toml").expect("it comes with Handrail");
    assert!(text.contains(from), "the profile has {from}");
    load(&text.replacen(from, to, 1), "altoura.toml").err().unwrap_or_default()
}

#[test]
fn an_item_that_extends_another_gives_nothing_and_comes_after_it() {
    assert!(altoura("\"altoura\"", "\"altoura\"").is_empty(), "two items about the API, and one giver");
    let alone = altoura("client_from = \"teams_app\"", "host = \"{host}\"");
    assert!(alone.iter().any(|error| matches!(error.problem, Problem::SecondGiver { .. })), "{alone:?}");
    let both = altoura("client_from = \"teams_app\"", "client_from = \"teams_app\"\nhost = \"{host}\"");
    assert!(matches!(only(&both).problem, Problem::UnknownField { .. }), "it has no address of its own: {both:?}");
    let no_package = altoura("kind = \"teams_app_package\"\n", "kind = \"sign_in\"\nid = \"again\"\n");
    let wanted = |problem: &Problem| matches!(problem, Problem::NoGiver { item, .. } if item == "teams_app_client");
    assert!(no_package.iter().any(|error| wanted(&error.problem)), "{no_package:?}");
}

#[test]
fn a_question_may_depend_on_an_earlier_one_only() {
    let later = altoura("question = \"hosting\"", "question = \"uri_form\"");
    assert!(matches!(only(&later).problem, Problem::NoQuestion { .. }), "it is asked after: {later:?}");
    let unknown = altoura("is = [\"own\"]", "is = [\"mine\"]");
    assert!(matches!(only(&unknown).problem, Problem::UnknownValue { .. }), "{unknown:?}");
    let always = altoura("when = { question = \"hosting\", is = [\"own\"] }\n", "");
    let missing = matches!(only(&always).problem, Problem::Missing { field: "when", .. });
    assert!(missing, "a value for when it is not asked, and it is always: {always:?}");
}

#[test]
fn what_is_not_asked_counts_as_the_profile_says() {
    let mut all = built_in().iter();
    let (_, text) = all.find(|(file, _)| *file == "altoura.toml").expect("it comes with Handrail");
    let profile = load(text, "altoura.toml").expect("it is right").profile;
    let (host, hosting) = (QuestionId::from("host"), QuestionId::from("hosting"));
    let mut answers = Answers::default();
    answers.0.insert(host.clone(), "altoura.contoso.com".into());
    assert_eq!(profile.answer(&answers, &host), Some("altouraremoteacs.azurewebsites.net"), "at Altoura, unless said");
    answers.0.insert(hosting, "own".into());
    assert_eq!(profile.answer(&answers, &host), Some("altoura.contoso.com"), "asked, and answered");
    answers.0.remove(&host);
    assert_eq!(profile.answer(&answers, &host), None, "asked, and not answered");
}

#[test]
fn a_condition_for_a_host_wants_a_host_and_a_known_answer() {
    let unknown = altoura(
        "host_when = { question = \"uri_form\", is = [\"host\"] }",
        "host_when = { question = \"uri_form\", is = [\"hots\"] }",
    );
    assert!(matches!(only(&unknown).problem, Problem::UnknownValue { .. }), "{unknown:?}");
    let alone = altoura("host = \"{host}\"\nhost_when", "host_when");
    assert!(matches!(only(&alone).problem, Problem::UnknownField { .. }), "{alone:?}");
}
