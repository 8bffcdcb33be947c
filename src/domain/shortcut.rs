//! The keys of a wrap-up: what a press means, which keys there are by default, and which
//! others an agent may choose.
//!
//! A press is taken only where nobody can have meant to type with it: nothing of an input
//! method, nothing with `AltGr` (which some systems report as Ctrl and Alt together), no
//! letter that Alt or Option makes, and in a field no character at all. What browsers,
//! fields and screen readers need is refused as a choice ([`Keymap::assign`]).

/// So many favourites have a key: the digits from 1 to 9.
pub const MOST_FAVOURITES: usize = 9;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Submit & close.
    Submit,
    /// More time.
    Extend,
    /// Makes the dialog small, or large again.
    Minimise,
    /// Sends the dialog to the next corner.
    Move,
    /// Goes to the agent's next wrap-up.
    Next,
    /// Goes between the page and the wrap-up.
    Switch,
    /// Chooses one of the agent's favourite codes: the chord with a digit from 1 to 9.
    Favourite,
    /// Shows the keys.
    Help,
}

impl Deed {
    /// All of them, as they are listed.
    pub const ALL: [Self; 8] = [
        Self::Submit,
        Self::Extend,
        Self::Minimise,
        Self::Move,
        Self::Favourite,
        Self::Next,
        Self::Switch,
        Self::Help,
    ];

    /// The name under which an agent's choice is kept.
    const fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Extend => "extend",
            Self::Minimise => "minimise",
            Self::Move => "move",
            Self::Next => "next",
            Self::Switch => "switch",
            Self::Favourite => "favourite",
            Self::Help => "help",
        }
    }

    /// The keys as long as nobody chooses others: function keys, which type nothing on any
    /// layout, and what people know from elsewhere.
    const fn default_chord(self) -> &'static str {
        match self {
            Self::Submit => "Ctrl+Enter",
            Self::Extend => "F8",
            Self::Minimise => "F9",
            Self::Move => "Shift+F9",
            Self::Next => "F2",
            Self::Switch => "F6",
            Self::Favourite => "Ctrl+Shift+1",
            Self::Help => "?",
        }
    }
}

/// A key that went down, as the browser tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each key is down or not
pub struct Press {
    /// What it types, or its name (`Enter`, `F8`).
    pub key: String,
    /// Where it is on the keyboard (`KeyA`, `Digit1`).
    pub code: String,
    /// Ctrl is down.
    pub ctrl: bool,
    /// Alt or Option is down.
    pub alt: bool,
    /// Shift is down.
    pub shift: bool,
    /// Command or the Windows key is down.
    pub meta: bool,
    /// `AltGr` is down.
    pub alt_graph: bool,
    /// It belongs to an input method.
    pub composing: bool,
    /// Something can be typed where it went down.
    pub in_field: bool,
}

/// Keys that are held down, and the one that is pressed with them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each key is down or not
pub struct Chord {
    ctrl: bool,
    alt: bool,
    shift: bool,
    meta: bool,
    /// A character in upper case, or the name of a key.
    key: String,
}

/// What a press means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// It does this.
    Does(Deed),
    /// It chooses the agent's favourite of that place among those on offer, from 0.
    Favourite(usize),
    /// It is a character typed where nothing is typed into: perhaps the key of a code.
    Character(String),
}

/// Why a chord cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// People type with it.
    Types,
    /// Browsers, fields or systems have a use for it.
    Theirs,
    /// It means something here already.
    Taken(Deed),
    /// Favourites take Ctrl, Alt or both Ctrl and Shift, and a digit from 1 to 9.
    NoDigit,
}

impl Press {
    /// Whether it types into a field, where no character is a key. It is asked of every
    /// letter that is typed, before anything else is.
    pub fn types_in_field(&self) -> bool {
        let plain = !self.ctrl && !self.alt && !self.meta;
        self.in_field && plain && self.key.chars().count() <= 1
    }

    /// Whether it is a key that is held down with others.
    pub fn is_held_with_others(&self) -> bool {
        ["Control", "Alt", "Shift", "Meta", "AltGraph", "Fn"].contains(&&*self.key)
    }
}

