//! Versions as manifests have them: `major.minor.patch`, with a pre-release behind it if need be (semver.org).

/// A version that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    numbers: [u64; 3],
    /// Comes before the same version without one: `false` sorts first.
    released: bool,
    pre_release: Vec<Part>,
}

/// Numbers come before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Version {
    /// Reads one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > 256 {
            return None;
        }
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (numbers, pre_release) = text.split_once('-').map_or((text, None), |(numbers, rest)| (numbers, Some(rest)));
        let mut read = numbers.split('.').map(number);
        let numbers = [read.next()??, read.next()??, read.next()??];
        if read.next().is_some() {
            return None;
        }
        let parts: Option<Vec<Part>> = pre_release.into_iter().flat_map(|rest| rest.split('.')).map(part).collect();
        Some(Self { numbers, released: pre_release.is_none(), pre_release: parts? })
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = text.len() == 1 || !text.starts_with('0');
    if digits && plain { text.parse().ok() } else { None }
}

fn part(text: &str) -> Option<Part> {
    let word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    number(text).map(Part::Number).or_else(|| word.then(|| Part::Word(text.to_owned())))
}
