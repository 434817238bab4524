//! What only a person can confirm, and the days of watching after going live.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Block, CheckRow, GO_LIVE, GoLivePhase, GoLivePoint, GoLiveSpec, Kind, Message, Outcome, QuestionId, TimePoint,
    Timestamp, Tone, Wanted, confirmation_key, msg,
};
use microsoft::Read;
use serde::{Deserialize, Serialize};

use super::confirmed::{Confirmation, question};
use crate::licences::has_entra_premium;
use crate::problem::Waiting;
use crate::reading::Reading;
use crate::said::together;
use crate::step::{Cx, State};
use crate::{Problem, World, views};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// A watch that is over is still waited for when nobody opens Handrail on that day.
const PATIENCE: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// How long logs are kept without Entra ID P1.
const FREE_LOG_DAYS: u32 = 7;

/// See [`Kind::GoLive`].
pub(crate) struct GoLive;

/// What there is: the confirmations stand in the answers.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Whether the tenant keeps logs for longer than 7 days; `None` when that could not be read.
    long_logs: Option<bool>,
}

/// How far a roll-out is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage<'a> {
    /// These points of a phase are open.
    Open(GoLivePhase, Vec<&'a GoLivePoint>),
    /// The watch goes on until then.
    Watching { since: Timestamp, until: Timestamp },
    /// Everything is confirmed.
    Over,
}

#[async_trait]
impl Reading for GoLive {
    type Spec = GoLiveSpec;
    type Found = Found;
    const KIND: Kind = Kind::GoLive;

