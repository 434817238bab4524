//! Values that the admin gives: what a question takes, where a profile's texts hold one, and when something is wanted.

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

use super::answers::is_domain;
use super::problem::{Form, Problem, nearest, visible};
use super::reader::{Length, Log, Reader, quoted, text_of, wrong};
use crate::{AppId, Condition, GroupId, QuestionId, QuestionInput, QuestionSpec, Template};

/// Most client ids of one answer.
const MOST_APPS: usize = 20;

/// Questions that may be named; `None` when they could not be read.
type Questions<'q> = Option<&'q [QuestionSpec]>;

/// `when = { question = "credential", is = ["secret"] }`: `Some(None)` without one, `None` when it is wrong.
#[expect(clippy::option_option, reason = "wrong and not there are two things")]
pub(super) fn condition(
    table: &mut Reader<'_, '_>,
    questions: Questions<'_>,
    log: &mut Log<'_>,
) -> Option<Option<Condition>> {
    condition_of(table, "when", questions, log)
}

/// The same in a field of that name.
#[expect(clippy::option_option, reason = "wrong and not there are two things")]
pub(super) fn condition_of(
    table: &mut Reader<'_, '_>,
    name: &'static str,
    questions: Questions<'_>,
    log: &mut Log<'_>,
) -> Option<Option<Condition>> {
    if !table.has(name) {
        return Some(None);
    }
    let mut when = table.table(log, name, true)?;
    let question = when.text(log, "question", Length::Name);
    let is = when.texts(log, "is", 1, 20, Length::Name);
    let (field, is_field) = (when.field("question"), when.field("is"));
    when.finish(log);
    let (question, is) = (question?, is?);
    if let Some(questions) = questions {
        let choices = || questions.iter().filter(|asked| asked.input == QuestionInput::Choice);
        let Some(asked) = choices().find(|asked| asked.id.as_str() == question.value) else {
            let problem = Problem::NoQuestion {
                given: visible(&question.value),
                nearest: nearest(&question.value, choices().map(|asked| asked.id.as_str())),
                known: choices().map(|asked| asked.id.0.clone()).collect(),
            };
            log.add(&question.span, field, problem);
            return None;
        };
        let known: Vec<String> = asked.options.iter().map(|option| option.value.clone()).collect();
        if let Some(bad) = is.iter().find(|value| !known.contains(&value.value)) {
            let nearest = nearest(&bad.value, known.iter().map(String::as_str));
            log.add(&bad.span, is_field, Problem::UnknownValue { given: visible(&bad.value), nearest, known });
            return None;
        }
    }
    let is = is.into_iter().map(|value| value.value).collect();
    Some(Some(Condition { question: QuestionId(question.value), is }))
}

/// A text with places for answers; each name in it is a question that has one text as its answer, or known by itself.
pub(super) fn template(
    table: &mut Reader<'_, '_>,
    name: &'static str,
    questions: Questions<'_>,
    log: &mut Log<'_>,
) -> Option<Template> {
    let text = table.text(log, name, Length::Sentence)?;
    let field = table.field(name);
    checked(&text.value, questions).or_else(|| {
        log.add(&text.span, field, Problem::Wrong { wanted: Form::Template, given: quoted(&text.value) });
        None
    })
}

/// The same for every entry of a list that may be missing.
pub(super) fn templates(
    table: &mut Reader<'_, '_>,
    name: &'static str,
    questions: Questions<'_>,
    log: &mut Log<'_>,
) -> Option<Vec<Template>> {
    let texts = table.texts(log, name, 0, 20, Length::Sentence)?;
    let field = table.field(name);
    let mut read = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match checked(&text.value, questions) {
            Some(template) => read.push(template),
            None => {
                let problem = Problem::Wrong { wanted: Form::Template, given: quoted(&text.value) };
                log.add(&text.span, format!("{field}[{}]", index + 1), problem);
            }
        }
    }
    (read.len() == texts.len()).then_some(read)
}

fn checked(text: &str, questions: Questions<'_>) -> Option<Template> {
    let template = Template::parse(text).ok()?;
    let Some(questions) = questions else { return Some(template) };
    let is_text = |input| {
        use QuestionInput::{Choice, Host, Port, Text, Url};
        matches!(input, Text | Choice | Host | Url | Port)
    };
    let known = |name: &str| {
        Template::KNOWN.contains(&name)
            || questions.iter().any(|asked| asked.id.as_str() == name && is_text(asked.input))
    };
    let right = template.names().all(known);
    right.then_some(template)
}

