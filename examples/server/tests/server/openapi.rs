//! `docs/openapi.yaml`: its addresses are the server's, and whatever the other tests ask
//! and are answered is what it says. Fields it does not name are faults here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use wrap_up_server::{BASE, TABLE};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.yaml");
    serde_yaml_ng::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// What an exchange was.
pub(crate) struct Exchange<'a> {
    pub(crate) method: &'a str,
    /// With what stands behind the `?`.
    pub(crate) path: &'a str,
    pub(crate) sent: Option<&'a [u8]>,
    pub(crate) status: u16,
    pub(crate) kind: &'a str,
    pub(crate) text: &'a str,
}

/// Holds an exchange of any test against the document.
#[track_caller]
pub(crate) fn check(exchange: &Exchange<'_>) {
    let Exchange { method, path, sent, status, kind, text } = exchange;
    let Some(path) = path.strip_prefix(BASE) else { return };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let Some(operation) = operation(&method.to_lowercase(), path) else { return };
    let what = format!("{method} {path} {status}");
    let responses = &operation["responses"];
    let response = responses.get(status.to_string()).unwrap_or(&responses["default"]);
    let response = resolve(response);
    assert!(response.is_object(), "{what} is not documented");
    match response.get("content") {
        None => assert_eq!(*text, "", "{what}"),
        Some(content) => {
            let schema = &content[*kind]["schema"];
            assert!(schema.is_object(), "{what} has no {kind}: {text}");
            let body: Value = serde_json::from_str(text).unwrap();
            hold(schema, &body).unwrap_or_else(|fault| panic!("{what} is answered: {fault}"));
        }
    }
    if (200..300).contains(status) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_object() {
            let body: Value = serde_json::from_slice(sent.unwrap_or_default()).unwrap();
            hold(schema, &body).unwrap_or_else(|fault| panic!("{what} was asked: {fault}"));
        }
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(resolve);
        let known: BTreeSet<_> = parameters.map(|each| each["name"].as_str().unwrap()).collect();
        for parameter in query.split('&').filter(|each| !each.is_empty()) {
            let name = parameter.split('=').next().unwrap();
            assert!(known.contains(name), "{what}: the parameter {name} is not documented");
        }
    }
}

/// Holds what is no body of an answer against a schema by name.
#[track_caller]
pub(crate) fn check_as(name: &str, value: &Value) {
    let schema = &DOCUMENT["components"]["schemas"][name];
    hold(schema, value).unwrap_or_else(|fault| panic!("{name}: {fault}"));
}

