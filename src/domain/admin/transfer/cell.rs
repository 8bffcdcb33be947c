//! Cells of a table, as spreadsheets are to see them.

/// What a spreadsheet takes for a formula, which might do something.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether `text` would be taken for a formula, or looks like one that was escaped.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// `text` with an apostrophe before it where a spreadsheet would run it.
fn escaped(text: &str) -> String {
    let mark = if is_formula(text) { "'" } else { "" };
    [mark, text].concat()
}

/// What [`escaped`] was given.
pub(super) fn unescaped(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_formula(cell)).unwrap_or(cell)
}

/// A line of a table.
pub(super) fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| {
        let cell = escaped(cell);
        let plain = !cell.contains(['"', ',', ';', '\n', '\r', '\t']) && cell.trim() == cell;
        if plain { cell } else { ["\"", &cell.replace('"', "\"\""), "\""].concat() }
    };
    cells.map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// Several texts in one cell.
pub(super) fn joined(texts: &[String]) -> String {
    let escape = |text: &String| text.replace('\\', "\\\\").replace('|', "\\|");
    texts.iter().map(escape).collect::<Vec<_>>().join("|")
}

/// The texts of [`joined`].
pub(super) fn split(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    let mut texts = vec![String::new()];
    let mut chars = cell.chars();
    while let Some(each) = chars.next() {
        match (each, texts.last_mut()) {
            ('|', _) => texts.push(String::new()),
            ('\\', Some(text)) => text.extend(chars.next()),
            (each, Some(text)) => text.push(each),
            (_, None) => {}
        }
    }
    texts
}
