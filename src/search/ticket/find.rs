//! Finding tickets: exact numbers and addresses first, then by words, recent ones before old ones.

use jiff::Timestamp;
use tantivy::{
    DocAddress, Score, TantivyDocument, Term,
    collector::{Count, TopDocs},
    query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{IndexRecordOption, Value as _},
};

use super::{TicketIndex, document::Stored};
use crate::{
    base::{Audience, Locale},
    search::{Hit, HitKind, HitSection},
    text::{Analyzer, fold},
};

/// Words of a query that are looked at.
const MOST_WORDS: usize = 24;
/// Tickets that recency puts in order; what fits worse is not found.
const CANDIDATES: usize = 200;
/// After this long a ticket counts about a third of a new one (of the part that recency may change).
const HALF_LIFE_DAYS: f64 = 45.0;
/// Characters of a snippet.
const SNIPPET: usize = 180;

/// Tickets that fit, best first.
#[derive(Debug, Clone, Default)]
pub struct TicketHits {
    /// How many fit, as far as they can be reached.
    pub total: usize,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// The first was found by its number or address.
    pub exact: bool,
    /// They hold all words.
    pub all_words: bool,
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

impl TicketIndex {
    /// Tickets for a query: all words, else any of them.
    #[must_use]
    pub fn search(&self, text: &str, locale: &Locale, offset: usize, limit: usize, now: Timestamp) -> TicketHits {
        let text = text.trim();
        if let Some(found) = self.by_name(text, offset, limit, now) {
            return found;
        }
        let analyzer = Analyzer::new(locale);
        let words: Vec<_> = analyzer.words(text).into_iter().take(MOST_WORDS).collect();
        let typing = text.chars().next_back().is_some_and(char::is_alphanumeric);
        for occur in [Occur::Must, Occur::Should] {
            let last = words.len().saturating_sub(1);
            let clauses: Clauses = words
                .iter()
                .enumerate()
                .map(|(place, word)| {
                    let occur = if word.stop { Occur::Should } else { occur };
                    (occur, self.word(&word.exact, &word.stem, typing && place == last))
                })
                .collect();
            if clauses.is_empty() {
                break;
            }
            let found = self.ranked(&BooleanQuery::new(clauses), text, offset, limit, now);
            if found.total > 0 {
                return TicketHits { all_words: matches!(occur, Occur::Must), ..found };
            }
        }
        TicketHits::default()
    }

    /// Tickets like a whole text (another ticket's), that one left out.
    #[must_use]
    pub fn similar(&self, text: &str, locale: &Locale, not: i64, limit: usize, now: Timestamp) -> Vec<Hit> {
        let analyzer = Analyzer::new(locale);
        let mut seen = std::collections::HashSet::new();
        let words = analyzer.words(text);
        let telling = words.iter().filter(|word| !word.stop && word.exact.len() > 2 && seen.insert(word.stem.clone()));
        let clauses: Clauses =
            telling.take(60).map(|word| (Occur::Should, self.term(self.fields.stem, &word.stem, 1.0))).collect();
        if clauses.len() < 2 {
            return Vec::new();
        }
        // One word in common is no likeness.
        let needed = (clauses.len() / 4).clamp(2, 5);
        let query = BooleanQuery::with_minimum_required_clauses(clauses, needed);
        let found = self.ranked(&query, text, 0, limit + 1, now);
        found.hits.into_iter().filter(|hit| hit.article != not.to_string()).take(limit).collect()
    }

    /// A query that is nothing but a number or an address.
    fn by_name(&self, text: &str, offset: usize, limit: usize, now: Timestamp) -> Option<TicketHits> {
        let number = text.strip_prefix('#').unwrap_or(text).parse::<i64>().ok();
        let term = match number {
            Some(number) => Term::from_field_i64(self.fields.number, number),
            None if text.contains('@') && !text.contains(' ') => {
                Term::from_field_text(self.fields.email, &text.to_lowercase())
            }
            None => return None,
        };
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.ranked(&query, text, offset, limit, now);
        (found.total > 0).then_some(TicketHits { exact: true, ..found })
    }

