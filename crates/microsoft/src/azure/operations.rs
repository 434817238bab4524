//! What takes its time. Creating is followed at `Azure-AsyncOperation`, whose body tells how it stands; deleting at
//! `Location`, whose status does. <https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Azure, SCOPE};
use crate::Error;
use crate::caller::{Answer, Call, Mode};
use crate::refused::{header_text, retry_after};

/// Between two looks, when Azure does not say.
const PAUSE: Duration = Duration::from_secs(5);

/// Where to ask how something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The address, to be sent unchanged.
    pub address: String,
    /// When to ask next, seconds.
    pub pause: u64,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Succeeded,
    /// Not done; Azure's code, if it says one.
    Failed(Option<String>),
}

impl Operation {
    /// What an answer names; `None` when there is nothing to follow.
    pub(super) fn of(answer: &Answer) -> Option<Self> {
        let address = header_text(&answer.headers, "azure-asyncoperation")
            .or_else(|| header_text(&answer.headers, "location"))?;
        Some(Self { address, pause: pause(answer) })
    }

    /// When to ask next.
    #[must_use]
    pub const fn pause(&self) -> Duration {
        Duration::from_secs(self.pause)
    }
}

fn pause(answer: &Answer) -> u64 {
    retry_after(&answer.headers).unwrap_or(PAUSE).as_secs().max(1)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    status: Option<String>,
    error: Option<Fault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fault {
    code: Option<String>,
}

impl<M: Mode> Azure<M> {
    /// Asks once: how it ended, or when to ask again.
    ///
    /// # Errors
    /// [`Error::ForeignHost`] when the address leads elsewhere: then the resource itself must tell.
    pub async fn follow(&self, operation: &Operation) -> Result<Result<Ended, Operation>, Error> {
        const OPERATION: &str = "GET operation";
        let path = self.path_of(OPERATION, &operation.address)?;
        let answer = self.caller.send(Call::get(OPERATION, path, SCOPE)).await?;
        if answer.status == 202 {
            let address = header_text(&answer.headers, "location").unwrap_or_else(|| operation.address.clone());
            return Ok(Err(Operation { address, pause: pause(&answer) }));
        }
        let status: Status = serde_json::from_value(answer.body.clone()).unwrap_or_default();
        Ok(match status.status.as_deref() {
            None | Some("Succeeded") => Ok(Ended::Succeeded),
            Some("Failed" | "Canceled") => Ok(Ended::Failed(status.error.and_then(|error| error.code))),
            Some(_) => Err(Operation { pause: pause(&answer), ..operation.clone() }),
        })
    }
}