    fn spec(wanted: &Wanted) -> Option<&GoLiveSpec> {
        match wanted {
            Wanted::GoLive(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(_: &Cx<'_>, _: &GoLiveSpec, world: &World<Read>) -> Result<Found, Problem> {
        // Only for a sentence: confirming goes on without it.
        let long_logs = world.graph.subscribed_skus().await.ok().map(|skus| has_entra_premium(&skus));
        Ok(Found { long_logs })
    }

    fn state(cx: &Cx<'_>, spec: &GoLiveSpec, _: &Found) -> State {
        match stage(cx, spec) {
            Stage::Over => State::Right,
            Stage::Open(..) => State::NeedsDecision,
            Stage::Watching { until, .. } => State::Waiting(Waiting {
                text: msg("go-live-wait").time("until", until),
                limit: until.since(cx.now) + PATIENCE,
            }),
        }
    }

    fn expected(_: &Cx<'_>, spec: &GoLiveSpec) -> Message {
        let points = msg("go-live-expected").count("count", spec.points.len());
        let watched =
            (spec.watch_days > 0).then(|| msg("go-live-expected-watch").count("days", spec.watch_days as usize));
        together(points, watched)
    }

    fn seen(cx: &Cx<'_>, spec: &GoLiveSpec, _: &Found) -> Message {
        seen(cx, spec)
    }

    fn blocks(cx: &Cx<'_>, spec: &GoLiveSpec, found: &Found) -> Vec<Block> {
        let stage = stage(cx, spec);
        let mut blocks = Vec::new();
        if let Stage::Open(_, points) = &stage {
            blocks.extend(
                points
                    .iter()
                    .map(|point| Block::Question { question: question(key(point), title(cx, point), note(cx, point)) }),
            );
        }
        for phase in [GoLivePhase::Before, GoLivePhase::Activity, GoLivePhase::Watch] {
            let points: Vec<&GoLivePoint> = spec.points.iter().filter(|point| point.phase == phase).collect();
            if !points.is_empty() {
                let title = Some(msg(&format!("go-live-phase-{}", phase_id(phase))));
                let rows = points.into_iter().map(|point| row(cx, spec, point)).collect();
                blocks.push(Block::Checklist { title, rows });
            }
        }
        blocks.extend(watch_of(cx, spec).map(|(since, until)| timeline(since, until)));
        if spec.watch_days > 0 {
            let text = match found.long_logs {
                Some(true) => None,
                Some(false) => Some(msg("go-live-logs-short")),
                None => Some(msg("go-live-logs-unknown")),
            };
            let days = |text: Message| text.count("days", FREE_LOG_DAYS as usize);
            blocks.extend(text.map(|text| Block::Text { text: days(text), tone: Tone::Quiet }));
        }
        blocks
    }
}

const fn phase_id(phase: GoLivePhase) -> &'static str {
    match phase {
        GoLivePhase::Before => "before",
        GoLivePhase::Activity => "activity",
        GoLivePhase::Watch => "watch",
    }
}

fn key(point: &GoLivePoint) -> QuestionId {
    confirmation_key(GO_LIVE, &point.id)
}

fn confirmation(cx: &Cx<'_>, point: &GoLivePoint) -> Option<Confirmation> {
    Confirmation::read(cx, &key(point))
}

/// From the day of the last activity to the end of the watch; `None` while an activity is open.
fn watch_of(cx: &Cx<'_>, spec: &GoLiveSpec) -> Option<(Timestamp, Timestamp)> {
    let activities = spec.points.iter().filter(|point| point.phase == GoLivePhase::Activity);
    let dates: Option<Vec<Timestamp>> = activities.map(|point| confirmation(cx, point).map(|c| c.at)).collect();
    let since = dates?.into_iter().max()?;
    Some((since, since + DAY * spec.watch_days))
}

/// Whether a point counts as confirmed. What is to be watched can only be confirmed when the watch is over.
fn is_confirmed(cx: &Cx<'_>, spec: &GoLiveSpec, point: &GoLivePoint) -> bool {
    let Some(confirmed) = confirmation(cx, point) else {
        return false;
    };
    match (point.phase, watch_of(cx, spec)) {
        (GoLivePhase::Watch, Some((_, until))) => confirmed.at >= until,
        (GoLivePhase::Watch, None) => false,
        _ => true,
    }
}

fn stage<'a>(cx: &Cx<'_>, spec: &'a GoLiveSpec) -> Stage<'a> {
    let open = |phase: GoLivePhase| -> Vec<&'a GoLivePoint> {
        spec.points.iter().filter(|point| point.phase == phase && !is_confirmed(cx, spec, point)).collect()
    };
    for phase in [GoLivePhase::Before, GoLivePhase::Activity] {
        let points = open(phase);
        if !points.is_empty() {
            return Stage::Open(phase, points);
        }
    }
    let left = open(GoLivePhase::Watch);
    match watch_of(cx, spec) {
        _ if left.is_empty() => Stage::Over,
        Some((since, until)) if cx.now < until => Stage::Watching { since, until },
        _ => Stage::Open(GoLivePhase::Watch, left),
    }
}

fn seen(cx: &Cx<'_>, spec: &GoLiveSpec) -> Message {
    let confirmed: Vec<Confirmation> =
        spec.points.iter().filter(|point| is_confirmed(cx, spec, point)).filter_map(|p| confirmation(cx, p)).collect();
    let counted = msg("go-live-seen").count("confirmed", confirmed.len()).count("count", spec.points.len());
    let rest = match stage(cx, spec) {
        Stage::Open(_, points) => {
            points.first().map(|point| msg("go-live-seen-next").message("point", title(cx, point)))
        }
        Stage::Watching { until, .. } => Some(msg("go-live-seen-watching").time("until", until)),
        Stage::Over => confirmed
            .into_iter()
            .max_by_key(|confirmation| confirmation.at)
            .map(|last| msg("go-live-seen-last").text("by", last.by).time("at", last.at)),
    };
    together(counted, rest)
}

fn title(cx: &Cx<'_>, point: &GoLivePoint) -> Message {
    views::profile_text(cx.profile, &format!("point-{}-title", point.id), &point.title)
}

fn note(cx: &Cx<'_>, point: &GoLivePoint) -> Option<Message> {
    let note = point.note.as_deref()?;
    Some(views::profile_text(cx.profile, &format!("point-{}-note", point.id), note))
}

fn row(cx: &Cx<'_>, spec: &GoLiveSpec, point: &GoLivePoint) -> CheckRow {
    let said = confirmation(cx, point);
    let early = said.is_some() && !is_confirmed(cx, spec, point);
    let detail = said.map(|said| {
        let too_early = || msg("go-live-confirmed-early").text("by", &said.by).time("at", said.at);
        if early { said.with_remark(too_early()) } else { said.words() }
    });
    let outcome = match (&detail, early, point.phase) {
        (Some(_), false, _) => Outcome::Done,
        (_, _, GoLivePhase::Watch) => Outcome::Waiting,
        _ => Outcome::NeedsDecision,
    };
    CheckRow {
        id: point.id.to_string(),
        outcome,
        title: title(cx, point),
        detail: detail.or_else(|| note(cx, point)),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

fn timeline(since: Timestamp, until: Timestamp) -> Block {
    let days = u32::try_from(until.since(since).as_secs() / DAY.as_secs()).unwrap_or(0);
    let mut points = vec![TimePoint { at: since, label: msg("go-live-day-live"), outcome: Some(Outcome::Done) }];
    points.extend((1..days).map(|day| TimePoint {
        at: since + DAY * day,
        label: msg("go-live-day").count("day", day as usize),
        outcome: None,
    }));
    points.push(TimePoint { at: until, label: msg("go-live-day-end"), outcome: None });
    let summary = msg("go-live-watch-summary").time("since", since).time("until", until);
    Block::Timeline { title: Some(msg("go-live-watch-title")), points, summary }
}
