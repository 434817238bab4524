//! What a look at a host comes to: the first stage that fails names the cause.

use std::time::Duration;

use domain::{
    Action, AddressScope, Arg, CertificateFlaw, CheckRow, Diagnostic, Direction, HostSpec, Message, NetworkSpec,
    Outcome, ReachStage, Sounding, Timestamp, Vantage, msg,
};

use super::paste::{Record, Said};
use super::{Found, Seen, pasted};
use crate::diagnoses::{Args, Diagnoses, MachineFault, Symptom};
use crate::step::{Cx, State};
use crate::steps::readiness::{clock_row, rank, stopped};

/// A certificate that ends sooner is worth a look.
const ENDS_SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// A paste that is older tells nothing about today.
const PASTE_HOLDS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Clocks of two computers differ a little.
const GRACE: Duration = Duration::from_secs(60 * 60);
/// Where Microsoft lists the addresses that Graph calls from.
pub(super) const SOURCES: &str = "network.additional_endpoints";

/// The state of the whole item: what stops something first, then what is not known, then what is worth a look.
pub(super) fn state(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> State {
    let troubles = spec.hosts.iter().zip(&found.hosts).filter_map(|(spec, seen)| {
        let sounding = seen.sounding.as_ref()?;
        trouble(spec, seen, sounding)
    });
    let mut all: Vec<Diagnostic> = troubles.collect();
    all.extend(clock(spec, found).and_then(|(_, trouble)| trouble));
    all.extend(vendor_trouble(cx, spec, found));
    all.sort_by_key(|trouble| rank(trouble.outcome));
    match all.into_iter().next() {
        Some(worst) => match worst.outcome {
            Outcome::Failed => State::Failed(Box::new(worst)),
            Outcome::NeedsPerson => State::NeedsPerson(Box::new(worst)),
            Outcome::Finding => State::Finding,
            _ => State::Unknown(Box::new(worst)),
        },
        None if rows(cx, spec, found).iter().any(|row| row.outcome == Outcome::Finding) => State::Finding,
        None => State::Right,
    }
}

/// A row for each host and one for the clock, worst first.
pub(super) fn rows(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> Vec<CheckRow> {
    let records = pasted(cx);
    let mut rows: Vec<CheckRow> = spec
        .hosts
        .iter()
        .zip(&found.hosts)
        .enumerate()
        .map(|(number, (spec, seen))| {
            let id = format!("host.{}", number + 1);
            match &seen.sounding {
                Some(sounding) => from_here(&id, spec, (seen, sounding), cx.now),
                None => from_there(&id, spec, (seen, latest(&records, seen, cx.now)), cx.now),
            }
        })
        .collect();
    rows.extend(clock(spec, found).map(|(row, _)| row));
    rows.sort_by_key(|row| rank(row.outcome));
    rows
}

fn clock(spec: &NetworkSpec, found: &Found) -> Option<(CheckRow, Option<Diagnostic>)> {
    let reached = found.hosts.iter().filter_map(|seen| seen.sounding.as_ref());
    let dated = reached.map(|sounding| &sounding.reach).find_map(|reach| Some((reach.date?, reach.our_date)));
    spec.clock.then(|| clock_row(dated, Vec::new()))
}

// ---- from this computer ------------------------------------------------------------------------------------------

fn find(fault: MachineFault, host: &str, args: Args) -> Diagnostic {
    let symptom = Symptom::machine(fault, host).text_arg("host", host);
    Diagnoses::builtin().find(&symptom.with_args(&args))
}

fn one(name: &str, value: Arg) -> Args {
    Args::from([(name.to_owned(), value)])
}

/// What is wrong with a host as seen from here.
fn trouble(spec: &HostSpec, seen: &Seen, sounding: &Sounding) -> Option<Diagnostic> {
    if let Some(whole) = whole_trouble(&seen.host, sounding) {
        return Some(whole);
    }
    if spec.direction == Direction::Inbound {
        let unreached = nobody_else_reaches(&seen.host, sounding);
        if unreached.is_some() {
            return unreached;
        }
    }
    let status = sounding.reach.status?;
    let wanted = spec.expect.filter(|wanted| *wanted != status)?;
    let mut args = one("wanted", Arg::Text(wanted.to_string()));
    args.insert("seen".to_owned(), Arg::Text(status.to_string()));
    Some(find(MachineFault::HostOtherAnswer, &seen.host, args))
}

/// Why the connection did not get through, by the stage that it got to.
pub(crate) fn whole_trouble(host: &str, sounding: &Sounding) -> Option<Diagnostic> {
    match &sounding.reach.stage {
        ReachStage::Answered => None,
        ReachStage::NoTls { .. } => certificate_trouble(host, sounding).or_else(|| stopped(&sounding.reach, host)),
        _ => stopped(&sounding.reach, host),
    }
}

/// What is wrong with a certificate that was refused.
fn certificate_trouble(host: &str, sounding: &Sounding) -> Option<Diagnostic> {
    let tls = sounding.tls.as_ref()?;
    if tls.too_old {
        return Some(find(MachineFault::HostTlsOld, host, Args::new()));
    }
    let facts = tls.certificate.as_ref();
    let time = |name: &str, at: Option<Timestamp>| at.map(|at| one(name, Arg::Time(at))).unwrap_or_default();
    Some(match tls.flaws.first()? {
        CertificateFlaw::SelfSigned => find(MachineFault::HostCertificateOwn, host, Args::new()),
        CertificateFlaw::UnknownIssuer => {
            let issuer = sounding.reach.issuer.clone().or_else(|| facts.map(|facts| facts.issuer.clone()));
            let args = issuer.map(|issuer| one("issuer", Arg::Text(issuer))).unwrap_or_default();
            find(MachineFault::HostCertificateIssuer, host, args)
        }
        CertificateFlaw::Expired => {
            find(MachineFault::HostCertificateOver, host, time("end", facts.map(|facts| facts.not_after)))
        }
        CertificateFlaw::NotYetValid => {
            find(MachineFault::HostCertificateEarly, host, time("begin", facts.map(|facts| facts.not_before)))
        }
        CertificateFlaw::WrongName => {
            let names = facts.map(|facts| facts.names.clone()).filter(|names| !names.is_empty());
            let args = names.map(|names| one("names", Arg::List(names))).unwrap_or_default();
            find(MachineFault::HostCertificateName, host, args)
        }
        CertificateFlaw::Other => return None,
    })
}

/// Microsoft calls from the internet: a host whose addresses are all private is not there for it, and neither is one for
/// which only an authority of this network vouches.
pub(crate) fn nobody_else_reaches(host: &str, sounding: &Sounding) -> Option<Diagnostic> {
    let addresses = &sounding.addresses;
    if !addresses.is_empty() && addresses.iter().all(|ip| AddressScope::of(*ip) != AddressScope::Public) {
        let shown = addresses.iter().map(ToString::to_string).collect();
        return Some(find(MachineFault::HostPrivate, host, one("addresses", Arg::List(shown))));
    }
    if sounding.reach.public == Some(false) {
        let issuer = sounding.reach.issuer.clone().map(|issuer| one("issuer", Arg::Text(issuer)));
        return Some(find(MachineFault::HostCertificateIssuer, host, issuer.unwrap_or_default()));
    }
    None
}

fn row(id: &str, outcome: Outcome, title: Message) -> CheckRow {
    CheckRow {
        id: id.to_owned(),
        outcome,
        title,
        detail: None,
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

fn of(id: &str, found: &Diagnostic) -> CheckRow {
    CheckRow {
        detail: found.cause.clone(),
        who: found.who.first().cloned(),
        remedy: Some(found.remedy.clone()),
        action: found.action.clone(),
        ..row(id, found.outcome, found.what.clone())
    }
}

fn from_here(id: &str, spec: &HostSpec, (seen, sounding): (&Seen, &Sounding), now: Timestamp) -> CheckRow {
    if let Some(found) = trouble(spec, seen, sounding) {
        return of(id, &found);
    }
    let named = |id: &str| msg(id).text("host", seen.host.clone()).count("port", usize::from(seen.port));
    let action = (spec.direction == Direction::Inbound).then(|| Action::OpenLink { link: SOURCES.to_owned() });
    let issuer = sounding.reach.issuer.clone().unwrap_or_default();
    let ends = sounding.tls.as_ref().and_then(|tls| tls.certificate.as_ref()).map(|facts| facts.not_after);
    let (outcome, detail) = match (&sounding.redirect, sounding.reach.public, ends) {
        (Some(to), _, _) => (Outcome::Finding, Some(msg("network-redirects").text("to", to.clone()))),
        (None, Some(false), _) if !issuer.is_empty() => {
            (Outcome::Finding, Some(msg("network-opened").text("issuer", issuer)))
        }
        (None, _, Some(end)) if spec.direction == Direction::Inbound && end.since(now) < ENDS_SOON => {
            (Outcome::Finding, Some(msg("network-ends-soon").time("end", end)))
        }
        _ => (Outcome::Done, Some(msg("network-why").text("why", spec.why.clone()))),
    };
    CheckRow { detail, action, ..row(id, outcome, named("network-reached")) }
}

// ---- from the vendor's server ------------------------------------------------------------------------------------

/// The last record about a host that says something about today.
pub(super) fn latest<'a>(records: &'a [Record], seen: &Seen, now: Timestamp) -> Option<&'a Record> {
    let ours = records.iter().filter(|record| record.host == seen.host && record.port == seen.port);
    let holds = |record: &&Record| now.since(record.at) < PASTE_HOLDS && record.at <= now + GRACE;
    ours.filter(holds).max_by_key(|record| record.at)
}

/// Whether a record says that the host is reached; `None` when it is not told.
fn reaches(spec: &HostSpec, said: Said) -> bool {
    match said {
        Said::Http { status, trusted } => trusted && status != 0 && spec.expect.is_none_or(|wanted| wanted == status),
        Said::Tcp(reached) => reached,
    }
}

fn from_there(id: &str, spec: &HostSpec, (seen, record): (&Seen, Option<&Record>), now: Timestamp) -> CheckRow {
    let named = |id: &str| msg(id).text("host", seen.host.clone()).count("port", usize::from(seen.port));
    let why = Some(msg("network-why").text("why", spec.why.clone()));
    let Some(record) = record else {
        return CheckRow { detail: why, ..row(id, Outcome::Unknown, named("network-vendor-unknown")) };
    };
    let at = record.at.min(now);
    let (outcome, title, detail) = match (reaches(spec, record.said), record.said) {
        (true, Said::Http { .. }) => (Outcome::Done, "network-vendor-reached", msg("network-vendor-at").time("at", at)),
        (true, Said::Tcp(_)) => (Outcome::Done, "network-vendor-connected", msg("network-vendor-tcp").time("at", at)),
        (false, Said::Http { trusted: false, .. }) => {
            (Outcome::NeedsPerson, "network-vendor-not-reached", msg("network-vendor-untrusted").time("at", at))
        }
        (false, Said::Http { status: 0, .. } | Said::Tcp(_)) => {
            (Outcome::NeedsPerson, "network-vendor-not-reached", msg("network-vendor-at").time("at", at))
        }
        (false, Said::Http { status, .. }) => {
            let detail = msg("network-vendor-status").time("at", at).text("status", status.to_string());
            (Outcome::NeedsPerson, "network-vendor-not-reached", detail)
        }
    };
    CheckRow { detail: Some(detail), ..row(id, outcome, named(title)) }
}

/// Hosts that the vendor's server must reach: those that it does not, or those of which nothing is known.
fn vendor_trouble(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> Option<Diagnostic> {
    let records = pasted(cx);
    let theirs = spec.hosts.iter().zip(&found.hosts).filter(|(spec, _)| spec.from == Vantage::Vendor);
    let (mut unknown, mut fails) = (Vec::new(), Vec::new());
    for (spec, seen) in theirs {
        match latest(&records, seen, cx.now) {
            None => unknown.push(seen.host.clone()),
            Some(record) if !reaches(spec, record.said) => fails.push(seen.host.clone()),
            Some(_) => {}
        }
    }
    let (fault, hosts) = match (fails.is_empty(), unknown.is_empty()) {
        (false, _) => (MachineFault::VendorReachFails, fails),
        (true, false) => (MachineFault::VendorReachUnknown, unknown),
        (true, true) => return None,
    };
    let symptom = Symptom::machine(fault, "vendor's server").arg("hosts", Arg::List(hosts));
    Some(Diagnoses::builtin().find(&symptom))
}

/// Whether a paste is still wanted.
pub(super) fn wants_paste(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> bool {
    vendor_trouble(cx, spec, found).is_some()
}