/// What a person gave for such a question, as it is kept; or what would be right.
///
/// # Errors
/// The form that the answer should have.
pub fn understood(input: QuestionInput, text: &str) -> Result<Value, Form> {
    let text = text.trim();
    match input {
        QuestionInput::Host => {
            let host = text.trim_end_matches('.').to_ascii_lowercase();
            if is_domain(&host) && host.is_ascii() { Ok(host.into()) } else { Err(Form::Host) }
        }
        QuestionInput::Url => {
            let url = Url::parse(text).map_err(|_| Form::Url)?;
            let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
            let right = url.scheme() == "https" && plain && url.domain().is_some_and(is_domain);
            if right { Ok(text.into()) } else { Err(Form::Url) }
        }
        QuestionInput::Port => match text.parse::<u16>() {
            Ok(port) if port > 0 => Ok(port.to_string().into()),
            _ => Err(Form::Port),
        },
        QuestionInput::AppIds => {
            let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
            app_ids(parts.filter(|part| !part.is_empty()))
        }
        QuestionInput::Group => match GroupId::parse(text) {
            Ok(group) => Ok(group.to_string().into()),
            Err(_) => Err(Form::Guid),
        },
        QuestionInput::Text
        | QuestionInput::User
        | QuestionInput::Users
        | QuestionInput::Choice
        | QuestionInput::File => Ok(text.into()),
    }
}

fn app_ids<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Value, Form> {
    let mut ids: Vec<String> = Vec::new();
    for part in parts {
        let id = AppId::parse(part.trim()).map_err(|_| Form::AppIds)?.to_string();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() || ids.len() > MOST_APPS { Err(Form::AppIds) } else { Ok(ids.into()) }
}

/// The same out of an answers file, where a port may be a number and client ids a list.
pub(super) fn answer(
    input: QuestionInput,
    value: &Spanned<DeValue<'_>>,
    field: &str,
    log: &mut Log<'_>,
) -> Option<Value> {
    let list = value.get_ref().as_array().filter(|_| input == QuestionInput::AppIds);
    let number = value.get_ref().as_integer().filter(|_| input == QuestionInput::Port);
    let read = if let Some(list) = list {
        let texts: Option<Vec<&str>> = list.iter().map(|entry| entry.get_ref().as_str()).collect();
        texts.ok_or(Form::AppIds).and_then(|texts| app_ids(texts.into_iter()))
    } else if let Some(number) = number {
        understood(input, number.as_str())
    } else {
        understood(input, &text_of(log, value, field, Length::Sentence)?.value)
    };
    read.map_err(|wanted| log.add(&value.span(), field, wrong(wanted, value.get_ref()))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_is_kept_in_one_form() {
        let kept = |input, text| understood(input, text).map(|value| value.to_string());
        assert_eq!(
            kept(QuestionInput::Host, " Calls.Contoso.com. "),
            Ok("\"calls.contoso.com\"".to_owned()),
            "lower case"
        );
        assert_eq!(kept(QuestionInput::Host, "https://calls.contoso.com"), Err(Form::Host), "no scheme");
        assert_eq!(kept(QuestionInput::Host, "localhost"), Err(Form::Host), "a name of the world");
        assert_eq!(kept(QuestionInput::Port, "8443"), Ok("\"8443\"".to_owned()), "a port");
        for bad in ["0", "65536", "-1", "https"] {
            assert_eq!(kept(QuestionInput::Port, bad), Err(Form::Port), "{bad}");
        }
        let url = "https://calls.contoso.com:8443/notify?x=1";
        assert_eq!(kept(QuestionInput::Url, url), Ok(format!("\"{url}\"")), "as given");
        for bad in [
            "http://calls.contoso.com",
            "https://10.0.0.1/",
            "https://a:b@calls.contoso.com",
            "calls",
            "https://c.d/#x",
        ] {
            assert_eq!(kept(QuestionInput::Url, bad), Err(Form::Url), "{bad}");
        }
    }

    #[test]
    fn client_ids_come_in_any_list_and_only_once() {
        let (one, two) = ("14d82eec-204b-4c2f-b7e8-296a70dab67e", "12128f48-ec9e-42f0-b203-ea49fb6af367");
        let given = format!("{one}, {two}\n{}", one.to_uppercase());
        assert_eq!(understood(QuestionInput::AppIds, &given), Ok(vec![one, two].into()), "two ids");
        assert_eq!(understood(QuestionInput::AppIds, "Contoso"), Err(Form::AppIds), "a name is no id");
        assert_eq!(understood(QuestionInput::AppIds, " "), Err(Form::AppIds), "nothing");
    }
}
