//! How good the bot is on messages whose answer is known.

use std::{collections::BTreeMap, time::Instant};

use serde::{Deserialize, Serialize};

use super::{
    bot::Bot,
    turn::{Context, Input, State, Turn, TurnAction},
};
use crate::base::Locale;

/// One message and what should answer it; neither card nor article: nothing should.
#[derive(Debug, Clone, Deserialize)]
pub struct BotTest {
    /// What is said.
    pub text: String,
    /// In which locale.
    pub locale: Locale,
    /// The card.
    #[serde(default)]
    pub intent: Option<String>,
    /// The article.
    #[serde(default)]
    pub article: Option<String>,
}

/// The figures; shares of 1. `None` where there was nothing to measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BotReport {
    /// Messages.
    pub tests: usize,
    /// Messages that something answers.
    pub in_scope: usize,
    /// Answered with the right card or article.
    pub in_scope_accuracy: Option<f64>,
    /// Answered with another card or article, which is worse than asking back.
    pub answered_wrong: Option<f64>,
    /// The best candidate is right, whatever its confidence.
    pub in_scope_accuracy_no_threshold: Option<f64>,
    /// Asked back, with the right one among those offered.
    pub clarified_right: Option<f64>,
    /// Messages that nothing answers.
    pub out_of_scope: usize,
    /// Answered with nothing, as they should be.
    pub out_of_scope_recall: Option<f64>,
    /// The same with the threshold at which 90 % of messages in scope are answered.
    pub out_of_scope_recall_at_90: Option<f64>,
    /// Area under the ROC of the best candidate's confidence, in scope against out.
    pub auroc: Option<f64>,
    /// Matthews' correlation over all classes, out of scope being one.
    pub mcc: Option<f64>,
    /// Milliseconds that learning all cards and articles took, once a revision.
    pub learn_ms: f64,
    /// Milliseconds a turn, half are faster.
    pub p50_ms: f64,
    /// Milliseconds a turn, 95 of 100 are faster.
    pub p95_ms: f64,
    /// Milliseconds a turn, 99 of 100 are faster.
    pub p99_ms: f64,
}

/// What became of one message.
struct Outcome {
    wanted: Option<String>,
    answered: Option<String>,
    best: Option<String>,
    offered: Vec<String>,
    confidence: f32,
    ms: f64,
}

/// Says each message in a fresh conversation.
#[must_use]
pub fn evaluate(bot: &Bot, tests: &[BotTest], context: &Context) -> BotReport {
    let outcomes: Vec<Outcome> = tests.iter().map(|test| run(bot, test, context)).collect();
    let (inside, outside): (Vec<&Outcome>, Vec<&Outcome>) =
        outcomes.iter().partition(|outcome| outcome.wanted.is_some());
    let right = |outcome: &&&Outcome| outcome.answered == outcome.wanted;
    let mut times: Vec<f64> = outcomes.iter().map(|outcome| outcome.ms).collect();
    times.sort_by(f64::total_cmp);
    BotReport {
        tests: outcomes.len(),
        in_scope: inside.len(),
        in_scope_accuracy: share(inside.iter().filter(right).count(), inside.len()),
        answered_wrong: share(
            inside.iter().filter(|outcome| outcome.answered.is_some() && outcome.answered != outcome.wanted).count(),
            inside.len(),
        ),
        in_scope_accuracy_no_threshold: share(
            inside.iter().filter(|outcome| outcome.best == outcome.wanted).count(),
            inside.len(),
        ),
        clarified_right: share(
            inside.iter().filter(|o| o.wanted.as_ref().is_some_and(|wanted| o.offered.contains(wanted))).count(),
            inside.len(),
        ),
        out_of_scope: outside.len(),
        out_of_scope_recall: share(outside.iter().filter(right).count(), outside.len()),
        out_of_scope_recall_at_90: at_90(&inside, &outside),
        auroc: auroc(&inside, &outside),
        mcc: mcc(&outcomes),
        learn_ms: bot.learning().as_secs_f64() * 1000.0,
        p50_ms: percentile(&times, 50),
        p95_ms: percentile(&times, 95),
        p99_ms: percentile(&times, 99),
    }
}

