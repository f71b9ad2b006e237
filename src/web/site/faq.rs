//! Questions that articles answer, with the answers as plain text.

use std::collections::HashSet;

use pulldown_cmark::{Event, Parser, TagEnd};

use super::{json_ld::Answered, page::cut};
use crate::kb::{AnswerFrom, Article, View};

/// Longest answer shown on a list of questions, characters.
const ANSWER_MAX: usize = 420;

/// An article's short answer as plain text; empty when it has none.
#[must_use]
pub fn answer(view: View<'_>, article: &Article) -> String {
    let text = match &article.answer {
        AnswerFrom::Lead => article.lead(),
        AnswerFrom::Text(markdown) => plain(markdown),
        AnswerFrom::Section(anchor) => {
            let sections = view.document(article).sections;
            let found = sections.into_iter().find(|section| section.anchor.as_deref() == Some(anchor));
            found.map(|section| section.text).unwrap_or_default()
        }
    };
    cut(&text, ANSWER_MAX)
}

/// All questions of one article.
#[must_use]
pub fn of_article(view: View<'_>, article: &Article) -> Vec<Answered> {
    let answer = answer(view, article);
    if answer.is_empty() {
        return Vec::new();
    }
    article.questions.iter().take(12).map(|question| answered(article, question, answer.clone())).collect()
}

/// The first question of each article, one per category first, then the others; each article and each
/// question once, however often they are given.
#[must_use]
pub fn of_home(view: View<'_>, articles: &[&Article], limit: usize) -> Vec<Answered> {
    let mut seen = HashSet::new();
    let (first, more): (Vec<&Article>, Vec<&Article>) =
        once(articles).into_iter().partition(|article| seen.insert(&article.category));
    first
        .into_iter()
        .chain(more)
        .filter_map(|article| {
            let answer = answer(view, article);
            (!answer.is_empty()).then(|| answered(article, &article.questions[0], answer))
        })
        .take(limit)
        .collect()
}

/// Those that are asked something, each article and each question once.
fn once<'a>(articles: &[&'a Article]) -> Vec<&'a Article> {
    let (mut keys, mut questions) = (HashSet::new(), HashSet::new());
    let first = |article: &&Article| {
        let question = article.questions.first().map(|question| question.trim().to_lowercase());
        question.is_some_and(|question| keys.insert(article.key.clone()) && questions.insert(question))
    };
    articles.iter().copied().filter(first).collect()
}

fn answered(article: &Article, question: &str, answer: String) -> Answered {
    Answered { question: question.to_owned(), answer, url: article.url(), title: article.title.clone() }
}

/// Markdown without its marks.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push(' '),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    #[test]
    fn nothing_is_asked_twice() {
        let asked = |key, question: &str| Article { questions: vec![question.into()], ..samples::article(key) };
        let (a, b, c) = (asked("a/one", "How long?"), asked("b/two", "how long? "), asked("c/three", "Why?"));
        let mute = samples::article("d/four");
        let keys: Vec<_> = once(&[&c, &a, &mute, &b, &c]).iter().map(|article| article.key.as_str()).collect();
        assert_eq!(keys, ["c/three", "a/one"]);
    }

    #[test]
    fn an_answer_is_told_without_its_marks() {
        assert_eq!(cut(&plain("Use **two** keys:\n\n- `Ctrl`\n- K"), 99), "Use two keys: Ctrl K");
    }
}
