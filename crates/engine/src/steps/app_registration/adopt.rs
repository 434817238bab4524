//! The choice among apps that are there already.

use domain::{Choice, Message, Question, QuestionId, msg};

use super::{ADOPT, Candidate, Found, NEW};
use crate::views::fact;

/// Which app is meant: one of these, or a new one.
pub(super) fn question(found: &Found) -> Question {
    let mut options: Vec<Choice> = found.candidates.iter().map(candidate).collect();
    options.push(Choice {
        value: NEW.to_owned(),
        label: msg("app-registration-adopt-new").text("name", found.wanted.name.clone()),
        note: Some(msg("app-registration-adopt-new-note")),
        facts: Vec::new(),
        typed_confirmation: None,
    });
    Question {
        id: QuestionId::from(ADOPT),
        title: msg("app-registration-adopt-title").count("count", found.candidates.len()),
        detail: Some(msg("app-registration-adopt-detail")),
        options,
        chosen: None,
        input: None,
    }
}

fn candidate(candidate: &Candidate) -> Choice {
    let app = &candidate.app;
    let name = app.display_name.clone().unwrap_or_default();
    let owners = if candidate.owners.is_empty() {
        msg("value-none")
    } else {
        msg("value-list").list("values", candidate.owners.clone())
    };
    let mut rows = vec![fact("fact-client-id", app.app_id.to_string())];
    rows.extend(app.created_date_time.map(|at| text("fact-created", msg("value-time").time("at", at))));
    rows.push(text("fact-owners", owners));
    rows.push(text(
        "fact-credentials",
        msg("value-credentials")
            .count("certificates", app.key_credentials.len())
            .count("secrets", app.password_credentials.len()),
    ));
    Choice {
        value: app.app_id.to_string(),
        label: msg("app-registration-adopt-this").text("name", name),
        note: Some(msg("app-registration-adopt-this-note")),
        facts: rows,
        typed_confirmation: None,
    }
}

fn text(label: &str, value: Message) -> domain::Fact {
    crate::views::fact_text(label, value)
}
