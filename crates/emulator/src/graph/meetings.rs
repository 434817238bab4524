//! Online meetings. App-only access wants an application access policy that is in force for the organiser.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::time::Duration;

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape;
use crate::Moment;
use crate::state::well_known::PLAN_TEAMS;
use crate::state::{Meeting, Tenant, User};

/// Only the service sets these.
const READ_ONLY: [&str; 6] = [
    "id",
    "joinWebUrl",
    "joinMeetingIdSettings.joinMeetingId",
    "creationDateTime",
    "chatInfo.threadId",
    "videoTeleconferenceId",
];

/// The organiser of the path, if the caller may act for them.
fn organiser(call: &Call<'_>, tenant: &Tenant, moment: Moment) -> Result<User, Refusal> {
    let id = call.parameter("user-id");
    if !call.caller.app_only {
        return own(call, tenant, id);
    }
    // Only object ids: a UPN is answered as if the user were not there.
    let user = tenant.users.get(&id.to_ascii_lowercase()).ok_or_else(no_user)?;
    if user.is_guest() {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "Forbidden", ""));
    }
    if !user.account_enabled || !tenant.has_plan(user, PLAN_TEAMS) {
        return Err(no_user());
    }
    match tenant.access_in_force(&call.caller.app_id, &user.id, moment.delays_now) {
        true => Ok(user.clone()),
        false => Err(no_policy(call, tenant, &user.id)),
    }
}

/// In the words that are seen today, or in those that the documentation once had.
fn no_policy(call: &Call<'_>, tenant: &Tenant, user: &str) -> Refusal {
    if !tenant.oddities.old_meeting_refusal {
        return Refusal::new(StatusCode::FORBIDDEN, "General", "No application access policy found for this app.");
    }
    let app = &call.caller.app_id;
    let message = format!("App {app} is not authorized to Create meeting on behalf of user {user}");
    Refusal::new(StatusCode::FORBIDDEN, "Unauthorized", message)
}

/// With a signed-in user only their own meetings; no directory role helps.
fn own(call: &Call<'_>, tenant: &Tenant, id: &str) -> Result<User, Refusal> {
    let user = tenant.users.get(&call.caller.object_id).ok_or_else(no_user)?;
    let same = id.is_empty() || id.eq_ignore_ascii_case(&user.id) || id.eq_ignore_ascii_case(&user.upn);
    if !same || user.is_guest() {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "Forbidden", ""));
    }
    tenant.has_plan(user, PLAN_TEAMS).then(|| user.clone()).ok_or_else(no_user)
}

/// 404 without a useful text: unknown, not licensed, disabled, or named by UPN.
fn no_user() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "UnknownError", "")
}

fn no_meeting() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", "Meeting not found.")
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let moment = call.emulator().moment();
    call.read(|tenant| {
        let user = organiser(call, tenant, moment)?;
        let wanted = call.options.filter.as_ref().and_then(|filter| {
            ["JoinWebUrl", "joinMeetingIdSettings/joinMeetingId", "VideoTeleconferenceId"]
                .iter()
                .find_map(|name| Some((*name, filter.equal_to(name)?)))
        });
        let Some((name, value)) = wanted else {
            let message = "Filter expression expected - /onlineMeetings?$filter=JoinWebUrl eq '{joinWebUrl}'.";
            return Err(Refusal::bad("BadRequest", message));
        };
        let items: Vec<Value> = tenant
            .teams
            .meetings
            .all()
            .filter(|(_, meeting)| meeting.organiser == user.id)
            .map(|(_, meeting)| Value::Object(meeting.json.clone()))
            .filter(|json| super::query::member(json, name).as_str().is_some_and(|found| found == value))
            .collect();
        let context = call.context(&format!("users('{}')/onlineMeetings", user.id));
        Ok(Answer::ok(json!({ "@odata.context": context, "value": items })))
    })
}

fn find(call: &Call<'_>, tenant: &Tenant, user: &User) -> Result<(String, Meeting), Refusal> {
    let id = call.parameter("onlineMeeting-id").to_owned();
    let meeting = tenant.teams.meetings.current(&id).filter(|meeting| meeting.organiser == user.id);
    meeting.cloned().map(|meeting| (id, meeting)).ok_or_else(no_meeting)
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let moment = call.emulator().moment();
    call.read(|tenant| {
        let user = organiser(call, tenant, moment)?;
        let (_, meeting) = find(call, tenant, &user)?;
        Ok(Answer::ok(body(call, &user, &meeting)))
    })
}

fn body(call: &Call<'_>, user: &User, meeting: &Meeting) -> Value {
    let mut body = Value::Object(meeting.json.clone());
    body["@odata.context"] = call.context(&format!("users('{}')/onlineMeetings/$entity", user.id));
    body
}

pub(super) fn create(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let user = organiser(call, tenant, moment)?;
        make(call, tenant, moment, &user)
    })
}

/// Finds the meeting with the `externalId`, or makes it. Source: onlinemeeting-createorget.
pub(super) fn create_or_get(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let user = organiser(call, tenant, moment)?;
        let external = call.text("externalId").unwrap_or_default();
        if external.is_empty() {
            return Err(Refusal::bad("BadRequest", "The externalId is required."));
        }
        let found = tenant.teams.meetings.all().find(|(_, meeting)| {
            meeting.organiser == user.id
                && meeting.made_by == call.caller.app_id
                && meeting.json.get("externalId").and_then(Value::as_str) == Some(external)
        });
        match found {
            Some((_, meeting)) => Ok(Answer::ok(body(call, &user, meeting))),
            None => make(call, tenant, moment, &user),
        }
    })
}

