//! Lists the catalogue's files, so that a new language or file needs no line of code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo runs a build script in its package's folder. The list names it by variable: a checkout may be moved.
    let root = Path::new("../../locales");
    let mut list = String::from("&[\n");
    for language in sorted(root)?.into_iter().filter(|path| path.is_dir()) {
        for file in sorted(&language)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "ftl")) {
            let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (language, path) = (name(&language), format!("/{}", file.display()).replace('\\', "/"));
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
            writeln!(list, "    ({language:?}, {:?}, {text}),", name(&file))?;
        }
    }
    list.push_str("]\n");
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder by the environment only")]
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(folder.join("catalogue.rs"), list)?;
    println!("cargo::rerun-if-changed=../../locales");
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
