//! The custom element's side of the wall: what its JavaScript class, in `npm/`,
//! mounts, asks and is told. The administration's, in a module of its own, beside it.
//!
//! One module and one set of desks serve all elements of a page. An element shows;
//! it never owns a wrap-up: taken away, it leaves the desk, and what runs, behind.

#[cfg(feature = "administer")]
mod administer;
#[cfg(feature = "element")]
mod desks;
#[cfg(feature = "element")]
mod element;
// The administration asks less of it.
#[cfg_attr(not(feature = "element"), allow(dead_code))]
mod failure;
#[cfg(feature = "element")]
mod happenings;
#[cfg_attr(not(feature = "element"), allow(dead_code))]
mod js;
#[cfg(feature = "element")]
mod methods;
#[cfg(feature = "element")]
mod mounted;
#[cfg(feature = "element")]
mod options;
mod signed;
#[cfg(feature = "element")]
mod state;

#[cfg(feature = "administer")]
pub use self::administer::{Administering, administer};
#[cfg(feature = "element")]
pub use self::mounted::{Handle, mount};
