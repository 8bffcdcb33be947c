//! What the documents say of the sources is there.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

/// The tests that a line of a table names: a file between backticks, then names
/// between quotation marks.
fn named(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut parts = line.split('`').skip(1);
    while let (Some(file), Some(after)) = (parts.next(), parts.next()) {
        if [".rs", ".ts"].iter().any(|end| file.ends_with(end)) {
            let names = after.split('"').skip(1).step_by(2);
            found.extend(names.map(|name| (file.to_owned(), name.to_owned())));
        }
    }
    found
}

#[test]
fn every_test_that_the_threat_model_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    let named: Vec<_> = text.lines().flat_map(named).collect();
    assert!(named.len() > 20, "{named:?}");
    for (file, name) in named {
        let source = fs::read_to_string(root.join(&file)).unwrap_or_default();
        let (rust, script) = (format!("fn {name}("), format!("test(\"{name}\""));
        assert!(source.contains(&rust) || source.contains(&script), "{file}: {name}");
    }
}
