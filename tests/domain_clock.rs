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
    assert_eq!(page.conversation.alarm(), Some(page.at() + seconds(20)), "the warning");
    assert_eq!(page.segment("s1").deadline(), Some(page.at() + seconds(40)));
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

/// A backend whose clock is an hour ahead of the page's, and answers at once.
mod backend_time {
    use super::*;
    use interaction_wrap_up::domain::clock::PATIENCE;
    use interaction_wrap_up::domain::wrap_up::Command;

    const HOUR: i64 = 3_600_000;

    /// Milliseconds from the beginning, by the page's clock as it was then.
    struct Told {
        clock: Clock,
        wall: i64,
        monotonic: u64,
    }

    impl Told {
        /// After a first answer, which took 40 ms.
        fn new() -> Self {
            let mut it = Self::untold();
            it.answer(HOUR, 40);
            it
        }

        fn untold() -> Self {
            Self { clock: Clock::starting(look(0, 0)), wall: 0, monotonic: 0 }
        }

        fn now(&self) -> Now {
            look(self.wall, self.monotonic)
        }

        fn pass(&mut self, length: u64) {
            self.monotonic += length;
            self.wall += i64::try_from(length).unwrap();
        }

        /// The backend says `ahead` more than the page's wall clock as it stands,
        /// in the middle of a round trip.
        fn answer(&mut self, ahead: i64, round_trip: u64) {
            let sent = self.now();
            self.pass(round_trip / 2);
            let time = Timestamp(START.0 + self.wall + ahead);
            self.pass(round_trip - round_trip / 2);
            self.clock.heard(time, sent, self.now());
        }

        /// The time, in milliseconds from the beginning.
        fn at(&mut self) -> i64 {
            let peeked = self.clock.peek(self.now());
            assert_eq!(self.clock.observe(self.now()), peeked, "drawing sees the same");
            peeked.0 - START.0
        }

        fn here(&self, instant: i64) -> i64 {
            self.clock.here(Timestamp(START.0 + instant)).0 - START.0
        }

        fn deadline_here(&self, given: i64, running: Option<i64>) -> i64 {
            let running = running.map(|running| Timestamp(START.0 + running));
            self.clock.deadline_here(Timestamp(START.0 + given), running).0 - START.0
        }
    }

    #[test]
    fn instants_count_as_they_are_until_the_backend_was_heard() {
        let mut it = Told::untold();
        assert_eq!(it.here(60_000), 60_000);
        it.answer(HOUR, 0);
        assert_eq!(it.here(HOUR + 60_000), 60_000);
    }

    #[test]
    fn hearing_it_moves_no_time() {
        let mut it = Told::new();
        assert_eq!(it.at(), 40);
        it.pass(960);
        it.answer(-HOUR, 40);
        assert_eq!(it.at(), 1_040);
    }

    #[test]
    fn the_shortest_of_the_last_round_trips_counts() {
        let mut it = Told::untold();
        // The way there took all of the time, so that the middle is wrong by half.
        it.answer(HOUR + 500, 1_000);
        assert_eq!(it.here(HOUR), -500);
        it.answer(HOUR + 10, 20);
        it.answer(HOUR - 300, 600);
        assert_eq!(it.here(HOUR), -10);
        for _ in 0..8 {
            it.answer(HOUR - 50, 100);
        }
        assert_eq!(it.here(HOUR), 50, "clocks drift: the old one is forgotten");
    }

    #[test]
    fn a_backend_whose_clock_was_set_is_believed_anew() {
        let mut it = Told::new();
        it.answer(2 * HOUR, 400);
        assert_eq!(it.here(2 * HOUR), 0);
    }

    #[test]
    fn an_answer_that_was_slept_upon_is_none() {
        let mut it = Told::untold();
        let sent = it.now();
        it.wall += 600_000;
        it.clock.heard(START, sent, it.now());
        assert_eq!(it.here(0), 0);
        let sent = it.now();
        it.wall -= 600_000;
        it.clock.heard(START, sent, it.now());
        assert_eq!(it.here(0), 0);
    }

    #[test]
    fn a_leap_waits_for_the_answer() {
        let mut it = Told::new();
        it.wall += HOUR;
        assert_eq!(it.at(), 40, "as lived");
        assert_eq!(it.clock.asks_since(), Some(START + Millis(40)));
        it.pass(1_000);
        assert_eq!(it.at(), 1_040);
        assert_eq!(it.clock.gives_up_at(), Some(START + Millis(40) + PATIENCE));
    }

    #[test]
    fn a_hand_that_put_the_clock_forward_does_not_end_the_time_early() {
        let mut it = Told::new();
        it.wall += HOUR;
        it.at();
        it.answer(0, 40);
        assert_eq!(it.at(), 80, "as lived");
        assert_eq!(it.clock.asks_since(), None);
        assert!(!it.clock.leapt_over(START + Millis(60_000)));
        it.pass(10_000);
        assert_eq!(it.at(), 10_080, "the wall clock is seen through from here on");
        assert_eq!(it.here(HOUR + 10_080), 10_080);
    }

    #[test]
    fn a_sleep_is_a_sleep_once_the_backend_says_so() {
        let mut it = Told::new();
        it.wall += 600_000;
        it.at();
        it.answer(HOUR, 40);
        assert_eq!(it.at(), 600_080);
        assert!(it.clock.leapt_over(START + Millis(60_000)));
        assert_eq!(it.here(HOUR), 0);
    }

