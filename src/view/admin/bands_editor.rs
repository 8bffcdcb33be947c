//! The colour bands of a countdown: a preset, or thresholds of one's own.

use leptos::prelude::*;

use super::fields::{described_by, is_faulty, remarks, select};
use super::form::{Form, control};
use super::messages::{text, with};
use super::words;
use crate::domain::band::{Band, Bands, Threshold};
use crate::domain::configuration::Configuration;

const BANDS: [Band; 4] = [Band::Green, Band::Yellow, Band::Orange, Band::Red];

fn name(band: Band) -> &'static str {
    text(match band {
        Band::Green => "admin.band.green",
        Band::Yellow => "admin.band.yellow",
        Band::Orange => "admin.band.orange",
        Band::Red => "admin.band.red",
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preset {
    Three,
    Four,
    Own,
}

fn preset(bands: &Bands) -> Preset {
    match bands {
        bands if *bands == Bands::default() => Preset::Three,
        bands if *bands == Bands::four() => Preset::Four,
        _ => Preset::Own,
    }
}

/// See the module.
#[component]
pub(super) fn BandsEditor(form: Form<Configuration>) -> impl IntoView {
    // A scheme of one's own may be the same as a preset while it is being made.
    let own = RwSignal::new(form.draft.with_untracked(|it| preset(&it.bands)) == Preset::Own);
    Effect::new(move |_| {
        form.filled.track();
        own.set(form.draft.with_untracked(|it| preset(&it.bands)) == Preset::Own);
    });
    let chosen = Signal::derive(move || {
        let preset = form.draft.with(|draft| preset(&draft.bands));
        if own.get() { Preset::Own } else { preset }
    });
    let choose = Callback::new(move |preset| {
        own.set(preset == Preset::Own);
        let bands = match preset {
            Preset::Three => Bands::default(),
            Preset::Four => Bands::four(),
            Preset::Own => return,
        };
        form.draft.update(|draft| draft.bands = bands);
    });
    let options = vec![
        (Preset::Three, text("admin.bands.three")),
        (Preset::Four, text("admin.bands.four")),
        (Preset::Own, text("admin.bands.own")),
    ];
    let faulty = Signal::derive(move || is_faulty(form, "bands"));
    let presets = select(
        control("bands"),
        "",
        options,
        chosen,
        choose,
        Some((described_by("bands"), faulty)),
    );
    let count = Memo::new(move |_| form.draft.with(|draft| draft.bands.thresholds().len()));
    let change = move |with: &dyn Fn(&mut Vec<Threshold>)| {
        form.draft.update(|draft| {
            let mut thresholds = draft.bands.thresholds().to_vec();
            with(&mut thresholds);
            draft.bands = Bands::unchecked(thresholds);
        });
    };
    let row = move |at: usize| {
        let threshold = move || form.draft.with(|it| it.bands.thresholds().get(at).copied());
        let band = Signal::derive(move || threshold().map_or(Band::Green, |it| it.band));
        let percent = move || threshold().map_or(0, |it| it.percent).to_string();
        let set_band = Callback::new(move |band| change(&|all| all[at].band = band));
        let set_percent = move |text: String| {
            if let Ok(percent) = text.trim().parse::<u8>() {
                change(&|all| all[at].percent = percent);
            }
        };
        let id = format!("admin-band-{at}");
        let options = BANDS.map(|band| (band, name(band))).to_vec();
        let number = (at + 1).to_string();
        let is_last = move || count.get() < 2;
        view! { class="wrapup",
            <li class="admin-band" data-band=move || band.get().name()>
                {select(id, &with("admin.bands.colour", &[("number", &number)]), options, band, set_band, None)}
                <label class="admin-number">
                    <span>{text("admin.bands.from")}</span>
                    <input class="wrapup-input" type="number" min="0" max="100"
                        prop:value=percent
                        on:change=move |event| set_percent(event_target_value(&event)) />
                    <span class="wrapup-hint">"%"</span>
                </label>
                <button class="wrapup-button is-quiet admin-small" type="button"
                    aria-label=with("admin.bands.remove", &[("number", &number)])
                    disabled=is_last
                    on:click=move |_| change(&|all| {
                        all.remove(at);
                    })>
                    {text("admin.remove")}
                </button>
            </li>
        }
    };
    let add = move |_: leptos::ev::MouseEvent| {
        change(&|all| {
            let last = all.last().copied();
            let percent = last.map_or(100, |last| last.percent / 2);
            let more_urgent = BANDS.into_iter().find(|band| last.is_none_or(|it| *band > it.band));
            all.push(Threshold { percent, band: more_urgent.unwrap_or(Band::Red) });
        });
    };
    let is_full = move || count.get() >= BANDS.len();
    let thresholds = move || {
        (chosen.get() == Preset::Own).then(|| {
            view! { class="wrapup",
                <ol class="admin-plain admin-bands">
                    {move || (0..count.get()).map(row).collect::<Vec<_>>()}
                </ol>
                <button class="wrapup-button is-quiet admin-small" type="button"
                    disabled=is_full on:click=add>
                    {text("admin.bands.add")}
                </button>
            }
        })
    };
    view! { class="wrapup",
        <div class="admin-field">
            <label class="wrapup-label" for=control("bands")>{words::field("bands")}</label>
            {presets}
            {remarks(form, "bands")}
            {thresholds}
        </div>
    }
}
