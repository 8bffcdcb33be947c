//! When to try again what failed for the moment.

use super::failure::BackendError;
use crate::domain::time::Millis;

/// The longest pause between two tries that we choose ourselves.
const LONGEST_PAUSE: Millis = Millis::from_seconds(30);

/// The longest pause a backend may ask for; beyond it we ask again.
pub const LONGEST_ASKED: Millis = Millis::from_seconds(600);

/// How long to wait after `failures` tries in a row have failed: one second,
/// then twice as long each time, up to half a minute.
pub const fn pause_after(failures: u32) -> Millis {
    let doublings = if failures == 0 { 0 } else { failures - 1 };
    let pause = Millis::from_seconds(1 << if doublings > 5 { 5 } else { doublings });
    if pause.0 > LONGEST_PAUSE.0 { LONGEST_PAUSE } else { pause }
}

/// [`pause_after`], shortened by up to a half, so that pages that lost a backend
/// at one moment don't all come back at one moment. `chance` is any random number.
pub const fn pause_with_jitter(failures: u32, chance: u32) -> Millis {
    let pause = pause_after(failures).0;
    Millis(pause - (pause / 2) * (chance % 1024) as u64 / 1024)
}

/// How long to wait for somebody to sign in before asking again.
const SIGN_IN_PAUSE: Millis = Millis::from_seconds(60);

/// How long to wait before what failed so is tried again, for the `failures`-th time in a
/// row; `None` where it would fail for good. `chance` is any random number.
pub fn pause_before_again(error: &BackendError, failures: u32, chance: u32) -> Option<Millis> {
    match error {
        BackendError::TryAgain { after: Some(asked), .. } => Some(pause_asked(*asked)),
        BackendError::TryAgain { after: None, .. } | BackendError::Conflict => {
            Some(pause_with_jitter(failures, chance))
        }
        BackendError::NotSignedIn => Some(SIGN_IN_PAUSE),
        BackendError::Refused { .. } | BackendError::Torn(_) => None,
    }
}

/// How long to wait before a backend that tells of changes is listened to again, now that
/// it is `over`; `None` where it will not tell. `failures` is how often in a row that ended
/// too soon. What ended well counts as one: a server that stops ends all at one moment.
pub fn pause_before_listening(
    over: &Result<(), BackendError>,
    failures: &mut u32,
    chance: u32,
) -> Option<Millis> {
    match over {
        Ok(()) => {
            *failures = 1;
            Some(pause_with_jitter(*failures, chance))
        }
        Err(error) => {
            *failures = failures.saturating_add(1);
            pause_before_again(error, *failures, chance)
        }
    }
}

/// The pause a backend asked for, within [`LONGEST_ASKED`].
pub const fn pause_asked(asked: Millis) -> Millis {
    if asked.0 > LONGEST_ASKED.0 { LONGEST_ASKED } else { asked }
}
