//! The law of a step (ARCHITECTURE, section 3), and the one match over all kinds.

use std::marker::PhantomData;

use async_trait::async_trait;
use domain::{
    Block, CallView, ChangeView, JournalEntry, Kind, Message, Outputs, PlannedChange, Timestamp, UserRef, Wanted,
};
use microsoft::{Read, Write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

mod which;

pub use crate::cx::Cx;
pub use crate::intent::Intent;
use crate::problem::Waiting;
use crate::{Problem, World};
pub(crate) use which::{step, step_of};

/// What is still missing, and how the item stands apart from that.
pub struct Plan<C> {
    /// The exact changes still missing; empty when nothing is.
    pub changes: Vec<C>,
    /// How it stands.
    pub state: State,
}

impl<C> Plan<C> {
    /// Nothing is missing.
    #[must_use]
    pub const fn right() -> Self {
        Self { changes: Vec::new(), state: State::Right }
    }

    /// These changes are missing; nothing else stands in the way.
    #[must_use]
    pub const fn changes(changes: Vec<C>) -> Self {
        Self { changes, state: State::Right }
    }

    /// Nothing can be changed while it stands so.
    #[must_use]
    pub const fn stands(state: State) -> Self {
        Self { changes: Vec::new(), state }
    }
}

/// How an item stands apart from the changes still missing.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// As wanted.
    Right,
    /// It works, but someone should look; the blocks say at what.
    Finding,
    /// Microsoft needs time.
    Waiting(Waiting),
    /// Another person or role is needed.
    NeedsPerson(Box<domain::Diagnostic>),
    /// The blocks hold a question that only the admin can answer.
    NeedsDecision,
    /// Diagnosed.
    Failed(Box<domain::Diagnostic>),
    /// Could not be read.
    Unknown(Box<domain::Diagnostic>),
    /// Does not apply here; why.
    NotApplicable(Message),
}

/// A change in words, and the delegated scopes that making it needs.
pub struct Described {
    /// The sentence and the calls.
    pub view: ChangeView,
    /// Scopes on Microsoft Graph; the Teams API's are covered by its own client.
    pub scopes: &'static [&'static str],
}

/// What applying a change gives back.
pub struct Applied<R> {
    /// What was done; the step's undo gets exactly this.
    pub receipt: R,
}

/// Something that was taken back and lies among Microsoft's deleted items: what removes it for good (DECISIONS 11).
pub struct ForGood<C> {
    /// The change. It is never part of a plan to set up or to undo.
    pub change: C,
    /// What must be typed to confirm it.
    pub name: String,
}

