//! The page stays the page: nothing dropped on it, linked in it or injected into it can lead the window elsewhere.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, Url};

/// Refuses to go anywhere but to our own pages.
pub fn walls<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("walls").on_navigation(|_, url| is_ours(url, tauri::is_dev())).build()
}

fn is_ours(url: &Url, is_dev: bool) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        // The development server, in a build that has no pages inside.
        ("http", Some("localhost")) => is_dev && url.port() == Some(5173),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_shown() {
        let ours = |address: &str| is_ours(&address.parse().expect("an address"), false);
        assert!(ours("tauri://localhost/index.html"), "Linux and macOS");
        assert!(ours("http://tauri.localhost/"), "Windows");
        for foreign in
            ["https://login.microsoftonline.com/", "file:///etc/passwd", "data:text/html,x", "http://localhost:5173/"]
        {
            assert!(!ours(foreign), "{foreign} is not for this window");
        }
    }
}
