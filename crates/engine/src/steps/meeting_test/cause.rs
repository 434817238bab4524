//! Why Microsoft refused a meeting: questions in a fixed order, and one cause with one remedy (`failures.md`, D-tree).

use domain::{Arg, ChangeState, Diagnostic, Kind, Message, Outcome, ProbeStep, Technical, UserRef, msg};
use microsoft::teams::{AccessPolicy, PolicySource, UserPolicy};
use microsoft::{Error, Mode};

use super::claims::{Claims, Flaw};
use crate::diagnose::WithArg as _;
use crate::diagnoses::{Args, Diagnoses, Found};
use crate::licences::{Unfit, unfit};
use crate::settle::WAIT_LIMIT;
use crate::step::Cx;
use crate::steps::application_access_policy::same;
use crate::{Problem, World, diagnose, views};

/// The permission that making meetings takes.
const PERMISSION: &str = "OnlineMeetings.ReadWrite.All";

/// The questions, in their order.
const QUESTIONS: [&str; 6] = ["token", "roles", "user", "policy", "app", "age"];

/// Whether it is the access policy that refuses. Its wording changed over the years; the status did not.
pub(super) fn is_no_policy(error: &Error) -> bool {
    let status = error.is_status(403) || error.is_status(401);
    status
        && ["application access policy", "is not authorized to", "is not allowed to perform operations on the user"]
            .iter()
            .any(|part| error.says(part))
}

/// What is wrong with the token that was just issued, before anything is asked with it.
pub(super) async fn of_token<M: Mode>(
    cx: &Cx<'_>,
    world: &World<M>,
    user: &UserRef,
    claims: Option<&Claims>,
) -> Option<Problem> {
    let mut trail = Trail::new(user, None);
    token(cx, world, claims, &mut trail).await
}

/// The cause of a refusal. `None` for the refusal of the read probe, whose answer is known to be "no policy".
pub(super) async fn of_refusal<M: Mode>(
    cx: &Cx<'_>,
    world: &World<M>,
    user: &UserRef,
    claims: Option<&Claims>,
    error: Option<Error>,
) -> Problem {
    let mut trail = Trail::new(user, technical(world, error.as_ref()));
    if let Some(problem) = token(cx, world, claims, &mut trail).await {
        return problem;
    }
    if let Some(problem) = person(cx, world, user, &mut trail).await {
        return problem;
    }
    let by_policy = error.as_ref().is_none_or(is_no_policy);
    if by_policy {
        if let Some(problem) = policy(cx, world, user, &mut trail).await {
            return problem;
        }
        return age(cx, world, user, trail);
    }
    let other = Problem::from(error.unwrap_or(Error::ReadOnly { operation: "POST /users/{id}/onlineMeetings" }));
    let mut args = views::known_args(cx.setup, cx.outputs);
    args.insert("user".to_owned(), Arg::Text(user.name.clone()));
    trail.unknown(diagnose::diagnostic(&other, &args))
}

/// The cause of a refusal to the signed-in user.
pub(super) async fn of_own_refusal<M: Mode>(cx: &Cx<'_>, world: &World<M>, user: &UserRef, error: Error) -> Problem {
    let mut trail = Trail::new(user, technical(world, Some(&error)));
    if let Some(problem) = person(cx, world, user, &mut trail).await {
        return problem;
    }
    error.into()
}

/// Questions 1 and 2: is it our token, app-only, and does it carry the permission?
async fn token<M: Mode>(cx: &Cx<'_>, world: &World<M>, claims: Option<&Claims>, trail: &mut Trail) -> Option<Problem> {
    let Some(claims) = claims else {
        // It need not be readable (DECISIONS 16): the real call decides.
        trail.answer(msg("meeting-test-token-opaque"));
        trail.answer(msg("meeting-test-roles-opaque"));
        return None;
    };
    let app = cx.outputs.app.as_ref().map(|app| app.app_id)?;
    if let Some(flaw) = claims.flaw(cx.setup.tenant.id, app, world.ports.clock.now()) {
        let answer = msg("meeting-test-token-flaw").text("flaw", flaw.id());
        if flaw == Flaw::Delegated {
            return Some(trail.cause(Found::TokenDelegated, answer, &[]));
        }
        return Some(trail.unknown_because(answer));
    }
    trail.answer(msg("meeting-test-token-good"));
    if claims.roles.iter().any(|role| role == PERMISSION) {
        trail.answer(msg("meeting-test-roles-good").list("roles", claims.roles.clone()));
        return None;
    }
    match is_granted(cx, world).await {
        Some(true) => Some(Problem::waiting(msg("meeting-test-wait-token"))),
        Some(false) => {
            let answer = msg("meeting-test-roles-not-granted").text("permission", PERMISSION);
            Some(trail.cause(Found::ConsentDeclaredOnly, answer, &[]))
        }
        None => {
            let answer = msg("meeting-test-roles-missing").text("permission", PERMISSION);
            Some(trail.cause(Found::TokenWithoutRoles, answer, &[]))
        }
    }
}

