//! Keeps the layers apart: fails when one names what it must not know.
//!
//! The sources are read as text without comments, strings and characters. What
//! is looked for are *names*: an identifier wherever it stands (`rand`,
//! `async`), or a path by its segments (`crate :: view`), also inside of a
//! nested `use` (`use crate::{domain, view::dialog}`) and of `super::`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rstest::rstest;

/// What a layer must not name.
struct Layer {
    /// Below `src`.
    folder: &'static str,
    /// Identifiers, wherever they stand.
    names: &'static [&'static str],
    /// Paths, by their first segments.
    paths: &'static [&'static str],
}

/// From the purest to the outermost. A layer may know those above it here, as
/// far as nothing else is said.
const LAYERS: &[Layer] = &[
    Layer {
        folder: "domain",
        names: &[
            "web_sys",
            "js_sys",
            "gloo",
            "gloo_timers",
            "idb",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "leptos",
            "async",
            "await",
            "Future",
            "rand",
            "getrandom",
            "uuid",
            "println",
            "eprintln",
            "print",
            "eprint",
            "dbg",
            "SystemTime",
            "Instant",
            "thread_local",
            "unsafe",
        ],
        paths: &[
            "std::time",
            "std::thread",
            "std::fs",
            "std::io",
            "std::net",
            "std::env",
            "std::process",
            "std::sync::Mutex",
            "std::sync::RwLock",
            "std::sync::atomic",
            "core::sync",
            "chrono::Local",
            "chrono::Utc::now",
            "Utc::now",
            "crate::backend",
            "crate::browser",
            "crate::runtime",
            "crate::assist",
            "crate::view",
            "crate::embed",
        ],
    },
    Layer {
        folder: "backend",
        names: &[
            "leptos",
            "web_sys",
            "js_sys",
            "gloo",
            "gloo_timers",
            "idb",
            "println",
            "SystemTime",
            "Instant",
        ],
        paths: &["std::time", "crate::view", "crate::runtime", "crate::assist", "crate::embed"],
    },
    Layer {
        folder: "browser",
        names: &["leptos"],
        paths: &[
            "crate::backend",
            "crate::runtime",
            "crate::assist",
            "crate::view",
            "crate::embed",
        ],
    },
    Layer {
        folder: "assist",
        names: &["leptos", "web_sys", "js_sys", "gloo", "gloo_timers", "idb"],
        paths: &["crate::runtime", "crate::view", "crate::embed"],
    },
    Layer {
        folder: "runtime",
        names: &["leptos", "web_sys", "js_sys", "gloo", "gloo_timers", "idb"],
        paths: &["crate::view", "crate::embed"],
    },
    Layer {
        folder: "view",
        names: &["js_sys", "gloo", "gloo_timers", "idb", "wasm_bindgen_futures"],
        paths: &["web_sys", "crate::embed"],
    },
    Layer { folder: "embed", names: &["gloo", "gloo_timers", "idb"], paths: &["web_sys"] },
    Layer { folder: "main.rs", names: &["gloo", "gloo_timers", "idb"], paths: &["web_sys"] },
    Layer { folder: "preview", names: &["gloo", "gloo_timers", "idb"], paths: &["web_sys"] },
];

/// What of the web-sys that Leptos re-exports a view may name: the types of the
/// events it handles and of the elements they come from.
const EVENT_TYPES: [&str; 4] = ["Event", "EventTarget", "Element", "Node"];

// Reading source text.

/// `source` with every comment, string and character replaced by a blank.
fn code_of(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut code = String::new();
    let mut i = 0;
    while i < chars.len() {
        let in_word = i > 0 && (at(i - 1).is_alphanumeric() || at(i - 1) == '_');
        i = match (at(i), at(i + 1)) {
            ('/', '/') => (i..chars.len()).find(|&end| at(end) == '\n').unwrap_or(chars.len()),
            ('/', '*') => after_block_comment(&chars, i),
            ('"', _) => after_string(&chars, i),
            ('r' | 'b' | 'c', _) if !in_word => {
                if let Some(end) = after_prefixed_string(&chars, i) {
                    end
                } else {
                    code.push(at(i));
                    i += 1;
                    continue;
                }
            }
            ('\'', '\\') => {
                // An escaped character: the quote after what is escaped.
                (i + 3..chars.len()).find(|&end| at(end) == '\'').unwrap_or(i + 2) + 1
            }
            ('\'', _) if at(i + 2) == '\'' => i + 3,
            (other, _) => {
                code.push(other);
                i += 1;
                continue;
            }
        };
        code.push(' ');
    }
    code
}

