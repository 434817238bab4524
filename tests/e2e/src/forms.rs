//! The forms on a page of the practice tenant. These pages are ours and well formed; this is no HTML parser.

/// A form, as far as a person can use it.
#[derive(Debug, Default)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// How it goes there.
    pub is_post: bool,
    fields: Vec<(String, String)>,
    /// Names of the fields into which one can type.
    empty: Vec<String>,
    buttons: Vec<Button>,
}

#[derive(Debug)]
struct Button {
    field: Option<(String, String)>,
    text: String,
}

impl Form {
    /// The fields after pressing the button that says one of these words (or has it as its value).
    pub fn press(&self, words: &[&str]) -> Option<Vec<(String, String)>> {
        let says = |button: &Button, word: &str| {
            let value = button.field.as_ref().map_or("", |(_, value)| value);
            let (text, word) = (format!("{} {value}", button.text).to_lowercase(), word.to_lowercase());
            if word.chars().all(char::is_alphabetic) {
                text.split(|letter: char| !letter.is_alphabetic()).any(|part| part == word)
            } else {
                text.contains(&word)
            }
        };
        let pressed = words.iter().find_map(|word| self.buttons.iter().find(|button| says(button, word)))?;
        let mut fields = self.fields.clone();
        fields.extend(pressed.field.clone());
        Some(fields)
    }

    /// The fields after typing a value into the first empty one.
    pub fn fill(&self, value: &str) -> Option<Vec<(String, String)>> {
        let name = self.empty.first()?;
        let mut fields = self.fields.clone();
        fields.push((name.clone(), value.to_owned()));
        Some(fields)
    }
}

/// Every form of a page.
pub fn read(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<form") {
        let end = rest[start..].find("</form>").map_or(rest.len(), |end| start + end);
        forms.push(form(&rest[start..end]));
        rest = &rest[end..];
    }
    forms
}

fn form(html: &str) -> Form {
    let mut form = Form::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        let name = tag.split([' ', '\n', '\t', '/']).next().unwrap_or_default();
        match name {
            "form" => {
                form.action = attribute(tag, "action").unwrap_or_default();
                form.is_post = attribute(tag, "method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
            }
            "input" => input(&mut form, tag),
            "button" => {
                let text = rest.split("</button>").next().unwrap_or_default();
                form.buttons.push(Button { field: named(tag), text: without_tags(text) });
            }
            _ => {}
        }
    }
    form
}

fn input(form: &mut Form, tag: &str) {
    let kind = attribute(tag, "type").unwrap_or_else(|| "text".into());
    let field = named(tag);
    match (kind.as_str(), field) {
        ("submit", field) => form
            .buttons
            .push(Button { text: field.as_ref().map(|(_, value)| value.clone()).unwrap_or_default(), field }),
        ("hidden", Some(field)) => form.fields.push(field),
        ("checkbox" | "radio", Some(field)) if tag.contains(" checked") => form.fields.push(field),
        ("text" | "email" | "password", Some((name, value))) if value.is_empty() => form.empty.push(name),
        ("text" | "email" | "password", Some(field)) => form.fields.push(field),
        _ => {}
    }
}

fn named(tag: &str) -> Option<(String, String)> {
    Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}="))?;
    let quote = after.chars().next()?;
    let value = if quote == '"' || quote == '\'' {
        after[1..].split(quote).next()?
    } else {
        after.split_whitespace().next()?
    };
    Some(plain(value))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    plain(text.trim())
}

fn plain(escaped: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    named.iter().fold(escaped.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
