use std::collections::BTreeSet;

use domain::{
    AppId, AppObjectId, AppRef, CertificateRef, Endpoints, KeyId, Organisers, Outputs, PrincipalRefs,
    ServicePrincipalId, Setup, SetupId, TenantId, TenantRef, Timestamp, UserId, UserRef, profile_file,
};

use super::data::TEXTS;
use super::*;

const WORDS: &str = include_str!("../../../../locales/en/guide.ftl");
const TENANT: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const APP: &str = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
const PRINCIPAL: &str = "7f9619ff-8b86-4011-b42d-00c04fc964ff";
const MIA: &str = "8f9619ff-8b86-4011-b42d-00c04fc964ff";
const LEE: &str = "9f9619ff-8b86-4011-b42d-00c04fc964ff";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn user(id: &str, name: &str) -> UserRef {
    UserRef { id: UserId::parse(id).unwrap(), upn: format!("{name}@contoso.com"), name: name.to_owned() }
}

/// A set-up in which everything is known.
fn everything() -> GuideValues {
    let mut all = profile_file::built_in().iter();
    let (file, text) = *all.find(|(file, _)| *file == "teams-online-meetings.toml").unwrap();
    let loaded = profile_file::load(text, file).unwrap();
    let setup = Setup {
        id: SetupId::parse(APP).unwrap(),
        profile: loaded.profile.id.clone(),
        profile_digest: loaded.digest,
        tenant: TenantRef {
            id: TenantId::parse(TENANT).unwrap(),
            domain: "contoso.com".into(),
            name: Some("Contoso Ltd".into()),
            cloud: "global".into(),
            region: None,
        },
        begun_at: at("2026-11-21T09:00:00Z"),
        answers: domain::Answers::default(),
        ways: Default::default(),
        skipped: Default::default(),
        accepted: Default::default(),
        exports: Vec::new(),
        handed: Vec::new(),
        vendor_values: Default::default(),
    };
    let outputs = Outputs {
        app: Some(AppRef {
            app_id: AppId::parse(APP).unwrap(),
            object_id: Some(AppObjectId::parse(APP).unwrap()),
            name: "Teams Meetings Integration".into(),
        }),
        service_principal: Some(PrincipalRefs {
            own: ServicePrincipalId::parse(PRINCIPAL).unwrap(),
            resources: Default::default(),
        }),
        organiser: Some(Organisers { organiser: user(MIA, "mia"), control: Some(user(LEE, "lee")) }),
        certificate: Some(CertificateRef {
            key_id: KeyId::parse(APP).unwrap(),
            subject: "CN=TeamsMeetingsIntegration".into(),
            thumbprint_sha1: "AB12".into(),
            thumbprint_sha256: "CD34".into(),
            not_before: at("2026-11-21T09:00:00Z"),
            not_after: at("2028-11-21T09:00:00Z"),
            keychain_account: "x".into(),
            der_base64: String::new(),
            taken_off: false,
        }),
        ..Outputs::default()
    };
    let global = Endpoints::cloud("global").unwrap();
    GuideValues::of(&setup, &loaded.profile, &outputs, &global, at("2026-11-21T09:00:31Z"))
        .with(Value::RoleName, "Privileged Role Administrator")
        .with(Value::SecretName, "Call Telemetry Teams Integration")
        .with(Value::SecretMonths, "6")
        .with(Value::ApiUri, format!("api://tab.contoso.com/{APP}"))
        .with(Value::ScopeName, "access_as_user")
        .with(Value::ScopeTitle, "Act for the person")
        .with(Value::ScopeText, "The app acts for whoever is signed in.")
        .with(Value::ClientIds, APP)
        .with(Value::TeamsClientId, APP)
        .with(Value::SubscriptionId, APP)
        .with(Value::ResourceGroup, "rg-altoura")
        .with(Value::ResourceName, "altoura-1")
        .with(Value::DataLocation, "Europe")
}

