//! What every view keeps to, read off the sources.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(path).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(path.to_str().unwrap(), extension));
        } else if path.extension().is_some_and(|each| each == extension) {
            found.push(path);
        }
    }
    found
}

/// Everything that renders for people. The runtime and the domain have no words.
fn views() -> Vec<(String, String)> {
    let mut paths = files("src/view", "rs");
    paths.extend(files("src/preview", "rs"));
    paths.extend(files("src/embed", "rs"));
    paths.extend(files("src/bin", "rs"));
    paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs"));
    paths.iter().map(read).collect()
}

fn read(path: &PathBuf) -> (String, String) {
    let source = fs::read_to_string(path).unwrap();
    (path.display().to_string(), source)
}

fn messages() -> BTreeMap<String, String> {
    serde_json::from_str(include_str!("../messages/en.json")).unwrap()
}

/// Those of the administration, which agents never download.
fn admin_messages() -> BTreeMap<String, String> {
    serde_json::from_str(include_str!("../messages/admin/en.json")).unwrap()
}

fn is_admin(path: &str) -> bool {
    ["src/view/admin/", "src/bin/admin.rs", "src/embed/administer.rs"]
        .iter()
        .any(|place| path.contains(place))
}

fn is_key(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|each: char| each.is_ascii_lowercase())
            && part.chars().all(|each| each.is_ascii_lowercase() || "_0123456789".contains(each))
    };
    text.contains('.') && text.split('.').all(part)
}

#[test]
fn every_message_is_used_and_every_used_one_exists() {
    let (mut used, mut used_in_admin) = (BTreeSet::new(), BTreeSet::new());
    for (path, source) in views() {
        let quotes: Vec<_> = source.match_indices('"').map(|(at, _)| at).collect();
        let between = quotes.windows(2).map(|pair| &source[pair[0] + 1..pair[1]]);
        let keys = between.filter(|text| is_key(text)).map(str::to_owned);
        if is_admin(&path) {
            used_in_admin.extend(keys);
        } else {
            used.extend(keys);
        }
    }
    // Forms of a count are looked for by the key they belong to.
    let defined: BTreeSet<_> = messages().into_keys().filter(|key| !key.contains('#')).collect();
    let missing: Vec<_> = used.difference(&defined).collect();
    let unused: Vec<_> = defined.difference(&used).collect();
    assert!(missing.is_empty(), "not in messages/en.json: {missing:?}");
    assert!(unused.is_empty(), "in messages/en.json and used nowhere: {unused:?}");
    let of_admin: BTreeSet<_> = admin_messages().into_keys().collect();
    let both: BTreeSet<_> = of_admin.union(&defined).cloned().collect();
    let missing: Vec<_> = used_in_admin.difference(&both).collect();
    let unused: Vec<_> = of_admin.difference(&used_in_admin).collect();
    assert!(missing.is_empty(), "not in messages/admin/en.json: {missing:?}");
    assert!(unused.is_empty(), "in messages/admin/en.json and used nowhere: {unused:?}");
}

#[test]
fn messages_are_plain() {
    for (key, text) in messages().into_iter().chain(admin_messages()) {
        assert!(is_key(key.split('#').next().unwrap()), "{key}");
        assert!(!text.is_empty(), "{key} is empty");
        // The page reads the file without a JSON parser; see src/view/messages.rs.
        assert!(!text.contains(['"', '\\', '\n']), "{key}: write “ and ” for quotes");
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
    }
    assert!(!include_str!("../messages/en.json").contains('\\'), "no escapes");
    assert!(!include_str!("../messages/admin/en.json").contains('\\'), "no escapes");
    assert!(admin_messages().keys().all(|key| key.starts_with("admin.")));
}

/// The categories that `Intl.PluralRules` gives in each language, besides "other".
const PLURALS: [(&str, &[&str]); 10] = [
    ("ar", &["zero", "one", "two", "few", "many"]),
    ("de", &["one"]),
    ("es", &["one", "many"]),
    ("fr", &["one", "many"]),
    ("he", &["one", "two"]),
    ("hi", &["one"]),
    ("ja", &[]),
    ("pl", &["one", "few", "many"]),
    ("pt", &["one", "many"]),
    ("zh", &[]),
];

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|each| each.split('}').next()).collect()
}

