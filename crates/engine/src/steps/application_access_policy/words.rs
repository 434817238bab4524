//! The words for what was found and for what would change.

use domain::{
    Block, ChangeView, CheckRow, Choice, Input, LockState, LockView, Message, Outcome, PersonView, Question,
    QuestionId, Tone, Verb, msg,
};
use microsoft::teams::PolicySource;

use super::asked::{Asked, Way};
use super::plan::{
    EXTEND, Fate, LEAVE, LISTED, MOVE, Other, Reach, TENANT_WIDE, fates, name, question_of, tenant_wide,
};
use super::{Change, Done, Found, Held, Inventory, Person, Sight, bare, crowd, many, source_id};
use crate::people::with_people;
use crate::step::{Cx, Described, Plan, State};
use crate::steps::app_registration::call;

pub(super) fn describe(cx: &Cx<'_>, spec: &Asked, change: &Change) -> Described {
    let id = |part: &str| msg(&format!("application-access-policy-{part}"));
    let view = match change {
        Change::Create { identity, .. } => view(
            Verb::Add,
            id("create").text("policy", bare(identity)),
            Some(id("create-note").text("description", spec.description.clone())),
            "New-CsApplicationAccessPolicy",
            false,
        ),
        Change::AddApp { identity, holders, .. } => view(
            Verb::Change,
            id("add-app").text("policy", bare(identity)),
            holders.map(|count| id("add-app-note").count("count", count as usize).text("policy", bare(identity))),
            "Set-CsApplicationAccessPolicy",
            holders.is_some(),
        ),
        Change::CopyApps { from, to, apps } => view(
            Verb::Change,
            id("copy").text("from", bare(from)).text("to", bare(to)).count("count", apps.len()),
            Some(id("copy-note").text("from", bare(from))),
            "Set-CsApplicationAccessPolicy",
            true,
        ),
        Change::Grant { user, identity, replaces, hides } => {
            let text = id("grant").text("policy", bare(identity)).text("name", &*user.name).text("upn", &*user.upn);
            let lost = replaces.as_deref().map(|policy| ("grant-replaces", policy));
            let lost = lost.or_else(|| hides.as_deref().map(|policy| ("grant-hides", policy)));
            let note = lost.map(|(part, policy)| id(part).text("policy", bare(policy)));
            let verb = if lost.is_some() { Verb::Change } else { Verb::Add };
            view(verb, text, note, "Grant-CsApplicationAccessPolicy", lost.is_some())
        }
        Change::AddAlso { identity, apps, holders, .. } => view(
            Verb::Change,
            id("add-also").text("policy", bare(identity)).count("count", apps.len()),
            Some(id("add-also-note").list("apps", apps.iter().map(ToString::to_string))),
            "Set-CsApplicationAccessPolicy",
            holders.is_some(),
        ),
        Change::GrantMany { users, identity, replaces, hides } => {
            let text = crowd::sentence("grant-many", identity, users);
            let lost = replaces.as_deref().map(|policy| ("many-replaces", policy));
            let lost = lost.or_else(|| hides.as_deref().map(|policy| ("many-hides", policy)));
            let note = lost.map(|(part, policy)| id(part).text("policy", bare(policy)));
            let verb = if lost.is_some() { Verb::Change } else { Verb::Add };
            view(verb, text, note, "Grant-CsApplicationAccessPolicy", lost.is_some())
        }
        Change::GrantGroup { name, identity, rank, replaces, .. } => view(
            if replaces.is_some() { Verb::Change } else { Verb::Add },
            id("grant-group").text("policy", bare(identity)).text("group", &**name).count("rank", *rank as usize),
            Some(match replaces {
                Some(policy) => id("grant-replaces").text("policy", bare(policy)),
                None => id("grant-group-note"),
            }),
            "Grant-CsApplicationAccessPolicy -Group",
            replaces.is_some(),
        ),
        Change::GrantTenant { identity, replaces } => view(
            Verb::Change,
            id("grant-tenant").text("policy", bare(identity)),
            Some(match replaces {
                Some(policy) => id("grant-tenant-replaces").text("policy", bare(policy)),
                None => id("grant-tenant-note"),
            }),
            "Grant-CsApplicationAccessPolicy -Global",
            true,
        ),
    };
    let graph = matches!(change, Change::GrantMany { .. }) && many::by_graph(cx);
    Described { view, scopes: if graph { &["TeamsPolicyUserAssign.ReadWrite.All"] } else { &[] } }
}

