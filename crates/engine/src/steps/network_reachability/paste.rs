//! Reads what our command printed on the vendor's server: one record in square brackets for each host. Anything else in
//! the text is passed over, and a record that is not exactly of this form is none.
//!
//! ```text
//! [handrail graph.microsoft.com:443 http=401 tls=0 at=2026-11-22T04:30:00Z]
//! [handrail graph.microsoft.com:443 tcp=True at=2026-11-22T04:30:00Z]
//! ```

use domain::Timestamp;

/// How every record begins.
pub(super) const MARK: &str = "handrail";

/// What one try showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// In lower case.
    pub host: String,
    pub port: u16,
    pub said: Said,
    pub at: Timestamp,
}

/// By which tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// curl: the HTTP status, 0 without an answer; and whether the certificate was accepted.
    Http { status: u16, trusted: bool },
    /// `Test-NetConnection`: whether the port accepts a connection. It shows nothing of encryption.
    Tcp(bool),
}

/// The records in a text, in their order.
pub(super) fn read(text: &str) -> Vec<Record> {
    let parts = text.split('[').skip(1).filter_map(|part| part.split_once(']').map(|(record, _)| record));
    parts.filter_map(record).collect()
}

fn record(text: &str) -> Option<Record> {
    let mut words = text.split(' ');
    (words.next() == Some(MARK)).then_some(())?;
    let (host, port) = words.next()?.rsplit_once(':')?;
    let is_name = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let first = words.next()?.split_once('=')?;
    let said = match first {
        ("http", status) => {
            let verdict = words.next()?.strip_prefix("tls=")?;
            Said::Http { status: number(status)?, trusted: number(verdict)? == 0 }
        }
        ("tcp", "True") => Said::Tcp(true),
        ("tcp", "False") => Said::Tcp(false),
        _ => return None,
    };
    let at = Timestamp::parse(words.next()?.strip_prefix("at=")?).ok()?;
    let whole = is_name && words.next().is_none();
    whole.then_some(Record { host: host.to_ascii_lowercase(), port: number(port)?, said, at })
}

/// Digits only: no sign, no blanks.
fn number(text: &str) -> Option<u16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AT: &str = "2026-11-22T04:30:00Z";

    fn written(record: &Record) -> String {
        let said = match record.said {
            Said::Http { status, trusted } => format!("http={status:03} tls={}", u16::from(!trusted)),
            Said::Tcp(true) => "tcp=True".to_owned(),
            Said::Tcp(false) => "tcp=False".to_owned(),
        };
        format!("[{MARK} {}:{} {said} at={}]", record.host, record.port, record.at)
    }

    fn records() -> impl Strategy<Value = Record> {
        let said = prop_oneof![
            (0_u16..600, any::<bool>()).prop_map(|(status, trusted)| Said::Http { status, trusted }),
            any::<bool>().prop_map(Said::Tcp),
        ];
        let at = Timestamp::parse(AT).expect("a time");
        ("[a-z0-9-]{1,20}(\\.[a-z0-9-]{1,10}){1,3}", 1_u16.., said).prop_map(move |(host, port, said)| Record {
            host,
            port,
            said,
            at,
        })
    }

    proptest! {
        #[test]
        fn what_the_command_prints_is_read_whatever_stands_around_it(
            all in prop::collection::vec(records(), 0..5),
            around in "[^\\[\\]]{0,40}",
        ) {
            let text: String = all.iter().map(|record| format!("{around}{}", written(record))).collect();
            prop_assert_eq!(read(&text), all.clone(), "with line ends and prompts in between");
            let one_line = all.iter().map(written).collect::<Vec<_>>().join("");
            prop_assert_eq!(read(&one_line), all, "and when a field has taken the line ends away");
        }

        #[test]
        fn no_text_is_read_as_more_than_it_says(text in ".{0,200}") {
            for record in read(&text) {
                prop_assert!(text.to_lowercase().contains(&record.host), "{:?} stands in it", record);
            }
        }

        #[test]
        fn a_record_that_was_cut_short_is_none(one in records(), place in any::<prop::sample::Index>()) {
            let text = written(&one);
            prop_assert_eq!(read(&text[..place.index(text.len())]), [], "half an output says nothing");
        }
    }

    #[test]
    fn what_is_not_exactly_a_record_is_none() {
        for bad in [
            "",
            "[]",
            "handrail a.example:443 tcp=True at=2026-11-22T04:30:00Z",
            "[handrail a.example:443 tcp=true at=2026-11-22T04:30:00Z]",
            "[handrail a.example tcp=True at=2026-11-22T04:30:00Z]",
            "[handrail a.example:443 tcp=True]",
            "[handrail a.example:443 http=401 at=2026-11-22T04:30:00Z]",
            "[handrail a.example:443 http=+401 tls=0 at=2026-11-22T04:30:00Z]",
            "[handrail a.example:443 http=401 tls= at=2026-11-22T04:30:00Z]",
            "[handrail a.example:443 http=401 tls=0 at=yesterday]",
            "[handrail a.example:443 http=401 tls=0 at=2026-11-22T04:30:00Z and more]",
            "[handrail a<b>.example:443 tcp=True at=2026-11-22T04:30:00Z]",
            "[other a.example:443 tcp=True at=2026-11-22T04:30:00Z]",
        ] {
            assert_eq!(read(bad), [], "{bad}");
        }
    }
}
