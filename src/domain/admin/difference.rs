//! What differs between two records, field by field, and putting together what two
//! people have changed of one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's name in records.
    pub field: String,
    /// What it holds in the first record; null where there is none.
    pub before: Value,
    /// What it holds in the second one.
    pub after: Value,
}

fn fields<T: Serialize>(record: Option<&T>) -> Map<String, Value> {
    match record.map(serde_json::to_value) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => Map::new(),
    }
}

/// The fields in which the two differ. A record that is not there has none.
pub fn differences<T: Serialize>(before: Option<&T>, after: Option<&T>) -> Vec<Difference> {
    let (before, after) = (fields(before), fields(after));
    let names: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned();
    let both = names.into_iter().map(|name| Difference {
        field: name.clone(),
        before: of(&before, name).unwrap_or_default(),
        after: of(&after, name).unwrap_or_default(),
    });
    both.filter(|each| each.before != each.after).collect()
}

/// `mine` with what was changed from `base` to `theirs`: where both have changed a
/// field, theirs counts.
pub fn merged<T: Serialize + DeserializeOwned + Clone>(base: &T, theirs: &T, mine: &T) -> T {
    let mut merged = fields(Some(mine));
    for Difference { field, after, .. } in differences(Some(base), Some(theirs)) {
        merged.insert(field, after);
    }
    // It has the fields of records that were read as this type before.
    serde_json::from_value(Value::Object(merged)).unwrap_or_else(|_| theirs.clone())
}
