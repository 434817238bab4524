//! Sign-ins of the app, failures, new places, and changes that this set-up did not make.
//!
//! Shows what Graph can tell and says what it cannot: the number of meetings, refused requests, and changes of Teams
//! policies do not stand in Entra's logs.

mod people;
mod words;

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Block, Diagnostic, JournalEntry, Kind, Message, MonitoringSpec, Outcome, Timestamp, TokenError, Wanted, msg,
};
use microsoft::graph::{AuditEntry, SignInEntry};
use microsoft::{Error, Read};
use serde::{Deserialize, Serialize};

use words::{by_hand, facts, rows};

use crate::reading::Reading;
use crate::step::{Cx, State};
use crate::{Problem, World, diagnose, views};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Entra writes its log a little before or after our journal.
const AROUND: Duration = Duration::from_secs(15 * 60);
/// More rows of one kind than this are summed up.
const SHOWN: usize = 12;
/// What an application or enterprise app can have done to it that matters, as the log begins to call it. Names may end
/// in a blank and hold an en dash.
const CHANGES: [&str; 12] = [
    "Consent to application",
    "Add app role assignment to service principal",
    "Remove app role assignment from service principal",
    "Add delegated permission grant",
    "Remove delegated permission grant",
    "Update application",
    "Create application",
    "Add service principal credentials",
    "Remove service principal credentials",
    "Update service principal",
    "Add owner to",
    "Delete application",
];

/// See [`Kind::Monitoring`].
pub(crate) struct Monitoring;

/// What the logs show.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// From when on.
    since: Timestamp,
    /// The app's own sign-ins.
    sign_ins: Seen<SignIns>,
    /// Sign-ins of people to it; `None` where it acts as itself only.
    #[serde(default)]
    people: Option<Seen<people::People>>,
    /// Changes of app and enterprise app that this set-up did not make.
    changes: Seen<Vec<Changed>>,
}

/// What a log gave.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Seen<T> {
    /// Read.
    Read(T),
    /// Not to be had, and why.
    Unread(Box<Diagnostic>),
}

/// Sign-ins of the app in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignIns {
    /// How many.
    count: usize,
    /// How many failed.
    failed: usize,
    /// AADSTS numbers of the failures, with how often.
    errors: Vec<(i64, usize)>,
    /// The last one.
    last: Option<Timestamp>,
    /// From these countries.
    countries: BTreeSet<String>,
    /// From these addresses.
    addresses: BTreeSet<String>,
    /// Countries of the second half of the window that the first half does not know.
    new_countries: BTreeSet<String>,
    /// Addresses, likewise.
    new_addresses: BTreeSet<String>,
    /// Ids of credentials that are neither the certificate of this set-up nor that of the vendor's own key.
    other_credentials: BTreeSet<String>,
}

/// A change by somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changed {
    at: Timestamp,
    what: String,
    by: Option<String>,
}

#[async_trait]
impl Reading for Monitoring {
    type Spec = MonitoringSpec;
    type Found = Found;
    const KIND: Kind = Kind::Monitoring;

