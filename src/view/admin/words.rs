//! What is in records, in words.

use serde_json::Value;

use super::messages::{text, with};
use crate::domain::admin::codes::{CodeRule, InUse};
use crate::domain::admin::explain::Decisive;
use crate::domain::admin::lint::{FieldType, LintRule};
use crate::domain::admin::transfer::{FileRule, SCHEMA};
use crate::domain::channel::Channel;
use crate::domain::code::MAX_LEVELS;
use crate::domain::condition::{Condition, FieldTest, Test};
use crate::domain::field::FieldValue;
use crate::domain::snippet::{MAX_SNIPPETS, SnippetRule};
use crate::domain::time::Timestamp;
pub(super) use crate::view::words::{channel, date};

macro_rules! named {
    ($(#[$doc:meta])* $function:ident: $($name:literal $key:literal)*) => {
        $(#[$doc])*
        fn $function(name: &str) -> Option<&'static str> {
            Some(match name {
                $($name => text($key),)*
                _ => return None,
            })
        }
    };
}

named! {
    /// The name of a field on the forms.
    name_of:
    "id" "admin.field.id"
    "label" "admin.field.label"
    "description" "admin.field.description"
    "active" "admin.field.active"
    "external" "admin.field.external"
    "parent" "admin.field.parent"
    "translations" "admin.field.translations"
    "synonyms" "admin.field.synonyms"
    "shortcut" "admin.field.shortcut"
    "notes_required" "admin.field.notes_required"
    "name" "admin.field.name"
    "order" "admin.field.order"
    "effective_from" "admin.field.effective_from"
    "effective_until" "admin.field.effective_until"
    "share_percent" "admin.field.share_percent"
    "channels" "admin.field.channels"
    "condition" "admin.field.condition"
    "mode" "admin.field.mode"
    "enforce_duration" "admin.field.enforce_duration"
    "duration_seconds" "admin.field.duration_seconds"
    "show_timer" "admin.field.show_timer"
    "bands" "admin.field.bands"
    "warning_seconds" "admin.field.warning_seconds"
    "extension_seconds" "admin.field.extension_seconds"
    "max_extensions" "admin.field.max_extensions"
    "expiry_policy" "admin.field.expiry_policy"
    "enable_codes" "admin.field.enable_codes"
    "allowed_codes" "admin.field.allowed_codes"
    "default_code" "admin.field.default_code"
    "code_required" "admin.field.code_required"
    "extra_fields" "admin.field.extra_fields"
    "snippets" "admin.field.snippets"
    "enable_ai_code" "admin.field.enable_ai_code"
    "enable_ai_notes" "admin.field.enable_ai_notes"
    "use_third_party_ai" "admin.field.use_third_party_ai"
    "ai_on_request" "admin.field.ai_on_request"
    "use_ai_as_default" "admin.field.use_ai_as_default"
    "on_interruption" "admin.field.on_interruption"
    "status_change" "admin.field.status_change"
    "outbound_call" "admin.field.outbound_call"
    "logout" "admin.field.logout"
    "early_dialog" "admin.field.early_dialog"
    "wrap_up_unconnected" "admin.field.wrap_up_unconnected"
    "sweep_after" "admin.field.sweep_after"
    "correction_seconds" "admin.field.correction_seconds"
}

named! {
    /// What a field means, where its name alone doesn't say.
    hint_of:
    "id" "admin.hint.id"
    "active" "admin.hint.active"
    "external" "admin.hint.external"
    "parent" "admin.hint.parent"
    "synonyms" "admin.hint.synonyms"
    "shortcut" "admin.hint.shortcut"
    "order" "admin.hint.order"
    "effective_from" "admin.hint.effective_from"
    "share_percent" "admin.hint.share_percent"
    "mode" "admin.hint.mode"
    "enforce_duration" "admin.hint.enforce_duration"
    "show_timer" "admin.hint.show_timer"
    "warning_seconds" "admin.hint.warning_seconds"
    "extension_seconds" "admin.hint.extension_seconds"
    "max_extensions" "admin.hint.max_extensions"
    "expiry_policy" "admin.hint.expiry_policy"
    "enable_codes" "admin.hint.enable_codes"
    "default_code" "admin.hint.default_code"
    "use_ai_as_default" "admin.hint.use_ai_as_default"
    "snippets" "admin.hint.snippets"
    "early_dialog" "admin.hint.early_dialog"
    "wrap_up_unconnected" "admin.hint.wrap_up_unconnected"
    "sweep_after" "admin.hint.sweep_after"
    "correction_seconds" "admin.hint.correction_seconds"
}

named! {
    /// What stands in records as a word.
    word_of:
    "standard" "admin.mode.standard"
    "forced" "admin.mode.forced"
    "mandatory" "admin.mode.mandatory"
    "agent_requested" "admin.mode.agent_requested"
    "default_and_discard" "admin.expiry.default_and_discard"
    "fill_blanks" "admin.expiry.fill_blanks"
    "keep_entered" "admin.expiry.keep_entered"
    "go_on" "admin.interruption.go_on"
    "park" "admin.interruption.park"
    "close" "admin.interruption.close"
    "never" "admin.sweep.never"
}

/// The name of a field; one that is not known by its own.
pub(super) fn field(name: &str) -> String {
    name_of(name).map_or_else(|| name.to_owned(), str::to_owned)
}

/// What a field means.
pub(super) fn hint(name: &str) -> &'static str {
    hint_of(name).unwrap_or_default()
}

