//! Which press means what, what is left to those who type, and what cannot be chosen.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use interaction_wrap_up::domain::shortcut::{
    Chord, Deed, Keymap, MOST_FAVOURITES, Meaning, Press, Unfit,
};
use proptest::prelude::*;
use rstest::rstest;

/// `Ctrl+Shift+!/Digit1`: what is held, what it types, and where it is.
fn press(name: &str) -> Press {
    let (held, code) = name.rsplit_once('/').unwrap_or((name, ""));
    let mut press = Press { code: code.to_owned(), ..Press::default() };
    let mut rest = held;
    while let Some((held, key)) = rest.split_once('+').filter(|(_, key)| !key.is_empty()) {
        match held {
            "Ctrl" => press.ctrl = true,
            "Alt" => press.alt = true,
            "Shift" => press.shift = true,
            "Meta" => press.meta = true,
            "AltGr" => press.alt_graph = true,
            _ => break,
        }
        rest = key;
    }
    rest.clone_into(&mut press.key);
    press
}

fn in_field(name: &str) -> Press {
    Press { in_field: true, ..press(name) }
}

#[rstest]
#[case::submit("Ctrl+Enter", Meaning::Does(Deed::Submit))]
#[case::extend("F8", Meaning::Does(Deed::Extend))]
#[case::minimise("F9", Meaning::Does(Deed::Minimise))]
#[case::to_a_corner("Shift+F9", Meaning::Does(Deed::Move))]
#[case::next("F2", Meaning::Does(Deed::Next))]
#[case::switch("F6", Meaning::Does(Deed::Switch))]
#[case::first_favourite("Ctrl+Shift+!/Digit1", Meaning::Favourite(0))]
#[case::last_favourite("Ctrl+Shift+(/Digit9", Meaning::Favourite(8))]
#[case::where_shift_makes_the_digit("Ctrl+Shift+3/Digit3", Meaning::Favourite(2))]
fn chords_do_what_they_say_wherever_the_focus_is(#[case] name: &str, #[case] meaning: Meaning) {
    let keys = Keymap::default();
    assert_eq!(keys.meaning(&press(name)), Some(meaning.clone()));
    assert_eq!(keys.meaning(&in_field(name)), Some(meaning));
}

#[rstest]
#[case::help("Shift+?/Slash", Meaning::Does(Deed::Help))]
#[case::a_letter("r/KeyR", Meaning::Character("R".to_owned()))]
#[case::a_digit("7/Digit7", Meaning::Character("7".to_owned()))]
#[case::a_letter_of_another_script("ж/Semicolon", Meaning::Character("ж".to_owned()))]
fn characters_mean_something_only_where_nothing_is_typed_into(
    #[case] name: &str,
    #[case] meaning: Meaning,
) {
    let keys = Keymap::default();
    assert_eq!(keys.meaning(&press(name)), Some(meaning));
    assert_eq!(keys.meaning(&in_field(name)), None);
}

#[rstest]
#[case::polish("AltGr+ą/KeyA")]
#[case::polish_as_windows_says("Ctrl+Alt+ą/KeyA")]
#[case::german_at("Ctrl+Alt+@/KeyQ")]
#[case::option_letter("Alt+å/KeyA")]
#[case::option_digit("Alt+¡/Digit1")]
#[case::dead("Alt+Dead/KeyE")]
#[case::held_alone("Ctrl+Control/ControlLeft")]
#[case::enter("Enter")]
#[case::tab("Tab")]
#[case::escape("Escape")]
#[case::blank(" /Space")]
#[case::copy("Ctrl+c/KeyC")]
#[case::other_chord("Shift+F8")]
#[case::nothing("")]
fn typing_and_the_browsers_keys_mean_nothing(#[case] name: &str) {
    assert_eq!(Keymap::default().meaning(&press(name)), None);
    assert_eq!(Keymap::default().meaning(&in_field(name)), None);
}

#[test]
fn nothing_of_an_input_method_is_taken() {
    let composing = Press { composing: true, ..press("F8") };
    assert_eq!(Keymap::default().meaning(&composing), None);
}

#[test]
fn keys_that_are_off_mean_nothing_and_are_not_shown() {
    let keys = Keymap { off: true, ..Keymap::default() };
    assert_eq!(keys.meaning(&press("F8")), None);
    assert_eq!(keys.shown(Deed::Extend), None);
    assert_eq!(keys.for_machines(Deed::Extend), None);
}

#[test]
fn an_agent_chooses_other_keys_and_has_the_old_ones_no_more() {
    let mut keys = Keymap::default();
    keys.assign(Deed::Submit, &press("Ctrl+Shift+s/KeyS")).unwrap();
    assert_eq!(keys.shown(Deed::Submit).as_deref(), Some("Ctrl+Shift+S"));
    assert_eq!(keys.for_machines(Deed::Submit).as_deref(), Some("Control+Shift+S"));
    let means = |name: &str| keys.meaning(&press(name));
    assert_eq!(means("Ctrl+Shift+S/KeyS"), Some(Meaning::Does(Deed::Submit)));
    // The same place where other letters are typed.
    assert_eq!(means("Ctrl+Shift+Ы/KeyS"), Some(Meaning::Does(Deed::Submit)));
    assert_eq!(means("Ctrl+Enter"), None);
    // And back to the default, which need not be kept.
    keys.assign(Deed::Submit, &press("Ctrl+Enter")).unwrap();
    assert_eq!(keys, Keymap::default());
}

