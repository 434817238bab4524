//! The page at `/`: the tenant as it really is, for people who learn by looking. For loopback only, like the control
//! plane. Everything that comes from the tenant or a request goes through [`escape`]; there is no script.

mod azure;
mod sections;

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use domain::Timestamp;

use crate::entra::{escape, guard, hash};
use crate::state::{RequestRecord, Tenant};
use crate::{Emulator, Scenario};

const STYLE: &str = include_str!("../../../data/overview.css");
/// Requests shown, newest first.
const SHOWN_REQUESTS: usize = 60;

/// `GET /`.
pub(super) async fn overview(State(emulator): State<Emulator>) -> Response {
    let requests = emulator.requests();
    let delays_now = emulator.delays_now();
    let body = emulator.read(|tenant| page(&emulator, tenant, &requests, delays_now));
    let mut response = Html(body).into_response();
    let policy = format!("default-src 'none'; style-src '{}'; base-uri 'none'; frame-ancestors 'none'", hash(STYLE));
    guard(&mut response, &policy);
    response
}

fn page(emulator: &Emulator, tenant: &Tenant, requests: &[RequestRecord], delays_now: Timestamp) -> String {
    let scenario = Scenario::load(&tenant.scenario).ok();
    let (title, about) =
        scenario.as_ref().map_or((tenant.scenario.as_str(), ""), |scenario| (scenario.title(), scenario.about()));
    let sections = [
        sections::applications(tenant),
        sections::grants(tenant),
        sections::access_policies(tenant),
        sections::meetings(tenant),
        azure::subscriptions(tenant, delays_now),
        sections::people(tenant),
        sections::deleted(tenant),
        last_requests(requests),
    ];
    let contents: String = sections.iter().map(Section::link).collect();
    let bodies: String = sections.iter().map(Section::markup).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name} - practice tenant</title>\
         <style>{STYLE}</style></head><body>\
         <p class=\"strip\" role=\"note\">Practice tenant. Nothing here is real. Reload the page to see what has changed.</p>\
         <header><h1><bdi>{name}</bdi></h1><p>{domain} <code>{id}</code></p>\
         <p class=\"meta\">Scenario: <b>{title}</b>. {about}</p><nav aria-label=\"Contents\"><ul>{contents}</ul></nav></header>\
         <main>{bodies}</main>\
         <footer class=\"meta\"><p>Sign-in <code>{login}</code>, Graph <code>{graph}</code>, Azure <code>{azure}</code>. As data: \
         <a href=\"/_emulator/state\">state</a>, <a href=\"/_emulator/requests\">requests</a>, \
         <a href=\"/_emulator/snapshot\">snapshot</a>.</p></footer></body></html>\n",
        name = escape(&tenant.display_name),
        domain = escape(tenant.domain()),
        id = escape(&tenant.id),
        title = escape(title),
        about = escape(about),
        login = escape(&emulator.endpoints().login),
        graph = escape(&emulator.endpoints().graph),
        azure = escape(&emulator.endpoints().azure),
    )
}

/// A table with its heading.
struct Section {
    id: &'static str,
    title: &'static str,
    /// How many there are, of which the table may show fewer.
    count: usize,
    /// What stands there when there are none.
    none: &'static str,
    columns: &'static [&'static str],
    /// Markup of the cells.
    rows: Vec<Vec<String>>,
}

impl Section {
    fn link(&self) -> String {
        format!("<li><a href=\"#{}\">{}</a> <span class=\"meta\">{}</span></li>", self.id, self.title, self.count)
    }

    fn markup(&self) -> String {
        let mut out = format!("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>", self.id, self.title);
        if self.rows.is_empty() {
            let _ = write!(out, "<p class=\"meta\">{}</p></section>", self.none);
            return out;
        }
        // A wide table scrolls by itself, also with the keyboard.
        let _ = write!(
            out,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{}\"><table><thead><tr>",
            self.id
        );
        for column in self.columns {
            let _ = write!(out, "<th scope=\"col\">{column}</th>");
        }
        out.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            out.push_str("<tr>");
            for cell in row {
                let _ = write!(out, "<td>{cell}</td>");
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        if self.count > self.rows.len() {
            let _ = write!(out, "<p class=\"meta\">{} of {} are shown.</p>", self.rows.len(), self.count);
        }
        out.push_str("</section>");
        out
    }
}

fn last_requests(requests: &[RequestRecord]) -> Section {
    let row = |request: &RequestRecord| {
        let tone = if request.status >= 400 { " class=\"problem\"" } else { "" };
        vec![
            if request.write { "<b>write</b>" } else { "read" }.to_owned(),
            escape(&request.method),
            format!("<code>{}</code>", escape(&request.path)),
            format!("<span{tone}>{}</span>", request.status),
            format!("<bdi>{}</bdi>", escape(&request.caller)),
        ]
    };
    Section {
        id: "requests",
        title: "Last requests",
        count: requests.len(),
        none: "Nobody has asked for anything yet.",
        columns: &["What", "Method", "Path", "Status", "By"],
        rows: requests.iter().rev().take(SHOWN_REQUESTS).map(row).collect(),
    }
}
