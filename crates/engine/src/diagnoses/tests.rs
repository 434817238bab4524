use std::collections::BTreeSet;

use super::row::{Pattern, fits};
use super::*;

const WORDS: &str = concat!(
    include_str!("../../../../locales/en/diagnoses.ftl"),
    include_str!("../../../../locales/en/diagnoses-network.ftl")
);

fn table() -> &'static Diagnoses {
    Diagnoses::builtin()
}

/// The text of a message, by its id.
fn words(id: &str) -> Option<String> {
    let begin = format!("{id} =");
    let mut lines = WORDS.lines().skip_while(|line| !line.starts_with(&begin));
    let first = lines.next()?.to_owned();
    Some(lines.take_while(|line| line.starts_with(' ')).fold(first, |all, line| all + line))
}

/// The arguments that a text uses.
fn used(text: &str) -> BTreeSet<String> {
    let name = |part: &str| {
        part.trim_start().strip_prefix('$').map(|rest| rest.split([' ', '}']).next().unwrap_or_default().to_owned())
    };
    text.split('{').skip(1).filter_map(name).collect()
}

/// Something that this pattern is written for.
fn example(pattern: &Pattern) -> Symptom<'_> {
    let mut symptom = Symptom::new(pattern.service, pattern.operation.as_deref().unwrap_or("GET /something"));
    symptom.machine = pattern.machine.first().copied();
    symptom.status = pattern.status.first().copied();
    symptom.codes.extend(pattern.code.first().cloned());
    symptom.aadsts = pattern.aadsts.first().copied();
    if let Some(text) = &pattern.text {
        symptom.args.insert("why".to_owned(), Arg::Text(text.clone()));
        symptom.text = symptom.machine.is_none().then_some(text);
    }
    symptom
}

#[test]
fn every_file_is_read() {
    for (name, text) in FILES {
        let table = Table::read(text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        assert!(!table.rows.is_empty(), "{name}.toml has rows");
    }
    let all: usize = FILES.iter().map(|(_, text)| Table::read(text).unwrap().rows.len()).sum();
    assert_eq!(table().rows.len(), all, "nothing is left out at run time");
}

#[test]
fn ids_are_unique_and_rows_are_whole() {
    let mut seen = BTreeSet::new();
    for row in &table().rows {
        assert!(seen.insert(&row.id), "{} stands once", row.id);
        assert!(!row.source.is_empty(), "{} says where it is known from", row.id);
        assert!(row.found || !row.patterns.is_empty(), "{} can be reached", row.id);
        assert!(row.class != Class::Role || !row.who.is_empty(), "{} says who can help", row.id);
        assert!(row.class != Class::Transient || row.retry.is_some(), "{} says how long to try", row.id);
        if let Some(ActionSpec::Named(name)) = &row.action {
            assert!(name == "ask" || named(name).is_some(), "{}: `{name}` is a button", row.id);
        }
        if let Some(retry) = &row.retry {
            assert!(retry.pause > 0 && retry.pause < retry.seconds, "{}: more than one try", row.id);
        }
    }
}

#[test]
fn every_row_has_its_words_and_they_use_what_the_row_gives() {
    for row in &table().rows {
        let mut parts = vec!["what", "remedy"];
        parts.extend(row.cause.then_some("cause"));
        let mut used_here = BTreeSet::new();
        for part in parts {
            let id = format!("diag-{}-{part}", row.id);
            let text = words(&id).unwrap_or_else(|| panic!("{id} is in diagnoses.ftl"));
            used_here.extend(used(&text));
        }
        assert!(
            row.cause || words(&format!("diag-{}-cause", row.id)).is_none(),
            "{}: a cause that nobody shows",
            row.id
        );
        for name in ["code", "operation", "status", "request"] {
            used_here.remove(name);
        }
        let given: BTreeSet<String> = row.args.iter().cloned().collect();
        assert_eq!(used_here, given, "{}: the arguments of the texts are those of the row", row.id);
        for name in &row.args {
            assert!(words(&format!("diag-some-{name}")).is_some(), "{}: words for an unknown {name}", row.id);
        }
        for who in &row.who {
            if !who.starts_with(char::is_uppercase) {
                assert!(words(&format!("diag-who-{who}")).is_some(), "{}: words for {who}", row.id);
            }
        }
    }
}

#[test]
fn no_words_are_left_over() {
    let rows = &table().rows;
    for line in WORDS.lines().filter(|line| line.contains(" = ") && !line.starts_with([' ', '#'])) {
        let id = line.split(" = ").next().unwrap_or_default();
        let id = id.strip_prefix("diag-").unwrap_or_else(|| panic!("{id} is one of ours"));
        let known = ["some-", "who-", "ask"].iter().any(|start| id.starts_with(start))
            || rows.iter().any(|row| {
                id.strip_prefix(row.id.as_str()).is_some_and(|rest| ["-what", "-cause", "-remedy"].contains(&rest))
            });
        assert!(known, "{id} belongs to a row");
    }
}

#[test]
fn texts_speak_as_the_house_does() {
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let lower = line.to_lowercase();
        assert!(!line.contains('!'), "no exclamation marks: {line}");
        for word in ["please", "simply", "oops", "something went wrong", "sorry", "invalid", "just "] {
            assert!(!lower.contains(word), "not `{word}`: {line}");
        }
    }
}

