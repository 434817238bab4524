//! The words for what was found and for what would change.

use domain::{AzureCommunicationServicesSpec, Block, ChangeView, Message, Tone, Verb, msg};
use microsoft::azure::{CommunicationService, ServicePlace};

use super::choose::{self, answer};
use super::shapes::{Change, Done, Found, Seen, is_ready};
use super::{NAMESPACE, RESOURCE_TYPE, questions};
use crate::said::together;
use crate::step::{Cx, Described};
use crate::steps::app_registration::call;
use crate::views::{fact, fact_text, facts};

/// A change in words. Azure has no scopes that could be asked for singly.
pub(super) fn describe(change: &Change) -> Described {
    let view = match change {
        Change::RegisterProvider { subscription, name } => view(
            (Verb::Change, msg("azure-register").text("name", name)),
            Some(msg("azure-register-note")),
            ("POST", format!("/subscriptions/{subscription}/providers/{NAMESPACE}/register")),
        ),
        Change::CreateGroup { subscription, group, location, tags } => view(
            (Verb::Add, msg("azure-create-group").text("name", group).text("location", location)),
            Some(tagged(msg("azure-create-group-note"), tags)),
            ("PUT", format!("/subscriptions/{subscription}/resourceGroups/{group}")),
        ),
        Change::CreateResource { place, data_location, tags, .. } => view(
            (
                Verb::Add,
                msg("azure-create").text("name", &place.name).text("group", &place.group).text("data", data_location),
            ),
            Some(tagged(msg("azure-create-note").text("data", data_location), tags)),
            ("PUT", path(place)),
        ),
        Change::KeepConnectionString { place, .. } => view(
            (Verb::Add, msg("azure-keep").text("name", &place.name)),
            Some(msg("azure-keep-note")),
            ("POST", format!("{}/listKeys", path(place))),
        ),
    };
    Described { view, scopes: &[] }
}

fn view((verb, text): (Verb, Message), note: Option<Message>, (method, target): (&str, String)) -> ChangeView {
    ChangeView { verb, text, note, calls: vec![call(method, target)], careful: false }
}

fn tagged(note: Message, tags: &[(String, String)]) -> Message {
    let all: Vec<String> = tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
    together(note, (!all.is_empty()).then(|| msg("azure-note-tags").list("tags", all)))
}

fn path(place: &ServicePlace) -> String {
    let ServicePlace { subscription, group, name } = place;
    format!("/subscriptions/{subscription}/resourceGroups/{group}/providers/{NAMESPACE}/{RESOURCE_TYPE}/{name}")
}

/// What taking back means. The registration stays, so there is nothing to say.
pub(super) fn undo(done: &Done) -> Option<Described> {
    let (text, note, calls) = match done {
        Done::Registered { .. } => return None,
        Done::Kept { .. } => (msg("azure-undo-keep"), msg("azure-undo-keep-note"), Vec::new()),
        Done::ResourceMade { place, .. } => (
            msg("azure-undo-create").text("name", &place.name),
            msg("azure-undo-create-note"),
            vec![call("DELETE", path(place))],
        ),
        Done::GroupMade { subscription, group } => (
            msg("azure-undo-group").text("name", group),
            msg("azure-undo-group-note"),
            vec![call("DELETE", format!("/subscriptions/{subscription}/resourceGroups/{group}"))],
        ),
    };
    let view = ChangeView { verb: Verb::Remove, text, note: Some(note), calls, careful: true };
    Some(Described { view, scopes: &[] })
}

pub(super) fn expected(cx: &Cx<'_>) -> Message {
    match answer(cx, "data_location") {
        Some(data) => msg("azure-expected-in").text("data", data),
        None => msg("azure-expected"),
    }
}

pub(super) fn seen(found: &Found) -> Message {
    let Found::Seen(seen) = found else { return msg("azure-seen-no-sign-in") };
    let Some(service) = &seen.service else {
        let count = seen.way.as_ref().map_or(0, |way| way.candidates.len());
        return msg("azure-seen-none").count("count", count);
    };
    let holds = seen.kept.iter().any(|kept| kept.holds);
    msg("azure-seen")
        .text("name", &service.name)
        .text("data", &service.properties.data_location)
        .text("state", &service.properties.provisioning_state)
        .text("kept", if holds { "yes" } else { "no" })
}

pub(super) fn blocks(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, found: &Found) -> Vec<Block> {
    let Found::Seen(seen) = found else { return Vec::new() };
    let mut blocks = Vec::new();
    if let Some(service) = &seen.service {
        blocks.push(resource(seen, service));
        if !seen.ours && !cx.journal.iter().any(|entry| entry.receipt.is_some()) {
            blocks.push(text("azure-used-as-it-is", Tone::Quiet));
        }
        if is_ready(service) {
            blocks.push(text("azure-keys-renewed", Tone::Quiet));
        }
    }
    if let Some(code) = &seen.failure {
        let text = msg("azure-creation-failed").text("code", if code.is_empty() { "-" } else { code.as_str() });
        blocks.push(Block::Text { text, tone: Tone::Warning });
    }
    if let Some(policies) = choose::forbidden(cx).filter(|_| seen.way.is_some()) {
        let text = msg("azure-forbidden").text("policies", policies);
        blocks.push(Block::Text { text, tone: Tone::Warning });
    }
    if let Some(way) = &seen.way {
        blocks.extend(questions::blocks(cx, spec, way));
        if way.chosen.is_some() {
            blocks.push(text("azure-cost", Tone::Plain));
        }
        if way.candidates.is_empty() || !way.candidates.iter().any(|one| one.standing().is_usable()) {
            blocks.push(text("azure-elevate", Tone::Quiet));
        }
    }
    blocks
}

fn text(id: &str, tone: Tone) -> Block {
    Block::Text { text: msg(id), tone }
}

/// The resource with what the vendor needs of it. The connection string is not among it.
fn resource(seen: &Seen, service: &CommunicationService) -> Block {
    let mut rows = vec![fact("fact-azure-resource", service.name.clone())];
    rows.extend(service.endpoint().map(|endpoint| fact("fact-azure-endpoint", endpoint)));
    rows.push(fact("fact-azure-resource-id", service.id.clone()));
    rows.extend(service.properties.immutable_resource_id.clone().map(|id| fact("fact-azure-immutable-id", id)));
    rows.push(fact("fact-azure-data-location", service.properties.data_location.clone()));
    let holds = seen.kept.iter().any(|kept| kept.holds);
    let kept = if holds { "azure-in-keychain" } else { "value-none-yet" };
    rows.push(fact_text("fact-azure-connection-string", msg(kept)));
    facts(rows)
}
