//! Views put together from what is stored: the rail, an item, a card on Home.

mod ask;
mod facts;
mod rail;

use domain::{
    Acceptance, Block, Field, Item, ItemHead, ItemView, Message, Outcome, Outputs, PlannedChange, Profile, SessionRef,
    SetupCard, SetupView, TenantRef, Timestamp, Wait, WaitView, Way, msg,
};
use serde_json::Value;

use crate::engine::Stored;
use crate::made::made;
use crate::people;
use crate::step::Cx;
use crate::world::Ports;

pub(crate) use ask::{ask, input, options};
pub(crate) use facts::{fact, fact_text, facts};
pub(crate) use rail::{bare_head, head};
use rail::{is_ready, subline};

/// What looking at an item came to, before it is put into a view.
#[derive(Default)]
pub(crate) struct Draft {
    pub looked_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
    pub status: Option<Message>,
    pub seen: Option<Message>,
    pub evidence: Vec<domain::CallView>,
    pub looked_by: Option<String>,
    pub blocks: Vec<Block>,
    pub changes: Vec<PlannedChange>,
    pub found: Option<(u32, Value)>,
    pub diagnostic: Option<domain::Diagnostic>,
    pub wait: Option<(Wait, Message)>,
    pub accepted: Option<Acceptance>,
    pub sign_in: bool,
}

impl Draft {
    /// Of a look at this time, by this account.
    pub(crate) fn at(now: Timestamp, by: String) -> Self {
        Self { looked_at: Some(now), looked_by: Some(by).filter(|by| !by.is_empty()), ..Self::default() }
    }

    /// What was seen earlier stays, as of then.
    pub(crate) fn keep_seen(&mut self, earlier: Option<&domain::ItemSnapshot>) {
        let Some(view) = earlier.map(|snapshot| &snapshot.view) else { return };
        self.blocks.clone_from(&view.blocks);
        self.seen.clone_from(&view.seen);
        self.evidence.clone_from(&view.evidence);
        self.looked_by.clone_from(&view.looked_by);
        self.looked_at = view.looked_at;
    }
}

/// What is kept of an item beside its view.
pub(crate) struct Kept {
    pub view: ItemView,
    pub found: Option<(u32, Value)>,
    pub changes: Vec<PlannedChange>,
}

/// Puts a view together.
pub(crate) fn compose(profile: &Profile, stored: &Stored, item: &Item, draft: Draft, now: Timestamp) -> Kept {
    let kind = item.wanted.kind();
    let name = item.wanted.words();
    let mut head = head(profile, stored, item, now);
    head.outcome = draft.outcome;
    head.ready = is_ready(profile, stored, item, draft.outcome);
    head.changes = count(&draft.changes);
    let words = |part: &str| msg(&format!("item-{name}-{part}"));
    let can = has_all(profile, stored, item);
    let digest = (can && !draft.changes.is_empty()).then(|| {
        let list = domain::ChangeList {
            tenant: stored.setup.tenant.id,
            profile: stored.setup.profile_digest.clone(),
            changes: draft.changes.clone(),
            left_out: Vec::new(),
        };
        list.digest()
    });
    let wait = draft.wait.map(|(wait, text)| WaitView {
        text,
        since: wait.since,
        next: wait.next,
        tries: wait.tries,
        needs_sign_in: draft.sign_in,
    });
    let mut actions = vec![domain::Action::CheckAgain];
    if draft.sign_in && matches!(kind, domain::Kind::AzureCommunicationServices) {
        actions.insert(0, crate::steps::sign_in_to_azure());
    } else if draft.sign_in || matches!(kind, domain::Kind::SignIn) {
        actions.insert(0, domain::Action::SignIn);
    }
    actions.extend(kind_actions(kind, stored));
    let status = draft.status.or_else(|| status(stored, item, &draft.changes, draft.accepted.as_ref()));
    head.subline = subline(profile, stored, item, &head, wait.as_ref());
    let view = ItemView {
        why: item
            .why
            .as_ref()
            .map_or_else(|| words("why"), |why| profile_text(profile, &format!("item-{}-why", item.id), why)),
        way: way(stored, item),
        status,
        blocks: draft.blocks,
        changes: people::shown(&draft.changes),
        digest,
        who: has_changes(kind).then(|| words("who")),
        undo: has_changes(kind).then(|| words("undo")),
        verb: has_changes(kind).then(|| words("verb")),
        actions,
        diagnostic: draft.diagnostic,
        wait,
        looked_at: draft.looked_at,
        looked_by: draft.looked_by,
        made: made(stored, item),
        expected: expected(profile, stored, item, now),
        seen: draft.seen,
        evidence: draft.evidence,
        head,
    };
    Kept { view, found: draft.found, changes: draft.changes }
}