fn view(verb: Verb, text: Message, note: Option<Message>, cmdlet: &str, careful: bool) -> ChangeView {
    ChangeView { verb, text, note, calls: vec![call("PowerShell", cmdlet.to_owned())], careful }
}

pub(super) fn undo(done: &Done) -> Described {
    let id = |part: &str| msg(&format!("application-access-policy-undo-{part}"));
    let view = match done {
        Done::Created { identity, .. } => view(
            Verb::Remove,
            id("create").text("policy", bare(identity)),
            Some(id("create-note")),
            "Remove-CsApplicationAccessPolicy",
            true,
        ),
        Done::Added { identity, apps } => view(
            Verb::Change,
            id("add").text("policy", bare(identity)).count("count", apps.len()),
            None,
            "Set-CsApplicationAccessPolicy",
            true,
        ),
        Done::Granted { user, identity, before } => {
            let note = before.as_deref().map(|before| id("grant-before").text("policy", bare(before)));
            let text = id("grant").text("policy", bare(identity)).text("name", &*user.name).text("upn", &*user.upn);
            view(
                Verb::Remove,
                text,
                Some(note.unwrap_or_else(|| id("grant-note"))),
                "Grant-CsApplicationAccessPolicy",
                true,
            )
        }
        Done::GrantedMany { users, identity, before, .. } => view(
            Verb::Remove,
            crowd::sentence("undo-grant-many", identity, users),
            Some(match before {
                Some(before) => id("grant-before").text("policy", bare(before)),
                None => id("grant-note"),
            }),
            "Grant-CsApplicationAccessPolicy",
            true,
        ),
        Done::GrantedGroup { name, identity, before, .. } => view(
            Verb::Remove,
            id("grant-group").text("policy", bare(identity)).text("group", &**name),
            Some(match before {
                Some(before) => id("grant-before").text("policy", bare(before)),
                None => id("grant-group-note"),
            }),
            "Grant-CsApplicationAccessPolicy -Group",
            true,
        ),
        Done::GrantedTenant { identity, before } => view(
            Verb::Remove,
            id("tenant").text("policy", bare(identity)),
            before.as_deref().map(|before| id("grant-before").text("policy", bare(before))),
            "Grant-CsApplicationAccessPolicy -Global",
            true,
        ),
    };
    Described { view, scopes: &[] }
}

pub(super) fn blocks(cx: &Cx<'_>, spec: &Asked, found: &Found, plan: &Plan<Change>) -> Vec<Block> {
    let mut blocks = vec![locks(cx, found, plan)];
    match &found.teams {
        Sight::Read(inventory) => read_blocks(cx, spec, found, inventory, &mut blocks),
        Sight::Probed(_) => {
            let people = found.people.iter().map(probed_person).chain(unknown_people(found)).collect();
            blocks.extend(crowd::people(people));
            let (id, tone) = match plan.state {
                State::Finding => ("application-access-policy-probable", Tone::Warning),
                _ => ("application-access-policy-by-script", Tone::Plain),
            };
            blocks.push(Block::Text { text: msg(id), tone });
        }
    }
    crowd::also_apps(cx, found, &mut blocks);
    if spec.way == Way::NoGroup || found.group.as_ref().is_some_and(|group| group.name.is_none()) {
        blocks.extend(crowd::group_question(spec).map(|question| Block::Question { question }));
    }
    if spec.way == Way::Users && (found.people.is_empty() || !found.unknown.is_empty()) {
        blocks.push(Block::Question { question: users_question(spec, found) });
    }
    blocks
}

