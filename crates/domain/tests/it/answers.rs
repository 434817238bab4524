//! Answers files are read against their profile.

use std::sync::LazyLock;

use domain::profile_file::{AnswersFile, Form, Problem, ProfileError, load, load_answers};
use domain::{Profile, QuestionId};
use proptest::prelude::*;

use crate::profile_file::{FILE, good};

const EXAMPLE: &str = include_str!("../../../../profiles/teams-online-meetings.answers.example.toml");
const NAME: &str = "answers.toml";

fn profile() -> &'static Profile {
    static PROFILE: LazyLock<Profile> = LazyLock::new(|| load(good(), FILE).expect("the profile is good").profile);
    &PROFILE
}

fn read(text: &str) -> Result<AnswersFile, Vec<ProfileError>> {
    load_answers(text, NAME, profile())
}

fn refused(text: &str) -> Vec<ProfileError> {
    read(text).expect_err("must be refused")
}

#[test]
fn the_example_answers_everything_the_profile_asks() {
    let profile = profile();
    let file = load_answers(EXAMPLE, NAME, profile).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(file.tenant, "practice.handrail.example");
    assert_eq!(file.sign_in_client, None);
    // A group and other apps are for those who have them.
    let left_out = |id: &str| matches!(id, "group" | "also_apps");
    for question in profile.questions.iter().filter(|question| !left_out(question.id.as_str())) {
        assert!(file.answers.0.contains_key(&question.id), "{} has an answer", question.id);
    }
    assert_eq!(
        file.answers.list(&"users".into()),
        ["mia@practice.handrail.example", "jonas@practice.handrail.example"]
    );
    let points = profile.items.iter().find_map(|item| match &item.wanted {
        domain::Wanted::GoLive(spec) => Some(&spec.points),
        _ => None,
    });
    for point in points.expect("there is a go-live item") {
        let key = QuestionId(format!("go_live.{}", point.id));
        let confirmation = &file.answers.0[&key];
        assert!(confirmation["by"].is_string() && confirmation["date"].is_string(), "{key} is confirmed");
    }
}

#[test]
fn a_certificate_file_is_named_and_nothing_else_of_it() {
    let file = read("tenant = \"contoso.com\"\ncertificate.file = \"own.pfx\"").expect("it is right");
    assert_eq!(file.certificate_file.as_deref(), Some("own.pfx"), "beside the answers, not among them");
    assert!(file.answers.0.is_empty(), "a place is no answer that a set-up keeps");
    let errors = refused("tenant = \"contoso.com\"\n[certificate]\nfile = \"own.pfx\"\npass_phrase = \"x\"");
    assert!(
        matches!(errors[0].problem, Problem::UnknownField { .. }),
        "a pass phrase never stands in a file: {errors:?}"
    );
}

#[test]
fn a_file_of_the_vendors_is_named_alone_or_beside_ones_own() {
    let file = read("tenant = \"contoso.com\"\ncertificate.vendor = \"vendor.csr\"").expect("it is right");
    assert_eq!((file.certificate_file.as_deref(), file.vendor_certificate.as_deref()), (None, Some("vendor.csr")));
    assert!(file.answers.0.is_empty(), "a place is no answer that a set-up keeps");
    let both = "tenant = \"contoso.com\"\n[certificate]\nfile = \"own.pfx\"\nvendor = \"none\"";
    let file = read(both).expect("it is right");
    assert_eq!((file.certificate_file.as_deref(), file.vendor_certificate.as_deref()), (Some("own.pfx"), Some("none")));
}

#[test]
fn a_missing_answer_is_no_mistake_of_the_file() {
    let file = read("tenant = \"contoso.com\"").expect("the run asks for the rest, and names the key");
    assert!(file.answers.0.is_empty());
}

#[test]
fn unknown_keys_name_what_would_be_right() {
    let errors = refused("tenant = \"contoso.com\"\ncontrol_usr = \"lee@contoso.com\"");
    let Problem::UnknownField { nearest, known, .. } = &errors[0].problem else { panic!("{errors:?}") };
    assert_eq!((errors[0].line, nearest.as_deref()), (2, Some("control_user")));
    assert!(known.iter().any(|key| key == "adopt") && known.iter().any(|key| key == "go_live"));
    let errors = refused("tenant = \"contoso.com\"\n[go_live.pilott]\nby = \"x\"\ndate = 2026-01-01");
    let Problem::UnknownField { nearest, .. } = &errors[0].problem else { panic!("{errors:?}") };
    assert_eq!(nearest.as_deref(), Some("pilot"));
}

