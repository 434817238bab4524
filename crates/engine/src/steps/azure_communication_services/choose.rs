//! What was decided so far, and what stands until something else is decided.

use domain::profile_file::{AZURE_PREFIX, is_group_name, is_service_name, tags};
use domain::{AzureCommunicationServicesSpec, ChangeState, QuestionId};
use microsoft::azure::{CommunicationService, ServicePlace};

use super::shapes::{Candidate, Change, Done, GroupSeen, Note, WayThere, same_place};
use super::{PROFILE_TAG, SETUP_TAG};
use crate::step::Cx;

/// What is to be made, as far as it is decided.
pub(super) struct Chosen<'a> {
    pub(super) candidate: &'a Candidate,
    pub(super) group: String,
    /// The group, where it is there already.
    pub(super) there: Option<&'a GroupSeen>,
    /// Region of a new group; `None`: to be decided.
    pub(super) location: Option<String>,
    /// `None`: to be decided, the one that was wanted is taken.
    pub(super) name: Option<String>,
    /// `None`: to be decided.
    pub(super) data_location: Option<String>,
    pub(super) tags: Vec<(String, String)>,
}

/// A name that Azure refused.
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) free: Option<String>,
}

/// The id of a decision.
pub(super) fn question(key: &str) -> QuestionId {
    QuestionId(format!("{AZURE_PREFIX}{key}"))
}

pub(super) fn answer<'a>(cx: &Cx<'a>, key: &str) -> Option<&'a str> {
    cx.setup.answers.text(&question(key)).map(str::trim)
}

/// The subscription that was chosen, if it can be used; else the only one that can.
pub(super) fn subscription<'a>(cx: &Cx<'_>, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let mut usable = candidates.iter().filter(|candidate| candidate.standing().is_usable());
    if let Some(wanted) = answer(cx, "subscription") {
        return usable.find(|candidate| is_named(candidate, wanted));
    }
    let first = usable.next()?;
    usable.next().is_none().then_some(first)
}

pub(super) fn is_named(candidate: &Candidate, text: &str) -> bool {
    let subscription = &candidate.subscription;
    subscription.subscription_id.to_string().eq_ignore_ascii_case(text)
        || subscription.display_name.eq_ignore_ascii_case(text)
}

impl<'a> Chosen<'a> {
    pub(super) fn of(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, way: &'a WayThere) -> Option<Self> {
        let id = way.chosen?;
        let candidate = way.candidates.iter().find(|candidate| candidate.subscription.subscription_id == id)?;
        let group = group(cx, spec, candidate);
        let there = way.groups.iter().find(|known| known.name.eq_ignore_ascii_case(&group));
        Some(Self {
            candidate,
            location: location(cx, spec, way),
            group: there.map_or(group, |known| known.name.clone()),
            there,
            name: name(cx, spec),
            data_location: data_location(cx, spec),
            tags: own_tags(cx),
        })
    }

    /// Where it will be.
    pub(super) fn place(&self) -> Option<ServicePlace> {
        let subscription = self.candidate.subscription.subscription_id;
        Some(ServicePlace { subscription, group: self.group.clone(), name: self.name.clone()? })
    }
}

/// The group that was chosen; else one in which the admin may make something; else the profile's.
fn group(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, candidate: &Candidate) -> String {
    if let Some(wanted) = answer(cx, "resource_group").filter(|wanted| is_group_name(wanted)) {
        return wanted.to_owned();
    }
    candidate.rights.groups.first().filter(|_| !candidate.rights.make).unwrap_or(&spec.resource_group).clone()
}

fn location(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, way: &WayThere) -> Option<String> {
    let wanted = answer(cx, "location").unwrap_or(&spec.location);
    let known = way.regions.is_empty() || way.regions.iter().any(|region| region.name == wanted);
    known.then(|| wanted.to_owned())
}

fn name(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec) -> Option<String> {
    let name = wanted_name(cx, spec);
    taken(cx).iter().all(|taken| taken.name != name).then_some(name)
}

/// The name that was chosen, or the one that is suggested.
pub(super) fn wanted_name(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec) -> String {
    let chosen = answer(cx, "name").filter(|name| is_service_name(name));
    chosen.map_or_else(|| suggestion(cx, spec, 0), str::to_owned)
}

