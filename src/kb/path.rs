//! Paths below the knowledge base: joined, decoded, never leading out of it.

/// Joins `written` to `folder` and folds `.` and `..`; `None` when that leads out of the root.
#[must_use]
pub fn join(folder: &str, written: &str) -> Option<String> {
    let written = written.replace('\\', "/");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-decodes; what is not UTF-8 afterwards stays as it was written.
#[must_use]
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The folder part of a path; empty at the top.
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_the_root() {
        assert_eq!(join("en/a", "../b/./c.md").as_deref(), Some("en/b/c.md"));
        assert_eq!(join("en", "../../etc/passwd"), None);
        assert_eq!(join("en", "..\\..\\etc"), None);
        assert_eq!(decode("a%20b%C3%B9%zz"), "a bù%zz");
        assert_eq!(decode("%ff"), "%ff");
    }
}