/// Whether the permission is granted in the directory; `None` when that cannot be read now.
async fn is_granted<M: Mode>(cx: &Cx<'_>, world: &World<M>) -> Option<bool> {
    let own = cx.outputs.service_principal.as_ref()?.own;
    let wanted = cx.outputs.permissions.as_ref()?.iter().find(|permission| permission.name == PERMISSION)?.id;
    let granted = world.graph.app_role_assignments(own).await.ok()?;
    Some(granted.iter().any(|grant| grant.app_role_id == wanted))
}

/// Question 3: can this user have meetings at all?
async fn person<M: Mode>(cx: &Cx<'_>, world: &World<M>, user: &UserRef, trail: &mut Trail) -> Option<Problem> {
    let id = user.id.to_string();
    let read = futures_util::join!(world.graph.user(&id), world.graph.user_licences(user.id));
    let (details, licences) = match read {
        (Ok(None), _) => {
            let answer = msg("meeting-test-user-gone");
            return Some(trail.cause(Found::OrganiserNotFound, answer, &[("tenant", tenant_name(cx))]));
        }
        (Ok(Some(details)), Ok(licences)) => (details, licences),
        _ => {
            trail.answer(msg("meeting-test-not-read"));
            return None;
        }
    };
    let Some(unfit) = unfit(&details, &licences) else {
        trail.answer(msg("meeting-test-user-good"));
        return None;
    };
    let answer = |part: &str| msg(&format!("meeting-test-user-{part}"));
    Some(match unfit {
        Unfit::Guest => trail.cause(Found::OrganiserGuest, answer("guest"), &[("tenant", tenant_name(cx))]),
        Unfit::Disabled => trail.cause(Found::OrganiserDisabled, answer("disabled"), &[]),
        Unfit::NoLicence => trail.cause(Found::OrganiserNoTeams, answer("no-licence"), &[]),
        Unfit::TeamsOff => trail.cause(Found::OrganiserNoTeams, answer("teams-off"), &[]),
        Unfit::Pending => Problem::waiting(msg("meeting-test-wait-licence").text("user", &*user.name)),
    })
}

/// Questions 4 and 5: does the policy in force for this user name the app?
async fn policy<M: Mode>(cx: &Cx<'_>, world: &World<M>, user: &UserRef, trail: &mut Trail) -> Option<Problem> {
    let read = futures_util::try_join!(world.teams.user_policy(user.id), world.teams.policies());
    let Ok((held, policies)) = read else {
        trail.answer(msg("meeting-test-not-read"));
        trail.answer(msg("meeting-test-not-read"));
        return None;
    };
    let app = cx.outputs.app.as_ref()?.app_id;
    let holders = cx.outputs.policy.as_ref().map(|policy| policy.holders.as_slice()).unwrap_or_default();
    let others = !holders.is_empty() && !holders.iter().any(|holder| holder.id == user.id);
    match judge(&held, &policies, app, others) {
        Verdict::NamesUs(policy) => {
            trail.answer(msg("meeting-test-policy-held").text("policy", policy));
            trail.answer(msg("meeting-test-app-named"));
            None
        }
        Verdict::None => Some(trail.cause(Found::MeetingPolicyMissing, msg("meeting-test-policy-none"), &[])),
        Verdict::OtherUser => {
            let names: Vec<String> = holders.iter().map(|holder| holder.name.clone()).collect();
            let answer = msg("meeting-test-policy-others").list("names", names);
            Some(trail.cause(Found::MeetingPolicyOtherUser, answer, &[]))
        }
        Verdict::Outranked(policy) => {
            trail.answer(msg("meeting-test-policy-held").text("policy", policy));
            let answer = msg("meeting-test-app-outranked");
            Some(trail.cause(Found::PolicyGlobalOutranked, answer, &[]))
        }
        Verdict::OtherApp { policy, apps } => {
            trail.answer(msg("meeting-test-policy-held").text("policy", policy.clone()));
            let answer = msg("meeting-test-app-other").list("apps", apps).text("app", app.to_string());
            let args = [("policy", policy), ("app_id", app.to_string())];
            Some(trail.cause(Found::MeetingPolicyOtherApp, answer, &args))
        }
    }
}

