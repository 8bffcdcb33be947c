//! Codes and configurations as one JSON document with the number of its schema.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{FileRule, Kind, Place, Problem, checked, decoded};
use crate::domain::admin::audit::Change;
use crate::domain::admin::lint::KnownFields;
use crate::domain::catalog::Catalog;
use crate::domain::code::WrapUpCode;
use crate::domain::configuration::Configuration;

/// The schema that is written, and the newest that is read.
pub const SCHEMA: u64 = 1;

#[derive(Serialize)]
struct Written<'a> {
    schema: u64,
    codes: &'a [WrapUpCode],
    configurations: &'a [Configuration],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    #[serde(rename = "schema")]
    _schema: u64,
    #[serde(borrow, default)]
    codes: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    configurations: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Schema {
    schema: Option<u64>,
}

/// Codes and configurations of `catalog` as JSON.
pub fn to_json(catalog: &Catalog) -> String {
    let Catalog { codes, configurations } = catalog;
    let written = Written { schema: SCHEMA, codes, configurations };
    // Nothing in these records is what JSON cannot say.
    serde_json::to_string_pretty(&written).unwrap_or_default()
}

/// The changes that a document would make to `catalog`: what is in it is made or
/// replaces the record of the same id, all other records stay. Conditions are held
/// against the `known` fields, where any are.
///
/// # Errors
/// Every [`Problem`] of it; then nothing is to be taken.
pub fn from_json(
    bytes: &[u8],
    catalog: &Catalog,
    known: &KnownFields,
) -> Result<Vec<Change>, Vec<Problem>> {
    let text = decoded(bytes).map_err(|problem| vec![problem])?;
    let whole = |error: &serde_json::Error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        vec![Problem::new(line, column, "", FileRule::Malformed(message(error)))]
    };
    // First of all: what a newer version has written may look like anything else.
    let Schema { schema } = serde_json::from_str(text).map_err(|error| whole(&error))?;
    match schema {
        None => return Err(vec![Problem::whole(FileRule::NoSchema)]),
        Some(found) if found > SCHEMA => {
            let rule = FileRule::NewerSchema { found };
            return Err(vec![Problem { place: field("schema"), rule }]);
        }
        Some(_) => {}
    }
    let Read { codes, configurations, .. } =
        serde_json::from_str(text).map_err(|error| whole(&error))?;
    let mut problems = Vec::new();
    let mut places = BTreeMap::new();
    let mut after = catalog.clone();
    for (code, place) in elements::<WrapUpCode>(text, &codes, &mut problems) {
        let id = code.id.to_string();
        put(&mut after.codes, code, |code| &code.id);
        note(&mut places, &mut problems, (Kind::Code, id), &place);
    }
    for (configuration, place) in elements::<Configuration>(text, &configurations, &mut problems) {
        let id = configuration.id.to_string();
        put(&mut after.configurations, configuration, |each| &each.id);
        note(&mut places, &mut problems, (Kind::Configuration, id), &place);
    }
    let place = |kind, id: &str, field: &'static str| {
        let found = places.get(&(kind, id.to_owned())).cloned();
        Place { field: field.to_owned(), ..found.unwrap_or_default() }
    };
    match checked(catalog, &after, known, place) {
        Ok(changes) if problems.is_empty() => Ok(changes),
        Ok(_) => Err(problems),
        Err(more) => {
            problems.extend(more);
            problems.sort_by(|a, b| a.place.cmp(&b.place));
            Err(problems)
        }
    }
}

fn field(name: &str) -> Place {
    Place { field: name.to_owned(), ..Place::default() }
}

fn note(
    places: &mut BTreeMap<(Kind, String), Place>,
    problems: &mut Vec<Problem>,
    key: (Kind, String),
    place: &Place,
) {
    let earlier = places.insert(key, place.clone());
    if earlier.is_some() {
        let place = Place { field: "id".to_owned(), ..place.clone() };
        problems.push(Problem { place, rule: FileRule::Twice });
    }
}

fn put<T, I: PartialEq>(list: &mut Vec<T>, record: T, id: impl Fn(&T) -> &I) {
    match list.iter_mut().find(|each| id(each) == id(&record)) {
        Some(place) => *place = record,
        None => list.push(record),
    }
}

/// The readable ones of `elements`, each with its place in `text`.
fn elements<T: DeserializeOwned + Serialize>(
    text: &str,
    elements: &[&RawValue],
    problems: &mut Vec<Problem>,
) -> Vec<(T, Place)> {
    let mut read = Vec::new();
    for raw in elements.iter().map(|raw| raw.get()) {
        let place = place_of(text, raw);
        match serde_json::from_str::<T>(raw) {
            Err(error) => {
                let (line, column) = (error.line() as u64, error.column() as u64);
                let column = if line == 1 { place.column + column } else { column + 1 };
                let rule = FileRule::Type(message(&error));
                let line = place.line + line.saturating_sub(1);
                problems.push(Problem::new(line, column.saturating_sub(1), "", rule));
            }
            Ok(record) => {
                let (here, known) = (serde_json::from_str(raw), serde_json::to_value(&record));
                if let (Ok(here), Ok(known)) = (here, known) {
                    for name in unknown(&here, &known, "") {
                        let place = Place { field: name, ..place.clone() };
                        problems.push(Problem { place, rule: FileRule::Unknown });
                    }
                }
                read.push((record, place));
            }
        }
    }
    read
}

/// Where in `text` the part `raw` of it begins.
fn place_of(text: &str, raw: &str) -> Place {
    let offset = (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    Place { line, column, field: String::new() }
}

/// What an error says, without the place, which is told apart from it.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

/// The paths of fields that are `here` and not among the `known` ones.
fn unknown(here: &Value, known: &Value, path: &str) -> Vec<String> {
    match (here, known) {
        (Value::Object(here), Value::Object(known)) => {
            let mut names = Vec::new();
            for (name, value) in here {
                let dot = if path.is_empty() { "" } else { "." };
                let path = [path, dot, name].concat();
                match known.get(name) {
                    Some(known) => names.extend(unknown(value, known, &path)),
                    None => names.push(path),
                }
            }
            names
        }
        (Value::Array(here), Value::Array(known)) => {
            let pairs = here.iter().zip(known).enumerate();
            let inner = pairs.flat_map(|(at, (here, known))| {
                unknown(here, known, &[path, "[", &at.to_string(), "]"].concat())
            });
            inner.collect()
        }
        _ => Vec::new(),
    }
}
