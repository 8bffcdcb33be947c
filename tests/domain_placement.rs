//! Where the dialog goes as it is dragged, or sent to the next corner.
#![cfg(not(target_arch = "wasm32"))]

use interaction_wrap_up::domain::placement::Place;
use proptest::prelude::*;

#[test]
fn it_goes_as_far_as_it_is_drawn_and_stays_in_sight() {
    let [corner, ..] = Place::CORNERS;
    assert_eq!(corner.moved((-400, -150), (800, 300)), Place { x: 500, y: 500 });
    assert_eq!(corner.moved((400, 150), (800, 300)), corner);
    assert_eq!(corner.moved((-4000, -1500), (800, 300)), Place { x: 0, y: 0 });
    // A window that leaves no room beside it: up and down only.
    assert_eq!(corner.moved((-400, -150), (0, 300)), Place { x: 1000, y: 500 });
    assert_eq!(corner.moved((-400, -150), (-8, -300)), corner);
}

#[test]
fn from_corner_to_corner_and_round() {
    let mut at = Place { x: 900, y: 600 };
    let mut seen = Vec::new();
    for _ in 0..4 {
        at = at.next_corner();
        seen.push(at);
    }
    let [end, top_end, top_start, start] = Place::CORNERS;
    assert_eq!(seen, [top_end, top_start, start, end]);
}

proptest! {
    #[test]
    fn no_move_leaves_the_room(x: u32, y: u32, by: (i32, i32), room: (i32, i32)) {
        let moved = Place { x, y }.within_bounds().moved(by, room);
        prop_assert_eq!(moved, moved.within_bounds());
    }
}
