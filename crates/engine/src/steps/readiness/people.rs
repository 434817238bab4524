//! Organiser, the user who must be refused, and everybody for whom meetings are made.

use domain::{
    AccessPolicySpec, Arg, CheckRow, Kind, Message, Organisers, Outcome, QuestionId, ReadinessSpec, UserRef, Wanted,
    msg,
};
use futures_util::stream::{self, StreamExt as _};
use microsoft::graph::{Sku, UserDetails};
use microsoft::{Error, Read};

use super::rows::{diagnosed, row, unread};
use super::{Seen, titles};
use crate::diagnoses::{Args, Diagnoses, Found};
use crate::licences::{Unfit, unfit};
use crate::people::with_people;
use crate::step::Cx;
use crate::{Problem, World, views};

/// Reads of Graph at the same time.
const AT_ONCE: usize = 8;
/// More users than this are not looked at one by one before they get the policy.
const MOST: usize = 50;

/// Who was found.
pub(super) struct People {
    pub rows: Vec<CheckRow>,
    pub people: Option<Organisers>,
    /// Questions without a usable answer.
    pub open: Vec<QuestionId>,
}

/// A user with what decides whether meetings can be made for them.
type Details = Option<(UserDetails, Vec<Sku>)>;

pub(super) async fn look(cx: &Cx<'_>, spec: &ReadinessSpec, world: &World<Read>) -> Result<People, Problem> {
    let answers = &cx.setup.answers;
    let text = |question: &Option<QuestionId>| question.as_ref().and_then(|question| answers.text(question));
    let control_answer = text(&spec.control);
    let (organiser, control, service, others) = futures_util::join!(
        named(world, text(&spec.organiser)),
        named(world, control_answer),
        named(world, text(&spec.service_user)),
        others(cx, world),
    );
    let mut found = People { rows: Vec::new(), people: None, open: Vec::new() };
    let blocks = titles(cx, &[Kind::MeetingTest]);
    let organiser = match &spec.organiser {
        Some(question) => found.judge(cx, "organiser", question, Seen::of(cx, organiser)?, &blocks),
        None => None,
    };
    let control = match (&spec.control, control_answer) {
        (Some(question), Some(_)) => found.judge(cx, "control", question, Seen::of(cx, control)?, &blocks),
        // Where meetings are made in somebody's name, the limit is not proved without a counter-check.
        _ if spec.organiser.is_some() => {
            let detail = Some(msg("readiness-control-none-detail"));
            found.rows.push(CheckRow { detail, ..row("control", Outcome::Finding, msg("readiness-control-none")) });
            None
        }
        _ => None,
    };
    if let Some(question) = &spec.service_user {
        found.judge(cx, "service-user", question, Seen::of(cx, service)?, &[]);
    }
    found.rows.extend(overlap_rows(cx, organiser.as_ref(), control.as_ref(), &blocks));
    found.rows.extend(others_rows(cx, others, &blocks)?);
    found.people = organiser.map(|organiser| Organisers { organiser, control });
    Ok(found)
}

/// A user and their licences.
async fn named(world: &World<Read>, name: Option<&str>) -> Result<Details, Error> {
    let Some(name) = name else { return Ok(None) };
    let Some(user) = world.graph.user(name.trim()).await? else {
        return Ok(None);
    };
    let licences = world.graph.user_licences(user.id).await?;
    Ok(Some((user, licences)))
}

impl People {
    /// A row for one of the two; the user, when the directory knows one.
    fn judge(
        &mut self,
        cx: &Cx<'_>,
        id: &str,
        question: &QuestionId,
        seen: Seen<Details>,
        blocks: &[Message],
    ) -> Option<UserRef> {
        let typed = cx.setup.answers.text(question).unwrap_or_default();
        match seen {
            Seen::Unread(why) => {
                let title = msg(&format!("readiness-{id}")).text("name", typed);
                self.rows.push(unread(id, title, &why, blocks.to_vec()));
                None
            }
            Seen::Read(None) => {
                if !typed.is_empty() {
                    let found = Diagnoses::builtin().found(Found::OrganiserNotFound, None, &about(cx, typed));
                    self.rows.push(diagnosed(id, Outcome::Failed, &found, blocks.to_vec()));
                }
                self.open.push(question.clone());
                None
            }
            Seen::Read(Some((user, licences))) => {
                self.rows.push(fitness(cx, id, &user, &licences, blocks));
                Some(user.user())
            }
        }
    }
}

fn about(cx: &Cx<'_>, user: &str) -> Args {
    let mut args = views::known_args(cx.setup, cx.outputs);
    args.insert("user".to_owned(), Arg::Text(user.to_owned()));
    args
}

