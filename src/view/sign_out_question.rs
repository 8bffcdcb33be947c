//! The question that signing out of a shared computer asks.

use leptos::html;
use leptos::prelude::*;

use super::messages::text;
use super::remains_list::RemainsList;
use super::save_failure::SaveFailure;
use super::unique::unique;
use crate::domain::delivery::remains::Remains;

/// How far signing out has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOutStage {
    /// What is left is being looked at.
    Looking,
    /// The agent is asked.
    Asking(Remains),
    /// It is being sent.
    Sending(Remains),
    /// Not all of it could be sent.
    NotSent(Remains),
    /// The agent wants it removed and is asked whether they mean it.
    AskingAgain(Remains),
    /// The store fails.
    Failed(Remains, SaveFailure),
}

impl SignOutStage {
    pub(super) const fn remains(&self) -> Option<&Remains> {
        match self {
            Self::Looking => None,
            Self::Asking(remains)
            | Self::Sending(remains)
            | Self::NotSent(remains)
            | Self::AskingAgain(remains)
            | Self::Failed(remains, _) => Some(remains),
        }
    }

    /// What is said above the list.
    fn sentence(&self) -> &'static str {
        match self {
            Self::Looking => text("sign_out.looking"),
            Self::Asking(_) => text("sign_out.asks"),
            Self::Sending(_) => text("sign_out.sending"),
            Self::NotSent(_) => text("sign_out.not_sent"),
            Self::AskingAgain(remains) if remains.would_be_missed() => text("sign_out.remove_asks"),
            Self::AskingAgain(_) => text("sign_out.remove_asks_nothing"),
            Self::Failed(_, failure) => failure.advice(),
        }
    }

    /// Whether what the agent wanted did not work.
    const fn is_bad(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Failed(..))
    }

    const fn is_busy(&self) -> bool {
        matches!(self, Self::Sending(_))
    }

    const fn asks_again(&self) -> bool {
        matches!(self, Self::AskingAgain(_))
    }
}

/// What the agent may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOutChoice {
    /// To send everything first.
    Send,
    /// To leave it in this browser until the next time.
    Leave,
    /// To remove it; asked again.
    Remove,
    /// To remove it, for good.
    RemoveForGood,
    /// Not to remove it after all.
    Keep,
    /// Not to sign out.
    Stay,
}

/// The question alone, for whoever drives it otherwise than
/// [`SignOut`](super::SignOut).
#[component]
pub fn SignOutQuestion(
    /// How far it has come.
    #[prop(into)]
    stage: Signal<SignOutStage>,
    /// What the agent's choice does.
    #[prop(into)]
    choose: Callback<SignOutChoice>,
) -> impl IntoView {
    let (title, said) = (unique("sign-out"), unique("sign-out-said"));
    let heading = NodeRef::<html::H2>::new();
    // Whoever asked to sign out is led here, once.
    Effect::new(move |led: Option<bool>| {
        let heading = heading.get();
        if led != Some(true) {
            heading.as_ref().map(|heading| heading.focus());
        }
        heading.is_some()
    });
    let again = Memo::new(move |_| stage.with(SignOutStage::asks_again));
    let remains = Memo::new(move |_| stage.with(|stage| stage.remains().cloned()));
    let looking = move || remains.with(Option::is_none);
    let any_open = move || {
        let open = |it: &Remains| !it.unfinished.is_empty();
        remains.with(|remains| remains.as_ref().is_some_and(open))
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            let again = again.get_untracked();
            choose.run(if again { SignOutChoice::Keep } else { SignOutChoice::Stay });
        }
    };
    view! { class="wrapup",
        <section class="wrapup-sign-out" role="dialog" aria-labelledby=title aria-describedby=said
            on:keydown=on_key part="sign-out">
            <h2 class="wrapup-title" id=title.clone() tabindex="-1" node_ref=heading>
                {text("sign_out.title")}
            </h2>
            <p class="wrapup-sign-out-said" class:is-bad=move || stage.with(SignOutStage::is_bad)
                id=said.clone() role="status">
                {move || stage.with(SignOutStage::sentence)}
            </p>
            <RemainsList remains lost=again />
            <p class="wrapup-hint" hidden=move || again.get() || !any_open()>
                {text("sign_out.open_end")}
            </p>
            <div class="wrapup-sign-out-actions" hidden=looking>
                <Choices stage again choose />
            </div>
            <p class="wrapup-hint" hidden=move || looking() || again.get()>
                {text("sign_out.leave_hint")}
            </p>
        </section>
    }
}

#[component]
fn Choices(
    stage: Signal<SignOutStage>,
    again: Memo<bool>,
    choose: Callback<SignOutChoice>,
) -> impl IntoView {
    let (keep, remove) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    Effect::new(move |was: Option<bool>| {
        let now = again.get();
        if was.is_some_and(|was| was != now) {
            // The choice that loses nothing is the one at hand.
            let target = if now { keep } else { remove };
            request_animation_frame(move || {
                _ = target.get_untracked().map(|button| button.focus());
            });
        }
        now
    });
    let busy = Memo::new(move |_| stage.with(SignOutStage::is_busy));
    let send = move || match (busy.get(), stage.with(SignOutStage::is_bad)) {
        (true, _) => text("sign_out.busy"),
        (false, true) => text("action.retry"),
        (false, false) => text("sign_out.send"),
    };
    let on = move |choice| move |_| choose.run(choice);
    let unless_busy = move |choice| {
        move |_| {
            if !busy.get_untracked() {
                choose.run(choice);
            }
        }
    };
    move || {
        if again.get() {
            return view! { class="wrapup",
                <button class="wrapup-button is-danger" type="button"
                    on:click=on(SignOutChoice::RemoveForGood)>
                    {text("sign_out.remove_for_good")}
                </button>
                <button class="wrapup-button" type="button" node_ref=keep
                    on:click=on(SignOutChoice::Keep)>
                    {text("sign_out.keep")}
                </button>
            }
            .into_any();
        }
        let disabled = move || busy.get().to_string();
        view! { class="wrapup",
            <button class="wrapup-button is-leading" class:is-busy=busy type="button"
                aria-disabled=disabled on:click=unless_busy(SignOutChoice::Send)>
                {send}
            </button>
            <button class="wrapup-button" type="button" aria-disabled=disabled
                on:click=unless_busy(SignOutChoice::Leave)>
                {text("sign_out.leave")}
            </button>
            <button class="wrapup-button" type="button" node_ref=remove aria-disabled=disabled
                on:click=unless_busy(SignOutChoice::Remove)>
                {text("sign_out.remove")}
            </button>
            <button class="wrapup-button is-quiet" type="button" on:click=on(SignOutChoice::Stay)>
                {text("sign_out.stay")}
            </button>
        }
        .into_any()
    }
}
