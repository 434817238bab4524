//! From the start of the process to its end.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser as _;
use desk::{Answer, Desk, FileToSave};
use domain::Saved;
use tauri::{App, AppHandle, Manager, RunEvent};

use crate::arguments::Arguments;
use crate::channel::Ear;
use crate::clipboard::HeldClipboard;
use crate::files::Exports;
use crate::notices::Notices;
use crate::{commands, walls};

/// PowerShell and the practice tenant are told to go; what does not go in this time ends with the process.
const FAREWELL: Duration = Duration::from_secs(3);
/// Wrong arguments, as the command line has it.
const USAGE: u8 = 2;

/// What every command may ask for.
pub struct Shell {
    /// Everything wired together.
    pub desk: Arc<Desk>,
    /// Who hears the events.
    pub ear: Arc<Ear>,
    /// Where files are saved.
    pub exports: Exports,
    /// The clipboard.
    pub clipboard: HeldClipboard,
}

impl Shell {
    /// Asks where, and writes a file there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save(&self, app: &AppHandle, file: FileToSave) -> Answer<Saved> {
        let place = self.exports.place(app, &file.name).await?;
        self.desk.save(file, place).await
    }
}

/// Runs the window until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = desk::stand_in(&given) {
        return code;
    }
    desk::choose_crypto();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // A request for help or for the version is one of these too.
        Err(answer) => {
            drop(answer.print());
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(USAGE));
        }
    };
    let desk = match arguments.options().and_then(open) {
        Ok(desk) => Arc::new(desk),
        Err(why) => {
            tell_at_start(&why);
            return ExitCode::from(USAGE);
        }
    };
    // Without a folder for it there is no log; the window says what is wrong with the folder.
    let log = desk.start_log();
    if log.is_err() {
        platform::logging::tell_panics_by_place();
    }
    let code = show(&arguments, desk);
    drop(log);
    code
}

fn open(options: desk::Options) -> Result<Desk, String> {
    let english = report::Catalogue::load("en");
    Desk::open(options).map_err(|problem| english.text(&problem.what))
}

#[allow(clippy::disallowed_methods, reason = "the macro ends the process when its resources are broken")]
fn show(arguments: &Arguments, desk: Arc<Desk>) -> ExitCode {
    let mut builder = tauri::Builder::default();
    if arguments.is_default() {
        // First of all plugins, so that a second window does nothing before it goes.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| come_to_front(app)));
    }
    let exports = arguments.exports().map_or(Exports::Asked, Exports::Folder);
    let setting_up = desk.clone();
    let app = commands::handle(builder.plugin(walls::walls()))
        .setup(move |app| {
            begin(app, setting_up, exports);
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(error) => {
            tell_at_start(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    app.run(move |_, event| {
        if matches!(event, RunEvent::Exit) {
            let farewell = async { tokio::time::timeout(FAREWELL, desk.close()).await };
            drop(tauri::async_runtime::block_on(farewell));
        }
    });
    ExitCode::SUCCESS
}

/// Before the page asks for anything.
fn begin(app: &App, desk: Arc<Desk>, exports: Exports) {
    let window = app.get_webview_window("main");
    let is_in_front = move || window.as_ref().is_some_and(|window| window.is_focused().unwrap_or(false));
    let ear = Ear::new(Notices::new(desk.clone(), is_in_front));
    desk.listen(ear.clone());
    app.manage(Shell { desk: desk.clone(), ear, exports, clipboard: HeldClipboard::default() });
    // What waits is tried when it is due, for as long as the window is open.
    tauri::async_runtime::spawn(async move { desk.keep_trying().await });
}

fn come_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot come to the front is there all the same.
        drop(window.unminimize());
        drop(window.set_focus());
    }
}

/// Before there is a window: on the terminal, and where there is none, in a box of the system.
fn tell_at_start(why: &str) {
    use std::io::Write as _;
    drop(writeln!(std::io::stderr(), "Handrail: {why}"));
    if cfg!(windows) {
        rfd::MessageDialog::new().set_title("Handrail").set_description(why).show();
    }
}
