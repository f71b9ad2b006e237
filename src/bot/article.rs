//! Articles as answers: what the index says of an article's whole text becomes a confidence on the
//! same scale as that of cards and questions.

use super::target::{Scored, Target};
use crate::search::ArticleCandidate;

/// Log-odds of a right answer, where the index finds nothing of the message in an article.
const BIAS: f32 = -5.7;
/// For the article's score as a share of what the message could reach.
const SHARE: f32 = 4.0;
/// For the share of the message's weight that the article holds.
const COVERAGE: f32 = 2.0;
/// For the likeness to its title and questions.
const QUESTION: f32 = 3.0;
/// For the lead over the next article.
const LEAD: f32 = 4.0;
/// How much the less sure of text and examples adds to the surer, where it says more than nothing.
const AGREEMENT: f32 = 0.35;
/// Log-odds of nothing.
const NOTHING: f32 = -2.2;
/// Text alone is never surer than this: that the words occur is not that the question is answered.
const MOST: f32 = 0.85;
/// Text of an article whose title and questions say something else altogether only suggests it: the words
/// of any short message stand together somewhere.
const MOST_UNASKED: f32 = 0.5;
/// From so many telling words a text speaks for itself, whatever its title.
const MANY_TELLING: usize = 4;
/// The likeness to title or question from which text may speak for itself, and that from which it may
/// say all it has to say.
const ASKED: [f32; 2] = [0.25, 0.5];

/// Adds what the index found to what was learned from examples. The surer of the two counts, and the
/// other where it says the same.
///
/// `telling` is how many words of the message are more than little words.
pub fn weigh(scored: &mut Vec<Scored>, found: &[ArticleCandidate], telling: usize, explain: bool) {
    for (at, article) in found.iter().enumerate() {
        let next = found.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other.share);
        let lead = article.share - next.fold(0.0_f32, f32::max);
        let confidence = confidence(article, lead, telling);
        let target = Target::Article(article.key.clone());
        let why = if explain { why(article) } else { Vec::new() };
        match scored.iter_mut().find(|known| known.target == target) {
            Some(known) => {
                known.confidence = agreed(known.confidence, confidence);
                known.why.extend(why);
            }
            None => scored.push(Scored { target, confidence, by_rule: false, why }),
        }
    }
    scored.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
}

fn confidence(article: &ArticleCandidate, lead: f32, telling: usize) -> f32 {
    if article.exact {
        return 0.98;
    }
    let known = 1.0 - article.guessed;
    let odds = BIAS
        + SHARE * article.share * known
        + COVERAGE * article.coverage * known
        + QUESTION * article.question_similarity
        + LEAD * lead.clamp(-0.3, 0.3);
    let asked = ((article.question_similarity - ASKED[0]) / (ASKED[1] - ASKED[0])).clamp(0.0, 1.0);
    // Many telling words in one place are no accident.
    let asked = if telling >= MANY_TELLING { 1.0 } else { asked };
    logistic(odds).min(MOST_UNASKED + (MOST - MOST_UNASKED) * asked)
}

fn agreed(one: f32, other: f32) -> f32 {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    logistic(log_odds(high) + AGREEMENT * (log_odds(low) - NOTHING).max(0.0)).max(high).min(0.98_f32.max(high))
}

fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn log_odds(confidence: f32) -> f32 {
    let confidence = confidence.clamp(1e-4, 1.0 - 1e-4);
    (confidence / (1.0 - confidence)).ln()
}

fn why(article: &ArticleCandidate) -> Vec<String> {
    let place = article.section.as_deref().map(|anchor| format!(", best in #{anchor}")).unwrap_or_default();
    vec![format!(
        "text of the article: {:.0} % of the words' weight, {:.0} % of the highest score possible{place}",
        article.coverage * 100.0,
        article.share * 100.0,
    )]
}
