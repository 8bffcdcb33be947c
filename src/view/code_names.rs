//! What codes are called in the language that is spoken.

use leptos::prelude::*;

use super::messages::language;
use crate::domain::code::CodeRef;
use crate::runtime::Desk;

/// Gives the label of a code in the language of the page, as far as the desk knows it;
/// without a desk, the label it was saved with.
#[derive(Debug, Clone, Copy, Default)]
pub struct CodeNames(Option<StoredValue<Desk, LocalStorage>>);

impl CodeNames {
    /// As the administrators of `desk` have named them.
    pub fn new(desk: Desk) -> Self {
        Self(Some(StoredValue::new_local(desk)))
    }

    /// The same where a view holds the desk already.
    pub const fn of_held(desk: StoredValue<Desk, LocalStorage>) -> Self {
        Self(Some(desk))
    }

    /// The label of `code`.
    pub fn of(&self, code: &CodeRef) -> String {
        let catalog = self.0.and_then(|desk| desk.with_value(Desk::catalog));
        let known = catalog.as_ref().map_or(&[][..], |catalog| &catalog.codes);
        code.label_in(known, language()).to_owned()
    }
}
