//! The rules of the wrap-up, pure: no DOM, no clock, no I/O, no async, no
//! randomness. `(state, command, now) -> (state, effects)`; see [`wrap_up`].
//!
//! | module | what it decides |
//! |--|--|
//! | [`interaction`], [`segment`], [`closure`], [`draft`] | the records |
//! | [`configuration`], [`catalog`], [`condition`], [`field`], [`extra`], [`channel`], [`code`] | which rules a conversation gets |
//! | [`delivery`] | what is told to a system of record, when, and what its answers mean |
//! | [`page`] | what one page holds, when it writes, how it meets other tabs |
//! | [`policy`] | what is saved when a segment ends |
//! | [`gate`] | who may do what |
//! | [`time`], [`clock`], [`countdown`], [`band`], [`milestone`] | time, and what is shown and said of it |
//! | [`stage`] | what an agent can do with a segment now |
//! | [`suggestion`] | what an AI suggests, and what is asked of it |
//! | [`journal`] | what is remembered of it all |
//! | [`history`] | finding what is finished |
//! | [`code_search`], [`code_habits`] | finding a code while somebody types, and what they often use |
//! | [`shortcut`], [`placement`], [`preferences`] | what keys mean, where the dialog goes, and what an agent has set up for themselves |
//! | [`stack`] | the order of several wrap-ups |
//! | [`attention`] | what an agent who looks elsewhere notices of the most urgent countdown |
//! | [`snippet`] | texts that agents put into notes by a name |
//! | [`record`] | the wire form, and what is wrong with a torn one |
//! | [`sorted`] | small ordered collections |
//! | [`wrap_up`] | the state machine |
//! | [`admin`] | what only administrators need: checks, moving, explaining, numbers |
//! | [`service`] | what a service that keeps wrap-ups makes of what pages tell it |
//! | [`servicenow`] | records as ServiceNow keeps them, and what follows from its answers |

pub mod admin;
pub mod attention;
pub mod band;
pub mod catalog;
pub mod channel;
pub mod clock;
pub mod closure;
pub mod code;
pub mod code_habits;
pub mod code_search;
pub mod condition;
pub mod configuration;
pub mod countdown;
pub mod delivery;
pub mod draft;
pub mod extra;
pub mod field;
pub mod gate;
pub mod history;
pub mod id;
pub mod interaction;
pub mod journal;
pub mod milestone;
pub mod page;
pub mod placement;
pub mod policy;
pub mod preferences;
pub mod record;
pub mod segment;
pub mod segment_record;
pub mod service;
pub mod servicenow;
pub mod shortcut;
pub mod snippet;
pub mod sorted;
pub mod stack;
pub mod stage;
pub mod suggestion;
pub mod time;
mod time_signal;
pub mod wrap_up;
