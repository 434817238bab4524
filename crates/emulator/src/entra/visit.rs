//! A browser's visit: who it is, and what its user has decided on the page before.

use url::Url;

use super::claims::Desk;
use super::client::Client;
use super::consent;
use super::form::Parameters;
use super::keys::digest;
use super::pages::{self, Asked, ConsentKind, Page};
use super::problem::{Problem, details};
use super::refusals;
use super::resource::Wanted;
use super::token::{check_user, not_preauthorised};
use crate::state::{Tenant, User};

/// Names of the fields that our own pages add to a request.
const OWN_FIELDS: &[&str] =
    &["practice_account", "practice_upn", "practice_decision", "practice_for_all", "practice_confirm"];

/// One request of a browser to a sign-in page.
pub(crate) struct Visit<'a> {
    /// Where our forms go.
    pub(crate) action: &'a str,
    /// Everything that was sent; on a form also what the first request had, as hidden fields.
    pub(crate) sent: &'a Parameters,
    /// Sent by one of our forms: only then do its decisions count.
    pub(crate) by_form: bool,
    /// The cookie.
    pub(crate) cookie: Option<&'a str>,
    /// UPN of the person who is signed in without a question.
    pub(crate) auto: Option<&'a str>,
}

/// Who is there.
pub(crate) enum Who {
    /// This user.
    User(Box<User>),
    /// Nobody yet: ask.
    Unknown,
    /// Whoever it is pressed Cancel.
    Cancelled,
}

/// Whether the user's consent is there.
pub(crate) enum Consent {
    /// All of it, or just given: for everybody or not.
    Given {
        /// Something new is to be written down, for everybody or for the user.
        new: Option<bool>,
    },
    /// This page asks for it.
    Ask(Page),
    /// It was refused.
    Refused(Problem),
}

