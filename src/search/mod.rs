//! Search: a query, a locale and an index of one audience enter; ranked hits leave.

mod answer;
mod candidate;
mod evaluate;
mod explain;
mod letters;
mod parse;
mod phrase;
mod query;
mod rank;
mod ranking;
mod score;
mod searcher;
mod snippet;
mod spelling;
mod suggest;
mod synonyms;
#[cfg(test)]
mod tests;
mod ticket;
mod understand;

pub use answer::{Answer, Explanation, Facets, Hit, HitKind, HitSection, Suggestion};
pub use candidate::ArticleCandidate;
pub use evaluate::{EvaluateError, JudgedQuery, Judgements, Measured, evaluate, read_judgements, read_queries};
pub use query::{Query, Sort};
pub use ranking::Ranking;
pub use searcher::Searcher;
pub use ticket::{TicketDocument, TicketHits, TicketIndex, TicketIndexError};
