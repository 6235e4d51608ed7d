//! Codes of invites: what a deep link carries.

/// How many days an invite can be redeemed.
pub const INVITE_DAYS: u64 = 7;

/// A code for a deep link: 160 bits in letters that links carry.
pub fn code(secret: &[u8; 20]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut code = String::with_capacity(32);
    let (mut bits, mut have) = (0u32, 0u32);
    for byte in secret {
        bits = bits << 8 | u32::from(*byte);
        have += 8;
        while have >= 5 {
            have -= 5;
            code.push(char::from(LETTERS[(bits >> have & 31) as usize]));
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_carry_all_bits_in_letters_for_links() {
        assert_eq!(code(&[0; 20]), "a".repeat(32));
        assert_eq!(code(&[255; 20]), "9".repeat(32));
        let mut one = [0; 20];
        one[19] = 1;
        assert_eq!(code(&one), format!("{}b", "a".repeat(31)));
    }
}