#[test]
fn wrong_answers_say_what_is_wanted() {
    let cases = [
        ("tenant = \"contoso\"", "tenant", Form::Tenant),
        ("tenant = \"contoso.com\"\norganiser = \"mia\"", "organiser", Form::User),
        ("tenant = \"contoso.com\"\nusers = 5", "users", Form::Users),
        ("tenant = \"contoso.com\"\nusers = [\"a@contoso.com\", \"b\"]", "users[2]", Form::User),
        ("tenant = \"contoso.com\"\nsign_in_client = \"x\"", "sign_in_client", Form::Guid),
        ("tenant = \"contoso.com\"\nadopt = \"yes\"", "adopt", Form::Adopt),
        ("tenant = \"contoso.com\"\n[go_live.pilot]\nby = \"x\"\ndate = \"1 May\"", "go_live.pilot.date", Form::Day),
        (
            "tenant = \"contoso.com\"\n[go_live.pilot]\nby = \"x\"\ndate = \"2026-02-30\"",
            "go_live.pilot.date",
            Form::Day,
        ),
    ];
    for (text, field, form) in cases {
        let errors = refused(text);
        assert_eq!(errors.len(), 1, "{text}: {errors:#?}");
        assert_eq!(errors[0].field, field, "{text}");
        assert!(matches!(errors[0].problem, Problem::Wrong { wanted, .. } if wanted == form), "{}", errors[0]);
    }
    let errors = refused("tenant = \"contoso.com\"\nuser_permission = \"User.ReadWrite.All\"");
    assert!(matches!(errors[0].problem, Problem::UnknownValue { .. }), "{errors:?}");
    let errors = refused("organiser = \"mia@contoso.com\"");
    assert!(matches!(errors[0].problem, Problem::Missing { field: "tenant", .. }), "{errors:?}");
    let errors = refused("tenant = \"contoso.com\"\n[go_live.pilot]\nremark = \"x\"");
    assert_eq!(errors.len(), 2, "by and date are missing: {errors:?}");
}

#[test]
fn decisions_are_taken_for_all_or_for_each_user() {
    let file = read("tenant = \"contoso.com\"\nadopt = \"new\"\nother_policy = \"extend\"\ntenant_wide = \"Contoso\"")
        .expect("good");
    assert_eq!(file.answers.text(&"other_policy".into()), Some("extend"));
    let file = read("tenant = \"contoso.com\"\n[other_policy]\n\"Mia@contoso.com\" = \"move\"").expect("good");
    assert_eq!(file.answers.text(&"other_policy.mia@contoso.com".into()), Some("move"));
    let errors = refused("tenant = \"contoso.com\"\nother_policy = \"replace\"");
    assert!(matches!(errors[0].problem, Problem::UnknownValue { .. }), "{errors:?}");
    let errors = refused("tenant = \"contoso.com\"\n[other_policy]\nmia = \"move\"\n\"a@contoso.com\" = \"mov\"");
    assert_eq!(errors.len(), 2, "{errors:?}");
}

#[test]
fn a_list_of_users_may_be_a_file_which_is_named_and_nothing_else_of_it() {
    let file = read("tenant = \"contoso.com\"\nusers.file = \"operators.csv\"").expect("it is right");
    assert_eq!(file.files.get(&"users".into()).map(String::as_str), Some("operators.csv"), "beside the answers");
    assert!(file.answers.0.is_empty(), "a place is no answer that a set-up keeps");
    let errors = refused("tenant = \"contoso.com\"\n[users]\nfil = \"operators.csv\"");
    let told: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(told, ["users.file", "users.fil"], "what is missing, and what is there: {errors:?}");
    let errors = refused("tenant = \"contoso.com\"\norganiser.file = \"operators.csv\"");
    assert!(matches!(errors[0].problem, Problem::Wrong { .. }), "one user is no list: {errors:?}");
}

