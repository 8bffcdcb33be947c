//! Text as it is compared: what is written differently and read alike becomes one.

/// Takes what it is given to lower case and to its compatibility decomposition
/// (Unicode's NFKD, `é` as `e` and an accent); line feeds stay where they are. The
/// browser knows how, and the tables are too large to bring along.
pub type Plain = fn(&str) -> String;

/// How one character is compared.
enum Folded {
    /// As it is.
    Same,
    /// As this.
    As(&'static str),
    /// Not at all: marks above and below letters, apostrophes, what has no width.
    Dropped,
    /// As the end of a word.
    Gap,
}

const fn folded(each: char) -> Folded {
    match each {
        // Letters that no decomposition takes apart, and people type in a plain way.
        'ß' => Folded::As("ss"),
        'æ' => Folded::As("ae"),
        'œ' => Folded::As("oe"),
        'þ' => Folded::As("th"),
        'ø' => Folded::As("o"),
        'ł' => Folded::As("l"),
        'đ' | 'ð' => Folded::As("d"),
        'ħ' => Folded::As("h"),
        'ı' => Folded::As("i"),
        'ς' => Folded::As("σ"),
        'ŧ' => Folded::As("t"),
        '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}'
        // Points and vowels of Hebrew and Arabic, and the stroke that stretches a word.
        | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        // Joiners and marks of direction.
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Folded::Dropped,
        '\0'..=' ' | '!' | '"' | '&' | '('..=')' | ','..='/' | ':' | ';' | '?' | '['..=']' | '_'
        | '{'..='}' | '\u{7f}'..='\u{a1}' | '«' | '·' | '»' | '¿' | '\u{5be}' | '،' | '؛' | '؟'
        | '\u{2000}'..='\u{205f}' | '\u{3000}'..='\u{303f}' | '・' => Folded::Gap,
        _ => Folded::Same,
    }
}

/// Adds `plain` to `text`, with one blank between words and none around them.
pub(super) fn fold_onto(text: &mut String, plain: &str) {
    let begins = text.len();
    let mut gap = false;
    for each in plain.chars() {
        let folded = folded(each);
        match folded {
            Folded::Dropped => continue,
            Folded::Gap => {
                gap = true;
                continue;
            }
            Folded::Same | Folded::As(_) => {}
        }
        if core::mem::take(&mut gap) && text.len() > begins {
            text.push(' ');
        }
        match folded {
            Folded::As(letters) => text.push_str(letters),
            _ => text.push(each),
        }
    }
}

/// `text` as it is compared.
pub(super) fn fold(text: &str, plain: Plain) -> String {
    let mut folded = String::new();
    fold_onto(&mut folded, &plain(text));
    folded
}
