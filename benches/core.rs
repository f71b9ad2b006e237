//! Benchmarks of what every request does: search, suggest, snippets, on a knowledge base made here.

use std::{fmt::Write as _, fs, hint::black_box, path::Path, sync::Arc};

use answerdesk::{
    base::Locale,
    index,
    kb::Library,
    search::{Query, Searcher},
};
use criterion::{Criterion, criterion_group, criterion_main};

const WORDS: [&str; 40] = [
    "account",
    "password",
    "invoice",
    "refund",
    "device",
    "network",
    "upload",
    "sketch",
    "board",
    "driver",
    "update",
    "install",
    "connect",
    "error",
    "plan",
    "order",
    "shipping",
    "address",
    "e-mail",
    "login",
    "phone",
    "backup",
    "restore",
    "export",
    "import",
    "report",
    "filter",
    "search",
    "widget",
    "ticket",
    "agent",
    "queue",
    "priority",
    "status",
    "export",
    "language",
    "theme",
    "browser",
    "cookie",
    "certificate",
];

/// A small generator (xorshift), so that every run measures the same texts.
struct Draw(u64);

impl Draw {
    fn word(&mut self) -> &'static str {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        WORDS[usize::try_from(self.0 % 40).expect("below 40")]
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

fn search(criterion: &mut Criterion) {
    if let Some(folder) = std::env::var_os("ANSWERDESK_BENCH_WRITE") {
        return make(Path::new(&folder));
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
