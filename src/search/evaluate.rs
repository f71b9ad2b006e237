//! Judged queries: how good is the search, and how fast.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    time::Instant,
};

use serde::{Deserialize, Serialize};

use super::{Query, Searcher};
use crate::base::Locale;

/// One judged query.
#[derive(Debug, Clone, Deserialize)]
pub struct JudgedQuery {
    /// As in the judgements.
    pub id: String,
    /// What is typed.
    pub text: String,
    /// Where.
    pub locale: Option<Locale>,
}

/// Grades of articles by query; 0 is not relevant.
pub type Judgements = HashMap<String, BTreeMap<String, u32>>;

/// What was measured; shares are 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Measured {
    /// Queries with a judgement.
    pub queries: usize,
    /// Right article first.
    pub p_at_1: f64,
    /// Mean of one over the place of the first right article, within ten.
    pub mrr_at_10: f64,
    /// Discounted gain, against the best possible.
    pub ndcg_at_10: f64,
    /// Share of right articles within ten.
    pub recall_at_10: f64,
    /// Share of queries without any hit.
    pub zero_results: f64,
    /// Half of the queries took less, milliseconds.
    pub p50_ms: f64,
    /// All but one in a hundred took less.
    pub p99_ms: f64,
}

/// A file of judged queries that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The file system says no.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{path}, line {line}: {what}")]
    Line {
        /// Which file.
        path: std::path::PathBuf,
        /// 1-based.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

/// Reads `queries.jsonl`.
///
/// # Errors
/// When the file cannot be read or a line is not a query.
pub fn read_queries(path: &Path) -> Result<Vec<JudgedQuery>, EvaluateError> {
    lines(path)?
        .into_iter()
        .map(|(line, text)| {
            serde_json::from_str(&text).map_err(|e| EvaluateError::Line {
                path: path.to_owned(),
                line,
                what: e.to_string(),
            })
        })
        .collect()
}

/// Reads `qrels.tsv`: query id, article key, grade.
///
/// # Errors
/// When the file cannot be read or a line has not three columns.
pub fn read_judgements(path: &Path) -> Result<Judgements, EvaluateError> {
    let mut judgements = Judgements::new();
    for (line, text) in lines(path)? {
        let wrong = |what: &str| EvaluateError::Line { path: path.to_owned(), line, what: what.to_owned() };
        let columns: Vec<&str> = text.split('\t').collect();
        let [id, key, grade] = columns[..] else { return Err(wrong("three columns, parted by tabs, are wanted")) };
        let grade = grade.trim().parse().map_err(|_| wrong("the grade is not a number"))?;
        judgements.entry(id.to_owned()).or_default().insert(key.to_owned(), grade);
    }
    Ok(judgements)
}

fn lines(path: &Path) -> Result<Vec<(usize, String)>, EvaluateError> {
    let text = std::fs::read_to_string(path).map_err(|source| EvaluateError::Read { path: path.to_owned(), source })?;
    Ok((1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).map(|(n, l)| (n, l.to_owned())).collect())
}

/// Asks all queries that are judged. `locale` beats the queries' own; a query with neither is asked
/// in `fallback`.
#[must_use]
pub fn evaluate(
    searcher: &Searcher,
    queries: &[JudgedQuery],
    judgements: &Judgements,
    locale: Option<&Locale>,
    fallback: &Locale,
) -> Measured {
    let mut measured = Measured::default();
    let mut times = Vec::new();
    for query in queries {
        let Some(grades) = judgements.get(&query.id) else { continue };
        let locale = locale.or(query.locale.as_ref()).unwrap_or(fallback);
        let begun = Instant::now();
        let answer = searcher.answer(&Query::new(query.text.clone(), locale.clone()));
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        let keys: Vec<&str> = answer.hits.iter().map(|hit| hit.article.as_str()).collect();
        measured.add(&keys, grades);
    }
    measured.finish(times)
}

impl Measured {
    fn add(&mut self, keys: &[&str], grades: &BTreeMap<String, u32>) {
        let gain = |key: &str| f64::from(grades.get(key).copied().unwrap_or(0));
        let discounted = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
            gains.take(10).zip(2_u32..).map(|(gain, place)| (gain.exp2() - 1.0) / f64::from(place).log2()).sum()
        };
        self.queries += 1;
        self.zero_results += f64::from(u8::from(keys.is_empty()));
        let first = keys.iter().take(10).position(|key| gain(key) > 0.0);
        self.p_at_1 += f64::from(u8::from(first == Some(0)));
        #[expect(clippy::cast_precision_loss, reason = "a place within ten")]
        let reciprocal = first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        self.mrr_at_10 += reciprocal;
        let mut ideal: Vec<f64> = grades.values().map(|grade| f64::from(*grade)).collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let best = discounted(&mut ideal.iter().copied());
        if best > 0.0 {
            self.ndcg_at_10 += discounted(&mut keys.iter().map(|key| gain(key))) / best;
        }
        let relevant = grades.values().filter(|grade| **grade > 0).count();
        let found = keys.iter().take(10).filter(|key| gain(key) > 0.0).count();
        #[expect(clippy::cast_precision_loss, reason = "counts")]
        let recall = found as f64 / relevant.max(1) as f64;
        self.recall_at_10 += recall;
    }

    fn finish(mut self, mut times: Vec<f64>) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a count")]
        let count = self.queries.max(1) as f64;
        for sum in [
            &mut self.p_at_1,
            &mut self.mrr_at_10,
            &mut self.ndcg_at_10,
            &mut self.recall_at_10,
            &mut self.zero_results,
        ] {
            *sum /= count;
        }
        times.sort_by(f64::total_cmp);
        let at = |hundredth: usize| times.get((times.len() * hundredth / 100).min(times.len().saturating_sub(1)));
        self.p50_ms = at(50).copied().unwrap_or(0.0);
        self.p99_ms = at(99).copied().unwrap_or(0.0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_what_their_names_say() {
        let grades: BTreeMap<String, u32> = [("a".to_owned(), 1), ("b".to_owned(), 1)].into();
        let mut measured = Measured::default();
        measured.add(&["x", "a"], &grades);
        measured.add(&[], &grades);
        let measured = measured.finish(vec![1.0, 3.0]);
        assert_eq!(measured.queries, 2);
        assert!((measured.p_at_1 - 0.0).abs() < 1e-9);
        assert!((measured.mrr_at_10 - 0.25).abs() < 1e-9);
        assert!((measured.recall_at_10 - 0.25).abs() < 1e-9);
        assert!((measured.zero_results - 0.5).abs() < 1e-9);
        let expected = (1.0 / 3_f64.log2()) / (1.0 + 1.0 / 3_f64.log2()) / 2.0;
        assert!((measured.ndcg_at_10 - expected).abs() < 1e-9);
    }
}
