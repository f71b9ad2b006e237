//! The address that answers to a ticket's letters go to: `support+t-1001-3f9c…@example.org`. The last
//! part proves that we made it, so nobody can write into tickets by guessing numbers.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::store::TicketNumber;

/// A ticket's own address below `base` (`support@example.org`); `None` when `base` is no address.
#[must_use]
pub fn reply_address(base: &str, secret: &str, ticket: TicketNumber) -> Option<String> {
    let (local, domain) = base.trim().rsplit_once('@')?;
    Some(format!("{local}+t-{ticket}-{}@{domain}", proof(secret, ticket)))
}

/// The ticket whose address this is, if it is one of ours; in whatever case it comes back.
#[must_use]
pub fn read_reply_address(address: &str, secret: &str) -> Option<TicketNumber> {
    let (local, _) = address.trim().rsplit_once('@')?;
    let (_, tag) = local.rsplit_once("+t-").or_else(|| local.rsplit_once("+T-"))?;
    let (number, shown) = tag.split_once('-')?;
    let ticket: TicketNumber = number.parse().ok()?;
    let right = proof(secret, ticket);
    bool::from(shown.to_ascii_lowercase().as_bytes().ct_eq(right.as_bytes())).then_some(ticket)
}

/// 64 bits in hex: beyond guessing by mail, and short enough for the 64 bytes of a local part.
fn proof(secret: &str, ticket: TicketNumber) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("reply\n{ticket}").as_bytes());
    let bytes: [u8; 8] = mac.finalize().into_bytes()[..8].try_into().expect("SHA-256 has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_ours_are_read_back() {
        let ticket = TicketNumber(1001);
        let ours = reply_address("support@example.org", "secret", ticket).unwrap();
        assert!(ours.starts_with("support+t-1001-") && ours.ends_with("@example.org"), "{ours}");
        assert_eq!(read_reply_address(&ours, "secret"), Some(ticket));
        assert_eq!(read_reply_address(&ours.to_uppercase(), "secret"), Some(ticket));
        assert_eq!(read_reply_address(&ours, "another"), None);
        assert_eq!(read_reply_address(&ours.replace("1001", "1002"), "secret"), None);
        assert_eq!(read_reply_address("support+t-1001@example.org", "secret"), None);
        assert_eq!(reply_address("nonsense", "secret", ticket), None);
    }
}