fn after_block_comment(chars: &[char], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut i = start;
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

fn after_string(chars: &[char], quote: usize) -> usize {
    let mut i = quote + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// For `r"…"`, `br#"…"#`, `b"…"` and the like: where it ends.
fn after_prefixed_string(chars: &[char], start: usize) -> Option<usize> {
    let mut i = start;
    let mut raw = false;
    while let Some(&prefix @ ('r' | 'b' | 'c')) = chars.get(i) {
        raw |= prefix == 'r';
        i += 1;
    }
    let hashes = chars[i..].iter().take_while(|&&each| each == '#').count();
    let quote = i + hashes;
    if i - start > 2 || chars.get(quote) != Some(&'"') || (hashes > 0 && !raw) {
        return None;
    }
    if !raw {
        return Some(after_string(chars, quote));
    }
    let closes = |&end: &usize| {
        chars[end] == '"' && (1..=hashes).all(|offset| chars.get(end + offset) == Some(&'#'))
    };
    Some((quote + 1..chars.len()).find(closes).map_or(chars.len(), |end| end + 1 + hashes))
}

/// Identifiers, `::`, and single other characters.
fn tokens_of(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = code.chars().peekable();
    while let Some(each) = chars.next() {
        if each.is_alphanumeric() || each == '_' {
            word.push(each);
            continue;
        }
        if !word.is_empty() {
            tokens.push(core::mem::take(&mut word));
        }
        if each == ':' && chars.peek() == Some(&':') {
            chars.next();
            tokens.push("::".to_owned());
        } else if !each.is_whitespace() {
            tokens.push(each.to_string());
        }
    }
    tokens.extend((!word.is_empty()).then_some(word));
    tokens
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Every path in `tokens`, with the branches of nested ones spelt out. `module`
/// is where the file stands in the crate, so that `super::` can be followed.
fn paths_of(tokens: &[String], module: &[String]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut i = 0;
    while i < tokens.len() {
        let begins = is_word(&tokens[i]) && (i == 0 || tokens[i - 1] != "::");
        i = if begins { branches(tokens, i, &[], module, &mut paths) } else { i + 1 };
    }
    paths
}

/// Follows one path from token `i`, and each branch of a group; gives the token after.
fn branches(
    tokens: &[String],
    mut i: usize,
    before: &[String],
    module: &[String],
    paths: &mut BTreeSet<String>,
) -> usize {
    let mut path = before.to_vec();
    while i < tokens.len() && is_word(&tokens[i]) {
        path.push(tokens[i].clone());
        i += 1;
        if tokens.get(i).map(String::as_str) != Some("::") {
            break;
        }
        i += 1;
        if tokens.get(i).map(String::as_str) == Some("{") {
            i += 1;
            while i < tokens.len() && tokens[i] != "}" {
                i = if is_word(&tokens[i]) {
                    branches(tokens, i, &path, module, paths)
                } else {
                    i + 1
                };
            }
            return i + 1;
        }
    }
    paths.insert(absolute(&path, module).join("::"));
    i
}

/// `super::super::view` and `self::x` as paths from the crate's root.
fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|each| *each == "super").count();
    let is_self = path.first().is_some_and(|first| first == "self");
    if ups == 0 && !is_self {
        return path.to_vec();
    }
    let kept = module.len().saturating_sub(ups);
    let rest = &path[ups.max(usize::from(is_self))..];
    let root = core::iter::once("crate".to_owned());
    root.chain(module[..kept].iter().cloned()).chain(rest.iter().cloned()).collect()
}

// Checking.

/// The module of a file below `src`: `domain/wrap_up/closing.rs` is
/// `domain::wrap_up::closing`, `domain/mod.rs` is `domain`.
fn module_of(file: &Path) -> Vec<String> {
    let parts = file.with_extension("");
    let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| !["mod", "lib", "main"].contains(&part.as_str())).collect()
}