impl Visit<'_> {
    fn form(&self, name: &str) -> Option<&str> {
        self.sent.get(name).filter(|_| self.by_form)
    }

    /// The fields that the next form has to carry along.
    fn hidden<'a>(&'a self, user: Option<&'a User>) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.sent.without(OWN_FIELDS).chain(user.map(|user| ("practice_account", user.id.as_str())))
    }

    /// Whether the user pressed Continue on a page that asked.
    pub(crate) fn confirmed(&self) -> bool {
        self.auto.is_some() || self.form("practice_confirm").is_some() || self.form("practice_decision").is_some()
    }

    /// Who is there, by our form, by the automatic sign-in, or by the cookie.
    pub(crate) fn who(&self, tenant: &Tenant) -> Result<Who, Problem> {
        let (prompt, hint) = (self.sent.get("prompt").unwrap_or_default(), self.sent.get("login_hint"));
        if self.form("practice_decision") == Some("cancel") {
            return Ok(Who::Cancelled);
        }
        let chosen = self.form("practice_account").and_then(|id| tenant.users.get(id));
        let typed = match self.form("practice_upn") {
            Some(upn) => Some(account(tenant, upn)?),
            None => None,
        };
        let asks_again = prompt.split_whitespace().any(|word| matches!(word, "login" | "select_account"));
        let is_asked = |upn: &str| !asks_again && hint.is_none_or(|hint| hint.eq_ignore_ascii_case(upn));
        let user = chosen.or(typed).or_else(|| self.auto.and_then(|upn| tenant.user(upn))).or_else(|| {
            let signed_in = self.cookie.and_then(|cookie| tenant.sessions.browsers.get(&digest(cookie)));
            signed_in.and_then(|id| tenant.users.get(id)).filter(|user| is_asked(&user.upn))
        });
        let preselected = tenant.oddities.preselected_account.as_str();
        let user = match user {
            None if !preselected.is_empty() && is_asked(preselected) => account(tenant, preselected)?,
            None => return Ok(Who::Unknown),
            Some(user) => user,
        };
        check_user(user)?;
        refusals::of_sign_in(tenant, user)?;
        Ok(Who::User(Box::new(user.clone())))
    }

    /// Who is there, or the page that has to be gone through first. The redirect is where it all leads.
    pub(crate) fn person(
        &self,
        desk: &Desk<'_>,
        tenant: &Tenant,
        client: &Client<'_>,
        redirect: &Url,
    ) -> Result<Result<Box<User>, Page>, Problem> {
        let silent = self.sent.get("prompt") == Some("none");
        match self.who(tenant) {
            Ok(Who::User(user)) => Ok(Ok(user)),
            Ok(Who::Cancelled) => Err(declined()),
            Ok(Who::Unknown) if silent => {
                let text = "Session information is not sufficient for single-sign-on.";
                Err(Problem::new(50_058, "login_required", text))
            }
            Err(problem) if silent => Err(Problem { error: "interaction_required", ..problem }),
            Ok(Who::Unknown) => Ok(Err(self.ask_account(tenant, &client.display_name).leading_to(redirect))),
            // An account that cannot sign in here is told on the page, with others to choose: nobody is sent back.
            Err(problem) => {
                let details = details(&desk.ids, desk.now());
                let page =
                    self.ask_account(tenant, &client.display_name).after(problem.number, &problem.text, &details);
                Ok(Err(page.leading_to(redirect)))
            }
        }
    }

    /// The page that asks who it is.
    pub(crate) fn ask_account(&self, tenant: &Tenant, app_name: &str) -> Page {
        pages::pick_account(tenant, app_name, self.sent.get("login_hint"), self.action, self.hidden(None))
    }

    /// The page that asks whether a device sign-in is meant.
    pub(crate) fn ask_device(&self, app_name: &str, user: &User) -> Page {
        pages::confirm_device(app_name, user, self.action, self.hidden(Some(user)))
    }

    /// Looks whether what is wanted is consented to, and asks if not.
    pub(crate) fn consent(&self, tenant: &Tenant, client: &Client<'_>, user: &User, wanted: &Wanted) -> Consent {
        let prompt = self.sent.get("prompt").unwrap_or_default();
        let mut open = consent::missing(tenant, client, user, wanted);
        if open.is_empty() && (prompt != "consent" || self.form("practice_decision").is_some()) {
            return Consent::Given { new: None };
        }
        if client.microsoft.is_some_and(|microsoft| !microsoft.open_consent) {
            return match open.first() {
                Some((resource, names)) => Consent::Refused(not_preauthorised(client, resource, names)),
                None => Consent::Given { new: None },
            };
        }
        if open.is_empty() {
            open = consent::spelt_out(tenant, client, wanted);
        }
        let asked: Vec<Asked> = open
            .iter()
            .flat_map(|(resource, names)| names.iter().map(move |name| (resource, name)))
            .map(|(resource, name)| Asked {
                title: consent::title(tenant, resource, name),
                name: name.clone(),
                resource: resource.name.clone(),
            })
            .collect();
        let may = consent::may_consent(tenant, user, &open);
        match self.form("practice_decision") {
            Some("accept") if may => {
                let for_all = self.form("practice_for_all").is_some() && consent::may_consent_for_all(user);
                return Consent::Given { new: Some(for_all) };
            }
            Some(_) if !may => return Consent::Refused(needs_admin(tenant)),
            _ => {}
        }
        if self.auto.is_some() {
            return if may { Consent::Given { new: Some(false) } } else { Consent::Refused(needs_admin(tenant)) };
        }
        if prompt == "none" {
            let text = "The user or administrator has not consented to use the application. Send an interactive authorization request.";
            return Consent::Refused(Problem::new(65_001, "interaction_required", text));
        }
        if !may {
            return Consent::Ask(pages::needs_admin(
                &client.display_name,
                user,
                &asked,
                self.action,
                self.hidden(Some(user)),
            ));
        }
        let kind = if consent::may_consent_for_all(user) { ConsentKind::UserOrAll } else { ConsentKind::User };
        let hidden = self.hidden(Some(user)).chain(std::iter::once(("practice_confirm", "1")));
        Consent::Ask(pages::consent(&client.display_name, &client.app_id, user, kind, &asked, self.action, hidden))
    }

    /// The page that asks an administrator to consent for everybody.
    pub(crate) fn ask_admin(&self, client: &Client<'_>, user: &User, asked: &[Asked]) -> Page {
        let hidden = self.hidden(Some(user));
        pages::consent(&client.display_name, &client.app_id, user, ConsentKind::All, asked, self.action, hidden)
    }

    /// The page for somebody whose roles do not suffice.
    pub(crate) fn ask_somebody_else(&self, client: &Client<'_>, user: &User, asked: &[Asked]) -> Page {
        pages::needs_admin(&client.display_name, user, asked, self.action, self.hidden(Some(user)))
    }

    /// What was pressed on the page before.
    pub(crate) fn decision(&self) -> Option<&str> {
        self.form("practice_decision")
    }

    /// Signs the browser in; returns the value of its cookie.
    pub(crate) fn remember(&self, tenant: &mut Tenant, user: &User) -> String {
        if let Some(cookie) = self.cookie
            && tenant.sessions.browsers.get(&digest(cookie)) == Some(&user.id)
        {
            return cookie.to_owned();
        }
        let cookie = tenant.ids.text(43);
        tenant.sessions.browsers.insert(digest(&cookie), user.id.clone());
        cookie
    }
}

