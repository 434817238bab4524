//! The record of a run: what the report is made of, and the last page.

use domain::{
    Acting, ApprovalRecord, Block, ChangeState, DoneView, Expiry, Message, Outcome, PersonView, Proof, Purpose,
    RecordValue, RunRecord, UserRef, Wanted, msg,
};

use super::{Engine, Stored};
use crate::step::step;
use crate::{Problem, people, views};

impl Engine {
    /// The record as it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record(&self, purpose: Purpose, version: &str) -> Result<RunRecord, Problem> {
        let stored = self.stored()?;
        let now = self.ports.clock.now();
        let items: Vec<_> = stored
            .shown(&self.profile)
            .map(|item| with_everybody(views::item(&self.profile, &stored, item, now), &stored))
            .collect();
        let approvals = self.ports.store.approvals(self.setup)?;
        let mut tenant = stored.setup.tenant.clone();
        tenant.name = stored.outputs.session.as_ref().map(|session| session.tenant_name.clone()).or(tenant.name);
        Ok(RunRecord {
            schema: 1,
            handrail: version.to_owned(),
            made_at: now,
            surroundings: self.ports.endpoints.surroundings,
            purpose,
            masked: false,
            setup: self.setup,
            profile: self.profile.id.clone(),
            title: views::profile_text(&self.profile, "title", &self.profile.title),
            profile_version: self.profile.version.clone(),
            source: views::source(&self.profile),
            tenant,
            session: stored.outputs.session.clone(),
            outcome: overall(items.iter().map(|item| item.head.outcome)),
            values: values(&stored),
            expiries: expiries(&stored),
            exports: self.exports(&stored),
            handed: handed(&stored),
            approvals: approvals
                .iter()
                .map(|approval| ApprovalRecord {
                    by: approval.by.clone(),
                    at: approval.at,
                    changes: u32::try_from(approval.changes.len()).unwrap_or(u32::MAX),
                    digest: approval.digest.clone(),
                })
                .collect(),
            revoke: texts(&self.profile, "revoke", &self.profile.revoke),
            notes: texts(&self.profile, "note", &self.profile.notes),
            for_handrail: self.profile.for_handrail,
            items,
        })
    }

    /// The last page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn done(&self) -> Result<DoneView, Problem> {
        let record = self.record(Purpose::Setup, "")?;
        let stored = self.stored()?;
        let proved = record.items.iter().filter_map(|item| item.looked_at).max();
        Ok(DoneView {
            proved_at: proved.filter(|_| record.outcome.is_finished()),
            proof: self.proof(&record, &stored),
            values: record.values,
            expiries: record.expiries,
            exports: record.exports,
            handed: record.handed,
            handover: self.profile.items.iter().find(|item| self.hands_over(item)).map(|item| item.id.clone()),
            watch: if self.profile.for_handrail { vec![msg("done-watch-consent")] } else { watch(&stored) },
            hands_key: self.hands_key(),
            revoke: record.revoke,
            notes: record.notes,
            for_handrail: record.for_handrail,
            vendor_key: vendor_key(&stored),
            tenant: record.tenant,
        })
    }

    /// Whether the item hands over, as things are answered.
    fn hands_over(&self, item: &domain::Item) -> bool {
        let answers = self.setup().map(|setup| setup.answers).unwrap_or_default();
        item.wanted.kind() == domain::Kind::Handover && self.profile.is_wanted(item, &answers)
    }

    /// Whether the certificate that is made here is the vendor's to sign in with, as things are answered.
    fn hands_key(&self) -> bool {
        let answers = self.setup().map(|setup| setup.answers).unwrap_or_default();
        let is_for_vendor = |wanted: &Wanted| matches!(wanted, Wanted::Certificate(spec) if spec.days.is_none());
        self.profile.items.iter().any(|item| is_for_vendor(&item.wanted) && self.profile.is_wanted(item, &answers))
    }

    /// By what it is proved: what was left out or vouched for proves nothing.
    fn proof(&self, record: &RunRecord, stored: &Stored) -> Proof {
        let is_done = |item: &&domain::Item| {
            let of_it = |view: &&domain::ItemView| view.head.id == item.id;
            let outcome = record.items.iter().find(of_it).and_then(|view| view.head.outcome);
            matches!(outcome, Some(Outcome::Done | Outcome::Changed))
        };
        let refused = stored.outputs.organiser.as_ref().is_some_and(|people| people.control.is_some());
        let by = |item: &domain::Item| match &item.wanted {
            Wanted::MeetingTest(spec) => Some(match spec.acting {
                Acting::SignedInUser => Proof::Person,
                Acting::App if refused => Proof::AppBothWays,
                Acting::App => Proof::App,
            }),
            Wanted::WebhookEndpoint(_) => Some(Proof::Endpoint),
            _ => None,
        };
        self.profile.items.iter().filter(is_done).find_map(by).unwrap_or(Proof::Looked)
    }

    fn exports(&self, stored: &Stored) -> Vec<domain::Export> {
        let current = stored.outputs.certificate.as_ref().map(|certificate| certificate.thumbprint_sha1.clone());
        let with_void = |export: &domain::Export| domain::Export {
            void: current.as_ref() != Some(&export.thumbprint),
            ..export.clone()
        };
        stored.setup.exports.iter().map(with_void).collect()
    }
}

