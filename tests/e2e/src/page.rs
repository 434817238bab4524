//! Reading the page and acting on it by what a person perceives: words, roles and names, never class names.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{Key, WebElement};

use crate::window::pause;
use crate::{Trouble, Window};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);
/// Longer than a button has to be held.
const HELD: Duration = Duration::from_millis(1600);
/// How often something may be drawn anew while it is pressed.
const MOST_REDRAWN: usize = 5;
/// How often something that moves is looked at before it is pressed all the same.
const MOST_FRAMES: usize = 40;
/// More stops than any page has.
const MOST_TABS: usize = 80;

/// Finds what can be pressed or filled in, by its accessible name, in the order of the page.
const FIND: &str = r"
const [kinds, name] = arguments;
const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const named = (node) => {
  const by = node.getAttribute('aria-labelledby');
  const texts = by ? by.split(' ').map((id) => document.getElementById(id)?.textContent) : [];
  const label = node.labels?.length ? [...node.labels].map((one) => one.textContent).join(' ') : '';
  return tidy(node.getAttribute('aria-label')) || tidy(texts.join(' ')) || tidy(label)
    || tidy(node.textContent) || tidy(node.getAttribute('title'));
};
const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
const enabled = (node) => !node.disabled && node.getAttribute('aria-disabled') !== 'true';
const all = [...document.querySelectorAll(kinds)].filter((node) => shown(node) && enabled(node));
const exact = all.filter((node) => named(node) === name);
return exact.length > 0 ? exact : all.filter((node) => named(node).startsWith(name));
";

/// Puts a date into a date field, as its own little calendar would; where the keys go depends on the system's language.
const PUT_DATE: &str = r"
const [node, value] = arguments;
Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(node, value);
node.dispatchEvent(new Event('input', { bubbles: true }));
";

const PRESSABLE: &str = "button, a[href], summary, [role=button], [role=tab], [role=link], [role=menuitem], \
    [role=radio], [role=checkbox], [role=switch], [role=option], input[type=radio], input[type=checkbox]";
const FILLABLE: &str = "input, textarea, select, [role=textbox], [role=combobox]";

impl Window {
    /// Waits until these words stand on the page.
    ///
    /// # Errors
    /// When they do not appear in time, with a picture of what is there instead.
    pub async fn see(&self, words: &str) -> Result<(), Trouble> {
        self.see_within(words, PATIENCE).await
    }

