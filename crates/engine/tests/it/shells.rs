//! PowerShell that is not there, or that never answers: the same stand-in through the real driver, in process.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{Clock as _, Conversation, PowerShellProgram, ProcessError, Processes, SecretText};
use emulator::Emulator;
use emulator::state::PowerShell;
use emulator::teams::stand_in;
use engine::Engine;

use crate::bench::{Bench, TestClock};

/// Starts the stand-in, or nothing.
struct Shells {
    emulator: Emulator,
    clock: Arc<TestClock>,
    there: bool,
}

struct Talk {
    session: stand_in::Session<Emulator>,
    clock: Arc<TestClock>,
    heard: VecDeque<String>,
    hangs: bool,
}

#[async_trait]
impl Processes for Shells {
    async fn find_powershell(&self) -> Vec<String> {
        Vec::new()
    }

    async fn start(&self, _: &PowerShellProgram) -> Result<Box<dyn Conversation>, ProcessError> {
        if !self.there {
            return Err(ProcessError::NotFound);
        }
        let session = stand_in::Session::new(self.emulator.clone(), &microsoft::teams::script_sha256());
        Ok(Box::new(Talk { session, clock: self.clock.clone(), heard: VecDeque::new(), hangs: false }))
    }
}

#[async_trait]
impl Conversation for Talk {
    async fn say(&mut self, line: &SecretText) -> Result<(), ProcessError> {
        if self.session.hangs_next() {
            self.hangs = true;
            return Ok(());
        }
        self.heard.extend(self.session.line(line.expose()).await);
        Ok(())
    }

    async fn hear(&mut self, limit: Duration) -> Result<Option<String>, ProcessError> {
        if self.hangs {
            self.clock.sleep(limit).await;
            return Err(ProcessError::Silent(limit));
        }
        Ok(self.heard.pop_front())
    }

    async fn end(&mut self) {}
}

/// The engine with this PowerShell; `None`: there is none.
pub fn engine_with(bench: &Bench, shell: Option<PowerShell>) -> Engine {
    let there = shell.is_some();
    if let Some(shell) = shell {
        let changed = bench.emulator.write(|tenant, _| tenant.oddities.powershell = shell);
        changed.expect("kept nowhere, so always saved");
    }
    let mut ports = bench.ports();
    ports.processes = Arc::new(Shells { emulator: bench.emulator.clone(), clock: bench.clock.clone(), there });
    Engine::open(ports, bench.setup, bench.story.clone()).expect("it opens")
}
