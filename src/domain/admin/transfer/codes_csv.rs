//! Codes as a table: one line a code, with a column for each language's label and
//! description (`label:de`, `description:de`).

use std::collections::{BTreeMap, BTreeSet};

use super::{FileRule, Place, Problem, cell, checked, decoded};
use crate::domain::admin::audit::Change;
use crate::domain::admin::codes::is_language;
use crate::domain::admin::lint::KnownFields;
use crate::domain::catalog::Catalog;
use crate::domain::code::{Translation, WrapUpCode};
use crate::domain::id::CodeId;

const COLUMNS: [&str; 9] = [
    "id",
    "label",
    "description",
    "active",
    "external",
    "parent",
    "synonyms",
    "shortcut",
    "notes_required",
];

/// The columns without which there is no code.
const NEEDED: [&str; 2] = ["id", "label"];

/// `codes` as CSV in UTF-8, with a byte order mark for spreadsheets. What a spreadsheet
/// would take for a formula has an apostrophe before it.
pub fn codes_to_csv(codes: &[WrapUpCode]) -> String {
    let translations = || codes.iter().flat_map(|code| &code.translations);
    let languages: BTreeSet<_> = translations().map(|each| each.language.as_str()).collect();
    let per_language =
        |language: &&str| ["label:", "description:"].map(|it| [it, language].concat());
    let translated: Vec<_> = languages.iter().flat_map(per_language).collect();
    let mut csv = String::from("\u{feff}");
    csv += &cell::line(COLUMNS.into_iter().chain(translated.iter().map(String::as_str)));
    let flag = |on: bool| if on { "true" } else { "false" };
    for code in codes {
        let synonyms = cell::joined(&code.synonyms);
        let cells = [
            code.id.as_str(),
            &code.label,
            &code.description,
            flag(code.active),
            flag(code.external),
            code.parent.as_ref().map_or("", CodeId::as_str),
            &synonyms,
            code.shortcut.as_deref().unwrap_or_default(),
            flag(code.notes_required),
        ];
        let words = languages.iter().flat_map(|language| {
            let found = code.translations.iter().find(|each| each.language == *language);
            found.map_or(["", ""], |each| [&each.label, &each.description])
        });
        csv += &cell::line(cells.into_iter().chain(words));
    }
    csv
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Field(&'static str),
    Label(String),
    Description(String),
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let language = |prefix| {
            let language = name.strip_prefix(prefix)?;
            is_language(language).then(|| language.to_owned())
        };
        let field = COLUMNS.into_iter().find(|each| each.eq_ignore_ascii_case(name));
        let label = || language("label:").map(Self::Label);
        let description = || language("description:").map(Self::Description);
        field.map(Self::Field).or_else(label).or_else(description)
    }
}

/// The lines of a text. The reader's own count is one behind where lines end in two
/// characters, as spreadsheets end them: it has seen only one of them by then.
struct Lines<'a> {
    text: &'a [u8],
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text: text.as_bytes(), ends: ends.map(|(at, _)| at).collect() }
    }

    /// The line, counted from 1, of the record that is read from `byte` on.
    fn line(&self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.text.get(from..).unwrap_or_default();
        let before = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.ends.partition_point(|end| *end < from.saturating_add(before)) as u64 + 1
    }
}

/// The columns of a table, by their place.
struct Header {
    names: Vec<String>,
    columns: Vec<Column>,
}

impl Header {
    fn read(cells: &[String]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut columns = Vec::new();
        for (at, name) in cells.iter().enumerate() {
            let mut problem = |rule| problems.push(Problem::new(1, at as u64 + 1, name, rule));
            match Column::named(name) {
                None => problem(FileRule::Unknown),
                Some(column) if columns.contains(&column) => problem(FileRule::Twice),
                Some(column) => columns.push(column),
            }
        }
        for needed in NEEDED {
            if !columns.contains(&Column::Field(needed)) {
                problems.push(Problem::new(1, 0, needed, FileRule::ColumnMissing(needed)));
            }
        }
        let names = cells.to_vec();
        if problems.is_empty() { Ok(Self { names, columns }) } else { Err(problems) }
    }

    /// Where a field of the code in `line` stands.
    fn place(&self, line: u64, field: &str) -> Place {
        let is = |column: &Column| match column {
            Column::Field(name) => *name == field,
            Column::Label(_) | Column::Description(_) => field == "translations",
        };
        let at = self.columns.iter().position(is);
        let field = at.map_or_else(|| field.to_owned(), |at| self.names[at].clone());
        Place { line, column: at.map_or(0, |at| at as u64 + 1), field }
    }
}