/// A step kind: five verbs, and the words for what it found.
#[async_trait]
pub trait Step: Send + Sync + 'static {
    /// What the profile wants.
    type Spec: Send + Sync;
    /// What there is.
    type Found: Serialize + DeserializeOwned + Send + Sync;
    /// One change: target, wanted values, the values it replaces. No texts, times, etags; sets sorted.
    type Change: Serialize + DeserializeOwned + Send + Sync;
    /// What was done; enough to take it back.
    type Receipt: Serialize + DeserializeOwned + Send + Sync;

    /// Which kind.
    const KIND: Kind;
    /// Raised when `Found`, `Change` or `Receipt` change their shape.
    const VERSION: u32 = 1;
    /// Whether what was found is kept beside the view. Not where it may be ten thousand people: nobody reads it again.
    const KEEPS_FOUND: bool = true;

    /// The kind's part of an item.
    fn spec(wanted: &Wanted) -> Option<&Self::Spec>;

    /// Reads what the tenant has now, and proves the effect. Sends reads and token requests only.
    async fn inspect(cx: &Cx<'_>, spec: &Self::Spec, world: &World<Read>) -> Result<Self::Found, Problem>;

    /// What is still missing. Without a world: what is shown is what is applied.
    fn plan(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found) -> Plan<Self::Change>;

    /// Writes this kind's outputs.
    fn outputs(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found, outputs: &mut Outputs);

    /// A change in words.
    fn describe(cx: &Cx<'_>, spec: &Self::Spec, change: &Self::Change) -> Described;

    /// Whether a change is approved only by itself, never together with everything else.
    fn alone(_: &Self::Change) -> bool {
        false
    }

    /// What is wanted, in a sentence with its values.
    fn expected(cx: &Cx<'_>, spec: &Self::Spec) -> Message;

    /// What was found, in a sentence with the values as read.
    fn seen(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found) -> Message;

    /// The view of what was found.
    fn blocks(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found, plan: &Plan<Self::Change>) -> Vec<Block>;

    /// Makes one change. Safe to repeat; never a duplicate.
    async fn apply(
        cx: &Cx<'_>,
        spec: &Self::Spec,
        change: &Self::Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Self::Receipt>, Problem>;

    /// After a crash or a lost answer: whether a fresh look shows that the change was made, and then its receipt.
    fn recover(
        cx: &Cx<'_>,
        spec: &Self::Spec,
        found: &Self::Found,
        change: &Self::Change,
        note: Option<&Value>,
    ) -> Option<Self::Receipt>;

    /// Takes back exactly what the receipt says. Safe to repeat.
    async fn undo(cx: &Cx<'_>, receipt: &Self::Receipt, world: &World<Write>) -> Result<(), Problem>;

    /// Whether it is gone, by reading.
    async fn gone(cx: &Cx<'_>, receipt: &Self::Receipt, world: &World<Read>) -> Result<bool, Problem>;

    /// What taking back means, in words; `None` when there is nothing to take back.
    fn undo_words(cx: &Cx<'_>, receipt: &Self::Receipt) -> Option<Described>;

    /// What an attempt that ended without a receipt may have left behind, by its note: undo looks for it too.
    fn left_behind(_: &Cx<'_>, _: &Value) -> Option<Self::Receipt> {
        None
    }

    /// Whom a change reaches that does the same for many: it is shown as one with all of its like, and counted by heads.
    fn people(_: &Self::Change) -> &[UserRef] {
        &[]
    }

    /// The same of what was done.
    fn done_for(_: &Self::Receipt) -> &[UserRef] {
        &[]
    }

    /// Whether the yes to one change covers another: the same for some of the same people.
    fn covers(_approved: &Self::Change, _: &Self::Change) -> bool {
        false
    }

    /// What of a change is still to be made after this receipt: it may have got through to some people only.
    fn rest(_: &Self::Change, _: &Self::Receipt) -> Option<Self::Change> {
        None
    }

    /// What taking back has left restorable.
    fn for_good(_: &Cx<'_>, _: &Self::Receipt) -> Option<ForGood<Self::Change>> {
        None
    }

    /// Since when the target of such a change lies among the deleted items; `None` when it does not.
    async fn deleted_since(_: &Self::Change, _: &World<Read>) -> Result<Option<Timestamp>, Problem> {
        Ok(None)
    }
}

/// What looking at an item gives.
pub(crate) struct Looked {
    pub found: Value,
    pub outputs: Outputs,
    pub changes: Vec<PlannedChange>,
    pub state: State,
    pub seen: Message,
    pub blocks: Vec<Block>,
    /// The reads that showed it.
    pub calls: Vec<CallView>,
}

/// A step whose types are JSON: what the loop works with.
#[async_trait]
pub(crate) trait AnyStep: Send + Sync {
    fn expected(&self, cx: &Cx<'_>) -> Option<Message>;
    async fn look(&self, cx: &Cx<'_>, world: &World<Read>) -> Result<Looked, Problem>;
    async fn apply(
        &self,
        cx: &Cx<'_>,
        change: &PlannedChange,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Value, Problem>;
    fn recover(&self, cx: &Cx<'_>, found: &Value, entry: &JournalEntry) -> Result<Option<Value>, Problem>;
    async fn undo(&self, cx: &Cx<'_>, receipt: &Value, world: &World<Write>) -> Result<(), Problem>;
    async fn gone(&self, cx: &Cx<'_>, receipt: &Value, world: &World<Read>) -> Result<bool, Problem>;
    fn undo_words(&self, cx: &Cx<'_>, receipt: &Value) -> Option<Described>;
    fn left_behind(&self, cx: &Cx<'_>, note: &Value) -> Option<Value>;
    fn keeps_found(&self) -> bool;
    fn people(&self, change: &Value) -> Vec<UserRef>;
    fn done_for(&self, receipt: &Value) -> Vec<UserRef>;
    fn covers(&self, approved: &Value, change: &Value) -> bool;
    fn rest(&self, cx: &Cx<'_>, change: &PlannedChange, receipt: &Value) -> Option<PlannedChange>;
    fn for_good(&self, cx: &Cx<'_>, receipt: &Value) -> Option<ForGood<PlannedChange>>;
    async fn deleted_since(&self, change: &Value, world: &World<Read>) -> Result<Option<Timestamp>, Problem>;
}

struct Erased<S>(PhantomData<S>);

impl<S: Step> Erased<S> {
    fn spec<'a>(cx: &Cx<'a>) -> Result<&'a S::Spec, Problem> {
        S::spec(&cx.item.wanted)
            .ok_or_else(|| Problem::Unreadable { what: "item", why: format!("it is not a {}", S::KIND) })
    }

    fn planned(cx: &Cx<'_>, spec: &S::Spec, change: &S::Change) -> Result<PlannedChange, Problem> {
        let Described { view, scopes } = S::describe(cx, spec, change);
        Ok(PlannedChange {
            item: cx.item.id.clone(),
            kind: S::KIND,
            kind_version: S::VERSION,
            change: write("change", change)?,
            view,
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            alone: S::alone(change),
        })
    }

    fn same_version(version: u32) -> Result<(), Problem> {
        if version == S::VERSION {
            return Ok(());
        }
        let why = format!("it is version {version} of {}, this Handrail knows {}", S::KIND, S::VERSION);
        Err(Problem::Unreadable { what: "change", why })
    }
}

fn read<T: DeserializeOwned>(what: &'static str, value: &Value) -> Result<T, Problem> {
    serde_json::from_value(value.clone()).map_err(|error| Problem::Unreadable { what, why: error.to_string() })
}

fn write<T: Serialize>(what: &'static str, value: &T) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|error| Problem::Unreadable { what, why: error.to_string() })
}

#[async_trait]
impl<S: Step> AnyStep for Erased<S> {
    fn expected(&self, cx: &Cx<'_>) -> Option<Message> {
        Some(S::expected(cx, S::spec(&cx.item.wanted)?))
    }

    async fn look(&self, cx: &Cx<'_>, world: &World<Read>) -> Result<Looked, Problem> {
        let spec = Self::spec(cx)?;
        let found = S::inspect(cx, spec, world).await?;
        let plan = S::plan(cx, spec, &found);
        let mut outputs = cx.outputs.clone();
        S::outputs(cx, spec, &found, &mut outputs);
        let mut changes = Vec::new();
        for change in &plan.changes {
            changes.push(Self::planned(cx, spec, change)?);
        }
        let blocks = S::blocks(cx, spec, &found, &plan);
        let seen = S::seen(cx, spec, &found);
        let (found, state) = (write("finding", &found)?, plan.state);
        Ok(Looked { found, outputs, changes, state, seen, blocks, calls: world.calls() })
    }

    async fn apply(
        &self,
        cx: &Cx<'_>,
        change: &PlannedChange,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Value, Problem> {
        Self::same_version(change.kind_version)?;
        let change = read("change", &change.change)?;
        let applied = S::apply(cx, Self::spec(cx)?, &change, world, intent).await?;
        write("receipt", &applied.receipt)
    }

    fn recover(&self, cx: &Cx<'_>, found: &Value, entry: &JournalEntry) -> Result<Option<Value>, Problem> {
        Self::same_version(entry.planned.kind_version)?;
        let change = read("change", &entry.planned.change)?;
        let found = read("finding", found)?;
        let receipt = S::recover(cx, Self::spec(cx)?, &found, &change, entry.note.as_ref());
        receipt.as_ref().map(|receipt| write("receipt", receipt)).transpose()
    }

    async fn undo(&self, cx: &Cx<'_>, receipt: &Value, world: &World<Write>) -> Result<(), Problem> {
        S::undo(cx, &read("receipt", receipt)?, world).await
    }

    async fn gone(&self, cx: &Cx<'_>, receipt: &Value, world: &World<Read>) -> Result<bool, Problem> {
        S::gone(cx, &read("receipt", receipt)?, world).await
    }

    fn undo_words(&self, cx: &Cx<'_>, receipt: &Value) -> Option<Described> {
        S::undo_words(cx, &read("receipt", receipt).ok()?)
    }

    fn left_behind(&self, cx: &Cx<'_>, note: &Value) -> Option<Value> {
        write("receipt", &S::left_behind(cx, note)?).ok()
    }

    fn keeps_found(&self) -> bool {
        S::KEEPS_FOUND
    }

    fn people(&self, change: &Value) -> Vec<UserRef> {
        read::<S::Change>("change", change).map(|change| S::people(&change).to_vec()).unwrap_or_default()
    }

    fn done_for(&self, receipt: &Value) -> Vec<UserRef> {
        read::<S::Receipt>("receipt", receipt).map(|receipt| S::done_for(&receipt).to_vec()).unwrap_or_default()
    }

    fn covers(&self, approved: &Value, change: &Value) -> bool {
        let both = (read::<S::Change>("change", approved), read::<S::Change>("change", change));
        matches!(both, (Ok(approved), Ok(change)) if S::covers(&approved, &change))
    }

    fn rest(&self, cx: &Cx<'_>, change: &PlannedChange, receipt: &Value) -> Option<PlannedChange> {
        let rest = S::rest(&read("change", &change.change).ok()?, &read("receipt", receipt).ok()?)?;
        Self::planned(cx, Self::spec(cx).ok()?, &rest).ok()
    }

    fn for_good(&self, cx: &Cx<'_>, receipt: &Value) -> Option<ForGood<PlannedChange>> {
        let ForGood { change, name } = S::for_good(cx, &read("receipt", receipt).ok()?)?;
        Some(ForGood { change: Self::planned(cx, Self::spec(cx).ok()?, &change).ok()?, name })
    }

    async fn deleted_since(&self, change: &Value, world: &World<Read>) -> Result<Option<Timestamp>, Problem> {
        S::deleted_since(&read("change", change)?, world).await
    }
}
