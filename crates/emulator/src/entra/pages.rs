//! The pages that a browser shows while signing in. Everything that comes from the tenant or the request goes through
//! [`escape`]; no page needs script.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
use url::Url;

use crate::state::{Tenant, User, roles};

const STYLE: &str = include_str!("../../data/sign-in.css");
/// Sends a form without a click; the button is there for browsers without script.
const SUBMIT: &str = "document.forms[0].submit()";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    status: StatusCode,
    title: String,
    /// Markup inside `main`.
    body: String,
    /// Where its forms, or the redirects after them, may lead beside here.
    form_target: Option<String>,
    submits_itself: bool,
}

/// A hidden field.
pub(crate) type Hidden<'a> = (&'a str, &'a str);

impl Page {
    fn new(title: &str, body: String) -> Self {
        Self { status: StatusCode::OK, title: title.to_owned(), body, form_target: None, submits_itself: false }
    }

    /// Browsers apply `form-action` to the redirect after a form too.
    pub(crate) fn leading_to(mut self, redirect: &Url) -> Self {
        self.form_target = Some(if redirect.has_host() {
            redirect.origin().ascii_serialization()
        } else {
            format!("{}:", redirect.scheme())
        });
        self
    }

    /// The same page, told first why the last try did not go through. `details`: ids and time for support.
    pub(crate) fn after(self, number: u32, text: &str, details: &str) -> Self {
        let told = format!(
            "<div role=\"alert\"><p class=\"problem\">AADSTS{number}</p><p>{}</p></div><p class=\"meta\">{}</p>",
            escape(text),
            escape(details)
        );
        Self { status: StatusCode::BAD_REQUEST, body: told + &self.body, ..self }
    }

    /// The page as an answer.
    pub(crate) fn respond(self, tenant_name: &str) -> Response {
        let script = if self.submits_itself { format!("<script>{SUBMIT}</script>") } else { String::new() };
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} - {tenant}</title>\
             <style>{STYLE}</style></head><body>\
             <p class=\"strip\" role=\"note\">Practice tenant. Nothing here is real and no password is asked.</p>\
             <main><p class=\"tenant\"><bdi>{tenant}</bdi></p>{body}</main>{script}</body></html>\n",
            title = escape(&self.title),
            tenant = escape(tenant_name),
            body = self.body,
        );
        let mut response = (self.status, Html(html)).into_response();
        let target = self.form_target.map(|target| format!(" {target}")).unwrap_or_default();
        let script = if self.submits_itself { format!(" script-src '{}';", hash(SUBMIT)) } else { String::new() };
        let policy = format!(
            "default-src 'none'; style-src '{}';{script} form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'",
            hash(STYLE)
        );
        guard(&mut response, &policy);
        response
    }
}

/// Keeps a page of ours to what its policy allows, out of caches, and out of other people's frames.
pub(crate) fn guard(response: &mut Response, policy: &str) {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, value);
    }
    for (name, value) in [
        (CACHE_CONTROL, "no-store, no-cache"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Who signs in. `hinted` is the account that the application asked for.
pub(crate) fn pick_account<'a>(
    tenant: &Tenant,
    app_name: &str,
    hinted: Option<&str>,
    action: &str,
    hidden: impl Iterator<Item = Hidden<'a>>,
) -> Page {
    let hidden = hidden_fields(hidden);
    let is_hinted = |user: &User| hinted.is_some_and(|hint| hint.eq_ignore_ascii_case(&user.upn));
    let mut users: Vec<&User> = tenant.users.values().filter(|user| user.can_sign_in || is_hinted(user)).collect();
    users.sort_by_key(|user| (!is_hinted(user), user.is_guest(), user.roles.is_empty(), user.upn.clone()));
    let mut rows = String::new();
    for user in users {
        let asked =
            if is_hinted(user) { "<span class=\"meta\">The application asked for this account.</span>" } else { "" };
        let _ = write!(
            rows,
            "<li><button class=\"account\" name=\"practice_account\" value=\"{id}\">\
             <span class=\"avatar\" aria-hidden=\"true\">{initials}</span><span><b><bdi>{name}</bdi></b>\
             <span>{upn}</span><span class=\"meta\">{roles}</span>{asked}</span></button></li>",
            id = escape(&user.id),
            initials = escape(&initials(&user.display_name)),
            name = escape(&user.display_name),
            upn = escape(&user.upn),
            roles = escape(&role_sentence(user)),
        );
    }
    let action = escape(action);
    let body = format!(
        "<h1>Pick an account</h1><p>to continue to <b><bdi>{app}</bdi></b></p>\
         <form method=\"post\" action=\"{action}\">{hidden}<ul>{rows}</ul></form>\
         <details><summary>Use another account</summary><form method=\"post\" action=\"{action}\">{hidden}\
         <label for=\"upn\">User name</label>\
         <input id=\"upn\" type=\"text\" name=\"practice_upn\" autocomplete=\"username\" spellcheck=\"false\" required>\
         <div class=\"actions\"><button class=\"button primary\">Next</button></div></form></details>\
         <form method=\"post\" action=\"{action}\">{hidden}\
         <div class=\"actions\"><button class=\"button\" name=\"practice_decision\" value=\"cancel\">Cancel</button></div></form>",
        app = escape(app_name),
    );
    Page::new("Pick an account", body)
}

/// What a consent page lists.
pub(crate) struct Asked {
    /// What it allows.
    pub(crate) title: String,
    /// The permission's name.
    pub(crate) name: String,
    /// The API's name.
    pub(crate) resource: String,
}

/// Whose consent is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConsentKind {
    /// The user's own.
    User,
    /// The user's own, or for everybody if the box is ticked.
    UserOrAll,
    /// For everybody.
    All,
}

