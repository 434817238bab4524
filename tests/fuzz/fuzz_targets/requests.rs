//! libFuzzer's entrance: see `case.rs`.
#![no_main]

#[path = "../src/case.rs"]
mod case;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Err(why) = case::run(data) {
        panic!("{why}");
    }
});