    fn term(&self, field: tantivy::schema::Field, word: &str, boost: Score) -> Box<dyn Query> {
        let term = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(term), boost))
    }

    fn word(&self, exact: &str, stem: &str, typing: bool) -> Box<dyn Query> {
        let fields = self.fields;
        let mut ways: Clauses = vec![
            (Occur::Should, self.term(fields.exact, exact, 1.5)),
            (Occur::Should, self.term(fields.stem, stem, 1.0)),
            (Occur::Should, self.term(fields.subject, stem, 1.5)),
            (Occur::Should, self.term(fields.tag, exact, 2.0)),
        ];
        let letters = exact.chars().count();
        let term = || Term::from_field_text(fields.exact, exact);
        if typing && letters >= 2 {
            let begun = FuzzyTermQuery::new_prefix(term(), 0, true);
            ways.push((Occur::Should, Box::new(BoostQuery::new(Box::new(begun), 0.4))));
        }
        if letters >= 5 {
            let near = FuzzyTermQuery::new(term(), 1, true);
            ways.push((Occur::Should, Box::new(BoostQuery::new(Box::new(near), 0.3))));
        }
        Box::new(BooleanQuery::new(ways))
    }

    fn ranked(&self, query: &dyn Query, text: &str, offset: usize, limit: usize, now: Timestamp) -> TicketHits {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let Ok((total, top)) = searcher.search(query, &(Count, top)) else { return TicketHits::default() };
        let load = |(score, address): (Score, DocAddress)| {
            let row: TantivyDocument = searcher.doc(address).ok()?;
            let stored: Stored = serde_json::from_str(row.get_first(self.fields.stored)?.as_str()?).ok()?;
            Some((aged(score, stored.updated_at, now), stored))
        };
        let mut found: Vec<(f32, Stored)> = top.into_iter().filter_map(load).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.number.cmp(&a.1.number)));
        let words = marked_words(text);
        let hits = found.into_iter().skip(offset).take(limit).map(|(score, stored)| hit(stored, score, &words));
        TicketHits { total: total.min(CANDIDATES), hits: hits.collect(), ..TicketHits::default() }
    }
}

/// Half of a score stays whatever the age.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a score needs few digits")]
fn aged(score: Score, updated_ms: i64, now: Timestamp) -> f32 {
    let days = (now.as_millisecond() - updated_ms).max(0) as f64 / 86_400_000.0;
    score * (0.5 + 0.5 * (-days / HALF_LIFE_DAYS).exp()) as f32
}

fn marked_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_owned).collect()
}

fn hit(stored: Stored, score: f32, words: &[String]) -> Hit {
    let updated = Timestamp::from_millisecond(stored.updated_at).unwrap_or_default();
    Hit {
        kind: HitKind::Ticket,
        article: stored.number.to_string(),
        title: format!("#{} {}", stored.number, stored.subject),
        url: format!("/desk/tickets/{}", stored.number),
        category: stored.status,
        visibility: Audience::Agent,
        section: HitSection { title: stored.requester, anchor: None },
        snippet: snippet(&stored.text, words),
        locale: stored.locale,
        score,
        updated: updated.to_string(),
        translation: None,
        explanation: None,
    }
}

