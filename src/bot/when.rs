//! Whether a card applies: business hours, page, slots, locale's audience.

use std::collections::BTreeMap;

use super::turn::{Context, Hours};
use crate::{base::Audience, kb::When};

/// Whether all conditions hold. What cannot be told (no page known, a word that is no condition)
/// does not hold.
#[must_use]
pub fn holds(when: &When, context: &Context, slots: &BTreeMap<String, String>) -> bool {
    let hours = match when.hours.as_deref() {
        None => true,
        Some("open") => context.hours == Hours::Open,
        Some("closed") => matches!(context.hours, Hours::Closed { .. }),
        Some(_) => false,
    };
    let page =
        when.page.as_deref().is_none_or(|glob| context.page_url.as_deref().is_some_and(|url| fits(glob, path_of(url))));
    let slots = when.slots.iter().all(|(slot, wanted)| {
        slots.get(slot).is_some_and(|value| value.trim().to_lowercase() == wanted.trim().to_lowercase())
    });
    let audience = when.audience.is_none_or(|audience| Audience::Public.sees(audience));
    hours && page && slots && audience && !when.unreadable
}

/// The path of an address, without query and fragment; `/` when there is none.
fn path_of(url: &str) -> &str {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => url,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() { "/" } else { path }
}

/// Whether a glob fits a path: `*` is anything but a slash, `**` anything, `?` one character.
/// `/checkout/**` fits `/checkout` too.
fn fits(glob: &str, path: &str) -> bool {
    let trimmed = path.trim_end_matches('/');
    if let Some(folder) = glob.strip_suffix("/**")
        && match_glob(folder.as_bytes(), trimmed.as_bytes())
    {
        return true;
    }
    match_glob(glob.as_bytes(), path.as_bytes())
        || match_glob(glob.trim_end_matches('/').as_bytes(), trimmed.as_bytes())
}

/// Backtracks to the last star of each kind only, so time is bounded by glob × path.
fn match_glob(glob: &[u8], path: &[u8]) -> bool {
    let mut reach = vec![false; path.len() + 1];
    reach[0] = true;
    let mut at = 0;
    while at < glob.len() {
        let mut next = vec![false; path.len() + 1];
        let double = glob[at..].starts_with(b"**");
        if glob[at] == b'*' {
            let mut open = false;
            for position in 0..=path.len() {
                open = reach[position] || (open && position > 0 && (double || path[position - 1] != b'/'));
                next[position] = open;
            }
        } else {
            for position in 0..path.len() {
                let same = glob[at] == path[position] || (glob[at] == b'?' && path[position] != b'/');
                next[position + 1] = reach[position] && same;
            }
        }
        reach = next;
        at += if double { 2 } else { 1 };
    }
    reach[path.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_fit_pages_as_people_expect() {
        for (glob, url) in [
            ("/checkout/**", "https://shop.example/checkout/pay/card?x=1#y"),
            ("/checkout/**", "https://shop.example/checkout"),
            ("/checkout/**", "/checkout/"),
            ("/*/cart", "/en/cart"),
            ("/**", "https://shop.example"),
            ("/p?", "/p1"),
            ("**/cart", "/a/b/cart"),
        ] {
            assert!(fits(glob, path_of(url)), "{glob} {url}");
        }
        for (glob, url) in [("/checkout/**", "/checkouts"), ("/*/cart", "/en/x/cart"), ("/cart", "/cart/pay")] {
            assert!(!fits(glob, path_of(url)), "{glob} {url}");
        }
    }
}