pub(super) fn yes_or_no(on: bool) -> &'static str {
    text(if on { "admin.yes" } else { "admin.no" })
}

/// What a field of a record holds.
pub(super) fn value(field: &str, value: &Value) -> String {
    match (field, value) {
        (_, Value::Null) => "–".to_owned(),
        (_, Value::Bool(on)) => yes_or_no(*on).to_owned(),
        ("effective_from" | "effective_until", Value::Number(at)) => {
            date(Timestamp(at.as_i64().unwrap_or_default()))
        }
        ("condition", condition) => {
            let condition = serde_json::from_value::<Condition>(condition.clone());
            condition.map_or_else(|_| value.to_string(), |it| self::condition(&it))
        }
        ("mode" | "expiry_policy" | "sweep_after", Value::String(word)) => {
            word_of(word).unwrap_or(word).to_owned()
        }
        ("channels", Value::Array(channels)) if channels.is_empty() => {
            text("admin.channels.any").to_owned()
        }
        ("channels", Value::String(name)) => channel(&Channel::from(name.clone())),
        (_, Value::String(text)) if text.is_empty() => "–".to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Array(all)) if all.is_empty() => "–".to_owned(),
        (field, Value::Array(all)) => {
            let all: Vec<_> = all.iter().map(|each| self::value(field, each)).collect();
            all.join(", ")
        }
        (_, Value::Object(fields)) => {
            let pair = |(name, inner): (&String, &Value)| {
                let inner = match inner {
                    Value::String(word) => word_of(word).unwrap_or(word).to_owned(),
                    inner => self::value(name, inner),
                };
                [&self::field(name), ": ", &inner].concat()
            };
            fields.iter().map(pair).collect::<Vec<_>>().join("; ")
        }
    }
}

/// A condition in a sentence.
pub(super) fn condition(condition: &Condition) -> String {
    let joined = |all: &[Condition], word| {
        let all: Vec<_> = all.iter().map(inner).collect();
        all.join(&[" ", text(word), " "].concat())
    };
    match condition {
        Condition::All(all) if all.is_empty() => text("admin.condition.always").to_owned(),
        Condition::Any(all) if all.is_empty() => text("admin.condition.never").to_owned(),
        Condition::All(all) => joined(all, "admin.condition.and"),
        Condition::Any(all) => joined(all, "admin.condition.or"),
        Condition::Not(it) => [text("admin.condition.not"), " ", &inner(it)].concat(),
        Condition::Field(it) => test(it),
    }
}