/// The user pressed Cancel.
pub(crate) fn declined() -> Problem {
    Problem::new(65_004, "access_denied", "User declined to consent to access the app.")
}

/// The scopes are beyond what this user may give.
pub(crate) fn needs_admin(tenant: &Tenant) -> Problem {
    if tenant.policies.admin_consent_request.get("isEnabled") == Some(&serde_json::Value::Bool(true)) {
        let text = "Admin consent is required. An administrator can approve the request for it.";
        return Problem::new(90_095, "access_denied", text);
    }
    let text = "The grant requires admin permission. Ask an administrator to grant permission to this application.";
    Problem::new(90_094, "access_denied", text)
}

/// By UPN; a guest also by the name that she has at home.
fn account<'a>(tenant: &'a Tenant, upn: &str) -> Result<&'a User, Problem> {
    let at_home = |user: &&User| {
        let mail = user.more.get("mail").and_then(serde_json::Value::as_str);
        user.is_guest() && mail.is_some_and(|mail| mail.eq_ignore_ascii_case(upn))
    };
    let found = tenant.user(upn).or_else(|| tenant.users.values().find(at_home));
    found.ok_or_else(|| unknown_account(tenant, upn))
}

fn unknown_account(tenant: &Tenant, upn: &str) -> Problem {
    let home = upn.rsplit_once('@').map_or("", |(_, domain)| domain);
    if tenant.domains.iter().any(|domain| domain.eq_ignore_ascii_case(home)) {
        let text = format!(
            "The user account {upn} does not exist in the {} directory. To sign into this application, the account must be added to the directory.",
            tenant.id
        );
        return Problem::new(50_034, "invalid_grant", text);
    }
    let text = format!(
        "User account '{upn}' from identity provider 'https://sts.{home}/' does not exist in tenant '{}' and cannot access the application \
         in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a \
         different account of the tenant.",
        tenant.display_name
    );
    Problem::new(50_020, "invalid_grant", text)
}

/// Where a visit leads.
pub(crate) enum Reply {
    /// A page is shown.
    Page(Page),
    /// The browser goes back to the application.
    Back {
        /// Where.
        redirect: Url,
        /// With what.
        parameters: Vec<(&'static str, String)>,
        /// How.
        mode: Mode,
        /// The browser is signed in from now on.
        cookie: Option<String>,
    },
    /// A refusal that is shown here, since there is no safe way back.
    Stop(Problem),
}

/// How parameters go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In the query.
    Query,
    /// In the fragment.
    Fragment,
    /// As a form.
    FormPost,
}

impl Reply {
    /// A refusal that goes back to the application.
    pub(crate) fn refused(desk: &Desk<'_>, redirect: &Url, mode: Mode, state: Option<&str>, problem: &Problem) -> Self {
        let mut parameters = vec![
            ("error", problem.error.to_owned()),
            ("error_description", problem.description(&desk.ids, desk.now())),
            ("error_uri", format!("https://login.microsoftonline.com/error?code={}", problem.number)),
        ];
        if problem.number == 65_004 {
            parameters.push(("error_subcode", "cancel".to_owned()));
        }
        parameters.extend(state.map(|state| ("state", state.to_owned())));
        Self::Back { redirect: redirect.clone(), parameters, mode, cookie: None }
    }
}
