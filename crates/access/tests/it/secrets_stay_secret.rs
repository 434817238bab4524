//! What holds a secret can be neither printed nor copied nor written. Held by the compiler: a type that implements one of
//! these traits makes the choice below ambiguous, and this file does not build.

macro_rules! never {
    ($($held:ty: $($ability:path),+;)+) => {$($(
        const _: fn() = || {
            trait Ambiguous<A> {
                fn choose() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            struct Able;
            impl<T: ?Sized + $ability> Ambiguous<Able> for T {}
            let _ = <$held as Ambiguous<_>>::choose;
        };
    )+)+};
}

never! {
    domain::Secret: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize;
    domain::SecretText: std::fmt::Debug, std::fmt::Display, Clone, serde::Serialize;
    domain::Token<domain::GraphApi>: std::fmt::Debug, Clone, serde::Serialize;
    domain::Token<domain::TeamsApi>: std::fmt::Debug, Clone, serde::Serialize;
    domain::Token<domain::AzureApi>: std::fmt::Debug, Clone, serde::Serialize;
    domain::MadeKey: std::fmt::Debug, Clone, serde::Serialize;
    access::Session: std::fmt::Debug, Clone, serde::Serialize;
    access::SignInFlow: std::fmt::Debug, Clone, serde::Serialize;
    access::DeviceFlow: std::fmt::Debug, Clone, serde::Serialize;
    access::AppTokenSource: std::fmt::Debug, Clone, serde::Serialize;
    access::testing::MemoryKeychain: std::fmt::Debug, Clone, serde::Serialize;
}

#[test]
fn an_error_of_a_sign_in_prints_codes_and_names_but_no_token() {
    // The forms that carry data at all; the others are words and numbers.
    let refusal =
        domain::EntraRefusal { error: "invalid_grant".to_owned(), aadsts: Some(50_173), ..Default::default() };
    let printed = format!("{:?}", access::SignInError::Refused(refusal));
    assert!(printed.contains("50173") && !printed.contains("eyJ"), "codes only: {printed}");
}