/// What a user's policies say about our app.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// The one in force names it.
    NamesUs(String),
    /// None is in force.
    None,
    /// None is in force for this user, but others hold ours.
    OtherUser,
    /// The tenant's names it, and one of the user's own outranks that.
    Outranked(String),
    /// The one in force names other apps.
    OtherApp { policy: String, apps: Vec<String> },
}

fn judge(held: &UserPolicy, policies: &[AccessPolicy], app: domain::AppId, others: bool) -> Verdict {
    let named = |identity: &str| policies.iter().find(|policy| same(&policy.identity, identity));
    let names_us = |policy: &AccessPolicy| policy.app_ids.contains(&app);
    let (identity, source) = held.in_force().unwrap_or(("Global", PolicySource::Global));
    let Some(policy) = named(identity) else {
        return if others { Verdict::OtherUser } else { Verdict::None };
    };
    if names_us(policy) {
        return Verdict::NamesUs(policy.identity.clone());
    }
    if source == PolicySource::Global {
        return if others { Verdict::OtherUser } else { Verdict::None };
    }
    if named(held.global.as_deref().unwrap_or("Global")).is_some_and(names_us) {
        return Verdict::Outranked(policy.identity.clone());
    }
    let apps = policy.app_ids.iter().map(ToString::to_string).collect();
    Verdict::OtherApp { policy: policy.identity.clone(), apps }
}

/// Question 6: has Teams had time enough?
fn age<M: Mode>(cx: &Cx<'_>, world: &World<M>, user: &UserRef, mut trail: Trail) -> Problem {
    match granted_at(cx, world).map(|at| world.ports.clock.now().since(at)) {
        Some(age) if age >= WAIT_LIMIT => {
            let answer = msg("meeting-test-age-long").duration("age", age);
            trail.cause(Found::MeetingPolicyStuck, answer, &[])
        }
        // Not granted by us: how long it is so cannot be read, and the wait has an end of its own.
        Some(_) | None => Problem::waiting(msg("meeting-test-wait-policy").text("user", &*user.name)),
    }
}

/// When this set-up last changed the policy or who holds it.
fn granted_at<M: Mode>(cx: &Cx<'_>, world: &World<M>) -> Option<domain::Timestamp> {
    let journal = world.ports.store.journal(cx.setup.id).ok()?;
    journal
        .iter()
        .filter(|entry| entry.planned.kind == Kind::ApplicationAccessPolicy)
        .filter(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen))
        .filter_map(|entry| entry.made_at)
        .max()
}

fn tenant_name(cx: &Cx<'_>) -> String {
    views::tenant_name(&cx.setup.tenant, cx.outputs.session.as_ref())
}

/// What support asks for: of the refusal, or of the read probe's call.
fn technical<M: Mode>(world: &World<M>, error: Option<&Error>) -> Option<Technical> {
    if let Some(refusal) = error.and_then(Error::refusal) {
        return Some(Technical {
            service: "graph".to_owned(),
            operation: refusal.operation.to_owned(),
            status: Some(refusal.status),
            codes: refusal.codes.clone(),
            request_id: refusal.request_id.clone(),
            client_request_id: refusal.client_request_id.clone(),
            at: Some(refusal.at),
        });
    }
    let call = world.calls_so_far().into_iter().rev().find(|call| call.status == Some(403))?;
    Some(Technical {
        service: "graph".to_owned(),
        operation: "GET /users/{id}/onlineMeetings".to_owned(),
        status: call.status,
        codes: Vec::new(),
        request_id: call.request_id,
        client_request_id: None,
        at: call.at,
    })
}

/// The answers so far, and what to make of them in the end.
struct Trail {
    answers: Vec<Message>,
    user: String,
    technical: Option<Technical>,
}

