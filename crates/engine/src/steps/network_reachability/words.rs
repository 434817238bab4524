//! What was found, in blocks.

use domain::{
    Action, AddressScope, Block, CertificateFlaw, CheckRow, Direction, Fact, Input, Message, NetworkSpec, Outcome,
    Question, QuestionId, Sounding, Tone, Vantage, msg,
};

use super::{Found, PASTED, allow, command, judge, pasted};
use crate::said;
use crate::step::Cx;
use crate::views::{fact, fact_text};

pub(super) fn blocks(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> Vec<Block> {
    let mut blocks = Vec::new();
    let quiet = |id: &str| Block::Text { text: msg(id), tone: Tone::Quiet };
    if found.played {
        blocks.push(quiet("network-played"));
    }
    if judge::wants_paste(cx, spec, found) {
        blocks.extend(ask(cx, found));
    }
    blocks.push(Block::Checklist { title: None, rows: judge::rows(cx, spec, found) });
    blocks.push(hand_out(cx, spec));
    for seen in &found.hosts {
        if let Some(sounding) = &seen.sounding {
            let title = Some(msg("network-host").text("host", seen.host.clone()));
            blocks.push(Block::Facts { title, rows: facts(sounding) });
        }
    }
    if spec.hosts.iter().any(|host| host.direction == Direction::Inbound) {
        blocks.push(quiet("network-inbound"));
    }
    if spec.hosts.iter().any(|host| host.from == Vantage::ThisComputer && host.direction == Direction::Outbound) {
        blocks.push(quiet("network-from-here"));
    }
    blocks
}

/// The allow-list as text, and a row that copies it as a ticket.
fn hand_out(cx: &Cx<'_>, spec: &NetworkSpec) -> Block {
    let entries = super::allow_list(cx, spec);
    let (list, message) = (allow::lines(&entries), allow::ticket(cx.profile, &entries));
    let ticket = CheckRow {
        id: "ticket".to_owned(),
        outcome: Outcome::Done,
        title: msg("network-ticket"),
        detail: Some(Message::literal(list)),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: Some(Action::CopyMessage { message }),
    };
    Block::Checklist { title: Some(msg("network-allow-list")), rows: vec![ticket] }
}

/// The command, and the question for what it printed.
fn ask(cx: &Cx<'_>, found: &Found) -> [Block; 2] {
    let theirs = || found.hosts.iter().filter(|seen| seen.sounding.is_none());
    let known = pasted(cx);
    // An answer that nothing could be read from is told, not passed over.
    let unread = known.is_empty() && cx.setup.answers.text(&QuestionId::from(PASTED)).is_some();
    let question = Question {
        id: QuestionId::from(PASTED),
        title: msg("network-paste"),
        detail: Some(msg(if unread { "network-paste-unread" } else { "network-paste-detail" })),
        options: Vec::new(),
        chosen: None,
        input: Some(Input::Text),
    };
    let command = |label: &str, text: String| fact(label, text);
    let rows = vec![
        command("network-command-curl", command::curl(theirs())),
        command("network-command-powershell", command::powershell(theirs())),
    ];
    [Block::Facts { title: Some(msg("network-command")), rows }, Block::Question { question }]
}

/// What a connection showed.
pub(crate) fn facts(sounding: &Sounding) -> Vec<Fact> {
    let mut rows = Vec::new();
    if !sounding.addresses.is_empty() {
        let shown: Vec<String> = sounding.addresses.iter().map(ToString::to_string).collect();
        let scope = sounding.addresses.iter().map(|ip| AddressScope::of(*ip)).find(|is| *is != AddressScope::Public);
        let note = scope.map(|scope| msg("network-address-scope").text("scope", scope_id(scope)));
        rows.push(Fact { note, ..fact_text("network-address", said::names(&shown)) });
    }
    rows.extend(sounding.reach.proxy.clone().map(|proxy| fact("network-proxy", proxy)));
    if let Some(tls) = &sounding.tls {
        rows.extend(tls.version.clone().map(|version| fact("network-tls", version)));
        if let Some(facts) = &tls.certificate {
            rows.push(fact("network-issuer", facts.issuer.clone()));
            rows.push(fact_text("network-names", said::names(&facts.names)));
            let (from, to) = (facts.not_before, facts.not_after);
            rows.push(fact_text("network-valid", msg("network-valid-from-to").time("from", from).time("to", to)));
        }
        let flaws: Vec<Message> =
            tls.flaws.iter().map(|flaw| msg("network-flaw").text("flaw", flaw_id(*flaw))).collect();
        rows.extend(flaws.into_iter().map(|flaw| fact_text("network-wrong", flaw)));
    }
    if let Some(public) = sounding.reach.public {
        let id = if public { "network-public-yes" } else { "network-public-no" };
        rows.push(fact_text("network-public", msg(id)));
    }
    rows.extend(sounding.reach.status.map(|status| fact("network-status", status.to_string())));
    rows
}

const fn scope_id(scope: AddressScope) -> &'static str {
    match scope {
        AddressScope::Public => "public",
        AddressScope::Private => "private",
        AddressScope::LinkLocal => "link-local",
        AddressScope::Loopback => "loopback",
        AddressScope::Reserved => "reserved",
    }
}

const fn flaw_id(flaw: CertificateFlaw) -> &'static str {
    match flaw {
        CertificateFlaw::Expired => "over",
        CertificateFlaw::NotYetValid => "early",
        CertificateFlaw::WrongName => "name",
        CertificateFlaw::SelfSigned => "own",
        CertificateFlaw::UnknownIssuer => "issuer",
        CertificateFlaw::Other => "other",
    }
}
