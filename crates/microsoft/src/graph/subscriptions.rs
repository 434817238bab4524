//! Change notifications: a subscription belongs to the app and the user that made it.
//!
//! Source: <https://learn.microsoft.com/graph/api/subscription-post-subscriptions>. Before Graph answers, it validates the
//! endpoint: <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks>.

use domain::Timestamp;
use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::{Graph, encoded};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

/// The delegated permission that reads chats of the signed-in user; one to write does not count.
pub const CHATS: &[&str] = &["Chat.Read"];

/// A subscription, as far as we look at it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// What it was made with, where Graph tells.
    pub client_state: Option<String>,
    /// Where it tells changes.
    pub notification_url: String,
    /// When it ends by itself.
    #[serde(rename = "expirationDateTime")]
    pub expires: Timestamp,
}

/// What a subscription is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubscription {
    /// `created`, `updated`, `deleted`.
    pub change: &'static str,
    /// Where to tell changes.
    pub url: String,
    /// What to watch.
    pub resource: String,
    /// When it is to end.
    pub expires: Timestamp,
    /// Comes back with every notification; at most 128 characters.
    pub client_state: String,
}

impl<M: Mode> Graph<M> {
    /// Whether there is a token for chats; nothing is sent to Graph.
    ///
    /// # Errors
    /// When there is none.
    pub async fn is_signed_in(&self) -> Result<(), Error> {
        self.caller.has_token(CHATS).await
    }

    /// The subscriptions of this client and this user.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>, Error> {
        self.list(Call::get("GET /subscriptions", "v1.0/subscriptions", CHATS)).await
    }
}

impl Graph<Write> {
    /// Makes a subscription. Graph validates the endpoint first, which can take ten seconds.
    ///
    /// # Errors
    /// See [`Error`]; 400 when the endpoint does not answer as it must.
    pub async fn create_subscription(&self, wanted: &NewSubscription) -> Result<Subscription, Error> {
        let body = json!({
            "changeType": wanted.change,
            "notificationUrl": wanted.url,
            "resource": wanted.resource,
            "expirationDateTime": wanted.expires,
            "clientState": wanted.client_state,
        });
        let operation = "POST /subscriptions";
        let made = self.write(Call::write(operation, Method::POST, "v1.0/subscriptions", CHATS, Some(body))).await?;
        super::decode(operation, 201, made)
    }

    /// Deletes a subscription.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn delete_subscription(&self, id: &str) -> Result<(), Error> {
        let path = format!("v1.0/subscriptions/{}", encoded(id));
        found(self.write(Call::write("DELETE /subscriptions/{id}", Method::DELETE, path, CHATS, None)).await).map(drop)
    }
}
