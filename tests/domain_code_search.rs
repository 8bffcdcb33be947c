//! Finding a code by a few letters: against a matcher that is as simple as can be, and
//! the order of the tree.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use interaction_wrap_up::domain::code::{CodeRef, Translation, WrapUpCode};
use interaction_wrap_up::domain::code_habits::{CodeHabits, MAX_FAVOURITES, MAX_RECENT};
use interaction_wrap_up::domain::code_search::{CodeIndex, CodeList, Group, Row};
use interaction_wrap_up::domain::configuration::CodeRules;
use interaction_wrap_up::domain::id::CodeId;
use proptest::prelude::*;
use rstest::rstest;

/// What the browser does, for the few letters used here.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for each in text.to_lowercase().chars() {
        match each {
            'é' => plain.push_str("e\u{301}"),
            'ü' => plain.push_str("u\u{308}"),
            'ό' => plain.push_str("ο\u{301}"),
            'ö' => plain.push_str("o\u{308}"),
            'أ' => plain.push_str("ا\u{654}"),
            'ｒ' => plain.push('r'),
            _ => plain.push(each),
        }
    }
    plain
}

fn id(name: &str) -> CodeId {
    CodeId::new(name).unwrap()
}

fn code(name: &str, label: &str) -> WrapUpCode {
    WrapUpCode::new(id(name), label)
}

fn below(parent: &str, code: WrapUpCode) -> WrapUpCode {
    WrapUpCode { parent: Some(id(parent)), ..code }
}

fn refs(codes: &[WrapUpCode]) -> Vec<CodeRef> {
    codes.iter().map(|it| CodeRef { id: it.id.clone(), label: it.label.clone() }).collect()
}

fn index(codes: &[WrapUpCode]) -> CodeIndex {
    CodeIndex::new(&refs(codes), codes, "en", plain)
}

fn found<'a>(index: &'a CodeIndex, typed: &str) -> Vec<&'a str> {
    index.search(typed).into_iter().map(|at| index.codes()[at].id.as_str()).collect()
}

#[test]
fn the_more_of_it_is_typed_the_better_and_labels_count_most() {
    let with = |synonyms: &[&str], description: &str, code: WrapUpCode| WrapUpCode {
        synonyms: synonyms.iter().map(|each| (*each).to_owned()).collect(),
        description: description.to_owned(),
        ..code
    };
    let codes = [
        code("fuzzy", "Rating for undue noise"),
        with(&[], "Prefund what is open", code("within-description", "J")),
        code("within", "Prefunded"),
        with(&[], "When refund was asked for", code("word-of-description", "Money")),
        with(&["Cash refund"], "", code("word-of-synonym", "K")),
        below("refunds", code("below", "L")),
        code("word", "Partial refund"),
        with(&["Refunding"], "", code("prefix-of-synonym", "M")),
        code("refunds", "Refunds"),
        with(&["refund"], "", code("synonym", "N")),
        code("exact", "REFUND"),
        code("none", "Something else"),
    ];
    // What is below "Refunds" follows it in the tree, and is found as well as its prefix.
    let order = [
        "exact",
        "synonym",
        "refunds",
        "below",
        "prefix-of-synonym",
        "word",
        "word-of-synonym",
        "word-of-description",
        "within",
        "within-description",
    ];
    assert_eq!(found(&index(&codes), "refund"), order);
    let fuzzy =
        ["fuzzy", "refunds", "word", "exact", "word-of-synonym", "prefix-of-synonym", "synonym"];
    assert_eq!(found(&index(&codes), "rfun"), fuzzy);
}

#[test]
fn every_word_must_be_found_and_words_together_come_first() {
    let codes = [
        code("apart", "Question about billing"),
        code("more", "Billing question, other"),
        code("same", "Billing question"),
        code("one", "Billing"),
    ];
    let index = index(&codes);
    assert_eq!(found(&index, "billing question"), ["same", "more", "apart"]);
    assert_eq!(found(&index, "quest bill"), ["apart", "more", "same"]);
    assert_eq!(found(&index, "billing x"), Vec::<&str>::new());
}

#[test]
fn the_key_of_a_code_finds_it_first() {
    let keyed = WrapUpCode { shortcut: Some("R".to_owned()), ..code("keyed", "Money back") };
    let codes = [code("other", "R"), code("prefix", "Refund"), keyed];
    assert_eq!(found(&index(&codes), "r"), ["keyed", "other", "prefix"]);
    assert_eq!(found(&index(&codes), "re"), ["prefix"]);
}

