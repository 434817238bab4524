//! Words for many: the first few, and how many more; and for a group, and for the apps of others.

use domain::{
    Block, CheckRow, Choice, Fact, Input, Message, Outcome, PersonView, Question, QuestionId, Tone, UserRef, msg,
};

use super::asked::{Asked, Way};
use super::many::{ASSIGN_BY, GRAPH, POWERSHELL, by_graph};
use super::plan::{EXTEND, Fate, LEAVE, MOVE, OTHER_POLICY, general_choice, group_fate};
use super::{Found, Inventory, Person, bare, group, many};
use crate::people::with_people;
use crate::step::Cx;
use crate::views;

/// People shown one by one.
pub(super) const SHOWN: usize = 20;

fn id(part: &str) -> Message {
    msg(&format!("application-access-policy-{part}"))
}

/// "10,000 users get the policy: A, B, C, D, E and 9,995 more."
pub(super) fn sentence(part: &str, policy: &str, users: &[UserRef]) -> Message {
    let named: Vec<String> = users.iter().map(|user| user.name.clone()).collect();
    with_people(id(part).text("policy", bare(policy)), &named)
}

/// The people; of many those who need somebody first, and how many more there are of each kind.
pub(super) fn people(mut people: Vec<PersonView>) -> Vec<Block> {
    if people.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if people.len() > many::MANY {
        people.sort_by_key(|person| match person.outcome {
            Some(Outcome::Failed | Outcome::NeedsDecision) => 0,
            Some(Outcome::Done) => 2,
            _ => 1,
        });
        let rest = people.split_off(SHOWN);
        let of = |outcome: &[Option<Outcome>]| rest.iter().filter(|person| outcome.contains(&person.outcome)).count();
        let served = of(&[Some(Outcome::Done)]);
        let stopped = of(&[Some(Outcome::Failed), Some(Outcome::NeedsDecision)]);
        let text = id("people-more")
            .count("count", rest.len())
            .count("served", served)
            .count("stopped", stopped)
            .count("waiting", rest.len() - served - stopped);
        blocks.push(Block::Text { text, tone: Tone::Quiet });
    }
    blocks.insert(0, Block::People { title: Some(id("users")), people });
    blocks
}

