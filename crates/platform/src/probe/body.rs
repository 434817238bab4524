//! The body of an answer: up to its length, in chunks, or to the end of the connection.

/// What is longer is cut.
const LONGEST: usize = 16 * 1024;

/// How the end is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many bytes.
    Bytes(usize),
    /// In chunks.
    Chunked,
    /// When the connection ends.
    Open,
}

impl Length {
    /// By the headers; chunks win (RFC 9112, section 6.3).
    pub fn told(encoding: Option<&str>, length: Option<&str>) -> Self {
        if encoding.is_some_and(|encoding| encoding.to_ascii_lowercase().ends_with("chunked")) {
            return Self::Chunked;
        }
        length.and_then(|length| length.parse().ok()).map_or(Self::Open, Self::Bytes)
    }
}

/// A body that is being read.
pub struct Body {
    length: Length,
    raw: Vec<u8>,
}

impl Body {
    /// Begins with what came with the head.
    pub const fn new(length: Length, raw: Vec<u8>) -> Self {
        Self { length, raw }
    }

    /// Where to put what comes.
    pub const fn raw(&mut self) -> &mut Vec<u8> {
        &mut self.raw
    }

    /// Nothing more is wanted.
    pub fn is_whole(&self) -> bool {
        // Chunks carry their lengths beside them.
        self.raw.len() >= 2 * LONGEST
            || match self.length {
                Length::Bytes(count) => self.raw.len() >= count.min(LONGEST),
                Length::Chunked => unchunked(&self.raw).1,
                Length::Open => self.raw.len() >= LONGEST,
            }
    }

    /// What was said, without the chunks' lengths.
    pub fn text(self) -> Vec<u8> {
        let mut text = match self.length {
            Length::Bytes(count) => self.raw.into_iter().take(count).collect(),
            Length::Chunked => unchunked(&self.raw).0,
            Length::Open => self.raw,
        };
        text.truncate(LONGEST);
        text
    }
}

/// What the chunks hold, and whether the last one is there.
fn unchunked(mut raw: &[u8]) -> (Vec<u8>, bool) {
    let mut text = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((begin, size))) = httparse::parse_chunk_size(raw) else {
            return (text, false);
        };
        if size == 0 {
            return (text, true);
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let rest = &raw[begin..];
        text.extend_from_slice(&rest[..size.min(rest.len())]);
        // The line end after the chunk.
        let Some(next) = size.checked_add(2).and_then(|end| rest.get(end..)) else { return (text, false) };
        raw = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_ends_where_its_head_says() {
        let mut body = Body::new(Length::told(None, Some("5")), b"hel".to_vec());
        assert!(!body.is_whole(), "two are missing");
        body.raw().extend_from_slice(b"lo and more");
        assert!(body.is_whole(), "all are there");
        assert_eq!(body.text(), b"hello", "and no more than that");
        assert_eq!(Length::told(Some("gzip, Chunked"), Some("5")), Length::Chunked, "chunks win");
    }

    #[test]
    fn chunks_are_put_together() {
        let whole = b"4\r\nVali\r\n6;x=y\r\ndation\r\n0\r\n\r\n";
        for cut in 0..whole.len() - 4 {
            assert!(!Body::new(Length::Chunked, whole[..cut].to_vec()).is_whole(), "cut after {cut}");
        }
        let body = Body::new(Length::Chunked, whole.to_vec());
        assert!(body.is_whole(), "the last one has no length");
        assert_eq!(body.text(), b"Validation", "without their lengths");
        assert_eq!(unchunked(b"ffffffffffffffff\r\nx").0, b"x", "a length that no memory has is no harm");
    }
}
