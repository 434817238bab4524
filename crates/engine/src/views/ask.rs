//! The profile's questions as the window asks them.

use domain::{Message, Profile};

use super::profile_text;

/// Asks one of the profile's questions, in its own words.
pub(crate) fn ask(profile: &Profile, id: &domain::QuestionId) -> domain::Question {
    if id.as_str() == crate::steps::REFERENCE {
        return reference(id);
    }
    let spec = profile.questions.iter().find(|question| question.id == *id);
    let text = |part: &str, text: &str| profile_text(profile, &format!("question-{id}-{part}"), text);
    domain::Question {
        id: id.clone(),
        title: spec.map_or_else(|| Message::literal(id.to_string()), |spec| text("label", &spec.label)),
        detail: spec.and_then(|spec| spec.help.as_deref()).map(|help| text("help", help)),
        options: spec.map(|spec| options(profile, spec)).unwrap_or_default(),
        chosen: None,
        input: spec.and_then(|spec| input(spec.input)),
    }
}

/// What no profile asks, and only some tenants want.
fn reference(id: &domain::QuestionId) -> domain::Question {
    domain::Question {
        id: id.clone(),
        title: domain::msg("app-registration-reference"),
        detail: Some(domain::msg("app-registration-reference-detail")),
        options: Vec::new(),
        chosen: None,
        input: Some(domain::Input::Text),
    }
}

/// The options of a question.
pub(crate) fn options(profile: &Profile, question: &domain::QuestionSpec) -> Vec<domain::Choice> {
    let text = |part: &str, text: &str| profile_text(profile, &format!("question-{}-option-{part}", question.id), text);
    let all = question.options.iter();
    all.map(|option| domain::Choice {
        value: option.value.clone(),
        label: text(&option.value, &option.label),
        note: option.note.as_ref().map(|note| text(&format!("{}-note", option.value), note)),
        facts: Vec::new(),
        typed_confirmation: None,
    })
    .collect()
}

/// What is entered for a question without options.
pub(crate) const fn input(input: domain::QuestionInput) -> Option<domain::Input> {
    use domain::{Input, QuestionInput};
    Some(match input {
        QuestionInput::Choice => return None,
        QuestionInput::Text => Input::Text,
        QuestionInput::User => Input::User,
        QuestionInput::Users => Input::Users,
        QuestionInput::Host => Input::Host,
        QuestionInput::Url => Input::Url,
        QuestionInput::Port => Input::Port,
        QuestionInput::AppIds => Input::AppIds,
        QuestionInput::File => Input::File,
        QuestionInput::Group => Input::Group,
    })
}
