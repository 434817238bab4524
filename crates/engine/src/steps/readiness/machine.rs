//! This computer and its network: clock, way to Microsoft, proxy, TLS, keychain, PowerShell. Needs no sign-in.

use std::time::Duration;

use domain::{
    Arg, CheckRow, Diagnostic, Endpoints, KeychainError, Kind, Message, Outcome, Probe, ProxySetting, Reach,
    ReachStage, Surroundings, Timestamp, msg,
};
use futures_util::future::join_all;
use microsoft::teams::PowerShellFacts;
use microsoft::{Error, Read};
use url::Url;

use super::rows::{diagnosed, row};
use super::titles;
use crate::diagnoses::{Args, Diagnoses, MachineFault, Symptom};
use crate::step::Cx;
use crate::{Ports, Problem, World};

/// A proof of the app whose time is further off is not accepted.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// What this computer came to.
pub(super) struct Machine {
    pub rows: Vec<CheckRow>,
    /// What stops everything, if it does.
    pub stop: Option<Diagnostic>,
    /// The way to Microsoft, told apart: it only stops when nothing else came through.
    unreachable: Option<Diagnostic>,
}

impl Machine {
    /// When Graph answered after all, a host that the probe did not reach is worth a look and no more.
    pub(super) fn settle(mut self, talked: bool) -> Self {
        if talked {
            for row in &mut self.rows {
                if row.id.starts_with("reach.") && row.outcome == Outcome::Failed {
                    row.outcome = Outcome::Finding;
                }
            }
        } else {
            self.stop = self.stop.or(self.unreachable.take());
        }
        self
    }
}

/// Whether this computer can do what a set-up needs, without a sign-in: `handrail doctor`.
pub async fn doctor(ports: &Ports) -> Vec<CheckRow> {
    let teams = ports.teams();
    let nothing = |_: &[Kind]| Vec::new();
    let facts = async {
        let facts = teams.facts().await;
        teams.end().await;
        facts
    };
    let machine = check(ports, "common", facts, &nothing).await.settle(false);
    let mut rows = machine.rows;
    rows.sort_by_key(|row| super::rows::rank(row.outcome));
    rows
}

pub(super) async fn look(cx: &Cx<'_>, world: &World<Read>) -> Machine {
    let blocks = |kinds: &[Kind]| titles(cx, kinds);
    let tenant = cx.setup.tenant.id.to_string();
    // Without an item that needs it there is no need for PowerShell.
    let wanted = !blocks(&[Kind::ApplicationAccessPolicy]).is_empty();
    let facts = async { world.teams.facts().await };
    let mut machine = check(&world.ports, &tenant, facts, &blocks).await;
    if !wanted {
        machine.rows.retain(|row| row.id != "powershell");
    }
    machine
}

async fn check(
    ports: &Ports,
    tenant: &str,
    facts: impl Future<Output = Result<PowerShellFacts, Error>>,
    blocks: &(impl Fn(&[Kind]) -> Vec<Message> + Sync),
) -> Machine {
    let hosts = hosts(&ports.endpoints, tenant);
    let reach = join_all(hosts.iter().map(|(_, url)| ports.probe.reach(url)));
    let proxy = async {
        match hosts.first() {
            Some((_, url)) => ports.probe.proxy(url).await,
            None => None,
        }
    };
    let keychain = ports.secrets.probe();
    let (reached, keychain, facts, proxy) = futures_util::join!(reach, keychain, facts, proxy);
    let mut machine = Machine { rows: Vec::new(), stop: None, unreachable: None };
    for ((name, _), reach) in hosts.iter().zip(&reached) {
        let (row, trouble) = reach_row(name, reach, blocks);
        machine.rows.push(row);
        machine.unreachable = machine.unreachable.take().or(trouble);
    }
    machine.rows.extend(inspection_row(ports.endpoints.surroundings, &reached));
    machine.rows.push(proxy_row(proxy.as_ref(), reached.iter().all(|reach| reach.stage == ReachStage::Answered)));
    let dated = reached.iter().find_map(|reach| Some((reach.date?, reach.our_date)));
    let (clock, skewed) = clock_row(dated, blocks(&[Kind::AdminConsent, Kind::MeetingTest]));
    let (keychain, locked) =
        keychain_row(keychain, blocks(&[Kind::Certificate, Kind::ClientSecret, Kind::AzureCommunicationServices]));
    machine.rows.extend([clock, keychain]);
    machine.stop = skewed.or(locked);
    machine.rows.push(powershell_row(facts, blocks(&[Kind::ApplicationAccessPolicy])));
    machine
}

