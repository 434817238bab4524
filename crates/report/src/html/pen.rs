//! The one way into the page: markup is ours and known when the program is built, everything else is escaped.

use domain::{Message, Timestamp};

use crate::Catalogue;
use crate::texts::isolate;

/// Writes the page.
pub struct Pen<'a> {
    page: String,
    pub words: &'a Catalogue,
}

impl<'a> Pen<'a> {
    pub const fn new(words: &'a Catalogue) -> Self {
        Self { page: String::new(), words }
    }

    /// Markup: only what stands in our own sources.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.page.push_str(markup);
        self
    }

    /// Words of the catalogue, escaped for text and for attributes in double quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut before = ' ';
        for character in text.chars() {
            // A shortened address stays on one line.
            if (before, character) == ('\u{2026}', '@') {
                self.page.push('\u{2060}');
            }
            before = character;
            match character {
                '&' => self.page.push_str("&amp;"),
                '<' => self.page.push_str("&lt;"),
                '>' => self.page.push_str("&gt;"),
                '"' => self.page.push_str("&quot;"),
                '\'' => self.page.push_str("&#39;"),
                '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => self.page.push(' '),
                other => self.page.push(other),
            }
        }
        self
    }

    /// Data as the record holds it: cleaned, kept to itself, escaped.
    pub fn data(&mut self, data: &str) -> &mut Self {
        self.text(&isolate(data))
    }

    /// A message of the record, or one of ours.
    pub fn say(&mut self, message: &Message) -> &mut Self {
        let text = self.words.text(message);
        self.text(&text)
    }

    /// A message without arguments.
    pub fn word(&mut self, id: &'static str) -> &mut Self {
        self.say(&domain::msg(id))
    }

    /// A number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.page.push_str(&number.to_string());
        self
    }

    /// A point in time, whole.
    pub fn time(&mut self, at: Timestamp) -> &mut Self {
        let words = self.words.time(at);
        self.when(at, &words)
    }

    /// A point in time as a date.
    pub fn date(&mut self, at: Timestamp) -> &mut Self {
        let words = self.words.date(at);
        self.when(at, &words)
    }

    /// A point in time next to `now`: the time of day when it is the same day.
    pub fn near(&mut self, at: Timestamp, now: Timestamp) -> &mut Self {
        let same_day = self.words.date(at) == self.words.date(now);
        let words = if same_day { self.words.clock(at) } else { self.words.time(at) };
        self.when(at, &words)
    }

    fn when(&mut self, at: Timestamp, words: &str) -> &mut Self {
        self.raw("<time datetime=\"").text(&at.to_string()).raw("\">").text(words).raw("</time>")
    }

    /// A row of a key and value list.
    pub fn pair(&mut self, label: &'static str, value: impl FnOnce(&mut Self)) -> &mut Self {
        self.raw("<dt>").word(label).raw("</dt><dd>");
        value(self);
        self.raw("</dd>")
    }

    pub fn finish(self) -> String {
        self.page
    }
}
