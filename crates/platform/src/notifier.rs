//! Tells the person something while the window is not in front.

use domain::Notifier;

/// The system's notifications. That there are none is no error.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNotifier;

impl Notifier for SystemNotifier {
    fn notify(&self, title: &str, body: &str) {
        let (title, body) = (title.to_owned(), body.to_owned());
        // The call waits for a bus or for a child.
        std::thread::spawn(move || show(&title, &body));
    }
}

#[cfg(any(target_os = "linux", windows))]
fn show(title: &str, body: &str) {
    // Linux takes the body for markup.
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let body = if cfg!(windows) { body.to_owned() } else { plain(body) };
    drop(notify_rust::Notification::new().appname("Handrail").summary(title).body(&body).show());
}

/// Both texts are arguments, so nothing in them is read as script.
#[cfg(target_os = "macos")]
#[expect(clippy::disallowed_methods, reason = "this is the port that notifies")]
fn show(title: &str, body: &str) {
    let script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";
    let mut command = std::process::Command::new("/usr/bin/osascript");
    drop(command.args(["-e", script, title, body]).stdin(std::process::Stdio::null()).output());
}

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
fn show(_: &str, _: &str) {}