/// What `source`, standing at `file` below `src`, names and `layer` must not.
fn forbidden(layer: &Layer, file: &Path, source: &str) -> Vec<String> {
    let tokens = tokens_of(&code_of(source));
    let mut found: Vec<String> = Vec::new();
    let names = layer.names.iter().filter(|name| tokens.iter().any(|token| token == *name));
    found.extend(names.map(|name| (*name).to_owned()));
    for path in paths_of(&tokens, &module_of(file)) {
        let within = |root: &&&str| path == **root || path.starts_with(&format!("{root}::"));
        found.extend(layer.paths.iter().find(within).map(|_| path.clone()));
        found.extend(beyond_event_types(layer, &path));
    }
    found
}

/// Views see web-sys only through Leptos, and only event types of it.
fn beyond_event_types(layer: &Layer, path: &str) -> Option<String> {
    let named = path.strip_prefix("leptos::web_sys")?;
    let first = named.strip_prefix("::").and_then(|rest| rest.split("::").next()).unwrap_or("");
    let is_event = first.ends_with("Event") || EVENT_TYPES.contains(&first);
    let is_element = first.starts_with("Html") && first.ends_with("Element");
    (layer.folder == "view" && !is_event && !is_element).then(|| path.to_owned())
}

fn sources(at: &Path) -> Vec<PathBuf> {
    if at.is_file() {
        return vec![at.to_owned()];
    }
    let Ok(entries) = fs::read_dir(at) else {
        return Vec::new(); // a layer that does not exist yet
    };
    let mut found: Vec<_> = entries.flat_map(|entry| sources(&entry.unwrap().path())).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn no_layer_names_what_it_must_not_know() {
    let mut faults = Vec::new();
    for layer in LAYERS {
        for path in sources(&src().join(layer.folder)) {
            let source = fs::read_to_string(&path).unwrap();
            let file = path.strip_prefix(src()).unwrap();
            for name in forbidden(layer, file, &source) {
                faults.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "named across a layer:\n{}", faults.join("\n"));
}

#[test]
fn only_the_browser_touches_the_browser() {
    for layer in LAYERS.iter().filter(|layer| layer.folder != "browser") {
        for touching in ["gloo_timers", "idb"] {
            assert!(layer.names.contains(&touching), "{} may name {touching}", layer.folder);
        }
        let web = |list: &[&str]| list.contains(&"web_sys");
        assert!(web(layer.names) || web(layer.paths), "{} may name web_sys", layer.folder);
    }
}

#[test]
fn the_domain_was_really_read() {
    let files = sources(&src().join("domain"));
    assert!(files.len() > 20, "{files:?}");
    let known: Vec<_> = LAYERS.iter().map(|layer| layer.folder).collect();
    for entry in fs::read_dir(src()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let expected = known.contains(&name.as_str()) || ["lib.rs", "bin"].contains(&name.as_str());
        assert!(expected, "src/{name} belongs to no layer");
    }
}

// What must be caught, and what must not.

fn layer(folder: &str) -> &'static Layer {
    LAYERS.iter().find(|layer| layer.folder == folder).unwrap()
}

fn caught(folder: &str, file: &str, source: &str) -> Vec<String> {
    forbidden(layer(folder), Path::new(file), source)
}

#[rstest]
#[case::a_clock("use std::time::Instant;")]
#[case::a_clock_by_its_path("fn now() -> u64 { std::time::SystemTime::now() }")]
#[case::a_clock_in_a_group("use std::{collections::BTreeMap, time};")]
#[case::a_clock_over_two_lines("use std\n    ::time\n    ::Duration;")]
#[case::the_browser("use web_sys::window;")]
#[case::the_browser_by_its_path("let it = ::js_sys::Date::now();")]
#[case::a_renamed_crate("use leptos as pages;")]
#[case::another_layer("use crate::backend::Backend;")]
#[case::another_layer_in_a_group("use crate::{domain::time::Now, view::{self, dialog}};")]
#[case::another_layer_from_below("use super::super::runtime::Loop;")]
#[case::waiting("async fn save() {}")]
#[case::waiting_for("fn f() { g().await }")]
#[case::a_random_source("let key = rand::random();")]
#[case::printing("println!(\"here\");")]
#[case::the_calendar_of_the_machine("let now = chrono::Utc::now();")]
#[case::shared_state("static LAST: std::sync::Mutex<u8> = todo!();")]
#[case::after_a_comment_that_is_nested("/* a /* b */ c */ use leptos::prelude::*;")]
#[case::after_a_string_with_a_quote("const A: &str = \"\\\"\"; use leptos::prelude::*;")]
#[case::after_a_raw_string("const A: &str = r#\"\"\"#; use leptos::prelude::*;")]
#[case::after_a_character("const A: char = '\"'; use leptos::prelude::*;")]
#[case::after_an_escaped_character(
    "const A: char = '\\''; use leptos::prelude::*; const B: char = '\\'';"
)]
#[case::beside_a_lifetime("fn f<'a>(a: &'a str) -> leptos::View<'a> {}")]
fn the_domain_may_not(#[case] source: &str) {
    let found = caught("domain", "domain/clock.rs", source);
    assert!(!found.is_empty(), "not caught: {source}");
}