/// Where a set-up must get to, each with an address that answers without a sign-in.
fn hosts(endpoints: &Endpoints, tenant: &str) -> Vec<(&'static str, Url)> {
    let login = endpoints.login.join(&format!("{tenant}/v2.0/.well-known/openid-configuration"));
    let graph = endpoints.graph.join("v1.0/me");
    let all = [("login", login), ("graph", graph)];
    all.into_iter().filter_map(|(name, url)| Some((name, url.ok()?))).collect()
}

fn find(fault: MachineFault, operation: &str, args: &[(&str, &str)]) -> Diagnostic {
    let mut symptom = Symptom::machine(fault, operation);
    for (name, value) in args {
        symptom = symptom.text_arg(name, *value);
    }
    Diagnoses::builtin().find(&symptom)
}

fn reach_row(name: &str, reach: &Reach, blocks: &impl Fn(&[Kind]) -> Vec<Message>) -> (CheckRow, Option<Diagnostic>) {
    let id = format!("reach.{name}");
    let host = reach.host.as_str();
    let Some(trouble) = stopped(reach, host) else {
        let title = msg("readiness-reach").text("service", name).text("host", host);
        let detail = reach.issuer.as_ref().map(|issuer| msg("readiness-reach-issuer").text("issuer", issuer.clone()));
        return (CheckRow { detail, ..row(&id, Outcome::Done, title) }, None);
    };
    let every = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::SignIn && *kind != Kind::Readiness);
    let every: Vec<Kind> = every.collect();
    (diagnosed(&id, Outcome::Failed, &trouble, blocks(&every)), Some(trouble))
}

/// What stops a connection, by the stage that it got to; `None` when nothing does.
pub(crate) fn stopped(reach: &Reach, operation: &str) -> Option<Diagnostic> {
    let host = ("host", reach.host.as_str());
    let proxy = reach.proxy.as_deref().map(|proxy| ("proxy", proxy));
    let told = |fault, args: &[(&str, &str)]| Some(find(fault, operation, args));
    match &reach.stage {
        ReachStage::Answered => None,
        ReachStage::NoDns { why } => told(MachineFault::NoDns, &[host, ("why", why)]),
        ReachStage::NoTcp { why } => told(MachineFault::NoTcp, &[host, ("why", why)]),
        ReachStage::NoTls { why, untrusted: false } => told(MachineFault::TlsFailed, &[host, ("why", why)]),
        ReachStage::NoTls { untrusted: true, .. } => {
            let issuer = reach.issuer.as_deref().map(|issuer| ("issuer", issuer));
            told(MachineFault::TlsUntrusted, &Vec::from_iter([Some(host), issuer].into_iter().flatten()))
        }
        ReachStage::ProxyPassword => told(MachineFault::ProxyPassword, &Vec::from_iter(proxy)),
        ReachStage::NoProxy { why } => told(
            MachineFault::ProxyUnreachable,
            &Vec::from_iter([Some(("why", why.as_str())), proxy].into_iter().flatten()),
        ),
        ReachStage::NoAnswer { why } => told(MachineFault::NoAnswer, &[host, ("why", why)]),
    }
}

/// Looks again at an address that gave no answer, stage by stage: which one stops, and in whose name. `None` when it
/// answers now.
pub async fn why_unreachable(probe: &dyn Probe, url: &Url, operation: &str) -> Option<Diagnostic> {
    stopped(&probe.reach(url).await, operation)
}

