//! The order of an agent's wrap-ups where several are shown at once.

/// What comes after `here` in an order that goes round; `None` where there is nothing else.
pub fn next_after<'a, T: PartialEq>(order: &'a [T], here: &T) -> Option<&'a T> {
    let next = order.iter().position(|each| each == here).map_or(0, |at| at + 1);
    order.get(next).or_else(|| order.first()).filter(|next| *next != here)
}

/// `by_urgency`, unless it is only another order of what was shown `before`: as long as
/// none comes or goes, nothing moves under who works at it.
pub fn settled<T: PartialEq + Clone>(before: Option<&Vec<T>>, by_urgency: Vec<T>) -> Vec<T> {
    let same = |before: &&Vec<T>| {
        before.len() == by_urgency.len() && by_urgency.iter().all(|each| before.contains(each))
    };
    before.filter(same).cloned().unwrap_or(by_urgency)
}