#[test]
fn users_stand_once_and_one_user_needs_no_list() {
    let errors = refused("tenant = \"contoso.com\"\nusers = [\"mia@contoso.com\", \"Mia@contoso.com\"]");
    assert!(matches!(errors[0].problem, Problem::Twice { .. }), "{errors:?}");
    let file = read("tenant = \"contoso.com\"\nusers = \"mia@contoso.com\"").expect("one user");
    assert_eq!(file.answers.list(&"users".into()), ["mia@contoso.com"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_mutated_answers_file_loads_or_names_a_line(at in any::<prop::sample::Index>(), cut in 0_usize..20, put in "[\\PC\n]{0,8}") {
        let characters: Vec<char> = EXAMPLE.chars().collect();
        let start = at.index(characters.len());
        let end = (start + cut).min(characters.len());
        let text: String = characters[..start].iter().copied().chain(put.chars()).chain(characters[end..].iter().copied()).collect();
        if let Err(errors) = read(&text) {
            prop_assert!(!errors.is_empty() && errors.iter().all(|e| e.line >= 1));
        }
    }
}

/// A file is a path with one of the endings that the question names, and the question must name some.
#[test]
fn a_question_for_a_file_is_answered_by_a_path() {
    let asked = "[[question]]\nid = \"package\"\ninput = \"file\"\nlabel = \"The package\"\nendings = [\"zip\"]\n\n[[question]]";
    let text = good().replacen("[[question]]", asked, 1);
    let profile = load(&text, FILE).expect("the profile is good").profile;
    let read = |given: &str| {
        let text = format!("tenant = \"contoso.com\"\npackage = {given}\n");
        load_answers(&text, NAME, &profile)
    };
    let file = read("\"files/app.ZIP\"").expect("its ending is one of them");
    assert_eq!(file.files.get(&"package".into()).map(String::as_str), Some("files/app.ZIP"), "a path, kept apart");
    assert!(!file.answers.0.contains_key(&QuestionId::from("package")), "the answer is made of the file's content");
    let refused = read("\"app.exe\"").expect_err("another ending");
    assert!(matches!(refused[0].problem, Problem::UnknownValue { .. }), "{refused:?}");
    for (from, to) in [("endings = [\"zip\"]", ""), ("[\"zip\"]", "[\".zip\"]"), ("[\"zip\"]", "[]")] {
        assert!(load(&text.replacen(from, to, 1), FILE).is_err(), "{to:?} says nothing");
    }
}

const AT_THE_VENDOR: &str = r#"
[[item]]
kind = "vendor_confirmation"
id = "entered"
[[item.point]]
id = "secret"
title = "Entered"
"#;

#[test]
fn points_at_the_vendors_are_confirmed_under_their_items_id() {
    let profile = load(&format!("{}\n{AT_THE_VENDOR}", good()), FILE).expect("the profile is good").profile;
    let text = "tenant = \"contoso.com\"\n[entered.secret]\nby = \"Mia Lind\"\ndate = 2026-11-22\nremark = \"seen\"";
    let file = load_answers(text, NAME, &profile).expect("good");
    let said = &file.answers.0[&QuestionId::from("entered.secret")];
    assert_eq!((&said["by"], &said["date"]), (&"Mia Lind".into(), &"2026-11-22".into()));
    let wrong = "tenant = \"contoso.com\"\n[entered.secrt]\nby = \"Mia Lind\"\ndate = 2026-11-22";
    let errors = load_answers(wrong, NAME, &profile).expect_err("must be refused");
    let Problem::UnknownField { nearest, .. } = &errors[0].problem else { panic!("{errors:?}") };
    assert_eq!(nearest.as_deref(), Some("secret"));
    assert!(read(text).is_err(), "a profile without that item knows no such table");
}

#[test]
fn ten_thousand_users_are_read_and_each_mistake_among_them_names_its_line() {
    let list = |bad: &[usize]| {
        let user = |n: usize| if bad.contains(&n) { format!("user {n}") } else { format!("user{n}@contoso.com") };
        let lines: String = (0..10_000).map(|n| format!("  \"{}\",\n", user(n))).collect();
        format!("tenant = \"contoso.com\"\nusers = [\n{lines}]\n")
    };
    let all = read(&list(&[])).expect("they are right").answers;
    assert_eq!(all.list(&"users".into()).len(), 10_000, "every one");
    let errors = refused(&list(&[0, 4_999, 9_999]));
    let told: Vec<(u32, &str)> = errors.iter().map(|error| (error.line, error.field.as_str())).collect();
    assert_eq!(told, [(3, "users[1]"), (5_002, "users[5000]"), (10_002, "users[10000]")], "where each is");
    let many: Vec<usize> = (0..10_000).collect();
    assert_eq!(refused(&list(&many)).len(), 50, "a list that is wrong as a whole is told by its first lines");
}
