//! Why an interaction gets the configuration it gets, and none of the others.

use leptos::prelude::*;

use super::fields::select;
use super::messages::{text, with};
use super::office::Office;
use super::route::Section;
use super::words;
use crate::browser::{clock, local_time};
use crate::domain::admin::explain::{Explanation, Verdict, explain};
use crate::domain::admin::lint::{FieldType, LintRule};
use crate::domain::admin::typed_value;
use crate::domain::catalog::Mismatch;
use crate::domain::channel::Channel;
use crate::domain::field::{FieldValue, Fields};
use crate::domain::id::{AgentId, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::time::Timestamp;

/// How many conversations are offered to pick from.
const OFFERED: usize = 100;

/// A field of the interaction, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Typed {
    name: String,
    value: String,
    held: Option<FieldType>,
}

impl Typed {
    fn of(name: &str, value: &FieldValue) -> Self {
        let held = Some(FieldType::of(value));
        let value = typed_value::typed(value);
        Self { name: name.to_owned(), value, held }
    }

    /// What it stands for; what cannot be read as its type counts as text.
    fn read(&self) -> FieldValue {
        let read = typed_value::read(&self.value, self.held.unwrap_or(FieldType::Text));
        read.unwrap_or_else(|| FieldValue::Text(self.value.clone()))
    }
}