/// Compares this computer's clock with a server's. `None` when they agree well enough, or nothing could be compared.
pub async fn clock_trouble(probe: &dyn Probe, url: &Url) -> Option<Diagnostic> {
    let reach = probe.reach(url).await;
    clock_row(reach.date.map(|theirs| (theirs, reach.our_date)), Vec::new()).1
}

/// Somebody between here and Microsoft signs connections anew, and this computer trusts them.
fn inspection_row(surroundings: Surroundings, reached: &[Reach]) -> Option<CheckRow> {
    if surroundings != Surroundings::Real {
        return None;
    }
    let answered = reached.iter().filter(|reach| reach.stage == ReachStage::Answered);
    // By what the chain ends at, not by a name: an authority of one's own can be called anything.
    let issuer = answered.filter(|reach| reach.public == Some(false)).find_map(|reach| reach.issuer.as_ref())?;
    let detail = msg("readiness-inspected-detail").text("issuer", issuer.clone());
    Some(CheckRow { detail: Some(detail), ..row("tls", Outcome::Finding, msg("readiness-inspected")) })
}

fn proxy_row(proxy: Option<&ProxySetting>, all_answer: bool) -> CheckRow {
    match proxy {
        None => row("proxy", Outcome::Done, msg("readiness-proxy-none")),
        Some(ProxySetting::Server(server)) => {
            row("proxy", Outcome::Done, msg("readiness-proxy-server").text("server", server.clone()))
        }
        Some(ProxySetting::Pac(address)) => {
            let found = find(MachineFault::ProxyScript, "proxy", &[("why", address)]);
            let outcome = if all_answer { Outcome::Done } else { Outcome::Finding };
            diagnosed("proxy", outcome, &found, Vec::new())
        }
    }
}

pub(crate) fn clock_row(dated: Option<(Timestamp, Timestamp)>, blocks: Vec<Message>) -> (CheckRow, Option<Diagnostic>) {
    let Some((theirs, ours)) = dated else {
        let detail = Some(msg("readiness-clock-unknown"));
        return (CheckRow { detail, blocks, ..row("clock", Outcome::Unknown, msg("readiness-clock")) }, None);
    };
    let skew = theirs.since(ours).max(ours.since(theirs));
    if skew <= SKEW {
        let detail = Some(msg("readiness-clock-detail").duration("skew", skew));
        return (CheckRow { detail, ..row("clock", Outcome::Done, msg("readiness-clock")) }, None);
    }
    let seconds = u32::try_from(skew.as_secs()).unwrap_or(u32::MAX);
    let symptom = Symptom::machine(MachineFault::ClockSkew, "clock");
    let args = Args::from([("skew".to_owned(), Arg::Seconds(seconds))]);
    let found = Diagnoses::builtin().find(&symptom.with_args(&args));
    (diagnosed("clock", Outcome::Failed, &found, blocks), Some(found))
}

fn keychain_row(tried: Result<(), KeychainError>, blocks: Vec<Message>) -> (CheckRow, Option<Diagnostic>) {
    match tried {
        Ok(()) => (row("keychain", Outcome::Done, msg("readiness-keychain")), None),
        Err(error) => {
            let found = Diagnoses::builtin().find(&Symptom::of_keychain(&error));
            (diagnosed("keychain", Outcome::Failed, &found, blocks), Some(found))
        }
    }
}

