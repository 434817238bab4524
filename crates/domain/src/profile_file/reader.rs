//! Reads a TOML table field by field, keeps the place of each, and gathers every mistake instead of stopping at the
//! first: tagged and flattened serde types would lose the lines.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Form, Problem, ProfileError, forbidden, nearest, visible};

/// Mistakes beyond this number are not told: the first ones explain the rest.
const MOST_ERRORS: usize = 50;

/// Where mistakes are gathered.
pub(super) struct Log<'t> {
    file: &'t str,
    text: &'t str,
    errors: Vec<ProfileError>,
}

impl<'t> Log<'t> {
    pub(super) const fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, errors: Vec::new() }
    }

    pub(super) fn add(&mut self, at: &Range<usize>, field: impl Into<String>, problem: Problem) {
        if self.errors.len() < MOST_ERRORS {
            let (line, column) = self.place(at.start);
            let file = visible(self.file);
            self.errors.push(ProfileError { file, line, column, field: field.into(), problem });
        }
    }

    /// Line and column of a byte offset, from 1.
    pub(super) fn place(&self, offset: usize) -> (u32, u32) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The mistakes in the order of the file.
    pub(super) fn into_errors(mut self) -> Vec<ProfileError> {
        self.errors.sort_by_key(|error| (error.line, error.column));
        self.errors
    }
}

/// Parses the text, or tells every mistake of its syntax.
pub(super) fn parse<'t>(text: &'t str, limit: usize, log: &mut Log<'_>) -> Option<Spanned<DeTable<'t>>> {
    if text.len() > limit {
        log.add(&(0..0), "", Problem::TooLarge(limit));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        log.add(&error.span().unwrap_or(0..0), "", Problem::Syntax(visible_line(error.message())));
    }
    errors.is_empty().then_some(table)
}

/// The parser's words on one line.
fn visible_line(text: &str) -> String {
    text.chars().map(|c| if forbidden(c) { ' ' } else { c }).take(300).collect()
}

/// How long texts may be, in characters.
#[derive(Clone, Copy)]
pub(super) enum Length {
    /// A name, a label, an id.
    Name,
    /// A sentence or two.
    Sentence,
}

impl Length {
    const fn limit(self) -> usize {
        match self {
            Self::Name => 120,
            Self::Sentence => 600,
        }
    }
}