/// See the module.
#[component]
pub(super) fn ExplainPage(office: Office) -> impl IntoView {
    office.read();
    let channel = RwSignal::new("chat".to_owned());
    let agents = office.agents.get_value();
    let agent = RwSignal::new(agents.first().map(ToString::to_string).unwrap_or_default());
    let at = RwSignal::new(None::<Timestamp>);
    let typed = RwSignal::new(vec![Typed::default()]);
    let picked = RwSignal::new(String::new());

    let pick = move |id: String| {
        let found = office
            .interactions
            .with_untracked(|all| all.iter().find(|each| each.id.as_str() == id).cloned());
        picked.set(id);
        let Some(found) = found else { return };
        channel.set(found.channel.name().to_owned());
        let fields = found.fields.iter().map(|(name, value)| Typed::of(name, value));
        typed.set(fields.collect());
        if let Some(assigned) = &found.assigned_to {
            agent.set(assigned.to_string());
        }
        at.set(found.ended_at);
    };
    let interactions = move || {
        let option = |each: &Interaction| {
            let id = each.id.to_string();
            let first = each.fields.values().next().map(words::held).unwrap_or_default();
            let words = [&id, ", ", &words::channel(&each.channel), ", ", &first].concat();
            let chosen = picked.with_untracked(|picked| *picked == id);
            view! { class="wrapup", <option value=id prop:selected=chosen>{words}</option> }
        };
        let offered = office.interactions.get();
        offered.iter().take(OFFERED).map(option).collect::<Vec<_>>()
    };
    let interaction = move || {
        let id = InteractionId::new("explain").ok()?;
        let channel = Channel::from(channel.get().trim().to_owned());
        let mut interaction = Interaction::new(id, channel, Timestamp::default());
        let known = office.known_fields();
        let fields: Fields = typed.with(|typed| {
            let named = typed.iter().filter(|each| !each.name.trim().is_empty());
            let pair = |each: &Typed| {
                let name = each.name.trim().to_owned();
                let held = known.get(&name).copied().or(each.held);
                (name, Typed { held, ..each.clone() }.read())
            };
            named.map(pair).collect()
        });
        interaction.fields = fields;
        Some(interaction)
    };
    let results = move || {
        let catalog = office.set_up();
        let (Some(interaction), Ok(agent)) = (interaction(), AgentId::new(agent.get().trim()))
        else {
            return view! { class="wrapup",
                <p class="wrapup-failure">{text("admin.explain.agent_missing")}</p>
            }
            .into_any();
        };
        let at = at.get().unwrap_or_else(|| clock::now().wall);
        let explained = explain(&catalog, &interaction, &agent, at);
        let wins = explained
            .iter()
            .any(|each| matches!(each.verdict, Verdict::Wins | Verdict::WinsFaulty(_)));
        let lines: Vec<_> = explained.iter().map(|each| line(office, each)).collect();
        let none = (!wins).then(|| {
            view! { class="wrapup",
                <p class="wrapup-gate">{text("admin.explain.none")}</p>
            }
        });
        view! { class="wrapup", {none}<ol class="admin-verdicts">{lines}</ol> }.into_any()
    };
    let channels = ["chat", "messaging", "phone", "email", "video", "walk_in"].map(|name| {
        let words = words::channel(&Channel::from(name.to_owned()));
        view! { class="wrapup", <option value=name>{words}</option> }
    });
    let agents = agents.into_iter().map(|agent| {
        let name = office.names.of(&agent);
        view! { class="wrapup", <option value=agent.to_string()>{name}</option> }
    });
    let agents = agents.collect::<Vec<_>>();
    let add = move |_| typed.update(|typed| typed.push(Typed::default()));
    let count = Memo::new(move |_| typed.with(Vec::len));
    let time = move || at.get().map(local_time::to_field).unwrap_or_default();
    view! { class="wrapup",
        <div class="admin-explain">
            <section class="admin-form" aria-labelledby="admin-explain-title">
                <h2 class="wrapup-title" id="admin-explain-title">{text("admin.nav.explain")}</h2>
                <p class="wrapup-hint">{text("admin.explain.hint")}</p>
                <div class="admin-field">
                    <label class="wrapup-label" for="admin-explain-pick">
                        {text("admin.explain.pick")}
                    </label>
                    <select class="wrapup-input wrapup-select" id="admin-explain-pick"
                        on:change=move |event| pick(event_target_value(&event))>
                        <option value="">{text("admin.explain.typed")}</option>
                        {interactions}
                    </select>
                </div>
                <div class="admin-grid">
                    <div class="admin-field">
                        <label class="wrapup-label" for="admin-explain-channel">
                            {text("admin.explain.channel")}
                        </label>
                        <input class="wrapup-input" id="admin-explain-channel" type="text"
                            list="admin-explain-channels" autocomplete="off"
                            prop:value=move || channel.get()
                            on:input=move |event| channel.set(event_target_value(&event)) />
                        <datalist id="admin-explain-channels">{channels.into_iter().collect::<Vec<_>>()}</datalist>
                    </div>
                    <div class="admin-field">
                        <label class="wrapup-label" for="admin-explain-agent">
                            {text("admin.explain.agent")}
                        </label>
                        <input class="wrapup-input" id="admin-explain-agent" type="text"
                            list="admin-explain-agents" autocomplete="off"
                            prop:value=move || agent.get()
                            on:input=move |event| agent.set(event_target_value(&event)) />
                        <datalist id="admin-explain-agents">{agents}</datalist>
                    </div>
                    <div class="admin-field">
                        <label class="wrapup-label" for="admin-explain-at">
                            {text("admin.explain.at")}
                        </label>
                        <input class="wrapup-input" id="admin-explain-at" type="datetime-local"
                            prop:value=time
                            on:change=move |event| {
                                at.set(local_time::from_field(&event_target_value(&event)));
                            } />
                        <p class="wrapup-hint">{text("admin.explain.at_hint")}</p>
                    </div>
                </div>
                <fieldset class="admin-field admin-group">
                    <legend class="wrapup-label">{text("admin.explain.fields")}</legend>
                    <datalist id="admin-explain-names">
                        {move || office.known_fields().into_keys().map(|name| view! { class="wrapup",
                            <option value=name></option>
                        }).collect::<Vec<_>>()}
                    </datalist>
                    {move || (0..count.get()).map(|at| field_row(office, typed, at)).collect_view()}
                    <div class="admin-actions">
                        <button class="wrapup-button is-quiet admin-small" type="button"
                            on:click=add>{text("admin.explain.add")}</button>
                    </div>
                </fieldset>
            </section>
            <section class="admin-form" aria-labelledby="admin-verdicts-title">
                <h3 class="wrapup-title" id="admin-verdicts-title">{text("admin.explain.result")}</h3>
                <div aria-live="polite">{results}</div>
            </section>
        </div>
    }
}

