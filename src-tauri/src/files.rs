//! Where files go and come from: dialogs of the system, opened from Rust. The page never sees a path that it chose.

use std::path::{Path, PathBuf};

use desk::Answer;
use domain::{PastedUsers, Secret};
use tauri::{AppHandle, Manager};

/// Lists of users are short; a larger file is another one than was meant.
const LARGEST_LIST: u64 = 4 * 1024 * 1024;

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
    let read = tokio::task::spawn_blocking(move || read_list(&path)).await;
    let text = read.unwrap_or_else(|error| Err(error.to_string()));
    let text = text.map_err(|why| desk::trouble_beside("list", &why))?;
    Ok(Some(domain::users_csv::parse(&text)))
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

/// As spreadsheets write them: UTF-8, or what Windows called Unicode.
fn read_list(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST_LIST {
        return Err(format!("{} MB", size / 1024 / 1024));
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    Ok(match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    })
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
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

    #[test]
    fn a_list_is_read_as_a_spreadsheet_wrote_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("users.csv");
        let wide: Vec<u8> = "\u{feff}mia@contoso.com".encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(&file, wide).expect("a file");
        assert_eq!(read_list(&file).as_deref(), Ok("mia@contoso.com"), "UTF-16 with its mark");
        std::fs::write(&file, "j\u{f6}rg@contoso.com".as_bytes()).expect("a file");
        assert_eq!(read_list(&file).as_deref(), Ok("j\u{f6}rg@contoso.com"), "UTF-8");
        assert!(read_list(&folder.path().join("none.csv")).is_err(), "a file that is not there is told");
    }
}
