//! Articles as answers: what the index says of an article's whole text becomes a confidence on the
//! same scale as that of cards and questions.

use super::{
    brain::SAME_WORDS,
    code,
    target::{Scored, Target},
};
use crate::search::{ArticleCandidate, Telling};

/// Log-odds of a right answer, where the index finds nothing of the message in an article.
const BIAS: f32 = -3.4;
/// For the share of the message's weight that the article holds.
const COVERAGE: f32 = 3.4;
/// For the likeness to its title and questions.
const QUESTION: f32 = 2.7;
/// For the lead over the next article, as a share of what the message could reach.
const LEAD: f32 = 5.2;
/// What holding all of a message is worth beside the search's score (as a share of what the message could reach):
/// of sentences the search leaves it out, but an answer should speak of all that was said.
const HELD: f32 = 0.4;
/// And what was learned from an article's questions, as far as there were enough of them to learn from.
const LEARNED: f32 = 0.05;
/// From so many titles and questions an article is known as well as a card.
const ENOUGH_EXAMPLES: f32 = 6.0;
/// The rank of an article that was asked for word for word.
const WORD_FOR_WORD: f32 = 3.0;
/// Learned log-odds are no lower.
const UNLIKELY: f32 = -4.0;
/// How much the less sure of text and examples adds to the surer, where it says more than nothing.
const AGREEMENT: f32 = 0.35;
/// Log-odds of nothing.
const NOTHING: f32 = -2.2;
/// Text alone is never surer than this: that the words occur is not that the question is answered.
const MOST: f32 = 0.85;
/// Text of an article whose title and questions say something else altogether only suggests it: the words
/// of any short message stand together somewhere.
const MOST_UNASKED: f32 = 0.5;
/// Text that holds all telling words, of which there are several, far ahead of any other article, is surer.
const MOST_HELD: f32 = 0.65;
const SEVERAL_TELLING: usize = 2;
const NOTHING_MISSING: f32 = 0.03;
const AHEAD: f32 = 0.2;
/// From so many telling words a text speaks for itself, whatever its title.
const MANY_TELLING: usize = 4;
/// How sure an article is at least that holds just the code that was said, and one of several that do.
const CODE_HELD: f32 = 0.65;
const CODE_SHARED: f32 = 0.45;
/// The likeness to title or question from which text may speak for itself, and that from which it may
/// say all it has to say.
const ASKED: [f32; 2] = [0.25, 0.5];

/// In little text nothing stands by chance: how much surer that makes, where there are no more sections than the
/// first (in logarithms), and from how many on it makes nothing.
const LITTLE_TEXT: f32 = 1.7;
const SECTIONS: [f32; 2] = [3.2, 6.0];
/// For the share of its telling words that are strange to all articles.
const STRANGE: f32 = -0.6;
/// For the logarithm of how many telling words there are, against that of a message of usual length: one word is
/// soon like something.
const TELLING: f32 = 0.7;
const USUAL: f32 = 1.0;
/// For (the root of) how far its rank is above the next article's, against that of a usual one.
const ABOVE: f32 = 1.2;
const USUALLY_ABOVE: f32 = 0.5;

/// For an article that holds hardly one of its telling words, and not the one that tells most.
const SLIGHT: f32 = -1.2;

/// An article that holds half of what a message tells, of which nothing is strange, may be shown, if not told: so sure
/// it is at least, where it is among the first few.
const SHOWN: f32 = 0.3;
const HALF: f32 = 0.5;
const FIRST_FEW: usize = 3;
/// So may one that alone, or with one other, holds one of the rarest words that any holds, and some of all that is told.
const RARE: f32 = 0.5;
const HARDLY_ANOTHER: usize = 2;
const NEARLY: f32 = 0.85;
const SOME: f32 = 0.45;
const HELD_SURELY: f32 = 0.75;

