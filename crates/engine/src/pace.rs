//! How much longer it takes, from how fast it went so far. Says nothing before there is enough to measure.

use std::collections::VecDeque;
use std::time::Duration;

use domain::Timestamp;

/// Measured over the last of these.
const WINDOW: Duration = Duration::from_secs(5 * 60);
/// Time between two marks: so many at most are kept.
const STEP: Duration = Duration::from_secs(5);
/// Less than this says nothing.
const ENOUGH: Duration = Duration::from_secs(20);
/// Nor do fewer.
const SOME: usize = 20;
/// The least time between two messages.
const TELL: Duration = Duration::from_secs(1);

/// Progress through a known number of people.
#[derive(Debug)]
pub(crate) struct Pace {
    of: usize,
    done: usize,
    marks: VecDeque<(Timestamp, usize)>,
    told: Option<Timestamp>,
}

impl Pace {
    pub(crate) fn new(of: usize, now: Timestamp) -> Self {
        Self { of, done: 0, marks: VecDeque::from([(now, 0)]), told: None }
    }

    /// So many are done in all. Tells whether that is worth a message.
    pub(crate) fn reach(&mut self, done: usize, now: Timestamp) -> bool {
        self.done = done;
        if self.marks.back().is_none_or(|(at, _)| now.since(*at) >= STEP) {
            self.marks.push_back((now, done));
        }
        while self.marks.len() > 2 && self.marks.get(1).is_some_and(|(at, _)| now.since(*at) >= WINDOW) {
            self.marks.pop_front();
        }
        let tell = done == self.of || self.told.is_none_or(|at| now.since(at) >= TELL);
        if tell {
            self.told = Some(now);
        }
        tell
    }

    pub(crate) const fn done(&self) -> usize {
        self.done
    }

    pub(crate) const fn of(&self) -> usize {
        self.of
    }

    /// How long the rest takes at the rate of the last minutes.
    pub(crate) fn left(&self, now: Timestamp) -> Option<Duration> {
        let (since, had) = self.marks.front()?;
        let (took, made) = (now.since(*since), self.done.checked_sub(*had)?);
        if took < ENOUGH || made < SOME {
            return None;
        }
        let rest = u32::try_from(self.of.saturating_sub(self.done)).ok()?;
        Some(took.saturating_mul(rest) / u32::try_from(made).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::parse("2026-11-21T09:00:00Z").expect("a time") + Duration::from_secs(seconds)
    }

    #[test]
    fn nothing_is_said_before_there_is_enough_to_measure() {
        let mut pace = Pace::new(10_000, at(0));
        pace.reach(19, at(60));
        assert_eq!(pace.left(at(60)), None, "too few");
        let mut pace = Pace::new(10_000, at(0));
        pace.reach(500, at(10));
        assert_eq!(pace.left(at(10)), None, "too short");
    }

    #[test]
    fn what_is_left_follows_the_rate_of_the_last_minutes() {
        let mut pace = Pace::new(10_000, at(0));
        for second in 1..=312 {
            pace.reach(usize::try_from(second).expect("small") * 10, at(second));
        }
        let left = pace.left(at(312)).expect("measured").as_secs();
        assert!((680..=696).contains(&left), "6,880 at ten a second: {left}");
        // Then it gets slower: after some minutes the old rate no longer counts.
        for step in 1..=400 {
            pace.reach(3_120 + usize::try_from(step).expect("small"), at(312 + step));
        }
        let left = pace.left(at(712)).expect("measured").as_secs();
        assert!((6_400..=6_500).contains(&left), "6,480 at one a second: {left}");
    }

    #[test]
    fn messages_come_at_most_once_a_second_and_at_the_end() {
        let mut pace = Pace::new(100, at(0));
        let told = (1..=100).filter(|done| pace.reach(*done, at(5))).count();
        assert_eq!(told, 2, "the first and the last of a hundred within a second");
    }

    #[test]
    fn marks_stay_few() {
        let mut pace = Pace::new(1_000_000, at(0));
        for second in 0..20_000 {
            pace.reach(usize::try_from(second).expect("small"), at(second));
        }
        assert!(pace.marks.len() < 70, "five minutes of marks: {}", pace.marks.len());
    }
}