impl Chord {
    /// What was pressed; `None` where that is typing, or no key by itself.
    pub fn of(press: &Press) -> Option<Self> {
        let Press { key, code, ctrl, alt, shift, meta, .. } = press;
        let types = press.composing || press.alt_graph || (*ctrl && *alt);
        let silent = ["", "Dead", "Process", "Unidentified", "Compose", "CapsLock", "NumLock"];
        if types || silent.contains(&&**key) || press.is_held_with_others() {
            return None;
        }
        let mut chars = key.chars();
        let (Some(first), None) = (chars.next(), chars.next()) else {
            let (ctrl, alt, shift, meta) = (*ctrl, *alt, *shift, *meta);
            return Some(Self { ctrl, alt, shift, meta, key: key.clone() });
        };
        // Where it is on the keyboard, for those letters and digits that have a place.
        let placed = code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit"));
        let first = first.to_ascii_uppercase();
        if !*ctrl && !*alt && !*meta {
            // Shift is part of the character.
            let key = if first == ' ' { "Space".to_owned() } else { first.to_string() };
            return Some(Self { ctrl: false, alt: false, shift: false, meta: false, key });
        }
        let key = match placed {
            // What Alt or Option makes of a letter is a letter.
            Some(placed) if *alt && first.is_alphabetic() && first.to_string() != placed => {
                return None;
            }
            // So is what Option makes of a digit.
            Some(_) if *alt && !first.is_ascii() => return None,
            // Shift makes signs of digits, and other scripts have other letters: their
            // chords are those of the place.
            Some(placed) if !first.is_ascii_alphabetic() => placed.to_owned(),
            _ if first == ' ' => "Space".to_owned(),
            _ => first.to_string(),
        };
        Some(Self::named(&key, press))
    }

    fn named(key: &str, press: &Press) -> Self {
        let Press { ctrl, alt, shift, meta, .. } = *press;
        Self { ctrl, alt, shift, meta, key: key.to_owned() }
    }

    /// The chord of this name; any text has one, and most of them nobody can press.
    fn parse(name: &str) -> Self {
        let mut chord =
            Self { ctrl: false, alt: false, shift: false, meta: false, key: String::new() };
        let mut rest = name;
        while let Some((held, key)) = rest.split_once('+').filter(|(_, key)| !key.is_empty()) {
            match held {
                "Ctrl" => chord.ctrl = true,
                "Alt" => chord.alt = true,
                "Shift" => chord.shift = true,
                "Meta" => chord.meta = true,
                _ => break,
            }
            rest = key;
        }
        rest.clone_into(&mut chord.key);
        chord
    }

    /// Its name, in the order and the words of `aria-keyshortcuts`, but for Ctrl.
    pub fn name(&self) -> String {
        let mut name = String::new();
        let held = [self.ctrl, self.alt, self.shift, self.meta];
        for (held, key) in held.into_iter().zip(["Ctrl+", "Alt+", "Shift+", "Meta+"]) {
            if held {
                name.push_str(key);
            }
        }
        name + &self.key
    }

    /// Whether it types a character.
    fn is_character(&self) -> bool {
        let plain = !self.ctrl && !self.alt && !self.meta;
        plain && (self.key.chars().count() == 1 || self.key == "Space")
    }

    /// From 1 to 9.
    fn digit(&self) -> Option<usize> {
        let digit = self.key.parse().ok().filter(|digit| (1..=9).contains(digit));
        digit.filter(|_| self.key.len() == 1)
    }

    /// Whether it is the same but for the digit.
    fn is_family_of(&self, other: &Self) -> bool {
        let held = |it: &Self| (it.ctrl, it.alt, it.shift, it.meta);
        held(self) == held(other) && self.digit().is_some() && other.digit().is_some()
    }

    /// Whether others need it.
    fn is_theirs(&self) -> bool {
        let Self { ctrl, alt, shift, meta, key } = self;
        if let Some(number) = key.strip_prefix('F').and_then(|key| key.parse::<u8>().ok()) {
            // Help, find, reload, the menu, the whole screen, tools; and what closes windows.
            return *meta || matches!(number, 1 | 3 | 5 | 10..=12) || (*alt && number == 4);
        }
        if key == "Enter" {
            return !(*ctrl || *alt || *meta);
        }
        if key.chars().count() > 1 {
            // What moves, deletes, scrolls and leaves a field.
            return true;
        }
        let digit = key.as_bytes().first().is_some_and(u8::is_ascii_digit);
        match (ctrl, alt, shift) {
            _ if *meta => true,
            (true, _, false) => true,
            (true, _, true) => "BCIJKMNOPQRTVWYZ".contains(&**key),
            (false, true, false) => "DEF".contains(&**key) || digit,
            _ => false,
        }
    }
}