/// What the application wants.
pub(crate) fn consent<'a>(
    app_name: &str,
    app_id: &str,
    user: &User,
    kind: ConsentKind,
    asked: &[Asked],
    action: &str,
    hidden: impl Iterator<Item = Hidden<'a>>,
) -> Page {
    let mut rows = String::new();
    for item in asked {
        let _ = write!(
            rows,
            "<li class=\"scope\"><b><bdi>{}</bdi></b><br><span class=\"meta\"><code>{}</code>, {}</span></li>",
            escape(&item.title),
            escape(&item.name),
            escape(&item.resource)
        );
    }
    let (heading, whom) = match kind {
        ConsentKind::All => {
            ("Permissions requested for your organization", "This app wants, for everybody in your organization, to:")
        }
        ConsentKind::User | ConsentKind::UserOrAll => ("Permissions requested", "This app wants to:"),
    };
    let tick = if kind == ConsentKind::UserOrAll {
        "<label class=\"check\"><input type=\"checkbox\" name=\"practice_for_all\" value=\"1\">\
         <span>Consent on behalf of your organization. Nobody else is asked then.</span></label>"
    } else {
        ""
    };
    let body = format!(
        "<p class=\"meta\">{upn}</p><h1>{heading}</h1><p><b><bdi>{app}</bdi></b><br><span class=\"meta\"><code>{id}</code></span></p>\
         <h2>{whom}</h2><form method=\"post\" action=\"{action}\">{hidden}<ul>{rows}</ul>{tick}\
         <p class=\"meta\">Accept only when you know this application. You can take the permissions back in the Microsoft Entra admin \
         center.</p><div class=\"actions\"><button class=\"button\" name=\"practice_decision\" value=\"cancel\">Cancel</button>\
         <button class=\"button primary\" name=\"practice_decision\" value=\"accept\">Accept</button></div></form>",
        upn = escape(&user.upn),
        app = escape(app_name),
        id = escape(app_id),
        action = escape(action),
        hidden = hidden_fields(hidden),
    );
    Page::new(heading, body)
}

/// The user may not consent to this.
pub(crate) fn needs_admin<'a>(
    app_name: &str,
    user: &User,
    asked: &[Asked],
    action: &str,
    hidden: impl Iterator<Item = Hidden<'a>>,
) -> Page {
    let names: Vec<String> = asked.iter().map(|item| format!("<code>{}</code>", escape(&item.name))).collect();
    let body = format!(
        "<p class=\"meta\">{upn}</p><h1>Need admin approval</h1><p><b><bdi>{app}</bdi></b> needs permission to access resources in your \
         organization that only an admin can grant.</p><p class=\"meta\">{names}</p>\
         <form method=\"post\" action=\"{action}\">{hidden}<div class=\"actions\">\
         <button class=\"button\" name=\"practice_decision\" value=\"needs_admin\">Return to the application without granting consent\
         </button></div></form>",
        upn = escape(&user.upn),
        app = escape(app_name),
        names = names.join(", "),
        action = escape(action),
        hidden = hidden_fields(hidden),
    );
    Page::new("Need admin approval", body)
}