    fn spec(wanted: &Wanted) -> Option<&MonitoringSpec> {
        match wanted {
            Wanted::Monitoring(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &MonitoringSpec, world: &World<Read>) -> Result<Found, Problem> {
        let app = cx.outputs.app.as_ref().ok_or(Problem::Missing(domain::Field::App))?;
        let since = cx.now - DAY * spec.days;
        let (object, principal) = (
            app.object_id.map(|id| id.to_string()),
            cx.outputs.service_principal.as_ref().map(|principals| principals.own.to_string()),
        );
        // An app of another tenant has no registration here, and this tenant's log knows nothing about it.
        let of = async |id: &Option<String>| match id {
            Some(id) => world.graph.audit_of(id, since).await,
            None => Ok(Vec::new()),
        };
        let audits = async { futures_util::try_join!(of(&object), of(&principal)) };
        let own = world.graph.app_sign_ins(app.app_id, since);
        let (sign_ins, people, audits) = futures_util::join!(own, people::read(cx, world, app.app_id, since), audits);
        let journal = world.ports.store.journal(cx.setup.id)?;
        let own = cx.outputs.certificate.as_ref().map(|certificate| certificate.key_id.to_string());
        let vendors = cx.outputs.vendor_certificate.as_ref().map(|certificate| certificate.key_id.clone());
        let secret = cx.outputs.client_secret.as_ref().map(|secret| secret.key_id.to_string());
        let own: Vec<String> = own.into_iter().chain(vendors).chain(secret).collect();
        let middle = cx.now - DAY * spec.days / 2;
        Ok(Found {
            since,
            sign_ins: seen(cx, sign_ins.map(|entries| sum_up(&entries, middle, &own)))?,
            people: people.map(|people| seen(cx, people)).transpose()?,
            changes: seen(
                cx,
                audits.map(|(mut entries, more)| {
                    entries.extend(more);
                    by_others(&entries, &journal)
                }),
            )?,
        })
    }

    fn state(_: &Cx<'_>, spec: &MonitoringSpec, found: &Found) -> State {
        let people = found.people.as_ref().and_then(unread);
        let mut unread = [unread(&found.sign_ins), people, unread(&found.changes)].into_iter().flatten();
        // What this tenant's licence does not have is said and is no failure.
        if let Some(why) = unread.find(|why| why.outcome != Outcome::NotApplicable) {
            return match why.outcome {
                Outcome::NeedsPerson => State::NeedsPerson(Box::new(why.clone())),
                _ => State::Unknown(Box::new(Diagnostic { outcome: Outcome::Unknown, ..why.clone() })),
            };
        }
        let unusual = rows(spec, found).iter().any(|row| row.outcome == Outcome::Finding);
        if unusual { State::Finding } else { State::Right }
    }

    fn expected(_: &Cx<'_>, spec: &MonitoringSpec) -> Message {
        words::expected(spec)
    }

    fn seen(_: &Cx<'_>, _: &MonitoringSpec, found: &Found) -> Message {
        words::seen(found)
    }

    fn blocks(cx: &Cx<'_>, spec: &MonitoringSpec, found: &Found) -> Vec<Block> {
        let mut rows = rows(spec, found);
        rows.sort_by_key(|row| row.outcome != Outcome::Finding);
        let mut blocks = vec![Block::Checklist { title: None, rows }];
        if let Seen::Read(sign_ins) = &found.sign_ins {
            blocks.extend(facts(sign_ins).map(|rows| Block::Facts { title: Some(msg("monitoring-sign-ins")), rows }));
        }
        blocks.push(Block::Checklist { title: Some(msg("monitoring-by-hand")), rows: by_hand(cx) });
        blocks
    }
}

/// A log that is refused makes its rows unknown; without a sign-in there is nothing to say at all.
fn seen<T>(cx: &Cx<'_>, result: Result<T, Error>) -> Result<Seen<T>, Problem> {
    match result {
        Ok(value) => Ok(Seen::Read(value)),
        Err(error @ Error::Token(TokenError::NotSignedIn | TokenError::MoreScopes(_))) => Err(error.into()),
        Err(error) => {
            let args = views::known_args(cx.setup, cx.outputs);
            Ok(Seen::Unread(Box::new(diagnose::diagnostic(&error.into(), &args))))
        }
    }
}

fn unread<T>(seen: &Seen<T>) -> Option<&Diagnostic> {
    match seen {
        Seen::Read(_) => None,
        Seen::Unread(why) => Some(why),
    }
}

/// Counts, places, and what the second half of the window has that the first has not. Without sign-ins in the first half
/// nothing is new: the app is.
fn sum_up(entries: &[SignInEntry], middle: Timestamp, own: &[String]) -> SignIns {
    let mut sum = SignIns { count: entries.len(), ..SignIns::default() };
    let mut before: (BTreeSet<String>, BTreeSet<String>) = Default::default();
    let mut early = false;
    for entry in entries {
        let error = entry.status.as_ref().and_then(|status| status.error_code).unwrap_or(0);
        if error != 0 {
            sum.failed += 1;
            match sum.errors.iter_mut().find(|(number, _)| *number == error) {
                Some((_, count)) => *count += 1,
                None => sum.errors.push((error, 1)),
            }
        }
        sum.last = sum.last.max(Some(entry.created_date_time));
        let country = entry.location.as_ref().and_then(|location| location.country_or_region.clone());
        let country = country.filter(|country| !country.is_empty());
        let address = entry.ip_address.clone().filter(|address| !address.is_empty());
        if entry.created_date_time < middle {
            early = true;
            before.0.extend(country.clone());
            before.1.extend(address.clone());
        }
        sum.countries.extend(country);
        sum.addresses.extend(address);
        let credential = entry.service_principal_credential_key_id.as_deref().filter(|id| !id.is_empty());
        if let Some(id) = credential
            && !own.is_empty()
            && !own.iter().any(|own| id.eq_ignore_ascii_case(own))
        {
            sum.other_credentials.insert(id.to_owned());
        }
    }
    if early {
        sum.new_countries = sum.countries.difference(&before.0).cloned().collect();
        sum.new_addresses = sum.addresses.difference(&before.1).cloned().collect();
    }
    sum
}

/// Entries that matter and that no row of our journal explains.
fn by_others(entries: &[AuditEntry], journal: &[JournalEntry]) -> Vec<Changed> {
    let mut changed: Vec<Changed> = entries
        .iter()
        .filter(|entry| !entry.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("failure")))
        .filter_map(|entry| {
            let what = entry.activity_display_name.as_deref()?.trim();
            CHANGES.iter().any(|known| what.starts_with(known)).then(|| Changed {
                at: entry.activity_date_time,
                what: what.to_owned(),
                by: entry.actor().map(ToOwned::to_owned),
            })
        })
        .filter(|changed| !journal.iter().any(|row| explains(row, changed)))
        .collect();
    changed.sort_by(|a, b| (b.at, &a.what).cmp(&(a.at, &b.what)));
    changed.dedup();
    changed
}

/// Made by this set-up: the same person, around the time of a change in the journal.
fn explains(row: &JournalEntry, changed: &Changed) -> bool {
    let same = changed.by.as_deref().is_none_or(|by| by.eq_ignore_ascii_case(&row.by));
    let until = row.made_at.unwrap_or(row.intended_at).max(row.intended_at);
    // An undone change was touched again later; its own time is not kept, so the person decides.
    let undone = row.state == domain::ChangeState::Undone && changed.at >= row.intended_at;
    same && (undone || (changed.at + AROUND >= row.intended_at && changed.at <= until + AROUND))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::words::sign_in_rows;
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_unix(hour * 3600).expect("a time")
    }