#[rstest]
#[case::a_comment("// no web_sys, no async, no crate::view here")]
#[case::a_doc_comment("//! Called from `crate::runtime`; never reads std::time.")]
#[case::a_block_comment("/* use leptos::prelude::*; /* std::time */ async */")]
#[case::a_string("const WHY: &str = \"async \\\" web_sys\";")]
#[case::a_raw_string("const WHY: &str = r#\"use \"leptos\" std::time\"#;")]
#[case::a_byte_string("const WHY: &[u8] = b\"leptos\";")]
#[case::its_own(
    "use crate::domain::time::Now; use super::time::Timestamp; use core::time::Duration;"
)]
#[case::a_longer_name("let asynchronous = randomly(web_system);")]
#[case::a_method_of_the_same_name("segment.view().runtime()")]
#[case::a_neighbour("use super::wrap_up::{self, Command};")]
#[case::an_arc("use std::sync::Arc;")]
fn the_domain_may(#[case] source: &str) {
    assert_eq!(caught("domain", "domain/clock.rs", source), Vec::<String>::new());
}

#[rstest]
#[case::a_backend_that_draws("backend", "use leptos::prelude::*;")]
#[case::a_backend_that_knows_views("backend", "use crate::view::dialog;")]
#[case::a_backend_that_reaches_the_browser_by_itself("backend", "web_sys::window()")]
#[case::a_browser_that_decides("browser", "use crate::runtime::Loop;")]
#[case::a_runtime_that_draws("runtime", "use leptos::prelude::RwSignal;")]
#[case::a_runtime_that_touches_the_page("runtime", "use web_sys::Document;")]
#[case::an_assistant_that_draws("assist", "use crate::view::code_picker;")]
#[case::a_view_that_touches_the_page("view", "use web_sys::HtmlElement;")]
#[case::a_view_that_touches_the_page_through_leptos("view", "leptos::web_sys::window()")]
#[case::a_view_with_a_clock_of_its_own("view", "gloo_timers::callback::Interval::new(1000, tick)")]
#[case::an_embedding_with_a_database("embed", "use idb::Database;")]
#[case::a_preview_with_a_timer("main.rs", "use gloo_timers::future::sleep;")]
fn no_other_layer_may_be(#[case] folder: &str, #[case] source: &str) {
    let found = caught(folder, "view/dialog.rs", source);
    assert!(!found.is_empty(), "not caught: {source}");
}

#[rstest]
#[case::views_handle_events("view", "use leptos::web_sys::{KeyboardEvent, HtmlInputElement};")]
#[case::the_browser_touches_the_page("browser", "use web_sys::{window, Document};")]
#[case::the_runtime_drives_both("runtime", "use crate::{backend::Backend, browser::clock};")]
#[case::views_send_commands("view", "use crate::domain::wrap_up::Command;")]
fn a_layer_may_do_its_job(#[case] folder: &str, #[case] source: &str) {
    assert_eq!(caught(folder, "view/dialog.rs", source), Vec::<String>::new());
}
