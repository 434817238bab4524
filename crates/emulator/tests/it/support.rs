//! A virtual clock and an emulator on it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::{Clock, Timestamp};
use emulator::{Emulator, Options, Scenario};

/// A clock that moves only when told to.
pub struct StoppedClock(Mutex<Timestamp>);

impl StoppedClock {
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Timestamp::parse(text).expect("a time"))))
    }

    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().expect("no panic elsewhere");
        *now = *now + by;
    }
}

#[async_trait]
impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no panic elsewhere")
    }

    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}

/// The time at which every test begins.
pub const START: &str = "2026-11-21T09:00:00Z";

pub fn started(scenario: &str) -> (Emulator, Arc<StoppedClock>) {
    let clock = StoppedClock::at(START);
    let options = Options::new(Scenario::load(scenario).expect("a built-in scenario"));
    (Emulator::new(options, clock.clone()).expect("it starts"), clock)
}
