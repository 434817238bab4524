//! Taking the app's access away again, in one of four ways that the admin chooses. Nothing is taken back that this set-up
//! did not switch off itself; an app of the vendor's, or one that was adopted, can only be switched off in this tenant.

mod words;

use async_trait::async_trait;
use domain::{
    AppId, AppObjectId, Block, ChangeState, JournalEntry, Kind, Message, Outputs, QuestionId, RevokeSpec,
    ServicePrincipalId, Timestamp, Wanted,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::app_registration::unique_name;
use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};

/// Decision: how access is taken away; `keep` as long as nothing is said.
pub(super) const REVOKE: &str = "revoke";

/// See [`Kind::Revoke`].
pub(crate) struct Revoke;

/// What the admin wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// Nothing.
    Keep,
    /// No tokens in this tenant.
    Disable,
    /// No tokens in any tenant.
    DisableEverywhere,
    /// The app registration goes, restorable for 30 days.
    Delete,
}

impl How {
    pub(super) const ALL: [Self; 4] = [Self::Keep, Self::Disable, Self::DisableEverywhere, Self::Delete];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Disable => "disable",
            Self::DisableEverywhere => "disable_everywhere",
            Self::Delete => "delete",
        }
    }
}

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Of the enterprise app: its id, and whether tokens are issued to it here.
    principal: Option<(ServicePrincipalId, bool)>,
    app: Registration,
}

/// The app registration.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Registration {
    /// In another tenant, or adopted: not ours to switch off everywhere.
    NotOurs,
    /// Made by this set-up.
    Ours { id: AppObjectId, name: String, disabled: bool },
    /// Made by this set-up, and among the deleted ones.
    Deleted { id: AppObjectId },
}

/// What can be missing. `round`: how many changes this item has made before, so that a yes is a yes to one of them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    Disable {
        principal: ServicePrincipalId,
        round: usize,
    },
    DisableEverywhere {
        app: AppObjectId,
        round: usize,
    },
    Delete {
        app: AppObjectId,
        name: String,
        principal: Option<ServicePrincipalId>,
        client: AppId,
        round: usize,
    },
    /// What this item did goes back to how it was.
    PutBack {
        what: Done,
        round: usize,
    },
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    Disabled { principal: ServicePrincipalId },
    DisabledEverywhere { app: AppObjectId },
    Deleted { app: AppObjectId, name: String, principal: Option<ServicePrincipalId>, client: AppId },
}

impl Done {
    /// Whether sign-in in this tenant was switched off.
    pub(crate) const fn is_disabled(&self) -> bool {
        matches!(self, Self::Disabled { .. })
    }

    pub(crate) const fn how(&self) -> How {
        match self {
            Self::Disabled { .. } => How::Disable,
            Self::DisabledEverywhere { .. } => How::DisableEverywhere,
            Self::Deleted { .. } => How::Delete,
        }
    }
}

/// What a change came to.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Receipt {
    Done(Done),
    PutBack(Done),
}

/// What a set-up has revoked and not put back, the furthest-reaching last, with when.
pub(crate) fn revoked(journal: &[JournalEntry]) -> Vec<(Done, Timestamp)> {
    let mut all: Vec<(Done, Timestamp)> = Vec::new();
    for entry in journal.iter().filter(|entry| entry.planned.kind == Kind::Revoke) {
        if !matches!(entry.state, ChangeState::Made | ChangeState::Seen) {
            continue;
        }
        let receipt = entry.receipt.clone().and_then(|receipt| serde_json::from_value(receipt).ok());
        match receipt {
            Some(Receipt::Done(done)) => {
                all.retain(|(other, _)| *other != done);
                all.push((done, entry.made_at.unwrap_or(entry.intended_at)));
            }
            Some(Receipt::PutBack(done)) => all.retain(|(other, _)| *other != done),
            None => {}
        }
    }
    all.sort_by_key(|(done, _)| done.how());
    all
}

/// What other items say of it: by whom, when, and where it is put back.
pub(crate) fn words_of(cx: &Cx<'_>) -> Option<Message> {
    let (done, at) = revoked(cx.whole_journal).pop()?;
    let entry = cx.whole_journal.iter().find(|entry| entry.planned.kind == Kind::Revoke)?;
    let item = cx.profile.item(&entry.planned.item)?;
    let text = domain::msg(&format!("revoked-{}", done.how().name().replace('_', "-"))).time("at", at);
    Some(text.message("item", crate::views::item_title(cx.profile, item)))
}