/// A refusal that has no safe way back to the application. `details`: ids and time for support.
pub(crate) fn refusal(status: StatusCode, number: u32, text: &str, details: &str) -> Page {
    let body = format!(
        "<h1>This sign-in cannot go on</h1><div role=\"alert\"><p class=\"problem\">AADSTS{number}</p><p>{}</p></div>\
         <p class=\"meta\">{}</p><p>You can close this page and go back to the application.</p>",
        escape(text),
        escape(details)
    );
    Page { status, ..Page::new("Sign-in stopped", body) }
}

/// A page with nothing more to do.
pub(crate) fn message(heading: &str, text: &str) -> Page {
    Page::new(heading, format!("<h1>{}</h1><p role=\"status\">{}</p>", escape(heading), escape(text)))
}

/// Where the code of a device is typed in.
pub(crate) fn enter_code(action: &str, wrong: bool) -> Page {
    let problem = if wrong {
        "<p class=\"problem\" role=\"alert\" id=\"wrong\">That code did not work. Check the code and try again.</p>"
    } else {
        ""
    };
    let body = format!(
        "<h1>Enter code</h1><p>Enter the code that your application shows. Do not enter a code that somebody sent you.</p>{problem}\
         <form method=\"post\" action=\"{}\"><label for=\"code\">Code</label>\
         <input id=\"code\" type=\"text\" name=\"practice_code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" \
         maxlength=\"16\" required{}><div class=\"actions\"><button class=\"button primary\">Next</button></div></form>",
        escape(action),
        if wrong { " aria-describedby=\"wrong\" aria-invalid=\"true\"" } else { "" },
    );
    Page::new("Enter code", body)
}

/// "Are you trying to sign in to …?"
pub(crate) fn confirm_device<'a>(
    app_name: &str,
    user: &User,
    action: &str,
    hidden: impl Iterator<Item = Hidden<'a>>,
) -> Page {
    let body = format!(
        "<p class=\"meta\">{}</p><h1>Are you trying to sign in to <bdi>{}</bdi>?</h1>\
         <p>Only continue if you started this sign-in yourself, on a device of your own.</p>\
         <form method=\"post\" action=\"{}\">{}<div class=\"actions\">\
         <button class=\"button\" name=\"practice_decision\" value=\"cancel\">Cancel</button>\
         <button class=\"button primary\" name=\"practice_confirm\" value=\"1\">Continue</button></div></form>",
        escape(&user.upn),
        escape(app_name),
        escape(action),
        hidden_fields(hidden)
    );
    Page::new("Confirm sign-in", body)
}

/// `response_mode=form_post`: the answer goes to the application as a form.
pub(crate) fn form_post(redirect: &Url, parameters: &[(&str, String)]) -> Page {
    let fields = hidden_fields(parameters.iter().map(|(name, value)| (*name, value.as_str())));
    let body = format!(
        "<h1>Signed in</h1><form method=\"post\" action=\"{}\">{fields}<div class=\"actions\">\
         <button class=\"button primary\">Continue to the application</button></div></form>",
        escape(redirect.as_str())
    );
    Page { submits_itself: true, ..Page::new("Signed in", body) }.leading_to(redirect)
}

/// Text as markup.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn hidden_fields<'a>(fields: impl Iterator<Item = Hidden<'a>>) -> String {
    fields.fold(String::new(), |mut out, (name, value)| {
        let _ = write!(out, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value));
        out
    })
}

fn role_sentence(user: &User) -> String {
    if let Some(home) = &user.home_tenant {
        return format!("Guest from {home}");
    }
    match (user.roles.is_empty(), user.eligible_roles.is_empty()) {
        (false, _) => roles::names(&user.roles).join(", "),
        (true, false) => format!("Eligible for {}, not active", roles::names(&user.eligible_roles).join(", ")),
        (true, true) => "No admin role".to_owned(),
    }
}

fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// The source expression of a policy that allows exactly this text.
pub(crate) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}
