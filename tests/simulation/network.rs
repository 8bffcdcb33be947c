//! Simulates the way between a page and the backend: a request may not arrive,
//! arrive late or twice, and its answer may be lost, cut short, or too late.

use interaction_wrap_up::domain::delivery::failure::{BackendError, Trouble};
use interaction_wrap_up::domain::delivery::parcel::Parcel;
use interaction_wrap_up::domain::time::{Millis, Timestamp};

use crate::fault::Fault;
use crate::machine::TabId;
use crate::tab::Input;
use crate::world::{Event, World};

/// After this long a page gives up, in milliseconds.
const PATIENCE: u64 = 20_000;

/// A request on its way.
#[derive(Debug)]
pub(crate) struct Request {
    tab: TabId,
    /// As whom the page is signed in.
    session: usize,
    parcel: Parcel,
    /// What the page's clock showed as it was sent.
    at: Timestamp,
    /// What the page hears instead of the answer; nothing, once it gave up.
    instead: Option<Result<(), BackendError>>,
}

const fn try_again(trouble: Trouble, after: Option<Millis>) -> BackendError {
    BackendError::TryAgain { trouble, after }
}

impl World {
    pub(crate) fn send(&mut self, tab: TabId, session: usize, parcel: Parcel) {
        let way = self.random.between(10, 300);
        if self.queue.now < self.machine.offline_until {
            self.count(Fault::Offline);
            return self.fail(tab, way, try_again(Trouble::Unreachable, None));
        }
        if self.queue.now < self.machine.session_lost_until {
            self.count(Fault::NotSignedIn);
            return self.fail(tab, way, BackendError::NotSignedIn);
        }
        if !self.random.percent(self.weather) {
            return self.pass_on(tab, session, parcel, way, Some(Ok(())));
        }
        match self.random.between(0, 8) {
            0 => {
                self.count(Fault::ServerError);
                self.fail(tab, way, try_again(Trouble::Failed, None));
            }
            1 => {
                self.count(Fault::Busy);
                let after = Millis::from_seconds(self.random.between(1, 120));
                self.fail(tab, way, try_again(Trouble::Busy, Some(after)));
            }
            2 => {
                self.count(Fault::AnswerLost);
                let lost = Err(try_again(Trouble::Unreachable, None));
                self.pass_on(tab, session, parcel, way, Some(lost));
            }
            3 => {
                self.count(Fault::Reset);
                self.fail(tab, way, try_again(Trouble::Unreachable, None));
            }
            4 => {
                self.count(Fault::HalfBody);
                let half = Err(try_again(Trouble::Failed, None));
                self.pass_on(tab, session, parcel, way, Some(half));
            }
            5 => {
                self.count(Fault::BareConflict);
                self.fail(tab, way, BackendError::Conflict);
            }
            _ => {
                self.count(Fault::Slow);
                let way = self.random.between(1_000, 40_000);
                if way < PATIENCE {
                    return self.pass_on(tab, session, parcel, way, Some(Ok(())));
                }
                self.count(Fault::TimedOut);
                self.fail(tab, PATIENCE, try_again(Trouble::NoAnswer, None));
                self.pass_on(tab, session, parcel, way, None);
            }
        }
    }

    fn fail(&mut self, tab: TabId, pause: u64, error: BackendError) {
        self.queue.after(pause, Event::Tab(tab, Input::Answered(Err(error))));
    }

    fn pass_on(
        &mut self,
        tab: TabId,
        session: usize,
        parcel: Parcel,
        way: u64,
        instead: Option<Result<(), BackendError>>,
    ) {
        let at = self.machine.clocks(self.queue.now).wall;
        self.queue.after(way, Event::Arrive(Request { tab, session, parcel, at, instead }));
    }

    pub(crate) fn arrive(&mut self, request: Request) {
        let Request { tab, session, parcel, at, instead } = request;
        self.note(|| format!("  backend: {} {} {:?}", parcel.id, parcel.revision.0, instead));
        let receipt = self.backend.receive(session, &parcel, at, self.queue.now, &mut self.counts);
        self.wake_backend();
        let answer = match instead {
            None => return,
            Some(Ok(())) => Ok(receipt),
            Some(Err(error)) => Err(error),
        };
        let way = self.random.between(10, 300);
        self.queue.after(way, Event::Tab(tab, Input::Answered(answer)));
    }
}