/// A page names the first few of many; a record names all of them.
fn with_everybody(mut view: domain::ItemView, stored: &Stored) -> domain::ItemView {
    let id = &view.head.id;
    let planned = stored.snapshot(id).into_iter().flat_map(|seen| &seen.changes).flat_map(people::of);
    let rows = stored.journal.iter().filter(|row| row.planned.item == *id);
    let made = rows.filter(|row| matches!(row.state, ChangeState::Made | ChangeState::Seen)).flat_map(|row| {
        row.receipt.as_ref().map(|receipt| step(row.planned.kind).done_for(receipt)).unwrap_or_default()
    });
    let lists: [(&str, Vec<UserRef>); 2] =
        [("record-people-planned", planned.collect()), ("record-people-made", made.collect())];
    for (title, people) in lists {
        if !people.is_empty() {
            let title = Some(msg(title).count("count", people.len()));
            let person = |user: UserRef| PersonView { name: user.name, upn: user.upn, outcome: None, note: None };
            view.blocks.push(Block::People { title, people: people.into_iter().map(person).collect() });
        }
    }
    view
}

fn texts(profile: &domain::Profile, part: &str, all: &[String]) -> Vec<Message> {
    all.iter().enumerate().map(|(n, text)| views::profile_text(profile, &format!("{part}-{}", n + 1), text)).collect()
}

/// The outcome that matters most decides. What was not looked at yet is unknown, unless something that was seen is open:
/// then it only comes later.
pub(crate) fn overall(outcomes: impl Iterator<Item = Option<Outcome>>) -> Outcome {
    let rank = |outcome: Outcome| match outcome {
        Outcome::Failed => 0,
        Outcome::NeedsPerson => 1,
        Outcome::NeedsDecision => 2,
        Outcome::Unknown => 3,
        Outcome::Waiting => 4,
        Outcome::Finding => 5,
        Outcome::Accepted => 6,
        Outcome::Changed => 7,
        Outcome::Done => 8,
        Outcome::Skipped => 9,
        Outcome::NotApplicable => 10,
    };
    let (mut worst, mut unseen) = (None::<Outcome>, false);
    for outcome in outcomes {
        match outcome {
            Some(outcome) if worst.is_none_or(|worst| rank(outcome) < rank(worst)) => worst = Some(outcome),
            Some(_) => {}
            None => unseen = true,
        }
    }
    match worst {
        Some(worst) if !(unseen && worst.is_finished()) => worst,
        _ => Outcome::Unknown,
    }
}

fn values(stored: &Stored) -> Vec<RecordValue> {
    let value = |id: &str, value: String, masked: bool| RecordValue { label: msg(id), value, masked };
    let mut all = vec![value("value-tenant-id", stored.setup.tenant.id.to_string(), true)];
    if let Some(app) = &stored.outputs.app {
        all.push(value("value-client-id", app.app_id.to_string(), true));
    }
    // The vendor signs in with its own key, where it has one: ours is of no use to it then.
    if let Some(certificate) = &stored.outputs.vendor_certificate {
        all.push(value("value-vendor-thumbprint-sha1", certificate.thumbprint_sha1.clone(), false));
        all.push(value("value-vendor-thumbprint-sha256", certificate.thumbprint_sha256.clone(), false));
    } else if let Some(certificate) = stored.outputs.certificate.as_ref().filter(|one| !one.taken_off) {
        all.push(value("value-thumbprint-sha1", certificate.thumbprint_sha1.clone(), false));
        all.push(value("value-thumbprint-sha256", certificate.thumbprint_sha256.clone(), false));
    }
    if let Some(policy) = &stored.outputs.policy {
        all.push(value("value-policy", policy.identity.clone(), false));
    }
    if let Some(communication) = &stored.outputs.communication {
        all.push(value("value-communication-endpoint", communication.endpoint.clone(), false));
        all.push(value("value-communication-resource", communication.resource_id.clone(), true));
    }
    all
}

fn handed(stored: &Stored) -> Vec<domain::HandedOver> {
    let tenant = stored.setup.tenant.id;
    stored.setup.handed.iter().map(|one| one.recorded(tenant, &stored.outputs)).collect()
}

fn watch(stored: &Stored) -> Vec<Message> {
    let outputs = &stored.outputs;
    let ours = outputs.certificate.as_ref().is_some_and(|certificate| !certificate.taken_off);
    let certificate = ours || outputs.vendor_certificate.is_some();
    let mut all = vec![msg("done-watch-sign-ins"), msg("done-watch-consent")];
    all.extend(certificate.then(|| msg("done-watch-certificate")));
    all.extend(outputs.client_secret.is_some().then(|| msg("done-watch-secret")));
    all
}

fn vendor_key(stored: &Stored) -> Option<domain::VendorKey> {
    let theirs = stored.outputs.vendor_certificate.as_ref()?;
    Some(domain::VendorKey { subject: theirs.subject.clone(), issued_here: theirs.issued_here })
}

fn expiries(stored: &Stored) -> Vec<Expiry> {
    let expiry = |id: &str, subject: &str, at| Expiry { label: msg(id).text("subject", subject), at };
    let ours = stored.outputs.certificate.as_ref().filter(|certificate| !certificate.taken_off);
    let vendors = stored.outputs.vendor_certificate.as_ref();
    let ours = ours.map(|ours| expiry("expiry-certificate", &ours.subject, ours.not_after));
    let vendors = vendors.map(|theirs| expiry("expiry-vendor-certificate", &theirs.subject, theirs.not_after));
    let secret = stored.outputs.client_secret.as_ref();
    let secret = secret.map(|secret| expiry("expiry-client-secret", &secret.display_name, secret.not_after));
    let mut all: Vec<Expiry> = ours.into_iter().chain(vendors).chain(secret).collect();
    all.sort_by_key(|expiry| expiry.at);
    all
}
