//! Tells the person what came of a wait while the window is not in front.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use desk::Desk;
use domain::{Event, ItemId, ItemView, Notifier, Outcome, SetupId};
use platform::SystemNotifier;

/// What is known about waits, and how to tell of their end.
pub struct Notices {
    waits: Mutex<Waits>,
    desk: Arc<Desk>,
    is_in_front: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Notices {
    /// `is_in_front`: whether the person looks at the window now.
    pub fn new(desk: Arc<Desk>, is_in_front: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { waits: Mutex::default(), desk, is_in_front: Box::new(is_in_front) }
    }

    /// An event passed by.
    pub fn hear(&self, event: &Event) {
        let Event::Item { setup, view } = event else { return };
        let ended = self.waits.lock().unwrap_or_else(PoisonError::into_inner).ended(*setup, view);
        if !ended || (self.is_in_front)() {
            return;
        }
        let words = self.desk.words();
        let status = view.status.as_ref().map(|status| words.text(status));
        SystemNotifier.notify(&words.text(&view.head.title), &status.unwrap_or_default());
    }
}

/// The items that were waiting when they were last seen.
#[derive(Default)]
struct Waits(HashSet<(SetupId, ItemId)>);

impl Waits {
    /// Whether this view says that a wait is over.
    fn ended(&mut self, setup: SetupId, view: &ItemView) -> bool {
        let key = (setup, view.head.id.clone());
        match view.head.outcome {
            Some(Outcome::Waiting) => {
                self.0.insert(key);
                false
            }
            Some(_) => self.0.remove(&key),
            None => false,
        }
    }
}
