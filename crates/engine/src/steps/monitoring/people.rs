//! Sign-ins of people to the app, where it acts for them: how many, and whether the tokens that the vendor holds still work.

use domain::{Action, AppId, CheckRow, MonitoringSpec, Outcome, PermissionType, Timestamp, Wanted, msg};
use microsoft::graph::SignInEntry;
use microsoft::{Error, Read};
use serde::{Deserialize, Serialize};

use super::words::row;
use crate::World;
use crate::step::Cx;

/// The tokens that an app holds for a person no longer work: a new password or a suspicious sign-in (50173), 90 days
/// without use (700082), a rule about how long a sign-in lasts (70043).
/// <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>
const LOST: [i64; 3] = [50_173, 700_082, 70_043];

/// Sign-ins of people in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct People {
    /// How many.
    count: usize,
    /// How many failed.
    failed: usize,
    /// The last that worked.
    last: Option<Timestamp>,
    /// The last at which a token was found to be of no use any more: when, and its AADSTS number.
    lost: Option<(Timestamp, i64)>,
    /// Whose.
    whose: Option<String>,
}

/// Reads them; `None` when the app acts for nobody.
pub(super) async fn read(
    cx: &Cx<'_>,
    world: &World<Read>,
    app: AppId,
    since: Timestamp,
) -> Option<Result<People, Error>> {
    let acts_for_people = cx.profile.items.iter().any(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => spec.permissions.iter().any(|one| one.kind == PermissionType::Delegated),
        _ => false,
    });
    if !acts_for_people {
        return None;
    }
    Some(world.graph.people_sign_ins(app, since).await.map(|entries| sum_up(&entries)))
}

fn sum_up(entries: &[SignInEntry]) -> People {
    let mut sum = People { count: entries.len(), ..People::default() };
    for entry in entries {
        let (at, error) = (entry.created_date_time, entry.status.as_ref().and_then(|status| status.error_code));
        match error.unwrap_or(0) {
            0 => sum.last = sum.last.max(Some(at)),
            number => {
                sum.failed += 1;
                if LOST.contains(&number) && sum.lost.is_none_or(|(before, _)| before < at) {
                    sum.lost = Some((at, number));
                    sum.whose.clone_from(&entry.user_principal_name);
                }
            }
        }
    }
    sum
}

impl People {
    /// The token that was lost, unless somebody signed in since.
    fn lost(&self) -> Option<(Timestamp, i64)> {
        self.lost.filter(|(at, _)| self.last.is_none_or(|last| last < *at))
    }

    pub(super) fn rows(&self, spec: &MonitoringSpec, since: Timestamp) -> Vec<CheckRow> {
        let look = Some(Action::OpenLink { link: "logs.signin".to_owned() });
        let title = msg("monitoring-people-count").count("count", self.count).time("since", since);
        let detail = self.last.map(|at| msg("monitoring-people-last").time("at", at));
        let mut rows = vec![CheckRow { detail, ..row("people", Outcome::Done, title) }];
        let many = self.failed >= usize::try_from(spec.failures).unwrap_or(usize::MAX);
        if many {
            let title = msg("monitoring-people-failed").count("count", self.failed);
            let remedy = Some(msg("monitoring-look-remedy"));
            rows.push(CheckRow { remedy, action: look.clone(), ..row("people-failures", Outcome::Finding, title) });
        }
        if let Some((at, number)) = self.lost() {
            let title = msg("monitoring-token-lost").time("at", at).text("code", format!("AADSTS{number}"));
            let detail = self.whose.clone().filter(|whose| !whose.is_empty());
            let detail = detail.map(|whose| msg("monitoring-token-lost-whose").text("user", whose));
            let remedy = Some(msg("monitoring-token-lost-remedy"));
            rows.push(CheckRow { detail, remedy, action: look, ..row("token", Outcome::Finding, title) });
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_unix(1_795_000_000 + hour * 3_600).expect("a time")
    }

    fn sign_in(hour: i64, error: i64) -> SignInEntry {
        serde_json::from_value(json!({
            "createdDateTime": at(hour), "status": { "errorCode": error }, "userPrincipalName": "mia@contoso.com",
        }))
        .expect("an entry")
    }

    #[test]
    fn a_lost_token_is_told_until_somebody_signs_in_again() {
        for number in LOST {
            let lost = sum_up(&[sign_in(1, 0), sign_in(5, number), sign_in(3, number)]);
            assert_eq!((lost.lost(), lost.failed), (Some((at(5), number)), 2), "the last of them");
            let rows = lost.rows(&MonitoringSpec { days: 7, failures: 5 }, at(0));
            let token = rows.iter().find(|row| row.id == "token").expect("a row");
            assert!(token.outcome == Outcome::Finding && token.remedy.is_some(), "with what to do");
            assert_eq!(sum_up(&[sign_in(5, number), sign_in(6, 0)]).lost(), None, "signed in since");
        }
        let other = sum_up(&[sign_in(1, 50_126)]);
        assert_eq!((other.lost(), other.failed), (None, 1), "a wrong password is no lost token");
    }
}