#[rstest]
#[case::case("RESUME")]
#[case::accents("résumé")]
#[case::accents_left_out("resume")]
#[case::full_width("ｒesume")]
fn case_and_accents_make_no_difference(#[case] typed: &str) {
    let codes = [code("a", "Résumé sent"), code("b", "Resume later"), code("c", "Other")];
    assert_eq!(found(&index(&codes), typed), ["a", "b"]);
}

#[rstest]
#[case::german("strasse", "Straße")]
#[case::danish("rod grod", "Rød grød")]
#[case::polish("zloty", "Złoty")]
#[case::chinese("退款", "已退款")]
#[case::japanese("返金", "全額返金済み")]
#[case::korean("환불", "고객 환불")]
#[case::arabic_without_hamza("استرداد", "تم استرداد المبلغ")]
#[case::arabic_vowels("محمد", "مُحَمَّد")]
#[case::hebrew("החזר", "בקשת החזר")]
#[case::hebrew_points("שלום", "שָׁלוֹם")]
#[case::greek_at_the_end("λογοσ", "Λόγος")]
#[case::hyphens("follow up", "Follow-up needed")]
#[case::no_hyphen("followup", "Follow-up needed")]
#[case::apostrophe("customers", "Customer’s fault")]
#[case::signs("c++", "Fault in C++")]
fn other_scripts_and_spellings_are_found(#[case] typed: &str, #[case] label: &str) {
    let codes = [code("a", label), code("b", "Another")];
    assert_eq!(found(&index(&codes), typed), ["a"]);
}

#[test]
fn whatever_is_typed_has_an_answer() {
    let codes =
        [code("a", "<img src=x onerror=alert(1)>\n\n"), code("b", "\u{202e}evil"), code("c", " ")];
    let index = index(&codes);
    for typed in ["", "  ", "\n", "???", "\u{0}", &"x".repeat(100_000), "\u{301}", "🙂"] {
        let _ = index.search(typed);
    }
    assert_eq!(found(&index, "img src"), ["a"]);
    assert_eq!(found(&index, "evil"), ["b"]);
    assert_eq!(found(&index, " "), ["a", "b", "c"]);
    assert_eq!(found(&index, "🙂"), Vec::<&str>::new());
}

fn order(index: &CodeIndex) -> Vec<(&str, &str, usize)> {
    let codes = index.codes().iter();
    codes.map(|code| (code.id.as_str(), code.path.as_str(), code.level)).collect()
}

#[test]
fn what_is_below_a_code_comes_after_it_and_else_each_where_it_was_put() {
    let codes = [
        code("money", "Money"),
        below("money", code("refund", "Refund")),
        below("refund", code("part", "In part")),
        below("money", code("voucher", "Voucher")),
        code("other", "Other"),
    ];
    let offer = |names: &[&str]| {
        let all = refs(&codes);
        names
            .iter()
            .map(|name| all.iter().find(|it| it.id == id(name)).unwrap().clone())
            .collect::<Vec<_>>()
    };
    let offered = offer(&["voucher", "other", "part", "money"]);
    let index = CodeIndex::new(&offered, &codes, "en", plain);
    assert_eq!(
        order(&index),
        [
            ("money", "", 0),
            ("voucher", "Money", 1),
            ("part", "Money › Refund", 1),
            ("other", "", 0),
        ]
    );
}

#[test]
fn no_fault_of_the_codes_loses_one() {
    let codes = [
        below("b", code("a", "A")),
        below("a", code("b", "B")),
        below("gone", code("c", "C")),
        below("d", code("d", "D")),
    ];
    let mut offered = refs(&codes);
    offered.push(offered[0].clone());
    offered.push(CodeRef { id: id("unknown"), label: "Unknown".to_owned() });
    offered.push(CodeRef { id: id("unknown too"), label: "Unknown too".to_owned() });
    let index = CodeIndex::new(&offered, &codes, "en", plain);
    let mut names: Vec<_> = index.codes().iter().map(|it| it.id.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["a", "b", "c", "d", "unknown", "unknown too"]);
}

// Against what is as simple as can be.

mod naive {
    use interaction_wrap_up::domain::code::WrapUpCode;

    pub(super) fn words(text: &str) -> Vec<String> {
        text.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect()
    }

