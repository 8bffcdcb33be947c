//! What went wrong in a run, and what came of it, counted by kind.

macro_rules! faults {
    ($($name:ident $words:literal)*) => {
        /// Something that must have happened often enough for a run to prove anything.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Fault { $($name),* }

        impl Fault {
            pub(crate) const ALL: &[(Self, &'static str)] = &[$((Self::$name, $words)),*];
        }
    };
}

faults! {
    Offline "offline"
    ServerError "500"
    Busy "503 with Retry-After"
    AnswerLost "answer lost after the write"
    Reset "connection reset"
    HalfBody "half a body"
    Slow "slow answer"
    TimedOut "answer after the page gave up"
    NotSignedIn "401 until signed in again"
    BareConflict "409 that names no winner"
    TabClosed "browser tab closed"
    Reload "reload"
    SecondTab "second tab"
    Freeze "page frozen"
    MessageLost "message of another tab lost"
    Crash "renderer crash"
    CrashSwitch "renderer crash with a dead man's switch"
    Kill "SIGKILL of the browser"
    LockOrphaned "holder of the lock died"
    CutApplied "transaction of a dead tab applied"
    CutDropped "transaction of a dead tab dropped"
    Full "quota exceeded"
    StoreHangs "store hangs"
    StoreFails "transaction fails"
    StoreAnswerLost "transaction applied, answer lost"
    Sleep "machine sleeps"
    ClockForward "wall clock set forward"
    ClockBack "wall clock set back"
    SignOut "sign-out, another agent signs in"
    TabConflict "conflict between tabs"
    ByDeadline "backend closed at the deadline"
    BySweep "backend swept"
    ByGrace "backend closed after the grace"
    Forced "supervisor forced at the backend"
    CameBack "tab back within the grace"
    Missed "page missed by another one"
    Overtaken "farewell overtaken by the page that is back"
    BackOvertaken "back overtaken by a farewell said later"
    Unknown "farewell names what the backend doesn't know yet"
    TakenOver "typing of a page that went taken over"
    Late "late version"
    Overruled "overruled, kept as rejected"
    Repeated "delivered once more under the same key"
}

#[derive(Debug, Clone)]
pub(crate) struct Counts([u64; Fault::ALL.len()]);

impl Counts {
    pub(crate) const fn new() -> Self {
        Self([0; Fault::ALL.len()])
    }

    pub(crate) const fn add(&mut self, fault: Fault) {
        self.0[fault as usize] += 1;
    }

    pub(crate) fn take_in(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += more);
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Fault::ALL.iter().map(|(fault, words)| (*words, self.0[*fault as usize]))
    }
}