fn powershell_row(facts: Result<PowerShellFacts, Error>, blocks: Vec<Message>) -> CheckRow {
    let usable = facts.and_then(|facts| facts.check().map(|()| facts).map_err(Error::from));
    match usable {
        Ok(facts) => {
            let title =
                msg("readiness-powershell").text("version", facts.ps).text("module", facts.module.unwrap_or_default());
            row("powershell", Outcome::Done, title)
        }
        Err(error) => {
            let found = crate::diagnose::diagnostic(&Problem::from(error), &Args::new());
            // There is another way: the script for Azure Cloud Shell. So this stops nothing.
            let outcome = if found.outcome == Outcome::Unknown { Outcome::Unknown } else { Outcome::Finding };
            diagnosed("powershell", outcome, &found, blocks)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(stage: ReachStage, issuer: Option<&str>) -> Reach {
        Reach {
            host: "graph.microsoft.com".to_owned(),
            stage,
            issuer: issuer.map(ToOwned::to_owned),
            public: issuer.map(|_| true),
            status: None,
            date: None,
            our_date: Timestamp::EPOCH,
            proxy: None,
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds).expect("a time")
    }

    #[test]
    fn a_clock_off_by_more_than_five_minutes_stops_everything_in_both_directions() {
        for skew in [-1200, -301, 301, 1200] {
            let (row, stop) = clock_row(Some((at(100_000), at(100_000 + skew))), Vec::new());
            assert_eq!(row.outcome, Outcome::Failed, "off by {skew} s");
            assert!(stop.is_some(), "no proof is accepted then");
        }
        for skew in [-300, 0, 300] {
            let (row, stop) = clock_row(Some((at(100_000), at(100_000 + skew))), Vec::new());
            assert_eq!((row.outcome, stop.is_none()), (Outcome::Done, true), "off by {skew} s is accepted");
        }
        assert_eq!(clock_row(None, Vec::new()).0.outcome, Outcome::Unknown, "no Date header: unknown, not green");
    }

    #[test]
    fn each_stage_of_a_connection_is_told_apart() {
        let why = || "refused".to_owned();
        let stages = [
            (ReachStage::NoDns { why: why() }, "no-dns"),
            (ReachStage::NoTcp { why: why() }, "no-connection"),
            (ReachStage::NoTls { why: why(), untrusted: true }, "tls-inspected"),
            (ReachStage::NoTls { why: why(), untrusted: false }, "tls-failed"),
            (ReachStage::ProxyPassword, "proxy-password"),
            (ReachStage::NoProxy { why: why() }, "proxy-unreachable"),
            (ReachStage::NoAnswer { why: why() }, "no-answer"),
        ];
        for (stage, code) in stages {
            let (row, trouble) = reach_row("graph", &reach(stage, Some("Gateway CA")), &|_: &[Kind]| Vec::new());
            assert_eq!(row.outcome, Outcome::Failed, "{code} is no way to Microsoft");
            assert_eq!(trouble.expect("a diagnosis").code, code, "the diagnosis names the stage");
        }
    }

    #[test]
    fn an_inspecting_proxy_is_a_finding_in_a_real_tenant_only() {
        let gateway = reach(ReachStage::Answered, Some("CN=Microsoft Traffic of Contoso"));
        let through = [Reach { public: Some(false), ..gateway }];
        let direct = [reach(ReachStage::Answered, Some("CN=Microsoft Azure RSA TLS Issuing CA 08"))];
        assert!(
            inspection_row(Surroundings::Real, &through).is_some(),
            "somebody else signs the connection, under whatever name"
        );
        assert!(inspection_row(Surroundings::Real, &direct).is_none(), "Microsoft signs it");
        assert!(inspection_row(Surroundings::Test, &through).is_none(), "a test installation has its own authority");
    }

    #[test]
    fn a_host_that_graph_was_reached_past_stops_nothing() {
        let (failed, trouble) = reach_row("graph", &reach(ReachStage::ProxyPassword, None), &|_: &[Kind]| Vec::new());
        let machine = |rows| Machine { rows, stop: None, unreachable: trouble.clone() };
        let talked = machine(vec![failed.clone()]).settle(true);
        assert_eq!((talked.rows[0].outcome, talked.stop), (Outcome::Finding, None), "Graph answered all the same");
        let silent = machine(vec![failed]).settle(false);
        assert!(silent.stop.is_some(), "nothing came through");
    }
}
