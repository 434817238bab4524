//! Real time and real randomness.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Clock, Random, Timestamp};
use time::OffsetDateTime;
use uuid::Uuid;

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
    fn now(&self) -> Timestamp {
        Timestamp::new(OffsetDateTime::now_utc())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// The system's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "this is the randomness that everybody else asks")]
    fn uuid(&self) -> Uuid {
        Uuid::new_v4()
    }
}