/// Whether meetings can be made for that user.
fn fitness(cx: &Cx<'_>, id: &str, user: &UserDetails, licences: &[Sku], blocks: &[Message]) -> CheckRow {
    let name = user.user().name;
    let title = msg(&format!("readiness-{id}")).text("name", name.clone());
    let found = match unfit(user, licences) {
        None => {
            return CheckRow { detail: Some(msg("readiness-user-fit")), ..row(id, Outcome::Done, title) };
        }
        Some(Unfit::Pending) => {
            let detail = Some(msg("readiness-user-pending"));
            return CheckRow { detail, blocks: blocks.to_vec(), ..row(id, Outcome::Finding, title) };
        }
        Some(Unfit::Guest) => Found::OrganiserGuest,
        Some(Unfit::Disabled) => Found::OrganiserDisabled,
        Some(Unfit::NoLicence | Unfit::TeamsOff) => Found::OrganiserNoTeams,
    };
    let found = Diagnoses::builtin().found(found, None, &about(cx, &name));
    diagnosed(id, Outcome::Failed, &found, blocks.to_vec())
}

/// The users who get the policy, by the answers.
fn wanted<'a>(cx: &Cx<'a>) -> Vec<&'a str> {
    let spec = cx.profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::ApplicationAccessPolicy(AccessPolicySpec { users, .. }) => Some(users),
        _ => None,
    });
    spec.map(|users| cx.setup.answers.list(users)).unwrap_or_default()
}

/// The organiser must be among those who get the policy, the other user must not.
fn overlap_rows(
    cx: &Cx<'_>,
    organiser: Option<&UserRef>,
    control: Option<&UserRef>,
    blocks: &[Message],
) -> Vec<CheckRow> {
    let wanted = wanted(cx);
    let listed = |user: &UserRef| {
        wanted.iter().any(|name| name.trim().eq_ignore_ascii_case(&user.upn) || name.trim() == user.id.to_string())
    };
    let trouble = |id: &str, user: &UserRef| CheckRow {
        detail: Some(msg(&format!("readiness-{id}-detail"))),
        blocks: blocks.to_vec(),
        ..row(id, Outcome::Failed, msg(&format!("readiness-{id}")).text("name", user.name.clone()))
    };
    let mut rows = Vec::new();
    if wanted.is_empty() {
        return rows;
    }
    rows.extend(organiser.filter(|user| !listed(user)).map(|user| trouble("organiser-not-listed", user)));
    rows.extend(control.filter(|user| listed(user)).map(|user| trouble("control-listed", user)));
    rows
}

/// The others who get the policy, each with what was read of them.
async fn others(cx: &Cx<'_>, world: &World<Read>) -> Vec<(String, Result<Details, Error>)> {
    let names: Vec<String> = wanted(cx).into_iter().take(MOST).map(|name| name.trim().to_owned()).collect();
    stream::iter(names)
        .map(|name| async move {
            let read = named(world, Some(&name)).await;
            (name, read)
        })
        .buffered(AT_ONCE)
        .collect()
        .await
}

fn others_rows(
    cx: &Cx<'_>,
    read: Vec<(String, Result<Details, Error>)>,
    blocks: &[Message],
) -> Result<Vec<CheckRow>, Problem> {
    let mut rows = Vec::new();
    let (mut fit, mut lost, looked) = (0, Vec::new(), read.len());
    for (name, details) in read {
        let id = format!("user.{}", name.to_lowercase());
        match Seen::of(cx, details)? {
            Seen::Unread(why) => {
                rows.push(unread(&id, msg("readiness-user").text("name", name), &why, blocks.to_vec()));
            }
            Seen::Read(None) => lost.push(name),
            Seen::Read(Some((user, licences))) if unfit(&user, &licences).is_none() => fit += 1,
            Seen::Read(Some((user, licences))) => {
                let mut row = fitness(cx, "user", &user, &licences, &[]);
                row.id = id;
                row.blocks = blocks.to_vec();
                rows.push(row);
            }
        }
    }
    rows.extend(lost_rows(cx, &lost, looked));
    if fit > 0 {
        rows.push(row("users", Outcome::Done, msg("readiness-users-fit").count("count", fit)));
    }
    // The same trouble of organiser and other user stands in rows of their own.
    Ok(rows)
}

/// Users whom the tenant does not know: a row each, and for more of them one row with their number.
fn lost_rows(cx: &Cx<'_>, lost: &[String], looked: usize) -> Vec<CheckRow> {
    let told = |name: &String| {
        let found = Diagnoses::builtin().found(Found::OrganiserNotFound, None, &about(cx, name));
        let blocked = titles(cx, &[Kind::ApplicationAccessPolicy]);
        diagnosed(&format!("user.{}", name.to_lowercase()), Outcome::Failed, &found, blocked)
    };
    match lost {
        [first, _, _, _, ..] => vec![CheckRow {
            id: "users-lost".to_owned(),
            title: with_people(msg("readiness-users-lost").count("looked", looked), lost),
            remedy: Some(msg("readiness-users-lost-remedy")),
            ..told(first)
        }],
        few => few.iter().map(told).collect(),
    }
}
