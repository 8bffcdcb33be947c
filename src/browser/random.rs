//! Names nobody else has.

use core::fmt::Write as _;

/// A random name (a version 4 UUID), made into an id by `id`.
pub fn id<Id, E: core::fmt::Debug>(id: impl Fn(String) -> Result<Id, E>) -> Id {
    let name = uuid();
    match id(name) {
        Ok(id) => id,
        Err(error) => unreachable!("a UUID is a valid id: {error:?}"),
    }
}

/// Any number.
pub fn number() -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within 32 bits
    let number = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    number
}

/// A random name. `crypto.randomUUID` exists in secure contexts only; elsewhere its bits are
/// drawn by hand.
pub fn uuid() -> String {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let mut bytes = [0; 16];
    let drawn =
        crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !drawn {
        for byte in &mut bytes {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 255
            let random = (js_sys::Math::random() * 256.0) as u8;
            *byte = random;
        }
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}
