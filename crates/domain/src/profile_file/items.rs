//! The items of a profile: each `[[item]]` is read by its `kind`, then their order is checked against what they hand on.

mod teams_app;

use std::ops::Range;

use super::problem::{Form, Problem, nearest, visible};
use super::reader::{At, Length, Log, Reader, quoted};
use super::{app, azure, confirmations, input_name, is_id, is_reserved, network, permissions, values};
use crate::{
    AccessPolicySpec, Acting, AdminConsentSpec, ApiPermissionsSpec, AppId, CertificateSpec, Field, Item, ItemId, Kind,
    MeetingTestSpec, MonitoringSpec, PermissionSpec, PermissionType, QuestionId, QuestionInput, QuestionSpec,
    ReadinessSpec, RevokeSpec, ServicePrincipalSpec, SignInSpec, Template, VendorValue, Wanted as ItemWants,
};

/// An item with the places that later rules need.
pub(super) struct ReadItem {
    pub(super) item: Item,
    /// Places of its parts (permissions), in their order.
    pub(super) parts: Vec<Range<usize>>,
}

/// What the order check needs of an item, also of one that could not be read whole.
struct Head {
    id: String,
    kind: Kind,
    span: Range<usize>,
    line: u32,
    /// Outputs that are its own.
    gives: &'static [Field],
    /// Outputs that it cannot do without.
    needs: Vec<Field>,
}

/// Questions that may be named; `None` when they could not be read, so that their names cannot be checked.
pub(super) type Questions<'q> = Option<&'q [QuestionSpec]>;

