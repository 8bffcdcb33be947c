//! Paths out of ids that may hold anything.

/// `parts` joined by slashes, each one escaped, and `more` as it is.
pub(super) fn join(parts: &[&str], more: &str) -> String {
    let mut path = String::new();
    for part in parts {
        if !path.is_empty() {
            path.push('/');
        }
        escape(part, &mut path);
    }
    path + more
}

/// Adds `part`, so that nothing in it means anything.
pub(super) fn escape(part: &str, path: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            // A dot too: "." and ".." would mean another path.
            path.push('%');
            path.push(char::from(DIGITS[usize::from(byte >> 4)]));
            path.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}