    #[test]
    fn a_sleep_after_a_hand_is_told_from_it() {
        let mut it = Told::new();
        it.wall += HOUR + 600_000;
        it.at();
        it.answer(0, 40);
        assert_eq!(it.at(), 600_080);
        assert!(it.clock.leapt_over(START + Millis(60_000)));
        // And again, with the clock still an hour ahead.
        it.wall += 300_000;
        it.at();
        it.answer(0, 40);
        assert_eq!(it.at(), 900_120);
    }

    #[test]
    fn a_clock_that_is_set_right_again_needs_no_correction_any_more() {
        let mut it = Told::new();
        it.wall += HOUR;
        it.at();
        it.answer(0, 40);
        it.wall -= HOUR;
        assert_eq!(it.at(), 80);
        it.wall += 600_000;
        it.at();
        it.answer(HOUR, 40);
        assert_eq!(it.at(), 600_120, "the sleep is seen");
    }

    #[test]
    fn without_an_answer_in_time_it_is_taken_for_sleep() {
        let mut it = Told::new();
        it.wall += HOUR;
        it.at();
        it.pass(PATIENCE.0 - 1);
        assert_eq!(it.at(), 5_039);
        it.pass(1);
        assert_eq!(it.at(), HOUR + 5_040);
        assert!(it.clock.leapt_over(START + Millis(60_000)));
        assert_eq!(it.here(7), 7, "how far off the backend is, nobody knows any more");
    }

    #[test]
    fn an_answer_to_an_earlier_question_decides_nothing() {
        let mut it = Told::new();
        let sent = it.now();
        it.pass(300);
        it.at();
        it.wall += 600_000;
        it.at();
        // Its time is from before: by it, nobody slept.
        let time = START + Millis(HOUR.unsigned_abs() + 100);
        it.clock.heard(time, Now { wall: it.now().wall, ..sent }, it.now());
        assert!(it.clock.asks_since().is_some());
    }

    #[test]
    fn an_answer_that_took_too_long_decides_nothing() {
        let mut it = Told::new();
        it.wall += HOUR;
        it.at();
        it.answer(0, 4_000);
        assert!(it.clock.asks_since().is_some());
        it.answer(0, 900);
        assert_eq!(it.at(), 4_940, "as lived");
        assert_eq!(it.clock.asks_since(), None);
    }

    #[test]
    fn a_leap_that_is_taken_back_needs_no_answer() {
        let mut it = Told::new();
        it.wall += HOUR;
        it.at();
        it.pass(1_000);
        it.wall -= HOUR;
        assert_eq!(it.at(), 1_040);
        assert_eq!(it.clock.asks_since(), None);
    }

    #[rstest]
    #[case::a_new_one_is_a_whole_second_and_never_early(None, HOUR + 59_300, 60_000)]
    #[case::one_that_runs_stays_for_a_difference_of_rounding(Some(59_000), HOUR + 59_900, 59_000)]
    #[case::and_is_never_brought_forward(Some(60_000), HOUR + 10_000, 60_000)]
    #[case::but_put_off(Some(60_000), HOUR + 90_000, 91_000)]
    fn a_deadline_from_the_backend(
        #[case] running: Option<i64>,
        #[case] given: i64,
        #[case] here: i64,
    ) {
        assert_eq!(Told::new().deadline_here(given, running), here);
    }

    #[test]
    fn the_state_machine_hears_it() {
        let mut page = Page::typed(timed());
        let answer = |page: &mut Page, slept: u64| {
            let sent = page.now;
            let effects = page.tell(Command::Heard { time: START + seconds(slept), sent });
            assert_eq!(effects, []);
        };
        answer(&mut page, 0);
        page.wait_seconds(10);
        page.sleep_seconds(600);
        assert_eq!(page.close(CloseReason::Deadline), [], "it may be a hand on the clock");
        assert_eq!(page.conversation.alarm(), Some(page.at() + PATIENCE));
        answer(&mut page, 10);
        assert_eq!(page.segment("s1").deadline(), Some(page.at() + seconds(50)), "it was");

        page.sleep_seconds(600);
        assert_eq!(page.close(CloseReason::Deadline), []);
        answer(&mut page, 610);
        assert!(page.conversation.alarm() <= Some(page.at()), "it is due");
        page.close(CloseReason::Deadline);
        page.commit();
        assert_eq!(page.closure().kind, ClosureKind::TimedOut);
        assert_eq!(page.closure().notes, "typed");
    }

    #[test]
    fn nothing_a_backend_says_is_too_wrong() {
        for time in [i64::MIN, -1, i64::MAX] {
            for sent in [look(0, 0), Now { wall: Timestamp(time), monotonic: Millis(u64::MAX) }] {
                let mut it = Told::new();
                it.clock.heard(Timestamp(time), sent, it.now());
                it.wall += HOUR;
                it.at();
                it.clock.heard(Timestamp(time), it.now(), it.now());
                let at = it.at();
                assert!((40..=HOUR + 40).contains(&at), "{at}");
                let _ = (it.here(HOUR), it.deadline_here(i64::MAX - START.0, None));
            }
        }
    }
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
