//! Which conversations a configuration is for, put together from tests and groups.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use super::fields::{described_by, remarks, select};
use super::form::{Form, control};
use super::messages::text;
use super::office::Office;
use super::words;
use crate::browser::focus;
use crate::domain::admin::lint::{FieldType, KnownFields};
use crate::domain::admin::typed_value::{self, read, typed};
use crate::domain::condition::{Condition, FieldTest, Test};
use crate::domain::configuration::Configuration;
use crate::domain::field::Number;

/// How many groups may stand within each other.
const DEEPEST: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    All,
    Any,
    None,
    Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equals,
    NotEquals,
    In,
    StartsWith,
    Contains,
    IsEmpty,
    Greater,
    Less,
}

impl Operator {
    /// Whether what it compares with is of a type to be chosen.
    const fn is_typed(self) -> bool {
        matches!(self, Self::Equals | Self::NotEquals | Self::In)
    }

    fn all() -> Vec<(Self, &'static str)> {
        vec![
            (Self::Equals, text("admin.test.equals")),
            (Self::NotEquals, text("admin.test.not_equals")),
            (Self::In, text("admin.test.in")),
            (Self::StartsWith, text("admin.test.starts_with")),
            (Self::Contains, text("admin.test.contains")),
            (Self::IsEmpty, text("admin.test.is_empty")),
            (Self::Greater, text("admin.test.greater")),
            (Self::Less, text("admin.test.less")),
        ]
    }
}

/// A part of a condition while it is being written: what is typed stays as it is
/// typed, also while it cannot be read.
#[derive(Clone, Copy)]
struct Node {
    id: u32,
    kind: RwSignal<Kind>,
    parts: RwSignal<Vec<Node>>,
    field: RwSignal<String>,
    operator: RwSignal<Operator>,
    value: RwSignal<String>,
    held: RwSignal<FieldType>,
}

impl Node {
    fn new(kind: Kind, parts: Vec<Self>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            kind: RwSignal::new(kind),
            parts: RwSignal::new(parts),
            field: RwSignal::default(),
            operator: RwSignal::new(Operator::Equals),
            value: RwSignal::default(),
            held: RwSignal::new(FieldType::Text),
        }
    }

    fn of(condition: &Condition) -> Self {
        let all = |conditions: &[Condition]| conditions.iter().map(Self::of).collect();
        match condition {
            Condition::All(parts) => Self::new(Kind::All, all(parts)),
            Condition::Any(parts) => Self::new(Kind::Any, all(parts)),
            Condition::Not(part) => match &**part {
                Condition::Any(parts) => Self::new(Kind::None, all(parts)),
                part => Self::new(Kind::None, vec![Self::of(part)]),
            },
            Condition::Field(test) => Self::of_test(test),
        }
    }

    fn of_test(FieldTest { field, test }: &FieldTest) -> Self {
        let node = Self::new(Kind::Test, Vec::new());
        let (operator, value, held) = match test {
            Test::Equals(value) => (Operator::Equals, typed(value), FieldType::of(value)),
            Test::NotEquals(value) => (Operator::NotEquals, typed(value), FieldType::of(value)),
            Test::In(values) => {
                let all: Vec<_> = values.iter().map(typed).collect();
                let held = values.first().map_or(FieldType::Text, FieldType::of);
                (Operator::In, typed_value::join(all.iter().map(String::as_str), ','), held)
            }
            Test::StartsWith(start) => (Operator::StartsWith, start.clone(), FieldType::Text),
            Test::Contains(part) => (Operator::Contains, part.clone(), FieldType::Text),
            Test::IsEmpty => (Operator::IsEmpty, String::new(), FieldType::Text),
            Test::Greater(bound) => (Operator::Greater, bound.get().to_string(), FieldType::Number),
            Test::Less(bound) => (Operator::Less, bound.get().to_string(), FieldType::Number),
        };
        node.field.set(field.clone());
        node.operator.set(operator);
        node.value.set(value);
        node.held.set(held);
        node
    }

    /// A group; the whole is one, whatever it holds.
    fn whole(condition: &Condition) -> Self {
        let node = Self::of(condition);
        if node.kind.get_untracked() == Kind::Test {
            Self::new(Kind::All, vec![node])
        } else {
            node
        }
    }

    /// What keeps a test from being read, followed.
    fn fault(self) -> Option<&'static str> {
        if self.field.get().trim().is_empty() {
            return Some(text("admin.condition.nameless"));
        }
        self.test().is_none().then(|| text("admin.condition.unreadable"))
    }

    /// What is written; `None` while some of it cannot be read. Followed.
    fn condition(self) -> Option<Condition> {
        let parts =
            || self.parts.get().into_iter().map(Self::condition).collect::<Option<Vec<_>>>();
        Some(match self.kind.get() {
            Kind::Test if self.fault().is_some() => return None,
            Kind::Test => Condition::Field(self.test()?),
            Kind::All => Condition::All(parts()?),
            Kind::Any => Condition::Any(parts()?),
            Kind::None => {
                let mut parts = parts()?;
                let one = if parts.len() == 1 { parts.pop() } else { None };
                Condition::Not(Box::new(one.unwrap_or(Condition::Any(parts))))
            }
        })
    }

    fn test(self) -> Option<FieldTest> {
        let (value, held) = (self.value.get(), self.held.get());
        let number = || Number::new(value.trim().parse().ok()?).ok();
        let test = match self.operator.get() {
            Operator::Equals => Test::Equals(read(&value, held)?),
            Operator::NotEquals => Test::NotEquals(read(&value, held)?),
            Operator::In => {
                let values = typed_value::split(&value, ',')?;
                Test::In(values.iter().map(|each| read(each, held)).collect::<Option<Vec<_>>>()?)
            }
            Operator::StartsWith => Test::StartsWith(value),
            Operator::Contains => Test::Contains(value),
            Operator::IsEmpty => Test::IsEmpty,
            Operator::Greater => Test::Greater(number()?),
            Operator::Less => Test::Less(number()?),
        };
        Some(FieldTest { field: self.field.get().trim().to_owned(), test })
    }
}

