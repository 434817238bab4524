//! Values to store.

use std::collections::BTreeMap;

use domain::{
    Answers, Approval, ChangeId, ChangeState, ChangeView, Digest, Evidence, ItemHead, ItemId, ItemSnapshot, ItemView,
    JournalEntry, Kind, Outcome, PlannedChange, ProfileId, RunId, Setup, SetupId, TenantId, TenantRef, Timestamp, Verb,
    Wait, Way, msg,
};
use serde_json::json;
use uuid::Uuid;

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub fn now() -> Timestamp {
    at("2026-11-21T14:00:00.25Z")
}

pub fn setup_id(number: u128) -> SetupId {
    SetupId(Uuid::from_u128(number))
}

pub fn change_id(number: u128) -> ChangeId {
    ChangeId(Uuid::from_u128(number))
}

pub fn setup(number: u128) -> Setup {
    Setup {
        id: setup_id(number),
        profile: ProfileId::from("teams-online-meetings"),
        profile_digest: Digest::from("aa"),
        tenant: TenantRef {
            id: TenantId(Uuid::from_u128(7)),
            domain: "contoso.com".into(),
            name: Some("Contoso \u{1F600} Ltd".into()),
            cloud: "global".into(),
            region: Some("EU".into()),
        },
        begun_at: now(),
        answers: Answers(BTreeMap::from([("users".into(), json!(["mia@contoso.com", "jonas@contoso.com"]))])),
        ways: BTreeMap::from([(ItemId::from("certificate"), Way::ShowMe)]),
        skipped: BTreeMap::from([(ItemId::from("monitoring"), "no licence".into())]),
        accepted: BTreeMap::new(),
        exports: Vec::new(),
        handed: Vec::new(),
        vendor_values: Default::default(),
    }
}

pub fn planned(item: &str) -> PlannedChange {
    PlannedChange {
        item: ItemId::from(item),
        kind: Kind::AppRegistration,
        kind_version: 1,
        change: json!({ "create": { "name": "Teams Meetings Integration" } }),
        view: ChangeView {
            verb: Verb::Add,
            text: msg("app-create").text("name", "Teams Meetings Integration"),
            note: None,
            calls: Vec::new(),
            careful: false,
        },
        scopes: vec!["Application.ReadWrite.All".into()],
        alone: false,
    }
}

pub fn intent(setup: SetupId, id: ChangeId) -> JournalEntry {
    JournalEntry {
        id,
        setup,
        run: RunId(Uuid::from_u128(99)),
        number: 0,
        planned: planned("app_registration"),
        by: "dana@contoso.com".into(),
        intended_at: now(),
        state: ChangeState::Intended,
        note: None,
        receipt: None,
        made_at: None,
        request_ids: Vec::new(),
    }
}

pub fn approval(setup: SetupId, digest: &str) -> Approval {
    Approval {
        setup,
        digest: Digest::from(digest),
        by: "dana@contoso.com".into(),
        at: now(),
        changes: vec![planned("app_registration")],
    }
}

pub fn evidence(setup: SetupId) -> Evidence {
    Evidence {
        setup,
        item: ItemId::from("meeting_test"),
        digest: Digest::from("ee"),
        at: now(),
        proof: json!({ "made": 201, "refused": 403 }),
        request_ids: vec!["r-1".into(), "r-2".into()],
    }
}

pub fn wait(setup: SetupId) -> Wait {
    Wait {
        setup,
        item: ItemId::from("application_access_policy"),
        since: now(),
        tries: 3,
        next: at("2026-11-21T14:04:00Z"),
    }
}

pub fn snapshot(item: &str, outcome: Outcome) -> ItemSnapshot {
    ItemSnapshot {
        item: ItemId::from(item),
        view: ItemView {
            head: ItemHead {
                id: ItemId::from(item),
                kind: Kind::Certificate,
                number: 6,
                numeral: Some("6".to_owned()),
                section: None,
                source_step: None,
                title: msg("certificate-title"),
                outcome: Some(outcome),
                activity: None,
                subline: None,
                ready: true,
                changes: 0,
            },
            why: msg("certificate-why"),
            expected: None,
            seen: None,
            evidence: Vec::new(),
            looked_by: None,
            way: Way::DoIt,
            status: None,
            blocks: Vec::new(),
            changes: Vec::new(),
            digest: None,
            who: None,
            undo: None,
            verb: None,
            actions: Vec::new(),
            diagnostic: None,
            wait: None,
            looked_at: Some(now()),
            made: Vec::new(),
        },
        found: Some((1, json!({ "keys": 1 }))),
        changes: vec![planned(item)],
    }
}
