//! Eleven items in all states, with every kind of block.

use domain::{
    Block, CallView, ChangeView, CheckRow, Choice, Diagnostic, Fact, ItemHead, ItemId, ItemView, Kind, Lane, LockState,
    LockView, MadeChange, Outcome, PersonView, ProbeStep, Question, Stage, Technical, TimePoint, Timestamp, Tone, Verb,
    WaitView, Way,
};

use super::{REQUEST, at, words};

pub fn all() -> Vec<ItemView> {
    vec![
        sign_in(),
        readiness(),
        made(
            3,
            Kind::AppRegistration,
            "App registration",
            "one, single tenant",
            "13:53:11",
            "Creates the app registration Teams Meetings Integration",
        ),
        made(
            4,
            Kind::ServicePrincipal,
            "Enterprise app",
            "one, sign-in enabled",
            "13:53:14",
            "Adds the app to Contoso Ltd as an enterprise app",
        ),
        made(
            5,
            Kind::ApiPermissions,
            "Permissions",
            "2, and no others",
            "13:53:17",
            "Requests OnlineMeetings.ReadWrite.All and User.ReadBasic.All",
        ),
        certificate(),
        consent(),
        policy(),
        meeting(),
        monitoring(),
        go_live(),
    ]
}

fn item(number: u32, kind: Kind, title: &str, outcome: Option<Outcome>) -> ItemView {
    ItemView {
        head: ItemHead {
            id: ItemId::from(kind.name()),
            kind,
            number,
            numeral: Some(number.to_string()),
            section: None,
            source_step: (number > 2).then(|| (number - 2).to_string()),
            title: words(title),
            outcome,
            activity: None,
            subline: None,
            ready: true,
            changes: 0,
        },
        why: words("The vendor's system needs this before it can make a meeting."),
        expected: None,
        seen: None,
        evidence: Vec::new(),
        way: Way::DoIt,
        status: None,
        blocks: Vec::new(),
        changes: Vec::new(),
        digest: None,
        who: Some(words("Application Administrator")),
        undo: Some(words("Handrail removes what it made, in reverse order.")),
        verb: None,
        actions: Vec::new(),
        diagnostic: None,
        wait: None,
        looked_at: outcome.is_some().then(|| at("14:30:12")),
        looked_by: outcome.is_some().then(|| "dana@contoso.com".to_owned()),
        made: Vec::new(),
    }
}

fn change(verb: Verb, text: &str) -> ChangeView {
    ChangeView { verb, text: words(text), note: None, calls: Vec::new(), careful: false }
}

fn done(text: &str, time: &str) -> MadeChange {
    MadeChange {
        view: change(Verb::Add, text),
        at: at(time),
        by: "dana@contoso.com".into(),
        undone: false,
        request_ids: vec![REQUEST.into()],
    }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact { label: words(label), value: words(value), copy: Some(value.into()), note: None }
}

fn made(number: u32, kind: Kind, title: &str, seen: &str, time: &str, sentence: &str) -> ItemView {
    let mut view = item(number, kind, title, Some(Outcome::Changed));
    view.seen = Some(words(seen));
    view.blocks = vec![Block::Facts {
        title: None,
        rows: vec![fact("Client id", super::APP), fact("Supported accounts", "This organisation only")],
    }];
    view.made = vec![done(sentence, time)];
    view
}

fn sign_in() -> ItemView {
    let mut view = item(1, Kind::SignIn, "Sign in", Some(Outcome::Done));
    view.expected = Some(words("An account of Contoso Ltd, not a guest"));
    view.seen = Some(words("Dana Okafor, Application and Teams Administrator"));
    let read = |target: &str, by_app| CallView {
        method: "GET".into(),
        target: target.into(),
        status: Some(200),
        request_id: Some(REQUEST.into()),
        at: Some(at("14:30:11")),
        by_app,
    };
    view.evidence = vec![read("/v1.0/users/mia%40contoso%2Ecom", false), read("/v1.0/organization", true)];
    view
}

