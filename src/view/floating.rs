//! Where the dialog is, and how it gets elsewhere: drawn by its head, or sent to a corner.

use leptos::ev::PointerEvent;
use leptos::html::{Header, Section};
use leptos::prelude::*;

use super::code_field::CodeShelf;
use super::messages::text;
use crate::browser::{custom_property, floating};
use crate::domain::placement::Place;

/// The room that is left at the sides, in pixels; `--wrapup-space-4` at the size of text
/// that most people have.
const MARGIN: i32 = 16;

/// So far a pointer moves before it is meant, in pixels.
const MEANT: i32 = 4;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Floating {
    shelf: Option<CodeShelf>,
    /// Where its agent has put it; `None` where its page has.
    place: RwSignal<Option<Place>>,
    /// Where it was as the pointer went down, and where that was.
    held: StoredValue<Option<(Place, (i32, i32))>>,
    moving: RwSignal<bool>,
    area: NodeRef<Section>,
    head: NodeRef<Header>,
}

impl Floating {
    pub(super) fn new(shelf: Option<CodeShelf>, area: NodeRef<Section>) -> Self {
        let own = shelf.and_then(|shelf| shelf.preferences().place);
        let place = RwSignal::new(own.map(Place::within_bounds));
        Effect::new(move |_| {
            if let (Some(area), Some(Place { x, y })) = (area.get(), place.get()) {
                for (name, part) in [("--wrapup-x", x), ("--wrapup-y", y)] {
                    custom_property::set(&area, name, &format!("{}", f64::from(part) / 1000.0));
                }
            }
        });
        let (held, moving) = (StoredValue::new(None), RwSignal::new(false));
        Self { shelf, place, held, moving, area, head: NodeRef::new() }
    }

    pub(super) const fn head(self) -> NodeRef<Header> {
        self.head
    }

    pub(super) fn is_placed(self) -> bool {
        self.place.with(Option::is_some)
    }

    pub(super) fn is_moving(self) -> bool {
        self.moving.get()
    }

    /// Puts it there for good.
    pub(super) fn put(self, place: Option<Place>) {
        self.place.set(place);
        if let Some(shelf) = self.shelf {
            shelf.prefer(&|preferences| preferences.place = place);
        }
    }

    fn now(self) -> Place {
        self.place.get_untracked().unwrap_or_default()
    }

    /// To the next corner.
    pub(super) fn on(self) {
        self.put(Some(self.now().next_corner()));
    }

    pub(super) fn down(self, event: &PointerEvent) {
        let (Some(area), Some(head)) = (self.area.get_untracked(), self.head.get_untracked())
        else {
            return;
        };
        if floating::room(&area, MARGIN).is_some() {
            let from = floating::grab(event, &head);
            self.held.set_value(from.map(|from| (self.now(), from)));
        }
    }

    pub(super) fn over(self, event: &PointerEvent) {
        let (Some((place, from)), Some(area)) = (self.held.get_value(), self.area.get_untracked())
        else {
            return;
        };
        let (dx, dy) = (event.client_x() - from.0, event.client_y() - from.1);
        let meant = self.moving.get_untracked() || dx.abs().max(dy.abs()) >= MEANT;
        if let Some(room) = floating::room(&area, MARGIN).filter(|_| meant) {
            let dx = if floating::is_mirrored(&area) { -dx } else { dx };
            self.moving.set(true);
            self.place.set(Some(place.moved((dx, dy), room)));
        }
    }

    /// The pointer is up, or gone.
    pub(super) fn up(self) {
        if self.held.get_value().is_some() {
            self.held.set_value(None);
            if self.moving.get_untracked() {
                self.moving.set(false);
                self.put(self.place.get_untracked());
            }
        }
    }

    /// A button for each corner, for those who don't draw.
    pub(super) fn corners(self) -> AnyView {
        let names = ["place.bottom_end", "place.top_end", "place.top_start", "place.bottom_start"];
        let button = |(name, corner): (&'static str, Place)| {
            let is_there = move || self.place.get().unwrap_or_default() == corner;
            view! { class="wrapup",
                <button class="wrapup-button is-quiet" type="button"
                    aria-pressed=move || is_there().to_string()
                    on:click=move |_| self.put(Some(corner))>
                    {text(name)}
                </button>
            }
        };
        let buttons: Vec<_> = names.into_iter().zip(Place::CORNERS).map(button).collect();
        view! { class="wrapup",
            <h4 class="wrapup-label">{text("place.title")}</h4>
            <div class="wrapup-places">{buttons}</div>
        }
        .into_any()
    }
}
