//! What is wrong with a record, said so that a person finds it.
#![allow(missing_docs)]

use interaction_wrap_up::domain::record::{RecordError, Rule, quoted};

#[test]
fn the_path_grows_from_the_inside_out() {
    let error = RecordError::new(Rule::Text, "7").at(2).at(0).under("rows").under("table").at(1);
    assert_eq!(error.field, "[1].table.rows[0][2]");
    assert_eq!(error.to_string(), "[1].table.rows[0][2] must be text, not 7");
}

#[test]
fn an_error_of_the_whole_record_says_so() {
    let error = RecordError::new(Rule::OneOf(&["open", "parked"]), "");
    assert_eq!(error.to_string(), "the record must be one of open, parked");
}

#[test]
fn a_long_text_is_cut_between_characters() {
    assert_eq!(quoted(&"é".repeat(40)), format!("\"{}\"", "é".repeat(40)));
    assert_eq!(quoted(&"é".repeat(41)), format!("\"{}…\"", "é".repeat(40)));
}
