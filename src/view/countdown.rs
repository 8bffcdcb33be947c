//! The countdown: minutes and seconds, a band in colour and in words, a bar.

use leptos::prelude::*;

use super::countdown_bar::CountdownBar;
use super::messages::text;
use super::words::clock_face;
use crate::domain::band::Band;
use crate::domain::countdown::Countdown;
use crate::domain::time::Timestamp;

/// What a countdown looks like during one second.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Face {
    name: &'static str,
    time: String,
    word: &'static str,
    /// What style sheets and tests call the look.
    look: &'static str,
}

impl Face {
    fn of(countdown: Countdown) -> Self {
        let (name, time, word, look) = match countdown {
            Countdown::Left { seconds, band, .. } => {
                ("countdown.left", clock_face(seconds), word(band), band.name())
            }
            Countdown::Spent { seconds } => {
                ("countdown.spent", clock_face(seconds), "band.spent", "spent")
            }
            Countdown::Overdue { seconds } => {
                ("countdown.overdue", clock_face(seconds), "band.overdue", "overdue")
            }
            Countdown::Parked { seconds } => {
                let time = seconds.map(clock_face).unwrap_or_default();
                ("countdown.parked", time, "band.parked", "parked")
            }
        };
        Self { name: text(name), time, word: text(word), look }
    }
}

const fn word(band: Band) -> &'static str {
    match band {
        Band::Green => "band.green",
        Band::Yellow => "band.yellow",
        Band::Orange => "band.orange",
        Band::Red => "band.red",
    }
}

/// Shows a countdown; nothing where there is none to show.
#[component]
pub fn CountdownView(
    /// What to show.
    #[prop(into)]
    countdown: Signal<Option<Countdown>>,
    /// The time.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let face = Memo::new(move |_| countdown.get().map(Face::of));
    // One memo a text: a text is written only when it differs.
    let name = Memo::new(move |_| face.get().map(|face| face.name));
    let time = Memo::new(move |_| face.get().map(|face| face.time));
    let word = Memo::new(move |_| face.get().map(|face| face.word));
    let look = Memo::new(move |_| face.get().map(|face| face.look));
    let is = move |each| look.get() == Some(each);
    let shown = Memo::new(move |_| face.with(Option::is_some));

    let pieces = move || {
        view! { class="wrapup",
            <div
                class="wrapup-countdown"
                class:band-green=move || is("green")
                class:band-yellow=move || is("yellow")
                class:band-orange=move || is("orange")
                class:band-red=move || is("red")
                class:is-spent=move || is("spent")
                class:is-overdue=move || is("overdue")
                class:is-parked=move || is("parked")
                role="timer"
                aria-label=move || name.get()
                data-band=move || look.get()
                part="countdown"
            >
                <span class="wrapup-countdown-time" part="countdown-time">{move || time.get()}</span>
                <span class="wrapup-countdown-word" part="countdown-word">{move || word.get()}</span>
                <CountdownBar countdown at />
            </div>
        }
    };
    move || shown.get().then(pieces)
}