/// A message, and what it is made of.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Its text.
    pub text: &'a str,
    /// The words that are more than little words.
    pub telling: usize,
    /// How many of them nothing in the articles stands for.
    pub strange: usize,
    /// How many sections there are in which its words could stand.
    pub sections: usize,
    /// Those words by themselves.
    pub words: &'a [Telling],
}

/// An article in its place.
struct Placed {
    rank: f32,
    scored: Scored,
    /// What else was said of it: it was asked for word for word; it is no surer, or surer, than this.
    exact: bool,
    slight: bool,
    /// It holds so much of what the message tells that it may be shown.
    telling: bool,
    bounds: [f32; 2],
}

/// Adds what the index found to what was learned from examples. The surer of the two counts, and the
/// other where it says the same. Articles keep the order of their rank, which asks the index first: from a
/// single title there is little to learn.
///
/// `examples` is how many titles and questions an article is known by.
pub fn weigh(
    scored: &mut Vec<Scored>,
    found: &[ArticleCandidate],
    said: Said<'_>,
    examples: &dyn Fn(&Target) -> usize,
    explain: bool,
) {
    let (mut articles, mut others): (Vec<Scored>, Vec<Scored>) =
        std::mem::take(scored).into_iter().partition(|known| known.target.article().is_some());
    let mut placed: Vec<Placed> = Vec::with_capacity(articles.len() + found.len());
    for article in found {
        let target = Target::Article(article.key.clone());
        let learned = articles.iter().position(|known| known.target == target).map(|at| articles.swap_remove(at));
        let why = if explain { why(article) } else { Vec::new() };
        let bounds = bounds(article, found, said.text);
        // Only this one can be meant.
        let only = if bounds[0] >= CODE_HELD { WORD_FOR_WORD } else { 0.0 };
        let rank = rank(article).max(only) + familiar(learned.as_ref(), examples(&target));
        let confidence = confidence(article, lead(article, found), said.telling);
        let both = match learned {
            Some(mut known) => {
                known.confidence = agreed(known.confidence, confidence);
                known.why.extend(why);
                known
            }
            None => Scored { target, confidence, by_rule: false, why },
        };
        let ArticleCandidate { exact, slight, .. } = *article;
        let telling = holds_half(article, said) || alone_holds_the_rarest(article, found, said.words);
        placed.push(Placed { rank, scored: both, exact, slight, telling, bounds });
    }
    placed.extend(articles.into_iter().map(|known| {
        let rank = familiar(Some(&known), examples(&known.target));
        Placed { rank, scored: known, exact: false, slight: false, telling: false, bounds: [0.0, 1.0] }
    }));
    others.extend(in_order(placed, said));
    others.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
    *scored = others;
}

/// Articles by rank, each no surer than the one before it.
fn in_order(mut placed: Vec<Placed>, said: Said<'_>) -> Vec<Scored> {
    placed.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(b.scored.confidence.total_cmp(&a.scored.confidence)));
    let ranks: Vec<f32> = placed.iter().map(|place| place.rank).collect();
    let mut ceiling = 1.0_f32;
    let settle = |(at, place): (usize, Placed)| {
        let Placed { rank, mut scored, bounds: [mut least, most], .. } = place;
        if !place.exact && scored.confidence < SAME_WORDS {
            let next = if at == 0 { ranks.get(1) } else { ranks.first() };
            let above = rank - next.copied().unwrap_or(0.0);
            let slight = if place.slight { SLIGHT } else { 0.0 };
            scored.confidence = logistic(log_odds(scored.confidence) + circumstances(above, said) + slight);
        }
        if at < FIRST_FEW && place.telling {
            least = least.max(SHOWN);
        }
        ceiling = ceiling.min(scored.confidence.max(least).min(most));
        scored.confidence = ceiling;
        scored
    };
    placed.into_iter().enumerate().map(settle).collect()
}

