//! Signing out of a computer that others use as well: says what of the agent's is
//! still in this browser, and sends it, leaves it or removes it.

use leptos::prelude::*;

use super::live::HeldDesk;
use super::save_failure::SaveFailure;
use super::sign_out_question::{SignOutChoice, SignOutQuestion, SignOutStage};
use crate::browser::task;
use crate::domain::delivery::remains::Remains;
use crate::runtime::Desk;

/// Asks before an agent is signed out, where anything of theirs would be left behind,
/// and signs them out. Shown by a host once the agent wants to go; where nothing is
/// left, it signs them out without a question.
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub fn SignOut(
    /// The page's desk.
    desk: Desk,
    /// The agent is signed out of the widget; the host signs them out of the rest.
    #[prop(into)]
    done: Callback<()>,
    /// The agent stays.
    #[prop(into)]
    stayed: Callback<()>,
) -> impl IntoView {
    let stage = RwSignal::new(SignOutStage::Looking);
    let out = SigningOut {
        desk: StoredValue::new_local(desk),
        stage,
        try_count: StoredValue::new(0),
        done,
    };
    out.look();
    let choose = move |choice| match choice {
        SignOutChoice::Send => out.send(),
        SignOutChoice::Leave => out.leave(),
        SignOutChoice::Remove => out.with_remains(SignOutStage::AskingAgain),
        SignOutChoice::Keep => out.with_remains(SignOutStage::Asking),
        SignOutChoice::RemoveForGood => out.remove(),
        SignOutChoice::Stay => {
            out.give_up();
            stayed.run(());
        }
    };
    view! { class="wrapup", <SignOutQuestion stage choose=Callback::new(choose) /> }
}

#[derive(Clone, Copy)]
struct SigningOut {
    desk: HeldDesk,
    stage: RwSignal<SignOutStage>,
    /// An answer that belongs to an earlier try is not listened to.
    try_count: StoredValue<u32>,
    done: Callback<()>,
}

impl SigningOut {
    fn give_up(self) {
        self.try_count.try_update_value(|count| *count += 1);
    }

    /// Whether the agent still wants what they wanted at that try.
    fn is_wanted(self, at: u32) -> bool {
        self.try_count.try_get_value() == Some(at)
    }

    /// A try, as the only one from now on.
    fn begin(self) -> (Option<Desk>, u32) {
        self.give_up();
        (self.desk.try_get_value(), self.try_count.try_get_value().unwrap_or_default())
    }

    fn remains(self) -> Remains {
        let remains = self.stage.try_with_untracked(|stage| stage.remains().cloned());
        remains.flatten().unwrap_or_default()
    }

    fn with_remains(self, stage: impl FnOnce(Remains) -> SignOutStage) {
        self.give_up();
        self.stage.set(stage(self.remains()));
    }

    /// What is left; without anything, nobody is asked.
    fn look(self) {
        let (Some(desk), at) = self.begin() else { return };
        task::spawn(async move {
            let remains = desk.remains().await;
            if !self.is_wanted(at) {
                return;
            }
            match remains {
                Ok(remains) if remains.is_empty() => {
                    desk.leave();
                    self.done.run(());
                }
                Ok(remains) => self.stage.set(SignOutStage::Asking(remains)),
                Err(error) => {
                    let failure = SaveFailure::from(&error);
                    self.stage.set(SignOutStage::Failed(Remains::default(), failure));
                }
            }
        });
    }

    fn send(self) {
        let (Some(desk), at) = self.begin() else { return };
        self.stage.set(SignOutStage::Sending(self.remains()));
        task::spawn(async move {
            let answer = desk.send_and_sign_out(move || self.is_wanted(at)).await;
            if !self.is_wanted(at) {
                return;
            }
            match answer {
                Ok(remains) if remains.is_sent() => self.done.run(()),
                Ok(remains) => self.stage.set(SignOutStage::NotSent(remains)),
                Err(error) => self.fail(SaveFailure::from(&error)),
            }
        });
    }

    fn leave(self) {
        let (Some(desk), _) = self.begin() else { return };
        task::spawn(async move {
            desk.sign_out().await;
            self.done.run(());
        });
    }

    fn remove(self) {
        let (Some(desk), _) = self.begin() else { return };
        task::spawn(async move {
            match desk.wipe_and_sign_out().await {
                Ok(()) => self.done.run(()),
                Err(error) => self.fail(SaveFailure::from(&error)),
            }
        });
    }

    fn fail(self, failure: SaveFailure) {
        self.stage.set(SignOutStage::Failed(self.remains(), failure));
    }
}
