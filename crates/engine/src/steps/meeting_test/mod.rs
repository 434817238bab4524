//! A meeting made and refused: the proof that both locks work (DECISIONS 1).
//!
//! Making one is a write, so it is a change like any other: planned, approved, journalled. Its evidence is kept, and
//! while it holds nothing is planned. Looking sends reads only.

mod cause;
mod claims;
mod clean;
mod delegated;
mod probe;
mod proof;
mod run;
mod said;
mod take_off;
mod words;

use async_trait::async_trait;
use domain::{
    Acting, AppObjectId, AppRef, Block, CertificateRef, Field, Grants, KeyId, Kind, Known, MeetingTestSpec, Message,
    Organisers, Outputs, PolicyRef, UserId, Wanted,
};
use microsoft::{Read, Write};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnose;
use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

use probe::{Probed, Reason, probe, reason};
use proof::{Proof, Tried};
pub(crate) use take_off::{SERVES, taken_off};
use take_off::{TakenOff, TestKey};

/// See [`Kind::MeetingTest`].
pub(crate) struct MeetingTest;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// Kept evidence that still holds.
    proof: Proof,
    /// Evidence that no longer holds, with what it says.
    stale: Option<Proof>,
    /// The read probe for the organiser; only without evidence.
    organiser: Option<Probed>,
    /// The read probe for the user who must be refused; only when a meeting could be made for them.
    control: Option<Probed>,
    /// Why the user who must be refused is not.
    reason: Option<Reason>,
    /// Where the certificate is that is for the test only.
    #[serde(default)]
    key: Option<TestKey>,
    /// Of a test as the signed-in user; all else is empty then.
    #[serde(default)]
    own: delegated::Kept,
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Make a meeting in this user's name, and delete it.
    TryAllowed {
        /// In whose name.
        organiser: Known<UserId>,
        /// How often this was done before. Evidence ends, so the same may have to be proved again; that is another
        /// change and another approval.
        again: usize,
    },
    /// Try the same for this user, and expect a refusal.
    TryRefused {
        /// For whom.
        control: Known<UserId>,
        /// How often this was done before.
        again: usize,
    },
    /// Make a meeting as the signed-in user, read it, change it and delete it.
    AsUser {
        /// Who is signed in.
        user: Known<UserId>,
        /// How often this was done before.
        again: usize,
    },
    /// Take the certificate that is for the test only off the app, and its key off this computer.
    TakeOff {
        /// Which app.
        app: Known<AppObjectId>,
        /// Its id there.
        key: Known<KeyId>,
    },
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Receipt {
    /// A meeting.
    Tried(Trial),
    /// The certificate for the test.
    TakenOff(TakenOff),
}

/// What was tried. Nothing stays in the tenant, so there is nothing to take back, unless a crash left a meeting behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trial {
    /// For whom.
    user: UserId,
    /// The external id of the meeting that was asked for.
    external_id: String,
    /// Whether a meeting was made.
    made: bool,
    /// Whether it is gone again.
    deleted: bool,
    /// Microsoft's request ids.
    request_ids: Vec<String>,
}

/// What a test rests on: when one of these changes, the evidence no longer holds.
struct Ground<'a> {
    app: &'a AppRef,
    certificate: &'a CertificateRef,
    grants: &'a Grants,
    policy: &'a PolicyRef,
    people: &'a Organisers,
}

impl<'a> Ground<'a> {
    fn of(cx: &Cx<'a>) -> Option<Self> {
        let outputs = cx.outputs;
        Some(Self {
            app: outputs.app.as_ref()?,
            certificate: outputs.certificate.as_ref()?,
            grants: outputs.grants.as_ref()?,
            policy: outputs.policy.as_ref()?,
            people: outputs.organiser.as_ref()?,
        })
    }
}

#[async_trait]
impl Step for MeetingTest {
    type Spec = MeetingTestSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::MeetingTest;