#[test]
fn every_pattern_of_every_row_finds_its_row() {
    for row in &table().rows {
        for pattern in &row.patterns {
            let symptom = example(pattern);
            assert_eq!(table().find(&symptom).code, row.id, "{pattern:?} is hidden by another row");
        }
    }
}

#[test]
fn no_two_rows_fit_equally_well() {
    for row in &table().rows {
        for pattern in &row.patterns {
            let symptom = example(pattern);
            let best = row.score(&symptom);
            for other in table().rows.iter().filter(|other| other.id != row.id) {
                assert_ne!(other.score(&symptom), best, "{} and {} for {pattern:?}", row.id, other.id);
            }
        }
    }
}

#[test]
fn every_condition_has_a_row_and_every_such_row_a_condition() {
    let codes: BTreeSet<_> = Found::ALL.iter().map(|found| found.code().to_owned()).collect();
    let rows: BTreeSet<_> = table().rows.iter().filter(|row| row.found).map(|row| row.id.clone()).collect();
    assert_eq!(codes, rows, "the enum and the files name the same");
    for found in Found::ALL {
        assert_eq!(table().found(found, None, &Args::new()).code, found.code());
    }
}

/// Service, operation, status, codes, AADSTS number, text; the row.
type Seen = (Service, &'static str, u16, &'static [&'static str], u32, &'static str, &'static str);

/// What Microsoft really answers, as far as documents and issues tell.
const SEEN: &[Seen] = &[
    (
        Service::Graph,
        "POST /servicePrincipals/{id}/appRoleAssignedTo",
        403,
        &["Authorization_RequestDenied"],
        0,
        "Insufficient privileges to complete the operation.",
        "consent-role",
    ),
    (
        Service::Graph,
        "PATCH /applications(uniqueName='{uniqueName}')",
        403,
        &["Authorization_RequestDenied"],
        0,
        "Insufficient privileges to complete the operation.",
        "app-create-not-allowed",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        403,
        &["Authorization_RequestDenied"],
        0,
        "Insufficient privileges to complete the operation.",
        "app-change-not-allowed",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        404,
        &["Request_ResourceNotFound"],
        0,
        "Resource '1' does not exist or one of its queried reference-property objects are not present.",
        "app-not-visible-yet",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals",
        400,
        &["Request_BadRequest", "NoBackingApplicationObject"],
        0,
        "The appId '1' of the service principal does not reference a valid application object.",
        "service-principal-app-not-visible-yet",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals",
        403,
        &["Authorization_RequestDenied"],
        0,
        "When using this permission, the backing application of the service principal being created must in the local tenant",
        "service-principal-app-not-local-yet",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals",
        409,
        &["Request_MultipleObjectsWithSameKeyValue"],
        0,
        "The service principal cannot be created, updated, or restored because the service principal name 1 is already in use.",
        "service-principal-exists",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        409,
        &["Directory_ConcurrencyViolation"],
        0,
        "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.",
        "app-concurrent-write",
    ),
    (
        Service::Graph,
        "PATCH /applications(uniqueName='{uniqueName}')",
        400,
        &["Request_BadRequest"],
        0,
        "Another object with the same value for property uniqueName already exists.",
        "app-unique-name-taken",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        400,
        &["CredentialInvalidLifetimeAsPerAppPolicy"],
        0,
        "Credential lifetime exceeds the max value allowed as per assigned policy '1'.",
        "certificate-too-long",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        400,
        &["CredentialTypeNotAllowedAsPerAppPolicy"],
        0,
        "Credential type not allowed as per assigned policy '1'.",
        "credential-type-forbidden",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        400,
        &["Request_BadRequest", "KeyCredentialsInvalidEndDate"],
        0,
        "Key credential end date is invalid.",
        "certificate-dates",
    ),
    (
        Service::Graph,
        "PATCH /applications/{id}",
        400,
        &["Request_BadRequest"],
        0,
        "Update to existing credential with KeyId '1' is not allowed.",
        "certificate-of-others-kept",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals/{id}/appRoleAssignedTo",
        400,
        &["Request_BadRequest"],
        0,
        "Not a valid reference update.",
        "consent-not-visible-yet",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals/{id}/appRoleAssignedTo",
        400,
        &["Request_BadRequest"],
        0,
        "Permission being assigned already exists on the object",
        "consent-exists",
    ),
    (
        Service::Graph,
        "POST /servicePrincipals/{id}/appRoleAssignedTo",
        403,
        &["UnknownError", "PermissionScopeNotGranted"],
        0,
        "Authorization failed due to missing permission scope AppRoleAssignment.ReadWrite.All.",
        "consent-scope",
    ),
    (
        Service::Graph,
        "POST /users/{id}/onlineMeetings",
        403,
        &["Forbidden"],
        0,
        "No application access policy found for this app: 1 on the user: 2.",
        "meeting-no-policy",
    ),
    (
        Service::Graph,
        "POST /users/{id}/onlineMeetings",
        403,
        &["Unauthorized"],
        0,
        "App 1 is not authorized to Create meeting on behalf of user 2.",
        "meeting-no-policy",
    ),
    (
        Service::Graph,
        "POST /users/{id}/onlineMeetings",
        403,
        &["Authorization_RequestDenied"],
        0,
        "Insufficient privileges to complete the operation.",
        "meeting-permission",
    ),
    (Service::Graph, "POST /users/{id}/onlineMeetings", 404, &["UnknownError"], 0, "", "meeting-organiser-unknown"),
    (Service::Graph, "POST /users/{id}/onlineMeetings", 403, &["Forbidden"], 0, "", "meeting-refused-other"),
    (
        Service::Graph,
        "GET /users/{id}/onlineMeetings",
        400,
        &["BadRequest"],
        0,
        "1026: An error has occurred.",
        "meeting-error-1026",
    ),
    (
        Service::Graph,
        "GET /beta/auditLogs/signIns",
        403,
        &["Authentication_RequestFromNonPremiumTenantOrB2CTenant"],
        0,
        "",
        "logs-need-premium",
    ),
    (Service::Graph, "GET /auditLogs/directoryAudits", 403, &["Authorization_RequestDenied"], 0, "", "logs-role"),
    (
        Service::Graph,
        "GET /directoryRoles",
        403,
        &["Authentication_RequestFromUnsupportedUserRole"],
        0,
        "User is not in the allowed roles",
        "role-not-active",
    ),
    (Service::Graph, "GET /users", 429, &["TooManyRequests"], 0, "", "throttled"),
    (Service::Graph, "POST /servicePrincipals", 503, &["ServiceUnavailable"], 0, "", "service-trouble"),
    (
        Service::Graph,
        "GET /me",
        401,
        &["InvalidAuthenticationToken"],
        0,
        "Access token has expired.",
        "graph-token-refused",
    ),
    (
        Service::Graph,
        "GET /me",
        401,
        &["InvalidAuthenticationToken"],
        0,
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies",
        "sign-in-challenge",
    ),
    (
        Service::Graph,
        "GET /policies/authorizationPolicy",
        403,
        &["Authorization_RequestDenied"],
        0,
        "Insufficient privileges to complete the operation.",
        "graph-forbidden",
    ),
    (Service::Graph, "POST /applications", 418, &["Teapot"], 0, "", "graph-other"),
    (Service::Login, "sign-in", 0, &["access_denied"], 65004, "", "sign-in-declined"),
    (Service::Login, "sign-in", 0, &["access_denied"], 0, "", "sign-in-declined"),
    (Service::Login, "sign-in", 0, &["access_denied"], 53003, "", "sign-in-conditional-access"),
    (Service::Login, "device code", 0, &["access_denied"], 53003, "", "sign-in-device-code-blocked"),
    (Service::Login, "token", 0, &["invalid_grant"], 700_082, "", "sign-in-session-ended"),
    (Service::Login, "token", 0, &["invalid_client"], 700_027, "", "certificate-not-known-yet"),
    (Service::Login, "token", 0, &["invalid_client"], 700_024, "", "clock-wrong-for-proof"),
    (Service::Login, "token", 0, &["unauthorized_client"], 700_016, "", "app-unknown-in-tenant"),
    (Service::Login, "token", 0, &["invalid_grant"], 123_456, "", "sign-in-other"),
    (Service::Login, "token", 0, &["interaction_required"], 50_076, "", "sign-in-mfa"),
    (Service::Login, "token", 503, &["temporarily_unavailable"], 90_033, "", "sign-in-service-busy"),
    (Service::Login, "token", 0, &["invalid_resource"], 500_011, "", "resource-not-in-tenant"),
    (
        Service::Teams,
        "New-CsApplicationAccessPolicy",
        0,
        &["PermissionDenied"],
        0,
        "Access Denied. Provide different credential or request access",
        "teams-role",
    ),
    (
        Service::Teams,
        "Grant-CsApplicationAccessPolicy",
        0,
        &[],
        0,
        "[ClientError] : \"TeamsMeetingsIntegration\" not found",
        "policy-not-found-yet",
    ),
    (
        Service::Teams,
        "Grant-CsApplicationAccessPolicy",
        0,
        &[],
        0,
        "Policy \"X\" is not a user policy. You can assign only a user policy to a specific user.",
        "policy-not-found-yet",
    ),
    (
        Service::Teams,
        "Grant-CsApplicationAccessPolicy",
        0,
        &[],
        0,
        "Management object not found for identity mia@contoso.com",
        "teams-user-unknown",
    ),
    (
        Service::Teams,
        "Get-CsOnlineUser",
        0,
        &[],
        0,
        "Run either Connect-MicrosoftTeams or Connect-SkypeOnline before executing cmdlets.",
        "teams-not-connected",
    ),
    (Service::Teams, "Set-CsApplicationAccessPolicy", 0, &[], 0, "40301 Forbidden", "teams-partner"),
    (Service::Teams, "Set-CsApplicationAccessPolicy", 0, &["Weird"], 0, "Weird", "teams-other"),
];

#[test]
fn what_microsoft_answers_finds_the_right_row() {
    for (service, operation, status, codes, aadsts, text, row) in SEEN {
        let symptom = Symptom {
            status: (*status != 0).then_some(*status),
            codes: codes.iter().map(ToString::to_string).collect(),
            aadsts: (*aadsts != 0).then_some(*aadsts),
            text: Some(*text),
            ..Symptom::new(*service, operation)
        };
        assert_eq!(table().find(&symptom).code, *row, "{symptom:?}");
    }
}

/// A refusal of Microsoft Graph.
fn refusal<'a>(operation: &'a str, status: u16, code: &str, text: &'a str) -> Symptom<'a> {
    let codes = vec![code.to_owned()];
    Symptom { status: Some(status), codes, text: Some(text), ..Symptom::new(Service::Graph, operation) }
}

#[test]
fn the_disguises_of_delay_are_tried_again_and_a_real_no_is_not() {
    let refused = |operation, status, code, text| table().is_transient(&refusal(operation, status, code, text));
    let lag = refused("PATCH /applications/{id}", 404, "Request_ResourceNotFound", "").expect("B7");
    assert!(lag.only_fresh && lag.limit >= Duration::from_secs(120), "{lag:?}");
    assert!(
        refused(
            "POST /servicePrincipals",
            400,
            "Request_BadRequest",
            "The appId '1' of the service principal does not reference a valid application object."
        )
        .is_some(),
        "B8"
    );
    assert!(refused("POST /servicePrincipals", 403, "Authorization_RequestDenied", "When using this permission, the backing application of the service principal being created must in the local tenant").is_some(), "B9");
    assert!(refused("POST /applications", 409, "Error_MsaAppDoesNotExist", "").is_some(), "B10");
    assert!(
        refused("PATCH /applications/{id}", 409, "Directory_ConcurrencyViolation", "")
            .is_some_and(|retry| !retry.only_fresh),
        "409"
    );
    let grant = refused(
        "POST /servicePrincipals/{id}/appRoleAssignedTo",
        400,
        "Request_BadRequest",
        "Not a valid reference update",
    );
    assert_eq!(grant.map(|retry| retry.limit), Some(Duration::from_secs(600)), "D7 takes up to ten minutes");
    assert!(
        refused(
            "POST /servicePrincipals",
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation."
        )
        .is_none(),
        "a real no"
    );
    assert!(
        refused("POST /servicePrincipals/{id}/appRoleAssignedTo", 403, "Authorization_RequestDenied", "").is_none(),
        "D1 is a role"
    );
    assert!(
        refused("PATCH /applications/{id}", 400, "CredentialInvalidLifetimeAsPerAppPolicy", "").is_none(),
        "a policy stays"
    );
    let entra =
        |number| domain::EntraRefusal { error: "invalid_client".into(), aadsts: Some(number), ..Default::default() };
    assert!(
        table().is_transient(&Symptom::of_entra(&entra(700_027), "app sign-in")).is_some(),
        "a certificate just uploaded"
    );
    assert!(table().is_transient(&Symptom::of_entra(&entra(53_003), "sign-in")).is_none(), "Conditional Access stays");
}

#[test]
fn a_full_disk_is_told_from_a_missing_right() {
    let store = |why: &str| {
        let error = domain::StoreError::NotWritable { path: "/data".into(), why: why.into() };
        table().find(&Symptom::of_store(&error)).code
    };
    assert_eq!(store("No space left on device (os error 28)"), "store-full");
    assert_eq!(store("database or disk is full"), "store-full");
    assert_eq!(store("Read-only file system (os error 30)"), "store-read-only");
    assert_eq!(store("Permission denied (os error 13)"), "store-read-only");
    assert_eq!(store("attempt to write a readonly database"), "store-read-only");
    assert_eq!(store("disk I/O error"), "store-not-writable");
}

#[test]
fn what_is_not_known_is_said_in_words() {
    let known =
        table().find(&Symptom::machine(MachineFault::TlsUntrusted, "GET /me").text_arg("issuer", "Contoso Proxy CA"));
    assert_eq!(known.what.args["issuer"], Arg::Text("Contoso Proxy CA".into()));
    let bare = table().find(&Symptom::machine(MachineFault::TlsUntrusted, "GET /me"));
    assert_eq!(bare.what.args["issuer"], Arg::Message(Box::new(msg("diag-some-issuer"))));
}

#[test]
fn a_missing_role_names_roles_and_offers_a_message() {
    let symptom = refusal("POST /servicePrincipals/{id}/appRoleAssignedTo", 403, "Authorization_RequestDenied", "")
        .text_arg("tenant", "Contoso Ltd");
    let found = table().find(&symptom);
    assert_eq!(table().roles(&symptom), ["Privileged Role Administrator", "Global Administrator"]);
    assert_eq!(found.outcome, domain::Outcome::NeedsPerson);
    let Some(Action::CopyMessage { message }) = &found.action else { panic!("{:?}", found.action) };
    assert_eq!(message.args["tenant"], Arg::Text("Contoso Ltd".into()));
    let text = words(&message.id).expect("the message has words");
    for name in used(&text) {
        assert!(message.args.contains_key(&name), "{name} is given");
    }
    assert_eq!(found.technical.as_ref().map(|t| (t.service.as_str(), t.status)), Some(("graph", Some(403))));
}

#[test]
fn patterns_fit_as_people_read_them() {
    assert!(fits("PATCH /applications/*", "PATCH /applications/{id}", true));
    assert!(!fits("POST /applications", "POST /applications/{id}", true), "to the end");
    assert!(!fits("POST /applications", "BPOST /applications", true), "from the beginning");
    assert!(fits("* /users/*/onlineMeetings*", "GET /users/{id}/onlineMeetings/{id}", true));
    assert!(fits("same*property", "the SAME value for Property x", false), "parts in order, whatever the case");
    assert!(!fits("b*a", "a b", false), "parts in order");
    assert!(fits("*", "", true) && fits("", "", true) && !fits("", "x", true));
    assert!(!fits("ab*ba", "aba", true), "the same letter cannot be used twice");
}