fn read_blocks(cx: &Cx<'_>, spec: &Asked, found: &Found, inventory: &Inventory, blocks: &mut Vec<Block>) {
    let fates = fates(cx, spec, found, inventory);
    let people: Vec<PersonView> =
        fates.iter().map(|(person, fate)| person_view(person, fate)).chain(unknown_people(found)).collect();
    blocks.extend(crowd::people(people));
    crowd::group(cx, spec, found, inventory, blocks);
    let crowd = fates.len() > many::MANY;
    if crowd {
        blocks.extend(crowd::questions(cx, spec, &fates));
    }
    for (person, fate) in fates.iter().filter(|_| !crowd) {
        match fate {
            Fate::Open(other) | Fate::Move(other) | Fate::Extend(other) | Fate::Left(other) => {
                let question = question(spec, person, other, fate, inventory);
                blocks.push(Block::Question { question });
            }
            _ => {}
        }
    }
    // Only where the rest is clear: who gets the policy comes before whether all get it.
    if !fates.is_empty() {
        blocks.push(Block::Question { question: scope_question(cx, fates.len()) });
    }
    let rows = reach_rows(&Reach::of(cx, spec, found, inventory));
    if !rows.is_empty() {
        blocks.push(Block::Checklist { title: Some(msg("application-access-policy-reach")), rows });
    }
    if !fates.is_empty() && fates.iter().all(|(_, fate)| matches!(fate, Fate::Left(_))) {
        blocks.push(Block::Text { text: msg("application-access-policy-nobody"), tone: Tone::Warning });
    }
}

fn locks(cx: &Cx<'_>, found: &Found, plan: &Plan<Change>) -> Block {
    let permission = if cx.outputs.grants.is_some() { LockState::Open } else { LockState::Closed };
    let policy = match (&found.teams, &plan.state) {
        (Sight::Read(_), State::Right | State::Finding) if plan.changes.is_empty() => LockState::Open,
        (Sight::Read(_), _) => LockState::Closed,
        (Sight::Probed(_), _) => LockState::Unknown,
    };
    let lock = |id: &str, state| LockView {
        label: msg(&format!("application-access-policy-lock-{id}")),
        note: msg(&format!("application-access-policy-lock-{id}-note")),
        state,
    };
    let word = |state| match state {
        LockState::Open => "open",
        LockState::Closed => "closed",
        LockState::Unknown => "unknown",
    };
    let summary =
        msg("application-access-policy-locks").text("permission", word(permission)).text("policy", word(policy));
    Block::Locks { locks: vec![lock("permission", permission), lock("policy", policy)], summary }
}

fn person_view(person: &Person, fate: &Fate) -> PersonView {
    let id = |part: &str| msg(&format!("application-access-policy-person-{part}"));
    let (outcome, note) = match fate {
        Fate::Served { by, source } => {
            (Some(Outcome::Done), id("has").text("policy", bare(by)).text("source", source_id(*source)))
        }
        Fate::Ours => (None, id("without-app")),
        Fate::Grant => (None, id("none")),
        Fate::Move(other) => (None, id("moves").text("policy", bare(&other.policy.identity))),
        Fate::Extend(other) => (None, id("keeps").text("policy", bare(&other.policy.identity))),
        Fate::Left(other) => (Some(Outcome::Skipped), id("left").text("policy", bare(&other.policy.identity))),
        Fate::Open(other) => (
            Some(Outcome::NeedsDecision),
            id("other").text("policy", bare(&other.policy.identity)).text("source", source_id(other.source)),
        ),
        Fate::NotInTeams => (Some(Outcome::Failed), id("not-in-teams")),
    };
    PersonView { name: person.user.name.clone(), upn: person.user.upn.clone(), outcome, note: Some(note) }
}

fn probed_person(person: &Person) -> PersonView {
    let (outcome, note) = match person.held {
        Held::Probe(Some(true)) => (Outcome::Finding, "probe-yes"),
        Held::Probe(Some(false)) => (Outcome::Waiting, "probe-no"),
        _ => (Outcome::Unknown, "probe-unknown"),
    };
    PersonView {
        name: person.user.name.clone(),
        upn: person.user.upn.clone(),
        outcome: Some(outcome),
        note: Some(msg(&format!("application-access-policy-person-{note}"))),
    }
}

fn unknown_people(found: &Found) -> impl Iterator<Item = PersonView> {
    found.unknown.iter().take(crowd::SHOWN).map(|name| PersonView {
        name: name.clone(),
        upn: String::new(),
        outcome: Some(Outcome::Failed),
        note: Some(msg("application-access-policy-person-unknown")),
    })
}

fn users_question(spec: &Asked, found: &Found) -> Question {
    let title = match found.unknown.len() {
        0 => msg("application-access-policy-ask-users"),
        count if count > crowd::SHOWN => with_people(msg("application-access-policy-ask-unknown"), &found.unknown),
        count => {
            msg("application-access-policy-ask-unknown").count("count", count).list("names", found.unknown.clone())
        }
    };
    Question {
        id: spec.users.clone(),
        title,
        detail: Some(msg("application-access-policy-ask-users-detail")),
        options: Vec::new(),
        chosen: None,
        input: Some(Input::Users),
    }
}

