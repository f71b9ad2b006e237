//! Saved replies: placeholders that nobody fills, links that a customer cannot follow.

use std::fs;

use crate::{
    base::Audience,
    kb::{
        Finding, Library, Reply,
        markdown::Target,
        read,
        reply::{self, BLANKS, FILLED},
    },
};

/// Findings of all saved replies.
#[must_use]
pub fn findings(library: &Library) -> Vec<Finding> {
    let replies = library.locales().iter().flat_map(|locale| library.replies(locale));
    replies.flat_map(|reply| of(library, reply)).collect()
}

fn of(library: &Library, saved: &Reply) -> Vec<Finding> {
    let path = saved.path.to_string_lossy();
    let raw = fs::read(library.root().join(&saved.path)).ok().and_then(|bytes| read::decode(bytes, &path).ok());
    let raw = raw.unwrap_or_default();
    let line = |needle: &str| {
        let at = raw.lines().position(|line| line.contains(needle));
        at.and_then(|at| u32::try_from(at + 1).ok())
    };
    let mut out = Vec::new();
    for found in reply::placeholders(&saved.body) {
        let single = found.written.starts_with("{{");
        if !single && (FILLED.contains(&found.name) || BLANKS.contains(&found.name)) {
            continue;
        }
        let what = format!("nothing fills the placeholder {}", found.written);
        let names: Vec<String> = FILLED.iter().chain(&BLANKS).map(|name| format!("{{{name}}}")).collect();
        let mend = format!("Use {}, or write the text out.", names.join(", "));
        out.push(Finding::warning(&path, "reply", line(found.written), what, &mend));
    }
    for link in reply::links(library.view(Audience::Public), saved) {
        let (what, mend) = match link.target {
            Target::Broken | Target::Anchor(_) => (
                format!("the link “{}” leads nowhere; customers get its text alone", link.written),
                "Correct the path.",
            ),
            Target::Hidden => (
                format!("the link “{}” leads to what customers may not see; they get its text alone", link.written),
                "Link a public article, or write the answer into the reply.",
            ),
            Target::Unsafe => (format!("no mail may hold the link “{}”", link.written), "Use https, or a path."),
            _ => continue,
        };
        out.push(Finding::warning(&path, "reply", line(&link.written), what, mend));
    }
    out
}