    fn texts(codes: &[WrapUpCode], code: &WrapUpCode) -> Vec<(usize, String)> {
        let mut texts = vec![(1, code.label.clone())];
        texts.extend(code.shortcut.iter().map(|it| (0, it.clone())));
        let mut at = code;
        while let Some(parent) = &at.parent {
            at = codes.iter().find(|it| it.id == *parent).unwrap();
            texts.push((2, at.label.clone()));
        }
        texts.extend(code.synonyms.iter().map(|it| (3, it.clone())));
        texts.push((4, code.description.clone()));
        texts.into_iter().map(|(part, text)| (part, words(&text).join(" "))).collect()
    }

    fn rank(part: usize, text: &str, word: &str) -> Option<usize> {
        let quality = if text == word {
            0
        } else if text.starts_with(word) {
            1
        } else if text.contains(&format!(" {word}")) {
            2
        } else if text.contains(word) {
            3
        } else {
            return None;
        };
        (part > 0 || quality == 0).then(|| quality.max([0, 0, 1, 0, 2][part]) * 5 + part)
    }

    fn fuzzy(part: usize, text: &str, word: &str) -> Option<usize> {
        let letters: Vec<_> = word.chars().collect();
        let starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with(' '));
        let matches = |start: usize| {
            let mut left = &letters[..];
            for (at, each) in text[start..].char_indices() {
                if at == 0 && each != letters[0] {
                    return false;
                }
                if left.first() == Some(&each) {
                    left = &left[1..];
                }
            }
            left.is_empty()
        };
        let named = part == 1 || part == 3;
        let found = named && letters.len() > 1 && starts.map(|(at, _)| at).any(matches);
        found.then_some(20 + part)
    }

    pub(super) fn score(
        codes: &[WrapUpCode],
        code: &WrapUpCode,
        typed: &str,
    ) -> Option<(usize, usize)> {
        let texts = texts(codes, code);
        let best = |word: &str, rank: fn(usize, &str, &str) -> Option<usize>| {
            texts.iter().filter_map(|(part, text)| rank(*part, text, word)).min()
        };
        let words = words(typed);
        let mut sum = 0;
        for word in &words {
            sum += best(word, rank).or_else(|| best(word, fuzzy))?;
        }
        let together =
            if words.len() == 1 { sum } else { best(&words.join(" "), rank).unwrap_or(25) };
        Some((together, sum.min(63)))
    }
}

fn text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[abcé退]{1,3}( [abcé退]{1,3}){0,2}").unwrap()
}

