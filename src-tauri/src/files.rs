//! Where files go and come from: dialogs of the system, opened from Rust. The page never sees a path that it chose.

use std::path::{Path, PathBuf};

use desk::Answer;
use domain::{PastedUsers, Secret};
use tauri::{AppHandle, Manager};

/// Where files are saved.
pub enum Exports {
    /// Where the person says each time.
    Asked,
    /// In this folder, under the suggested name: beside data that somebody carries along.
    Folder(PathBuf),
}

impl Exports {
    /// Where a file of this name goes; `None` when the dialog was closed.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub async fn place(&self, app: &AppHandle, name: &str) -> Answer<Option<PathBuf>> {
        match self {
            Self::Folder(folder) => {
                platform::folders::make_private(folder).map_err(|error| desk::trouble_beside("exports", &error))?;
                Ok(Some(free(folder, name)))
            }
            Self::Asked => {
                let dialog = dialog(app).set_file_name(name);
                let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().into_owned());
                let dialog = match &ending {
                    Some(ending) => dialog.add_filter(ending.to_uppercase(), &[ending]),
                    None => dialog,
                };
                Ok(dialog.save_file().await.map(|file| file.path().to_owned()))
            }
        }
    }
}

/// Users out of a file that the person chooses; `None` when the dialog was closed.
///
/// # Errors
/// When the file cannot be read.
pub async fn users(app: &AppHandle) -> Answer<Option<PastedUsers>> {
    let dialog = dialog(app).add_filter("CSV", &["csv", "txt"]);
    let Some(file) = dialog.pick_file().await else { return Ok(None) };
    let path = file.path().to_owned();
    let read = tokio::task::spawn_blocking(move || desk::read_users(&path)).await;
    let list = read.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    list.map(Some).map_err(|why| desk::trouble_beside("list", &why))
}

/// The certificate file that the person chooses, with its name; `None` when the dialog was closed.
///
/// # Errors
/// When the file cannot be read.
pub async fn certificate(app: &AppHandle) -> Answer<Option<(String, Secret)>> {
    pick_certificate(dialog(app).add_filter("PFX, PEM", &["pfx", "p12", "pem", "crt", "cer", "key"])).await
}

/// The file of the vendor's that the person chooses; `None` when the dialog was closed.
///
/// # Errors
/// When the file cannot be read.
pub async fn vendor_certificate(app: &AppHandle) -> Answer<Option<Secret>> {
    let dialog = dialog(app).add_filter("CER, CSR, PEM", &["cer", "crt", "der", "pem", "csr", "p10", "req"]);
    Ok(pick_certificate(dialog).await?.map(|(_, file)| file))
}

/// The file with one of these endings that the person chooses, with its name; `None` when the dialog was closed.
///
/// # Errors
/// When the file cannot be read, or is too large.
pub async fn document(app: &AppHandle, endings: &[String]) -> Answer<Option<(String, Vec<u8>)>> {
    let label = endings.iter().map(|ending| ending.to_uppercase()).collect::<Vec<_>>().join(", ");
    let Some(file) = dialog(app).add_filter(label, endings).pick_file().await else { return Ok(None) };
    let (name, path) = (file.file_name(), file.path().to_owned());
    let read = tokio::task::spawn_blocking(move || desk::read_document(&path)).await;
    let content = read.unwrap_or_else(|error| Err(desk::trouble_beside("document-lost", &error)))?;
    Ok(Some((name, content)))
}

async fn pick_certificate(dialog: rfd::AsyncFileDialog) -> Answer<Option<(String, Secret)>> {
    let Some(file) = dialog.pick_file().await else { return Ok(None) };
    let (name, path) = (file.file_name(), file.path().to_owned());
    let read = tokio::task::spawn_blocking(move || desk::read_certificate_file(&path)).await;
    let bytes = read.unwrap_or_else(|error| Err(desk::trouble_beside("certificate-unreadable", &error)))?;
    Ok(Some((name, bytes)))
}

fn dialog(app: &AppHandle) -> rfd::AsyncFileDialog {
    let dialog = rfd::AsyncFileDialog::new();
    match app.get_webview_window("main") {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// The name, or the first `name (2)` that is free: nothing is overwritten without a question.
fn free(folder: &Path, name: &str) -> PathBuf {
    let whole = Path::new(name);
    let stem = whole.file_stem().unwrap_or_default().to_string_lossy();
    let ending = whole.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let numbered = (2..).map(|number| folder.join(format!("{stem} ({number}){ending}")));
    let mut names = std::iter::once(folder.join(name)).chain(numbered);
    names.find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_takes_a_free_name() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(free(folder.path(), "report.html"), folder.path().join("report.html"), "the first one as it is");
        std::fs::write(folder.path().join("report.html"), "first").expect("a file");
        std::fs::write(folder.path().join("report (2).html"), "second").expect("a file");
        assert_eq!(free(folder.path(), "report.html"), folder.path().join("report (3).html"), "nothing is overwritten");
    }
}