fn field_row(office: Office, typed: RwSignal<Vec<Typed>>, at: usize) -> AnyView {
    let name = Memo::new(move |_| typed.with(|all| all.get(at).map(|it| it.name.clone())));
    let value = Memo::new(move |_| typed.with(|all| all.get(at).map(|it| it.value.clone())));
    let known = Memo::new(move |_| {
        let name = name.get().unwrap_or_default();
        office.known_fields().get(name.trim()).copied()
    });
    let change = move |change: &dyn Fn(&mut Typed)| {
        typed.update(|all| all.get_mut(at).into_iter().for_each(change));
    };
    let held = Signal::derive(move || {
        let own = typed.with(|all| all.get(at).and_then(|it| it.held));
        known.get().or(own).unwrap_or(FieldType::Text)
    });
    let set_held = Callback::new(move |held| change(&|it| it.held = Some(held)));
    let id = format!("admin-explain-type-{at}");
    view! { class="wrapup",
        <div class="admin-condition-test" role="group" aria-label=text("admin.condition.field")>
            <input class="wrapup-input admin-code" type="text" autocomplete="off"
                list="admin-explain-names" aria-label=text("admin.condition.field")
                placeholder=text("admin.condition.field")
                prop:value=move || name.get().unwrap_or_default()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    change(&|it| it.name.clone_from(&text));
                } />
            {select(id, text("admin.condition.type"), words::types(), held, set_held, None)}
            <input class="wrapup-input" type="text" autocomplete="off" dir="auto"
                aria-label=text("admin.condition.value") placeholder=text("admin.condition.value")
                prop:value=move || value.get().unwrap_or_default()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    change(&|it| it.value.clone_from(&text));
                } />
            <button class="wrapup-button is-quiet admin-small" type="button"
                aria-label=text("admin.explain.remove")
                on:click=move |_| typed.update(|all| drop(all.remove(at)))>"\u{d7}"</button>
        </div>
    }
    .into_any()
}

fn line(office: Office, Explanation { configuration, verdict }: &Explanation<'_>) -> AnyView {
    let (class, badge) = match verdict {
        Verdict::Wins => ("is-good", text("admin.explain.wins")),
        Verdict::WinsFaulty(_) => ("is-error", text("admin.explain.wins_faulty")),
        Verdict::Later(_) => ("", text("admin.explain.later")),
        Verdict::Mismatch(..) => ("is-off", text("admin.explain.mismatch")),
    };
    let why = match verdict {
        Verdict::Wins => text("admin.explain.why_wins").to_owned(),
        Verdict::WinsFaulty(faults) => {
            let fault = |it: &crate::domain::configuration::ConfigurationError| {
                let rule = words::lint_rule(&LintRule::Fault(it.rule.clone()));
                [&words::field(it.field), " ", &rule].concat()
            };
            let faults: Vec<_> = faults.iter().map(fault).collect();
            with("admin.explain.why_faulty", &[("faults", &faults.join("; "))])
        }
        Verdict::Later(first) => {
            let catalog = office.set_up_now();
            let named = catalog.configuration(first);
            let name = named.map_or_else(|| first.to_string(), |it| it.name.clone());
            with("admin.explain.why_later", &[("name", &name)])
        }
        Verdict::Mismatch(mismatch, decisive) => {
            let part = decisive.as_ref().map(words::decisive).unwrap_or_default();
            why_not(*mismatch, part, &configuration.channels)
        }
    };
    let id = configuration.id.to_string();
    view! { class="wrapup",
        <li class="admin-verdict">
            <span class=["admin-badge ", class].concat()>{badge}</span>
            <button class="admin-link" type="button" dir="auto"
                on:click=move |_| office.route.go(Section::Configurations, &id)>
                {configuration.name.clone()}
            </button>
            <p class="admin-why">{why}</p>
        </li>
    }
    .into_any()
}

fn why_not(mismatch: Mismatch, part: String, channels: &[Channel]) -> String {
    match mismatch {
        Mismatch::Inactive => text("admin.explain.inactive").to_owned(),
        Mismatch::NotYet(from) => with("admin.explain.not_yet", &[("date", &words::date(from))]),
        Mismatch::NoLonger(until) => {
            with("admin.explain.no_longer", &[("date", &words::date(until))])
        }
        Mismatch::Channel => {
            let channels: Vec<_> = channels.iter().map(words::channel).collect();
            with("admin.explain.other_channels", &[("channels", &channels.join(", "))])
        }
        Mismatch::Condition if part.is_empty() => text("admin.explain.condition").to_owned(),
        Mismatch::Condition => part,
        Mismatch::Share { place, percent } => with(
            "admin.explain.share",
            &[("place", &place.to_string()), ("percent", &percent.to_string())],
        ),
    }
}
