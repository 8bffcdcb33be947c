//! The rules of time: what is concluded from two clocks that can each mislead.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{Page, START, seconds, timed};
use interaction_wrap_up::domain::clock::Clock;
use interaction_wrap_up::domain::closure::ClosureKind;
use interaction_wrap_up::domain::time::{Millis, Now, Timestamp};
use interaction_wrap_up::domain::wrap_up::CloseReason;
use rstest::rstest;

/// Both clocks, in milliseconds from the beginning; the wall clock may lie before it.
const fn look(wall: i64, monotonic: u64) -> Now {
    Now { wall: Timestamp(START.0 + wall), monotonic: Millis(7_000 + monotonic) }
}

/// The time concluded after `looks`, in milliseconds from the beginning.
fn concluded(looks: &[(i64, u64)]) -> i64 {
    let mut clock = Clock::starting(look(0, 0));
    for &(wall, monotonic) in looks {
        let peeked = clock.peek(look(wall, monotonic));
        assert_eq!(clock.observe(look(wall, monotonic)), peeked, "drawing sees the same");
    }
    clock.peek(look(looks.last().unwrap().0, looks.last().unwrap().1)).0 - START.0
}

#[rstest]
#[case::both_move_on_alike(&[(1_000, 1_000), (2_000, 2_000)], 2_000)]
#[case::the_wall_clock_drifts_ahead(&[(60_030, 60_000)], 60_030)]
#[case::the_wall_clock_falls_behind(&[(59_970, 60_000)], 60_000)]
#[case::the_wall_clock_is_set_back(&[(-3_600_000 + 1_000, 1_000)], 1_000)]
#[case::and_runs_on_from_there(&[(-3_599_000, 1_000), (-3_589_000, 11_000)], 11_000)]
#[case::and_is_set_right_again(&[(-3_599_000, 1_000), (2_000, 2_000)], 2_000)]
#[case::and_is_set_right_again_with_some_drift(&[(-3_599_000, 1_000), (2_900, 2_000)], 2_900)]
#[case::and_the_machine_sleeps_for_less(&[(-3_599_000, 1_000), (-2_999_000, 1_000)], 1_000)]
#[case::and_the_machine_sleeps_for_more(&[(-3_599_000, 1_000), (7_200_000, 1_000)], 7_200_000)]
#[case::the_machine_sleeps(&[(1_000, 1_000), (601_000, 1_010)], 601_000)]
#[case::the_machine_sleeps_and_both_clocks_know(&[(600_000, 600_000)], 600_000)]
#[case::the_monotonic_clock_misbehaves(&[(1_000, 1_000), (2_000, 0)], 2_000)]
fn time_is_concluded_from_both_clocks(#[case] looks: &[(i64, u64)], #[case] at: i64) {
    assert_eq!(concluded(looks), at);
}

#[test]
fn looking_often_makes_no_time() {
    // Two clocks in whole milliseconds that tick half a millisecond apart.
    let mut clock = Clock::starting(look(0, 0));
    for half in 1_u32..120_000 {
        let (wall, monotonic) = (i64::from(half.div_ceil(2)), u64::from(half / 2));
        clock.observe(look(wall, monotonic));
    }
    let at = clock.peek(look(60_000, 60_000)).0 - START.0;
    assert!((60_000..60_010).contains(&at), "{at}");
}

#[test]
fn a_clock_that_is_nudged_back_and_forth_makes_no_time() {
    let mut clock = Clock::starting(look(0, 0));
    for second in 1..=60_u32 {
        let nudge = if second % 2 == 0 { 0 } else { -1_500 };
        let (second, wall) = (u64::from(second), i64::from(second) * 1_000 + nudge);
        clock.observe(look(wall, second * 1_000));
    }
    assert_eq!(clock.peek(look(60_000, 60_000)).0 - START.0, 60_000);
}

#[rstest]
#[case::by_two_seconds_is_drift(2_000, false)]
#[case::by_more_is_a_leap(2_001, true)]
fn a_wall_clock_that_gains(#[case] gain: i64, #[case] leap: bool) {
    let mut clock = Clock::starting(look(0, 0));
    clock.observe(look(1_000 + gain, 1_000));
    assert_eq!(clock.leapt_over(Timestamp(START.0 + 1_500)), leap);
}

#[test]
fn only_instants_within_the_leap_are_leapt_over() {
    let mut clock = Clock::starting(look(0, 0));
    clock.observe(look(10_000, 10_000));
    clock.observe(look(70_000, 10_000));
    let over = |at| clock.leapt_over(Timestamp(START.0 + at));
    assert!(!over(10_000), "lived through");
    assert!(over(10_001) && over(70_000));
    assert!(!over(70_001), "yet to come");
}

