//! Sign-in with a code on another device: the fallback, chosen by a person after the sentence that nobody may have sent
//! her the code. Handrail never falls back to it by itself (failures A1).

use std::sync::Arc;
use std::time::Duration;

use domain::{SecretText, SignedIn, Timestamp};
use serde::Deserialize;
use tokio::sync::Notify;
use url::Url;

use crate::clients::Visit;
use crate::refusal::{Refused, Wire};
use crate::session::Session;
use crate::sign_in::{SignInError, admit, refused};
use crate::token_endpoint::{Grant, NoGrant, post, read};

/// RFC 8628: what to do when no interval is given, and what `slow_down` adds.
const INTERVAL: Duration = Duration::from_secs(5);

/// Starts sign-ins by device code.
pub struct DeviceSignIn;

#[derive(Deserialize)]
struct Offer {
    device_code: SecretText,
    user_code: String,
    verification_uri: Url,
    expires_in: u64,
    interval: Option<u64>,
}

impl DeviceSignIn {
    /// Asks for a code.
    ///
    /// # Errors
    /// When the service has no device codes, refuses, or cannot be reached.
    pub async fn start(session: Arc<Session>, visit: Visit) -> Result<DeviceFlow, SignInError> {
        let endpoint = session.tenant().service.device.clone().ok_or(SignInError::NoDeviceCode)?;
        let (client, scope) = (visit.client.to_string(), visit.redeemed());
        let answer = post(session.transport(), &endpoint, &[("client_id", &client), ("scope", &scope)]).await?;
        let status = answer.status().as_u16();
        if !answer.status().is_success() {
            let wire: Wire = serde_json::from_slice(answer.body()).map_err(|_| SignInError::NotUnderstood(status))?;
            let Refused { refusal, .. } = wire.reduce();
            return Err(refused(refusal));
        }
        let offer: Offer = serde_json::from_slice(answer.body()).map_err(|_| SignInError::NotUnderstood(status))?;
        let lasts = Duration::from_secs(offer.expires_in);
        Ok(DeviceFlow {
            user_code: offer.user_code,
            page: offer.verification_uri,
            until: session.now() + lasts,
            lasts,
            interval: offer.interval.map_or(INTERVAL, Duration::from_secs),
            device_code: offer.device_code,
            visit,
            session,
            cancelled: Notify::new(),
        })
    }
}

/// A sign-in by device code that is going on.
pub struct DeviceFlow {
    /// What the person types at the page.
    pub user_code: String,
    /// Where: differs from cloud to cloud.
    pub page: Url,
    /// When the code ends.
    pub until: Timestamp,
    lasts: Duration,
    interval: Duration,
    device_code: SecretText,
    visit: Visit,
    session: Arc<Session>,
    cancelled: Notify,
}

impl DeviceFlow {
    /// Asks until the person has signed in.
    ///
    /// # Errors
    /// Whatever ended the flow.
    pub async fn finish(&self) -> Result<SignedIn, SignInError> {
        let mut interval = self.interval;
        loop {
            if self.session.now() + interval > self.until {
                return Err(SignInError::TimedOut(self.lasts));
            }
            tokio::select! {
                () = self.session.clock().sleep(interval) => {}
                () = self.cancelled.notified() => return Err(SignInError::Cancelled),
            }
            match self.poll().await {
                Ok(grant) => return admit(&self.session, &self.visit, grant, None).await,
                Err(NoGrant::Refused { refusal, .. }) => match refusal.error.as_str() {
                    "authorization_pending" => {}
                    "slow_down" => interval += INTERVAL,
                    "expired_token" | "code_expired" => return Err(SignInError::TimedOut(self.lasts)),
                    _ => return Err(refused(refusal)),
                },
                // Asking again is what this flow does anyway.
                Err(NoGrant::Unreachable(_)) => interval += INTERVAL,
                Err(other) => return Err(other.into()),
            }
        }
    }

    /// Ends it.
    pub fn cancel(&self) {
        self.cancelled.notify_one();
    }

    async fn poll(&self) -> Result<Grant, NoGrant> {
        let client = self.visit.client.to_string();
        let form = [
            ("client_id", client.as_str()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", self.device_code.expose()),
        ];
        let endpoint = &self.session.tenant().service.token;
        read(&post(self.session.transport(), endpoint, &form).await.map_err(NoGrant::Unreachable)?)
    }
}