    fn sign_in(hour: i64, address: &str, country: &str, error: i64, key: &str) -> SignInEntry {
        serde_json::from_value(json!({
            "createdDateTime": at(hour),
            "ipAddress": address,
            "status": { "errorCode": error },
            "location": { "countryOrRegion": country },
            "servicePrincipalCredentialKeyId": key,
        }))
        .expect("a sign-in")
    }

    #[test]
    fn places_of_the_second_half_that_the_first_does_not_know_are_new() {
        let entries = [
            sign_in(1, "192.0.2.1", "DE", 0, "k"),
            sign_in(20, "192.0.2.1", "DE", 0, "k"),
            sign_in(30, "198.51.100.7", "US", 0, "k"),
        ];
        let sum = sum_up(&entries, at(10), &["k".to_owned()]);
        assert_eq!(sum.new_countries, BTreeSet::from(["US".to_owned()]), "a country that was not there before");
        assert_eq!(sum.new_addresses, BTreeSet::from(["198.51.100.7".to_owned()]), "an address likewise");
        let young = sum_up(&entries[1..], at(10), &["k".to_owned()]);
        assert!(
            young.new_countries.is_empty() && young.new_addresses.is_empty(),
            "an app that is new itself has no before"
        );
    }

    #[test]
    fn failures_are_counted_by_their_numbers_and_other_credentials_are_told() {
        let entries = [
            sign_in(1, "a", "DE", 7_000_215, "k"),
            sign_in(2, "a", "DE", 7_000_215, "other"),
            sign_in(3, "a", "DE", 0, "K"),
        ];
        let sum = sum_up(&entries, at(10), &["k".to_owned()]);
        assert_eq!((sum.count, sum.failed, sum.errors.clone()), (3, 2, vec![(7_000_215, 2)]), "two of three failed");
        assert_eq!(sum.other_credentials, BTreeSet::from(["other".to_owned()]), "ids are compared without case");
        let spec = MonitoringSpec { days: 7, failures: 2 };
        let rows = sign_in_rows(&spec, &sum, at(0));
        let failures = rows.iter().find(|row| row.id == "failures").expect("the row");
        assert_eq!(failures.outcome, Outcome::Finding, "as many as the profile says");
    }

    #[test]
    fn changes_are_explained_by_the_journal_or_told() {
        let entry = |hour: i64, what: &str, by: &str| -> AuditEntry {
            serde_json::from_value(json!({
                "activityDateTime": at(hour), "activityDisplayName": what, "result": "success",
                "initiatedBy": { "user": { "userPrincipalName": by } },
            }))
            .expect("an audit entry")
        };
        let journal = |hour: i64| -> JournalEntry {
            let id = "7d1f3c7e-0000-4000-8000-000000000001";
            serde_json::from_value(json!({
                "id": id, "setup": id, "run": id, "number": 1, "by": "Dana@x.example",
                "planned": { "item": "certificate", "kind": "certificate", "kind_version": 1, "change": {}, "scopes": [],
                    "view": { "verb": "add", "text": { "id": "x" }, "note": null, "calls": [], "careful": false } },
                "intended_at": at(hour), "state": "seen", "note": null, "receipt": {}, "made_at": at(hour), "request_ids": [],
            }))
            .expect("a row of the journal")
        };
        let entries = [
            entry(10, "Update application – Certificates and secrets management ", "dana@x.example"),
            entry(10, "Consent to application", "eve@x.example"),
            entry(20, "Consent to application", "dana@x.example"),
            entry(20, "Update user", "eve@x.example"),
        ];
        let others = by_others(&entries, &[journal(10)]);
        let told: Vec<(&str, Option<&str>)> = others.iter().map(|c| (c.what.as_str(), c.by.as_deref())).collect();
        assert_eq!(
            told,
            [("Consent to application", Some("dana@x.example")), ("Consent to application", Some("eve@x.example"))],
            "ours by person and time is left out, as is what does not matter; newest first"
        );
    }
}
