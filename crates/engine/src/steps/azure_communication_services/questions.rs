//! What only the admin can decide, each with what stands until then.

use domain::{AzureCommunicationServicesSpec, Block, CheckRow, Choice, Input, Message, Outcome, Question, msg};

use super::choose::{self, Chosen, answer, question};
use super::rights::Standing;
use super::shapes::{Candidate, WayThere};
use crate::said::names;
use crate::step::Cx;

/// Everything that is asked on the way to a resource.
pub(super) fn blocks(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, way: &WayThere) -> Vec<Block> {
    let mut blocks: Vec<Block> = unusable(&way.candidates).into_iter().collect();
    let mut ask = |question| blocks.push(Block::Question { question });
    if way.candidates.iter().any(|candidate| candidate.standing().is_usable()) {
        ask(subscription(way));
    }
    if let Some(chosen) = Chosen::of(cx, spec, way) {
        ask(data_location(spec, &chosen));
        ask(group(way, &chosen));
        if chosen.there.is_none() {
            ask(location(way, &chosen));
        }
        ask(name(cx, way, &chosen));
        if choose::forbidden(cx).is_some() || answer(cx, "tags").is_some() {
            ask(tags(cx, &chosen));
        }
    }
    blocks
}

fn choice(value: String, label: Message, note: Option<Message>) -> Choice {
    Choice { value, label, note, facts: Vec::new(), typed_confirmation: None }
}

fn asked(key: &str, detail: Option<Message>, options: Vec<Choice>, chosen: Option<String>) -> Question {
    let input = options.is_empty().then_some(Input::Text);
    let title = msg(&format!("azure-ask-{}", key.replace('_', "-")));
    Question { id: question(key), title, detail, options, chosen, input }
}

/// Those that can be used; each of the others with its reason is in a list of its own.
fn subscription(way: &WayThere) -> Question {
    let usable = way.candidates.iter().filter(|candidate| candidate.standing().is_usable());
    let options = usable.map(|candidate| {
        let subscription = &candidate.subscription;
        let warned = (candidate.standing() == Standing::Warned).then(|| msg("azure-subscription-warned"));
        let groups = &candidate.rights.groups;
        let in_groups =
            (!candidate.rights.make).then(|| msg("azure-subscription-groups").message("groups", names(groups)));
        let label = msg("azure-subscription")
            .text("name", &subscription.display_name)
            .text("id", subscription.subscription_id.to_string());
        choice(subscription.subscription_id.to_string(), label, warned.or(in_groups))
    });
    let chosen = way.chosen.map(|id| id.to_string());
    asked("subscription", Some(msg("azure-ask-subscription-detail")), options.collect(), chosen)
}

fn unusable(candidates: &[Candidate]) -> Option<Block> {
    let rows: Vec<CheckRow> = candidates
        .iter()
        .filter(|candidate| !candidate.standing().is_usable())
        .map(|candidate| {
            let subscription = &candidate.subscription;
            let reason = candidate.standing().id();
            CheckRow {
                id: subscription.subscription_id.to_string(),
                outcome: Outcome::NotApplicable,
                title: Message::literal(&subscription.display_name),
                detail: Some(msg(&format!("azure-subscription-{reason}"))),
                blocks: Vec::new(),
                who: None,
                remedy: None,
                action: None,
            }
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Checklist { title: Some(msg("azure-subscriptions-unusable")), rows })
}

/// For ever, so it is asked even where there is only one answer.
fn data_location(spec: &AzureCommunicationServicesSpec, chosen: &Chosen<'_>) -> Question {
    let options = spec.data_locations.iter().map(|location| {
        let note = (*location == spec.data_location).then(|| msg("azure-data-location-suggested"));
        choice(location.clone(), Message::literal(location), note)
    });
    let detail = msg("azure-ask-data-location-detail");
    asked("data_location", Some(detail), options.collect(), chosen.data_location.clone())
}

fn group(way: &WayThere, chosen: &Chosen<'_>) -> Question {
    let known: Vec<String> = way.groups.iter().map(|group| group.name.clone()).collect();
    let detail = match &chosen.there {
        Some(there) => msg("azure-ask-resource-group-there").text("location", &there.location),
        None => msg("azure-ask-resource-group-new"),
    };
    let detail = detail.count("count", known.len()).message("groups", names(&known));
    asked("resource_group", Some(detail), Vec::new(), Some(chosen.group.clone()))
}

fn location(way: &WayThere, chosen: &Chosen<'_>) -> Question {
    let regions =
        way.regions.iter().map(|region| choice(region.name.clone(), Message::literal(&region.display_name), None));
    asked("location", Some(msg("azure-ask-location-detail")), regions.collect(), chosen.location.clone())
}

fn name(cx: &Cx<'_>, way: &WayThere, chosen: &Chosen<'_>) -> Question {
    let taken = choose::taken(cx);
    let there: Vec<String> = way.services.iter().map(|service| service.name.clone()).collect();
    let refused = taken.last().filter(|_| chosen.name.is_none());
    let Some(refused) = refused else {
        let detail = msg("azure-ask-name-detail").count("count", there.len()).message("services", names(&there));
        return asked("name", Some(detail), Vec::new(), chosen.name.clone());
    };
    let detail = msg("azure-ask-name-taken").text("name", &refused.name);
    let free =
        refused.free.iter().map(|free| choice(free.clone(), Message::literal(free), Some(msg("azure-name-free"))));
    asked("name", Some(detail), free.collect(), None)
}

/// Azure Policy often wants tags on what is made.
fn tags(cx: &Cx<'_>, chosen: &Chosen<'_>) -> Question {
    let detail = choose::forbidden(cx).map(|policies| msg("azure-ask-tags-detail").text("policies", policies));
    let given: Vec<String> = chosen.tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
    asked("tags", detail, Vec::new(), (!given.is_empty()).then(|| given.join("; ")))
}