    /// The same with a patience of its own.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn see_within(&self, words: &str, patience: Duration) -> Result<(), Trouble> {
        let script = format!("return document.body.innerText.replace(/\\s+/g, ' ').includes({})", json!(words));
        self.until_within(&format!("\"{words}\""), &script, patience).await
    }

    /// Waits until this is the page: its heading says so.
    ///
    /// # Errors
    /// As [`Window::see`].
    pub async fn until_heading(&self, words: &str) -> Result<(), Trouble> {
        let script = format!("return (document.querySelector('h1')?.textContent ?? '').includes({})", json!(words));
        self.until(&format!("the page \"{words}\""), &script).await
    }

    /// Puts the heading that begins with these words at the top of what is seen of the page.
    ///
    /// # Errors
    /// When there is none.
    pub async fn scroll_to_heading(&self, words: &str) -> Result<(), Trouble> {
        let script = format!(
            "const found = [...document.querySelectorAll('h1, h2, h3')].find((one) => one.textContent.startsWith({})); \
             found?.scrollIntoView({{ block: 'start', behavior: 'instant' }}); return found !== undefined",
            json!(words)
        );
        self.until(&format!("the heading \"{words}\""), &script).await
    }

    /// Waits until these words are gone.
    ///
    /// # Errors
    /// When they stay.
    pub async fn see_no_more(&self, words: &str) -> Result<(), Trouble> {
        let script = format!("return !document.body.innerText.replace(/\\s+/g, ' ').includes({})", json!(words));
        self.until(&format!("\"{words}\" to go away"), &script).await
    }

    /// Presses the button, link or choice of this name, as soon as it is there and can be pressed.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn press(&self, name: &str) -> Result<(), Trouble> {
        for _ in 0..MOST_REDRAWN {
            let element = self.find(PRESSABLE, name).await?;
            let pressed = async {
                element.scroll_into_view().await?;
                at_rest(&element).await?;
                element.click().await
            };
            match pressed.await {
                // Drawn anew between finding and pressing it.
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => {}
                pressed => return Ok(pressed?),
            }
        }
        Err(self.not_seen(&format!("\"{name}\" to stand still"), PATIENCE).await)
    }

    /// The same for the last of that name: the one in the sheet over the page.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn press_last(&self, name: &str) -> Result<(), Trouble> {
        let all = self.find_all(PRESSABLE, name).await?;
        if let Some(element) = all.last() {
            element.click().await?;
        }
        Ok(())
    }

    /// Waits for something outside the window that the window is to bring about.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn until_there<T>(&self, look: impl Fn() -> Option<T>) -> Result<(), Trouble> {
        let until = Deadline::after(PATIENCE);
        while until.is_ahead() {
            if look().is_some() {
                return Ok(());
            }
            pause(PAUSE).await;
        }
        Err(self.not_seen("a file or a visit of the browser", PATIENCE).await)
    }

    /// Replaces what stands in the field of this name.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, name: &str, value: &str) -> Result<(), Trouble> {
        let element = self.find(FILLABLE, name).await?;
        element.scroll_into_view().await?;
        element.send_keys(Key::Control + "a").await?;
        element.send_keys(value).await?;
        Ok(())
    }

    /// Fills every field of this name, and gives how many there are.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fill_each(&self, name: &str, value: &str) -> Result<usize, Trouble> {
        let elements = self.find_all(FILLABLE, name).await?;
        for element in &elements {
            element.scroll_into_view().await?;
            element.send_keys(value).await?;
        }
        Ok(elements.len())
    }

    /// Puts a date (`2026-11-21`) into every date field of this name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn date_each(&self, name: &str, date: &str) -> Result<(), Trouble> {
        for element in self.find_all(FILLABLE, name).await? {
            self.driver.execute(PUT_DATE, vec![element.to_json()?, json!(date)]).await?;
        }
        Ok(())
    }

    /// Holds the button of this name down for as long as it asks for.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn hold(&self, name: &str) -> Result<(), Trouble> {
        let element = self.find(PRESSABLE, name).await?;
        element.scroll_into_view().await?;
        at_rest(&element).await?;
        self.driver.action_chain().click_and_hold_element(&element).perform().await?;
        pause(HELD).await;
        self.driver.action_chain().release().perform().await?;
        Ok(())
    }

    /// Presses a key while another is held, as in Ctrl+Enter.
    ///
    /// # Errors
    /// When the driver refuses them.
    pub async fn chord(&self, held: Key, key: Key) -> Result<(), Trouble> {
        let chain = self.driver.action_chain().key_down(held.clone()).key_down(key.clone());
        chain.key_up(key).key_up(held).perform().await?;
        Ok(())
    }

    /// Goes on with Tab until what has the focus has this name (or begins with it).
    ///
    /// # Errors
    /// When it is not reached.
    pub async fn tab_to(&self, name: &str) -> Result<(), Trouble> {
        let mut passed = Vec::new();
        for _ in 0..MOST_TABS {
            let here = self.focused().await?;
            if here.starts_with(name) {
                return Ok(());
            }
            passed.push(here);
            self.keys(Key::Tab).await?;
        }
        Err(self.not_seen(&format!("the focus on \"{name}\" (it passed {passed:?})"), PATIENCE).await)
    }

    /// Sends keys to whatever has the focus, as a keyboard does.
    ///
    /// # Errors
    /// When the driver refuses them.
    pub async fn keys(&self, keys: impl Into<thirtyfour::TypingData>) -> Result<(), Trouble> {
        self.driver.action_chain().send_keys(keys).perform().await?;
        Ok(())
    }

    /// The accessible name of what has the focus.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn focused(&self) -> Result<String, Trouble> {
        let script = "const node = document.activeElement; const text = node?.getAttribute('aria-label') \
            ?? node?.labels?.[0]?.textContent ?? node?.textContent ?? ''; return text.replace(/\\s+/g, ' ')";
        let said = self.ask(script).await?;
        Ok(said.as_str().unwrap_or_default().trim().to_owned())
    }

    /// The visible words of the page.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn words(&self) -> Result<String, Trouble> {
        let said = self.ask("return document.body.innerText").await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }

    /// Runs JavaScript in the page; it must `return` something.
    ///
    /// # Errors
    /// When it throws.
    pub async fn ask(&self, script: &str) -> Result<Value, Trouble> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not, with a picture.
    pub async fn until(&self, wanted: &str, script: &str) -> Result<(), Trouble> {
        self.until_within(wanted, script, PATIENCE).await
    }

    /// The same with a patience of its own.
    ///
    /// # Errors
    /// As [`Window::until`].
    pub async fn until_within(&self, wanted: &str, script: &str, patience: Duration) -> Result<(), Trouble> {
        let until = Deadline::after(patience);
        while until.is_ahead() {
            // While a page is being replaced there is nothing to ask.
            if self.ask(script).await.is_ok_and(|said| said == true) {
                return Ok(());
            }
            pause(PAUSE).await;
        }
        Err(self.not_seen(wanted, patience).await)
    }

    async fn find(&self, kinds: &str, name: &str) -> Result<WebElement, Trouble> {
        let mut all = self.find_all(kinds, name).await?;
        Ok(all.swap_remove(0))
    }

    /// At least one.
    async fn find_all(&self, kinds: &str, name: &str) -> Result<Vec<WebElement>, Trouble> {
        let until = Deadline::after(PATIENCE);
        while until.is_ahead() {
            let found = self.driver.execute(FIND, vec![json!(kinds), json!(name)]).await;
            if let Ok(found) = found
                && let Ok(elements) = found.elements()
                && !elements.is_empty()
            {
                return Ok(elements);
            }
            pause(PAUSE).await;
        }
        Err(self.not_seen(&format!("something to use named \"{name}\""), PATIENCE).await)
    }

    async fn not_seen(&self, wanted: &str, patience: Duration) -> Trouble {
        let picture = failures().join(format!("{}.png", file_name(wanted)));
        self.picture(&picture).await.ok();
        Trouble::NotSeen {
            wanted: wanted.to_owned(),
            seconds: patience.as_secs(),
            picture,
            page: self.words().await.unwrap_or_default(),
        }
    }
}

/// Waits until it has come to where it stays: a sheet grows into its place, and a press on its way misses.
async fn at_rest(element: &WebElement) -> thirtyfour::error::WebDriverResult<()> {
    let mut before = element.rect().await?;
    for _ in 0..MOST_FRAMES {
        pause(PAUSE).await;
        let now = element.rect().await?;
        if (now.x, now.y, now.width, now.height) == (before.x, before.y, before.width, before.height) {
            break;
        }
        before = now;
    }
    Ok(())
}

struct Deadline(Instant);

#[expect(clippy::disallowed_methods, reason = "a real window takes real time")]
impl Deadline {
    fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    fn is_ahead(&self) -> bool {
        Instant::now() < self.0
    }
}

/// Beside the test binary, so inside cargo's target folder.
fn failures() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    here.ancestors().nth(2).map_or_else(PathBuf::new, |folder| folder.join("e2e-failures"))
}

fn file_name(wanted: &str) -> String {
    let short = wanted.chars().take(60);
    short.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}
