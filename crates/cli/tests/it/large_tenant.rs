//! A practice tenant of 10,000 users and 2,000 apps, served by the real binary: it answers, and how quickly is measured.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use url::Url;

use crate::support::{SAM, Serving, get, get_with, post, program};

const CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
const VERIFIER: &str = "a-verifier-that-is-long-enough-for-anybody-0123456789";
/// SHA-256 of it, in base64url.
const CHALLENGE: &str = "GnjK8hqUC4WwbjpXkCAXvazcO6UcvuLVo5oX15JnqJI";

/// The tenant, kept in that folder.
struct Large {
    serving: Serving,
    port: u16,
    started: Duration,
}

impl Large {
    fn serve(kept: &Path) -> Self {
        let begun = Instant::now();
        let mut command = Command::new(program());
        command.args(["emulator", "--scenario", "large-tenant", "--auto-sign-in", SAM]).arg("--data-dir").arg(kept);
        let serving = Serving::begin(&mut command);
        let started = begun.elapsed();
        let login = Url::parse(serving.ready["login"].as_str().expect("an address")).expect("an address");
        Self { serving, port: login.port().expect("its port"), started }
    }

    /// As a client does it: code with PKCE.
    fn token(&self) -> String {
        let scope = "https://graph.microsoft.com/.default";
        let fields = [
            ("client_id", CLIENT),
            ("response_type", "code"),
            ("redirect_uri", "http://localhost:5000"),
            ("scope", "User.Read.All Application.Read.All"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let form = |fields: &[(&str, &str)]| {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
        };
        let answer = get(self.port, &format!("/organizations/oauth2/v2.0/authorize?{}", form(&fields)));
        let back = Url::parse(&answer.header("location").expect("a redirect")).expect("an address");
        let code = back.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
        let fields = [
            ("client_id", CLIENT),
            ("grant_type", "authorization_code"),
            ("redirect_uri", "http://localhost:5000"),
            ("scope", scope),
            ("code", &code),
            ("code_verifier", VERIFIER),
        ];
        let kind = "application/x-www-form-urlencoded";
        let answer = post(self.port, "/organizations/oauth2/v2.0/token", kind, &form(&fields));
        let tokens: Value = serde_json::from_str(&answer.body).expect("JSON");
        tokens["access_token"].as_str().unwrap_or_else(|| panic!("no token: {tokens}")).to_owned()
    }

    /// Milliseconds and the answer.
    fn timed(&self, token: &str, path: &str) -> (f64, Value) {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str()), ("ConsistencyLevel", "eventual")];
        let begun = Instant::now();
        let answer = get_with(self.port, &format!("/graph/v1.0{path}"), &headers);
        let took = begun.elapsed().as_secs_f64() * 1_000.0;
        assert!(answer.head.starts_with("HTTP/1.1 200"), "{path}: {} {}", answer.head, answer.body);
        (took, serde_json::from_str(&answer.body).expect("JSON"))
    }

    /// Mebibytes that are in memory.
    fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.serving.process())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1_024.0)
    }
}

#[test]
fn bench_requests_in_a_large_tenant() {
    let runs = std::env::var("HANDRAIL_BENCH_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut lines = Vec::new();
    let mut note = |name: &str, value: f64| lines.push(serde_json::json!({ "name": name, "value": value }).to_string());
    for _ in 0..runs {
        let kept = tempfile::tempdir().expect("a folder");
        let tenant = Large::serve(kept.path());
        note("large tenant, start", tenant.started.as_secs_f64());
        let token = tenant.token();
        note("large tenant, a page of users", tenant.timed(&token, "/users?$select=id,displayName").0);
        let filter = "/users?$count=true&$top=5&$filter=startsWith(displayName,'Mara')&$orderby=displayName";
        let (took, found) = tenant.timed(&token, filter);
        note("large tenant, users filtered, sorted and counted", took);
        assert!(found["@odata.count"].as_u64().is_some_and(|count| count >= 400), "{found}");
        let filter = "/applications?$count=true&$top=5&$filter=startsWith(displayName,'Weber')";
        note("large tenant, apps filtered and counted", tenant.timed(&token, filter).0);
        let (mut path, mut seen, mut took) = ("/users?$select=id&$top=999".to_owned(), 0, 0.0);
        loop {
            let (time, page) = tenant.timed(&token, &path);
            seen += page["value"].as_array().expect("a page").len();
            took += time;
            let Some(next) = page["@odata.nextLink"].as_str() else { break };
            next.split_once("/v1.0").expect("an address of ours").1.clone_into(&mut path);
        }
        assert!(seen > 10_000, "everybody is listed: {seen}");
        note("large tenant, all users", took);
        // Whatever changes the tenant is on the disk before it is answered: a token is the smallest change.
        let begun = Instant::now();
        tenant.token();
        note("large tenant, a sign-in that is kept", begun.elapsed().as_secs_f64() * 1_000.0);
        if let Some(memory) = tenant.memory() {
            note("large tenant, memory", memory);
        }
    }
    let Some(out) = std::env::var_os("HANDRAIL_BENCH_OUT") else { return };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(out).expect("a file");
    lines.iter().for_each(|line| writeln!(file, "{line}").expect("written"));
}
