//! What the window can be given on its command line.

use std::path::PathBuf;

use clap::Parser;
use desk::Options;

/// Handrail's window.
#[derive(Debug, Parser)]
#[command(name = "handrail-desktop", version)]
pub struct Arguments {
    /// Work with a test installation instead of Microsoft's clouds
    #[arg(long, value_name = "FILE")]
    pub endpoints: Option<PathBuf>,
    /// Keep everything in this folder; files that are saved go into `exports` in it without asking where
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

impl Arguments {
    /// A folder of its own may be open beside the usual one, so only the usual one knows about an earlier window.
    pub const fn is_default(&self) -> bool {
        self.endpoints.is_none() && self.data_dir.is_none()
    }

    /// Where saved files go without a dialog: beside the data that somebody carries along.
    pub fn exports(&self) -> Option<PathBuf> {
        self.data_dir.as_ref().map(|folder| folder.join("exports"))
    }

    /// How the desk is opened. A broken endpoints file must not end at Microsoft's clouds.
    ///
    /// # Errors
    /// What is wrong with the endpoints file.
    pub fn options(&self) -> Result<Options, String> {
        let endpoints = self.endpoints.as_deref().map(desk::read_endpoints).transpose()?;
        Ok(Options {
            data_dir: self.data_dir.clone(),
            endpoints,
            practice: true,
            ..Options::new(env!("CARGO_PKG_VERSION"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Arguments {
        Arguments::try_parse_from(std::iter::once(&"handrail-desktop").chain(arguments)).expect("good arguments")
    }

    #[test]
    fn a_folder_of_its_own_takes_saved_files_without_asking() {
        assert_eq!(read(&[]).exports(), None, "usually a dialog asks where");
        let chosen = read(&["--data-dir", "/media/stick"]);
        assert_eq!(chosen.exports(), Some(PathBuf::from("/media/stick/exports")), "beside the data");
        assert!(!chosen.is_default(), "another window may have the usual data open");
    }

    #[test]
    fn a_broken_endpoints_file_is_told_and_not_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("endpoints.toml");
        std::fs::write(&file, "login = \"https://login.microsoftonline.com\"\n").expect("a file");
        let given = file.display().to_string();
        let why = read(&["--endpoints", &given]).options().err().expect("no options without good endpoints");
        assert!(why.contains("endpoints.toml"), "it names the file: {why}");
    }
}