fn readiness() -> ItemView {
    let mut view = item(2, Kind::Readiness, "Readiness", Some(Outcome::Finding));
    view.expected = Some(words("Nothing that stops an item"));
    view.seen = Some(words("one hint"));
    let row = |id: &str, outcome, title: &str| CheckRow {
        id: id.into(),
        outcome,
        title: words(title),
        detail: Some(words("Seen a moment ago.")),
        blocks: Vec::new(),
        who: None,
        remedy: None,
        action: None,
    };
    let mut hint = row("owners", Outcome::Finding, "Owners of the app");
    hint.detail = Some(words("one: Dana Okafor"));
    hint.blocks = vec![words("Certificate"), words("Admin consent")];
    hint.who = Some(words("Robin Chu"));
    hint.remedy = Some(words("Add a second owner, so that somebody can replace the certificate."));
    view.blocks = vec![Block::Checklist {
        title: Some(words("Checks")),
        rows: vec![
            hint,
            row("clock", Outcome::Done, "This computer's clock"),
            row("p1", Outcome::NotApplicable, "Entra ID P1"),
        ],
    }];
    view
}

fn certificate() -> ItemView {
    let mut view = item(6, Kind::Certificate, "Certificate", Some(Outcome::Changed));
    view.expected = Some(words("RSA 2048, two years"));
    view.seen = Some(words("until 21 Nov 2028, 9F2C\u{2026}7B12"));
    let mut subject = fact("Subject", "CN=TeamsMeetingsIntegration");
    subject.note = Some(words("in this computer's keychain"));
    view.blocks = vec![
        Block::Facts { title: Some(words("The certificate")), rows: vec![subject, fact("Key", "RSA 2048")] },
        Block::Calls {
            calls: vec![CallView {
                method: "PATCH".into(),
                target: format!("/v1.0/applications/{}", super::APP),
                status: Some(204),
                request_id: Some(REQUEST.into()),
                at: Some(at("13:53:20")),
                by_app: false,
            }],
        },
    ];
    view.made = vec![done("Makes the certificate CN=TeamsMeetingsIntegration and uploads its public half", "13:53:20")];
    view
}

fn consent() -> ItemView {
    let mut view = item(7, Kind::AdminConsent, "Admin consent", Some(Outcome::NeedsPerson));
    view.diagnostic = Some(Diagnostic {
        code: "consent-role-missing".into(),
        outcome: Outcome::NeedsPerson,
        what: words("This account may not grant application permissions"),
        cause: Some(words("Application Administrator covers steps 3 to 6, not consent to Microsoft Graph.")),
        remedy: words("Ask Robin Chu or Sam Ortiz to give consent, or activate the role and check again."),
        action: None,
        who: vec![words("Robin Chu"), words("Sam Ortiz"), words("any Global Administrator")],
        probes: vec![
            ProbeStep { question: words("Is the app there?"), answer: Some(words("yes")), is_cause: false },
            ProbeStep { question: words("Does the role allow it?"), answer: Some(words("no")), is_cause: true },
            ProbeStep { question: words("Is there a policy against it?"), answer: None, is_cause: false },
        ],
        technical: Some(Technical {
            service: "graph".into(),
            operation: "POST /servicePrincipals/{id}/appRoleAssignedTo".into(),
            status: Some(403),
            codes: vec!["Authorization_RequestDenied".into()],
            request_id: Some(REQUEST.into()),
            client_request_id: Some("b0a7d9d2-1111-4222-8333-944455566677".into()),
            at: Some(at("14:02:00")),
        }),
    });
    view.changes = vec![change(Verb::Add, "Grants OnlineMeetings.ReadWrite.All on Microsoft Graph")];
    view
}

