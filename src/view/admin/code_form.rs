//! The record of one wrap-up code.

use leptos::prelude::*;

use super::code_picker::{CodePicker, path};
use super::confirm::Confirm;
use super::fields::{described_by, is_faulty, line, lines, remarks, switch};
use super::form::{Form, FormButtons, Meanwhile, Said, Summary, control};
use super::messages::{text, with};
use super::office::{Office, failure};
use super::route::Section;
use super::translations::Translations;
use super::words;
use crate::backend::BackendError;
use crate::browser::focus;
use crate::domain::admin::audit::Change;
use crate::domain::admin::codes::{self, InUse};
use crate::domain::admin::lint;
use crate::domain::code::WrapUpCode;
use crate::domain::id::CodeId;

/// The id of a code that has no name yet.
const NAMELESS: &str = "new";

fn blank(below: Option<CodeId>) -> WrapUpCode {
    let id = match CodeId::new(NAMELESS) {
        Ok(id) => id,
        Err(error) => unreachable!("it is short and not empty: {error}"),
    };
    WrapUpCode { parent: below, ..WrapUpCode::new(id, "") }
}

/// See the module.
#[component]
pub(super) fn CodeForm(
    office: Office,
    /// Which; `None` for a new one.
    id: Option<CodeId>,
    /// Below which a new one is to hang.
    below: Option<CodeId>,
    /// Leaves the record.
    close: Callback<()>,
    /// Begins a new one below a code.
    #[prop(optional)]
    create: Option<Callback<Option<CodeId>>>,
) -> impl IntoView {
    let record = {
        let id = id.clone();
        move || {
            let catalog = office.catalog.get()?;
            let id = id.as_ref()?;
            catalog.codes.iter().find(|code| code.id == *id).cloned()
        }
    };
    let form = Form::new(untrack(&record), blank(below));
    let is_known = id.is_some();
    Effect::new(move |_| {
        let now = record();
        if is_known {
            form.hear(now);
        }
    });
    Effect::new(move |_| {
        let said = form.draft.with(|draft| said(office, draft, !form.exists()));
        form.said.set(said);
    });
    Effect::new(move |_| {
        let name = form.draft.with(|draft| draft.label.clone());
        office.guard.set_unsaved(form.is_dirty().then_some(name));
    });
    on_cleanup(move || office.guard.set_unsaved(None));

    let save = Callback::new(move |()| save(office, form));
    let cancel = Callback::new(move |()| close.run(()));
    let title = move || {
        let label = form.base.with(|base| base.as_ref().map(|base| base.label.clone()));
        label.unwrap_or_else(|| text("admin.codes.new").to_owned())
    };
    let above = move || {
        let parent = form.base.with(|base| base.as_ref().and_then(|base| base.parent.clone()));
        parent.map(|parent| path(&office.set_up().codes, &parent))
    };
    let new_below = move |create: Callback<Option<CodeId>>| {
        let press = move |_| {
            create.run(form.base.with_untracked(|base| base.as_ref().map(|it| it.id.clone())));
        };
        view! { class="wrapup",
            <button class="wrapup-button is-quiet" type="button" on:click=press>
                {text("admin.codes.new_below")}
            </button>
        }
    };
    view! { class="wrapup",
        <form class="admin-form" aria-labelledby="admin-form-title"
            on:submit=move |event| event.prevent_default()>
            <header class="admin-form-head">
                <p class="wrapup-hint">{above}</p>
                <h2 class="wrapup-title" id="admin-form-title" dir="auto">{title}</h2>
                {create.map(new_below)}
            </header>
            <Meanwhile form close />
            <Summary form />
            <div class="admin-grid">
                <Label form office />
                <Id form />
                <div class="is-wide">
                    {lines(form, "description", |it| it.description.clone(),
                        |it, text| it.description = text)}
                </div>
                <div class="is-wide"><Parent form office /></div>
                {line(form, "shortcut", |it| it.shortcut.clone().unwrap_or_default(),
                    |it, text| it.shortcut = Some(text).filter(|text| !text.is_empty()))}
                {lines(form, "synonyms", |it| it.synonyms.join("\n"), |it, text| {
                    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                    it.synonyms = lines.map(str::to_owned).collect();
                })}
                {switch(form, "active", |it| it.active, |it, on| it.active = on)}
                {switch(form, "notes_required", |it| it.notes_required,
                    |it, on| it.notes_required = on)}
                {switch(form, "external", |it| it.external, |it, on| it.external = on)}
            </div>
            <Translations form />
            {move || form.exists().then(|| view! { class="wrapup", <Usage office form close /> })}
            <FormButtons form save cancel />
        </form>
    }
}

