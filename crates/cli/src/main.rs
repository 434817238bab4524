//! `handrail`: the same as the window, without one.
fn main() {}
