//! The record of one configuration, with the dialog that agents would get beside it.

use leptos::prelude::*;

use super::allowed_codes::AllowedCodes;
use super::bands_editor::BandsEditor;
use super::channels_field::ChannelsField;
use super::condition_builder::ConditionBuilder;
use super::extra_fields_editor::ExtraFieldsEditor;
use super::fields::{Unit, choice, instant, line, number, switch};
use super::form::{Form, FormButtons, Meanwhile, Said, Summary};
use super::messages::{text, with};
use super::office::{Office, failure};
use super::route::Section;
use super::sample_dialog::SampleDialog;
use super::snippets_editor::SnippetsEditor;
use super::words;
use crate::backend::BackendError;
use crate::domain::admin::audit::Change;
use crate::domain::admin::codes::name_from;
use crate::domain::admin::lint::lint;
use crate::domain::admin::order;
use crate::domain::catalog::Catalog;
use crate::domain::configuration::{Configuration, Mode, OnInterruption, SweepAfter};
use crate::domain::id::ConfigurationId;
use crate::domain::policy::ExpiryPolicy;

/// The id of a configuration that has no name yet.
const NAMELESS: &str = "new";

fn id_of(name: &str) -> ConfigurationId {
    match ConfigurationId::new(if name.is_empty() { NAMELESS } else { name }) {
        Ok(id) => id,
        Err(error) => unreachable!("names that are made are short: {error}"),
    }
}

fn free_id(catalog: &Catalog, name: &str) -> ConfigurationId {
    let taken = |id: &str| catalog.configurations.iter().any(|each| each.id.as_str() == id);
    let id = name_from(name, taken);
    id_of(&if id.is_empty() { name_from(NAMELESS, taken) } else { id })
}

/// See the module.
#[component]
pub(super) fn ConfigurationForm(
    office: Office,
    /// Which; `None` for a new one.
    id: Option<ConfigurationId>,
    /// What a new one is a copy of.
    copied: Option<Configuration>,
    /// Leaves the record.
    close: Callback<()>,
    /// Begins a new one that is a copy.
    #[prop(optional)]
    copy: Option<Callback<Option<Configuration>>>,
) -> impl IntoView {
    let is_known = id.is_some();
    let record = move || {
        let catalog = office.catalog.get()?;
        let id = id.as_ref()?;
        catalog.configuration(id).cloned()
    };
    let form = Form::new(untrack(&record), blank(office, copied));
    Effect::new(move |_| {
        let now = record();
        if is_known {
            form.hear(now);
        }
    });
    Effect::new(move |_| {
        let said = form.draft.with(|draft| said(office, draft));
        form.said.set(said);
    });
    Effect::new(move |_| {
        let name = form.draft.with(|draft| draft.name.clone());
        office.guard.set_unsaved(form.is_dirty().then_some(name));
    });
    on_cleanup(move || office.guard.set_unsaved(None));
    let save = Callback::new(move |()| save(office, form));
    let cancel = Callback::new(move |()| close.run(()));
    let title = move || {
        let name = form.base.with(|base| base.as_ref().map(|base| base.name.clone()));
        name.unwrap_or_else(|| text("admin.configurations.new").to_owned())
    };
    let copy_button = move |copy: Callback<Option<Configuration>>| {
        view! { class="wrapup",
            <button class="wrapup-button is-quiet" type="button"
                on:click=move |_| copy.run(form.base.get_untracked())>
                {text("admin.configurations.copy")}
            </button>
        }
    };
    view! { class="wrapup",
        <div class="admin-with-preview">
            <form class="admin-form" aria-labelledby="admin-form-title"
                on:submit=move |event| event.prevent_default()>
                <header class="admin-form-head">
                    <h2 class="wrapup-title" id="admin-form-title" dir="auto">{title}</h2>
                    {copy.map(copy_button)}
                </header>
                <Meanwhile form close />
                <Summary form />
                {general(form)}
                {matching(office, form)}
                {time(form)}
                {entries(office, form)}
                {ending(form)}
                {suggestions(form)}
                <FormButtons form save cancel />
            </form>
            <SampleDialog office draft=form.draft />
        </div>
    }
}

