//! The allow-list for whoever runs a firewall: of an item, and of a profile that nothing was set up with yet.

use domain::{
    AllowEntry, Answers, Direction, HostSpec, Message, NetworkSpec, Profile, QuestionId, Template, Wanted, msg,
};

use super::Place;
use crate::Problem;
use crate::step::Cx;

/// What a firewall has to let through for a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    /// In the order of the profile.
    pub entries: Vec<AllowEntry>,
    /// Questions without an answer, each of which stands for a host that is not in the list.
    pub missing: Vec<QuestionId>,
}

/// The hosts of an item; those whose names are not answered yet are left out.
pub(crate) fn of_item(cx: &Cx<'_>, spec: &NetworkSpec) -> Vec<AllowEntry> {
    spec.hosts.iter().filter_map(|host| entry(|text| cx.fill(text), host).ok()).collect()
}

/// The hosts of a profile with these answers, without a set-up and without asking anybody.
///
/// # Errors
/// When an answer is none that a host can have.
pub fn of_profile(profile: &Profile, answers: &Answers) -> Result<AllowList, Problem> {
    let fill = |text: &Template| {
        let answer = |name: &str| profile.answer(answers, &QuestionId::from(name)).map(|text| text.trim().to_owned());
        text.fill(answer).map_err(|name| Problem::Unanswered(QuestionId(name)))
    };
    let wanted = profile.items.iter().filter(|item| profile.is_wanted(item, answers));
    let mut list = AllowList::default();
    for item in wanted {
        let Wanted::NetworkReachability(spec) = &item.wanted else { continue };
        for host in &spec.hosts {
            match entry(fill, host) {
                Ok(entry) => list.entries.push(entry),
                Err(Problem::Unanswered(question)) if list.missing.contains(&question) => {}
                Err(Problem::Unanswered(question)) => list.missing.push(question),
                Err(problem) => return Err(problem),
            }
        }
    }
    Ok(list)
}

fn entry(fill: impl Fn(&Template) -> Result<String, Problem>, spec: &HostSpec) -> Result<AllowEntry, Problem> {
    let place = Place::of(fill, spec)?;
    let (direction, from, why) = (spec.direction, spec.from, spec.why.clone());
    Ok(AllowEntry { host: place.host, port: place.port, direction, from, why })
}

/// What to write to the people who run the firewall.
#[must_use]
pub fn ticket(profile: &Profile, entries: &[AllowEntry]) -> Message {
    let title = crate::views::profile_text(profile, "title", &profile.title);
    msg("network-ticket-text").message("profile", title).text("lines", lines(entries))
}

/// A line for each host.
pub(super) fn lines(entries: &[AllowEntry]) -> String {
    let line = |entry: &AllowEntry| {
        let arrow = if entry.direction == Direction::Outbound { "->" } else { "<-" };
        format!("{arrow} {}:{} TCP, {}", entry.host, entry.port, entry.why)
    };
    entries.iter().map(line).collect::<Vec<_>>().join("\n")
}
