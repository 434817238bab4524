//! The files of the catalogue.

use std::collections::BTreeMap;

use report::texts::{ids, languages, syntax_errors};

#[test]
fn every_file_is_fluent() {
    for language in languages() {
        let errors = syntax_errors(language);
        assert!(errors.is_empty(), "{language}: {errors:#?}");
    }
}

#[test]
fn no_id_is_defined_twice() {
    for language in languages() {
        let mut files: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (id, file) in ids(language) {
            files.entry(id).or_default().push(file);
        }
        files.retain(|_, files| files.len() > 1);
        assert!(files.is_empty(), "{language}: {files:#?}");
    }
}

#[test]
fn no_language_has_texts_that_english_lacks() {
    let english: Vec<String> = ids("en").into_iter().map(|(id, _)| id).collect();
    for language in languages() {
        let more: Vec<_> = ids(language).into_iter().filter(|(id, _)| !english.contains(id)).collect();
        assert!(more.is_empty(), "{language} was translated from something else: {more:?}");
    }
}

/// UI.md, section 4: no exclamation marks, no "please", no "simply", no "oops".
#[test]
fn the_voice_is_calm() {
    for file in std::fs::read_dir(crate::sources::root().join("locales/en")).unwrap() {
        let path = file.unwrap().path();
        for (number, line) in (1..).zip(std::fs::read_to_string(&path).unwrap().lines()) {
            let words = if line.starts_with('#') { "" } else { line };
            let lower = words.to_lowercase();
            let loud = words.contains('!')
                || ["please", "simply", "oops", "successfully"].iter().any(|word| lower.contains(word));
            assert!(!loud, "{}:{number}: {line}", path.display());
        }
    }
}