/// The words around the first one that was asked for, escaped, with those asked for marked.
fn snippet(text: &str, words: &[String]) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    let asked = |piece: &str| {
        let folded = fold(piece);
        words.iter().any(|word| folded.starts_with(word.as_str()))
    };
    let pieces: Vec<&str> = text.split_word_bounds().collect();
    let first = pieces.iter().position(|piece| asked(piece)).unwrap_or(0);
    let from = first.saturating_sub(12);
    let mut out = String::new();
    let mut length = 0;
    if from > 0 {
        out.push_str("… ");
    }
    for piece in &pieces[from..] {
        if length + piece.chars().count() > SNIPPET {
            out.push('…');
            break;
        }
        length += piece.chars().count();
        let plain = if piece.trim().is_empty() { " ".to_owned() } else { escape(piece) };
        if asked(piece) {
            out.push_str("<mark>");
            out.push_str(&plain);
            out.push_str("</mark>");
        } else {
            out.push_str(&plain);
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::{super::TicketDocument, *};

    fn document(number: i64, subject: &str, text: &str) -> TicketDocument {
        TicketDocument {
            number,
            subject: subject.to_owned(),
            requester_name: "Kovács Ágnes".to_owned(),
            requester_email: "Agnes@Example.org".to_owned(),
            locale: "hu".parse().unwrap(),
            status: "open".to_owned(),
            tags: vec!["Billing".to_owned()],
            text: text.to_owned(),
            updated_at: "2026-11-01T10:00:00Z".parse().unwrap(),
        }
    }

    fn numbers(index: &TicketIndex, text: &str) -> Vec<String> {
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let locale = "hu".parse().unwrap();
        index.search(text, &locale, 0, 10, now).hits.into_iter().map(|hit| hit.article).collect()
    }

    #[test]
    fn a_ticket_is_found_by_number_address_and_any_word_without_accents_and_with_a_slip() {
        let folder = tempfile::tempdir().unwrap();
        let index = TicketIndex::open(&folder.path().join("tickets")).unwrap();
        let documents = [
            document(1001, "Hibás számla", "A szeptemberi számlán <b>kétszer</b> szerepel a díj."),
            document(1002, "Nem működik a nyomtató", "Papírelakadás volt benne 1001 lap után."),
        ];
        index.put(&documents, 7).unwrap();
        assert_eq!(numbers(&index, "#1001"), ["1001"]);
        assert_eq!(numbers(&index, "agnes@example.org").len(), 2);
        assert_eq!(numbers(&index, "szamla"), ["1001"]);
        assert_eq!(numbers(&index, "nyomtatot"), ["1002"]);
        assert_eq!(numbers(&index, "nyomatto"), ["1002"]);
        assert_eq!(numbers(&index, "papírel"), ["1002"]);
        assert!(numbers(&index, "xyzzy").is_empty());
        index.put(&[document(1001, "Rendezve", "Minden jó.")], 8).unwrap();
        assert!(numbers(&index, "szeptemberi").is_empty(), "the old text is gone");
        assert_eq!(index.cursor(), 8);
    }

    #[test]
    fn one_word_in_common_is_no_likeness() {
        let folder = tempfile::tempdir().unwrap();
        let index = TicketIndex::open(&folder.path().join("tickets")).unwrap();
        let documents =
            [document(1001, "Törött bögre", "Törötten érkezett a bögre."), document(1002, "s2", "A bögre szép.")];
        index.put(&documents, 1).unwrap();
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let like = index.similar("Törött lett a bögre", &"hu".parse().unwrap(), 7, 5, now);
        assert_eq!(like.iter().map(|hit| hit.article.as_str()).collect::<Vec<_>>(), ["1001"]);
    }

    #[test]
    fn it_goes_on_where_it_was_and_is_made_anew_when_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tickets");
        let index = TicketIndex::open(&path).unwrap();
        index.put(&[document(1001, "Egy", "szöveg")], 3).unwrap();
        drop(index);
        let index = TicketIndex::open(&path).unwrap();
        assert_eq!((index.cursor(), index.len()), (3, 1));
        drop(index);
        std::fs::write(path.join("meta.json"), "rubbish").unwrap();
        let index = TicketIndex::open(&path).unwrap();
        assert_eq!((index.cursor(), index.len()), (0, 0));
    }

    #[test]
    fn a_snippet_is_safe_and_marks_what_was_asked() {
        let text = "Hello <script>alert(1)</script>, my számla is wrong";
        let snippet = snippet(text, &["szamla".to_owned()]);
        assert!(snippet.contains("<mark>számla</mark>") && !snippet.contains("<script>"), "{snippet}");
    }
}
