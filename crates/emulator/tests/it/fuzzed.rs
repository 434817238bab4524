//! The fuzzer's cases, a few of them in every run; `cargo xtask fuzz` looks for more.

#[path = "../../../../tests/fuzz/src/case.rs"]
mod case;

pub use case::NAMES;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert_eq, proptest};

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_request_ends_in_a_panic_or_a_500(data in vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(case::run(&data), Ok(()));
    }
}