fn holds_half(article: &ArticleCandidate, said: Said<'_>) -> bool {
    article.missing <= HALF && said.strange == 0 && said.telling > 1
}

/// Whether an article, and hardly another, holds the rarest of the words that any holds, and with it some part of what
/// is told: whatever else is said along the way, it may be what is looked for.
fn alone_holds_the_rarest(article: &ArticleCandidate, found: &[ArticleCandidate], words: &[Telling]) -> bool {
    let holds = |article: &ArticleCandidate, at: usize| article.held.get(at).is_some_and(|held| *held >= HELD_SURELY);
    let known = (0..words.len()).filter(|at| found.iter().any(|other| holds(other, *at)));
    let most = known.map(|at| words[at].rarity).fold(RARE, f32::max);
    let all: f32 = words.iter().map(|word| word.rarity).sum();
    let held: f32 = (0..words.len()).filter(|at| holds(article, *at)).map(|at| words[at].rarity).sum();
    let hardly_another = |at: usize| found.iter().filter(|other| holds(other, at)).count() <= HARDLY_ANOTHER;
    let mut rarest = (0..words.len()).filter(|at| words[*at].rarity >= NEARLY * most && holds(article, *at));
    rarest.any(hardly_another) && held >= SOME * all
}

fn rank(article: &ArticleCandidate) -> f32 {
    if article.exact { WORD_FOR_WORD } else { article.share + HELD * article.coverage }
}

/// How far an article's score is above that of any other.
fn lead(article: &ArticleCandidate, found: &[ArticleCandidate]) -> f32 {
    let others = found.iter().filter(|other| other.key != article.key);
    article.share - others.map(|other| other.share).fold(0.0_f32, f32::max)
}

/// An article that holds just the code that was said is at least so sure, one that names another at most.
fn bounds(article: &ArticleCandidate, found: &[ArticleCandidate], text: &str) -> [f32; 2] {
    if article.code {
        let alone = found.iter().filter(|other| other.code).count() == 1;
        return [if alone { CODE_HELD } else { CODE_SHARED }, 1.0];
    }
    [0.0, code::doubted(1.0, &code::codes(text), &code::codes(&article.title))]
}

/// What else makes an answer likely, as log-odds: how little text there is that words could stand in by chance, how
/// much of the message is strange to it, how much it tells, and how far the article is above the next.
#[expect(clippy::cast_precision_loss, reason = "counts of words and sections")]
fn circumstances(above: f32, said: Said<'_>) -> f32 {
    let telling = said.telling.max(1) as f32;
    let text = ((said.sections.max(1) as f32).ln() - SECTIONS[0]) / (SECTIONS[1] - SECTIONS[0]);
    LITTLE_TEXT * (1.0 - text.clamp(0.0, 1.0))
        + STRANGE * said.strange as f32 / telling
        + TELLING * (telling.ln() - USUAL)
        + ABOVE * (above.clamp(0.0, 1.0).sqrt() - USUALLY_ABOVE)
}

/// What was learned from an article's titles and questions, by how many there were.
#[expect(clippy::cast_precision_loss, reason = "titles and questions of one article")]
fn familiar(learned: Option<&Scored>, examples: usize) -> f32 {
    let odds = learned.map_or(UNLIKELY, |known| log_odds(known.confidence).max(UNLIKELY));
    let exact = if learned.is_some_and(|known| known.confidence >= SAME_WORDS) { WORD_FOR_WORD } else { 0.0 };
    exact + LEARNED * odds * ((examples.max(1) as f32).ln() / ENOUGH_EXAMPLES.ln()).min(1.0)
}

