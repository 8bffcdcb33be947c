//! A connection, and how it ends.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IdbDatabase, IdbTransaction};

use super::error::DatabaseError;

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// We closed it.
    Closed,
    /// A newer page asked for it: see [`DatabaseError::VersionChanged`].
    VersionChanged,
    /// The browser closed it: the user deleted the site's data, or its storage
    /// failed. Records may be gone.
    Lost,
}

impl From<Ended> for DatabaseError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::VersionChanged => Self::VersionChanged,
            Ended::Closed | Ended::Lost => Self::Closed,
        }
    }
}

/// Who wants to know of it.
type Notice = Box<dyn FnOnce(Ended)>;

/// What everybody who uses a connection knows of its end.
#[derive(Default)]
pub(super) struct Life {
    ended: Cell<Option<Ended>>,
    notice: RefCell<Option<Notice>>,
}

impl Life {
    pub(super) fn ended(&self) -> Option<Ended> {
        self.ended.get()
    }

    fn end(&self, ended: Ended) {
        if self.ended.get().is_none() {
            self.ended.set(Some(ended));
            let notice = self.notice.take();
            if let Some(notice) = notice {
                notice(ended);
            }
        }
    }

    pub(super) fn on_end(&self, notice: Notice) {
        match self.ended() {
            Some(ended) => notice(ended),
            None => {
                self.notice.replace(Some(notice));
            }
        }
    }
}

/// A transaction that was begun, and whether it still wants to ask for something.
struct Begun {
    transaction: IdbTransaction,
    open: Weak<Cell<bool>>,
}

impl Begun {
    fn is_open(&self) -> bool {
        self.open.upgrade().is_some_and(|open| open.get())
    }
}

/// An open connection. Closes when dropped.
pub(super) struct Connection {
    pub(super) inner: IdbDatabase,
    pub(super) life: Rc<Life>,
    begun: RefCell<Vec<Begun>>,
    _handlers: [Closure<dyn FnMut()>; 2],
}

impl Connection {
    pub(super) fn new(inner: IdbDatabase) -> Self {
        let life = Rc::new(Life::default());
        let on_version_change = {
            let (inner, life) = (inner.clone(), life.clone());
            // Closed right here: a page that waits for a newer form is blocked
            // from the moment this event has passed.
            Closure::new(move || {
                inner.close();
                life.end(Ended::VersionChanged);
            })
        };
        let on_close = {
            let life = life.clone();
            Closure::new(move || life.end(Ended::Lost))
        };
        inner.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        inner.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        let begun = RefCell::default();
        Self { inner, life, begun, _handlers: [on_version_change, on_close] }
    }

    /// A transaction was begun, which is `open` for as long as it asks for something.
    pub(super) fn note(&self, transaction: &IdbTransaction, open: &Rc<Cell<bool>>) {
        let mut begun = self.begun.borrow_mut();
        begun.retain(Begun::is_open);
        begun.push(Begun { transaction: transaction.clone(), open: Rc::downgrade(open) });
    }

    /// Undoes every transaction that still wants to ask for something.
    pub(super) fn give_up(&self) {
        for Begun { transaction, open } in self.begun.take() {
            if open.upgrade().is_some_and(|open| open.replace(false)) {
                // Refused when it has ended already.
                let _ = transaction.abort();
            }
        }
    }

    pub(super) fn close(&self) {
        self.inner.close();
        self.life.end(Ended::Closed);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.inner.set_onversionchange(None);
        self.inner.set_onclose(None);
        self.inner.close();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("ended", &self.life.ended()).finish_non_exhaustive()
    }
}
