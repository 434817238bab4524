//! `emulator`: a practice tenant for other programs.

use std::path::Path;
use std::sync::Arc;

use desk::near_endpoints;
use domain::{Message, msg};
use emulator::server::{Hosts, ServerOptions, is_self_signed, serve, serve_hosts};
use emulator::state::SnapshotDirectory;
use emulator::{Options, Scenario, StartError};
use microsoft::Reach;
use platform::SystemClock;
use serde_json::json;

use crate::arguments::{Common, Emulator, Format, Speed};
use crate::exit;
use crate::output::{Output, Stop};

/// Serves it until it is ended; with one line on standard output when it is ready.
pub async fn emulator(asked: Emulator, common: &Common) -> Result<u8, Stop> {
    // Whatever the format: the line is for programs.
    let ready = Output::new(Format::Jsonl);
    if asked.list_scenarios {
        let output = Output::new(common.format);
        for scenario in Scenario::list().filter_map(|name| Scenario::load(name).ok()) {
            output.text(&format!("{:<34} {}", scenario.name(), scenario.about()));
            output.json(&json!({ "name": scenario.name(), "title": scenario.title(), "about": scenario.about() }));
        }
        return Ok(exit::GREEN);
    }
    let saved = asked.snapshot.as_deref().map(read).transpose()?;
    let (options, server, ca) = prepare(asked, common)?;
    let plays = options.plays_hosts;
    let emulator = emulator::Emulator::new(options, Arc::new(SystemClock)).map_err(wrong)?;
    if let Some(saved) = saved {
        emulator.restore(&saved).map_err(wrong)?;
    }
    let serving = serve(&emulator, server).await.map_err(wrong)?;
    let hosts = if plays { Some(serve_hosts(&emulator).await.map_err(wrong)?) } else { None };
    ready.json(&json!(emulator.ready_line(ca, hosts.as_ref().map(Hosts::directory))));
    serving.ended().await;
    Ok(exit::GREEN)
}

fn prepare(asked: Emulator, common: &Common) -> Result<(Options, ServerOptions, Option<String>), Stop> {
    let mut options = Options::new(scenario(&asked.scenario)?);
    options.auto_sign_in = asked.auto_sign_in;
    let reach = if asked.notify_private_network { Reach::PrivateNetwork } else { Reach::ThisComputer };
    // Whoever has endpoints in the private network wants these, and no played ones.
    options.plays_hosts = !asked.notify_private_network;
    options.webhooks = near_endpoints(reach);
    options.delay_speed = match asked.clock {
        Speed::Real => 1,
        Speed::Sixty => 60,
    };
    if let Some(folder) = &common.data_dir {
        platform::folders::make_private(folder).map_err(|error| usage(&error))?;
        let keep = SnapshotDirectory::open(folder).map_err(|error| usage(&error))?;
        options.keep = Some(Arc::new(keep));
    }
    let mut ca = None;
    let tls = match asked.tls.as_deref() {
        Some([certificate, key]) => {
            let pem = read(certificate)?;
            ca = is_self_signed(&pem).then(|| certificate.display().to_string());
            Some((pem, read(key)?))
        }
        _ => None,
    };
    let (listen, public_url, microsoft_names) = (asked.listen, asked.public_url, asked.microsoft_names);
    Ok((options, ServerOptions { listen, tls, public_url, microsoft_names }, ca))
}

/// A built-in scenario, or one in a file.
fn scenario(named: &str) -> Result<Scenario, Stop> {
    let path = Path::new(named);
    if path.extension().is_none_or(|end| end != "toml") {
        return Scenario::load(named).map_err(wrong);
    }
    Scenario::parse(named, &String::from_utf8_lossy(&read(path)?)).map_err(wrong)
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    std::fs::read(path).map_err(|error| {
        let message = msg("cli-unreadable").text("file", path.display().to_string()).text("why", error.to_string());
        Stop::Usage(vec![message])
    })
}

fn wrong(error: StartError) -> Stop {
    usage(&error)
}

fn usage(error: &dyn std::fmt::Display) -> Stop {
    Stop::Usage(vec![Message::literal(error.to_string())])
}