/// Which keys an agent has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Keymap {
    /// Whether there are none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub off: bool,
    /// What was chosen in place of the defaults, each as `deed=chord`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub chosen: Vec<String>,
}

impl Keymap {
    /// The chord that does something.
    pub fn chord(&self, deed: Deed) -> Chord {
        let chosen = self.chosen.iter().find_map(|each| {
            let (name, chord) = each.split_once('=')?;
            (name == deed.name()).then_some(chord)
        });
        Chord::parse(chosen.unwrap_or(deed.default_chord()))
    }

    /// The name of that chord, for people; `None` where there are no keys. That of
    /// favourites names the first and the last digit.
    pub fn shown(&self, deed: Deed) -> Option<String> {
        let name = self.chord(deed).name();
        let name = match (deed, name.char_indices().last()) {
            (Deed::Favourite, Some((at, _))) => [&name[..at], "1–9"].concat(),
            _ => name,
        };
        (!self.off).then_some(name)
    }

    /// The chord of the favourite in that place, from 0; `None` where there are no keys,
    /// or none for it.
    pub fn shown_favourite(&self, place: usize) -> Option<String> {
        let name = self.chord(Deed::Favourite).name();
        let (at, _) = name.char_indices().last()?;
        let is_there = !self.off && place < MOST_FAVOURITES;
        is_there.then(|| [&name[..at], &(place + 1).to_string()].concat())
    }

    /// What does something, as `aria-keyshortcuts` has it.
    pub fn for_machines(&self, deed: Deed) -> Option<String> {
        (!self.off).then(|| self.chord(deed).name().replace("Ctrl+", "Control+"))
    }

    /// What a press means; `None` where it is not for the wrap-up.
    pub fn meaning(&self, press: &Press) -> Option<Meaning> {
        if self.off || press.types_in_field() {
            return None;
        }
        let chord = Chord::of(press)?;
        for deed in Deed::ALL {
            let wanted = self.chord(deed);
            if deed == Deed::Favourite {
                let digit = chord.digit().filter(|_| chord.is_family_of(&wanted));
                if let Some(digit) = digit {
                    return Some(Meaning::Favourite(digit - 1));
                }
            } else if chord == wanted {
                return Some(Meaning::Does(deed));
            }
        }
        let plain = chord.is_character() && chord.key != "Space";
        plain.then_some(Meaning::Character(chord.key))
    }

    /// Gives `deed` the chord that was pressed.
    ///
    /// # Errors
    /// [`Unfit`], and all stays as it was.
    pub fn assign(&mut self, deed: Deed, press: &Press) -> Result<(), Unfit> {
        let chord = Chord::of(press).ok_or(Unfit::Types)?;
        let is_sign = chord.key.chars().all(|each| each.is_ascii_punctuation());
        // Help is for those who look around, and not for those who type.
        if chord.is_character() && !(deed == Deed::Help && is_sign) {
            return Err(Unfit::Types);
        }
        if !chord.is_character() && chord.is_theirs() {
            return Err(Unfit::Theirs);
        }
        if deed == Deed::Favourite && chord.digit().is_none() {
            return Err(Unfit::NoDigit);
        }
        for other in Deed::ALL.into_iter().filter(|other| *other != deed) {
            let taken = self.chord(other);
            let family = other == Deed::Favourite || deed == Deed::Favourite;
            if chord == taken || (family && chord.is_family_of(&taken)) {
                return Err(Unfit::Taken(other));
            }
        }
        self.chosen.retain(|each| each.split_once('=').is_none_or(|(it, _)| it != deed.name()));
        if chord.name() != deed.default_chord() {
            self.chosen.push([deed.name(), "=", &chord.name()].concat());
        }
        Ok(())
    }
}
