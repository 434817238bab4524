//! The account's directory roles, held and eligible, against what the later items need.

use domain::{Action, CheckRow, Diagnostic, Kind, Message, Outcome, PermissionType, UserRef, Wanted, msg};
use futures_util::future::join_all;
use microsoft::Read;
use microsoft::graph::AuthorizationPolicy;

use super::rows::{row, unread};
use super::{Seen, titles, wanted};
use crate::step::Cx;
use crate::{Problem, World, diagnose, roles, views};

/// Page where eligible roles are activated.
const PIM: &str = "pim.my_roles";

/// Something that later items do, and the roles of which one is enough for it.
struct Duty {
    id: &'static str,
    kinds: &'static [Kind],
    roles: &'static [&'static str],
    /// Without it an item cannot be done at all; else somebody should look.
    needed: bool,
    /// Whether the profile asks for it at all, beside having such an item.
    asked: fn(&Cx<'_>) -> bool,
}

/// Application permissions of Microsoft Graph are granted by fewer roles than delegated ones.
/// <https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent#prerequisites>
fn wants_application_permissions(cx: &Cx<'_>) -> bool {
    cx.profile.items.iter().any(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => spec.permissions.iter().any(|permission| {
            permission.kind == PermissionType::Application
                && cx.profile.holds(permission.when.as_ref(), &cx.setup.answers)
        }),
        _ => false,
    })
}

/// Source: `graph-additions/directory-roles.json` of the contracts, after Microsoft's permission pages.
const DUTIES: [Duty; 6] = [
    Duty {
        id: "register",
        kinds: &[
            Kind::AppRegistration,
            Kind::ServicePrincipal,
            Kind::ApiPermissions,
            Kind::Certificate,
            Kind::ClientSecret,
            Kind::ExposeApi,
        ],
        roles: &["Application Administrator", "Cloud Application Administrator", "Global Administrator"],
        needed: true,
        asked: |_| true,
    },
    Duty {
        id: "consent",
        kinds: &[Kind::AdminConsent],
        roles: &["Privileged Role Administrator", "Global Administrator"],
        needed: true,
        asked: wants_application_permissions,
    },
    Duty {
        id: "consent-delegated",
        kinds: &[Kind::AdminConsent],
        roles: &[
            "Application Administrator",
            "Cloud Application Administrator",
            "Privileged Role Administrator",
            "Global Administrator",
        ],
        needed: true,
        asked: |cx| !wants_application_permissions(cx),
    },
    Duty {
        id: "teams",
        kinds: &[Kind::ApplicationAccessPolicy],
        roles: &["Teams Administrator", "Global Administrator"],
        needed: true,
        asked: |_| true,
    },
    Duty {
        id: "teams-apps",
        kinds: &[Kind::TeamsAppPackage, Kind::TeamsAppPin],
        roles: &["Teams Administrator", "Global Administrator"],
        needed: true,
        asked: |_| true,
    },
    Duty {
        id: "logs",
        kinds: &[Kind::Monitoring],
        roles: &[
            "Reports Reader",
            "Security Reader",
            "Security Administrator",
            "Global Reader",
            "Global Administrator",
        ],
        needed: false,
        asked: |_| true,
    },
];

/// What the account came to.
pub(super) struct Account {
    pub rows: Vec<CheckRow>,
    /// The first needed role that is missing.
    pub lacks: Option<Diagnostic>,
    /// Graph answered at all.
    pub talked: bool,
}