/// What is to be said about a code before it is saved.
fn said(office: Office, draft: &WrapUpCode, new: bool) -> Vec<Said> {
    let catalog = office.set_up();
    let errors = codes::check_one(&catalog.codes, draft, new).into_iter();
    let mut said: Vec<_> = errors
        .map(|error| Said {
            field: error.field.to_owned(),
            text: words::code_rule(&error.rule),
            is_error: true,
        })
        .collect();
    let was_active = catalog.codes.iter().any(|it| it.id == draft.id && it.active);
    if was_active && !draft.active {
        said.extend(faulty_then(office, draft));
    }
    said
}

/// The configurations that this change of a code would make faulty.
fn faulty_then(office: Office, draft: &WrapUpCode) -> Vec<Said> {
    let before = office.set_up();
    let mut after = (*before).clone();
    if let Some(code) = after.codes.iter_mut().find(|it| it.id == draft.id) {
        code.clone_from(draft);
    }
    let known = lint::KnownFields::new();
    let earlier = lint::lint(&before, &known);
    let new = lint::lint(&after, &known).into_iter().filter(|each| !earlier.contains(each));
    let said = new.map(|finding| {
        let named = before.configurations.iter().find(|it| it.id == finding.configuration);
        let name = named.map_or_else(|| finding.configuration.to_string(), |it| it.name.clone());
        let (field, rule) = (words::field(finding.field), words::lint_rule(&finding.rule));
        let values = [("name", &*name), ("field", &*field), ("rule", &*rule)];
        Said {
            field: "active".to_owned(),
            text: with("admin.codes.faulty_then", &values),
            is_error: false,
        }
    });
    said.collect()
}

fn save(office: Office, form: Form<WrapUpCode>) {
    let (base, draft) = (form.base.get_untracked(), form.draft.get_untracked());
    // Once more in full: with those below it.
    let mut codes = office.set_up_now().codes.clone();
    if let Err(errors) = codes::put(&mut codes, draft.clone()) {
        let line = |error: codes::CodeError| {
            let (code, rule) = (error.code.to_string(), words::code_rule(&error.rule));
            let field = words::field(error.field);
            with("admin.codes.of_other", &[("code", &code), ("field", &field), ("rule", &rule)])
        };
        let lines: Vec<_> = errors.into_iter().map(line).collect();
        form.refused.set(Some(lines.join(" ")));
        focus::move_to("admin-summary".to_owned());
        return;
    }
    form.saving.set(true);
    form.refused.set(None);
    let new = base.is_none();
    let changes = vec![Change::of_code(base, Some(draft.clone()))];
    let sentence = with("admin.said.saved", &[("name", &draft.label)]);
    office.change(changes, sentence, move |answer| match answer {
        Ok(()) => {
            form.saved(draft.clone());
            if new {
                office.guard.set_unsaved(None);
                // Shown once it is known.
                office.route.be_at(Section::Codes, draft.id.as_str());
            }
        }
        Err(error) => {
            form.saving.set(false);
            // A conflict is shown by what the others have made of it.
            if error != BackendError::Conflict || new {
                form.refused.set(Some(failure(&error)));
            }
        }
    });
}

/// The label; a new code is named after it until it gets a name of its own.
#[component]
fn Label(form: Form<WrapUpCode>, office: Office) -> impl IntoView {
    let mine = StoredValue::new(NAMELESS.to_owned());
    Effect::new(move |_| {
        let label = form.draft.with(|draft| draft.label.clone());
        let (base, id) = untrack(|| (form.exists(), form.draft.with(|it| it.id.to_string())));
        if base || mine.with_value(|mine| *mine != id) {
            return;
        }
        let catalog = office.set_up_now();
        let taken = |name: &str| catalog.codes.iter().any(|code| code.id.as_str() == name);
        let name = codes::name_from(&label, taken);
        let name = if name.is_empty() { NAMELESS.to_owned() } else { name };
        if name != id
            && let Ok(id) = CodeId::new(name.clone())
        {
            mine.set_value(name);
            form.draft.update(|draft| draft.id = id);
        }
    });
    line(form, "label", |it| it.label.clone(), |it, text| it.label = text)
}

/// The lasting name. It is chosen once.
#[component]
fn Id(form: Form<WrapUpCode>) -> impl IntoView {
    let value = Memo::new(move |_| form.draft.with(|draft| draft.id.to_string()));
    let enter = move |text: String| match CodeId::new(text.trim()) {
        Ok(id) => {
            form.set_unreadable("id", None);
            form.draft.update(|draft| draft.id = id);
        }
        Err(_) => form.set_unreadable("id", Some(text_of_id())),
    };
    view! { class="wrapup",
        <div class="admin-field">
            <label class="wrapup-label" for=control("id")>{words::field("id")}</label>
            <input class="wrapup-input admin-code" id=control("id") type="text" autocomplete="off"
                spellcheck="false" aria-describedby=described_by("id")
                aria-invalid=move || is_faulty(form, "id").then_some("true")
                readonly=move || form.exists()
                prop:value=move || value.get()
                on:input=move |event| enter(event_target_value(&event)) />
            {remarks(form, "id")}
        </div>
    }
}

