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
}
