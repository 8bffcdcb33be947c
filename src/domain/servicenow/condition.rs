//! ServiceNow's encoded queries as our conditions, and back, as far as these go.
//!
//! | in a query | here |
//! |--|--|
//! | `a=1^b=2` | every one holds |
//! | `a=1^ORa=2` | one of both |
//! | `..^NQ..` | one of the queries |
//! | `=`, `!=`, `IN`, `NOT IN`, `STARTSWITH`, `LIKE`, `NOT LIKE`, `ISEMPTY`, `ISNOTEMPTY`, `>`, `<`, `>=`, `<=` | likewise |
//! | `type=chat` for the whole query | the channel |
//!
//! Values have no types there: what looks like a number or a truth may be one here, or
//! text. Text is compared exactly here, whatever the instance's database does.

use crate::domain::channel::Channel;
use crate::domain::condition::{Condition, FieldTest, Test};
use crate::domain::field::{FieldValue, Number};
use crate::domain::record::{RecordError, Rule, quoted};

/// What a query is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    /// On these channels; empty for any.
    pub channels: Vec<Channel>,
    /// Under this condition.
    pub condition: Condition,
}

/// The operators there, the longer before those they begin with.
const OPERATORS: &[&str] = &[
    "ISNOTEMPTY",
    "ISEMPTY",
    "STARTSWITH",
    "NOT LIKE",
    "NOTLIKE",
    "NOT IN",
    "LIKE",
    "IN",
    "!=",
    ">=",
    "<=",
    "=",
    ">",
    "<",
];

fn number(text: &str) -> Option<Number> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    text.parse().ok().filter(|_| is_plain).and_then(|number| Number::new(number).ok())
}

/// The values that `text` may stand for.
fn values(text: &str) -> Vec<FieldValue> {
    let mut values = vec![FieldValue::Text(text.to_owned())];
    values.extend(number(text).map(FieldValue::Number));
    values.extend(text.parse().ok().map(FieldValue::Boolean));
    values
}

fn test(field: &str, test: Test) -> Condition {
    Condition::Field(FieldTest { field: field.to_owned(), test })
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn wrong(rule: &str, token: &str) -> RecordError {
    RecordError::new(Rule::Own(rule.to_owned()), quoted(token))
}

/// One test, such as `priority=1`: the field, the operator and what follows it.
fn parts(token: &str) -> Result<(&str, &'static str, &str), RecordError> {
    let is_name =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte);
    let end = token.bytes().position(|byte| !is_name(byte)).unwrap_or(token.len());
    let (field, rest) = token.split_at(end);
    let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
    match operator {
        Some(operator) if !field.is_empty() => {
            let value = &rest[operator.len()..];
            if value.starts_with("javascript:") {
                return Err(wrong("must compare with values, and run no script", token));
            }
            Ok((field, operator, value))
        }
        _ => Err(wrong("must use operators that are known here", token)),
    }
}

fn one(token: &str) -> Result<Condition, RecordError> {
    let (field, operator, value) = parts(token)?;
    let any_of =
        |texts: &str| Test::In(texts.split(',').flat_map(|text| values(text.trim())).collect());
    let bound = || number(value).ok_or_else(|| wrong("must compare with a number", token));
    let greater = |bound| test(field, Test::Greater(bound));
    let less = |bound| test(field, Test::Less(bound));
    Ok(match operator {
        "ISEMPTY" => test(field, Test::IsEmpty),
        "=" if value.is_empty() => test(field, Test::IsEmpty),
        "ISNOTEMPTY" => not(test(field, Test::IsEmpty)),
        "!=" if value.is_empty() => not(test(field, Test::IsEmpty)),
        "=" => test(field, Test::In(values(value))),
        "!=" => not(test(field, Test::In(values(value)))),
        "IN" => test(field, any_of(value)),
        "NOT IN" => not(test(field, any_of(value))),
        "STARTSWITH" => test(field, Test::StartsWith(value.to_owned())),
        "LIKE" => test(field, Test::Contains(value.to_owned())),
        "NOT LIKE" | "NOTLIKE" => not(test(field, Test::Contains(value.to_owned()))),
        ">" => greater(bound()?),
        "<" => less(bound()?),
        ">=" => Condition::Any(vec![greater(bound()?), test(field, Test::In(values(value)))]),
        _ => Condition::Any(vec![less(bound()?), test(field, Test::In(values(value)))]),
    })
}

