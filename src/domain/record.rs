//! What is wrong with a torn record.
