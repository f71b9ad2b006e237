//! `answerdesk eval search`

use std::{
    collections::{BTreeSet, HashSet},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;

use crate::{
    base::{Audience, Locale},
    config::Config,
    search::{Measured, Ranking, Searcher, evaluate, read_judgements, read_queries},
};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// JSON lines: id, text, locale
    #[arg(long, value_name = "FILE")]
    pub queries: std::path::PathBuf,
    /// Tab-separated: query id, article key, grade
    #[arg(long, value_name = "FILE")]
    pub qrels: std::path::PathBuf,
    /// Locale of all queries [default: each line's]
    #[arg(long)]
    pub locale: Option<Locale>,
    /// Whose eyes: public or agent
    #[arg(long, default_value = "public", value_parser = Audience::parse)]
    pub audience: Audience,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Measure with each ingredient of the ranking off in turn
    #[arg(long)]
    pub ablation: bool,
    /// Figures of the ranking to try, as TOML; those not named keep their value
    #[arg(long, value_name = "FILE")]
    pub ranking: Option<std::path::PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or the index cannot be written.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let queries = read_queries(&arguments.queries)?;
    let judgements = read_judgements(&arguments.qrels)?;
    let (library, set) = super::local::content(config)?;
    let fallback = super::search::default_locale(config, &library).context("the knowledge base has no locale yet")?;
    let locale = arguments.locale.as_ref();
    let articles = library.locales().iter().flat_map(|locale| library.all_articles(locale));
    let known: HashSet<&str> = articles.map(|article| article.key.as_str()).collect();
    let unknown: BTreeSet<&str> =
        judgements.values().flat_map(|j| j.keys()).map(String::as_str).filter(|key| !known.contains(key)).collect();
    if let Some(first) = unknown.first() {
        eprintln!(
            "{} names {} articles that are not there, {first} the first; their queries count as missed",
            arguments.qrels.display(),
            unknown.len()
        );
    }
    let index = super::search::side(&set, arguments.audience);
    let measure = |ranking| {
        let searcher = Searcher::with_ranking(Arc::clone(&index), &library, ranking);
        evaluate(&searcher, &queries, &judgements, locale, &fallback)
    };
    if arguments.ablation {
        let table = Ranking::ablations().into_iter().map(|(name, ranking)| (name, measure(ranking)));
        let table: Vec<(&str, Measured)> = table.collect();
        if arguments.json {
            println!("{}", serde_json::to_string(&table)?);
        } else {
            table.iter().for_each(|(name, measured)| println!("{name:26} {}", line(measured)));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let ranking = match &arguments.ranking {
        Some(path) => toml::from_str(&std::fs::read_to_string(path)?)?,
        None => Ranking::default(),
    };
    let measured = measure(ranking);
    if arguments.json {
        println!("{}", serde_json::to_string(&measured)?);
    } else {
        println!("{}", line(&measured));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(m: &Measured) -> String {
    format!(
        "queries {}  P@1 {:.3}  MRR@10 {:.3}  nDCG@10 {:.3}  recall@10 {:.3}  none {:.3}  p50 {:.2} ms  p99 {:.2} ms",
        m.queries, m.p_at_1, m.mrr_at_10, m.ndcg_at_10, m.recall_at_10, m.zero_results, m.p50_ms, m.p99_ms
    )
}