fn policy() -> ItemView {
    let mut view = item(8, Kind::ApplicationAccessPolicy, "Access policy", Some(Outcome::Waiting));
    view.seen = Some(words("2 users: Mia, Jonas"));
    let person = |name: &str, upn: &str, outcome, note: &str| PersonView {
        name: name.into(),
        upn: upn.into(),
        outcome: Some(outcome),
        note: Some(words(note)),
    };
    let option = |value: &str, label: &str, note: &str| Choice {
        value: value.into(),
        label: words(label),
        note: Some(words(note)),
        facts: Vec::new(),
        typed_confirmation: None,
    };
    view.blocks = vec![
        Block::Locks {
            locks: vec![
                LockView { label: words("1 Permission"), note: words("what the app may do"), state: LockState::Open },
                LockView { label: words("2 Policy"), note: words("for whom it may do it"), state: LockState::Closed },
            ],
            summary: words("Two locks: the permission is open, the policy is closed."),
        },
        Block::People {
            title: Some(words("Users")),
            people: vec![
                person("Mia Lind", "mia@contoso.com", Outcome::Changed, "TeamsMeetingsIntegration"),
                person("Jonas Weber", "jonas@contoso.com", Outcome::Changed, "TeamsMeetingsIntegration"),
                person("Priya Nair", "priya@contoso.com", Outcome::Skipped, "RecorderPolicy, left out by Dana"),
            ],
        },
        Block::Question {
            question: Question {
                id: "other-policy".into(),
                title: words("Priya already uses another vendor's policy"),
                detail: Some(words("She has Tag:RecorderPolicy. A user can have only one.")),
                options: vec![
                    option("move", "Move Priya and copy RecorderPolicy's app", "RecorderPolicy itself stays as it is."),
                    option("leave", "Leave Priya out", "The app is refused for her."),
                ],
                chosen: Some("leave".into()),
                input: None,
            },
        },
    ];
    view.wait = Some(WaitView {
        text: words("Teams has the policy, but does not apply it yet. That usually takes up to 30 minutes."),
        since: at("14:09:00"),
        next: at("14:35:00"),
        tries: 4,
        needs_sign_in: true,
    });
    view.made = vec![done("Creates the policy TeamsMeetingsIntegration and assigns Mia and Jonas", "14:09:00")];
    view
}

fn meeting() -> ItemView {
    let mut view = item(9, Kind::MeetingTest, "Test meeting", Some(Outcome::Done));
    view.seen = Some(words("201 for Mia, 403 for Lee"));
    let stage =
        |label: &str, outcome, detail: &str| Stage { label: words(label), outcome, detail: Some(words(detail)) };
    view.blocks = vec![
        Block::Lanes {
            lanes: vec![
                Lane {
                    title: words("Mia Lind"),
                    expectation: words("must work"),
                    outcome: Some(Outcome::Done),
                    result: Some(words("Worked, as it must.")),
                    stages: vec![
                        stage("Token", Some(Outcome::Done), "app-only, from the certificate"),
                        stage("Request", Some(Outcome::Done), "POST onlineMeetings, 14:27:08"),
                        stage("Clean up", Some(Outcome::Done), "deleted, gone"),
                    ],
                },
                Lane {
                    title: words("Lee Park"),
                    expectation: words("must be refused"),
                    outcome: Some(Outcome::Done),
                    result: Some(words("Refused, as it must.")),
                    stages: vec![
                        stage("Token", Some(Outcome::Done), "the same one"),
                        stage("Answer", Some(Outcome::Done), "403, nothing made"),
                        stage("Clean up", None, "only if a meeting was made"),
                    ],
                },
            ],
        },
        Block::Text { text: words("Nobody was invited."), tone: Tone::Quiet },
    ];
    let mut tried = done("Makes and deletes one test meeting in Mia Lind's name", "14:27:11");
    tried.view.verb = Verb::Try;
    view.made = vec![tried];
    view
}

fn monitoring() -> ItemView {
    let mut view = item(10, Kind::Monitoring, "Monitoring", Some(Outcome::Skipped));
    view.seen = Some(words("3 sign-ins"));
    view.status = Some(words("left out by Dana: no licence"));
    view
}

fn go_live() -> ItemView {
    let mut view = item(11, Kind::GoLive, "Go-live", None);
    let day = |text: &str| Timestamp::parse(text).unwrap();
    let point = |at, label: &str, outcome| TimePoint { at, label: words(label), outcome };
    view.blocks = vec![Block::Timeline {
        title: Some(words("The watch")),
        points: vec![
            point(day("2026-11-21T14:27:00Z"), "production enabled", Some(Outcome::Done)),
            point(day("2026-11-22T14:27:00Z"), "day 1", None),
            point(day("2026-11-28T14:27:00Z"), "watch ends", None),
        ],
        summary: words("Seven days from 21 November."),
    }];
    view
}
