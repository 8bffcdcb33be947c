//! What closing a conversation's tab in the workspace would do, in a sentence.

use super::code_names::CodeNames;
use super::messages::{text, with};
use crate::domain::wrap_up::TabClosing;

/// The sentence, for a workspace to show before it closes a tab, with what would be
/// saved of each wrap-up; `None` where closing it changes nothing.
pub fn closing_tab(closing: &TabClosing, codes: CodeNames) -> Option<String> {
    let saved = closing.saves.iter().map(|(_, closure)| match (&closure.code, &*closure.notes) {
        (Some(code), "") => with("closing.code_only", &[("code", &codes.of(code))]),
        (Some(code), _) => with("closing.code_and_notes", &[("code", &codes.of(code))]),
        (None, "") => text("closing.nothing").to_owned(),
        (None, _) => text("closing.notes_only").to_owned(),
    });
    let mut sentences: Vec<_> = saved.collect();
    if closing.skips_wrap_up {
        sentences.push(text("closing.skips").to_owned());
    }
    if closing.runs_on {
        sentences.push(text("closing.runs_on").to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
