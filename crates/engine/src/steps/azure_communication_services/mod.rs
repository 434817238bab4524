//! An Azure Communication Services resource, and its connection string in the keychain.
//!
//! The way there: a subscription that may be used, the resource provider registered in it, a resource group, the resource,
//! its keys. What a person must decide is asked; the rest is suggested. Everything that is made carries the set-up's id as
//! a tag, so that it is known again after a crash. Reading keys is a POST, so it is a change: a look only compares what the
//! keychain holds with what the resource says of itself.

mod choose;
mod keys;
mod look;
mod make;
mod plan;
mod questions;
mod rights;
mod shapes;
mod take_back;
mod words;

use async_trait::async_trait;
use domain::{Action, AzureCommunicationServicesSpec, Block, CommunicationRef, Kind, Message, Outputs, Wanted};
use microsoft::{Read, Write};
use serde_json::Value;

use crate::step::{Applied, Cx, Described, Intent, Plan, Step};
use crate::{Problem, World};
use shapes::{Change, Found, Receipt};

/// What an Azure token is asked for, in full; the audience is Microsoft's name also in the practice tenant.
pub const AZURE_SCOPE: &str = "https://management.azure.com/user_impersonation";
/// The resource provider.
const NAMESPACE: &str = "Microsoft.Communication";
/// The resource type.
const RESOURCE_TYPE: &str = "CommunicationServices";
/// The tag that says which set-up made something.
const SETUP_TAG: &str = "handrail-setup";
/// The tag that says for which profile.
const PROFILE_TAG: &str = "handrail-profile";

/// The button that asks for Azure beside the session that there is.
pub(crate) fn sign_in_to_azure() -> Action {
    Action::SignInTo { service: "Azure".to_owned(), scopes: vec![AZURE_SCOPE.to_owned()] }
}

/// See [`Kind::AzureCommunicationServices`].
pub(crate) struct AzureCommunicationServices;

#[async_trait]
impl Step for AzureCommunicationServices {
    type Spec = AzureCommunicationServicesSpec;
    type Found = Found;
    type Change = Change;
    type Receipt = Receipt;
    const KIND: Kind = Kind::AzureCommunicationServices;

    fn spec(wanted: &Wanted) -> Option<&Self::Spec> {
        match wanted {
            Wanted::AzureCommunicationServices(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &Self::Spec, world: &World<Read>) -> Result<Found, Problem> {
        look::look(cx, spec, world).await
    }

    fn plan(cx: &Cx<'_>, spec: &Self::Spec, found: &Found) -> Plan<Change> {
        plan::plan(cx, spec, found)
    }

    fn outputs(_: &Cx<'_>, _: &Self::Spec, found: &Found, outputs: &mut Outputs) {
        outputs.communication = communication(found);
    }

    fn describe(_: &Cx<'_>, _: &Self::Spec, change: &Change) -> Described {
        words::describe(change)
    }

    fn expected(cx: &Cx<'_>, _: &Self::Spec) -> Message {
        words::expected(cx)
    }

    fn seen(_: &Cx<'_>, _: &Self::Spec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(cx: &Cx<'_>, spec: &Self::Spec, found: &Found, _: &Plan<Change>) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }

    async fn apply(
        cx: &Cx<'_>,
        spec: &Self::Spec,
        change: &Change,
        world: &World<Write>,
        intent: &Intent<'_>,
    ) -> Result<Applied<Receipt>, Problem> {
        Ok(Applied { receipt: make::apply(cx, spec, change, world, intent).await? })
    }

    fn recover(_: &Cx<'_>, _: &Self::Spec, found: &Found, change: &Change, _: Option<&Value>) -> Option<Receipt> {
        make::recover(found, change).map(Some)
    }

    async fn undo(_: &Cx<'_>, receipt: &Receipt, world: &World<Write>) -> Result<(), Problem> {
        match receipt {
            Some(done) => take_back::undo(done, world).await,
            None => Ok(()),
        }
    }

    async fn gone(_: &Cx<'_>, receipt: &Receipt, world: &World<Read>) -> Result<bool, Problem> {
        match receipt {
            Some(done) => take_back::gone(done, world).await,
            None => Ok(true),
        }
    }

    fn undo_words(_: &Cx<'_>, receipt: &Receipt) -> Option<Described> {
        words::undo(receipt.as_ref()?)
    }

    fn left_behind(cx: &Cx<'_>, note: &Value) -> Option<Receipt> {
        take_back::left_behind(cx, note).map(Some)
    }
}

/// The resource, once it is there and its connection string is kept.
fn communication(found: &Found) -> Option<CommunicationRef> {
    let Found::Seen(seen) = found else { return None };
    let service = seen.service.as_ref().filter(|service| shapes::is_ready(service))?;
    let kept = seen.kept.iter().rfind(|kept| kept.holds)?;
    Some(CommunicationRef {
        resource_id: service.id.clone(),
        name: service.name.clone(),
        endpoint: service.endpoint()?,
        data_location: service.properties.data_location.clone(),
        keychain_account: kept.keychain_account.clone(),
    })
}