fn inner(inner: &Condition) -> String {
    match inner {
        Condition::All(all) | Condition::Any(all) if all.len() > 1 => {
            ["(", &condition(inner), ")"].concat()
        }
        inner => condition(inner),
    }
}

/// A test in words.
pub(super) fn test(FieldTest { field, test }: &FieldTest) -> String {
    let quoted = |text: &str| ["“", text, "”"].concat();
    let (key, value) = match test {
        Test::Equals(value) => ("admin.test.equals", held(value)),
        Test::NotEquals(value) => ("admin.test.not_equals", held(value)),
        Test::In(values) => {
            let values: Vec<_> = values.iter().map(held).collect();
            ("admin.test.in", values.join(", "))
        }
        Test::StartsWith(start) => ("admin.test.starts_with", quoted(start)),
        Test::Contains(part) => ("admin.test.contains", quoted(part)),
        Test::IsEmpty => ("admin.test.is_empty", String::new()),
        Test::Greater(bound) => ("admin.test.greater", bound.get().to_string()),
        Test::Less(bound) => ("admin.test.less", bound.get().to_string()),
    };
    let space = if value.is_empty() { "" } else { " " };
    [field, " ", text(key), space, &*value].concat()
}

/// What a field of an interaction holds.
pub(super) fn held(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => ["“", text, "”"].concat(),
        FieldValue::Number(number) => number.get().to_string(),
        FieldValue::Boolean(on) => yes_or_no(*on).to_owned(),
        FieldValue::List(texts) => ["[", &texts.join(", "), "]"].concat(),
    }
}

/// The type of a field of an interaction.
pub(super) fn type_of(held: FieldType) -> &'static str {
    text(match held {
        FieldType::Text => "admin.type.text",
        FieldType::Number => "admin.type.number",
        FieldType::Boolean => "admin.type.boolean",
        FieldType::List => "admin.type.list",
    })
}

/// Every type, to choose from.
pub(super) fn types() -> Vec<(FieldType, &'static str)> {
    let all = [FieldType::Text, FieldType::Number, FieldType::Boolean, FieldType::List];
    all.map(|held| (held, type_of(held))).to_vec()
}

/// Which rule a code breaks.
pub(super) fn code_rule(rule: &CodeRule) -> String {
    let one = |key, value: &str| with(key, &[("value", value)]);
    match rule {
        CodeRule::Empty => text("admin.rule.empty").to_owned(),
        CodeRule::TooLong(most) => one("admin.rule.too_long", &most.to_string()),
        CodeRule::TooMany(most) => one("admin.rule.too_many", &most.to_string()),
        CodeRule::IdTaken => text("admin.rule.id_taken").to_owned(),
        CodeRule::LabelTaken(code) => one("admin.rule.label_taken", code.as_str()),
        CodeRule::UnknownParent(code) => one("admin.rule.unknown_code", code.as_str()),
        CodeRule::Cycle => text("admin.rule.cycle").to_owned(),
        CodeRule::TooDeep => one("admin.rule.too_deep", &MAX_LEVELS.to_string()),
        CodeRule::NotALanguage(tag) => one("admin.rule.language", tag),
        CodeRule::LanguageTwice(tag) => one("admin.rule.language_twice", tag),
        CodeRule::NotAKey => text("admin.rule.key").to_owned(),
    }
}

/// Why a code is not removed.
pub(super) fn in_use(why: &InUse) -> String {
    match why {
        InUse::Unknown => text("admin.in_use.unknown").to_owned(),
        InUse::ByRecords => text("admin.in_use.records").to_owned(),
        InUse::ByConfiguration(id) => with("admin.in_use.configuration", &[("id", id.as_str())]),
        InUse::ByCode(id) => with("admin.in_use.code", &[("id", id.as_str())]),
    }
}

