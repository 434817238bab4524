//! Readiness of this computer, without a sign-in (DECISIONS 40).

use std::time::Duration;

use domain::{CheckRow, Diagnostic, Outcome, Reach, ReachStage, TokenSource, msg};
use engine::diagnoses::{Diagnoses, MachineFault, Symptom};
use microsoft::{CallLog, Connection, Teams, Write};

use crate::session::LateSession;
use crate::site::Site;
use crate::{Answer, Desk, explain, trouble};

/// A proof of identity is refused when the clock is further off.
const SKEW: Duration = Duration::from_secs(5 * 60);

impl Desk {
    /// What this computer brings along: data directory, keychain, network, clock, PowerShell. Changes nothing but an
    /// entry in the keychain that it removes again.
    ///
    /// # Errors
    /// When there is no cloud to ask.
    pub async fn doctor(&self) -> Answer<Vec<CheckRow>> {
        let cloud = self.options.endpoints.as_ref().map_or("global", |endpoints| endpoints.name.as_str());
        let mut rows = vec![self.check_data()];
        let site = self.site(cloud).await?;
        rows.push(check_keychain(&site, self).await);
        let hosts = [&site.endpoints.login, &site.endpoints.graph];
        let mut reached = Vec::new();
        for url in hosts {
            reached.push(site.probe.reach(url).await);
        }
        rows.extend(reached.iter().map(check_reach));
        rows.extend(reached.iter().find_map(check_clock));
        rows.push(self.check_powershell(&site).await);
        Ok(rows)
    }

    fn check_data(&self) -> CheckRow {
        let title = msg("doctor-data");
        let folder = self.shelf.folder();
        match folder.and_then(|folder| self.shelf.reading().map(|_| folder)) {
            Ok(folder) => fine("data", title, domain::Message::literal(folder.display().to_string())),
            Err(problem) => troubled("data", title, *problem),
        }
    }

    async fn check_powershell(&self, site: &Site) -> CheckRow {
        let title = msg("doctor-powershell");
        let connection = Connection {
            transport: site.transport.clone(),
            endpoints: site.endpoints.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            log: CallLog::default(),
        };
        let nobody: std::sync::Arc<dyn TokenSource> = std::sync::Arc::new(LateSession::default());
        let module = crate::journey::saved_module(&site.modules);
        let teams: Teams<Write> = Teams::new(&connection, nobody, site.processes.clone(), module.clone());
        let facts = match teams.facts().await {
            Ok(facts) => facts,
            Err(error) => return troubled("powershell", title, *trouble::microsoft(&error)),
        };
        match facts.check() {
            Err(error) if module.is_none() => troubled("powershell", title, *trouble::powershell(&error)),
            _ => {
                let module = module.or(facts.module).unwrap_or_default();
                let seen = msg("doctor-powershell-seen").text("version", facts.ps).text("module", module);
                fine("powershell", title, seen)
            }
        }
    }
}

async fn check_keychain(site: &Site, desk: &Desk) -> CheckRow {
    let title = msg("doctor-keychain");
    match access::probe(&*site.secrets, &*desk.random).await {
        Ok(()) => fine("keychain", title, msg("doctor-keychain-seen").text("name", site.endpoints.keychain_service())),
        Err(error) => troubled("keychain", title, *explain(&error.into())),
    }
}

fn check_reach(reach: &Reach) -> CheckRow {
    let title = msg("doctor-reach").text("host", reach.host.clone());
    let id = format!("reach.{}", reach.host);
    let machine = |fault| Symptom::machine(fault, "reach").text_arg("host", &reach.host);
    let symptom = match &reach.stage {
        ReachStage::Answered => {
            let issuer = reach.issuer.clone();
            let seen = issuer.map_or_else(|| msg("doctor-reach-seen"), |name| msg("doctor-reach-issuer").text("issuer", name));
            return fine(&id, title, seen);
        }
        ReachStage::NoDns { why } => machine(MachineFault::NoDns).text_arg("why", why),
        ReachStage::NoTcp { why } => machine(MachineFault::NoTcp).text_arg("why", why),
        ReachStage::NoTls { why, untrusted } => {
            let fault = if *untrusted { MachineFault::TlsUntrusted } else { MachineFault::TlsFailed };
            let symptom = machine(fault).text_arg("why", why);
            match &reach.issuer {
                Some(issuer) => symptom.text_arg("issuer", issuer),
                None => symptom,
            }
        }
        ReachStage::ProxyPassword => machine(MachineFault::ProxyPassword),
        ReachStage::NoAnswer { why } => machine(MachineFault::NoAnswer).text_arg("why", why),
    };
    troubled(&id, title, Diagnoses::builtin().find(&symptom))
}

fn check_clock(reach: &Reach) -> Option<CheckRow> {
    let theirs = reach.date?;
    let apart = theirs.since(reach.our_date).max(reach.our_date.since(theirs));
    let title = msg("doctor-clock");
    if apart < SKEW {
        return Some(fine("clock", title, msg("doctor-clock-seen").duration("skew", apart)));
    }
    let symptom = Symptom::machine(MachineFault::ClockSkew, "reach");
    let seconds = u32::try_from(apart.as_secs()).unwrap_or(u32::MAX);
    let symptom = symptom.arg("skew", domain::Arg::Seconds(seconds));
    Some(troubled("clock", title, Diagnoses::builtin().find(&symptom)))
}

fn fine(id: &str, title: domain::Message, detail: domain::Message) -> CheckRow {
    CheckRow {
        id: id.to_owned(),
        outcome: Outcome::Done,
        title,
        detail: Some(detail),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    }
}

fn troubled(id: &str, title: domain::Message, found: Diagnostic) -> CheckRow {
    CheckRow {
        id: id.to_owned(),
        // "Could not be read" of a computer that we stand on is a failure of that computer.
        outcome: if found.outcome == Outcome::Unknown { Outcome::Failed } else { found.outcome },
        title,
        detail: Some(found.what),
        blocks: Vec::new(),
        who: found.who.into_iter().next(),
        remedy: Some(found.remedy),
        action: found.action,
    }
}