/// The channels that a test of the type of a conversation names.
fn channels(token: &str) -> Option<Vec<Channel>> {
    let (field, operator, value) = parts(token).ok()?;
    let is_list = matches!(operator, "=" | "IN") && field == "type" && !value.is_empty();
    let channel = |name: &str| match name.trim() {
        "walkin" => Channel::WalkIn,
        name => Channel::from(name.to_owned()),
    };
    is_list.then(|| value.split(',').map(channel).collect())
}

/// What an encoded `query` is for.
///
/// # Errors
/// [`RecordError`] for what our conditions cannot say, with the part in question.
pub fn read(query: &str) -> Result<Matches, RecordError> {
    let queries: Vec<&str> = query.split("^NQ").collect();
    let mut found = Matches { channels: Vec::new(), condition: Condition::always() };
    let mut any = Vec::new();
    for query in &queries {
        let mut all: Vec<Vec<Condition>> = Vec::new();
        let mut tokens = query
            .split('^')
            .filter(|token| !(token.is_empty() || *token == "EQ" || token.starts_with("ORDERBY")));
        let mut tokens = tokens.by_ref().peekable();
        while let Some(token) = tokens.next() {
            let has_other = tokens.peek().is_some_and(|next| next.starts_with("OR"));
            let other = token.strip_prefix("OR");
            if let Some(channels) = channels(token)
                .filter(|_| queries.len() == 1 && !has_other && found.channels.is_empty())
            {
                found.channels = channels;
                continue;
            }
            match (other, all.last_mut()) {
                (Some(other), Some(last)) => last.push(one(other)?),
                _ => all.push(vec![one(token)?]),
            }
        }
        let each = |mut one_of: Vec<Condition>| match one_of.len() {
            1 => one_of.remove(0),
            _ => Condition::Any(one_of),
        };
        any.push(Condition::All(all.into_iter().map(each).collect()));
    }
    found.condition = if any.len() == 1 { any.remove(0) } else { Condition::Any(any) };
    Ok(found)
}

/// The query that says the same; `None` where a query cannot.
pub fn written(matches: &Matches) -> Option<String> {
    let Condition::All(all) = &matches.condition else { return None };
    let mut parts = Vec::new();
    if !matches.channels.is_empty() {
        let names: Vec<_> = matches.channels.iter().map(Channel::name).collect();
        parts.push(["typeIN", &names.join(",")].concat());
    }
    for each in all {
        parts.push(match each {
            Condition::Any(any) if !any.is_empty() => {
                any.iter().map(token).collect::<Option<Vec<_>>>()?.join("^OR")
            }
            each => token(each)?,
        });
    }
    Some(parts.join("^"))
}

fn plain(value: &FieldValue) -> Option<String> {
    let text = match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Number(number) => number.get().to_string(),
        FieldValue::Boolean(truth) => truth.to_string(),
        FieldValue::List(_) => return None,
    };
    (!text.contains('^')).then_some(text)
}

fn token(condition: &Condition) -> Option<String> {
    let (negated, inner) = match condition {
        Condition::Not(inner) => (true, &**inner),
        other => (false, other),
    };
    let Condition::Field(FieldTest { field, test }) = inner else { return None };
    let either = |no: &str, yes: &str| if negated { no.to_owned() } else { yes.to_owned() };
    let rest = match test {
        Test::Equals(value) => either("!=", "=") + &plain(value)?,
        Test::NotEquals(value) => either("=", "!=") + &plain(value)?,
        Test::In(list) => {
            let texts: Vec<_> = list.iter().map(plain).collect::<Option<_>>()?;
            either("NOT IN", "IN") + &texts.join(",")
        }
        Test::Contains(part) if !part.contains('^') => either("NOT LIKE", "LIKE") + part,
        Test::IsEmpty => either("ISNOTEMPTY", "ISEMPTY"),
        Test::StartsWith(start) if !negated && !start.contains('^') => {
            ["STARTSWITH", start].concat()
        }
        Test::Greater(bound) => either("<=", ">") + &bound.get().to_string(),
        Test::Less(bound) => either(">=", "<") + &bound.get().to_string(),
        _ => return None,
    };
    Some([field, &*rest].concat())
}