fn blank(office: Office, copied: Option<Configuration>) -> Configuration {
    let catalog = office.set_up_now();
    let order = order::last(&catalog.configurations);
    match copied {
        None => Configuration { order, ..Configuration::new(free_id(&catalog, ""), "") },
        Some(copied) => {
            let name = with("admin.configurations.copy_of", &[("name", &copied.name)]);
            // Switched on once it is what it is to be.
            Configuration { id: free_id(&catalog, &name), name, active: false, order, ..copied }
        }
    }
}

/// What is to be said about a configuration before it is saved.
fn said(office: Office, draft: &Configuration) -> Vec<Said> {
    let mut catalog = (*office.set_up()).clone();
    match catalog.configurations.iter_mut().find(|each| each.id == draft.id) {
        Some(place) => place.clone_from(draft),
        None => catalog.configurations.push(draft.clone()),
    }
    let findings = lint(&catalog, &office.known_fields()).into_iter();
    let own = findings.filter(|finding| finding.configuration == draft.id);
    own.map(|finding| Said {
        field: finding.field.to_owned(),
        text: words::lint_rule(&finding.rule),
        // What is switched off may be faulty still.
        is_error: finding.rule.is_error() && draft.active,
    })
    .collect()
}

fn save(office: Office, form: Form<Configuration>) {
    let base = form.base.get_untracked();
    let mut draft = form.draft.get_untracked();
    let new = base.is_none();
    if new {
        draft.id = free_id(&office.set_up_now(), &draft.name);
        form.draft.set(draft.clone());
    }
    form.saving.set(true);
    form.refused.set(None);
    let changes = vec![Change::of_configuration(base, Some(draft.clone()))];
    let sentence = with("admin.said.saved", &[("name", &draft.name)]);
    office.change(changes, sentence, move |answer| match answer {
        Ok(()) => {
            form.saved(draft.clone());
            if new {
                office.guard.set_unsaved(None);
                office.route.be_at(Section::Configurations, draft.id.as_str());
            }
        }
        Err(error) => {
            form.saving.set(false);
            if error != BackendError::Conflict || new {
                form.refused.set(Some(failure(&error)));
            }
        }
    });
}

fn section(title: &'static str, content: impl IntoView) -> impl IntoView {
    view! { class="wrapup",
        <section class="admin-section" aria-label=text(title)>
            <h3>{text(title)}</h3>
            {content.into_any()}
        </section>
    }
}

fn small(value: Option<u64>) -> u32 {
    value.unwrap_or_default().try_into().unwrap_or(u32::MAX)
}

fn general(form: Form<Configuration>) -> impl IntoView {
    let fields = view! { class="wrapup",
        <div class="admin-grid">
            {line(form, "name", |it| it.name.clone(), |it, text| it.name = text)}
            {number(form, "order", Unit::None, false, |it| Some(it.order.into()),
                |it, value| it.order = small(value))}
            {switch(form, "active", |it| it.active, |it, on| it.active = on)}
        </div>
    };
    section("admin.section.general", fields)
}

fn matching(office: Office, form: Form<Configuration>) -> impl IntoView {
    let fields = view! { class="wrapup",
        <ChannelsField form />
        <ConditionBuilder office form />
        <div class="admin-grid">
            {instant(form, "effective_from", |it| it.effective_from,
                |it, at| it.effective_from = at)}
            {instant(form, "effective_until", |it| it.effective_until,
                |it, at| it.effective_until = at)}
            {number(form, "share_percent", Unit::Percent, false,
                |it| Some(it.share_percent.into()),
                |it, value| it.share_percent = u8::try_from(value.unwrap_or(0)).unwrap_or(u8::MAX))}
            {switch(form, "wrap_up_unconnected", |it| it.wrap_up_unconnected,
                |it, on| it.wrap_up_unconnected = on)}
        </div>
    };
    section("admin.section.matching", fields)
}

