//! Benchmarks of what every request does: search, suggest, snippets, on a knowledge base made here.

use std::{fmt::Write as _, fs, hint::black_box, path::Path, sync::Arc};

use answerdesk::{
    base::{Audience, Clock, Locale},
    index,
    kb::Library,
    search::{Query, Searcher},
};
use criterion::{Criterion, criterion_group, criterion_main};

/// Words that everybody writes; the rarer ones are made of syllables.
const COMMON: [&str; 20] = [
    "account", "password", "invoice", "the", "device", "network", "upload", "board", "driver", "update", "install",
    "for", "error", "order", "login", "backup", "export", "report", "search", "ticket",
];
const SYLLABLES: [&str; 16] =
    ["ra", "ten", "mo", "lis", "ku", "per", "sa", "vin", "do", "tal", "be", "nor", "gi", "fex", "lu", "chan"];
/// Different words in all texts together, about as many as a manual of this size has.
const VOCABULARY: f64 = 60_000.0;

/// A small generator (xorshift), so that every run measures the same texts.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// The nth word is about n times rarer than the first (Zipf's law).
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a draw")]
    fn word(&mut self) -> String {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut rank = VOCABULARY.powf(share) as usize - 1;
        if let Some(word) = COMMON.get(rank) {
            return (*word).to_owned();
        }
        let mut word = String::new();
        while rank > 0 {
            word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
            rank /= SYLLABLES.len();
        }
        word
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// Writes articles of four sections each; `ANSWERDESK_BENCH_ARTICLES` says how many (default 2,500,
/// that is 10,000 sections; 50,000 make the 200,000 sections of the large test). With
/// `ANSWERDESK_BENCH_WRITE=DIR` they are written there, for a server, and nothing is measured.
fn make(folder: &Path) {
    let count = std::env::var("ANSWERDESK_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_500);
    let mut draw = Draw(20_261_122);
    for number in 0..count {
        let mut text = format!("---\ntitle: {} {number}\n---\n{}\n", draw.words(4), draw.words(60));
        for _ in 0..3 {
            let _ = write!(text, "\n## {}\n\n{}\n", draw.words(3), draw.words(90));
        }
        let folder = folder.join(format!("en/c{}", number % 20));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(format!("a{number}.md")), text).expect("written");
    }
}

/// Processor time of this process so far, in seconds (Linux; clock ticks of a hundredth).
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let fields = after_name.split(' ').skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Sections indexed in a second of processor time, Markdown apart, of the knowledge base that
/// `ANSWERDESK_BENCH_KB` names.
fn indexing(kb: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    let library = Library::load(kb, None, Clock::System.now()).expect("loaded");
    let view = library.view(Audience::Public);
    let begun = processor();
    for article in library.locales().iter().flat_map(|locale| view.articles(locale)) {
        black_box(view.document(article));
    }
    let parsing = processor() - begun;
    let begun = processor();
    let set = index::build(&library, folder.path(), None, &|_| {}).expect("built");
    let all = processor() - begun;
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let sections = set.public.sections() as f64;
    println!("{sections} sections: Markdown {parsing:.2} s, all {all:.2} s of processor time");
    println!("without Markdown {:.0} sections a second, with it {:.0}", sections / (all - parsing), sections / all);
}

fn search(criterion: &mut Criterion) {
    if let Some(folder) = std::env::var_os("ANSWERDESK_BENCH_WRITE") {
        return make(Path::new(&folder));
    }
    if let Some(kb) = std::env::var_os("ANSWERDESK_BENCH_KB") {
        return indexing(Path::new(&kb));
    }
    let folder = tempfile::tempdir().expect("a folder");
    make(&folder.path().join("kb"));
    let library = Library::load(&folder.path().join("kb"), None, jiff::Timestamp::UNIX_EPOCH).expect("loaded");
    let set = index::build(&library, &folder.path().join("index"), None, &|_| {}).expect("built");
    let searcher = Searcher::new(Arc::clone(&set.public), &library);
    let locale: Locale = "en".parse().expect("a locale");
    for (name, text) in [
        ("search, plain", "reset password for the account"),
        ("search, typo", "pasword of the acount"),
        ("search, two letters", "pa"),
        ("search, question", "how do I install the driver for my board when the upload fails"),
    ] {
        let query = Query::new(text, locale.clone());
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(searcher.answer(black_box(&query)))));
    }
    criterion
        .bench_function("suggest", |bencher| bencher.iter(|| black_box(searcher.suggest("install dri", &locale, 8))));
    criterion.bench_function("candidates", |bencher| {
        bencher.iter(|| black_box(searcher.candidates("where is my invoice", &locale, 5)));
    });
}

criterion_group!(benches, search);
criterion_main!(benches);