/// What each part of the builder works with.
#[derive(Clone, Copy)]
struct Builder {
    known: Memo<KnownFields>,
    form: Form<Configuration>,
    whole: RwSignal<Node>,
}

impl Builder {
    /// What is written is what the record is to have.
    fn write(self) {
        let whole = self.whole.get_untracked();
        match untrack(|| whole.condition()) {
            None => self.form.set_unreadable("condition", Some(text("admin.condition.unfinished"))),
            Some(condition) => {
                self.form.set_unreadable("condition", None);
                // A single test stands by itself.
                let condition = match condition {
                    Condition::All(mut parts) if parts.len() == 1 => {
                        parts.pop().unwrap_or(Condition::always())
                    }
                    condition => condition,
                };
                self.form.draft.update(|draft| draft.condition = condition);
            }
        }
    }
}

/// See the module.
#[component]
pub(super) fn ConditionBuilder(office: Office, form: Form<Configuration>) -> impl IntoView {
    let of_draft = move || form.draft.with_untracked(|draft| Node::whole(&draft.condition));
    let whole = RwSignal::new(of_draft());
    Effect::new(move |before: Option<u32>| {
        let filled = form.filled.get();
        if before.is_some_and(|before| before != filled) {
            whole.set(of_draft());
        }
        filled
    });
    let known = Memo::new(move |_| office.known_fields());
    let builder = Builder { known, form, whole };
    let fields = move || {
        let names = known.get().into_keys();
        let option = |name: String| view! { class="wrapup", <option value=name></option> };
        names.map(option).collect::<Vec<_>>()
    };
    let sentence = move || form.draft.with(|draft| words::condition(&draft.condition));
    view! { class="wrapup",
        <fieldset class="admin-field admin-group" aria-describedby=described_by("condition")>
            <legend class="wrapup-label">{words::field("condition")}</legend>
            <p class="wrapup-hint">{sentence}</p>
            {remarks(form, "condition")}
            <datalist id="admin-known-fields">{fields}</datalist>
            {move || group(builder, whole.get(), 0, None)}
        </fieldset>
    }
}

/// Takes the part of that id out of a group.
type TakeOut = Callback<u32>;