#[test]
fn a_backward_jump_does_not_move_the_deadline() {
    let mut page = Page::typed(timed());
    page.wait_seconds(10);
    page.now.wall = page.now.wall - seconds(3_600);
    assert_eq!(page.segment("s1").countdown(page.at()), {
        let mut other = Page::typed(timed());
        other.wait_seconds(10);
        other.segment("s1").countdown(other.at())
    });
    page.wait(49_999);
    assert_eq!(page.close(CloseReason::Deadline), []);
    page.wait(1);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TimedOut);
}

#[test]
fn a_backward_jump_taken_back_does_not_end_the_time_early() {
    let mut page = Page::typed(timed());
    page.wait_seconds(10);
    page.now.wall = page.now.wall - seconds(3_600);
    assert_eq!(page.close(CloseReason::Deadline), []);
    page.wait_seconds(10);
    page.now.wall = page.now.wall + seconds(3_600);
    assert_eq!(page.close(CloseReason::Deadline), []);
    assert_eq!(page.conversation.alarm(), Some(page.at() + seconds(40)));
}

#[test]
fn a_deadline_that_was_slept_through_ends_it_and_discards_nothing() {
    let mut page = Page::typed(timed());
    page.wait_seconds(10);
    page.sleep_seconds(600);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().kind, ClosureKind::TimedOut);
    assert_eq!(page.closure().notes, "typed");
}

#[test]
fn a_deadline_lived_through_after_a_sleep_follows_the_policy() {
    let mut page = Page::typed(timed());
    page.sleep_seconds(50);
    assert_eq!(page.close(CloseReason::Deadline), []);
    page.wait_seconds(10);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().notes, "");
}

#[test]
fn a_deadline_slept_through_discards_nothing_though_the_machine_falls_asleep_again() {
    let mut page = Page::typed(timed());
    page.wait_seconds(10);
    page.sleep_seconds(600);
    page.tell(interaction_wrap_up::domain::wrap_up::Command::Hold);
    page.wait_seconds(1);
    page.sleep_seconds(600);
    page.close(CloseReason::Deadline);
    page.commit();
    assert_eq!(page.closure().notes, "typed");
}

#[rstest]
#[case(i64::MIN, 0)]
#[case(i64::MAX, u64::MAX)]
#[case(i64::MIN, u64::MAX)]
#[case(0, 0)]
fn no_clock_is_too_wrong(#[case] wall: i64, #[case] monotonic: u64) {
    let mut page = Page::typed(timed());
    page.now = Now { wall: Timestamp(wall), monotonic: Millis(monotonic) };
    let before = page.at();
    page.close(CloseReason::Deadline);
    assert!(page.at() >= before);
}

#[rstest]
#[case(0, 0, 0)]
#[case(1, 1, 0)]
#[case(999, 1, 0)]
#[case(1_000, 1, 1)]
#[case(1_001, 2, 1)]
fn seconds_are_rounded_up_when_left_and_down_when_spent(
    #[case] milliseconds: u64,
    #[case] up: u64,
    #[case] down: u64,
) {
    assert_eq!(Millis(milliseconds).seconds_rounded_up(), up);
    assert_eq!(Millis(milliseconds).seconds_rounded_down(), down);
}

#[test]
fn arithmetic_stops_at_the_ends_of_time() {
    assert_eq!(Timestamp(i64::MAX) + Millis(1), Timestamp(i64::MAX));
    assert_eq!(Timestamp(i64::MIN) - Millis(1), Timestamp(i64::MIN));
    assert_eq!(Timestamp(i64::MAX).since(Timestamp(i64::MIN)), Millis(u64::MAX));
    assert_eq!(Timestamp(0).since(Timestamp(1)), Millis::ZERO);
    assert_eq!(Millis::from_seconds(u64::MAX), Millis(u64::MAX));
    assert_eq!(Millis(u64::MAX) + Millis(1), Millis(u64::MAX));
    assert_eq!(Millis(1).saturating_sub(Millis(2)), Millis::ZERO);
}

#[cfg(feature = "chrono")]
mod chrono_conversions {
    use super::{START, Timestamp};
    use chrono::{DateTime, Utc};
    use interaction_wrap_up::domain::time::OutOfRange;

    #[test]
    fn go_there_and_back() {
        let instant = DateTime::<Utc>::try_from(START).unwrap();
        assert_eq!(instant.to_rfc3339(), "2023-11-14T22:13:20+00:00");
        assert_eq!(Timestamp::from(instant), START);
    }

    #[test]
    fn refuse_what_no_calendar_has() {
        let far = Timestamp(i64::MAX);
        assert_eq!(DateTime::<Utc>::try_from(far), Err(OutOfRange(far)));
    }
}