/// The chosen way, else the kind's usual one.
fn way(stored: &Stored, item: &Item) -> Way {
    stored.setup.ways.get(&item.id).copied().unwrap_or(item.wanted.kind().usual_way())
}

/// Kinds that change something.
const fn has_changes(kind: domain::Kind) -> bool {
    use domain::Kind;
    !matches!(
        kind,
        Kind::SignIn
            | Kind::Readiness
            | Kind::Monitoring
            | Kind::NetworkReachability
            | Kind::GoLive
            | Kind::VendorConfirmation
            | Kind::Handover
    )
}

/// What else can be done with an item.
fn kind_actions(kind: domain::Kind, stored: &Stored) -> Vec<domain::Action> {
    use domain::{Action, Kind};
    let mut actions = if has_changes(kind) { vec![Action::ShowGuide] } else { Vec::new() };
    match kind {
        Kind::Certificate if stored.outputs.certificate.as_ref().is_some_and(|one| one.taken_off) => {
            actions.push(Action::RotateCertificate);
        }
        Kind::Certificate if stored.outputs.certificate.is_some() => {
            actions.extend(stored.outputs.vendor_certificate.as_ref().map(|_| Action::ExportVendorCer));
            actions.extend([Action::ExportCer, Action::ExportPfx, Action::RotateCertificate]);
        }
        Kind::ClientSecret
            if stored.journal.iter().any(|entry| entry.planned.kind == kind && entry.receipt.is_some()) =>
        {
            actions.push(Action::RotateSecret);
        }
        Kind::ApplicationAccessPolicy => actions.push(Action::SaveScript),
        Kind::NetworkReachability => actions.extend([Action::SaveAllowList, Action::ShowGuide]),
        Kind::Handover => actions.push(Action::SaveHandover),
        _ => {}
    }
    actions
}

/// An item as last seen; before the first look, its head and its words.
pub(crate) fn item(profile: &Profile, stored: &Stored, item: &Item, now: Timestamp) -> ItemView {
    match stored.snapshot(&item.id) {
        Some(snapshot) => {
            let mut view = snapshot.view.clone();
            view.head = head(profile, stored, item, now);
            view.expected = expected(profile, stored, item, now);
            view.made = made(stored, item);
            view.way = way(stored, item);
            view
        }
        None => compose(profile, stored, item, Draft::default(), now).view,
    }
}

/// What the item wants, with its values.
fn expected(profile: &Profile, stored: &Stored, item: &Item, now: Timestamp) -> Option<Message> {
    let journal = stored.journal_of(&item.id);
    let (setup, outputs) = (&stored.setup, &stored.outputs);
    crate::step::step_of(&item.wanted).expected(&Cx {
        setup,
        profile,
        item,
        outputs,
        journal: &journal,
        whole_journal: &stored.journal,
        evidence: None,
        now,
    })
}

/// Its title: the profile's own, or the kind's.
pub(crate) fn item_title(profile: &Profile, item: &Item) -> Message {
    item.title.as_ref().map_or_else(
        || msg(&format!("item-{}-title", item.wanted.words())),
        |title| profile_text(profile, &format!("item-{}-title", item.id), title),
    )
}

fn count(changes: &[PlannedChange]) -> u32 {
    u32::try_from(people::heads(changes)).unwrap_or(u32::MAX)
}

fn has_all(profile: &Profile, stored: &Stored, item: &Item) -> bool {
    profile.needs(item, &stored.setup.answers).iter().all(|field| stored.outputs.settles(*field))
}

fn status(stored: &Stored, item: &Item, changes: &[PlannedChange], accepted: Option<&Acceptance>) -> Option<Message> {
    if let Some(accepted) = accepted {
        return Some(msg("status-accepted").text("by", accepted.by.clone()).time("at", accepted.at));
    }
    if !changes.is_empty() {
        return Some(msg("status-changes-planned").count("count", people::heads(changes)));
    }
    let last = made(stored, item).into_iter().filter(|change| !change.undone).map(|change| change.at).max();
    last.map(|at| msg("status-done-at").time("at", at))
}

/// The rail and what stands on top of every page.
pub(crate) fn setup(profile: &Profile, stored: &Stored, ports: &Ports, now: Timestamp) -> SetupView {
    let items: Vec<ItemHead> = stored.shown(profile).map(|item| head(profile, stored, item, now)).collect();
    let signed_in = ports.tokens.session().is_some();
    SetupView {
        card: card(profile, stored, now),
        session: stored.outputs.session.clone().filter(|_| signed_in),
        surroundings: ports.endpoints.surroundings,
        next: items.iter().find(|head| head.ready).map(|head| head.id.clone()),
        complete: items.iter().all(|head| head.outcome.is_some_and(Outcome::is_finished)),
        items,
    }
}