/// The operation of a path as it was asked for.
fn operation<'a>(method: &str, path: &str) -> Option<&'a Value> {
    let parts: Vec<_> = path.split('/').collect();
    let fits = |template: &str| {
        let template: Vec<_> = template.split('/').collect();
        template.len() == parts.len()
            && template.iter().zip(&parts).all(|(a, b)| a.starts_with('{') || a == b)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let (_, path) = paths.iter().find(|(template, _)| fits(template))?;
    path.get(method)
}

/// What a reference names.
fn resolve(value: &'static Value) -> &'static Value {
    let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return value };
    let found = DOCUMENT.pointer(reference.trim_start_matches('#'));
    found.unwrap_or_else(|| panic!("there is no {reference}"))
}

/// What a schema may say; anything else would go unchecked.
const WORDS: &[&str] = &[
    "$ref",
    "type",
    "enum",
    "anyOf",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "description",
    "default",
];

/// Whether `value` is what `schema` says.
fn hold(schema: &'static Value, value: &Value) -> Result<(), String> {
    let schema = resolve(schema);
    let fields = schema.as_object().unwrap();
    if let Some(word) = fields.keys().find(|word| !WORDS.contains(&word.as_str())) {
        return Err(format!("the document says {word}, which is not checked"));
    }
    let fault = |rule: &str| Err(format!("{rule}, not {value}"));
    if let Some(types) = fields.get("type") {
        let is = |name: &Value| is_type(name.as_str().unwrap(), value);
        let holds = types.as_array().map_or_else(|| is(types), |types| types.iter().any(is));
        if !holds {
            return fault(&format!("must be {types}"));
        }
    }
    if fields.get("enum").is_some_and(|all| !all.as_array().unwrap().contains(value)) {
        return fault(&format!("must be one of {}", fields["enum"]));
    }
    if let Some(any) = fields.get("anyOf") {
        let tried: Vec<_> = any.as_array().unwrap().iter().map(|each| hold(each, value)).collect();
        if tried.iter().all(Result::is_err) {
            return Err(tried
                .into_iter()
                .filter_map(Result::err)
                .collect::<Vec<_>>()
                .join("; or "));
        }
    }
    let limit = |name: &str| fields.get(name).and_then(Value::as_f64);
    #[allow(clippy::cast_precision_loss)] // lengths, far within range
    let (size, of) = match value {
        Value::String(text) => (Some(text.chars().count() as f64), "Length"),
        Value::Array(items) => (Some(items.len() as f64), "Items"),
        Value::Object(fields) => (Some(fields.len() as f64), "Properties"),
        number => (number.as_f64(), "imum"),
    };
    if let Some(size) = size {
        let out = limit(&format!("min{of}")).is_some_and(|min| size < min)
            || limit(&format!("max{of}")).is_some_and(|max| size > max);
        if out {
            return fault("is out of bounds");
        }
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        let items = fields.get("items").ok_or("a list of what?")?;
        hold(items, item).map_err(|fault| format!("[{place}] {fault}"))?;
    }
    hold_fields(schema, value)
}

fn hold_fields(schema: &'static Value, value: &Value) -> Result<(), String> {
    let Some(given) = value.as_object() else { return Ok(()) };
    let names = schema.get("properties").and_then(Value::as_object);
    let others = schema.get("additionalProperties");
    let needed = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    for name in needed.filter_map(Value::as_str) {
        if !given.contains_key(name) {
            return Err(format!("{name} is needed"));
        }
    }
    if names.is_none() && others.is_none() && schema.get("anyOf").is_some() {
        return Ok(());
    }
    // A field without any schema may hold anything.
    if names.is_none() && others.is_none() && schema.get("type").is_none() {
        return Ok(());
    }
    for (name, field) in given {
        let known = names.and_then(|names| names.get(name)).or(others);
        let known = known.ok_or_else(|| format!("{name} is not documented"))?;
        hold(known, field).map_err(|fault| format!("{name}: {fault}"))?;
    }
    Ok(())
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn it_has_the_servers_addresses_and_no_others() {
    let methods = ["get", "put", "post", "delete", "patch"];
    let documented: BTreeSet<_> = DOCUMENT["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let names = item.as_object().unwrap().keys();
            names
                .filter(|name| methods.contains(&name.as_str()))
                .map(move |name| (path.as_str(), name.as_str()))
        })
        .collect();
    let served: BTreeSet<_> = TABLE
        .iter()
        .flat_map(|(path, methods)| methods.iter().map(|method| (*path, *method)))
        .collect();
    assert_eq!(documented, served);
    assert_eq!(DOCUMENT["servers"][0]["url"], BASE);
}

#[test]
fn every_reference_leads_somewhere_and_every_part_is_used() {
    fn references(value: &'static Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
                    resolve(value);
                    found.insert(reference.to_owned());
                }
                fields.values().for_each(|each| references(each, found));
            }
            Value::Array(items) => items.iter().for_each(|each| references(each, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    references(&DOCUMENT, &mut found);
    for group in ["schemas", "parameters", "responses"] {
        for name in DOCUMENT["components"][group].as_object().unwrap().keys() {
            let reference = format!("#/components/{group}/{name}");
            assert!(found.contains(&reference), "{reference} is used nowhere");
        }
    }
}
