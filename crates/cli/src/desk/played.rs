//! Hosts that a test installation plays, told by it: the names of a profile lead there and nowhere else.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{StandIn, StandIns};
use http::{Request, StatusCode};
use microsoft::Transport;
use url::Url;

/// Asks the installation for each host.
pub(crate) struct PlayedElsewhere {
    pub transport: Arc<dyn Transport>,
    pub directory: Url,
}

#[async_trait]
impl StandIns for PlayedElsewhere {
    async fn of(&self, host: &str, _: u16) -> Result<StandIn, String> {
        let mut address = self.directory.clone();
        address.query_pairs_mut().append_pair("host", host);
        let request = Request::get(address.as_str()).body(<_>::default()).map_err(|error| error.to_string())?;
        let answer = self.transport.send(request).await.map_err(|error| error.to_string())?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Err(String::from_utf8_lossy(answer.body()).into_owned());
        }
        serde_json::from_slice(answer.body()).map_err(|error| error.to_string())
    }
}
