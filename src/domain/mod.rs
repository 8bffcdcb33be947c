//! The rules of the wrap-up, pure.
