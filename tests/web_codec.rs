//! Records to JavaScript and back, in a real page.
#![cfg(all(target_arch = "wasm32", feature = "widget"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;

use interaction_wrap_up::browser::codec::{from_js, from_json, to_js, to_json};
use interaction_wrap_up::domain::condition::{Condition, FieldTest, Test};
use interaction_wrap_up::domain::configuration::{Configuration, SweepAfter};
use interaction_wrap_up::domain::field::{FieldValue, Number};
use interaction_wrap_up::domain::id::ConfigurationId;
use interaction_wrap_up::domain::record::{MAX_SAFE_INTEGER, RecordError, Rule};
use js_sys::{Function, JSON, Reflect};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Parked { left: Option<u64> },
    Closed(Closure),
    Between(i8, i8),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Closure {
    at: i64,
    code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Text { value: String },
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Id(String);

impl TryFrom<String> for Id {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() { Err("an id must not be empty") } else { Ok(Self(text)) }
    }
}
impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Segment {
    id: Id,
    state: State,
    weight: f64,
    overdue: bool,
    extensions: u32,
    pair: (u8, String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    segments: Vec<Segment>,
    fields: BTreeMap<String, Tagged>,
    note: Option<String>,
    nothing: (),
    #[serde(default)]
    added_later: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Tree {
    Not(Box<Tree>),
    Leaf,
}

fn segment(state: State) -> Segment {
    Segment {
        id: Id("s-1".into()),
        state,
        weight: -0.25,
        overdue: true,
        extensions: u32::MAX,
        pair: (255, String::new()),
    }
}

fn record() -> Record {
    Record {
        segments: vec![
            segment(State::Open),
            segment(State::Parked { left: None }),
            segment(State::Parked { left: Some(0) }),
            segment(State::Closed(Closure { at: -MAX_SAFE_INTEGER, code: Some("done".into()) })),
            segment(State::Between(i8::MIN, i8::MAX)),
        ],
        fields: BTreeMap::from([
            ("topic".into(), Tagged::Text { value: "billing".into() }),
            (String::new(), Tagged::Nothing),
        ]),
        note: None,
        nothing: (),
        added_later: 7,
    }
}

fn call(source: &str, argument: &JsValue) -> JsValue {
    let function = Function::new_with_args("argument", &format!("return ({source})"));
    function.call1(&JsValue::NULL, argument).unwrap()
}

fn js(source: &str) -> JsValue {
    call(source, &JsValue::UNDEFINED)
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).unwrap());
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn refusal<T: DeserializeOwned + std::fmt::Debug>(source: &str) -> RecordError {
    from_js::<T>(&js(source)).unwrap_err()
}

fn says<T: DeserializeOwned + std::fmt::Debug>(source: &str, sentence: &str) {
    assert_eq!(refusal::<T>(source).to_string(), sentence, "for {source}");
}

#[wasm_bindgen_test]
fn every_shape_comes_back_as_it_went() {
    let value = to_js(&record()).unwrap();
    assert_eq!(from_js::<Record>(&value).unwrap(), record());
}

#[wasm_bindgen_test]
fn a_record_is_a_plain_object_like_its_json() {
    let closed = State::Closed(Closure { at: 5, code: None });
    let value = to_js(&segment(closed)).unwrap();
    assert_eq!(
        json(&value),
        r#"{"id":"s-1","state":{"closed":{"at":5,"code":null}},"weight":-0.25,"overdue":true,"extensions":4294967295,"pair":[255,""]}"#
    );
    let copy = call("structuredClone(argument)", &value);
    assert_eq!(json(&copy), json(&value));
    assert_eq!(json(&to_js(&State::Between(1, 2)).unwrap()), r#"{"between":[1,2]}"#);
    assert_eq!(json(&to_js(&Tagged::Nothing).unwrap()), r#"{"kind":"nothing"}"#);
}

#[wasm_bindgen_test]
fn a_record_of_the_domain_comes_back_as_it_went() {
    let test = |field: &str, test| Condition::Field(FieldTest { field: field.into(), test });
    let mut configuration = Configuration::new(ConfigurationId::new("c-1").unwrap(), "Billing");
    configuration.condition = Condition::All(vec![
        Condition::Not(Box::new(test("topic", Test::IsEmpty))),
        test("priority", Test::Less(Number::new(2.5).unwrap())),
        test("vip", Test::In(vec![FieldValue::Boolean(true), FieldValue::Text("yes".into())])),
    ]);
    configuration.sweep_after = SweepAfter::Never;
    let value = to_js(&configuration).unwrap();
    assert_eq!(from_js::<Configuration>(&value).unwrap(), configuration);
    set(&value, "condition", &js("{any: [{field: {field: 'vip', test: {equals: {text: 1}}}}]}"));
    let error = from_js::<Configuration>(&value).unwrap_err();
    assert_eq!(error.field, "condition.any[0].field.test.equals.text");
}

#[wasm_bindgen_test]
fn missing_optional_fields_and_unknown_ones_are_no_error() {
    let value = js("{segments: [], fields: {}, note: undefined, from_a_newer_version: () => 1}");
    let empty: Record = from_js(&value).unwrap();
    assert_eq!((empty.note, empty.added_later), (None, 0));
}

#[wasm_bindgen_test]
fn an_error_names_the_field_the_rule_and_what_is_there() {
    let torn = |field: &str, value: &JsValue| {
        let record = to_js(&record()).unwrap();
        let second = Reflect::get_u32(&Reflect::get(&record, &"segments".into()).unwrap(), 1);
        set(&second.unwrap(), field, value);
        from_js::<Record>(&record).unwrap_err()
    };
    let error = torn("state", &"paused".into());
    assert_eq!(error.field, "segments[1].state");
    assert_eq!(error.rule, Rule::OneOf(&["open", "parked", "closed", "between"]));
    assert_eq!(error.found, "\"paused\"");
    assert_eq!(
        error.to_string(),
        "segments[1].state must be one of open, parked, closed, between, not \"paused\""
    );
    for (field, value, sentence) in [
        (
            "state",
            js("{paused: 1}"),
            "segments[1].state must be one of open, parked, closed, between, not \"paused\"",
        ),
        (
            "state",
            js("{open: null, closed: null}"),
            "segments[1].state must be one of open, parked, closed, between, not an object",
        ),
        ("state", js("{open: 1}"), "segments[1].state.open must be empty, not 1"),
        ("state", js("'closed'"), "segments[1].state.closed is needed, not nothing"),
        (
            "state",
            js("{closed: {at: 1.5}}"),
            "segments[1].state.closed.at must be a whole number from -9007199254740991 to 9007199254740991, not 1.5",
        ),
        (
            "state",
            js("{parked: {left: -1}}"),
            "segments[1].state.parked.left must be a whole number from 0 to 9007199254740991, not -1",
        ),
        ("state", js("{between: [1]}"), "segments[1].state.between must have 2 elements, not 1"),
        (
            "state",
            js("{between: [1, 128]}"),
            "segments[1].state.between[1] must be a whole number from -128 to 127, not 128",
        ),
        (
            "state",
            js("null"),
            "segments[1].state must be one of open, parked, closed, between, not null",
        ),
        ("id", js("''"), "segments[1].id an id must not be empty, not \"\""),
        ("id", js("7"), "segments[1].id must be text, not 7"),
        ("id", JsValue::UNDEFINED, "segments[1].id is needed"),
        ("weight", js("NaN"), "segments[1].weight must be a number, not NaN"),
        ("weight", js("-Infinity"), "segments[1].weight must be a number, not -Infinity"),
        ("weight", js("'1'"), "segments[1].weight must be a number, not \"1\""),
        ("overdue", js("0"), "segments[1].overdue must be true or false, not 0"),
        (
            "extensions",
            js("4294967296"),
            "segments[1].extensions must be a whole number from 0 to 4294967295, not 4294967296",
        ),
        (
            "extensions",
            js("10n"),
            "segments[1].extensions must be a whole number from 0 to 4294967295, not bigint",
        ),
        (
            "extensions",
            js("new Date()"),
            "segments[1].extensions must be a whole number from 0 to 4294967295, not an object",
        ),
        ("pair", js("{length: 2}"), "segments[1].pair must be a list, not an object"),
        ("pair", js("[1, 2]"), "segments[1].pair[1] must be text, not 2"),
    ] {
        assert_eq!(torn(field, &value).to_string(), sentence);
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "Range")]
struct Checked;

#[derive(Debug, Deserialize)]
struct Range {
    #[serde(default)]
    from: u8,
    to: u8,
}

impl TryFrom<Range> for Checked {
    type Error = &'static str;
    fn try_from(range: Range) -> Result<Self, Self::Error> {
        if range.from <= range.to { Ok(Self) } else { Err("to must not be before from") }
    }
}

#[wasm_bindgen_test]
fn a_rule_between_fields_is_said_of_what_holds_them() {
    assert!(from_js::<Checked>(&js("{to: 0}")).is_ok());
    says::<Vec<Checked>>("[{to: 0}, {from: 2, to: 1}]", "[1] to must not be before from");
    says::<Checked>("{from: 1}", "to is needed");
    says::<Checked>("{}", "to is needed");
    says::<Checked>("{from: null, to: 1}", "from must be a whole number from 0 to 255, not null");
    says::<Checked>("{to: 'x'}", "to must be a whole number from 0 to 255, not \"x\"");
}

#[wasm_bindgen_test]
fn a_value_that_is_no_record_at_all_is_an_error() {
    for (source, found) in [
        ("undefined", "the record is needed, not nothing"),
        ("null", "the record must be an object, not null"),
        ("true", "the record must be an object, not true"),
        ("'text'", "the record must be an object, not \"text\""),
        ("1e400", "the record must be an object, not Infinity"),
        ("2n ** 70n", "the record must be an object, not bigint"),
        ("Symbol('s')", "the record must be an object, not symbol"),
        ("() => 1", "the record must be an object, not function"),
        ("[]", "the record must be an object, not a list"),
        ("{}", "segments is needed"),
        ("document", "segments is needed"),
    ] {
        says::<Record>(source, found);
    }
    says::<Vec<u8>>("{}", "the record must be a list, not an object");
    says::<BTreeMap<String, u8>>("[1]", "the record must be an object, not a list");
    says::<BTreeMap<String, u8>>(
        "{a: {}}",
        "a must be a whole number from 0 to 255, not an object",
    );
}

#[wasm_bindgen_test]
fn what_throws_when_it_is_read_is_an_error() {
    says::<Record>("{get segments() { throw 1 }}", "segments must be readable");
    says::<Record>("{segments: [], get fields() { throw null }}", "fields must be readable");
    let revoked = "(() => { const p = Proxy.revocable([], {}); p.revoke(); return p.proxy })()";
    says::<Record>(revoked, "the record must be readable");
    says::<Vec<u8>>(revoked, "the record must be readable");
    says::<State>(revoked, "the record must be readable");
    says::<BTreeMap<String, u8>>(revoked, "the record must be readable");
    says::<String>(revoked, "the record must be text, not an object");
    let throwing =
        |target: &str, trap: &str| format!("new Proxy({target}, {{ {trap}() {{ throw 1 }} }})");
    says::<Vec<u8>>(&throwing("[1]", "get"), "the record must be readable");
    says::<Record>(&throwing("{}", "get"), "segments must be readable");
    says::<State>(&throwing("{open: 1}", "ownKeys"), "the record must be readable");
    says::<State>(&throwing("{open: 1}", "get"), "open must be readable");
    says::<BTreeMap<String, u8>>(&throwing("{a: 1}", "ownKeys"), "the record must be readable");
    says::<BTreeMap<String, u8>>(&throwing("{a: 1}", "get"), "a must be readable");
    says::<Vec<u8>>("new Proxy([], { get: () => Symbol() })", "the record must be readable");
}

#[wasm_bindgen_test]
fn what_contains_itself_is_an_error() {
    let cyclic = "(() => { const tree = {}; tree.not = tree; return tree })()";
    let error = refusal::<Tree>(cyclic);
    assert_eq!(error.rule, Rule::Depth(128));
    assert_eq!(error.field, ["not"; 128].join("."));
    // Read before the type is known, whose depth has no end either.
    let error = refusal::<Tagged>("(() => { const o = {kind: 'text'}; o.value = o; return o })()");
    assert!(matches!(error.rule, Rule::Depth(128)), "{error}");

    let deep = |depth| (0..depth).fold(Tree::Leaf, |tree, _| Tree::Not(Box::new(tree)));
    assert_eq!(from_js::<Tree>(&to_js(&deep(127)).unwrap()).unwrap(), deep(127));
    assert!(from_js::<Tree>(&to_js(&deep(128)).unwrap()).is_err());
    assert_eq!(to_js(&deep(129)).unwrap_err().rule, Rule::Depth(128));
}

#[wasm_bindgen_test]
fn a_list_of_holes_is_refused_at_the_first_one() {
    says::<Vec<Option<u8>>>("new Array(2 ** 32 - 1)", "[0] is needed");
    says::<Vec<Option<u8>>>("[null, , 1]", "[1] is needed");
    says::<Vec<Option<u8>>>(
        "new Proxy([], { get: (_, key) => key === 'length' ? 1e300 : undefined })",
        "[0] is needed",
    );
}

#[wasm_bindgen_test]
fn no_number_is_rounded() {
    assert_eq!(from_js::<i64>(&js("-0")).unwrap(), 0);
    assert_eq!(from_js::<u64>(&js("2 ** 53 - 1")).unwrap(), MAX_SAFE_INTEGER.unsigned_abs());
    for source in ["2 ** 53", "1e300", "-1", "0.5", "NaN", "Infinity", "-Infinity"] {
        let rule = Rule::WholeNumber { min: 0, max: MAX_SAFE_INTEGER };
        assert_eq!(refusal::<u64>(source).rule, rule, "{source}");
    }
    for number in [MAX_SAFE_INTEGER + 1, -MAX_SAFE_INTEGER - 1, i64::MIN, i64::MAX] {
        let error = to_js(&vec![number]).unwrap_err();
        assert_eq!((error.field.as_str(), error.found), ("[0]", number.to_string()));
    }
    assert_eq!(to_js(&u64::MAX).unwrap_err().found, "18446744073709551615");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(to_js(&number).unwrap_err().rule, Rule::Number);
    }
    for number in [f64::MAX, f64::MIN_POSITIVE, -0.0, 0.1] {
        let back: f64 = from_js(&to_js(&number).unwrap()).unwrap();
        assert_eq!(back.to_bits(), number.to_bits());
    }
    let torn = BTreeMap::from([("x".to_owned(), State::Parked { left: Some(u64::MAX) })]);
    assert_eq!(to_js(&torn).unwrap_err().field, "x.parked.left");
}

#[wasm_bindgen_test]
fn naughty_texts_come_back_as_they_went() {
    for text in [
        "",
        "\0",
        "\u{1}\u{7f}",
        "\u{feff}",
        "\u{202e}rtl",
        "e\u{301}",
        "\u{10ffff}",
        "🧑‍🦽",
        "'; DROP",
        "</script>",
        "\u{fffd}",
        "\u{2028}\u{2029}",
        "undefined",
        "__proto__",
        "ﷺ",
    ] {
        assert_eq!(from_js::<String>(&to_js(&text).unwrap()).unwrap(), text);
        let map = BTreeMap::from([
            (text.to_owned(), text.to_owned()),
            ("constructor".into(), "c".into()),
        ]);
        let value = to_js(&map).unwrap();
        assert_eq!(from_js::<BTreeMap<String, String>>(&value).unwrap(), map, "{text:?}");
    }
    let long = "ab\u{1f600}".repeat(200_000);
    assert_eq!(from_js::<String>(&to_js(&long).unwrap()).unwrap(), long);
}

#[wasm_bindgen_test]
fn lone_surrogates_are_read_as_replacement_characters() {
    assert_eq!(from_js::<String>(&js(r"'a\ud800b'")).unwrap(), "a\u{fffd}b");
    assert_eq!(from_js::<String>(&js(r"'\udfff'")).unwrap(), "\u{fffd}");
    // The property is still found under its own name.
    let map: BTreeMap<String, u8> = from_js(&js(r"{'\ud800': 1}")).unwrap();
    assert_eq!(map, BTreeMap::from([("\u{fffd}".into(), 1)]));
    says::<State>(
        r"'\ud800'",
        "the record must be one of open, parked, closed, between, not \"\u{fffd}\"",
    );
}

#[wasm_bindgen_test]
fn symbols_and_inherited_names_are_not_fields_of_a_map() {
    let map = js("{[Symbol('s')]: 'x', a: 1, b: undefined}");
    assert_eq!(from_js::<BTreeMap<String, u8>>(&map).unwrap(), BTreeMap::from([("a".into(), 1)]));
    assert!(to_js(&BTreeMap::from([(1, 1)])).is_err());
}

#[wasm_bindgen_test]
fn an_error_repeats_little_of_what_somebody_typed() {
    let error = refusal::<u8>(&format!("'{}'", "secret ".repeat(1000)));
    assert!(error.found.chars().count() <= 43, "{}", error.found);
}

/// Numbers that look drawn, the same ones each time.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 11
    }

    fn up_to(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn text(&mut self) -> String {
        const CHARS: [char; 12] = [
            'a',
            '"',
            '\\',
            '/',
            '\0',
            '\n',
            '\u{7f}',
            '\u{2028}',
            'é',
            '\u{fffd}',
            '🧑',
            '\u{10ffff}',
        ];
        (0..self.up_to(6)).map(|_| CHARS[usize::try_from(self.up_to(12)).unwrap()]).collect()
    }

    fn integer(&mut self) -> i64 {
        let size = i64::try_from(self.next()).unwrap() >> self.up_to(53);
        if self.up_to(2) == 0 { size } else { -size }
    }

    fn state(&mut self) -> State {
        match self.up_to(5) {
            0 => State::Open,
            1 => State::Parked { left: None },
            2 => State::Parked { left: Some(self.integer().unsigned_abs()) },
            3 => {
                let code = (self.up_to(2) == 0).then(|| self.text());
                State::Closed(Closure { at: self.integer(), code })
            }
            _ => State::Between(i8::MIN, i8::MAX),
        }
    }

    fn segment(&mut self) -> Segment {
        let bits = f64::from_bits(self.next() << 11 | self.up_to(1 << 11));
        Segment {
            id: Id(["s", &self.text()].concat()),
            state: self.state(),
            weight: if bits.is_finite() { bits } else { 0.1 },
            overdue: self.up_to(2) == 0,
            extensions: u32::try_from(self.up_to(1 << 32)).unwrap(),
            pair: (u8::try_from(self.up_to(256)).unwrap(), self.text()),
        }
    }

    fn record(&mut self) -> Record {
        let tagged = |draws: &mut Self| match draws.up_to(2) {
            0 => Tagged::Nothing,
            _ => Tagged::Text { value: draws.text() },
        };
        Record {
            segments: (0..self.up_to(4)).map(|_| self.segment()).collect(),
            fields: (0..self.up_to(4)).map(|_| (self.text(), tagged(self))).collect(),
            note: (self.up_to(2) == 0).then(|| self.text()),
            nothing: (),
            added_later: u8::try_from(self.up_to(256)).unwrap(),
        }
    }
}

#[wasm_bindgen_test]
fn any_record_comes_back_from_its_json_as_it_went() {
    let mut draws = Draws(7);
    for _ in 0..1_000 {
        let record = draws.record();
        let text = to_json(&record).unwrap();
        assert_eq!(from_json::<Record>(&text).unwrap(), record, "{text}");
    }
    let written = to_json(&record()).unwrap();
    assert_eq!(written, json(&to_js(&record()).unwrap()));
    assert_eq!(from_json::<Record>(&written).unwrap(), record());
}

#[wasm_bindgen_test]
fn json_is_what_other_writers_of_it_would_write() {
    for (shape, text) in [
        (to_json(&State::Open), r#""open""#),
        (to_json(&State::Parked { left: None }), r#"{"parked":{"left":null}}"#),
        (to_json(&State::Between(-128, 127)), r#"{"between":[-128,127]}"#),
        (
            to_json(&Tagged::Text { value: "\u{1}\u{2028}".into() }),
            "{\"kind\":\"text\",\"value\":\"\\u0001\u{2028}\"}",
        ),
        (to_json(&None::<u8>), "null"),
        (to_json(&()), "null"),
        (to_json(&MAX_SAFE_INTEGER), "9007199254740991"),
        (to_json(&-MAX_SAFE_INTEGER), "-9007199254740991"),
        (to_json(&1e300), "1e+300"),
        (
            to_json(&BTreeMap::from([("__proto__", 1), ("10", 2), ("9", 3)])),
            r#"{"9":3,"10":2,"__proto__":1}"#,
        ),
        (to_json(&Id("x".into())), r#""x""#),
        (to_json(&Vec::<u8>::new()), "[]"),
    ] {
        assert_eq!(shape.unwrap(), text);
    }
    let keys =
        BTreeMap::from([("__proto__".to_owned(), 1), ("toJSON".to_owned(), 2), (String::new(), 3)]);
    assert_eq!(from_json::<BTreeMap<String, u8>>(&to_json(&keys).unwrap()).unwrap(), keys);
    let mut configuration = Configuration::new(ConfigurationId::new("c-1").unwrap(), "Billing");
    configuration.sweep_after = SweepAfter::Never;
    let text = to_json(&configuration).unwrap();
    assert_eq!(from_json::<Configuration>(&text).unwrap(), configuration);
}

#[wasm_bindgen_test]
fn no_number_is_rounded_on_its_way_through_json() {
    assert_eq!(to_json(&u64::MAX).unwrap_err().found, "18446744073709551615");
    assert_eq!(to_json(&f64::NAN).unwrap_err().rule, Rule::Number);
    let whole = Rule::WholeNumber { min: -MAX_SAFE_INTEGER, max: MAX_SAFE_INTEGER };
    for text in
        ["9007199254740992", "9007199254740993", "-9007199254740993", "1e400", "0.5", "1e-7"]
    {
        assert_eq!(from_json::<i64>(text).unwrap_err().rule, whole, "{text}");
    }
    assert_eq!(from_json::<f64>("1e400").unwrap_err().rule, Rule::Number);
    assert_eq!(from_json::<i64>("9007199254740991").unwrap(), MAX_SAFE_INTEGER);
    assert_eq!(from_json::<u64>("2e3").unwrap(), 2_000);
    for number in
        [f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1), 0.1, -1.0 / 3.0, 123_456_789.123_456_79]
    {
        let back: f64 = from_json(&to_json(&number).unwrap()).unwrap();
        assert_eq!(back.to_bits(), number.to_bits());
    }
}

#[wasm_bindgen_test]
fn what_is_no_json_is_an_error_that_says_so() {
    for (text, sentence) in [
        ("", "the record must be JSON, not \"\""),
        ("<!doctype html>", "the record must be JSON, not \"<!doctype html>\""),
        ("{to: 1}", "the record must be JSON, not \"{to: 1}\""),
        ("{\"to\": 1", "the record must be JSON, not \"{\"to\": 1\""),
        ("{\"to\": 1}{}", "the record must be JSON, not \"{\"to\": 1}{}\""),
        ("{\"to\": -1}", "to must be a whole number from 0 to 255, not -1"),
        ("null", "the record must be an object, not null"),
    ] {
        assert_eq!(from_json::<Checked>(text).unwrap_err().to_string(), sentence);
    }
    let twice: BTreeMap<String, u8> = from_json(r#"{"a": 1, "a": 2}"#).unwrap();
    assert_eq!(twice, BTreeMap::from([("a".into(), 2)]));
    assert_eq!(from_json::<String>(r#""a\ud800b""#).unwrap(), "a\u{fffd}b");
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert!(from_json::<Tree>(&deep).is_err());
    let deep = ["{\"not\":".repeat(200), "\"leaf\"".into(), "}".repeat(200)].concat();
    assert_eq!(from_json::<Tree>(&deep).unwrap_err().rule, Rule::Depth(128));
    let secret = from_json::<u8>(&"secret ".repeat(1000)).unwrap_err();
    assert!(secret.found.chars().count() <= 43, "{}", secret.found);
}