fn make(call: &Call<'_>, tenant: &mut Tenant, moment: Moment, user: &User) -> Outcome {
    let sent = call.members();
    shape::check_read_only(&sent, &READ_ONLY, "OnlineMeeting")?;
    let (start, end) = times(&sent, moment)?;
    let thread =
        format!("19:meeting_{}@thread.v2", STANDARD.encode(tenant.new_id().replace('-', "")).trim_end_matches('='));
    let id = STANDARD.encode(format!("1*{}*0**{thread}", user.id));
    let digits = tenant.ids.digits(12);
    let conference = tenant.ids.digits(9);
    let context = format!("{{\"Tid\":\"{}\",\"Oid\":\"{}\"}}", tenant.id, user.id);
    let context: String = url::form_urlencoded::byte_serialize(context.as_bytes()).collect();
    let join = format!(
        "https://teams.microsoft.com/l/meetup-join/{}/0?context={context}",
        thread.replace(':', "%3a").replace('@', "%40")
    );
    let json = json!({
        "id": id,
        "creationDateTime": moment.now,
        "startDateTime": start,
        "endDateTime": end,
        "joinWebUrl": join,
        "subject": null,
        "externalId": null,
        "isBroadcast": false,
        "isEntryExitAnnounced": true,
        "allowedPresenters": "everyone",
        "videoTeleconferenceId": conference,
        "lobbyBypassSettings": { "scope": "organization", "isDialInBypassEnabled": false },
        "joinMeetingIdSettings": { "joinMeetingId": digits, "isPasscodeRequired": false, "passcode": null },
        "audioConferencing": null,
        "chatInfo": { "threadId": thread, "messageId": "0", "replyChainMessageId": "0" },
        "participants": {
            "organizer": {
                "identity": { "user": { "id": user.id, "displayName": user.display_name } },
                "upn": user.upn,
                "role": "presenter",
            },
            "attendees": [],
        },
    });
    let mut json = json.as_object().cloned().unwrap_or_default();
    let participants = json.get("participants").cloned();
    shape::merge(&mut json, &Map::new(), sent);
    settle_participants(tenant, &mut json, participants);
    json.insert("startDateTime".to_owned(), json!(start));
    json.insert("endDateTime".to_owned(), json!(end));
    let meeting =
        Meeting { organiser: user.id.clone(), made_by: call.caller.app_id.clone(), created_at: moment.now, json };
    let stamp = moment.stamp(tenant);
    tenant.teams.meetings.write(id.clone(), meeting.clone(), stamp);
    let location = format!("{}/users('{}')/onlineMeetings('{id}')", call.root(), user.id);
    Ok(Answer::created(body(call, user, &meeting), location))
}

/// Whoever is sent as organiser, it is the user of the path; attendees of the tenant are named.
fn settle_participants(tenant: &Tenant, json: &mut Map<String, Value>, made: Option<Value>) {
    let organiser = made.as_ref().and_then(|made| made.get("organizer")).cloned().unwrap_or_default();
    if let Some(Value::Object(participants)) = json.get_mut("participants") {
        participants.insert("organizer".to_owned(), organiser);
        for attendee in participants.get_mut("attendees").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(user) = attendee["upn"].as_str().and_then(|upn| tenant.user(upn)) else { continue };
            attendee["identity"] = json!({ "user": { "id": user.id, "displayName": user.display_name } });
        }
    }
}

/// Now and an hour when nothing is said.
fn times(sent: &Map<String, Value>, moment: Moment) -> Result<(Timestamp, Timestamp), Refusal> {
    let read = |name: &str| sent.get(name).and_then(Value::as_str).and_then(|at| Timestamp::parse(at).ok());
    let start = read("startDateTime").unwrap_or(moment.now);
    let end = read("endDateTime").unwrap_or(start + Duration::from_secs(3_600));
    match end > start {
        true => Ok((start, end)),
        false => Err(Refusal::bad("BadRequest", "The meeting's end time must be later than its start time.")),
    }
}

pub(super) fn update(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let user = organiser(call, tenant, moment)?;
        let (id, mut meeting) = find(call, tenant, &user)?;
        let sent = call.members();
        shape::check_read_only(&sent, &READ_ONLY, "OnlineMeeting")?;
        let organiser = meeting.json.get("participants").cloned();
        shape::merge(&mut meeting.json, &Map::new(), sent);
        settle_participants(tenant, &mut meeting.json, organiser);
        times(&meeting.json, moment)?;
        let stamp = moment.stamp(tenant);
        tenant.teams.meetings.write(id, meeting.clone(), stamp);
        Ok(Answer::ok(body(call, &user, &meeting)))
    })
}

pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, moment| {
        let user = organiser(call, tenant, moment)?;
        let (id, _) = find(call, tenant, &user)?;
        let stamp = moment.stamp(tenant);
        tenant.teams.meetings.delete(&id, stamp);
        Ok(Answer::no_content())
    })
}
