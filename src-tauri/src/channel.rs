//! Events on their way to the page.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Event;
use engine::Watch;
use tauri::ipc::Channel;

use crate::notices::Notices;

/// Passes every event to the page that listens, and to the notices.
pub struct Ear {
    channel: Mutex<Option<Channel<Event>>>,
    notices: Notices,
}

impl Ear {
    /// Nobody listens yet.
    pub fn new(notices: Notices) -> Arc<Self> {
        Arc::new(Self { channel: Mutex::default(), notices })
    }

    /// From now on this page listens; a page that was loaded again takes the place of the earlier one.
    pub fn listen(&self, channel: Channel<Event>) {
        *self.channel.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }
}

impl Watch for Ear {
    fn tell(&self, event: Event) {
        self.notices.hear(&event);
        let channel = self.channel.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(channel) = channel {
            // It fails when the window is gone; the run goes on without it.
            drop(channel.send(event));
        }
    }
}