#[test]
fn favourites_take_all_nine_digits_with_the_same_keys_held() {
    let mut keys = Keymap::default();
    assert_eq!(keys.shown(Deed::Favourite).as_deref(), Some("Ctrl+Shift+1–9"));
    keys.assign(Deed::Favourite, &press("Alt+Shift+%/Digit5")).unwrap();
    assert_eq!(keys.shown(Deed::Favourite).as_deref(), Some("Alt+Shift+1–9"));
    assert_eq!(keys.meaning(&press("Alt+Shift+#/Digit3")), Some(Meaning::Favourite(2)));
    assert_eq!(keys.meaning(&press("Alt+Shift+)/Digit0")), None);
    assert_eq!(keys.shown_favourite(2).as_deref(), Some("Alt+Shift+3"));
    assert_eq!(keys.shown_favourite(MOST_FAVOURITES), None);
    assert_eq!(Keymap { off: true, ..keys.clone() }.shown_favourite(0), None);
    let taken = keys.clone().assign(Deed::Next, &press("Alt+Shift+@/Digit2"));
    assert_eq!(taken, Err(Unfit::Taken(Deed::Favourite)));
}

#[rstest]
#[case::a_letter("x/KeyX", Deed::Submit, Unfit::Types)]
#[case::a_sign_for_more_than_help("Shift+!/Digit1", Deed::Submit, Unfit::Types)]
#[case::a_letter_for_help("h/KeyH", Deed::Help, Unfit::Types)]
#[case::alt_gr("AltGr+ł/KeyL", Deed::Submit, Unfit::Types)]
#[case::ctrl_and_alt("Ctrl+Alt+s/KeyS", Deed::Submit, Unfit::Types)]
#[case::enter("Enter", Deed::Submit, Unfit::Theirs)]
#[case::tab("Tab", Deed::Submit, Unfit::Theirs)]
#[case::escape("Escape", Deed::Minimise, Unfit::Theirs)]
#[case::a_word_back("Ctrl+ArrowLeft", Deed::Submit, Unfit::Theirs)]
#[case::paste("Ctrl+v/KeyV", Deed::Submit, Unfit::Theirs)]
#[case::tabs("Ctrl+1/Digit1", Deed::Favourite, Unfit::Theirs)]
#[case::a_private_window("Ctrl+Shift+N/KeyN", Deed::Submit, Unfit::Theirs)]
#[case::reload("F5", Deed::Submit, Unfit::Theirs)]
#[case::closes_windows("Alt+F4", Deed::Submit, Unfit::Theirs)]
#[case::the_systems("Meta+k/KeyK", Deed::Submit, Unfit::Theirs)]
#[case::taken("F8", Deed::Submit, Unfit::Taken(Deed::Extend))]
#[case::no_digit("F4", Deed::Favourite, Unfit::NoDigit)]
fn what_others_need_cannot_be_chosen(#[case] name: &str, #[case] deed: Deed, #[case] why: Unfit) {
    let mut keys = Keymap::default();
    assert_eq!(keys.assign(deed, &press(name)), Err(why));
    assert_eq!(keys, Keymap::default());
}

#[test]
fn what_is_kept_and_cannot_be_read_is_as_good_as_a_key_that_nobody_has() {
    let chosen = ["submit=", "extend", "=F4", "nothing=F7", "minimise=+"].map(str::to_owned);
    let keys = Keymap { off: false, chosen: chosen.to_vec() };
    assert_eq!(keys.shown(Deed::Extend).as_deref(), Some("F8"));
    assert_eq!(keys.meaning(&press("Ctrl+Enter")), None);
    assert_eq!(keys.shown(Deed::Minimise).as_deref(), Some("+"));
}

proptest! {
    /// Whatever is chosen, in whatever order: no key means two things, none is taken from
    /// who types, and what is chosen can be pressed.
    #[test]
    fn keys_stay_apart(choices in proptest::collection::vec((0..8_usize, "[a-z?!1-9]|F[1-9]|Enter|Tab", any::<[bool; 4]>()), 0..30)) {
        let mut keys = Keymap::default();
        for (deed, key, [ctrl, alt, shift, meta]) in choices {
            let code = match key.chars().next() {
                Some(each) if key.len() == 1 && each.is_ascii_lowercase() => format!("Key{}", each.to_ascii_uppercase()),
                Some(each) if key.len() == 1 && each.is_ascii_digit() => format!("Digit{each}"),
                _ => String::new(),
            };
            let press = Press { key, code, ctrl, alt, shift, meta, ..Press::default() };
            let deed = Deed::ALL[deed];
            if keys.assign(deed, &press).is_ok() {
                let means = keys.meaning(&press);
                let fits = match means {
                    Some(Meaning::Does(does)) => does == deed,
                    Some(Meaning::Favourite(_)) => deed == Deed::Favourite,
                    _ => false,
                };
                prop_assert!(fits, "{press:?} means {means:?}");
                let types = Chord::of(&press).unwrap().name().chars().count() == 1;
                prop_assert!(deed == Deed::Help || !types);
                let in_field = keys.meaning(&Press { in_field: true, ..press });
                prop_assert_eq!(in_field.is_none(), types);
            }
        }
        let mut names: Vec<_> = Deed::ALL.iter().map(|deed| keys.chord(*deed).name()).collect();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), Deed::ALL.len());
    }
}
