//! The preview workspace.
fn main() {}
