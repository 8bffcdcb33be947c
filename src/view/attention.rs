//! The page's title and icon, for as long as a countdown runs: an agent whose page is in
//! the background, or who looks elsewhere, sees them. What they show is the domain's to
//! say ([`crate::domain::attention`]).
//!
//! A page has one title and one icon, whoever shows wrap-ups in it: all that watch share
//! them, and the most urgent countdown of all is shown. It follows the desks' timers and
//! adds none while the page is visible. A hidden page gets a timeout for each band that
//! is still to come.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use super::messages::with;
use super::words::{clock_face, time_of_day};
use crate::browser::page_icon::Badge;
use crate::browser::timeout::Timeout;
use crate::browser::{page_lifecycle, page_title};
use crate::domain::attention::{Heading, Mark, Pressing, Ways};
use crate::domain::band::Band;
use crate::domain::id::{AgentId, SegmentId};
use crate::domain::time::{Millis, Timestamp};
use crate::runtime::{Desk, Notification, Subscription};

/// A page that changes its title gets the time back in front of it after so long, so that
/// two who insist on a title cannot keep it busy.
const PATIENCE: Millis = Millis(1000);

/// Telling of an agent's countdowns, until dropped: then the page is as it was.
#[derive(Debug)]
#[must_use = "dropping it ends it"]
pub struct Attention {
    watch: Rc<Watch>,
}

struct Watch {
    desk: Desk,
    agent: AgentId,
    ways: Ways,
    _subscription: Subscription,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("agent", &self.agent).finish_non_exhaustive()
    }
}

/// What the page shows.
#[derive(Default)]
struct Front {
    watches: Vec<Weak<Watch>>,
    heading: Heading,
    /// While something stands in front of the title.
    titled: Option<Titled>,
    badge: Option<Badge>,
    /// Timeouts for the bands of a countdown.
    bands: Option<(SegmentId, Timestamp, Vec<Timeout>)>,
}

struct Titled {
    /// Whether the page had a title.
    had: bool,
    /// Until it is looked at what the page has made of it.
    pause: Option<Timeout>,
    _watch: page_title::Watch,
}

thread_local! {
    static FRONT: RefCell<Front> = RefCell::default();
}

impl Attention {
    /// Tells of `agent`'s countdowns at `desk` in these ways.
    pub fn new(desk: &Desk, agent: AgentId, ways: Ways) -> Self {
        let subscription = desk.subscribe(|notification| {
            if matches!(notification, Notification::Second(_) | Notification::Changed(_)) {
                look();
            }
        });
        let watch = Rc::new(Watch { desk: desk.clone(), agent, ways, _subscription: subscription });
        FRONT.with_borrow_mut(|front| front.watches.push(Rc::downgrade(&watch)));
        look();
        Self { watch }
    }
}

impl Drop for Attention {
    fn drop(&mut self) {
        let watch = Rc::downgrade(&self.watch);
        FRONT.with_borrow_mut(|front| front.watches.retain(|each| !each.ptr_eq(&watch)));
        look();
    }
}

/// Brings title and icon up to date.
fn look() {
    FRONT.with_borrow_mut(Front::look);
}

impl Front {
    fn look(&mut self) {
        let watches = self.watches.iter().filter_map(Weak::upgrade);
        let all: Vec<(Ways, Pressing)> = watches
            .filter_map(|watch| Some((watch.ways, watch.desk.pressing(&watch.agent)?)))
            .collect();
        let first = |wants: fn(&Ways) -> bool| {
            let wanted = all.iter().filter(|(ways, _)| wants(ways));
            Pressing::most_urgent(wanted.map(|(_, pressing)| pressing.clone()))
        };
        let (titled, badged) = (first(|ways| ways.title), first(|ways| ways.icon));
        let ticks = page_lifecycle::is_visible();
        self.title(titled.map(|pressing| words(pressing.mark(ticks))).as_deref());
        self.follow_bands(badged.as_ref().filter(|_| !ticks));
        self.badge = badged.and_then(|pressing| {
            let picture = picture(pressing.band);
            self.badge.take().map_or_else(|| Badge::new(picture), |it| Some(it.showing(picture)))
        });
    }

    fn title(&mut self, mark: Option<&str>) {
        let found = page_title::read();
        match (&self.titled, mark) {
            (None, None) => return,
            (None, Some(_)) => {
                let (had, watch) = (found.is_some(), page_title::on_change(changed));
                self.titled = Some(Titled { had, pause: None, _watch: watch });
            }
            _ => {}
        }
        let title = self.heading.put(&found.unwrap_or_default(), mark);
        if let Some(title) = &title {
            page_title::write(title);
        }
        if mark.is_none() {
            let had = self.titled.take().is_none_or(|titled| titled.had);
            if !had && title.is_some_and(|title| title.is_empty()) {
                page_title::remove();
            }
        }
    }

    fn follow_bands(&mut self, pressing: Option<&Pressing>) {
        let Some(pressing) = pressing else {
            self.bands = None;
            return;
        };
        let Pressing { segment, deadline, changes, .. } = pressing;
        let known = |(of, until, _): &(SegmentId, Timestamp, _)| of == segment && until == deadline;
        if !self.bands.as_ref().is_some_and(known) {
            let armed = changes.iter().map(|pause| Timeout::new(*pause, look)).collect();
            self.bands = Some((segment.clone(), *deadline, armed));
        }
    }
}

/// The title may be another one; our own writing is heard of as well.
fn changed() {
    FRONT.with_borrow_mut(|front| {
        let found = page_title::read().unwrap_or_default();
        let is_ours = front.heading.is_as_written(&found);
        if let Some(titled) = &mut front.titled
            && titled.pause.is_none()
            && !is_ours
        {
            titled.pause = Some(Timeout::new(PATIENCE, || {
                FRONT.with_borrow_mut(|front| {
                    if let Some(titled) = &mut front.titled {
                        titled.pause = None;
                    }
                    front.look();
                });
            }));
        }
    });
}

fn words(mark: Mark) -> String {
    match mark {
        Mark::Left(seconds) => clock_face(seconds),
        Mark::Until { deadline, is_ending } => {
            let until = with("attention.until", &[("time", &time_of_day(deadline))]);
            if is_ending { ["(!) ", &until].concat() } else { until }
        }
    }
}

macro_rules! badge {
    ($colour:literal, $ink:literal, $sign:literal) => {
        concat!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>",
            "<circle cx='8' cy='8' r='8' fill='",
            $colour,
            "'/><path fill='none' stroke='",
            $ink,
            "' stroke-width='2' stroke-linecap='round' d='",
            $sign,
            "'/></svg>"
        )
    };
}

/// A badge in the colour of a band: a clock whose hand goes round, and at last a sign, for
/// those who tell no colours apart. A picture outside of the document has no tokens: its
/// colours are those that `style/tokens.css` has for the bands.
const fn picture(band: Band) -> &'static str {
    match band {
        Band::Green => badge!("#1b7f47", "#fff", "M8 3.5V8h4"),
        Band::Yellow => badge!("#e8ba1c", "#352b0c", "M8 3.5V12"),
        Band::Orange => badge!("#ff9b54", "#3d2310", "M8 3.5V8H4"),
        Band::Red => badge!("#c0262f", "#fff", "M8 4v4.5m0 3.4v.2"),
    }
}
