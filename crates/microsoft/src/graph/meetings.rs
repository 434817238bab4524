//! Online meetings: app-only in the name of a user, if an application access policy allows it, or the signed-in user's own.
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
const AS_USER: &[&str] = &["OnlineMeetings.ReadWrite"];

/// Whose meetings, and as whom they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A user's, as the app: an access policy decides.
    User(UserId),
    /// The signed-in user's own.
    Mine,
}

impl Whose {
    fn path(self, rest: &str) -> String {
        match self {
            Self::User(user) => format!("v1.0/users/{user}/onlineMeetings{rest}"),
            Self::Mine => format!("v1.0/me/onlineMeetings{rest}"),
        }
    }

    const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::User(_) => APP_ONLY,
            Self::Mine => AS_USER,
        }
    }

    const fn operation(self, of_user: &'static str, mine: &'static str) -> &'static str {
        match self {
            Self::User(_) => of_user,
            Self::Mine => mine,
        }
    }
}

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
    /// Makes a meeting. It is on nobody's calendar.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_meeting(&self, whose: Whose, meeting: &NewMeeting) -> Result<Meeting, Error> {
        let body = json!({
            "startDateTime": meeting.start,
            "endDateTime": meeting.end,
            "subject": meeting.subject,
            "participants": {},
            "lobbyBypassSettings": { "scope": "everyone", "isDialInBypassEnabled": true },
            "allowedPresenters": "everyone",
            "externalId": meeting.external_id,
        });
        let operation = whose.operation("POST /users/{id}/onlineMeetings", "POST /me/onlineMeetings");
        let call = Call::write(operation, Method::POST, whose.path(""), whose.scopes(), Some(body));
        super::decode(operation, 201, self.write(call).await?)
    }

    /// The meeting with that external id, made if it does not exist: the only way to find one whose id was lost.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-createorget>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_or_get_meeting(&self, whose: Whose, meeting: &NewMeeting) -> Result<Meeting, Error> {
        let body = json!({
            "externalId": meeting.external_id,
            "startDateTime": meeting.start,
            "endDateTime": meeting.end,
            "subject": meeting.subject,
        });
        let operation =
            whose.operation("POST /users/{id}/onlineMeetings/createOrGet", "POST /me/onlineMeetings/createOrGet");
        let call = Call::write(operation, Method::POST, whose.path("/createOrGet"), whose.scopes(), Some(body));
        super::decode(operation, 200, self.write(call).await?)
    }

    /// One meeting. Read with the right to change it, which the caller holds already.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn meeting(&self, whose: Whose, meeting: &MeetingId) -> Result<Meeting, Error> {
        let operation = whose.operation("GET /users/{id}/onlineMeetings/{id}", "GET /me/onlineMeetings/{id}");
        let path = whose.path(&format!("/{}", encoded(meeting.as_str())));
        self.get(Call::get(operation, path, whose.scopes())).await
    }

    /// Gives a meeting another subject.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-update>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn rename_meeting(&self, whose: Whose, meeting: &MeetingId, subject: &str) -> Result<(), Error> {
        let operation = whose.operation("PATCH /users/{id}/onlineMeetings/{id}", "PATCH /me/onlineMeetings/{id}");
        let path = whose.path(&format!("/{}", encoded(meeting.as_str())));
        let body = Some(json!({ "subject": subject }));
        self.write(Call::write(operation, Method::PATCH, path, whose.scopes(), body)).await.map(drop)
    }

    /// Deletes a meeting.
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine.
    pub async fn delete_meeting(&self, whose: Whose, meeting: &MeetingId) -> Result<(), Error> {
        let operation = whose.operation("DELETE /users/{id}/onlineMeetings/{id}", "DELETE /me/onlineMeetings/{id}");
        let path = whose.path(&format!("/{}", encoded(meeting.as_str())));
        found(self.write(Call::write(operation, Method::DELETE, path, whose.scopes(), None)).await).map(drop)
    }
}