/// A card on Home.
pub(crate) fn card(profile: &Profile, stored: &Stored, now: Timestamp) -> SetupCard {
    let heads: Vec<ItemHead> = stored.shown(profile).map(|item| head(profile, stored, item, now)).collect();
    let finished = heads.iter().filter(|head| head.outcome.is_some_and(Outcome::is_finished)).count();
    let open = heads.iter().filter(|head| !head.outcome.is_some_and(Outcome::is_finished));
    let worst = open.filter_map(|head| head.outcome).min();
    let next_try = stored.waits.iter().map(|wait| wait.next).min();
    let status = match (worst, next_try) {
        _ if finished == heads.len() => msg("card-complete"),
        (Some(Outcome::Waiting), Some(at)) => msg("card-waiting").time("at", at),
        (Some(Outcome::NeedsPerson), _) => msg("card-needs-person"),
        (Some(Outcome::NeedsDecision), _) => msg("card-needs-decision"),
        (Some(Outcome::Failed), _) => msg("card-failed"),
        _ => msg("card-in-progress").count("done", finished).count("all", heads.len()),
    };
    let mut tenant = stored.setup.tenant.clone();
    tenant.name = stored.outputs.session.as_ref().map(|session| session.tenant_name.clone()).or(tenant.name);
    let certificate = stored.outputs.certificate.as_ref().filter(|certificate| !certificate.taken_off);
    let ends = certificate.map(|certificate| certificate.not_after);
    SetupCard {
        id: stored.setup.id,
        profile: profile.id.clone(),
        title: profile_text(profile, "title", &profile.title),
        tenant: Some(tenant),
        finished: u32::try_from(finished).unwrap_or(u32::MAX),
        items: u32::try_from(heads.len()).unwrap_or(u32::MAX),
        outcome: worst,
        status,
        last_look: stored.items.iter().filter_map(|snapshot| snapshot.view.looked_at).max(),
        certificate_ends: ends.filter(|end| end.since(now) < crate::steps::EXPIRY_WARNING),
        begun_at: stored.setup.begun_at,
    }
}

/// The tenant's name for a button; its domain before a sign-in.
pub(crate) fn tenant_name(tenant: &TenantRef, session: Option<&SessionRef>) -> String {
    let named = session.map(|session| session.tenant_name.clone()).or_else(|| tenant.name.clone());
    named.unwrap_or_else(|| tenant.domain.clone())
}

/// A text of a profile: the catalogue may hold a translation of a built-in one's, else it is shown as it is.
pub(crate) fn profile_text(profile: &Profile, part: &str, text: &str) -> Message {
    Message::literal(text).text("key", format!("profile-{}-{part}", profile.id))
}

/// What a diagnosis' texts may name.
pub(crate) fn known_args(setup: &domain::Setup, outputs: &Outputs) -> crate::diagnoses::Args {
    let mut args = crate::diagnoses::Args::new();
    let mut add = |name: &str, value: String| args.insert(name.to_owned(), domain::Arg::Text(value));
    add("tenant", tenant_name(&setup.tenant, outputs.session.as_ref()));
    if let Some(session) = &outputs.session {
        add("account", session.account.upn.clone());
    }
    if let Some(app) = &outputs.app {
        add("app", app.name.clone());
        add("app_id", app.app_id.to_string());
    }
    if let Some(organisers) = &outputs.organiser {
        add("user", organisers.organiser.name.clone());
    }
    if let Some(policy) = &outputs.policy {
        add("policy", policy.identity.clone());
    }
    args
}

/// The document a profile comes from.
pub(crate) fn source(profile: &Profile) -> Vec<Message> {
    let source = &profile.source;
    let mut all = vec![msg("source-title").text("title", source.title.clone())];
    all.extend(source.audience.iter().map(|text| msg("source-audience").text("audience", text.clone())));
    all.extend(source.author.iter().map(|text| msg("source-author").text("author", text.clone())));
    all.extend(source.date.iter().map(|text| msg("source-date").text("date", text.clone())));
    all
}

/// Whether an output changed.
pub(crate) fn differs(before: &Outputs, after: &Outputs, field: Field) -> bool {
    match field {
        Field::Session => before.session != after.session,
        Field::Organiser => before.organiser != after.organiser,
        Field::App => before.app != after.app,
        Field::ServicePrincipal => before.service_principal != after.service_principal,
        Field::Permissions => before.permissions != after.permissions,
        Field::Certificate => before.certificate != after.certificate,
        Field::VendorCertificate => before.vendor_certificate != after.vendor_certificate,
        Field::Api => before.api != after.api,
        Field::ClientSecret => before.client_secret != after.client_secret,
        Field::Grants => before.grants != after.grants,
        Field::Policy => before.policy != after.policy,
        Field::TeamsApp => before.teams_app != after.teams_app,
        Field::Communication => before.communication != after.communication,
    }
}
