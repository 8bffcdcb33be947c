//! What stands behind the `?` of an address.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use crate::problem::Problem;
use crate::state::State;

/// The parameters by name. One that nobody asks for is a mistake, and is said to be.
#[derive(Debug)]
pub struct Params(BTreeMap<String, String>);

impl FromRequestParts<State> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let Query(given) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::field("?", "must be parameters"))?;
        let mut params = BTreeMap::new();
        for (name, value) in given {
            if value.contains('\0') {
                return Err(Problem::field(name, "must not hold the character U+0000"));
            }
            if params.insert(name.clone(), value).is_some() {
                return Err(Problem::field(name, "must be given once"));
            }
        }
        Ok(Self(params))
    }
}

impl Params {
    /// The parameter of that name as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// The same, which must be `what`.
    pub fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let value = text.parse().map_err(|_| Problem::field(name, format!("must be {what}")))?;
        Ok(Some(value))
    }

    /// The same, which must be one of these.
    pub fn one_of<T: Copy>(
        &mut self,
        name: &str,
        known: &[(&str, T)],
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let found = known.iter().find(|(known, _)| *known == text).map(|(_, value)| *value);
        let names: Vec<_> = known.iter().map(|(known, _)| *known).collect();
        let rule = || format!("must be one of {}", names.join(", "));
        found.map(Some).ok_or_else(|| Problem::field(name, rule()))
    }

    /// How many to list.
    pub fn limit(&mut self) -> Result<u32, Problem> {
        let what = "a whole number from 1 to 200";
        let limit = self.parsed("limit", what)?.unwrap_or(50);
        if (1..=200).contains(&limit) {
            Ok(limit)
        } else {
            Err(Problem::field("limit", format!("must be {what}")))
        }
    }

    /// Refuses whatever is left.
    pub fn nothing_else(self) -> Result<(), Problem> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => Err(Problem::field(name, "is not known here")),
        }
    }
}