/// The n-th name of this set-up: unique in the world as far as anybody can tell, and the same after a crash.
pub(super) fn suggestion(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec, number: u32) -> String {
    let id = match number {
        0 => cx.setup.id.0,
        number => cx.setup.id.derive(&format!("azure-name-{number}")),
    };
    let digits = id.simple().to_string();
    format!("{}-{}", spec.name, digits.get(..8).unwrap_or(&digits))
}

/// Names that Azure refused so far.
pub(super) fn taken(cx: &Cx<'_>) -> Vec<Taken> {
    let notes = notes(cx).filter_map(|note| match note {
        Note::NameTaken { name, free, .. } => Some(Taken { name, free }),
        _ => None,
    });
    notes.collect()
}

/// The Azure policies that forbade the last try.
pub(super) fn forbidden(cx: &Cx<'_>) -> Option<String> {
    let notes = notes(cx).filter_map(|note| match note {
        Note::Forbidden { policies } => Some(policies),
        _ => None,
    });
    notes.last()
}

/// Notes of tries that came to nothing.
fn notes(cx: &Cx<'_>) -> impl Iterator<Item = Note> {
    let tries = cx.journal.iter().filter(|entry| matches!(entry.state, ChangeState::NotMade | ChangeState::Intended));
    tries.filter_map(|entry| serde_json::from_value(entry.note.clone()?).ok())
}

fn data_location(cx: &Cx<'_>, spec: &AzureCommunicationServicesSpec) -> Option<String> {
    let chosen = answer(cx, "data_location")?;
    spec.data_locations.iter().find(|known| *known == chosen).cloned()
}

/// Tags that were asked for.
fn own_tags(cx: &Cx<'_>) -> Vec<(String, String)> {
    let mut all = answer(cx, "tags").and_then(tags).unwrap_or_default();
    all.retain(|(name, _)| ![SETUP_TAG, PROFILE_TAG].iter().any(|ours| name.eq_ignore_ascii_case(ours)));
    all.sort();
    all
}

/// Where the resource of this set-up is known to be: it was made there, kept there, or is just being made.
pub(super) fn known_place(cx: &Cx<'_>) -> Option<(ServicePlace, Option<String>)> {
    let open = cx.journal.iter().rev().filter(|entry| entry.state == ChangeState::Intended);
    let mut begun = open.filter_map(|entry| serde_json::from_value(entry.planned.change.clone()).ok());
    let begun = begun.find_map(|change| match change {
        Change::CreateResource { place, version, .. } | Change::KeepConnectionString { place, version, .. } => {
            Some((place, Some(version)))
        }
        _ => None,
    });
    let made = || {
        let receipts = cx.receipts::<Done>();
        receipts.into_iter().rev().find_map(|(entry, done)| match done {
            Done::ResourceMade { place, version, .. } => Some((place, Some(version))),
            Done::Kept { .. } => match serde_json::from_value(entry.planned.change.clone()).ok()? {
                Change::KeepConnectionString { place, version, .. } => Some((place, Some(version))),
                _ => None,
            },
            _ => None,
        })
    };
    begun.or_else(made).or_else(|| tried(cx).map(|(place, version)| (place, Some(version))))
}

/// Where a try that failed may have left something.
fn tried(cx: &Cx<'_>) -> Option<(ServicePlace, String)> {
    let notes = notes(cx).filter_map(|note| match note {
        Note::Creating { place, version, .. } => Some((place, version)),
        _ => None,
    });
    notes.last()
}

/// Whether a resource was made by this set-up.
pub(super) fn is_ours(cx: &Cx<'_>, service: &CommunicationService) -> bool {
    service.tags.get(SETUP_TAG).is_some_and(|setup| *setup == cx.setup.id.to_string())
}

/// Whether this place is the one that a receipt names as made.
pub(super) fn was_made(cx: &Cx<'_>, wanted: &ServicePlace) -> bool {
    cx.receipts::<Done>()
        .iter()
        .any(|(_, done)| matches!(done, Done::ResourceMade { place, .. } if same_place(place, wanted)))
}
