//! A record with everything in it: the story of the pictures, Dana connecting Teams online meetings to Contoso.

mod items;

use domain::{
    AppId, ApprovalRecord, Digest, Expiry, Export, Message, Outcome, ProfileId, Purpose, RecordValue, RunRecord,
    SessionRef, SetupId, Surroundings, TenantId, TenantRef, Timestamp, UserId, UserRef,
};

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-11-21T{text}Z")).unwrap()
}

pub fn words(text: &str) -> Message {
    Message::literal(text)
}

/// As the engine hands on what the author of a profile wrote.
fn vendor(part: &str, text: &str) -> Message {
    words(text).text("key", format!("profile-teams-online-meetings-{part}"))
}

pub const TENANT: &str = "3f1c8a52-6a0e-4c55-9f43-b4b1f0d2c7aa";
pub const APP: &str = "5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4";
pub const REQUEST: &str = "0f6d4c1e-93a4-4a6d-8f0b-6f2d1f0a9c11";

/// A finished set-up with a finding and a wait.
pub fn record() -> RunRecord {
    RunRecord {
        schema: 1,
        handrail: "0.1.0".into(),
        made_at: at("14:31:00"),
        masked: false,
        surroundings: Surroundings::Practice,
        purpose: Purpose::Setup,
        setup: SetupId::parse("8c6f2a4e-0b1d-4f6a-9d1c-77aa10c3b5e2").unwrap(),
        profile: ProfileId::from("teams-online-meetings"),
        title: vendor("title", "Teams online meetings"),
        profile_version: "1.0.0".into(),
        source: vec![words("Teams Online Meetings Integration Guide"), words("June 2026")],
        tenant: TenantRef {
            id: TenantId::parse(TENANT).unwrap(),
            domain: "contoso.com".into(),
            name: Some("Contoso Ltd".into()),
            cloud: "practice".into(),
            region: Some("EU".into()),
        },
        session: Some(SessionRef {
            tenant_id: TenantId::parse(TENANT).unwrap(),
            tenant_name: "Contoso Ltd".into(),
            primary_domain: "contoso.com".into(),
            account: UserRef {
                id: UserId::parse("a1d3c5b7-2f4e-4c6a-8b9d-0e1f2a3b4c5d").unwrap(),
                upn: "dana@contoso.com".into(),
                name: "Dana Okafor".into(),
            },
        }),
        outcome: Outcome::Waiting,
        items: items::all(),
        values: vec![
            value("Tenant id", TENANT, true),
            value("Client id", &AppId::parse(APP).unwrap().to_string(), true),
            value("Thumbprint (SHA-1)", "9F2C41D7A0B35E6C8D1F2A4B6C8E0F1A2B3C7B12", false),
            value("Policy", "Tag:TeamsMeetingsIntegration", false),
        ],
        expiries: vec![
            Expiry { label: words("The earlier certificate"), at: Timestamp::parse("2027-02-28T09:00:00Z").unwrap() },
            Expiry {
                label: words("The certificate CN=TeamsMeetingsIntegration"),
                at: Timestamp::parse("2028-11-21T13:53:00Z").unwrap(),
            },
        ],
        handed: Vec::new(),
        exports: vec![Export {
            thumbprint: "9F2C41D7A0B35E6C8D1F2A4B6C8E0F1A2B3C7B12".into(),
            at: at("14:29:30"),
            by: "dana@contoso.com".into(),
            void: false,
        }],
        approvals: vec![ApprovalRecord {
            by: "dana@contoso.com".into(),
            at: at("13:52:10"),
            changes: 9,
            digest: Digest::from("6d1f0c9e5a7b3c2d4e8f1a0b9c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d"),
        }],
        revoke: vec![
            vendor("revoke-1", "Disable the enterprise app: it stops within the hour."),
            vendor("revoke-2", "Undo this set-up in Handrail: each change is shown before it is taken back."),
        ],
        notes: vec![vendor("note-1", "External users may wait in the lobby until somebody lets them in.")],
        for_handrail: false,
    }
}

/// The same with one small item: what a snapshot shows whole.
pub fn small() -> RunRecord {
    let mut record = record();
    record.items.retain(|item| item.head.number == 6);
    record.outcome = Outcome::Changed;
    record.values.truncate(1);
    record.expiries.truncate(1);
    record.exports.clear();
    record.revoke.truncate(1);
    record
}

fn value(label: &str, value: &str, masked: bool) -> RecordValue {
    RecordValue { label: words(label), value: value.into(), masked }
}