    fn spec(wanted: &Wanted) -> Option<&MeetingTestSpec> {
        match wanted {
            Wanted::MeetingTest(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &MeetingTestSpec, world: &World<Read>) -> Result<Found, Problem> {
        if spec.acting == Acting::SignedInUser {
            let own = delegated::kept(cx);
            let proof = Proof::default();
            return Ok(Found { proof, stale: None, organiser: None, control: None, reason: None, key: None, own });
        }
        let (proof, stale) = proof::kept(cx);
        let ground = Ground::of(cx);
        let people = ground.as_ref().map(|ground| ground.people);
        let organiser = async {
            match people.filter(|_| proof.allowed.is_none()) {
                Some(people) => probe(cx, world, people.organiser.id).await.map(Some),
                None => Ok(None),
            }
        };
        let open = proof.refused.as_ref().filter(|tried| tried.made).map(|tried| tried.user.clone());
        let control = async {
            match &open {
                Some(user) => probe(cx, world, user.id).await.map(Some),
                None => Ok(None),
            }
        };
        let (organiser, control, key) = futures_util::try_join!(organiser, control, take_off::look(cx, world))?;
        let reason = match (&open, control) {
            (Some(user), Some(Probed::Allowed | Probed::NotKnown)) => Some(reason(cx, world, user).await),
            _ => None,
        };
        Ok(Found { proof, stale, organiser, control, reason, key, own: delegated::Kept::default() })
    }

    fn plan(cx: &Cx<'_>, spec: &MeetingTestSpec, found: &Found) -> Plan<Change> {
        if spec.acting == Acting::SignedInUser {
            return Plan::changes(delegated::plan(cx, &found.own).into_iter().collect());
        }
        let people = cx.outputs.organiser.as_ref();
        if !cx.gives_credential() && !cx.is_taken_off() {
            return Plan::stands(State::NeedsPerson(Box::new(words::vendor_must_test(cx))));
        }
        let mut changes = Vec::new();
        if found.proof.allowed.is_none() {
            let organiser = Known::from_output(people.map(|people| people.organiser.id), Field::Organiser);
            changes.push(Change::TryAllowed { organiser, again: done_before(cx, true) });
        }
        if wants_control(cx) && must_try_control(found) {
            let control = people.and_then(|people| people.control.as_ref()).map(|user| user.id);
            let control = Known::from_output(control, Field::Organiser);
            changes.push(Change::TryRefused { control, again: done_before(cx, false) });
        }
        if let Some(words) = take_off::words(cx).filter(|_| !changes.is_empty()) {
            return Plan::stands(State::NeedsPerson(Box::new(diagnose::test_key_gone(words))));
        }
        changes.extend(take_off::plan(cx, found.key));
        if !changes.is_empty() {
            return Plan::changes(changes);
        }
        let limit_is_proved = found.proof.refused.as_ref().is_some_and(|tried| !tried.made);
        Plan::stands(if limit_is_proved { State::Right } else { State::Finding })
    }

    fn outputs(_: &Cx<'_>, _: &MeetingTestSpec, _: &Found, _: &mut Outputs) {}

    fn describe(cx: &Cx<'_>, spec: &MeetingTestSpec, change: &Change) -> Described {
        words::describe(cx, spec, change)
    }

    fn expected(cx: &Cx<'_>, spec: &MeetingTestSpec) -> Message {
        match spec.acting {
            Acting::App => said::expected(cx),
            Acting::SignedInUser => delegated::expected(cx),
        }
    }

    fn seen(cx: &Cx<'_>, spec: &MeetingTestSpec, found: &Found) -> Message {
        match spec.acting {
            Acting::App => said::seen(cx, found),
            Acting::SignedInUser => delegated::seen(&found.own),
        }
    }

    fn blocks(cx: &Cx<'_>, spec: &MeetingTestSpec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        match spec.acting {
            Acting::App => words::blocks(cx, spec, found),
            Acting::SignedInUser => delegated::blocks(cx, &found.own),
        }
    }

    async fn apply(
        cx: &Cx<'_>,
        spec: &MeetingTestSpec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        let receipt = match change {
            Change::TryAllowed { organiser, .. } => run::allowed(cx, spec, *organiser, world, intent).await?,
            Change::TryRefused { control, .. } => run::refused(cx, spec, *control, world, intent).await?,
            Change::AsUser { user, .. } => delegated::run(cx, spec, *user, world, intent).await?,
            Change::TakeOff { .. } => return Ok(Applied { receipt: take_off::run(cx, world, intent).await? }),
        };
        Ok(Applied { receipt: Receipt::Tried(receipt) })
    }

    fn recover(
        cx: &Cx<'_>,
        _: &MeetingTestSpec,
        found: &Found,
        change: &Change,
        note: Option<&Value>,
    ) -> Option<Receipt> {
        if matches!(change, Change::TakeOff { .. }) {
            return take_off::recover(cx, found.key);
        }
        let note: clean::Note = serde_json::from_value(note?.clone()).ok()?;
        let tried = match change {
            Change::TryAllowed { .. } => found.proof.allowed.as_ref()?,
            Change::TryRefused { .. } => found.proof.refused.as_ref()?,
            Change::AsUser { .. } => {
                let tried = found.own.proof.as_ref()?;
                return (tried.external_id == note.external_id).then(|| Receipt::Tried(tried.receipt()));
            }
            Change::TakeOff { .. } => return None,
        };
        (tried.external_id == note.external_id).then(|| Receipt::Tried(tried.receipt()))
    }

    async fn undo(cx: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        if matches!(receipt, Receipt::TakenOff(_)) {
            return Ok(());
        }
        match Self::spec(&cx.item.wanted).map(|spec| spec.acting) {
            Some(Acting::SignedInUser) => delegated::strays(cx, world).await,
            _ => clean::strays(cx, world).await,
        }
    }

    async fn gone(_: &Cx<'_>, _: &Receipt, _: &World<Read>) -> Result<bool, Problem> {
        Ok(true)
    }

    fn undo_words(cx: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        let Receipt::Tried(trial) = receipt else { return None };
        (trial.made && !trial.deleted).then(|| words::left_behind(cx, trial.user))
    }

    fn left_behind(_: &Cx<'_>, note: &Value) -> Option<Receipt> {
        let note: clean::Note = serde_json::from_value(note.clone()).ok()?;
        (!note.deleted).then(|| {
            Receipt::Tried(Trial {
                user: note.user,
                external_id: note.external_id,
                made: true,
                deleted: false,
                request_ids: Vec::new(),
            })
        })
    }
}

/// How many tries of one half the journal has.
fn done_before(cx: &Cx<'_>, allowed: bool) -> usize {
    cx.receipts::<Receipt>()
        .iter()
        .filter_map(|(entry, _)| serde_json::from_value::<Change>(entry.planned.change.clone()).ok())
        .filter(|change| match change {
            Change::TryAllowed { .. } => allowed,
            Change::TryRefused { .. } => !allowed,
            Change::AsUser { .. } | Change::TakeOff { .. } => false,
        })
        .count()
}

/// Whether a user was named who must be refused.
fn wants_control(cx: &Cx<'_>) -> bool {
    if let Some(people) = &cx.outputs.organiser {
        return people.control.is_some();
    }
    cx.profile.items.iter().any(|item| match &item.wanted {
        Wanted::Readiness(spec) => {
            spec.control.as_ref().is_some_and(|question| cx.setup.answers.text(question).is_some())
        }
        _ => false,
    })
}

/// Not tried yet; or a meeting could be made, and by now the read probe says that the way is shut.
fn must_try_control(found: &Found) -> bool {
    match &found.proof.refused {
        None => true,
        Some(tried) => tried.made && found.control == Some(Probed::NoPolicy),
    }
}

impl Tried {
    fn receipt(&self) -> Trial {
        Trial {
            user: self.user.id,
            external_id: self.external_id.clone(),
            made: self.made,
            deleted: self.made,
            request_ids: self.request_ids.clone(),
        }
    }
}
