//! Text for XML documents.

/// Escapes markup and leaves out what XML 1.0 cannot hold.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(super::escape("a<b>&\"\u{1}\u{0}é"), "a&lt;b&gt;&amp;&quot;é");
    }
}