impl Trail {
    fn new(user: &UserRef, technical: Option<Technical>) -> Self {
        Self { answers: Vec::new(), user: user.name.clone(), technical }
    }

    fn answer(&mut self, answer: Message) {
        self.answers.push(answer);
    }

    /// The cause is found: what comes after is not asked.
    fn cause(&mut self, found: Found, answer: Message, args: &[(&str, String)]) -> Problem {
        let mut all = Args::from([("user".to_owned(), Arg::Text(self.user.clone()))]);
        all.extend(args.iter().map(|(name, value)| ((*name).to_owned(), Arg::Text(value.clone()))));
        let mut diagnostic = Diagnoses::builtin().found(found, self.technical.take(), &all);
        self.answer(answer);
        diagnostic.probes = self.probes(true);
        diagnostic.into()
    }

    /// Nothing that was asked explains it.
    fn unknown(&mut self, mut diagnostic: Diagnostic) -> Problem {
        diagnostic.probes = self.probes(false);
        diagnostic.into()
    }

    /// Something that Handrail has no words for.
    fn unknown_because(&mut self, answer: Message) -> Problem {
        let mut diagnostic = diagnose::simple("meeting-test-token", Outcome::Unknown).with_arg("user", &self.user);
        diagnostic.technical = self.technical.take();
        self.answer(answer);
        diagnostic.probes = self.probes(true);
        diagnostic.into()
    }

    fn probes(&self, found: bool) -> Vec<ProbeStep> {
        QUESTIONS
            .iter()
            .enumerate()
            .map(|(number, question)| ProbeStep {
                question: msg(&format!("meeting-test-question-{question}")).text("user", self.user.clone()),
                answer: self.answers.get(number).cloned(),
                is_cause: found && number + 1 == self.answers.len(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::AppId;
    use serde_json::json;

    use super::*;

    const APP: &str = "7d1f3c7e-0000-4000-8000-00000000000a";
    const OTHER: &str = "7d1f3c7e-0000-4000-8000-00000000000b";

    fn held(direct: Option<&str>, group: Option<&str>, global: Option<&str>) -> UserPolicy {
        serde_json::from_value(json!({
            "user": { "id": "7d1f3c7e-0000-4000-8000-000000000001", "upn": "mia@x.example", "name": "Mia" },
            "direct": direct, "group": group, "global": global,
        }))
        .expect("a user's policies")
    }

    fn policy(identity: &str, apps: &[&str]) -> AccessPolicy {
        serde_json::from_value(json!({ "Identity": identity, "AppIds": apps, "Description": "" })).expect("a policy")
    }

    fn verdict(held: &UserPolicy, policies: &[AccessPolicy], others: bool) -> Verdict {
        judge(held, policies, AppId::parse(APP).expect("a GUID"), others)
    }

    #[test]
    fn the_policy_in_force_decides_and_names_are_compared_with_and_without_tag() {
        let policies = [policy("Tag:Ours", &[APP]), policy("Global", &[])];
        let direct = held(Some("ours"), None, None);
        assert_eq!(verdict(&direct, &policies, false), Verdict::NamesUs("Tag:Ours".to_owned()), "it names us");
        assert_eq!(verdict(&held(None, None, None), &policies, false), Verdict::None, "nothing is granted");
        assert_eq!(verdict(&held(None, None, None), &policies, true), Verdict::OtherUser, "others hold ours");
    }

    #[test]
    fn a_users_own_policy_outranks_the_tenants() {
        let policies = [policy("Tag:Theirs", &[OTHER]), policy("Global", &[APP])];
        let own = held(Some("Tag:Theirs"), None, None);
        assert_eq!(
            verdict(&own, &policies, false),
            Verdict::Outranked("Tag:Theirs".to_owned()),
            "Global has no effect"
        );
    }

    #[test]
    fn a_policy_with_another_id_is_told_with_the_ids_in_it() {
        let policies = [policy("Tag:Ours", &[OTHER]), policy("Global", &[])];
        let expected = Verdict::OtherApp { policy: "Tag:Ours".to_owned(), apps: vec![OTHER.to_owned()] };
        assert_eq!(verdict(&held(Some("Tag:Ours"), None, None), &policies, false), expected, "an object id, usually");
    }
}