pub(super) fn items(tables: Vec<Reader<'_, '_>>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Vec<ReadItem>> {
    let count = tables.len();
    let kinds: Vec<(&str, Kind)> = Kind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
    let mut heads: Vec<Head> = Vec::new();
    let mut read = Vec::new();
    for mut table in tables {
        let kind = table.one_of(log, "kind", &kinds);
        let given = table.has("id");
        let id = if given { table.formed(log, "id", Form::Id, |text| is_id(text, b'_')) } else { None };
        let Some(kind) = kind else { continue };
        let (id, span) = match id {
            Some(id) => (id.value, id.span),
            None if given => continue,
            None => (kind.value.name().to_owned(), kind.span.clone()),
        };
        table.path = format!("item.{id}");
        let line = log.place(span.start).0;
        if let Some(first) = heads.iter().find(|head| head.id == id).map(|head| head.line) {
            log.add(&span, table.field("id"), Problem::Twice { given: id.clone(), first });
        }
        let extends = kind.value == Kind::ExposeApi && table.has(app::CLIENT_FROM);
        let item = item(&mut table, ItemId(id.clone()), kind.value, questions, log);
        if let Some(read) = &item {
            named(&read.item, &span, questions, log);
        }
        let gives = if extends { &[] } else { kind.value.gives() };
        let needs = if extends { Field::FOR_A_CLIENT } else { kind.value.needs() };
        let mut needs = needs.to_vec();
        needs.extend(item.iter().flat_map(|read| read.item.wanted.vendor_values()).map(VendorValue::field));
        needs.sort_unstable();
        needs.dedup();
        heads.push(Head { id, kind: kind.value, span: kind.span, line, gives, needs });
        read.extend(item);
        table.finish(log);
    }
    order(&heads, log);
    (read.len() == count).then_some(read)
}

fn item(
    table: &mut Reader<'_, '_>,
    id: ItemId,
    kind: Kind,
    questions: Questions<'_>,
    log: &mut Log<'_>,
) -> Option<ReadItem> {
    let source_step = table.optional_text(log, "source_step", Length::Name).map(|text| text.value);
    let title = table.optional_text(log, "title", Length::Name).map(|text| text.value);
    let why = table.optional_text(log, "why", Length::Sentence).map(|text| text.value);
    let when = values::condition(table, questions, log);
    let mut parts = Vec::new();
    let wanted = match kind {
        Kind::SignIn => Some(ItemWants::SignIn(SignInSpec {})),
        Kind::AdminConsent => {
            let user = question(table, log, "user", questions, QuestionInput::User, false);
            Some(ItemWants::AdminConsent(AdminConsentSpec { user }))
        }
        Kind::Readiness => readiness(table, questions, log),
        Kind::AppRegistration => app::app_registration(table, questions, log),
        Kind::ServicePrincipal => service_principal(table, log),
        Kind::ApiPermissions => api_permissions(table, questions, &mut parts, log),
        Kind::Certificate => certificate(table, log),
        Kind::ClientSecret => app::client_secret(table, log),
        Kind::ExposeApi => app::expose_api(table, questions, log),
        Kind::ApplicationAccessPolicy => access_policy(table, questions, log),
        Kind::TeamsAppPackage => teams_app::package(table, questions, log),
        Kind::TeamsAppPin => teams_app::pin(table, questions, log),
        Kind::MeetingTest => meeting_test(table, log),
        Kind::AzureCommunicationServices => azure::communication_services(table, log),
        Kind::Monitoring => monitoring(table, log),
        Kind::NetworkReachability => network::network(table, questions, log),
        Kind::WebhookEndpoint => network::webhook(table, questions, log),
        Kind::GoLive => confirmations::go_live(table, log),
        Kind::VendorConfirmation => confirmations::vendor(table, questions, log),
        Kind::Handover => confirmations::handover(table, log),
        Kind::Revoke => Some(ItemWants::Revoke(RevokeSpec {})),
    };
    Some(ReadItem { item: Item { id, source_step, title, why, when: when?, wanted: wanted? }, parts })
}

/// The table of an answers file that holds an item's confirmations has the item's id: nothing else may be called so.
fn named(item: &Item, span: &Range<usize>, questions: Questions<'_>, log: &mut Log<'_>) {
    let asked = questions.unwrap_or_default().iter().any(|question| question.id.as_str() == item.id.as_str());
    let own = item.confirmations() == Some(item.id.as_str());
    if own && (asked || is_reserved(item.id.as_str())) && item.wanted.kind() != Kind::GoLive {
        log.add(span, format!("item.{}", item.id), Problem::Reserved(item.id.to_string()));
    }
}

fn readiness(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let organiser = question(table, log, "organiser", questions, QuestionInput::User, false);
    let control = question(table, log, "control", questions, QuestionInput::User, false);
    let service_user = question(table, log, "service_user", questions, QuestionInput::User, false);
    Some(ItemWants::Readiness(ReadinessSpec { organiser, control, service_user }))
}

fn service_principal(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let resources = table.texts(log, "resources", 1, 20, Length::Name)?;
    let mut ids = Vec::new();
    for (index, text) in resources.iter().enumerate() {
        match AppId::parse(&text.value) {
            Ok(id) => ids.push(id),
            Err(_) => {
                let problem = Problem::Wrong { wanted: Form::Guid, given: quoted(&text.value) };
                log.add(&text.span, format!("{}[{}]", table.field("resources"), index + 1), problem);
            }
        }
    }
    (ids.len() == resources.len()).then_some(ItemWants::ServicePrincipal(ServicePrincipalSpec { resources: ids }))
}

fn api_permissions(
    table: &mut Reader<'_, '_>,
    questions: Questions<'_>,
    parts: &mut Vec<Range<usize>>,
    log: &mut Log<'_>,
) -> Option<ItemWants> {
    const TYPES: [(&str, PermissionType); 2] =
        [("application", PermissionType::Application), ("delegated", PermissionType::Delegated)];
    let list = question(table, log, "list", questions, QuestionInput::Text, false);
    let tables = table.tables(log, "permission", 1, 40)?;
    let count = tables.len();
    let mut read: Vec<PermissionSpec> = Vec::new();
    for mut table in tables {
        let resource = table
            .formed(log, "resource", Form::Guid, |text| AppId::parse(text).is_ok())
            .and_then(|text| AppId::parse(&text.value).ok());
        let kind = table.one_of(log, "type", &TYPES);
        let name = table.formed(log, "name", Form::Permission, permissions::is_permission);
        let choice = question(&mut table, log, "choice", questions, QuestionInput::Choice, false);
        let why = table.text(log, "why", Length::Sentence);
        let when = values::condition(&mut table, questions, log);
        let asked = questions.unwrap_or_default().iter().find(|asked| Some(&asked.id) == choice.as_ref());
        if let (Some(name), Some(asked)) = (&name, asked) {
            choice_of(&table, name, asked, log);
        }
        let span = name.as_ref().map_or_else(|| table.span.clone(), |name| name.span.clone());
        table.finish(log);
        let (Some(resource), Some(kind), Some(name), Some(why), Some(when)) = (resource, kind, name, why, when) else {
            continue;
        };
        if read.iter().any(|other| other.name == name.value && other.resource == resource && other.kind == kind.value) {
            let first = parts.first().map_or(0, |first| log.place(first.start).0);
            log.add(
                &span,
                format!("item.{}", Kind::ApiPermissions),
                Problem::Twice { given: name.value.clone(), first },
            );
        }
        read.push(PermissionSpec { resource, kind: kind.value, name: name.value, choice, why: why.value, when });
        parts.push(span);
    }
    (read.len() == count).then_some(ItemWants::ApiPermissions(ApiPermissionsSpec { list, permissions: read }))
}

/// Checks that every option of a choice of permissions is a permission, and that the name until then is one of them.
fn choice_of(table: &Reader<'_, '_>, name: &At<String>, asked: &QuestionSpec, log: &mut Log<'_>) {
    let known: Vec<String> = asked.options.iter().map(|option| option.value.clone()).collect();
    if let Some(bad) = known.iter().find(|value| !permissions::is_permission(value)) {
        let problem = Problem::Wrong { wanted: Form::Permission, given: quoted(bad) };
        log.add(&name.span, format!("question.{}.option", asked.id), problem);
    }
    if !known.contains(&name.value) {
        let problem = Problem::UnknownValue {
            given: visible(&name.value),
            nearest: nearest(&name.value, known.iter().map(String::as_str)),
            known,
        };
        log.add(&name.span, table.field("name"), problem);
    }
}

fn certificate(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let subject = table.formed(log, "subject", Form::Subject, |text| {
        text.strip_prefix("CN=").is_some_and(|name| name.len() <= 64 && is_plain_name(name))
    });
    let key_bits = table.number(log, "key_bits", 2048, 4096);
    if let Some(bits) = &key_bits
        && ![2048, 3072, 4096].contains(&bits.value)
    {
        let problem = Problem::Wrong { wanted: Form::KeyBits, given: bits.value.to_string() };
        log.add(&bits.span, table.field("key_bits"), problem);
    }
    // For a test: instead of years.
    let for_test = table.has("days");
    let (field, most) = if for_test { ("days", 30) } else { ("years", 3) };
    let life = table.number(log, field, 1, most);
    let file = table.formed(log, "file", Form::CerFile, |text| {
        text.strip_suffix(".cer").is_some_and(|name| {
            !name.is_empty()
                && !name.starts_with('.')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        })
    });
    let life = life?.value;
    Some(ItemWants::Certificate(CertificateSpec {
        subject: subject?.value,
        key_bits: key_bits?.value,
        years: if for_test { 0 } else { life },
        days: for_test.then_some(life),
        file: file?.value,
    }))
}

fn access_policy(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let line = table.get("name").map(|value| value.span());
    let name = values::template(table, "name", questions, log);
    // The words between the answers are ours to check; what an answer makes of them is checked when it is given.
    let plain = |name: &Template| {
        let words = name.fill(|_| Some("x".to_owned())).unwrap_or_default();
        words.len() <= 64 && is_plain_name(&words)
    };
    if let Some(bad) = name.as_ref().filter(|name| !plain(name)) {
        let problem = Problem::Wrong { wanted: Form::PolicyName, given: quoted(bad.as_str()) };
        log.add(&line.unwrap_or_else(|| table.span.clone()), table.field("name"), problem);
        return None;
    }
    let description = values::template(table, "description", questions, log);
    let users = question(table, log, "users", questions, QuestionInput::Users, true);
    let assign_to = question(table, log, "assign_to", questions, QuestionInput::Choice, false);
    let group = question(table, log, "group", questions, QuestionInput::Group, false);
    let also_apps = question(table, log, "also_apps", questions, QuestionInput::AppIds, false);
    Some(ItemWants::ApplicationAccessPolicy(AccessPolicySpec {
        name: name?,
        description: description?,
        users: users?,
        assign_to,
        group,
        also_apps,
    }))
}

fn meeting_test(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    const ACTING: [(&str, Acting); 2] = [("app", Acting::App), ("signed_in_user", Acting::SignedInUser)];
    let subject = table.text(log, "subject", Length::Name);
    let starts = table.number(log, "starts_in_minutes", 5, 1440);
    let minutes = table.number(log, "minutes", 5, 240);
    let acting = if table.has("acting") { table.one_of(log, "acting", &ACTING)?.value } else { Acting::App };
    Some(ItemWants::MeetingTest(MeetingTestSpec {
        subject: subject?.value,
        starts_in_minutes: starts?.value,
        minutes: minutes?.value,
        acting,
    }))
}

fn monitoring(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<ItemWants> {
    let days = table.number(log, "days", 1, 30);
    let failures = table.number(log, "failures", 1, 1000);
    Some(ItemWants::Monitoring(MonitoringSpec { days: days?.value, failures: failures?.value }))
}

/// Letters, digits, blanks, `.`, `-`, `_`: what may stand in a subject and a policy's name without quoting anywhere.
fn is_plain_name(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b'-' | b'_'))
}