fn time(form: Form<Configuration>) -> impl IntoView {
    let expiry = vec![
        (ExpiryPolicy::DefaultAndDiscard, text("admin.expiry.default_and_discard")),
        (ExpiryPolicy::FillBlanks, text("admin.expiry.fill_blanks")),
        (ExpiryPolicy::KeepEntered, text("admin.expiry.keep_entered")),
    ];
    let fields = view! { class="wrapup",
        <div class="admin-grid">
            {switch(form, "enforce_duration", |it| it.enforce_duration,
                |it, on| it.enforce_duration = on)}
            {number(form, "duration_seconds", Unit::Seconds, false,
                |it| Some(it.duration_seconds), |it, value| it.duration_seconds = value.unwrap_or(0))}
            {switch(form, "show_timer", |it| it.show_timer, |it, on| it.show_timer = on)}
            {number(form, "warning_seconds", Unit::Seconds, false,
                |it| Some(it.warning_seconds), |it, value| it.warning_seconds = value.unwrap_or(0))}
            {number(form, "extension_seconds", Unit::Seconds, true,
                |it| it.extension_seconds, |it, value| it.extension_seconds = value)}
            {number(form, "max_extensions", Unit::Times, false,
                |it| Some(it.max_extensions.into()), |it, value| it.max_extensions = small(value))}
            {choice(form, "expiry_policy", expiry, |it| it.expiry_policy,
                |it, policy| it.expiry_policy = policy)}
            {number(form, "sweep_after", Unit::Seconds, true, sweep, set_sweep)}
            {number(form, "correction_seconds", Unit::Seconds, false,
                |it| Some(it.correction_seconds),
                |it, value| it.correction_seconds = value.unwrap_or(0))}
        </div>
        <BandsEditor form />
    };
    section("admin.section.time", fields)
}

fn sweep(configuration: &Configuration) -> Option<u64> {
    match configuration.sweep_after {
        SweepAfter::Seconds(seconds) => Some(seconds),
        SweepAfter::Never => None,
    }
}

fn set_sweep(configuration: &mut Configuration, seconds: Option<u64>) {
    configuration.sweep_after = seconds.map_or(SweepAfter::Never, SweepAfter::Seconds);
}

fn entries(office: Office, form: Form<Configuration>) -> impl IntoView {
    let fields = view! { class="wrapup",
        <div class="admin-grid">
            {switch(form, "enable_codes", |it| it.enable_codes, |it, on| it.enable_codes = on)}
            {switch(form, "code_required", |it| it.code_required, |it, on| it.code_required = on)}
            {switch(form, "notes_required", |it| it.notes_required,
                |it, on| it.notes_required = on)}
            {switch(form, "early_dialog", |it| it.early_dialog, |it, on| it.early_dialog = on)}
        </div>
        <AllowedCodes office form />
        <ExtraFieldsEditor form />
        <SnippetsEditor form />
    };
    section("admin.section.entries", fields)
}

fn ending(form: Form<Configuration>) -> impl IntoView {
    let modes = vec![
        (Mode::Standard, text("admin.mode.standard")),
        (Mode::Forced, text("admin.mode.forced")),
        (Mode::Mandatory, text("admin.mode.mandatory")),
        (Mode::AgentRequested, text("admin.mode.agent_requested")),
    ];
    let then = || {
        vec![
            (OnInterruption::GoOn, text("admin.interruption.go_on")),
            (OnInterruption::Park, text("admin.interruption.park")),
            (OnInterruption::Close, text("admin.interruption.close")),
        ]
    };
    let fields = view! { class="wrapup",
        <div class="admin-grid">
            <div class="is-wide">{choice(form, "mode", modes, |it| it.mode, |it, mode| it.mode = mode)}</div>
            {choice(form, "status_change", then(), |it| it.on_interruption.status_change,
                |it, then| it.on_interruption.status_change = then)}
            {choice(form, "outbound_call", then(), |it| it.on_interruption.outbound_call,
                |it, then| it.on_interruption.outbound_call = then)}
            {choice(form, "logout", then(), |it| it.on_interruption.logout,
                |it, then| it.on_interruption.logout = then)}
        </div>
    };
    section("admin.section.ending", fields)
}

fn suggestions(form: Form<Configuration>) -> impl IntoView {
    let fields = view! { class="wrapup",
        <div class="admin-grid">
            {switch(form, "enable_ai_code", |it| it.enable_ai_code, |it, on| it.enable_ai_code = on)}
            {switch(form, "enable_ai_notes", |it| it.enable_ai_notes,
                |it, on| it.enable_ai_notes = on)}
            {switch(form, "use_third_party_ai", |it| it.use_third_party_ai,
                |it, on| it.use_third_party_ai = on)}
            {switch(form, "ai_on_request", |it| it.ai_on_request, |it, on| it.ai_on_request = on)}
            {switch(form, "use_ai_as_default", |it| it.use_ai_as_default,
                |it, on| it.use_ai_as_default = on)}
        </div>
    };
    section("admin.section.suggestions", fields)
}