/// Whether the account can do its duty.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    /// By this role.
    Holds(&'static str),
    /// Any member may, and then owns what was made.
    AsMember,
    /// Somebody did it already.
    Done,
    /// By this role, once it is activated.
    Eligible(&'static str),
    /// Not at all.
    Lacks,
}

pub(super) async fn look(cx: &Cx<'_>, world: &World<Read>) -> Result<Account, Problem> {
    let graph = &world.graph;
    let (held, eligible, policy) =
        futures_util::join!(graph.my_roles(), graph.my_eligible_roles(), graph.authorization_policy());
    let held = Seen::of(cx, held)?;
    let eligible = Seen::of(cx, eligible)?;
    let policy = Seen::of(cx, policy)?;
    let talked = held.get().is_some() || policy.get().is_some();
    let mut account = Account { rows: policy_rows(&policy), lacks: None, talked };
    if let Seen::Unread(why) = &eligible {
        account.rows.push(unread("roles.eligible", msg("readiness-eligible"), why, Vec::new()));
    }
    let held = match held {
        Seen::Read(held) => held,
        Seen::Unread(why) => {
            account.rows.push(unread("roles", msg("readiness-roles"), &why, Vec::new()));
            return Ok(account);
        }
    };
    let held: Vec<String> = held.into_iter().filter_map(|role| role.role_template_id).collect();
    let eligible = eligible.get().map(Vec::as_slice).unwrap_or_default();
    let eligible: Vec<String> = eligible.iter().map(|role| role.role_definition_id.clone()).collect();
    let members = policy.get().is_some_and(|policy| policy.members_may_register_apps);
    for duty in &DUTIES {
        let blocks = titles(cx, duty.kinds);
        if blocks.is_empty() || !(duty.asked)(cx) {
            continue;
        }
        let standing = standing(duty, (&held, &eligible), members, is_done(cx, duty));
        let people = match standing {
            Standing::Lacks => helpers(duty, world).await,
            _ => Vec::new(),
        };
        account.rows.push(duty_row(cx, duty, &standing, &people, blocks));
        if account.lacks.is_none() && duty.needed {
            account.lacks = lacking(cx, duty, &standing, &people);
        }
    }
    Ok(account)
}

/// Everything that its items give is there. What gives nothing leaves nothing to see.
fn is_done(cx: &Cx<'_>, duty: &Duty) -> bool {
    let mut items = wanted(cx).filter(|item| duty.kinds.contains(&item.wanted.kind()));
    items.all(|item| item.wanted.kind().gives().first().is_some_and(|field| cx.outputs.has(*field)))
}

fn standing(duty: &Duty, (held, eligible): (&[String], &[String]), members: bool, done: bool) -> Standing {
    let one_of = |ids: &[String]| {
        duty.roles.iter().copied().find(|role| {
            roles::template(role).is_some_and(|template| ids.iter().any(|id| id.eq_ignore_ascii_case(template)))
        })
    };
    if let Some(role) = one_of(held) {
        return Standing::Holds(role);
    }
    let developer = || {
        let template = roles::template("Application Developer");
        template.is_some_and(|template| held.iter().any(|id| id.eq_ignore_ascii_case(template)))
    };
    if done {
        return Standing::Done;
    }
    if duty.id == "register" && (members || developer()) {
        return Standing::AsMember;
    }
    one_of(eligible).map_or(Standing::Lacks, Standing::Eligible)
}

/// Who holds one of the roles in this tenant.
async fn helpers(duty: &Duty, world: &World<Read>) -> Vec<(UserRef, &'static str)> {
    let read = duty.roles.iter().copied().map(|role| async move {
        let members = match roles::template(role) {
            Some(template) => world.graph.role_members(template).await.unwrap_or_default(),
            None => Vec::new(),
        };
        members.into_iter().map(move |member| (UserRef::from(member), role)).collect::<Vec<_>>()
    });
    let mut people: Vec<(UserRef, &'static str)> = join_all(read).await.into_iter().flatten().collect();
    let mut seen = Vec::new();
    people.retain(|(user, _)| {
        let new = !seen.contains(&user.id);
        seen.push(user.id);
        new
    });
    people
}

fn duty_row(
    cx: &Cx<'_>,
    duty: &Duty,
    standing: &Standing,
    people: &[(UserRef, &'static str)],
    blocks: Vec<Message>,
) -> CheckRow {
    let id = format!("roles.{}", duty.id);
    let text = |part: &str| msg(&format!("readiness-{part}"));
    let title = msg(&format!("readiness-duty-{}", duty.id));
    let missing = if duty.needed { Outcome::NeedsPerson } else { Outcome::Finding };
    match standing {
        Standing::Holds(role) => {
            CheckRow { detail: Some(text("role-held").text("role", *role)), ..row(&id, Outcome::Done, title) }
        }
        Standing::AsMember => CheckRow { detail: Some(text("role-member")), ..row(&id, Outcome::Done, title) },
        Standing::Done => CheckRow { detail: Some(text("role-done")), ..row(&id, Outcome::Done, title) },
        Standing::Eligible(role) => CheckRow {
            detail: Some(text("role-eligible").text("role", *role)),
            blocks,
            remedy: Some(text("role-activate").text("role", *role)),
            action: Some(Action::OpenLink { link: PIM.to_owned() }),
            ..row(&id, missing, title)
        },
        Standing::Lacks => CheckRow {
            detail: Some(text("role-lacks").list("roles", duty.roles.iter().copied())),
            blocks: blocks.clone(),
            who: who(people),
            remedy: Some(text("role-ask")),
            action: Some(Action::CopyMessage { message: hand_over(cx, duty, &blocks) }),
            ..row(&id, missing, title)
        },
    }
}

fn who(people: &[(UserRef, &'static str)]) -> Option<Message> {
    let names: Vec<String> = people.iter().map(|(user, _)| user.name.clone()).collect();
    (!names.is_empty()).then(|| msg("readiness-who").list("names", names))
}

/// A text to send to somebody who holds the role.
fn hand_over(cx: &Cx<'_>, duty: &Duty, blocks: &[Message]) -> Message {
    let app = cx
        .outputs
        .app
        .as_ref()
        .map_or_else(|| msg("readiness-hand-over-later"), |app| Message::literal(app.app_id.to_string()));
    let first = blocks.first().cloned().unwrap_or_else(|| msg(&format!("readiness-duty-{}", duty.id)));
    msg("readiness-hand-over")
        .text("tenant", views::tenant_name(&cx.setup.tenant, cx.outputs.session.as_ref()))
        .text("domain", cx.setup.tenant.domain.clone())
        .message("profile", views::profile_text(cx.profile, "title", &cx.profile.title))
        .message("item", first)
        .list("roles", duty.roles.iter().copied())
        .message("app", app)
}

/// The diagnosis of the item, for the first duty that cannot be done.
fn lacking(cx: &Cx<'_>, duty: &Duty, standing: &Standing, people: &[(UserRef, &'static str)]) -> Option<Diagnostic> {
    let (code, action) = match standing {
        Standing::Holds(_) | Standing::AsMember | Standing::Done => return None,
        Standing::Eligible(_) => ("readiness-role-eligible", Action::OpenLink { link: PIM.to_owned() }),
        Standing::Lacks => {
            let message = hand_over(cx, duty, &titles(cx, duty.kinds));
            ("readiness-role-missing", Action::CopyMessage { message })
        }
    };
    let mut found = diagnose::simple(code, Outcome::NeedsPerson);
    let about = |message: Message| message.message("duty", msg(&format!("readiness-duty-{}", duty.id)));
    let with_roles = |message: Message| match standing {
        Standing::Eligible(role) => message.text("role", *role),
        _ => message.list("roles", duty.roles.iter().copied()),
    };
    found.what = with_roles(about(found.what));
    found.cause = found.cause.map(|cause| with_roles(about(cause)));
    found.remedy = with_roles(about(found.remedy));
    found.action = Some(action);
    found.who = people
        .iter()
        .map(|(user, role)| {
            msg("person-with-role").text("name", user.name.clone()).text("upn", user.upn.clone()).text("role", *role)
        })
        .collect();
    Some(found)
}

/// Who may register apps, and what users may consent to: told, since both explain what is refused later.
fn policy_rows(policy: &Seen<AuthorizationPolicy>) -> Vec<CheckRow> {
    let (register, consent) = (msg("readiness-registration"), msg("readiness-user-consent"));
    match policy {
        Seen::Read(policy) => {
            let may = if policy.members_may_register_apps { "members" } else { "admins" };
            let registration = CheckRow {
                detail: Some(msg("readiness-registration-detail").text("who", may)),
                ..row("registration", Outcome::Done, register)
            };
            let managed = policy.consent_policies.iter().any(|name| name.contains("ForSelf"));
            let consent = CheckRow {
                detail: Some(msg("readiness-user-consent-detail").text("may", if managed { "some" } else { "none" })),
                ..row("user-consent", Outcome::Done, consent)
            };
            vec![registration, consent]
        }
        Seen::Unread(why) => vec![unread("registration", register, why, Vec::new())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(roles: &[&str]) -> Vec<String> {
        roles.iter().filter_map(|role| roles::template(role)).map(ToOwned::to_owned).collect()
    }

    fn duty(id: &str) -> &'static Duty {
        DUTIES.iter().find(|duty| duty.id == id).expect("a duty")
    }

    fn stands(id: &str, held: &[&str], eligible: &[&str], members: bool) -> Standing {
        standing(duty(id), (&ids(held), &ids(eligible)), members, false)
    }

    #[test]
    fn application_administrators_cannot_consent() {
        let held = ["Application Administrator"];
        assert_eq!(stands("register", &held, &[], false), Standing::Holds("Application Administrator"), "enough");
        assert_eq!(stands("consent", &held, &[], false), Standing::Lacks, "not enough for application permissions");
        assert_eq!(stands("teams", &held, &[], false), Standing::Lacks, "no role in Teams");
    }

    #[test]
    fn an_eligible_role_is_told_apart_from_a_missing_one() {
        let eligible = ["Global Administrator"];
        assert_eq!(stands("consent", &[], &eligible, false), Standing::Eligible("Global Administrator"), "activate it");
    }

    #[test]
    fn members_may_register_where_the_tenant_lets_them() {
        assert_eq!(stands("register", &[], &[], true), Standing::AsMember, "the default of many tenants");
        assert_eq!(
            stands("register", &["Application Developer"], &[], false),
            Standing::AsMember,
            "that role's purpose"
        );
        assert_eq!(stands("register", &[], &[], false), Standing::Lacks, "switched off");
        assert_eq!(stands("consent", &[], &[], true), Standing::Lacks, "registering is not consenting");
    }

    #[test]
    fn a_role_is_not_needed_for_what_is_done() {
        assert_eq!(standing(duty("consent"), (&[], &[]), false, true), Standing::Done, "somebody else consented");
    }
}
