//! Reads `$filter`.

use serde_json::{Number, Value};

use super::filter::{Filter, Operator};

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Colon,
    Text(String),
    /// A name, a path, a keyword, a number, a GUID or a time.
    Word(String),
}

/// Parses a filter.
///
/// # Errors
/// The text from where it is not understood.
pub(super) fn filter(text: &str) -> Result<Filter, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, variable: None };
    let filter = parser.either()?;
    match parser.peek() {
        None => Ok(filter),
        Some(token) => Err(format!("unexpected {token:?}")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut all = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => {}
            '(' => all.push(Token::Open),
            ')' => all.push(Token::Close),
            ',' => all.push(Token::Comma),
            // A colon inside a time belongs to it, and words take those; this one follows a lambda's variable.
            ':' => all.push(Token::Colon),
            '\'' => all.push(Token::Text(quoted(&mut letters)?)),
            _ => {
                let mut word = String::from(letter);
                while let Some(next) = letters.next_if(|next| !next.is_whitespace() && !"(),'".contains(*next)) {
                    // `t:t/id`: a colon after letters ends a lambda's variable, after digits it is a time.
                    if next == ':' && !word.starts_with(|first: char| first.is_ascii_digit()) {
                        all.push(Token::Word(std::mem::take(&mut word)));
                        all.push(Token::Colon);
                        continue;
                    }
                    word.push(next);
                }
                if !word.is_empty() {
                    all.push(Token::Word(word));
                }
            }
        }
    }
    Ok(all)
}

/// The rest of a quoted text; two quotes stand for one.
fn quoted(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, String> {
    let mut text = String::new();
    loop {
        match letters.next() {
            Some('\'') => match letters.next_if_eq(&'\'') {
                Some(_) => text.push('\''),
                None => return Ok(text),
            },
            Some(letter) => text.push(letter),
            None => return Err("a text without an end".to_owned()),
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// The variable of the lambda that we are in.
    variable: Option<String>,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(text)) if text.eq_ignore_ascii_case(word));
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, token: &Token) -> Result<(), String> {
        match self.next() {
            Some(found) if found == *token => Ok(()),
            found => Err(format!("{token:?} expected, {found:?} found")),
        }
    }

    fn either(&mut self) -> Result<Filter, String> {
        let mut left = self.both()?;
        while self.keyword("or") {
            left = Filter::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Filter, String> {
        let mut left = self.negated()?;
        while self.keyword("and") {
            left = Filter::And(Box::new(left), Box::new(self.negated()?));
        }
        Ok(left)
    }

    fn negated(&mut self) -> Result<Filter, String> {
        match self.keyword("not") {
            true => Ok(Filter::Not(Box::new(self.negated()?))),
            false => self.simple(),
        }
    }

    fn simple(&mut self) -> Result<Filter, String> {
        if self.peek() == Some(&Token::Open) {
            self.at += 1;
            let inner = self.either()?;
            self.expect(&Token::Close)?;
            return Ok(inner);
        }
        let Some(Token::Word(word)) = self.next() else {
            return Err("a property expected".to_owned());
        };
        let function = ["startswith", "endswith", "contains"].into_iter().find(|name| word.eq_ignore_ascii_case(name));
        if let Some(function) = function
            && self.peek() == Some(&Token::Open)
        {
            return self.function(function);
        }
        if let Some(collection) = word.strip_suffix("/any")
            && self.peek() == Some(&Token::Open)
        {
            return self.any(collection);
        }
        self.comparison(word)
    }

    fn function(&mut self, name: &str) -> Result<Filter, String> {
        self.expect(&Token::Open)?;
        let Some(Token::Word(property)) = self.next() else {
            return Err("a property expected".to_owned());
        };
        self.expect(&Token::Comma)?;
        let Some(Token::Text(text)) = self.next() else {
            return Err("a text expected".to_owned());
        };
        self.expect(&Token::Close)?;
        let operator = match name {
            "startswith" => Operator::StartsWith,
            "endswith" => Operator::EndsWith,
            _ => Operator::Contains,
        };
        let property = self.property(&property);
        // `startswith(a,'b') eq true` is the same thing said twice.
        if self.keyword("eq") && !self.keyword("true") {
            return Err("true expected".to_owned());
        }
        Ok(Filter::Compare { property, operator, value: Value::String(text) })
    }

    fn any(&mut self, collection: &str) -> Result<Filter, String> {
        let collection = self.property(collection);
        self.expect(&Token::Open)?;
        let Some(Token::Word(variable)) = self.next() else {
            return Err("a variable expected".to_owned());
        };
        self.expect(&Token::Colon)?;
        let outer = self.variable.replace(variable);
        let inner = self.either()?;
        self.variable = outer;
        self.expect(&Token::Close)?;
        Ok(Filter::Any { collection, inner: Box::new(inner) })
    }

    fn comparison(&mut self, word: String) -> Result<Filter, String> {
        let property = self.property(&word);
        let Some(Token::Word(operator)) = self.next() else {
            return Err("an operator expected".to_owned());
        };
        if operator.eq_ignore_ascii_case("in") {
            return self.list(property);
        }
        let operator = match operator.to_ascii_lowercase().as_str() {
            "eq" => Operator::Equal,
            "ne" => Operator::NotEqual,
            "gt" => Operator::Greater,
            "ge" => Operator::GreaterOrEqual,
            "lt" => Operator::Less,
            "le" => Operator::LessOrEqual,
            other => return Err(format!("`{other}` is not an operator")),
        };
        let value = self.literal()?;
        Ok(Filter::Compare { property, operator, value })
    }

    fn list(&mut self, property: String) -> Result<Filter, String> {
        self.expect(&Token::Open)?;
        let mut values = Vec::new();
        loop {
            values.push(self.literal()?);
            match self.next() {
                Some(Token::Comma) => {}
                Some(Token::Close) => return Ok(Filter::In { property, values }),
                found => return Err(format!("a comma expected, {found:?} found")),
            }
        }
    }

    fn literal(&mut self) -> Result<Value, String> {
        match self.next() {
            Some(Token::Text(text)) => Ok(Value::String(text)),
            Some(Token::Word(word)) => Ok(match word.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => word.parse::<i64>().map_or(Value::String(word), |number| Value::Number(Number::from(number))),
            }),
            found => Err(format!("a value expected, {found:?} found")),
        }
    }

    /// The property without the lambda's variable; the variable alone is the empty path.
    fn property(&self, word: &str) -> String {
        match &self.variable {
            Some(variable) if word == variable => String::new(),
            Some(variable) => {
                word.strip_prefix(variable.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(word).to_owned()
            }
            None => word.to_owned(),
        }
    }
}
