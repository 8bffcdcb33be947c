//! An error on its way up. Boxed: every one of serde's generated functions
//! moves it about, and the whole of it would cost the page 10 KB more than a
//! pointer does.

use core::fmt::{self, Display};

use serde::de::{Expected, Unexpected};
use wasm_bindgen::JsValue;

use super::look::describe;
use crate::domain::record::{RecordError, Rule, quoted};

#[derive(Debug)]
pub(super) struct Fault(Box<RecordError>);

impl Fault {
    #[cold]
    pub(super) fn new(rule: Rule, found: impl Into<String>) -> Self {
        Self(Box::new(RecordError::new(rule, found)))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn at(self, index: u32) -> Self {
        Self(Box::new(self.0.at(index)))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn within(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => Self(Box::new(self.0.under(name))),
            None => self,
        }
    }

    /// A rule that a record's own types add knows no JavaScript: what it found
    /// is filled in by who holds `value`. That an object is an object helps nobody.
    #[cold]
    #[inline(never)]
    pub(super) fn finding(mut self, value: &JsValue) -> Self {
        let is_own = matches!(self.0.rule, Rule::Own(_)) && self.0.found.is_empty();
        if self.is_here() && is_own && !value.is_object() {
            self.0.found = describe(value);
        }
        self
    }

    /// Whether the value itself is at fault, not something in it.
    pub(super) fn is_here(&self) -> bool {
        self.0.field.is_empty()
    }

    #[cold]
    #[inline(never)]
    fn own(rule: &dyn Display) -> Self {
        Self::new(Rule::Own(rule.to_string()), "")
    }

    #[cold]
    #[inline(never)]
    fn expected(found: String, expected: &dyn Expected) -> Self {
        Self::new(Rule::Own(["must be ", &expected.to_string()].concat()), found)
    }
}

impl From<Fault> for RecordError {
    fn from(fault: Fault) -> Self {
        *fault.0
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for Fault {}

impl serde::ser::Error for Fault {
    fn custom<T: Display>(rule: T) -> Self {
        Self::own(&rule)
    }
}

impl serde::de::Error for Fault {
    fn custom<T: Display>(rule: T) -> Self {
        Self::own(&rule)
    }
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_value(found, expected)
    }
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Str(text) => quoted(text),
            _ => String::new(),
        };
        Self::expected(found, expected)
    }
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::expected(length.to_string(), expected)
    }
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Rule::OneOf(expected), quoted(variant))
    }
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Rule::OneOf(expected), quoted(field))
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(Rule::Needed, "").within(Some(field))
    }
    fn duplicate_field(field: &'static str) -> Self {
        Self::own(&"must be there only once").within(Some(field))
    }
}