/// What is said about a configuration.
pub(super) fn lint_rule(rule: &LintRule) -> String {
    let one = |key, value: &str| with(key, &[("value", value)]);
    match rule {
        LintRule::Fault(fault) => crate::view::configuration_faults::words(fault),
        LintRule::Nameless => text("admin.rule.empty").to_owned(),
        LintRule::NeverReached(first) => one("admin.lint.never_reached", first.as_str()),
        LintRule::SameOrder(other) => one("admin.lint.same_order", other.as_str()),
        LintRule::SweptBeforeDuration { duration, sweep } => with(
            "admin.lint.swept_before",
            &[("duration", &duration.to_string()), ("sweep", &sweep.to_string())],
        ),
        LintRule::NeverEffective => text("admin.lint.never_effective").to_owned(),
        LintRule::Nobody => text("admin.lint.nobody").to_owned(),
        LintRule::MoreThanEverybody => text("admin.lint.more_than_everybody").to_owned(),
        LintRule::NoDialog => text("admin.lint.no_dialog").to_owned(),
        LintRule::SameLabel(a, b) => {
            with("admin.lint.same_label", &[("a", a.as_str()), ("b", b.as_str())])
        }
        LintRule::SameShortcut(a, b) => {
            with("admin.lint.same_shortcut", &[("a", a.as_str()), ("b", b.as_str())])
        }
        LintRule::Snippet(SnippetRule::TooMany) => {
            one("admin.rule.too_many", &MAX_SNIPPETS.to_string())
        }
        LintRule::Snippet(SnippetRule::NotAName(name)) => one("admin.lint.snippet_name", name),
        LintRule::Snippet(SnippetRule::NameTwice(name)) => one("admin.lint.snippet_twice", name),
        LintRule::Snippet(SnippetRule::Text(name)) => one("admin.lint.snippet_text", name),
        LintRule::UnknownField(field) => one("admin.lint.unknown_field", field),
        LintRule::WrongType { field, compared, held } => with(
            "admin.lint.wrong_type",
            &[("field", field), ("compared", type_of(*compared)), ("held", type_of(*held))],
        ),
    }
}

/// Which rule a file breaks.
pub(super) fn file_rule(rule: &FileRule) -> String {
    let one = |key, value: &str| with(key, &[("value", value)]);
    match rule {
        FileRule::Encoding => text("admin.file.encoding").to_owned(),
        FileRule::Empty => text("admin.file.empty").to_owned(),
        FileRule::Malformed(why) => one("admin.file.malformed", why),
        FileRule::NewerSchema { found } => with(
            "admin.file.newer_schema",
            &[("found", &found.to_string()), ("known", &SCHEMA.to_string())],
        ),
        FileRule::NoSchema => text("admin.file.no_schema").to_owned(),
        FileRule::Unknown => text("admin.file.unknown").to_owned(),
        FileRule::ColumnMissing(column) => one("admin.file.column_missing", column),
        FileRule::Twice => text("admin.file.twice").to_owned(),
        FileRule::Cells { expected, found } => with(
            "admin.file.cells",
            &[("expected", &expected.to_string()), ("found", &found.to_string())],
        ),
        FileRule::Type(why) => why.clone(),
        FileRule::Code(rule) => code_rule(rule),
        FileRule::Configuration(rule) => lint_rule(rule),
    }
}

/// The part of a condition that decides against it.
pub(super) fn decisive(part: &Decisive<'_>) -> String {
    let (key, part) = match part {
        Decisive::Fails(it) => ("admin.decisive.fails", test(it)),
        Decisive::Holds(it) => ("admin.decisive.holds", test(it)),
        Decisive::NoneOf(all) => {
            let all: Vec<_> = all.iter().map(condition).collect();
            ("admin.decisive.none_of", all.join("; "))
        }
    };
    with(key, &[("part", &part)])
}