/// The changes that a table of codes would make to `catalog`: its lines make new codes
/// or change those of the same id, columns that are not there change nothing, and
/// codes that are not in it stay.
///
/// # Errors
/// Every [`Problem`] of it; then nothing is to be taken.
pub fn codes_from_csv(bytes: &[u8], catalog: &Catalog) -> Result<Vec<Change>, Vec<Problem>> {
    let text = decoded(bytes).map_err(|problem| vec![problem])?;
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets of some countries write semicolons.
    let delimiter = if first.contains(',') || !first.contains(';') { b',' } else { b';' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let shown = Lines::of(text);
    let mut header = None;
    let mut problems = Vec::new();
    let mut after = catalog.clone();
    let mut places: BTreeMap<CodeId, usize> =
        after.codes.iter().enumerate().map(|(at, code)| (code.id.clone(), at)).collect();
    let mut lines: BTreeMap<CodeId, u64> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, |at| shown.line(at.byte()));
                problems.push(Problem::new(line, 0, "", FileRule::Malformed(error.to_string())));
                continue;
            }
        };
        let line = record.position().map_or(0, |at| shown.line(at.byte()));
        let cells: Vec<_> = record.iter().map(|it| cell::unescaped(it).to_owned()).collect();
        let Some(header) = &header else {
            header = Some(Header::read(&cells)?);
            continue;
        };
        match read(header, &cells, line, |id| places.get(id).map(|at| &after.codes[*at])) {
            Err(of_line) => problems.extend(of_line),
            Ok(code) if lines.contains_key(&code.id) => {
                let place = header.place(line, "id");
                problems.push(Problem { place, rule: FileRule::Twice });
            }
            Ok(code) => {
                lines.insert(code.id.clone(), line);
                if let Some(at) = places.get(&code.id) {
                    after.codes[*at] = code;
                } else {
                    places.insert(code.id.clone(), after.codes.len());
                    after.codes.push(code);
                }
            }
        }
    }
    let Some(header) = header else { return Err(vec![Problem::whole(FileRule::Empty)]) };
    let line_of = |id: &str| CodeId::new(id).ok().and_then(|id| lines.get(&id).copied());
    let place = |_, id: &str, field: &'static str| header.place(line_of(id).unwrap_or(0), field);
    match checked(catalog, &after, &KnownFields::new(), place) {
        Ok(changes) if problems.is_empty() => Ok(changes),
        Ok(_) => Err(problems),
        Err(more) => {
            problems.extend(more);
            problems.sort_by(|a, b| a.place.cmp(&b.place));
            Err(problems)
        }
    }
}

/// One line, upon the code it changes.
fn read<'a>(
    header: &Header,
    cells: &[String],
    line: u64,
    known: impl Fn(&CodeId) -> Option<&'a WrapUpCode>,
) -> Result<WrapUpCode, Vec<Problem>> {
    let (expected, found) = (header.columns.len(), cells.len());
    if expected != found {
        return Err(vec![Problem::new(line, 0, "", FileRule::Cells { expected, found })]);
    }
    let mut problems = Vec::new();
    let cell = |field| {
        let at = header.columns.iter().position(|each| *each == Column::Field(field))?;
        Some(cells[at].as_str())
    };
    let mut problem = |field, message: String| {
        let place = header.place(line, field);
        problems.push(Problem { place, rule: FileRule::Type(message) });
    };
    let id = match CodeId::new(cell("id").unwrap_or_default().trim()) {
        Ok(id) => id,
        Err(error) => {
            problem("id", error.to_string());
            return Err(problems);
        }
    };
    let mut code = known(&id).cloned().unwrap_or_else(|| WrapUpCode::new(id, ""));
    if let Some(label) = cell("label") {
        label.clone_into(&mut code.label);
    }
    if let Some(description) = cell("description") {
        description.clone_into(&mut code.description);
    }
    for (field, value, default) in [
        ("active", &mut code.active, true),
        ("external", &mut code.external, false),
        ("notes_required", &mut code.notes_required, false),
    ] {
        match cell(field).map(|text| flag(text, default)) {
            Some(Some(on)) => *value = on,
            Some(None) => problem(field, "must be true or false".to_owned()),
            None => {}
        }
    }
    match cell("parent").map(str::trim) {
        Some("") => code.parent = None,
        Some(parent) => match CodeId::new(parent) {
            Ok(parent) => code.parent = Some(parent),
            Err(error) => problem("parent", error.to_string()),
        },
        None => {}
    }
    if let Some(synonyms) = cell("synonyms") {
        code.synonyms = cell::split(synonyms);
    }
    if let Some(shortcut) = cell("shortcut").map(str::trim) {
        code.shortcut = (!shortcut.is_empty()).then(|| shortcut.to_owned());
    }
    translate(&mut code, header, cells);
    if problems.is_empty() { Ok(code) } else { Err(problems) }
}

/// Puts the languages that the table has in place of what the code has of them.
fn translate(code: &mut WrapUpCode, header: &Header, cells: &[String]) {
    let mut words: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
    for (column, cell) in header.columns.iter().zip(cells) {
        match column {
            Column::Field(_) => {}
            Column::Label(language) => words.entry(language).or_default()[0] = Some(cell),
            Column::Description(language) => words.entry(language).or_default()[1] = Some(cell),
        }
    }
    for (language, [label, description]) in words {
        let at = code.translations.iter().position(|each| each.language == language);
        let before = at.map(|at| code.translations.remove(at));
        let (was_label, was_description) =
            before.map_or_else(Default::default, |it| (it.label, it.description));
        let label = label.map_or(was_label, str::to_owned);
        let description = description.map_or(was_description, str::to_owned);
        if !label.is_empty() || !description.is_empty() {
            let translation = Translation { language: language.to_owned(), label, description };
            code.translations.insert(at.unwrap_or(code.translations.len()), translation);
        }
    }
}

fn flag(text: &str, default: bool) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Some(default),
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}
