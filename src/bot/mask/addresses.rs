//! E-mail addresses in a folded text: plain, with blanks around the sign, as part of a link, and said in words
//! (“ana arroba x punto es”, “jane [at] x dot com”).

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::folded::Folded;
use crate::bot::phrases::at_words;

const NAME: &str = r"[\p{L}\p{N}.%+'_-]+";
const LABEL: &str = r"[\p{L}\p{N}-]+";

static EXPRESSIONS: LazyLock<Vec<Regex>> = LazyLock::new(expressions);

/// Masks all of them.
pub(super) fn mask(folded: &mut Folded<'_>) {
    for expression in EXPRESSIONS.iter() {
        let found: Vec<Range<usize>> = expression.find_iter(&folded.text).map(|found| found.range()).collect();
        found.into_iter().for_each(|range| folded.mask(range, "[email]"));
    }
}

fn expressions() -> Vec<Regex> {
    let (ats, dots) = at_words();
    // “at” is a little word, too: alone it is the sign only where a dot is said or the name looks like one.
    let (little, plain): (Vec<&String>, Vec<&String>) = ats.iter().partition(|word| word.len() < 4);
    let any = |words: &[&String]| words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
    let (all, plain, little) = (any(&ats.iter().collect::<Vec<_>>()), any(&plain), any(&little));
    let dot = any(&dots.iter().collect::<Vec<_>>());
    let sign = format!(r" {{0,2}}(?:@|%40| ?[\[({{<] ?(?:@|{all}) ?[\])}}>]) {{0,2}}| {{1,2}}(?:{plain}) {{1,2}}");
    let said = format!(r" {{0,2}}[\[({{<] ?(?:\.|{dot}) ?[\])}}>] {{0,2}}| {{1,2}}(?:{dot}) {{1,2}}");
    let point = format!(r"\.| \. |{said}");
    [
        format!(r"{NAME}(?:(?:{said}){NAME})*(?:{sign}){LABEL}(?:(?:{point}){LABEL})*(?:{point})\p{{L}}{{2,}}"),
        format!(r"{NAME}(?:(?:{said}){NAME})* (?:{little}) {LABEL}(?:(?:{point}){LABEL})*(?:{said})\p{{L}}{{2,}}"),
        format!(r"\p{{L}}[\p{{L}}\p{{N}}]*[._]{NAME} (?:{little}) {LABEL}(?:\.{LABEL})*\.\p{{L}}{{2,}}"),
    ]
    .iter()
    .map(|text| Regex::new(&format!("(?i){text}")).expect("words are escaped"))
    .collect()
}