fn run(bot: &Bot, test: &BotTest, context: &Context) -> Outcome {
    let wanted = match (&test.intent, &test.article) {
        (Some(card), _) => Some(format!("card:{card}")),
        (None, Some(article)) => Some(format!("article:{article}")),
        (None, None) => None,
    };
    let began = Instant::now();
    let outcome = bot.turn(&test.locale, &State::default(), &Input::Text(test.text.clone()), context);
    let ms = began.elapsed().as_secs_f64() * 1000.0;
    let turn = outcome.turn;
    let best = turn.candidates.first();
    Outcome {
        wanted,
        answered: answered(&turn),
        best: best.map(|best| name(best.card.as_ref(), best.article.as_ref())),
        offered: if matches!(turn.action, TurnAction::Clarify | TurnAction::Suggest) {
            turn.options.iter().map(|option| option.id.clone()).collect()
        } else {
            Vec::new()
        },
        confidence: best.map_or(0.0, |best| best.confidence),
        ms,
    }
}

fn answered(turn: &Turn) -> Option<String> {
    (turn.card.is_some() || turn.article.is_some()).then(|| name(turn.card.as_ref(), turn.article.as_ref()))
}

fn name(card: Option<&String>, article: Option<&String>) -> String {
    match (card, article) {
        (Some(card), _) => format!("card:{card}"),
        (None, article) => format!("article:{}", article.map_or("", String::as_str)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of tests")]
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn at_90(inside: &[&Outcome], outside: &[&Outcome]) -> Option<f64> {
    let mut confidences: Vec<f32> = inside.iter().map(|outcome| outcome.confidence).collect();
    confidences.sort_by(f32::total_cmp);
    let threshold = *confidences.get(confidences.len() / 10)?;
    share(outside.iter().filter(|outcome| outcome.confidence < threshold).count(), outside.len())
}

/// Mann and Whitney: ties count half.
#[expect(clippy::cast_precision_loss, reason = "numbers of tests")]
fn auroc(inside: &[&Outcome], outside: &[&Outcome]) -> Option<f64> {
    if inside.is_empty() || outside.is_empty() {
        return None;
    }
    let mut low: Vec<f32> = outside.iter().map(|outcome| outcome.confidence).collect();
    low.sort_by(f32::total_cmp);
    let won: usize = inside
        .iter()
        .map(|outcome| {
            let below = low.partition_point(|confidence| *confidence < outcome.confidence);
            let not_above = low.partition_point(|confidence| *confidence <= outcome.confidence);
            below + not_above
        })
        .sum();
    Some(won as f64 / 2.0 / (inside.len() * outside.len()) as f64)
}

/// Gorodkin 2004, the correlation of K categories.
#[expect(clippy::cast_precision_loss, reason = "numbers of tests")]
fn mcc(outcomes: &[Outcome]) -> Option<f64> {
    let mut said: BTreeMap<Option<&str>, f64> = BTreeMap::new();
    let mut wanted: BTreeMap<Option<&str>, f64> = BTreeMap::new();
    for outcome in outcomes {
        *said.entry(outcome.answered.as_deref()).or_default() += 1.0;
        *wanted.entry(outcome.wanted.as_deref()).or_default() += 1.0;
    }
    let total = outcomes.len() as f64;
    let right = outcomes.iter().filter(|outcome| outcome.answered == outcome.wanted).count() as f64;
    let product: f64 = said.iter().map(|(class, n)| n * wanted.get(class).copied().unwrap_or_default()).sum();
    let spread = |counts: &BTreeMap<Option<&str>, f64>| total * total - counts.values().map(|n| n * n).sum::<f64>();
    let below = (spread(&said) * spread(&wanted)).sqrt();
    (below > 0.0).then(|| (right * total - product) / below)
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(wanted: Option<&str>, answered: Option<&str>, confidence: f32) -> Outcome {
        Outcome {
            wanted: wanted.map(str::to_owned),
            answered: answered.map(str::to_owned),
            best: None,
            offered: Vec::new(),
            confidence,
            ms: 0.0,
        }
    }

    #[test]
    fn known_outcomes_give_the_known_figures() {
        let outcomes = [
            outcome(Some("a"), Some("a"), 0.9),
            outcome(Some("b"), Some("b"), 0.8),
            outcome(None, None, 0.1),
            outcome(None, Some("a"), 0.85),
        ];
        let (inside, outside): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(|o| o.wanted.is_some());
        assert_eq!(auroc(&inside, &outside), Some(0.75));
        assert_eq!(at_90(&inside, &outside), Some(0.5));
        // Counts: right 3 of 4; said a2 b1 none1, wanted a1 b1 none2.
        let expected = (3.0 * 4.0 - 5.0) / (10.0_f64 * 10.0).sqrt();
        assert!((mcc(&outcomes).unwrap() - expected).abs() < 1e-12);
    }
}