fn question(spec: &Asked, person: &Person, other: &Other, fate: &Fate, inventory: &Inventory) -> Question {
    let policy = bare(&other.policy.identity);
    let name = &*person.user.name;
    let holders = inventory.others.get(&other.policy.identity).map_or(0, Vec::len);
    let id = |part: &str| {
        msg(&format!("application-access-policy-other-{part}"))
            .text("name", name)
            .text("policy", policy)
            .text("ours", spec.name.clone())
            .text("source", source_id(other.source))
    };
    let choice = |value: &str, note: Message| Choice {
        value: value.to_owned(),
        label: id(value),
        note: Some(note),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    let mut options = vec![choice(MOVE, id("move-note").count("count", other.policy.app_ids.len()))];
    if other.source != PolicySource::Global {
        options.push(choice(EXTEND, id("extend-note").count("count", holders)));
    }
    options.push(choice(LEAVE, id("leave-note")));
    let chosen = match fate {
        Fate::Move(_) => Some(MOVE),
        Fate::Extend(_) => Some(EXTEND),
        Fate::Left(_) => Some(LEAVE),
        _ => None,
    };
    Question {
        id: question_of(person),
        title: id("title"),
        detail: Some(id("detail")),
        options,
        chosen: chosen.map(ToOwned::to_owned),
        input: None,
    }
}

/// The users of the list, or everyone: the second only with the tenant's name typed.
fn scope_question(cx: &Cx<'_>, users: usize) -> Question {
    let id = |part: &str| msg(&format!("application-access-policy-scope-{part}"));
    let name = name(cx);
    let granted = cx.receipts::<Done>().iter().any(|(_, done)| matches!(done, Done::GrantedTenant { .. }));
    let choice = |value: &str, part: &str, note: Message, typed_confirmation| Choice {
        value: value.to_owned(),
        label: id(part).count("count", users).text("tenant", name.clone()),
        note: Some(note),
        facts: Vec::new(),
        typed_confirmation,
    };
    let listed = id(if granted { "listed-note-granted" } else { "listed-note" });
    Question {
        id: QuestionId::from(TENANT_WIDE),
        title: id("title"),
        detail: None,
        options: vec![
            choice(LISTED, "listed", listed, None),
            choice(&name, "everyone", id("everyone-note"), Some(name.clone())),
        ],
        chosen: Some(if tenant_wide(cx) { name.clone() } else { LISTED.to_owned() }),
        input: None,
    }
}

/// Everybody for whom the app may act beside the wanted users.
fn reach_rows(reach: &Reach<'_>) -> Vec<CheckRow> {
    let row = |id: String, title: Message, remedy: &str| CheckRow {
        id,
        outcome: Outcome::Finding,
        title,
        detail: None,
        blocks: Vec::new(),
        who: None,
        remedy: Some(msg(&format!("application-access-policy-reach-{remedy}"))),
        action: None,
    };
    let id = |part: &str| msg(&format!("application-access-policy-reach-{part}"));
    let mut rows = Vec::new();
    if let Some(policy) = reach.everybody {
        rows.push(row("everybody".to_owned(), id("everybody").text("policy", bare(policy)), "everybody-remedy"));
    }
    for group in &reach.groups {
        rows.push(row(format!("group.{group}"), id("group").text("group", group.to_string()), "group-remedy"));
    }
    for (policy, count) in &reach.elsewhere {
        let title = id("elsewhere").text("policy", bare(policy)).count("count", *count);
        rows.push(row(format!("policy.{policy}"), title, "elsewhere-remedy"));
    }
    for user in reach.unexpected.iter().take(crowd::SHOWN) {
        let title = id("user").text("name", &*user.name).text("upn", &*user.upn);
        rows.push(row(format!("user.{}", user.id), title, "user-remedy"));
    }
    if let Some(more) = reach.unexpected.len().checked_sub(crowd::SHOWN).filter(|more| *more > 0) {
        rows.push(row("users.more".to_owned(), id("users-more").count("count", more), "user-remedy"));
    }
    rows
}
