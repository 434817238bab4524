//! Steps that change nothing: they look, and say how it stands.

use std::marker::PhantomData;

use async_trait::async_trait;
use domain::{Block, Kind, Message, Outputs, Wanted};
use microsoft::{Read, Write};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::step::{Applied, Cx, Described, Intent, Plan, State, Step};
use crate::{Problem, World};

/// A step kind without changes: there is nothing to apply, to recover or to take back.
#[async_trait]
pub(crate) trait Reading: Send + Sync + 'static {
    /// What the profile wants.
    type Spec: Send + Sync;
    /// What there is.
    type Found: Serialize + DeserializeOwned + Send + Sync;

    /// Which kind.
    const KIND: Kind;

    /// The kind's part of an item.
    fn spec(wanted: &Wanted) -> Option<&Self::Spec>;

    /// Reads what the tenant has now. Sends reads and token requests only.
    async fn inspect(cx: &Cx<'_>, spec: &Self::Spec, world: &World<Read>) -> Result<Self::Found, Problem>;

    /// How it stands.
    fn state(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found) -> State;

    /// Writes this kind's outputs.
    fn outputs(_: &Self::Found, _: &mut Outputs) {}

    /// What is wanted, in a sentence with its values.
    fn expected(cx: &Cx<'_>, spec: &Self::Spec) -> Message;

    /// What was found, in a sentence with the values as read.
    fn seen(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found) -> Message;

    /// The view of what was found.
    fn blocks(cx: &Cx<'_>, spec: &Self::Spec, found: &Self::Found) -> Vec<Block>;
}

/// The change of a step that changes nothing: there is none.
#[derive(Serialize, Deserialize)]
pub(crate) enum Nothing {}

/// Makes a [`Step`] of a [`Reading`] one.
pub(crate) struct Looking<R>(PhantomData<R>);

#[async_trait]
impl<R: Reading> Step for Looking<R> {
    type Spec = R::Spec;
    type Found = R::Found;
    type Change = Nothing;
    type Receipt = Nothing;
    const KIND: Kind = R::KIND;

    fn spec(wanted: &Wanted) -> Option<&R::Spec> {
        R::spec(wanted)
    }

    async fn inspect(cx: &Cx<'_>, spec: &R::Spec, world: &World<Read>) -> Result<R::Found, Problem> {
        R::inspect(cx, spec, world).await
    }

    fn plan(cx: &Cx<'_>, spec: &R::Spec, found: &R::Found) -> Plan<Nothing> {
        Plan::stands(R::state(cx, spec, found))
    }

    fn outputs(_: &Cx<'_>, _: &R::Spec, found: &R::Found, outputs: &mut Outputs) {
        R::outputs(found, outputs);
    }

    fn describe(_: &Cx<'_>, _: &R::Spec, change: &Nothing) -> Described {
        match *change {}
    }

    fn expected(cx: &Cx<'_>, spec: &R::Spec) -> Message {
        R::expected(cx, spec)
    }

    fn seen(cx: &Cx<'_>, spec: &R::Spec, found: &R::Found) -> Message {
        R::seen(cx, spec, found)
    }

    fn blocks(cx: &Cx<'_>, spec: &R::Spec, found: &R::Found, _: &Plan<Nothing>) -> Vec<Block> {
        R::blocks(cx, spec, found)
    }

    async fn apply(
        _: &Cx<'_>,
        _: &R::Spec,
        change: &Nothing,
        _: &World<Write>,
        _: &Intent<'_>,
    ) -> Result<Applied<Nothing>, Problem> {
        match *change {}
    }

    fn recover(_: &Cx<'_>, _: &R::Spec, _: &R::Found, change: &Nothing, _: Option<&Value>) -> Option<Nothing> {
        match *change {}
    }

    async fn undo(_: &Cx<'_>, receipt: &Nothing, _: &World<Write>) -> Result<(), Problem> {
        match *receipt {}
    }

    async fn gone(_: &Cx<'_>, receipt: &Nothing, _: &World<Read>) -> Result<bool, Problem> {
        match *receipt {}
    }

    fn undo_words(_: &Cx<'_>, receipt: &Nothing) -> Option<Described> {
        match *receipt {}
    }
}
