//! What an administrator changes, in the browser's database and in every page over it.
#![cfg(all(target_arch = "wasm32", feature = "widget"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use interaction_wrap_up::backend::administration::Administration;
use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::{Backend, BackendError};
use interaction_wrap_up::domain::admin::audit::{AuditEntry, Change};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{AgentId, CodeId, ConfigurationId, InteractionId};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction, InteractionState};
use interaction_wrap_up::domain::time::Timestamp;
use interaction_wrap_up::runtime::{Administrator, Desk, Notification};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn actor(roles: &[Role]) -> Actor {
    let agent = AgentId::new("root").unwrap();
    Actor { agent, roles: roles.iter().copied().collect() }
}

fn code(label: &str) -> WrapUpCode {
    WrapUpCode::new(CodeId::new("done").unwrap(), label)
}

fn configuration() -> Configuration {
    Configuration {
        enable_codes: true,
        allowed_codes: vec![code("").id],
        ..Configuration::new(ConfigurationId::new("chat").unwrap(), "Chat")
    }
}

fn entry(id: &str, change: Change) -> AuditEntry {
    let by = AgentId::new("root").unwrap();
    AuditEntry { id: id.to_owned(), at: Timestamp(5), by, change, takes_back: None }
}

/// Waits until `desk` has read again what is set up.
async fn set_up_again(desk: &Desk) {
    let heard = Rc::new(Cell::new(false));
    let waiting = Rc::new(RefCell::new(None::<Waker>));
    let _subscription = desk.subscribe({
        let (heard, waiting) = (heard.clone(), waiting.clone());
        move |notification| {
            if matches!(notification, Notification::SetUp) {
                heard.set(true);
                waiting.take().into_iter().for_each(Waker::wake);
            }
        }
    });
    poll_fn(|context| {
        waiting.replace(Some(context.waker().clone()));
        if heard.get() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[wasm_bindgen_test]
async fn changes_are_made_together_with_their_trail_or_not_at_all() {
    let backend = BrowserBackend::new("administration-trail");
    backend.reset(&Catalog::default()).await.unwrap();
    let made = entry("1", Change::of_code(None, Some(code("Done"))));
    backend.change(std::slice::from_ref(&made)).await.unwrap();
    let renamed = Change::of_code(Some(code("Done")), Some(code("Finished")));
    let stale = Change::of_code(Some(code("Done")), Some(code("Over")));
    let both = [entry("2", renamed.clone()), entry("3", stale)];
    assert_eq!(backend.change(&both).await, Err(BackendError::Conflict));
    assert_eq!(backend.catalog().await.unwrap().codes, [code("Done")], "nothing half made");
    let renamed = entry("2", renamed);
    backend.change(std::slice::from_ref(&renamed)).await.unwrap();
    assert_eq!(backend.catalog().await.unwrap().codes, [code("Finished")]);
    assert_eq!(backend.audit().await.unwrap(), [made, renamed]);
}

#[wasm_bindgen_test]
async fn what_is_created_is_used_by_the_very_next_conversation_in_another_tab() {
    const STORE: &str = "administration-live";
    let records = Rc::new(BrowserBackend::new(STORE));
    records.reset(&Catalog::default()).await.unwrap();
    let here = Desk::in_browser(records.clone());
    here.open().await.unwrap();
    let there = Desk::in_browser(Rc::new(BrowserBackend::new(STORE)));
    there.open().await.unwrap();

    let talk = |name: &str| {
        let id = InteractionId::new(name).unwrap();
        there.add(Interaction::new(id.clone(), Channel::Chat, Timestamp(0))).unwrap();
        there.connected(&id, AgentId::new("ann").unwrap());
        there.conversation_ended(&id, EndedBy::Customer);
        there.conversation(&id).unwrap()
    };
    assert_eq!(talk("before").interaction.state, InteractionState::ClosedComplete);

    let administrator = Administrator::new(records.clone());
    let changes = vec![
        Change::of_code(None, Some(code("Done"))),
        Change::of_configuration(None, Some(configuration())),
    ];
    let nobody = administrator.change(&actor(&[]), changes.clone()).await;
    assert!(matches!(nobody, Err(BackendError::Refused { .. })), "only with the role");
    let (done, ()) =
        join(administrator.change(&actor(&[Role::Admin]), changes), set_up_again(&there)).await;
    done.unwrap();
    let after = talk("after");
    assert_eq!(after.interaction.state, InteractionState::WrapUp);
    assert_eq!(after.segments[0].rules.codes.as_ref().unwrap().allowed[0].label, "Done");

    // Taken back, the last change first; the wrap-up that runs keeps what it began with.
    let trail = administrator.audit().await.unwrap();
    let of_configuration =
        trail.iter().find(|each| matches!(each.change, Change::Configuration(_))).unwrap();
    let (taken, ()) = join(
        administrator.take_back(&actor(&[Role::Admin]), std::slice::from_ref(of_configuration)),
        set_up_again(&there),
    )
    .await;
    taken.unwrap();
    assert_eq!(talk("later").interaction.state, InteractionState::ClosedComplete);
    assert_eq!(administrator.audit().await.unwrap().len(), 3);
    let running = there.conversation(&InteractionId::new("after").unwrap()).unwrap();
    assert_eq!(running.interaction.state, InteractionState::WrapUp);
}

/// Both at the same time.
async fn join<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let (mut of_a, mut of_b) = (None, None);
    poll_fn(move |context| {
        if of_a.is_none()
            && let Poll::Ready(it) = a.as_mut().poll(context)
        {
            of_a = Some(it);
        }
        if of_b.is_none()
            && let Poll::Ready(it) = b.as_mut().poll(context)
        {
            of_b = Some(it);
        }
        match (of_a.take(), of_b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (of_a, of_b) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}