fn group(builder: Builder, node: Node, depth: usize, take_out: Option<TakeOut>) -> AnyView {
    let kinds = vec![
        (Kind::All, text("admin.condition.all_of")),
        (Kind::Any, text("admin.condition.any_of")),
        (Kind::None, text("admin.condition.none_of")),
    ];
    let choose = Callback::new(move |kind| {
        node.kind.set(kind);
        builder.write();
    });
    let id = if depth == 0 { control("condition") } else { format!("admin-node-{}", node.id) };
    let take_part = Callback::new(move |id: u32| {
        node.parts.update(|parts| parts.retain(|each| each.id != id));
        builder.write();
        focus::move_to(format!("admin-add-{}", node.id));
    });
    let add_test = move |_| {
        let part = Node::new(Kind::Test, Vec::new());
        node.parts.update(|parts| parts.push(part));
        builder.write();
        focus::move_to(format!("admin-node-{}", part.id));
    };
    let add_group = move |_| {
        let part = Node::new(Kind::Any, vec![Node::new(Kind::Test, Vec::new())]);
        node.parts.update(|parts| parts.push(part));
        builder.write();
        focus::move_to(format!("admin-node-{}", part.id));
    };
    let part = move |part: Node| {
        if part.kind.get_untracked() == Kind::Test {
            test(builder, part, take_part)
        } else {
            group(builder, part, depth + 1, Some(take_part))
        }
    };
    let remove = take_out.map(|take_out| {
        view! { class="wrapup",
            <button class="wrapup-button is-quiet admin-small" type="button"
                on:click=move |_| take_out.run(node.id)>{text("admin.condition.remove_group")}</button>
        }
    });
    view! { class="wrapup",
        <div class="admin-condition-group" role="group" aria-label=text("admin.condition.group")>
            <div class="admin-actions">
                {select(id, text("admin.condition.group"), kinds, node.kind.into(), choose, None)}
                {remove}
            </div>
            <div class="admin-condition-parts">
                <For each=move || node.parts.get() key=|part| part.id let:each>{part(each)}</For>
            </div>
            <div class="admin-actions">
                <button class="wrapup-button is-quiet admin-small" type="button"
                    id=format!("admin-add-{}", node.id) on:click=add_test>
                    {text("admin.condition.add_test")}
                </button>
                {(depth < DEEPEST).then(|| view! { class="wrapup",
                    <button class="wrapup-button is-quiet admin-small" type="button"
                        on:click=add_group>{text("admin.condition.add_group")}</button>
                })}
            </div>
        </div>
    }
    .into_any()
}

fn test(builder: Builder, node: Node, take_out: TakeOut) -> AnyView {
    let enter_field = move |name: String| {
        // A known field is compared as what it holds.
        let held = builder.known.with_untracked(|known| known.get(name.trim()).copied());
        if let Some(held) = held {
            node.held.set(held);
        }
        node.field.set(name);
        builder.write();
    };
    let operator = Callback::new(move |operator| {
        node.operator.set(operator);
        builder.write();
    });
    let held = Callback::new(move |held| {
        node.held.set(held);
        builder.write();
    });
    let enter = move |text: String| {
        node.value.set(text);
        builder.write();
    };
    let fault = Memo::new(move |_| node.fault());
    let is_nameless = move || node.field.with(|field| field.trim().is_empty());
    let unreadable = move || fault.get().is_some() && !is_nameless();
    let id = |piece: &str| format!("admin-node-{}{piece}", node.id);
    let said = id("-said");
    let placeholder = move || match (node.operator.get(), node.held.get()) {
        (Operator::In, _) => text("admin.condition.values"),
        (operator, FieldType::Boolean) if operator.is_typed() => "true / false",
        (operator, FieldType::List) if operator.is_typed() => text("admin.condition.list"),
        _ => "",
    };
    let type_id = id("-type");
    let type_select = move || {
        node.operator.get().is_typed().then(|| {
            let name = text("admin.condition.type");
            select(type_id.clone(), name, words::types(), node.held.into(), held, None)
        })
    };
    view! { class="wrapup",
        <div class="admin-condition-test" role="group" aria-label=text("admin.condition.test")>
            <input class="wrapup-input admin-code" id=id("") type="text" autocomplete="off"
                list="admin-known-fields" aria-describedby=said.clone()
                aria-invalid=move || is_nameless().then_some("true") aria-label=text("admin.condition.field")
                placeholder=text("admin.condition.field")
                prop:value=move || node.field.get()
                on:input=move |event| enter_field(event_target_value(&event)) />
            {select(id("-operator"), text("admin.condition.operator"), Operator::all(),
                node.operator.into(), operator, None)}
            {type_select}
            <input class="wrapup-input" id=id("-value") type="text" autocomplete="off" dir="auto"
                aria-label=text("admin.condition.value") placeholder=placeholder
                aria-invalid=move || unreadable().then_some("true") aria-describedby=said.clone()
                hidden=move || node.operator.get() == Operator::IsEmpty
                prop:value=move || node.value.get()
                on:input=move |event| enter(event_target_value(&event)) />
            <button class="wrapup-button is-quiet admin-small" type="button"
                aria-label=text("admin.condition.remove_test")
                on:click=move |_| take_out.run(node.id)>"\u{d7}"</button>
            <p class="admin-remark is-error" id=said hidden=move || fault.get().is_none()>
                {move || fault.get()}
            </p>
        </div>
    }
    .into_any()
}
