//! What was typed: names that confirm a choice are compared here, whatever a page may have compared, and answers are kept
//! in the form that their questions want.

use domain::{Answers, Outcome, Profile, Question, QuestionId, QuestionInput, profile_file};
use serde_json::Value;

use crate::{Answer, trouble};

/// The answer as it is kept: a server's name in lower case, client ids as a list.
pub fn kept(profile: &Profile, question: &QuestionId, value: Value) -> Answer<Value> {
    use QuestionInput::{AppIds, Group, Host, Port, Url};
    let asked = profile.questions.iter().find(|asked| asked.id == *question);
    let formed = asked.filter(|asked| matches!(asked.input, Host | Url | Port | AppIds | Group));
    let (Some(asked), Value::String(text)) = (formed, &value) else { return Ok(value) };
    profile_file::understood(asked.input, text).map_err(|wanted| {
        let mut found = trouble::own("answer-form", Outcome::Failed);
        found.what = found.what.text("label", asked.label.clone());
        found.remedy = found.remedy.message("wanted", domain::msg(wanted.message_id()));
        found
    })
}

/// The same, where it has to fit the other answers.
pub fn kept_beside(profile: &Profile, mut others: Answers, question: &QuestionId, value: Value) -> Answer<Value> {
    let value = kept(profile, question, value)?;
    others.0.insert(question.clone(), value.clone());
    one_server(profile, &others, Some(question))?;
    Ok(value)
}

/// A notification address has to lead to the server that the other answers name.
pub fn one_server(profile: &Profile, answers: &Answers, question: Option<&QuestionId>) -> Answer<()> {
    match profile.elsewhere(answers).filter(|(asked, _)| question.is_none_or(|typed| typed == asked)) {
        Some((_, found)) => {
            let mut refused = trouble::own("answer-elsewhere", Outcome::Failed);
            refused.what = refused.what.text("given", found.given).text("wanted", found.wanted);
            Err(refused)
        }
        None => Ok(()),
    }
}

/// What would have to be typed for this choice and was not, letter by letter.
pub fn not_typed<'a>(asked: &'a Question, value: &Value) -> Option<&'a str> {
    let chosen = value.get("choice").unwrap_or(value).as_str();
    let option = asked.options.iter().find(|option| Some(option.value.as_str()) == chosen)?;
    let typed = value.get("typed").and_then(Value::as_str);
    option.typed_confirmation.as_deref().filter(|wanted| typed != Some(wanted))
}

#[cfg(test)]
mod tests {
    use domain::{Choice, QuestionId, msg};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_choice_that_wants_a_name_typed_takes_nothing_but_that_name() {
        let choice = |value: &str, typed: Option<&str>| Choice {
            value: value.to_owned(),
            label: msg("x"),
            note: None,
            facts: Vec::new(),
            typed_confirmation: typed.map(str::to_owned),
        };
        let asked = Question {
            id: QuestionId::from("tenant_wide"),
            title: msg("x"),
            detail: None,
            options: vec![choice("listed", None), choice("Contoso Ltd", Some("Contoso Ltd"))],
            chosen: None,
            input: None,
        };
        assert_eq!(not_typed(&asked, &json!("listed")), None, "the first choice wants nothing typed");
        for almost in [
            json!("Contoso Ltd"),
            json!({ "choice": "Contoso Ltd" }),
            json!({ "choice": "Contoso Ltd", "typed": "contoso ltd" }),
            json!({ "choice": "Contoso Ltd", "typed": "Contoso Ltd " }),
        ] {
            assert_eq!(not_typed(&asked, &almost), Some("Contoso Ltd"), "{almost}");
        }
        let typed = json!({ "choice": "Contoso Ltd", "typed": "Contoso Ltd" });
        assert_eq!(not_typed(&asked, &typed), None, "letter by letter");
    }

    #[test]
    fn a_webhook_url_of_another_server_is_refused_when_it_is_typed_and_the_server_never_is() {
        let (file, text) = profile_file::built_in()
            .iter()
            .find(|(file, _)| *file == "call-telemetry.toml")
            .expect("it comes with Handrail");
        let profile = profile_file::load(text, file).expect("it is right").profile;
        let answers = |host: &str, url: &str| {
            let given = [("host", host), ("webhook_url", url)];
            Answers(given.into_iter().map(|(id, text)| (QuestionId::from(id), json!(text))).collect())
        };
        let (host, url) = (QuestionId::from("host"), QuestionId::from("webhook_url"));
        let same = answers("calls.contoso.com", "https://calls.contoso.com/hook");
        assert!(one_server(&profile, &same, Some(&url)).is_ok(), "one server");
        let other = answers("calls.contoso.com", "https://calls.contoso.com:8443/hook");
        assert!(one_server(&profile, &other, Some(&host)).is_ok(), "the server is corrected first, then the address");
        for question in [Some(&url), None] {
            let refused = one_server(&profile, &other, question).expect_err("another port");
            let said = json!(refused.what).to_string();
            assert!(said.contains("calls.contoso.com:8443") && said.contains("\"calls.contoso.com\""), "both: {said}");
        }
    }
}