fn commands(manual: &Manual) -> String {
    manual.steps.iter().filter_map(|step| step.run.as_deref()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_data_and_the_code_name_the_same_guides() {
    let portal: data::GuidesFile = serde_json::from_str(TEXTS.1).unwrap();
    let pages: data::PagesFile = serde_json::from_str(TEXTS.0).unwrap();
    let known: BTreeSet<&str> = portal.guides.iter().map(|guide| guide.id.as_str()).collect();
    assert_eq!(
        known,
        Guide::ALL.iter().map(|guide| guide.id()).collect(),
        "every guide has data, and the other way round"
    );
    for guide in &portal.guides {
        for link in guide.steps.iter().filter_map(|step| step.link.as_deref()) {
            assert!(pages.links.iter().any(|page| page.id == link), "{}: {link} is a page", guide.id);
        }
    }
}

#[test]
fn every_placeholder_is_a_value() {
    let guides: data::GuidesFile = serde_json::from_str(TEXTS.1).unwrap();
    let values = everything().with(Value::GroupId, "g").for_cloud("global");
    for guide in &guides.guides {
        for step in &guide.steps {
            let entered = step.enter.iter().map(|entry| &entry.value);
            for text in step.labels.iter().chain(entered).chain(&step.run) {
                assert!(values.fill(text).1, "{}: all of `{text}` is known", guide.id);
            }
        }
    }
}

#[test]
fn every_sentence_is_there_and_none_is_left_over() {
    let known: BTreeSet<&str> =
        WORDS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(" = ")).map(|(id, _)| id).collect();
    let mut used: BTreeSet<String> =
        ["guide-care", "guide-care-note", "guide-practice", "guide-practice-note"].map(str::to_owned).into();
    let mut add = |message: &Message| used.insert(message.id.clone());
    for guide in Guide::ALL {
        let manual = manual(guide, &everything(), "global");
        assert!(!manual.steps.is_empty(), "{guide:?} has steps");
        add(&manual.title);
        manual.steps.iter().for_each(|step| {
            add(&step.text);
        });
        manual.check.iter().for_each(|check| {
            add(check);
        });
        if let Some(domain::Arg::Message(own)) = manual.note.as_ref().and_then(|note| note.args.get("note")) {
            add(own);
        }
    }
    assert_eq!(known, used.iter().map(String::as_str).collect());
    let names: BTreeSet<&str> = Value::ALL.iter().map(|value| value.name()).collect();
    for name in WORDS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(|l| l.split("{ $").skip(1))
        .filter_map(|part| part.split(' ').next())
    {
        assert!(names.contains(name) || ["care", "note", "practice", "collected"].contains(&name), "{name} is given");
    }
    for word in ["please", "simply", "!"] {
        assert!(!WORDS.to_lowercase().contains(word), "not `{word}`");
    }
}

#[test]
fn links_are_https_and_name_the_tenant() {
    let values = everything();
    let all = links("global", &values);
    assert!(all.len() > 20, "{}", all.len());
    for (id, url) in &all {
        assert_eq!(url.scheme(), "https", "{id}");
        let host = url.host_str().unwrap();
        if host.starts_with("entra.") || host == "portal.azure.com" {
            assert!(url.path().contains(TENANT), "{id}: a portal opens the tenant that is being set up: {url}");
        }
        assert!(!url.as_str().contains("%7B") && !url.as_str().contains('{'), "{id}: {url}");
    }
    let of = |wanted: &str| all.iter().find(|(id, _)| id == wanted).map(|(_, url)| url.as_str().to_owned());
    assert!(of("app.overview").unwrap().contains(APP), "the app itself");
    assert!(of("ent.permissions").unwrap().contains(PRINCIPAL), "the enterprise app itself");
    assert_eq!(of("app.new"), None, "an address that is not certain is not offered");
}

#[test]
fn a_page_about_what_is_not_known_yet_leads_to_the_list() {
    let values = GuideValues::new(TenantId::parse(TENANT).unwrap(), "Contoso");
    let all = links("global", &values);
    let of = |wanted: &str| all.iter().find(|(id, _)| id == wanted).map(|(_, url)| url.clone());
    assert!(of("app.certificates").is_some(), "there is something to open");
    assert_eq!(of("app.certificates"), of("app.list"));
    assert_eq!(of("ent.permissions"), of("ent.list"));
    assert_eq!(of("user.licences"), of("user.list"));
    assert_eq!(of("consent.url"), None, "half an address is none");
}

#[test]
fn clouds_differ() {
    let values = everything();
    let hosts = |cloud: &str| -> BTreeSet<String> {
        links(cloud, &values).iter().filter_map(|(_, url)| url.host_str().map(str::to_owned)).collect()
    };
    assert_eq!(hosts("gcc"), hosts("global"), "GCC uses the worldwide portals");
    assert!(hosts("gcchigh").contains("entra.microsoft.us") && !hosts("gcchigh").contains("entra.microsoft.com"));
    assert!(hosts("china").iter().all(|host| !host.contains("teams")), "no Teams admin center is known there");
    assert!(
        links("practice", &values).is_empty() && links("test", &values).is_empty(),
        "no portal shows these tenants"
    );
    assert!(
        commands(&manual(Guide::AccessPolicy, &values, "gcchigh"))
            .contains("-UseDeviceAuthentication -TeamsEnvironmentName TeamsGCCH")
    );
    assert!(!commands(&manual(Guide::AccessPolicy, &values, "global")).contains("TeamsEnvironmentName"));
}

#[test]
fn every_link_of_a_diagnosis_can_be_opened() {
    let all: BTreeSet<String> = links("global", &everything()).into_iter().map(|(id, _)| id).collect();
    for file in ["sign-in", "app", "certificate", "consent", "policy", "meeting", "azure", "machine"] {
        let path = format!("{}/../../diagnoses/{file}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        for link in text.split("link = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(all.contains(link), "{file}.toml: {link} is on the shown list");
        }
    }
}

#[test]
fn every_link_of_a_step_can_be_opened() {
    fn literals(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                literals(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let quoted = text.split('"').skip(1).step_by(2).map(str::to_owned);
                found.extend(quoted.map(|text| (path.display().to_string(), text)));
            }
        }
    }
    const GROUPS: [&str; 10] =
        ["app.", "ent.", "logs.", "pim.", "user.", "policy.", "tenant.", "azure.", "teams.", "consent."];
    let all: BTreeSet<String> = links("global", &everything()).into_iter().map(|(id, _)| id).collect();
    let mut found = Vec::new();
    literals(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/steps")), &mut found);
    let is_id = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_');
    let ids: Vec<_> =
        found.iter().filter(|(_, text)| is_id(text) && GROUPS.iter().any(|group| text.starts_with(group))).collect();
    assert!(!ids.is_empty(), "the steps have links");
    for (file, id) in ids {
        assert!(all.contains(id), "{file}: {id} is on the shown list");
    }
}

#[test]
fn a_guide_shows_paths_links_and_values() {
    let upload = manual(Guide::of(Kind::Certificate), &everything(), "global");
    let page = upload.steps.iter().find(|step| step.link.is_some()).unwrap();
    assert_eq!(page.link.as_deref(), Some("app.certificates"));
    assert!(page.path.as_deref().unwrap().ends_with("Certificates & secrets"), "{:?}", page.path);
    assert_eq!(page.old_path.as_deref(), Some("Keys > Upload Public Key"));
    let entered: Vec<_> = upload.steps.iter().flat_map(|step| &step.enter).collect();
    assert!(entered.iter().any(|value| value.value == "TeamsMeetingsIntegration.cer" && value.copy));
    let new = manual(Guide::of(Kind::AppRegistration), &everything(), "global").steps.remove(2);
    assert!(new.link.is_none() && new.path.is_some(), "no link that is not certain, but the menu path");
    let practice = manual(Guide::of(Kind::Certificate), &everything(), "practice");
    assert!(practice.steps.iter().all(|step| step.link.is_none()), "the practice tenant has no portal");
    assert_eq!(practice.note.unwrap().id, "guide-practice-note");
}

#[test]
fn what_is_not_known_yet_cannot_be_copied() {
    let values = GuideValues::new(TenantId::parse(TENANT).unwrap(), "Contoso");
    let manual = manual(Guide::of(Kind::ServicePrincipal), &values, "global");
    let entered = &manual.steps[0].enter[0];
    assert_eq!((entered.value.as_str(), entered.copy), ("<appId>", false));
}

#[test]
fn commands_are_filled_in_and_quoted() {
    let policy = commands(&manual(Guide::of(Kind::ApplicationAccessPolicy), &everything(), "global"));
    assert!(policy.contains(&format!(
        "New-CsApplicationAccessPolicy -Identity TeamsMeetingsIntegration -AppIds {APP} -Description 'Restricts Teams meeting creation to approved operator accounts'"
    )), "{policy}");
    assert!(policy.contains(&format!("@{{Add='{APP}'}}")), "{policy}");
    assert!(policy.contains(&format!("-Identity {MIA}")), "{policy}");
    let hostile = everything().with(Value::PolicyDescription, "x'; Remove-Item ’$(evil)\n");
    let policy = commands(&manual(Guide::of(Kind::ApplicationAccessPolicy), &hostile, "global"));
    assert!(policy.contains("-Description 'x''; Remove-Item ’’$(evil)'"), "one word, whatever is in it: {policy}");
}

#[test]
fn the_test_by_hand_has_the_fields_of_the_source_and_no_secret() {
    let test = commands(&manual(Guide::of(Kind::MeetingTest), &everything(), "global"));
    assert!(
        test.contains(r#""startDateTime":"2026-11-21T10:00:00Z""#)
            && test.contains(r#""endDateTime":"2026-11-21T10:30:00Z""#),
        "{test}"
    );
    for field in [
        r#""participants":{}"#,
        r#""scope":"everyone""#,
        r#""isDialInBypassEnabled":true"#,
        r#""allowedPresenters":"everyone""#,
    ] {
        assert!(test.contains(field), "{field} in {test}");
    }
    assert!(test.contains(&format!("https://graph.microsoft.com/v1.0/users/{MIA}/onlineMeetings")), "{test}");
    assert!(test.contains(&format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token")), "{test}");
    assert!(test.contains(LEE) && test.contains("Connect-MgGraph"), "{test}");
    assert!(!test.contains("client_secret"), "{test}");
    let quoted = everything().with(Value::MeetingBody, r#"{"subject":"Mia's"}"#);
    assert!(
        commands(&manual(Guide::of(Kind::MeetingTest), &quoted, "global")).contains(r#"-d '{"subject":"Mia'\''s"}'"#)
    );
}