fn wanted(cx: &Cx<'_>) -> How {
    let answer = cx.setup.answers.text(&QuestionId::from(REVOKE));
    How::ALL.into_iter().find(|how| Some(how.name()) == answer).unwrap_or(How::Keep)
}

/// What is to be done, as far as it can be here.
fn possible(how: How, found: &Found) -> How {
    match (how, &found.app) {
        (How::DisableEverywhere | How::Delete, Registration::NotOurs) => How::Disable,
        (how, _) => how,
    }
}

#[async_trait]
impl Step for Revoke {
    type Spec = RevokeSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::Revoke;

    fn spec(wanted: &Wanted) -> Option<&RevokeSpec> {
        match wanted {
            Wanted::Revoke(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &RevokeSpec, world: &World<Read>) -> Result<Found, Problem> {
        let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(domain::Field::App))?;
        let (principal, there) = futures_util::try_join!(
            world.graph.service_principal(app.app_id),
            world.graph.application_by_app_id(app.app_id)
        )?;
        let deleted = revoked(cx.journal).into_iter().find_map(|(done, _)| match done {
            Done::Deleted { app, .. } => Some(app),
            _ => None,
        });
        let app = match there {
            Some(app) if app.unique_name.as_deref() == Some(&unique_name(cx)) => {
                let disabled = world.graph.application_is_disabled(app.id).await?.unwrap_or_default();
                Registration::Ours { id: app.id, name: app.display_name.unwrap_or_default(), disabled }
            }
            Some(_) => Registration::NotOurs,
            None => match deleted.or_else(|| intended(cx)) {
                Some(id) => Registration::Deleted { id },
                None => Registration::NotOurs,
            },
        };
        let principal = principal.map(|own| (own.id, own.account_enabled != Some(false)));
        Ok(Found { principal, app })
    }

    fn plan(cx: &Cx<'_>, _: &RevokeSpec, found: &Found) -> Plan<Change> {
        let over = |entry: &&JournalEntry| matches!(entry.state, ChangeState::Seen | ChangeState::Undone);
        let round = cx.journal.iter().filter(over).count();
        let client = cx.outputs.app.as_ref().map(|app| app.app_id);
        let how = possible(wanted(cx), found);
        let put_back = |goes: fn(&Done) -> bool| {
            let done = revoked(cx.journal).into_iter().rev().map(|(done, _)| done);
            done.filter(goes).map(|what| Change::PutBack { what, round }).collect::<Vec<_>>()
        };
        let changes = match (how, &found.app, found.principal, client) {
            (How::Keep, ..) => put_back(|_| true),
            (How::Disable, _, principal, _) => {
                let on = principal.filter(|(_, enabled)| *enabled);
                let off = on.map(|(principal, _)| Change::Disable { principal, round });
                off.into_iter().chain(put_back(|done| done.how() > How::Disable)).collect()
            }
            (How::DisableEverywhere, Registration::Deleted { .. }, ..) => put_back(|done| done.how() == How::Delete),
            (How::DisableEverywhere, Registration::Ours { id, disabled: false, .. }, ..) => {
                vec![Change::DisableEverywhere { app: *id, round }]
            }
            (How::Delete, Registration::Ours { id, name, .. }, principal, Some(client)) => {
                let principal = principal.map(|(id, _)| id);
                vec![Change::Delete { app: *id, name: name.clone(), principal, client, round }]
            }
            _ => Vec::new(),
        };
        Plan::changes(changes)
    }

    fn outputs(_: &Cx<'_>, _: &RevokeSpec, _: &Found, _: &mut Outputs) {}

    fn describe(cx: &Cx<'_>, _: &RevokeSpec, change: &Change) -> Described {
        words::describe(cx, change)
    }

    fn alone(_: &Change) -> bool {
        true
    }

    fn expected(cx: &Cx<'_>, _: &RevokeSpec) -> Message {
        words::expected(wanted(cx))
    }

    fn seen(cx: &Cx<'_>, _: &RevokeSpec, found: &Found) -> Message {
        words::seen(cx, found)
    }

    fn blocks(cx: &Cx<'_>, _: &RevokeSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, wanted(cx), found)
    }

    async fn apply(
        _: &Cx<'_>,
        _: &RevokeSpec,
        change: &Change,
        world: &World<Write>,
        _: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let receipt = match change {
            Change::Disable { principal, .. } => {
                world.graph.set_sign_in(*principal, false).await?;
                Receipt::Done(Done::Disabled { principal: *principal })
            }
            Change::DisableEverywhere { app, .. } => {
                world.graph.update_application(*app, serde_json::json!({ "isDisabled": true })).await?;
                Receipt::Done(Done::DisabledEverywhere { app: *app })
            }
            Change::Delete { app, name, principal, client, .. } => {
                world.graph.delete_application(*app).await?;
                let (name, principal) = (name.clone(), *principal);
                Receipt::Done(Done::Deleted { app: *app, name, principal, client: *client })
            }
            Change::PutBack { what, .. } => {
                put_back(what, world).await?;
                Receipt::PutBack(what.clone())
            }
        };
        Ok(Applied { receipt })
    }

    fn recover(_: &Cx<'_>, _: &RevokeSpec, found: &Found, change: &Change, _: Option<&Value>) -> Option<Receipt> {
        let done = done_by(change)?;
        let is_done = holds(&done, found);
        match change {
            Change::PutBack { .. } => (!is_done).then_some(Receipt::PutBack(done)),
            _ => is_done.then_some(Receipt::Done(done)),
        }
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Receipt::Done(done) => put_back(done, world).await,
            Receipt::PutBack(_) => Ok(()),
        }
    }

    async fn gone(cx: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        let Receipt::Done(done) = receipt else { return Ok(true) };
        Ok(match done {
            Done::Disabled { .. } => {
                let Some(app) = cx.outputs.app.as_ref() else { return Ok(true) };
                world.graph.service_principal(app.app_id).await?.is_none_or(|own| own.account_enabled != Some(false))
            }
            Done::DisabledEverywhere { app } => world.graph.application_is_disabled(*app).await? != Some(true),
            Done::Deleted { app, client, .. } => {
                let (app, principal) =
                    futures_util::try_join!(world.graph.application(*app), world.graph.service_principal(*client))?;
                app.is_some() && principal.is_some()
            }
        })
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let Receipt::Done(done) = receipt else { return None };
        // What was put back since is as it was.
        let stands = revoked(cx.journal).iter().any(|(other, _)| other == done);
        stands.then(|| words::describe_put_back(done))
    }
}

/// An app whose deletion was begun and has no receipt yet.
fn intended(cx: &Cx<'_>) -> Option<AppObjectId> {
    let open = cx.journal.iter().rev().find(|entry| entry.state == ChangeState::Intended)?;
    match serde_json::from_value(open.planned.change.clone()).ok()? {
        Change::Delete { app, .. } => Some(app),
        _ => None,
    }
}

fn done_by(change: &Change) -> Option<Done> {
    Some(match change {
        Change::Disable { principal, .. } => Done::Disabled { principal: *principal },
        Change::DisableEverywhere { app, .. } => Done::DisabledEverywhere { app: *app },
        Change::Delete { app, name, principal, client, .. } => {
            Done::Deleted { app: *app, name: name.clone(), principal: *principal, client: *client }
        }
        Change::PutBack { what, .. } => what.clone(),
    })
}

/// Whether the tenant shows it.
fn holds(done: &Done, found: &Found) -> bool {
    match done {
        Done::Disabled { .. } => matches!(found.principal, Some((_, false))),
        Done::DisabledEverywhere { .. } => matches!(found.app, Registration::Ours { disabled: true, .. }),
        Done::Deleted { .. } => matches!(found.app, Registration::Deleted { .. }),
    }
}

async fn put_back(done: &Done, world: &World<Write>) -> Result<(), Problem> {
    match done {
        // What is gone by now has nothing to switch on.
        Done::Disabled { principal } => match world.graph.set_sign_in(*principal, true).await {
            Err(error) if !error.is_status(404) => Err(error.into()),
            _ => Ok(()),
        },
        Done::DisabledEverywhere { app } => {
            if world.graph.application_is_disabled(*app).await? == Some(true) {
                world.graph.update_application(*app, serde_json::json!({ "isDisabled": false })).await?;
            }
            Ok(())
        }
        Done::Deleted { app, principal, client, .. } => {
            if world.graph.application(*app).await?.is_none() && !world.graph.restore(*app).await? {
                return Err(Problem::NotVisible);
            }
            if world.graph.service_principal(*client).await?.is_some() {
                return Ok(());
            }
            // It is a deleted item of its own; without one it is made anew, and its grants are gone.
            let restored = match principal {
                Some(principal) => world.graph.restore(*principal).await?,
                None => false,
            };
            if !restored {
                world.graph.create_service_principal(*client).await?;
            }
            Ok(())
        }
    }
}
