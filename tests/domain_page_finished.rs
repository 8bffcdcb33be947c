//! How many finished conversations one page holds.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::store::Store;
use fixtures::{START, ann, catalog, key, segment, timed};
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::page::{Act, KEPT_FINISHED, Notification, Page};
use interaction_wrap_up::domain::time::{Millis, Now};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command};

const NOW: Now = Now { wall: START, monotonic: Millis(5_000) };

fn id(number: usize) -> InteractionId {
    InteractionId::new(format!("call {number}")).unwrap()
}

/// Carries out what a page wants of the store; gives the conversations it told of.
fn carry_out(page: &mut Page, store: &mut Store, acts: Vec<Act>) -> Vec<InteractionId> {
    let mut told = Vec::new();
    let mut acts = acts;
    while !acts.is_empty() {
        for act in core::mem::take(&mut acts) {
            match act {
                Act::Write(id, step) => acts.extend(page.stored(&id, store.commit(&step), NOW)),
                Act::Load(id) => {
                    let stored = store.conversations.get(&id).cloned();
                    acts.extend(page.loaded(&id, Ok(stored), NOW));
                }
                Act::Tell(Notification::Changed(id)) => told.push(id),
                Act::Tell(_) => {}
            }
        }
    }
    told
}

/// A conversation of ann's whose wrap-up has opened.
fn begin(page: &mut Page, store: &mut Store, number: usize) {
    let acts = page.add(Interaction::new(id(number), Channel::Phone, START), NOW);
    carry_out(page, store, acts);
    let catalog = Some(catalog(timed()));
    let segments = vec![segment(&format!("s{number}"))];
    for command in [
        Command::Connect { agent: ann().agent },
        Command::EndConversation { by: EndedBy::Customer, catalog, segments },
    ] {
        let acts = page.command(&id(number), command, NOW);
        carry_out(page, store, acts);
    }
}

/// Ends it; gives the conversations that were told of.
fn end(page: &mut Page, store: &mut Store, number: usize) -> Vec<InteractionId> {
    let segment = segment(&format!("s{number}"));
    let key = key(&format!("key {number}"));
    let command = Command::Close { segment, reason: CloseReason::End(ann()), key };
    let acts = page.command(&id(number), command, NOW);
    carry_out(page, store, acts)
}

#[test]
fn a_page_lets_go_of_what_finished_longest_ago_and_its_record_stays() {
    let (mut page, mut store) = (Page::new(), Store::default());
    begin(&mut page, &mut store, 0); // the oldest of all, and not finished
    for number in 1..=KEPT_FINISHED {
        begin(&mut page, &mut store, number);
        end(&mut page, &mut store, number);
    }
    assert_eq!(page.ids().count(), KEPT_FINISHED + 1);

    begin(&mut page, &mut store, KEPT_FINISHED + 1);
    let told = end(&mut page, &mut store, KEPT_FINISHED + 1);
    assert!(told.contains(&id(1)), "whoever shows it is told");
    assert!(page.conversation(&id(1)).is_none());
    assert!(page.conversation(&id(0)).is_some(), "it has still to be finished");
    assert!(page.conversation(&id(2)).is_some());
    assert_eq!(page.ids().count(), KEPT_FINISHED + 1);
    assert!(!store.conversations[&id(1)].segments[0].is_unfinished());

    // Another page corrects it: this one has it again.
    let revision = store.conversations[&id(1)].revision;
    let acts = page.written_elsewhere(&id(1), revision);
    carry_out(&mut page, &mut store, acts);
    assert!(page.conversation(&id(1)).is_some());
    assert!(page.conversation(&id(2)).is_none(), "the limit holds for what comes back, too");
}

#[test]
fn a_page_that_only_hears_of_others_holds_no_more() {
    let (mut one, mut two) = (Page::new(), Page::new());
    let mut store = Store::default();
    for number in 0..KEPT_FINISHED + 20 {
        begin(&mut one, &mut store, number);
        end(&mut one, &mut store, number);
        let revision = store.conversations[&id(number)].revision;
        let acts = two.written_elsewhere(&id(number), revision);
        carry_out(&mut two, &mut store, acts);
    }
    assert_eq!((one.ids().count(), two.ids().count()), (KEPT_FINISHED, KEPT_FINISHED));
}