/// A value with its place.
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// One table being read. What is never asked for is unknown.
pub(super) struct Reader<'a, 't> {
    table: &'a DeTable<'t>,
    /// The table's own place: where something missing is reported.
    pub(super) span: Range<usize>,
    pub(super) path: String,
    asked: Vec<&'static str>,
}

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn new(table: &'a DeTable<'t>, span: Range<usize>, path: impl Into<String>) -> Self {
        Self { table, span, path: path.into(), asked: Vec::new() }
    }

    /// The path of a field, for messages.
    pub(super) fn field(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub(super) fn get(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.table.get(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    fn missing(&self, log: &mut Log<'_>, field: &'static str, wanted: Form) {
        // The end of the table's header line is a better place than the header, and always exists.
        log.add(&self.span, self.field(field), Problem::Missing { field, wanted });
    }

    /// Text of the wanted form, or `None` when it is not there or wrong.
    pub(super) fn optional_text(
        &mut self,
        log: &mut Log<'_>,
        name: &'static str,
        length: Length,
    ) -> Option<At<String>> {
        let value = self.get(name)?;
        text_of(log, value, &self.field(name), length)
    }

    pub(super) fn text(&mut self, log: &mut Log<'_>, name: &'static str, length: Length) -> Option<At<String>> {
        if !self.has(name) {
            self.asked.push(name);
            self.missing(log, name, Form::Text);
            return None;
        }
        self.optional_text(log, name, length)
    }

    /// Text that `form` must accept.
    pub(super) fn formed(
        &mut self,
        log: &mut Log<'_>,
        name: &'static str,
        wanted: Form,
        form: impl Fn(&str) -> bool,
    ) -> Option<At<String>> {
        if !self.has(name) {
            self.asked.push(name);
            self.missing(log, name, wanted);
            return None;
        }
        let text = self.optional_text(log, name, Length::Name)?;
        if form(&text.value) {
            return Some(text);
        }
        log.add(&text.span, self.field(name), Problem::Wrong { wanted, given: quoted(&text.value) });
        None
    }

    /// One of a closed list of values.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        log: &mut Log<'_>,
        name: &'static str,
        values: &[(&str, T)],
    ) -> Option<At<T>> {
        let text = self.text(log, name, Length::Name)?;
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == text.value) {
            return Some(At { value: *value, span: text.span });
        }
        let known = || values.iter().map(|(known, _)| *known);
        let problem = Problem::UnknownValue {
            given: visible(&text.value),
            nearest: nearest(&text.value, known()),
            known: known().map(str::to_owned).collect(),
        };
        log.add(&text.span, self.field(name), problem);
        None
    }

    pub(super) fn number(&mut self, log: &mut Log<'_>, name: &'static str, min: u32, max: u32) -> Option<At<u32>> {
        let Some(value) = self.get(name) else {
            self.missing(log, name, Form::Number);
            return None;
        };
        let Some(integer) = value.get_ref().as_integer() else {
            log.add(&value.span(), self.field(name), wrong(Form::Number, value.get_ref()));
            return None;
        };
        match u32::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if (min..=max).contains(&number) => Some(At { value: number, span: value.span() }),
            _ => {
                let given = visible(integer.as_str());
                log.add(&value.span(), self.field(name), Problem::OutOfRange { given, min, max });
                None
            }
        }
    }

    pub(super) fn flag(&mut self, log: &mut Log<'_>, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            log.add(&value.span(), self.field(name), wrong(Form::Flag, value.get_ref()));
        }
        flag
    }

    /// A list of texts; `min` of 0 means that it may be missing.
    pub(super) fn texts(
        &mut self,
        log: &mut Log<'_>,
        name: &'static str,
        min: usize,
        max: usize,
        length: Length,
    ) -> Option<Vec<At<String>>> {
        let Some(value) = self.get(name) else {
            if min == 0 {
                return Some(Vec::new());
            }
            self.missing(log, name, Form::Texts);
            return None;
        };
        let field = self.field(name);
        let Some(array) = value.get_ref().as_array() else {
            log.add(&value.span(), field, wrong(Form::Texts, value.get_ref()));
            return None;
        };
        if array.len() < min || array.len() > max {
            log.add(&value.span(), field, Problem::Entries { given: array.len(), min, max });
            return None;
        }
        let read: Vec<_> = array
            .iter()
            .enumerate()
            .map(|(index, entry)| text_of(log, entry, &format!("{field}[{}]", index + 1), length))
            .collect();
        read.into_iter().collect()
    }

    /// A table below this one.
    pub(super) fn table(&mut self, log: &mut Log<'_>, name: &'static str, required: bool) -> Option<Reader<'a, 't>> {
        let Some(value) = self.get(name) else {
            if required {
                self.missing(log, name, Form::Table);
            }
            return None;
        };
        let field = self.field(name);
        let Some(table) = value.get_ref().as_table() else {
            log.add(&value.span(), field, wrong(Form::Table, value.get_ref()));
            return None;
        };
        Some(Reader::new(table, value.span(), field))
    }

    /// A list of tables; each gets the path `name[1]`, `name[2]`, ...
    pub(super) fn tables(
        &mut self,
        log: &mut Log<'_>,
        name: &'static str,
        min: usize,
        max: usize,
    ) -> Option<Vec<Reader<'a, 't>>> {
        let Some(value) = self.get(name) else {
            if min == 0 {
                return Some(Vec::new());
            }
            self.missing(log, name, Form::Tables);
            return None;
        };
        let field = self.field(name);
        let Some(array) = value.get_ref().as_array() else {
            log.add(&value.span(), field, wrong(Form::Tables, value.get_ref()));
            return None;
        };
        if array.len() < min || array.len() > max {
            log.add(&value.span(), field, Problem::Entries { given: array.len(), min, max });
            return None;
        }
        let mut readers = Vec::new();
        for (index, entry) in array.iter().enumerate() {
            let path = format!("{field}[{}]", index + 1);
            match entry.get_ref().as_table() {
                Some(table) => readers.push(Reader::new(table, entry.span(), path)),
                None => log.add(&entry.span(), path, wrong(Form::Table, entry.get_ref())),
            }
        }
        (readers.len() == array.len()).then_some(readers)
    }

    /// Keys of the table that were not asked for, with their values: for tables whose keys are the author's.
    pub(super) fn rest(&self) -> Vec<(&'a Spanned<std::borrow::Cow<'t, str>>, &'a Spanned<DeValue<'t>>)> {
        self.table.iter().filter(|(key, _)| !self.asked.contains(&key.get_ref().as_ref())).collect()
    }

    /// Reports the fields that nobody asked for.
    pub(super) fn finish(self, log: &mut Log<'_>) {
        for (key, _) in self.rest() {
            let given = key.get_ref();
            let problem = Problem::UnknownField {
                given: visible(given),
                nearest: nearest(given, self.asked.iter().copied()),
                known: self.asked.iter().map(|name| (*name).to_owned()).collect(),
            };
            log.add(&key.span(), self.field(&visible(given)), problem);
        }
    }
}

/// A text within its limits.
pub(super) fn text_of(
    log: &mut Log<'_>,
    value: &Spanned<DeValue<'_>>,
    field: &str,
    length: Length,
) -> Option<At<String>> {
    let Some(text) = value.get_ref().as_str() else {
        log.add(&value.span(), field, wrong(Form::Text, value.get_ref()));
        return None;
    };
    let problem = if let Some(bad) = text.chars().find(|c| forbidden(*c)) {
        Problem::Character(format!("U+{:04X}", u32::from(bad)))
    } else if text.trim().is_empty() {
        Problem::Wrong { wanted: Form::Text, given: "\"\"".to_owned() }
    } else if text.chars().count() > length.limit() {
        Problem::TooLong { given: text.chars().count(), limit: length.limit() }
    } else {
        return Some(At { value: text.to_owned(), span: value.span() });
    };
    log.add(&value.span(), field, problem);
    None
}

/// A value of another type.
pub(super) fn wrong(wanted: Form, value: &DeValue<'_>) -> Problem {
    let given = match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => visible(number.as_str()),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => value.type_str().to_owned(),
    };
    Problem::Wrong { wanted, given }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text))
}
