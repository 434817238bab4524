//! Everything wired together in one place, for the command line and for the window: each of their commands is one call
//! here. Decides nothing; what is decided is decided in `engine`.
//!
//! ```ignore
//! let desk = Desk::open(Options { practice: true, ..Options::new("0.1.0") })?;
//! desk.listen(Arc::new(channel));                     // events from now on
//! let tenant = desk.find_tenant("contoso.com", false).await?;
//! let view = desk.begin(&profile, tenant, answers).await?;
//! desk.sign_in(view.card.id, SignInMethod::Browser, &[]).await?;
//! desk.look(view.card.id, None).await?;
//! ```
//!
//! Methods that wait are `async` and want a tokio runtime with its network and time drivers; the others only read and
//! write the data file. A desk is shared as `Arc<Desk>`.

mod counted;
mod doctor;
mod documents;
mod handover;
mod home;
mod journey;
mod link;
mod module;
mod own_app;
mod own_certificate;
mod person;
mod played;
mod practice;
mod save;
mod scopes;
mod search;
mod secrets;
mod session;
mod sign_in;
mod site;
mod start;
mod trouble;
mod typed;
mod vendor_certificate;
mod verification;
mod webhooks;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::{Diagnostic, Endpoints, Event, SetupId, SignInMethod, Surroundings};
use engine::{Catalogue, Watch};
use platform::{SystemClock, SystemRandom};

pub use counted::Requests;
pub use documents::{read_document, read_users};
pub use handover::handover_pass_phrase_missing;
use own_certificate::Chosen;
pub use own_certificate::{pass_phrase_missing, read_certificate_file};
pub use practice::PRACTICE_CLOUD;
pub use save::{FileToSave, cover_beside};
pub use start::{choose_crypto, read_endpoints, stand_in, trouble_beside};
pub use trouble::{explain, file_mistakes};
pub use webhooks::near_endpoints;

use counted::Counters;
use practice::Practice;
use session::OpenSetup;
use sign_in::Flow;
use site::{Shelf, Site};

/// What a command comes to: what was asked for, or what is wrong and what to do.
pub type Answer<T> = Result<T, Box<Diagnostic>>;

/// How a desk is opened.
pub struct Options {
    /// `--data-dir`; `None`: the system's place for data.
    pub data_dir: Option<PathBuf>,
    /// A test installation; `None`: Microsoft's clouds.
    pub endpoints: Option<Endpoints>,
    /// Whether there is a practice tenant.
    pub practice: bool,
    /// Further profiles: the name of each file, and its text.
    pub profiles: Vec<(String, String)>,
    /// Language of the texts that leave through files, e.g. `en`.
    pub language: String,
    /// Handrail's version.
    pub version: &'static str,
    /// How long a sign-in waits for the browser; `None`: five minutes.
    pub sign_in_limit: Option<Duration>,
}

impl Options {
    /// Microsoft's clouds, the system's place for data, no practice tenant, English.
    #[must_use]
    pub fn new(version: &'static str) -> Self {
        Self {
            data_dir: None,
            endpoints: None,
            practice: false,
            profiles: Vec::new(),
            language: "en".to_owned(),
            version,
            sign_in_limit: None,
        }
    }
}

/// The one place where everything comes together.
pub struct Desk {
    options: Options,
    catalogue: Catalogue,
    words: report::Catalogue,
    clock: Arc<SystemClock>,
    random: Arc<SystemRandom>,
    watch: Arc<Ears>,
    counters: Arc<Counters>,
    /// The data of the real world, or of the test installation.
    shelf: Shelf,
    /// The data of the practice tenant.
    practice_shelf: Shelf,
    practice: tokio::sync::Mutex<Option<Practice>>,
    sites: tokio::sync::Mutex<HashMap<String, Arc<Site>>>,
    open: tokio::sync::Mutex<HashMap<SetupId, Arc<OpenSetup>>>,
    flow: std::sync::Mutex<Option<Flow>>,
    /// Keys out of people's own files, until they are in the keychain.
    held: Arc<access::own::HeldKeys>,
    chosen: std::sync::Mutex<Option<Chosen>>,
    /// One sign-in at a time.
    signing_in: tokio::sync::Mutex<()>,
    /// How the last one was begun.
    method: std::sync::Mutex<SignInMethod>,
}

impl Desk {
    /// Opens it. Opens no data file, sends no request, starts nothing.
    ///
    /// # Errors
    /// When a profile cannot be read.
    pub fn open(options: Options) -> Answer<Self> {
        let mut catalogue = Catalogue::builtin().map_err(|problem| explain(&problem))?;
        for (file, text) in &options.profiles {
            catalogue.add(text, file).map_err(|problem| explain(&problem))?;
        }
        let real = options.endpoints.clone().or_else(|| Endpoints::cloud("global"));
        let clock = Arc::new(SystemClock);
        Ok(Self {
            words: report::Catalogue::load(&options.language),
            shelf: Shelf::new(real, options.data_dir.clone()),
            practice_shelf: Shelf::new(
                practice::endpoints(&emulator::Endpoints::under("http://localhost")),
                options.data_dir.clone(),
            ),
            catalogue,
            clock,
            random: Arc::new(SystemRandom),
            watch: Arc::new(Ears::default()),
            counters: Arc::default(),
            practice: tokio::sync::Mutex::default(),
            sites: tokio::sync::Mutex::default(),
            open: tokio::sync::Mutex::default(),
            flow: std::sync::Mutex::default(),
            held: Arc::default(),
            chosen: std::sync::Mutex::default(),
            signing_in: tokio::sync::Mutex::default(),
            method: std::sync::Mutex::new(SignInMethod::Browser),
            options,
        })
    }

    /// Sends every event from now on there, and nowhere else.
    pub fn listen(&self, watch: Arc<dyn Watch>) {
        *self.watch.0.write().unwrap_or_else(PoisonError::into_inner) = Some(watch);
    }

    /// Tells whoever listens.
    fn tell(&self, event: Event) {
        self.watch.tell(event);
    }

    /// How the last sign-in was begun.
    fn method(&self) -> SignInMethod {
        *self.method.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts writing the log into the data directory; it ends when the guard is dropped.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn start_log(&self) -> Answer<platform::logging::LogGuard> {
        let folder = self.shelf.folder()?;
        platform::logging::start(&folder, self.clock.clone()).map_err(|error| trouble::folder(&error))
    }

    /// The texts, in the language that was chosen.
    #[must_use]
    pub const fn words(&self) -> &report::Catalogue {
        &self.words
    }

    /// The profiles.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// How many requests were sent so far.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.counters.so_far()
    }

    /// Where a set-up goes that is not practice.
    #[must_use]
    pub fn surroundings(&self) -> Surroundings {
        self.options.endpoints.as_ref().map_or(Surroundings::Real, |endpoints| endpoints.surroundings)
    }

    /// Ends what runs beside (PowerShell, the practice tenant). What is stored stays.
    pub async fn close(&self) {
        self.sign_in_cancel();
        for (_, setup) in self.open.lock().await.drain() {
            setup.engine.close().await;
        }
        self.sites.lock().await.clear();
        self.practice.lock().await.take();
    }
}

/// Passes events on to whoever listens now.
#[derive(Default)]
struct Ears(RwLock<Option<Arc<dyn Watch>>>);

impl Watch for Ears {
    fn tell(&self, event: Event) {
        let listener = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            listener.tell(event);
        }
    }
}
