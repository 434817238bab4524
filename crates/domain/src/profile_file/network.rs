//! Items about hosts: what must be reachable, and the vendor's notification endpoint.

use toml::de::DeValue;

use super::items::{Questions, question};
use super::problem::{Form, Problem, visible};
use super::reader::{Length, Log, Reader, quoted, wrong};
use super::values::template;
use crate::{
    ChangeType, Direction, HostSpec, NetworkSpec, QuestionInput, Template, Vantage, Wanted as ItemWants, WebhookSpec,
};

/// Minutes of a subscription that need no `lifecycleNotificationUrl`.
const LONGEST_TEST: u32 = 55;

pub(super) fn network(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let clock = table.flag(log, "clock").unwrap_or_default();
    let tables = table.tables(log, "hosts", 1, 40)?;
    let count = tables.len();
    let hosts: Vec<HostSpec> = tables.into_iter().filter_map(|table| host(table, questions, log)).collect();
    (hosts.len() == count).then_some(ItemWants::NetworkReachability(NetworkSpec { hosts, clock }))
}

fn host(mut table: Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<HostSpec> {
    const VANTAGES: [(&str, Vantage); 2] = [("this computer", Vantage::ThisComputer), ("vendor", Vantage::Vendor)];
    const DIRECTIONS: [(&str, Direction); 2] = [("outbound", Direction::Outbound), ("inbound", Direction::Inbound)];
    let host = template(&mut table, "host", questions, log).and_then(|host| {
        // Names without an answer in them can be judged now.
        let right = host.names().next().is_some() || super::answers::is_domain(host.as_str());
        if !right {
            let problem = Problem::Wrong { wanted: Form::Host, given: quoted(host.as_str()) };
            log.add(&table.span, table.field("host"), problem);
        }
        right.then_some(host)
    });
    let port = port(&mut table, questions, log);
    let path = if table.has("path") { template(&mut table, "path", questions, log) } else { Template::parse("/").ok() };
    let path = path.and_then(|path| {
        if path.as_str().starts_with('/') {
            return Some(path);
        }
        let problem = Problem::Wrong { wanted: Form::Path, given: quoted(path.as_str()) };
        log.add(&table.span, table.field("path"), problem);
        None
    });
    let expect = expectation(&mut table, log);
    let from = if table.has("from") {
        table.one_of(log, "from", &VANTAGES).map(|from| from.value)
    } else {
        Some(Vantage::ThisComputer)
    };
    let direction = if table.has("direction") {
        table.one_of(log, "direction", &DIRECTIONS).map(|direction| direction.value)
    } else {
        Some(Direction::Outbound)
    };
    let why = table.text(log, "why", Length::Sentence);
    table.finish(log);
    let (host, port, path, expect) = (host?, port?, path?, expect?);
    Some(HostSpec { host, port, path, expect, from: from?, direction: direction?, why: why?.value })
}

/// A number, or a question's answer; 443 unless given.
fn port(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Template> {
    let Some(value) = table.get("port") else { return Template::parse("443").ok() };
    if value.get_ref().as_str().is_some() {
        return template(table, "port", questions, log);
    }
    let port = table.number(log, "port", 1, 65_535)?;
    Template::parse(&port.value.to_string()).ok()
}

/// `Some(None)` for any answer.
#[expect(clippy::option_option, reason = "wrong and any are two things")]
fn expectation(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<Option<u16>> {
    let Some(value) = table.get("expect") else { return Some(None) };
    match value.get_ref() {
        DeValue::String(text) if text == "any" => Some(None),
        DeValue::Integer(_) => {
            let status = table.number(log, "expect", 100, 599)?;
            u16::try_from(status.value).ok().map(Some)
        }
        other => {
            let problem = wrong(Form::Expectation, other);
            log.add(&value.span(), table.field("expect"), problem);
            None
        }
    }
}

pub(super) fn webhook(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<ItemWants> {
    const CHANGES: [(&str, ChangeType); 3] =
        [("created", ChangeType::Created), ("updated", ChangeType::Updated), ("deleted", ChangeType::Deleted)];
    let url = template(table, "url", questions, log);
    let tied = table.has("host");
    let host = if tied { template(table, "host", questions, log) } else { None };
    if table.has("port") && !tied {
        log.add(&table.span, table.field("host"), Problem::Missing { field: "host", wanted: Form::Host });
    }
    let port = port(table, questions, log);
    let resource = table.formed(log, "resource", Form::Resource, is_resource);
    let change = table.one_of(log, "change", &CHANGES);
    let minutes = table.number(log, "minutes", 5, LONGEST_TEST);
    let user = question(table, log, "user", questions, QuestionInput::User, true);
    let consent = table.flag(log, "consent").unwrap_or_default();
    Some(ItemWants::WebhookEndpoint(WebhookSpec {
        url: url?,
        host: if tied { Some(host?) } else { None },
        port: port?,
        resource: resource?.value,
        change: change?.value,
        minutes: minutes?.value,
        user: user?,
        consent,
    }))
}

/// Chats of the signed-in user, which `Chat.Read` reads: `/me/chats/getAllMessages`.
fn is_resource(text: &str) -> bool {
    text.strip_prefix("/me/chats").is_some_and(|rest| {
        (rest.is_empty() || rest.starts_with('/')) && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/')
    })
}

/// What was pasted, as it is kept: one text, or one for each line.
pub(super) fn pasted(name: &str, value: &toml::Spanned<DeValue<'_>>, log: &mut Log<'_>) -> Option<serde_json::Value> {
    let one = |value: &toml::Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
    let text = match value.get_ref().as_array() {
        Some(lines) => lines.iter().map(one).collect::<Option<Vec<_>>>().map(|lines| lines.join("\n")),
        None => one(value),
    };
    match text {
        Some(text) if text.len() <= LONGEST_PASTE => Some(text.into()),
        Some(text) => {
            let problem = Problem::TooLong { given: text.len(), limit: LONGEST_PASTE };
            log.add(&value.span(), visible(name), problem);
            None
        }
        None => {
            log.add(&value.span(), visible(name), wrong(Form::Text, value.get_ref()));
            None
        }
    }
}

/// Characters of a pasted output.
const LONGEST_PASTE: usize = 16 * 1024;