/// One question for all who have another policy, and how the many are assigned.
pub(super) fn questions(cx: &Cx<'_>, spec: &Asked, fates: &[(&Person, Fate)]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let others = fates.iter().filter_map(|(_, fate)| match fate {
        Fate::Open(other) | Fate::Move(other) | Fate::Extend(other) | Fate::Left(other) => Some(other),
        _ => None,
    });
    let mut policies: Vec<&str> = others.clone().map(|other| bare(&other.policy.identity)).collect();
    let count = policies.len();
    policies.sort_unstable();
    policies.dedup();
    if count > 0 {
        blocks.push(Block::Question { question: other(cx, spec, count, &policies) });
    }
    let option = |value: &str| Choice {
        value: value.to_owned(),
        label: id(&format!("by-{value}")),
        note: Some(id(&format!("by-{value}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    blocks.push(Block::Question {
        question: Question {
            id: QuestionId::from(ASSIGN_BY),
            title: id("by-title"),
            detail: None,
            options: vec![option(POWERSHELL), option(GRAPH)],
            chosen: Some(if by_graph(cx) { GRAPH } else { POWERSHELL }.to_owned()),
            input: None,
        },
    });
    blocks
}

fn other(cx: &Cx<'_>, spec: &Asked, count: usize, policies: &[&str]) -> Question {
    let words = |part: &str| {
        id(&format!("others-{part}"))
            .count("count", count)
            .list("policies", policies.to_vec())
            .text("ours", &*spec.name)
    };
    let option = |value: &str| Choice {
        value: value.to_owned(),
        label: words(value),
        note: Some(words(&format!("{value}-note"))),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    Question {
        id: QuestionId::from(OTHER_POLICY),
        title: words("title"),
        detail: Some(words("detail")),
        options: [MOVE, EXTEND, LEAVE].map(option).into(),
        chosen: general_choice(cx).map(ToOwned::to_owned),
        input: None,
    }
}

/// Which group, where none is named or the named one is not there.
pub(super) fn group_question(spec: &Asked) -> Option<Question> {
    Some(Question {
        id: spec.group.clone()?,
        title: id("ask-group"),
        detail: Some(id("ask-group-detail")),
        options: Vec::new(),
        chosen: None,
        input: Some(Input::Group),
    })
}

/// The group, its limits, and who in it is not reached.
pub(super) fn group(cx: &Cx<'_>, spec: &Asked, found: &Found, inventory: &Inventory, blocks: &mut Vec<Block>) {
    let Some(target) = &found.group else { return };
    let Some(name) = &target.name else {
        blocks
            .push(Block::Text { text: id("group-unknown").text("group", target.id.to_string()), tone: Tone::Warning });
        return;
    };
    let mut rows = vec![
        views::fact("fact-group", name.clone()),
        views::fact_text("fact-group-members", id("group-members").count("count", target.people)),
    ];
    rows.push(views::fact_text("fact-group-way", super::asked::way_words(&spec.way)));
    blocks.push(views::facts(rows));
    let row = |part: &str, title: Message| CheckRow {
        id: format!("group.{part}"),
        outcome: Outcome::Finding,
        title,
        detail: None,
        blocks: Vec::new(),
        who: None,
        remedy: Some(id(&format!("group-{part}-remedy"))),
        action: None,
    };
    let mut rows = Vec::new();
    if !target.nested.is_empty() {
        let names = crate::said::names(&target.nested);
        rows.push(row("nested", id("group-nested").count("count", target.nested.len()).message("names", names)));
    }
    if matches!(spec.way, Way::Group(_)) {
        blocks.push(Block::Text { text: id("group-limits"), tone: Tone::Quiet });
        if !target.elsewhere.is_empty() {
            let named: Vec<String> = target.elsewhere.iter().map(|user| user.name.clone()).collect();
            let names = crate::said::names(&named);
            rows.push(row("elsewhere", id("group-elsewhere").count("count", named.len()).message("names", names)));
        }
        if group::is_full(target, inventory) {
            rows.push(row("full", id("group-full").count("count", group::MOST)));
        }
        if let Some(Fate::Open(found) | Fate::Move(found) | Fate::Extend(found) | Fate::Left(found)) =
            group_fate(cx, spec, found, inventory)
        {
            let question = other(cx, spec, target.people, &[bare(&found.policy.identity)]);
            blocks.push(Block::Question { question });
        }
    }
    if !rows.is_empty() {
        blocks.push(Block::Checklist { title: None, rows });
    }
}

/// Facts about the apps of others that the policy names: from the tenant, never from a file.
pub(super) fn also_apps(cx: &Cx<'_>, found: &Found, blocks: &mut Vec<Block>) {
    let tenant = cx.setup.tenant.id;
    if found.also.is_empty() {
        return;
    }
    let row = |app: &super::AlsoApp| {
        let told = app.facts.as_ref().map(|facts| {
            let home = facts.app_owner_organization_id;
            let home = if home == Some(tenant) {
                id("also-home-here")
            } else {
                home.map_or_else(|| id("also-home-unknown"), |home| id("also-home").text("tenant", home.to_string()))
            };
            match facts.verified_publisher.as_ref().and_then(|publisher| publisher.display_name.clone()) {
                Some(publisher) => id("also-verified").text("publisher", publisher).message("home", home),
                None => id("also-unverified").message("home", home),
            }
        });
        let name = app.facts.as_ref().and_then(|facts| facts.display_name.clone());
        Fact {
            label: name.map_or_else(|| id("also-unnamed"), Message::literal),
            value: Message::literal(app.app.to_string()),
            copy: Some(app.app.to_string()),
            note: Some(told.unwrap_or_else(|| id("also-absent"))),
        }
    };
    blocks.push(Block::Facts { title: Some(id("also-title")), rows: found.also.iter().map(row).collect() });
}