/// Codes of a tree, each below one before it or at the top.
fn codes() -> impl Strategy<Value = Vec<WrapUpCode>> {
    let one = (
        text(),
        proptest::option::weighted(0.3, "[ab]"),
        proptest::collection::vec(text(), 0..2),
        text(),
        any::<Option<prop::sample::Index>>(),
    );
    proptest::collection::vec(one, 1..12).prop_map(|all| {
        let mut codes: Vec<WrapUpCode> = Vec::new();
        let mut levels: Vec<usize> = Vec::new();
        for (at, (label, shortcut, synonyms, description, parent)) in all.into_iter().enumerate() {
            let parent = parent.filter(|_| at > 0).map(|it| it.index(at));
            let parent = parent.filter(|parent| levels[*parent] < 4);
            levels.push(parent.map_or(0, |parent| levels[parent] + 1));
            let parent = parent.map(|parent| codes[parent].id.clone());
            codes.push(WrapUpCode {
                shortcut,
                synonyms,
                description,
                parent,
                ..code(&format!("c{at}"), &label)
            });
        }
        codes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn it_finds_what_the_simplest_matcher_finds_in_the_same_order(
        codes in codes(),
        typed in proptest::string::string_regex(" ?[abcé退]{1,3}( {1,2}[abc退]{1,3}){0,2} ?").unwrap(),
    ) {
        // Without a decomposition both see the same letters.
        let index = CodeIndex::new(&refs(&codes), &codes, "en", str::to_owned);
        let of = |at: usize| codes.iter().find(|it| it.id == index.codes()[at].id).unwrap();
        let mut expected: Vec<_> = (0..index.codes().len())
            .filter_map(|at| Some((naive::score(&codes, of(at), &typed)?, at)))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(index.search(&typed), expected.into_iter().map(|(_, at)| at).collect::<Vec<_>>());
    }

    #[test]
    fn the_tree_has_every_code_once_with_what_is_below_it(codes in codes(), seed in any::<u64>()) {
        let mut offered = refs(&codes);
        let turn = usize::try_from(seed % 7).unwrap() % offered.len();
        offered.rotate_left(turn);
        let index = CodeIndex::new(&offered, &codes, "en", str::to_owned);
        prop_assert_eq!(index.codes().len(), codes.len());
        // All are on offer: whoever is above stands before, and nobody else between.
        let mut path: Vec<CodeId> = Vec::new();
        for listed in index.codes() {
            let code = codes.iter().find(|it| it.id == listed.id).unwrap();
            path.truncate(listed.level);
            prop_assert_eq!(path.last(), code.parent.as_ref());
            path.push(code.id.clone());
        }
    }

    #[test]
    fn one_more_letter_never_finds_more(codes in codes(), typed in text(), more in "[abc退]") {
        let index = CodeIndex::new(&refs(&codes), &codes, "en", str::to_owned);
        let before = index.search(&typed);
        let after = index.search(&(typed + &more));
        prop_assert!(after.iter().all(|at| before.contains(at)));
    }

    #[test]
    fn keys_go_to_every_option_and_to_nothing_else(
        codes in codes(), typed in proptest::option::of(text()), favourites in 0_usize..4, chosen in any::<bool>(),
    ) {
        let index = CodeIndex::new(&refs(&codes), &codes, "en", str::to_owned);
        let ids: Vec<_> = codes.iter().map(|it| it.id.clone()).collect();
        let mut habits = CodeHabits::default();
        for id in ids.iter().take(favourites) {
            habits.toggle(id);
        }
        for id in ids.iter().rev() {
            habits.used(id);
        }
        let chosen = chosen.then(|| &ids[0]);
        let list = CodeList::of(&index, &typed.unwrap_or_default(), chosen, ids.last(), &habits);
        let mut seen = Vec::new();
        let mut at = list.first();
        while let Some(row) = at.filter(|row| !seen.contains(row)) {
            prop_assert!(!matches!(list.row(row), None | Some(Row::Heading(_))));
            seen.push(row);
            prop_assert_eq!(list.options_to(row), seen.len());
            at = list.down(at, 1);
        }
        prop_assert_eq!(at, list.first());
        prop_assert_eq!(seen.len(), list.options());
        let mut back = Vec::new();
        let mut at = list.last();
        while let Some(row) = at.filter(|row| !back.contains(row)) {
            back.push(row);
            at = list.up(at, 1);
        }
        back.reverse();
        prop_assert_eq!(back, seen);
        for rows in [2, 5, 100] {
            prop_assert_eq!(list.down(list.last(), rows), list.last());
            prop_assert_eq!(list.up(list.first(), rows), list.first());
        }
    }
}

fn rows(list: &CodeList, index: &CodeIndex) -> Vec<String> {
    let rows = (0..list.len()).map(|at| match list.row(at).unwrap() {
        Row::Heading(group) => format!("{group:?}:"),
        Row::None => "-".to_owned(),
        Row::Code(place) => index.codes()[place].id.to_string(),
    });
    rows.collect()
}

#[test]
fn what_an_agent_is_likely_to_want_stands_at_the_top() {
    let codes: Vec<_> = (0..9).map(|at| code(&format!("c{at}"), &format!("Code {at}"))).collect();
    let index = index(&codes);
    let mut habits = CodeHabits::default();
    habits.toggle(&id("c7"));
    habits.toggle(&id("gone"));
    for name in ["c1", "c2", "c7", "gone", "c3"] {
        habits.used(&id(name));
    }
    let list = CodeList::of(&index, "", Some(&id("c1")), Some(&id("c5")), &habits);
    let expected =
        "- Suggested: c5 Recent: c3 c2 c1 Favourites: c7 All: c0 c1 c2 c3 c4 c5 c6 c7 c8";
    assert_eq!(rows(&list, &index).join(" "), expected);
    assert_eq!(
        (list.group(0), list.group(4), list.group(9)),
        (Group::All, Group::Recent, Group::All)
    );
    assert_eq!(list.row_of(1), Some(6), "where it is first");
    // While something is looked for, it is all there is.
    let list = CodeList::of(&index, "code 4", Some(&id("c1")), Some(&id("c5")), &habits);
    assert_eq!(rows(&list, &index), ["c4"]);
    let few = CodeIndex::new(&refs(&codes[..3]), &codes, "en", plain);
    let list = CodeList::of(&few, "", None, None, &habits);
    assert_eq!(rows(&list, &few), ["c0", "c1", "c2"]);
}

#[test]
fn habits_are_few_and_each_is_there_once() {
    let mut habits = CodeHabits::default();
    for round in 0..3 {
        for at in 0..40 {
            habits.used(&id(&format!("c{at}")));
            if round == 0 {
                assert!(habits.toggle(&id(&format!("c{at}"))));
            }
        }
    }
    assert_eq!((habits.recent.len(), habits.favourites.len()), (MAX_RECENT, MAX_FAVOURITES));
    assert_eq!(habits.recent[0], id("c39"));
    assert!(!habits.is_favourite(&id("c0")), "the oldest gave way");
    assert!(!habits.toggle(&id("c39")));
    assert!(!habits.is_favourite(&id("c39")));
}

fn in_german(label: &str, description: &str, code: WrapUpCode) -> WrapUpCode {
    let language = "de".to_owned();
    let (label, description) = (label.to_owned(), description.to_owned());
    WrapUpCode { translations: vec![Translation { language, label, description }], ..code }
}

#[test]
fn codes_are_listed_and_found_in_the_language_of_their_agent() {
    let refund = WrapUpCode { description: "Money went back.".to_owned(), ..code("r", "Refund") };
    let codes = [
        in_german("Zahlungen", "", code("p", "Payments")),
        below("p", in_german("Erstattung", "Geld ging zurück.", refund)),
        below("p", code("o", "Other")),
    ];
    let german = CodeIndex::new(&refs(&codes), &codes, "de", plain);
    let listed = |index: &CodeIndex, at: usize| {
        let code = &index.codes()[at];
        (code.label.clone(), code.path.clone(), code.description.clone())
    };
    let texts = |label: &str, path: &str, about: &str| {
        (label.to_owned(), path.to_owned(), about.to_owned())
    };
    assert_eq!(listed(&german, 1), texts("Erstattung", "Zahlungen", "Geld ging zurück."));
    // What has no label in it keeps its own, below what has one.
    assert_eq!(listed(&german, 2), texts("Other", "Zahlungen", ""));
    assert_eq!(found(&german, "erstatt"), ["r"]);
    assert_eq!(found(&german, "zuruck"), ["r"]);
    assert_eq!(found(&german, "zahlungen"), ["p", "r", "o"]);
    // And by the label of its colleagues.
    assert_eq!(found(&german, "refund"), ["r"]);
    let english = index(&codes);
    assert_eq!(listed(&english, 1), texts("Refund", "Payments", "Money went back."));
    assert_eq!(found(&english, "erstattung"), ["r"]);
}

#[test]
fn a_label_comes_from_the_nearest_language_and_from_the_code_else() {
    let translation = |language: &str| Translation {
        language: language.to_owned(),
        label: ["in ", language].concat(),
        description: String::new(),
    };
    let translations = ["pt-PT", "pt", "zh-Hant"].map(translation).to_vec();
    let code = WrapUpCode { translations, ..code("c", "Default") };
    for (language, label) in [
        ("pt", "in pt"),
        ("PT-pt", "in pt-PT"),
        ("pt-BR", "in pt"),
        ("zh", "in zh-Hant"),
        ("zh-Hans", "in zh-Hant"),
        ("en", "Default"),
        ("", "Default"),
    ] {
        assert_eq!(code.label_in(language), label, "{language}");
    }
}

#[test]
fn what_was_saved_under_another_label_reads_as_it_was_written() {
    let codes = [in_german("Erstattung", "", code("r", "Refund"))];
    let saved = |label: &str| CodeRef { id: id("r"), label: label.to_owned() };
    assert_eq!(saved("Refund").label_in(&codes, "de"), "Erstattung");
    assert_eq!(saved("Refund").label_in(&codes, "fr"), "Refund");
    assert_eq!(saved("Refund").label_in(&[], "de"), "Refund");
    assert_eq!(saved("Money back").label_in(&codes, "de"), "Money back");
}

#[test]
fn the_codes_of_a_wrap_up_are_named_where_any_has_another_name() {
    let codes = [code("a", "A"), in_german("Erstattung", "", code("r", "Refund"))];
    // As the segment has them: in an order of their own, and one that is known no more.
    let mut allowed = refs(&codes);
    allowed.reverse();
    allowed.push(CodeRef { id: id("gone"), label: "Gone".to_owned() });
    let rules = CodeRules { default: Some(allowed[0].clone()), allowed, with_notes: Vec::new() };
    assert_eq!(rules.in_language(&codes, "fr"), None);
    let named = rules.in_language(&codes, "de").unwrap();
    let labels: Vec<_> = named.allowed.iter().map(|code| code.label.as_str()).collect();
    assert_eq!(labels, ["Erstattung", "A", "Gone"]);
    assert_eq!(named.default.as_ref(), named.allowed.first());
    // Once more changes nothing.
    assert_eq!(named.in_language(&codes, "de"), None);
}
