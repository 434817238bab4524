//! What is missing, and what stands in the way.

use domain::{AzureCommunicationServicesSpec, Outcome, SubscriptionId, msg};
use microsoft::azure::{CommunicationService, ServicePlace};

use super::choose::Chosen;
use super::rights::{LIST_KEYS, MAKE, MAKE_GROUP, REGISTER};
use super::shapes::{Change, Found, Seen, WayThere, is_broken, is_deleting, is_ready};
use super::sign_in_to_azure;
use crate::diagnose;
use crate::diagnoses::{Args, Diagnoses, Found as Condition};
use crate::problem::Waiting;
use crate::step::{Cx, Plan, State};
use domain::{Arg, Diagnostic};

pub(super) fn plan(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, found: &Found) -> Plan<Change> {
    let seen = match found {
        Found::NoSignIn { own_client } => return Plan::stands(no_sign_in(cx, *own_client)),
        Found::Seen(seen) => seen,
    };
    match (&seen.service, &seen.way) {
        (Some(service), _) => there(cx, seen, service),
        (None, Some(way)) => way_there(cx, spec, seen, way),
        (None, None) => Plan::stands(State::Unknown(Box::new(diagnose::simple("output-missing", Outcome::Unknown)))),
    }
}

fn no_sign_in(cx: &Cx<'_>, own_client: bool) -> State {
    let client = msg(if own_client { "azure-client-own" } else { "azure-client-microsoft" });
    let mut found = condition(cx, Condition::AzureSignIn, [("client", Arg::Message(Box::new(client)))]);
    found.action = Some(sign_in_to_azure());
    State::NeedsPerson(Box::new(found))
}

/// The resource is there, or on its way.
fn there(cx: &Cx<'_>, seen: &Seen, service: &CommunicationService) -> Plan<Change> {
    let name = || [("name", Arg::Text(service.name.clone()))];
    if is_broken(service) {
        return Plan::stands(State::Failed(Box::new(condition(cx, Condition::AzureBroken, name()))));
    }
    if is_deleting(service) {
        return Plan::stands(waiting("azure-wait-deleting"));
    }
    if !is_ready(service) {
        return Plan::stands(waiting("azure-wait-creating"));
    }
    if service.properties.disable_local_auth == Some(true) {
        return Plan::stands(State::Failed(Box::new(condition(cx, Condition::AzureKeysOff, name()))));
    }
    if seen.kept.iter().any(|kept| kept.holds) {
        return Plan::right();
    }
    Plan::changes(service.place().map(|place| keep(seen, place)).into_iter().collect())
}

fn keep(seen: &Seen, place: ServicePlace) -> Change {
    Change::KeepConnectionString {
        place,
        version: seen.version.clone(),
        number: seen.kept.iter().filter(|kept| kept.made).count(),
    }
}

fn way_there(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, seen: &Seen, way: &WayThere) -> Plan<Change> {
    if way.candidates.is_empty() {
        return needs_person(condition(cx, Condition::AzureNoSubscription, []));
    }
    if !way.candidates.iter().any(|candidate| candidate.standing().is_usable()) {
        return needs_person(condition(cx, Condition::AzureNoUsable, []));
    }
    let Some(chosen) = Chosen::of(cx, spec, way) else {
        return Plan::stands(State::NeedsDecision);
    };
    let subscription = chosen.candidate.subscription.subscription_id;
    if let Some(diagnostic) = lacks_rights(cx, way, &chosen, subscription) {
        return needs_person(diagnostic);
    }
    if way.provider.as_deref().is_some_and(|state| state.eq_ignore_ascii_case("Registering")) {
        return Plan::stands(waiting("azure-wait-registering"));
    }
    let (Some(place), Some(data_location)) = (chosen.place(), chosen.data_location.clone()) else {
        return Plan::stands(State::NeedsDecision);
    };
    let mut changes = Vec::new();
    if is_unregistered(way) {
        let name = chosen.candidate.subscription.display_name.clone();
        changes.push(Change::RegisterProvider { subscription, name });
    }
    if chosen.there.is_none() {
        let Some(location) = chosen.location else { return Plan::stands(State::NeedsDecision) };
        let (group, tags) = (chosen.group, chosen.tags.clone());
        changes.push(Change::CreateGroup { subscription, group, location, tags });
    }
    let version = seen.version.clone();
    changes.push(Change::CreateResource { place: place.clone(), data_location, tags: chosen.tags, version });
    changes.push(keep(seen, place));
    Plan::changes(changes)
}

/// What may not be read is taken to be registered: Azure says when it is not.
fn is_unregistered(way: &WayThere) -> bool {
    way.provider.as_deref().is_some_and(|state| !state.eq_ignore_ascii_case("Registered"))
}

/// The first thing on the way that the admin's roles do not allow.
fn lacks_rights(cx: &Cx<'_>, way: &WayThere, chosen: &Chosen<'_>, subscription: SubscriptionId) -> Option<Diagnostic> {
    let rights = &chosen.candidate.rights;
    let in_group = rights.groups.iter().any(|group| group.eq_ignore_ascii_case(&chosen.group));
    let scope = format!("/subscriptions/{subscription}");
    let lacking = [
        (is_unregistered(way) && !rights.register, REGISTER, scope.clone()),
        (chosen.there.is_none() && !rights.make_group, MAKE_GROUP, scope.clone()),
        (!rights.make && !in_group, MAKE, format!("{scope}/resourceGroups/{}", chosen.group)),
    ];
    let (_, action, scope) = lacking.into_iter().find(|(lacks, ..)| *lacks)?;
    let action = if action == MAKE { format!("{MAKE}, {LIST_KEYS}") } else { action.to_owned() };
    Some(condition(cx, Condition::AzureRights, [("action", Arg::Text(action)), ("scope", Arg::Text(scope))]))
}

fn needs_person(diagnostic: Diagnostic) -> Plan<Change> {
    Plan::stands(State::NeedsPerson(Box::new(diagnostic)))
}

fn waiting(id: &str) -> State {
    State::Waiting(Waiting { text: msg(id), limit: crate::settle::WAIT_LIMIT })
}

fn condition<const N: usize>(cx: &Cx<'_>, found: Condition, args: [(&str, Arg); N]) -> Diagnostic {
    let mut known: Args = crate::views::known_args(cx.setup, cx.outputs);
    known.extend(args.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Diagnoses::builtin().found(found, None, &known)
}
