//! Search: a query, a locale and an index of one audience enter; ranked hits leave.

mod answer;
mod query;
mod stub;

pub use answer::{Answer, Explanation, Facets, Hit, HitKind, HitSection, Suggestion};
pub use query::{Query, Sort};
pub use stub::Searcher;
