//! Where an agent has put the dialog: how much of the room around it lies before it and
//! above it. So it is in sight as a whole, whatever becomes of the window and of its own
//! size.

/// All of the room.
const WHOLE: i64 = 1000;

/// A place, in thousandths of the room that the dialog leaves free, 0 to 1,000 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Place {
    /// So much lies before it, in the direction of the line.
    pub x: u32,
    /// So much lies above it.
    pub y: u32,
}

impl Default for Place {
    /// Where it is as long as nobody puts it elsewhere.
    fn default() -> Self {
        Self::CORNERS[0]
    }
}

impl Place {
    /// The corners: the end of the line at the bottom, where it is by default, and on from
    /// there against the clock (where lines run from left to right).
    pub const CORNERS: [Self; 4] = [
        Self { x: 1000, y: 1000 },
        Self { x: 1000, y: 0 },
        Self { x: 0, y: 0 },
        Self { x: 0, y: 1000 },
    ];

    /// So many pixels further on and down, of so many that are free; where none are, it stays.
    /// What is beyond the room is left at its end.
    #[must_use]
    pub fn moved(self, by: (i32, i32), room: (i32, i32)) -> Self {
        let on = |at: u32, by: i32, room: i32| {
            if room <= 0 {
                return at;
            }
            let on = i64::from(at) + i64::from(by) * WHOLE / i64::from(room);
            u32::try_from(on.clamp(0, WHOLE)).unwrap_or_default()
        };
        Self { x: on(self.x, by.0, room.0), y: on(self.y, by.1, room.1) }
    }

    /// The corner after the one it is nearest to.
    #[must_use]
    pub fn next_corner(self) -> Self {
        let half = |at: u32| if at * 2 >= 1000 { 1000 } else { 0 };
        let nearest = Self { x: half(self.x), y: half(self.y) };
        let at = Self::CORNERS.iter().position(|each| *each == nearest).unwrap_or_default();
        Self::CORNERS[(at + 1) % Self::CORNERS.len()]
    }

    /// The same within its bounds, whatever was read.
    #[must_use]
    pub fn within_bounds(self) -> Self {
        Self { x: self.x.min(1000), y: self.y.min(1000) }
    }
}
