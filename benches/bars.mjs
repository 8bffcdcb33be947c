// What the element promises, by row and figure: at most so much.
//
// A `ceiling` stands where the bar is not met yet. It is a little above what was
// reached, and only ever lowered: what is worse than that is an error, as is whatever
// is worse than a bar without one.
export const bars = {};