fn text_of_id() -> &'static str {
    text("admin.rule.id")
}

/// The code above.
#[component]
fn Parent(form: Form<WrapUpCode>, office: Office) -> impl IntoView {
    let catalog = Signal::derive(move || office.set_up());
    let chosen = Signal::derive(move || form.draft.with(|draft| draft.parent.clone()));
    let choose = move |parent| form.draft.update(|draft| draft.parent = parent);
    // Neither itself nor what hangs below it, which would be a cycle.
    let offered = move |id: CodeId| {
        let codes = &office.set_up_now().codes;
        let own = form.draft.with_untracked(|draft| draft.id.clone());
        let mut next = Some(&id);
        let mut steps = 0;
        while let Some(at) = next.filter(|_| steps < codes.len()) {
            if *at == own {
                return false;
            }
            next = codes.iter().find(|code| code.id == *at).and_then(|code| code.parent.as_ref());
            steps += 1;
        }
        true
    };
    view! { class="wrapup",
        <div class="admin-field">
            <label class="wrapup-label" for=control("parent")>{words::field("parent")}</label>
            <CodePicker id=control("parent") catalog offered=Callback::new(offered)
                chosen choose=Callback::new(choose) none=text("admin.codes.topmost")
                described_by=described_by("parent")
                faulty=Signal::derive(move || is_faulty(form, "parent")) />
            {remarks(form, "parent")}
        </div>
    }
}

/// Where the code is used, and whether it may be removed.
#[component]
fn Usage(office: Office, form: Form<WrapUpCode>, close: Callback<()>) -> impl IntoView {
    office.read_recorded();
    let id = move || form.base.with(|base| base.as_ref().map(|base| base.id.clone()));
    let configurations = move || {
        let Some(id) = id() else { return Vec::new() };
        let catalog = office.set_up();
        let named: Vec<_> = codes::named_by(&catalog.configurations, &id).cloned().collect();
        let line = |it: crate::domain::configuration::Configuration| {
            let id = it.id.to_string();
            view! { class="wrapup",
                <li>
                    <button class="admin-link" type="button"
                        on:click=move |_| office.route.go(Section::Configurations, &id)>
                        {it.name}
                    </button>
                </li>
            }
        };
        named.into_iter().map(line).collect::<Vec<_>>()
    };
    let stays = Memo::new(move |_| {
        let id = id()?;
        let catalog = office.set_up();
        let recorded = office.recorded.with(|all| all.contains(&id));
        let mut codes = catalog.codes.clone();
        codes::remove(&mut codes, &catalog.configurations, &id, recorded).err()
    });
    let confirm = RwSignal::new(false);
    let remove =
        Callback::new(move |()| {
            let Some(code) = form.base.get_untracked() else { return };
            let sentence = with("admin.said.removed", &[("name", &code.label)]);
            office.change(vec![Change::of_code(Some(code), None)], sentence, move |answer| {
                match answer {
                    Ok(()) => close.run(()),
                    Err(error) => form.refused.set(Some(failure(&error))),
                }
            });
        });
    let removal = move || match stays.get() {
        Some(why) => view! { class="wrapup",
            <p class="wrapup-hint">{why_it_stays(&why)}</p>
        }
        .into_any(),
        None => view! { class="wrapup",
            <button class="wrapup-button is-quiet" type="button"
                on:click=move |_| confirm.set(true)>{text("admin.codes.remove")}</button>
            <p class="wrapup-hint">{text("admin.codes.remove_hint")}</p>
        }
        .into_any(),
    };
    let asked = move || {
        let label = form.base.with(|base| base.as_ref().map(|it| it.label.clone()));
        with("admin.codes.remove_asks", &[("name", &label.unwrap_or_default())])
    };
    view! { class="wrapup",
        <section class="admin-section" aria-label=text("admin.codes.usage")>
            <h3>{text("admin.codes.usage")}</h3>
            <ul class="admin-plain">{configurations}</ul>
            {removal}
            <Confirm open=confirm title=text("admin.codes.remove") asked=Signal::derive(asked)
                yes=text("admin.codes.remove_yes") done=remove />
        </section>
    }
}

fn why_it_stays(why: &InUse) -> String {
    [&words::in_use(why), " ", text("admin.in_use.instead")].concat()
}
