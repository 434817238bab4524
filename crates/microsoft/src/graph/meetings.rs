//! Online meetings, app-only: in the name of a user, if an application access policy allows it.
//!
//! Source: <https://learn.microsoft.com/graph/api/application-post-onlinemeetings>. The path takes object ids only.

use domain::{MeetingId, Timestamp, UserId};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Graph, encoded};
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

// App-only calls carry no delegated scopes.
const APP_ONLY: &[&str] = &[];

/// A meeting, as far as we look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meeting {
    /// Opaque id.
    pub id: MeetingId,
    /// Subject.
    pub subject: Option<String>,
}

/// What a test meeting is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeeting {
    /// Subject.
    pub subject: String,
    /// Start, UTC.
    pub start: Timestamp,
    /// End, UTC.
    pub end: Timestamp,
    /// An id of ours, by which the meeting is found again when the answer was lost.
    pub external_id: String,
}

/// What the read probe shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingProbe {
    /// The access policy lets the app through.
    Allowed,
    /// It does not, yet.
    NoPolicy,
}

impl<M: Mode> Graph<M> {
    /// Looks up a meeting that does not exist: only whether the policy lets the app through is of interest.
    /// Weaker than making one; word it as *probable* (DECISIONS 1).
    ///
    /// # Errors
    /// See [`Error`]; refusals other than the policy's are errors.
    pub async fn probe_meetings(&self, user: UserId) -> Result<MeetingProbe, Error> {
        let address = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_handrail%40thread.v2/0";
        let path = format!("v1.0/users/{user}/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encoded(address));
        let call = Call::get("GET /users/{id}/onlineMeetings", path, APP_ONLY);
        match self.get::<serde_json::Value>(call).await {
            Ok(_) => Ok(MeetingProbe::Allowed),
            Err(error) if error.is_status(404) => Ok(MeetingProbe::Allowed),
            Err(error) if error.is_status(403) && error.says("application access policy") => Ok(MeetingProbe::NoPolicy),
            Err(error) => Err(error),
        }
    }
}

impl Graph<Write> {
    /// Makes a meeting in a user's name. It is on nobody's calendar.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_meeting(&self, user: UserId, meeting: &NewMeeting) -> Result<Meeting, Error> {
        let body = json!({
            "startDateTime": meeting.start,
            "endDateTime": meeting.end,
            "subject": meeting.subject,
            "participants": {},
            "lobbyBypassSettings": { "scope": "everyone", "isDialInBypassEnabled": true },
            "allowedPresenters": "everyone",
            "externalId": meeting.external_id,
        });
        let operation = "POST /users/{id}/onlineMeetings";
        let path = format!("v1.0/users/{user}/onlineMeetings");
        let made = self.write(Call::write(operation, Method::POST, path, APP_ONLY, Some(body))).await?;
        super::decode(operation, 201, made)
    }

    /// The meeting with that external id, made if it does not exist: the only way to find one whose id was lost.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-createorget>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_or_get_meeting(&self, user: UserId, meeting: &NewMeeting) -> Result<Meeting, Error> {
        let body = json!({
            "externalId": meeting.external_id,
            "startDateTime": meeting.start,
            "endDateTime": meeting.end,
            "subject": meeting.subject,
        });
        let operation = "POST /users/{id}/onlineMeetings/createOrGet";
        let path = format!("v1.0/users/{user}/onlineMeetings/createOrGet");
        let made = self.write(Call::write(operation, Method::POST, path, APP_ONLY, Some(body))).await?;
        super::decode(operation, 200, made)
    }

    /// Deletes a meeting.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn delete_meeting(&self, user: UserId, meeting: &MeetingId) -> Result<(), Error> {
        let path = format!("v1.0/users/{user}/onlineMeetings/{}", encoded(meeting.as_str()));
        let operation = "DELETE /users/{id}/onlineMeetings/{id}";
        found(self.write(Call::write(operation, Method::DELETE, path, APP_ONLY, None)).await).map(drop)
    }
}
