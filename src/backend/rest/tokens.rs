//! What the service gave a page to speak for single segments with, once whatever
//! signs it in may have run out. Kept in memory only.

use serde::Serialize;

use crate::backend::{Farewell, Report};
use crate::domain::id::SegmentId;

/// A longer one is not kept: it would take the room of what was typed.
const LONGEST: usize = 256;

/// So many are kept, the latest.
const MOST: usize = 64;

/// What speaks for one segment.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Token {
    segment: SegmentId,
    token: String,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Tokens(Vec<Token>);

impl Tokens {
    /// Keeps what came with an answer about `segment`, in place of what came before.
    pub(super) fn keep(&mut self, segment: Option<&SegmentId>, token: Option<String>) {
        let token = token.filter(|token| token.len() <= LONGEST);
        let (Some(segment), Some(token)) = (segment, token) else { return };
        self.0.retain(|each| each.segment != *segment);
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(Token { segment: segment.clone(), token });
    }

    /// Those of all segments that `farewell` names; `None` where one is missing.
    pub(super) fn of(&self, farewell: &Farewell) -> Option<Vec<Token>> {
        let finals = farewell.finals.iter().filter_map(Report::segment);
        let mut tokens: Vec<Token> = Vec::new();
        for segment in farewell.ids().chain(finals) {
            if tokens.iter().all(|each| each.segment != *segment) {
                tokens.push(self.0.iter().find(|each| each.segment == *segment)?.clone());
            }
        }
        Some(tokens)
    }
}
