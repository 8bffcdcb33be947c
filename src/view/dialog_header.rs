//! The head of the dialog: what it is about, the time, and what makes it small.

use leptos::prelude::*;

use super::countdown::CountdownView;
use super::dialog_keys::{DialogKeys, Working};
use super::messages::text;
use crate::domain::shortcut::Deed;

/// `title` is its heading's id.
pub(super) fn dialog_header(of: &DialogKeys, title: String, early: Signal<bool>) -> AnyView {
    let Working { keys, segment, at, small, .. } = of.of;
    let (sheet, floating) = (of.sheet, of.floating);
    let interaction = segment.with_untracked(|segment| segment.interaction.to_string());
    let countdown = Memo::new(move |_| segment.with(|segment| segment.countdown(at.get())));
    let toggle_name = move || text(if small.get() { "dialog.expand" } else { "dialog.minimize" });
    view! { class="wrapup",
        <header class="wrapup-dialog-header" node_ref=floating.head()
            on:pointerdown=move |event| floating.down(&event)
            on:pointermove=move |event| floating.over(&event)
            on:pointerup=move |_| floating.up()
            on:pointercancel=move |_| floating.up()
            part="header">
            <h2 class="wrapup-title" id=title part="title">
                {move || text(if early.get() { "early.title" } else { "dialog.title" })}
            </h2>
            <p class="wrapup-subtitle" title=interaction.clone() part="interaction">{interaction.clone()}</p>
            {move || (!early.get()).then(|| view! { class="wrapup", <CountdownView countdown at /> })}
            <button
                class="wrapup-button is-quiet wrapup-help"
                type="button"
                aria-haspopup="dialog"
                aria-label=text("keys.title")
                aria-keyshortcuts=move || keys.for_machines(Deed::Help)
                title=text("keys.title")
                hidden=move || small.get()
                on:click=move |_| sheet.set(true)
                part="help"
            ></button>
            <button
                class="wrapup-button is-quiet wrapup-toggle"
                type="button"
                aria-expanded=move || (!small.get()).to_string()
                aria-label=toggle_name
                title=toggle_name
                aria-keyshortcuts=move || keys.for_machines(Deed::Minimise)
                on:click=move |_| small.update(|small| *small = !*small)
                part="toggle"
            ></button>
            <slot name="header"></slot>
        </header>
    }
    .into_any()
}
