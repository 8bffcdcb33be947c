//! The order of codes on offer: what is below a code comes right after it, and else each
//! where its administrator has put it.

use crate::domain::code::{CodeRef, MAX_LEVELS, WrapUpCode};
use crate::domain::id::CodeId;

const NONE: usize = usize::MAX;

/// Finds codes by id. Lists of places, since a map of one more type costs the page more.
struct Places<'a> {
    codes: &'a [WrapUpCode],
    first: Vec<usize>,
    next: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(codes: &'a [WrapUpCode]) -> Self {
        let lists = codes.len().max(1).next_power_of_two();
        let mut places = Self { codes, first: vec![NONE; lists], next: vec![NONE; codes.len()] };
        for (at, code) in codes.iter().enumerate().rev() {
            let list = places.list(&code.id);
            places.next[at] = core::mem::replace(&mut places.first[list], at);
        }
        places
    }

    fn list(&self, id: &CodeId) -> usize {
        // FNV-1a.
        let hash = id
            .as_str()
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        hash as usize & (self.first.len() - 1)
    }

    fn find(&self, id: &CodeId) -> usize {
        let mut at = self.first[self.list(id)];
        while at != NONE && self.codes[at].id != *id {
            at = self.next[at];
        }
        at
    }
}

/// A code on offer and where it stands.
pub(super) struct Placed<'a> {
    /// Its place among those on offer.
    pub(super) at: usize,
    /// What is known of it.
    pub(super) code: Option<&'a WrapUpCode>,
    /// The codes above it, the topmost first.
    pub(super) above: Vec<&'a WrapUpCode>,
    /// How many of these are on offer too.
    pub(super) level: usize,
}

/// A code that is on offer, or stands above one. The first of them is the root of all.
struct Node {
    code: usize,
    offered: usize,
    first: usize,
    last: usize,
    next: usize,
}

/// The codes on offer in their order. A code that stands above itself, or is on offer
/// twice, is there all the same, and once.
pub(super) fn in_order<'a>(offered: &[CodeRef], codes: &'a [WrapUpCode]) -> Vec<Placed<'a>> {
    let places = Places::of(codes);
    let node = |code| Node { code, offered: NONE, first: NONE, last: NONE, next: NONE };
    let mut nodes = vec![node(NONE)];
    let mut node_of = vec![NONE; codes.len()];
    for (at, each) in offered.iter().enumerate() {
        let own = places.find(&each.id);
        let mut parent = 0;
        for code in above(&places, own).into_iter().rev().chain([own]) {
            let known = node_of.get(code).copied().unwrap_or(NONE);
            if known != NONE {
                parent = known;
                continue;
            }
            let new = nodes.len();
            nodes.push(node(code));
            if let Some(place) = node_of.get_mut(code) {
                *place = new;
            }
            match core::mem::replace(&mut nodes[parent].last, new) {
                NONE => nodes[parent].first = new,
                last => nodes[last].next = new,
            }
            parent = new;
        }
        if nodes[parent].offered == NONE {
            nodes[parent].offered = at;
        }
    }
    let mut order = Vec::with_capacity(offered.len());
    let mut path: Vec<usize> = Vec::new();
    let mut at = nodes[0].first;
    while at != NONE {
        let Node { code, offered, first, .. } = nodes[at];
        if offered != NONE {
            let known = |each: &&usize| nodes[**each].offered != NONE;
            let above = path.iter().filter_map(|each| codes.get(nodes[*each].code));
            let level = path.iter().filter(known).count();
            order.push(Placed {
                at: offered,
                code: codes.get(code),
                above: above.collect(),
                level,
            });
        }
        path.push(at);
        let mut next = first;
        while next == NONE {
            let Some(left) = path.pop() else { break };
            next = nodes[left].next;
        }
        at = next;
    }
    order
}

/// The codes above one, the nearest first.
fn above(places: &Places<'_>, code: usize) -> Vec<usize> {
    let mut above = Vec::new();
    let mut at = code;
    while above.len() < MAX_LEVELS {
        let parent = places.codes.get(at).and_then(|code| code.parent.as_ref());
        let Some(parent) = parent.map(|id| places.find(id)).filter(|at| *at != NONE) else { break };
        above.push(parent);
        at = parent;
    }
    above
}