#[test]
fn every_language_says_all_that_english_says_and_nothing_else() {
    let english = messages();
    let counted: BTreeSet<_> =
        english.keys().filter_map(|key| Some(key.split_once('#')?.0)).collect();
    for (language, categories) in PLURALS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("messages/{language}.json"));
        let file = fs::read_to_string(path).unwrap();
        assert!(!file.contains('\\'), "{language}: no escapes");
        let texts: BTreeMap<String, String> = serde_json::from_str(&file).unwrap();
        let forms =
            |key: &&str| categories.iter().map(|form| format!("{key}#{form}")).collect::<Vec<_>>();
        let wanted: BTreeSet<_> = english
            .keys()
            .filter(|key| !key.contains('#'))
            .cloned()
            .chain(counted.iter().flat_map(forms))
            .collect();
        let there: BTreeSet<_> = texts.keys().cloned().collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        let unused: Vec<_> = there.difference(&wanted).collect();
        assert!(
            missing.is_empty() && unused.is_empty(),
            "{language}: missing {missing:?}, unused {unused:?}"
        );
        for (key, text) in &texts {
            let (base, is_form) =
                key.split_once('#').map_or((&**key, false), |(base, _)| (base, true));
            let (here, there) = (placeholders(text), placeholders(&english[base]));
            assert!(!text.trim().is_empty(), "{language}: {key} is empty");
            // "One found" needs no number.
            let fits = if is_form { here.is_subset(&there) } else { here == there };
            assert!(fits, "{language}: {key} has {here:?} instead of {there:?}");
        }
    }
}

#[cfg(feature = "widget")]
#[test]
fn the_languages_there_are_files_of_are_those_that_are_offered() {
    use interaction_wrap_up::view::messages::{LANGUAGES, nearest};
    let offered: BTreeSet<_> =
        LANGUAGES.iter().map(|(tag, _)| *tag).filter(|tag| *tag != "en").collect();
    assert_eq!(offered, PLURALS.iter().map(|(tag, _)| *tag).collect());
    assert_eq!(nearest(["sv", "pt-BR", "de"]), Some("pt"));
    assert_eq!(nearest(["en-IE", "de"]), None);
    assert_eq!(nearest(["ZH-Hant-TW"]), Some("zh"));
    assert_eq!(nearest(["tlh", ""]), None);
}

#[cfg(feature = "widget")]
#[test]
fn the_page_reads_messages_as_json_does() {
    use interaction_wrap_up::view::messages::{text, with};
    for (key, value) in messages() {
        let key: &'static str = key.leak();
        assert_eq!(text(key), value);
    }
    assert_eq!(with("said.left", &[("duration", "{duration} {0}")]), "{duration} {0} left.");
    assert_eq!(text("no.such_key"), "no.such_key");
}

/// Without it the macro builds static parts through `innerHTML`, which a page
/// that requires trusted types refuses.
#[test]
fn every_view_macro_names_the_global_class() {
    let mut sources = views();
    sources.extend(files("examples", "rs").iter().map(read));
    for (path, source) in sources {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = code.collect::<Vec<_>>().join("\n");
        for (_, after) in
            code.match_indices("view!").map(|(at, found)| (at, &code[at + found.len()..]))
        {
            let opened = after.trim_start().strip_prefix('{').unwrap_or_default();
            let line = after.lines().next().unwrap_or_default();
            let class = if path.contains("preview") { "preview" } else { "wrapup" };
            let named = opened.trim_start().starts_with(&format!("class=\"{class}\","));
            assert!(named, "{path}: view!{line}");
        }
        for refused in ["style=", "style:", "inner_html"] {
            let named = code.contains(&format!(" {refused}"));
            assert!(!named, "{path}: {refused} is refused by a strict content security policy");
        }
    }
}

#[test]
fn style_sheets_keep_to_tokens_and_logical_directions() {
    let physical = [
        "margin-left",
        "margin-right",
        "margin-top",
        "margin-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "padding-bottom",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        " left:",
        " right:",
        " top:",
        " bottom:",
        " width:",
        " height:",
        "!important",
    ];
    for (path, sheet) in files("style", "css").iter().map(read) {
        for refused in physical {
            assert!(!sheet.contains(refused), "{path}: {refused}");
        }
        if path.ends_with("tokens.css") {
            continue;
        }
        let hash = sheet.match_indices('#').next();
        assert!(hash.is_none(), "{path}: an id, or a colour that is no token");
        assert!(!sheet.contains("rgb"), "{path}: a colour that is no token");
    }
}

#[test]
fn every_style_sheet_is_installed() {
    let installed = include_str!("../src/browser/style_sheet.rs");
    let of_admin = include_str!("../src/view/admin/mod.rs");
    for path in files("style", "css") {
        if let Some((_, name)) = path.to_str().unwrap().rsplit_once("style/admin/") {
            assert!(of_admin.contains(&format!("style/admin/{name}\"")), "{name}");
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "preview.css" {
            continue; // the page's own, linked by index.html
        }
        assert!(installed.contains(&format!("style/{name}\"")), "{name}");
    }
}
