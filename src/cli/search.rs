//! `answerdesk search`

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;

use crate::{
    base::{Audience, Locale},
    config::Config,
    index::{Index, IndexSet},
    kb::Library,
    search::{Answer, Query, Searcher},
};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to look for
    pub query: String,
    /// Reader's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<Locale>,
    /// Whose eyes: public or agent
    #[arg(long, default_value = "public", value_parser = Audience::parse)]
    pub audience: Audience,
    /// Number of hits
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: u16,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Say why each hit stands where it stands
    #[arg(long)]
    pub explain: bool,
}

/// Runs the command.
///
/// # Errors
/// When the knowledge base cannot be read or the index cannot be written.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let (library, set) = super::local::content(config)?;
    let searcher = Searcher::new(side(&set, arguments.audience), &library);
    let locale = arguments.locale.clone().or_else(|| default_locale(config, &library));
    let locale = locale.context("the knowledge base has no locale yet; add a folder such as kb/en")?;
    let mut query = Query::new(arguments.query.clone(), locale);
    query.limit = usize::from(arguments.limit);
    query.explain = arguments.explain;
    let answer = searcher.search(&query);
    if arguments.json {
        println!("{}", serde_json::to_string(&answer)?);
    } else {
        print(&answer);
    }
    Ok(ExitCode::SUCCESS)
}

/// The index of an audience.
pub(super) fn side(set: &IndexSet, audience: Audience) -> Arc<Index> {
    Arc::clone(match audience {
        Audience::Public => &set.public,
        Audience::Agent => &set.desk,
    })
}

/// The site's locale, else English, else the first there is.
pub(super) fn default_locale(config: &Config, library: &Library) -> Option<Locale> {
    let locales = library.locales();
    let wanted = config.site.default_locale.as_deref().unwrap_or("en");
    locales
        .iter()
        .find(|l| l.as_str() == wanted)
        .or_else(|| locales.iter().find(|l| l.as_str() == "en"))
        .or(locales.first())
        .cloned()
}

fn print(answer: &Answer) {
    if let Some(better) = &answer.did_you_mean {
        println!("Searched for “{better}”.");
    }
    println!("{} found in {:.2} ms", answer.total, answer.took_ms);
    for (place, hit) in (1..).zip(&answer.hits) {
        let section = if hit.section.title.is_empty() { String::new() } else { format!(" › {}", hit.section.title) };
        println!("\n{place}. {}{section}  ({}, {:.1})", hit.title, hit.locale, hit.score);
        println!("   {}", hit.url);
        let plain = hit.snippet.replace("<mark>", "*").replace("</mark>", "*");
        println!(
            "   {}",
            plain
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
        );
        for line in hit.explanation.iter().flat_map(|explanation| &explanation.lines) {
            println!("     - {line}");
        }
    }
}
