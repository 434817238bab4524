//! Points in time and the one clock everything asks.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time, UTC. Crosses every boundary as RFC 3339 text, since JavaScript cannot hold 64-bit numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH);

    /// From `time`'s type; the offset is normalised to UTC.
    #[must_use]
    pub fn new(at: OffsetDateTime) -> Self {
        Self(at.to_offset(time::UtcOffset::UTC))
    }

    /// Seconds since 1970. `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds).ok().map(Self)
    }

    /// Parses RFC 3339 (`2026-11-21T09:00:00Z`).
    ///
    /// # Errors
    /// When the text is not RFC 3339.
    pub fn parse(text: &str) -> Result<Self, time::error::Parse> {
        OffsetDateTime::parse(text, &Rfc3339).map(Self::new)
    }

    /// The underlying value, UTC.
    #[must_use]
    pub const fn utc(self) -> OffsetDateTime {
        self.0
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// How long from `earlier` to this; zero when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        (self.0 - earlier.0).try_into().unwrap_or(Duration::ZERO)
    }

    /// The same day and time so many calendar years later; 29 February becomes 28 February.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Self {
        let year = self.0.year() + years;
        let moved =
            self.0.replace_year(year).or_else(|_| self.0.replace_day(28).and_then(|date| date.replace_year(year)));
        Self(moved.unwrap_or(self.0))
    }
}

impl Timestamp {
    /// The same day and time so many calendar months later; where that month has no such day, its last one.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let later = i64::from(self.0.month() as u8) - 1 + i64::from(months);
        let year = i32::try_from(i64::from(self.0.year()) + later.div_euclid(12));
        let month = u8::try_from(later.rem_euclid(12) + 1).ok().and_then(|number| time::Month::try_from(number).ok());
        let (Ok(year), Some(month)) = (year, month) else { return self };
        let day = self.0.day().min(month.length(year));
        time::Date::from_calendar_date(year, month, day).map_or(self, |date| Self(self.0.replace_date(date)))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, rhs: Duration) -> Self {
        Self(self.0.saturating_add(time::Duration::try_from(rhs).unwrap_or(time::Duration::MAX)))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, rhs: Duration) -> Self {
        Self(self.0.saturating_sub(time::Duration::try_from(rhs).unwrap_or(time::Duration::MAX)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Microsoft and our own documents agree on whole seconds or finer; RFC 3339 writes what is there.
        match self.0.format(&Rfc3339) {
            Ok(text) => f.write_str(&text),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "bindings")]
impl ts_rs::TS for Timestamp {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// The one clock. Real in `platform`, virtual in tests: a 30-minute wait takes no time there.
#[async_trait]
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;
    /// Returns after that time has passed on this clock.
    async fn sleep(&self, duration: Duration);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_calendar_months() {
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        assert_eq!(at("2026-11-21T09:00:00Z").plus_months(6), at("2027-05-21T09:00:00Z"), "over the year's end");
        assert_eq!(at("2026-08-31T09:00:00Z").plus_months(6), at("2027-02-28T09:00:00Z"), "February has no 31st");
        assert_eq!(at("2027-08-31T09:00:00Z").plus_months(6), at("2028-02-29T09:00:00Z"), "a leap year");
        assert_eq!(at("2026-12-01T00:00:00Z").plus_months(12), at("2027-12-01T00:00:00Z"), "December stays December");
    }
}