fn confidence(article: &ArticleCandidate, lead: f32, telling: usize) -> f32 {
    if article.exact {
        return 0.98;
    }
    let known = 1.0 - article.guessed;
    let odds = BIAS
        + COVERAGE * article.coverage * known
        + QUESTION * article.question_similarity
        + LEAD * lead.clamp(-0.3, 0.3);
    let asked = ((article.question_similarity - ASKED[0]) / (ASKED[1] - ASKED[0])).clamp(0.0, 1.0);
    // Many telling words in one place are no accident.
    let asked = if telling >= MANY_TELLING { 1.0 } else { asked };
    // The only article that holds all of several telling words has something to say to them.
    let only_one = telling >= SEVERAL_TELLING && article.missing <= NOTHING_MISSING && lead >= AHEAD;
    let least = if only_one { MOST_HELD } else { MOST_UNASKED };
    logistic(odds).min(least + (MOST - least) * asked)
}

fn agreed(one: f32, other: f32) -> f32 {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    logistic(log_odds(high) + AGREEMENT * (log_odds(low) - NOTHING).max(0.0)).max(high).min(0.98_f32.max(high))
}

/// A confidence with more evidence, in log-odds.
pub fn surer(confidence: f32, more: f32) -> f32 {
    if more > 0.0 { logistic(log_odds(confidence) + more) } else { confidence }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(key: &str, share: f32) -> ArticleCandidate {
        ArticleCandidate {
            key: key.into(),
            title: "Error 550".to_owned(),
            section: None,
            share,
            coverage: share,
            title_coverage: 0.0,
            question_similarity: 0.0,
            exact: false,
            guessed: 0.0,
            missing: 1.0 - share,
            slight: false,
            named: false,
            code: false,
            held: Vec::new(),
        }
    }

    fn weighed(text: &str, telling: usize, found: &[ArticleCandidate]) -> Vec<f32> {
        let mut scored = Vec::new();
        let said = Said { text, telling, strange: 0, sections: 1_100, words: &[] };
        weigh(&mut scored, found, said, &|_| 1, false);
        scored.into_iter().map(|scored| scored.confidence).collect()
    }

    #[test]
    fn the_only_article_that_holds_a_code_answers_it_and_one_of_several_is_offered() {
        let held = |key: &str| ArticleCandidate { code: true, ..found(key, 0.4) };
        let alone = weighed("what about 554", 2, &[held("a"), found("b", 0.3)]);
        assert!(alone[0] >= 0.6, "{alone:?}");
        let several = weighed("what about 554", 2, &[held("a"), held("b")]);
        assert!(several.iter().all(|confidence| (0.4..0.6).contains(confidence)), "{several:?}");
        // Its title names another code, and its text does not hold this one.
        assert!(weighed("what about 554", 2, &[found("a", 0.4)])[0] < 0.2);
    }

    #[test]
    fn text_under_another_title_answers_where_it_alone_holds_all_that_was_said() {
        let all = weighed("smelly boots", 2, &[found("a", 1.0), found("b", 0.4)]);
        assert!(all[0] >= 0.6, "{all:?}");
        for (telling, found) in [
            (1, [found("a", 1.0), found("b", 0.4)]),
            (2, [found("a", 1.0), found("b", 0.9)]),
            (2, [found("a", 0.8), found("b", 0.4)]),
        ] {
            assert!(weighed("smelly boots", telling, &found)[0] < 0.6);
        }
    }

    #[test]
    fn where_there_is_little_text_its_words_say_more_and_one_word_of_many_says_less() {
        let sure = |sections: usize, slight: bool| {
            let said = Said { text: "smelly old boots", telling: 3, strange: 0, sections, words: &[] };
            let mut scored = Vec::new();
            let found = [ArticleCandidate { slight, missing: 0.2, ..found("a", 0.8) }, found("b", 0.4)];
            weigh(&mut scored, &found, said, &|_| 1, false);
            scored[0].confidence
        };
        assert!(sure(20, false) >= 0.6, "{}", sure(20, false));
        assert!(sure(20, false) > sure(200, false) && sure(200, false) > sure(2_000, false));
        assert!(sure(2_000, false) < 0.6 && sure(20, true) < sure(20, false));
    }
}
