//! Prints the page about what is imitated: `cargo xtask bindings` writes it to `docs/practice-tenant.md`.
#![expect(clippy::print_stdout, reason = "its output is its result")]

fn main() -> Result<(), String> {
    print!("{}", emulator::documentation::page()?);
    Ok(())
}