/// The id of a question with that input.
pub(super) fn question(
    table: &mut Reader<'_, '_>,
    log: &mut Log<'_>,
    field: &'static str,
    questions: Questions<'_>,
    wanted: QuestionInput,
    required: bool,
) -> Option<QuestionId> {
    let text =
        if required { table.text(log, field, Length::Name)? } else { table.optional_text(log, field, Length::Name)? };
    let id = QuestionId(text.value);
    let Some(questions) = questions else { return Some(id) };
    let problem = match questions.iter().find(|question| question.id == id) {
        Some(question) if question.input == wanted => return Some(id),
        Some(question) => {
            Problem::WrongQuestion { question: id.0, is: input_name(question.input), wanted: input_name(wanted) }
        }
        None => {
            let fitting = || questions.iter().filter(|q| q.input == wanted).map(|q| q.id.as_str());
            Problem::NoQuestion {
                given: visible(id.as_str()),
                nearest: nearest(id.as_str(), fitting()),
                known: fitting().map(str::to_owned).collect(),
            }
        }
    };
    log.add(&text.span, table.field(field), problem);
    None
}

/// Every item must come after those whose outputs it needs, and each output has one giver (DECISIONS 5).
fn order(heads: &[Head], log: &mut Log<'_>) {
    for (position, head) in heads.iter().enumerate() {
        let field = format!("item.{}", head.id);
        if let [gives, ..] = head.gives
            && let Some(first) = heads[..position].iter().find(|earlier| earlier.gives.contains(gives))
        {
            let problem = Problem::SecondGiver { kind: head.kind.name(), first: first.line, gives: gives.name() };
            log.add(&head.span, &field, problem);
        }
        let (needed, used) = (head.needs.iter().map(|field| (field, true)), head.kind.uses().iter());
        for (needs, always) in needed.chain(used.map(|field| (field, false))) {
            let giver = needs.giver();
            if heads[..position].iter().any(|earlier| earlier.gives.contains(needs)) {
                continue;
            }
            let later = heads[position..].iter().find(|later| later.gives.contains(needs));
            let problem = match later {
                Some(later) => Problem::Order { item: head.id.clone(), needs: needs.name(), giver: later.id.clone() },
                None if !always => continue,
                None => Problem::NoGiver { item: head.id.clone(), needs: needs.name(), kind: giver.name() },
            };
            log.add(&head.span, &field, problem);
        }
    }
}
