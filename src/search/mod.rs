//! Search: a query, a locale and an index of one audience enter; ranked hits leave.
//!
//! # Ranking
//!
//! **Words.** The query is analysed as the index was ([`crate::text`]). Each word becomes a *slot*:
//! the word itself; what the index writes together or apart (`log in`, `login`); synonyms (0.8 the
//! writer's, 0.45 ours); continuations, when it is the unfinished last word; and, only if the index
//! lacks it, what it was meant to be ([`spelling`]), its halves or another form of it ([`unknown`]).
//!
//! **First look**, all sections: BM25F (Robertson, Zaragoza, Taylor 2004). For slot *t*, section *s*
//! of article *a*, fields *f* (title, questions, keywords, what is said about the article, what others
//! call it; heading and body of the section), each alternative of the slot weighing *w*:
//!
//! ```text
//! x(t,s)  = Σ w · W_f · tf_f / (1 − b_f + b_f · len_f / mean_f)  (+ a little for the exact word)
//! rare(t) = ln(1 + (N − n_t + ½) / (n_t + ½))        N articles, n_t hold t, deleted ones left out
//! S(s)    = Σ_t rare(t) · x (k + 1) / (k + x)
//! S(a)    = (1 − α) · max_s [S(s) + h · H(s)] + α · S(the whole article as one section) + λ · T(a)
//! ```
//!
//! *T* and *H* score the title and the section's heading as texts by themselves, *T* with rarities
//! counted among titles and questions only: the same words mean more in a title than spread over a
//! page (the question scored on its own beside the whole entry, as in FAQ retrieval: Sakata et al.
//! 2019). Little words tell kinds of questions apart there, as far as the telling words are there; in
//! bodies they count only where there are not very many sections. What very many articles speak of
//! counts less in a title.
//!
//! **Second look**, the best 60: shares of the query's ceiling `C = (k + 1) Σ rare(t)` are added for
//! the likeness of the query to the title (harmonic mean of how much each holds of the other), to the
//! best question, for trigrams of letters shared with the best of title, question, name and heading
//! (Dice; 24 hits), for neighbouring words standing near each other and in order (24 hits; Metzler and
//! Croft 2005), and for being linked to. A query that is a title or a question
//! word for word adds all of C; one that is the text of a link to the article half of it
//! ([`crate::kb::Linked`]). Ties are broken by key, so every node has the same order.
//!
//! **Found.** When ten articles hold all words, only those are counted; else all that hold 40 % of
//! the query's weight, filled up to one page. Other locales fill up when the reader's own holds less than half of it.
//!
//! Figures: [`Ranking`], one set for all. `answerdesk eval search --ablation` shows what each
//! ingredient is worth.

mod answer;
mod best;
mod candidate;
mod compound;
mod evaluate;
mod explain;
mod fuzzy;
mod letters;
mod look;
mod memory;
mod parse;
mod phrase;
mod prune;
mod query;
mod rank;
mod ranking;
mod relatives;
mod score;
mod searcher;
mod section;
mod snippet;
mod spelling;
mod stream;
mod suggest;
mod synonyms;
#[cfg(test)]
mod tests;
mod ticket;
mod understand;
mod unknown;
mod window;
mod written;

pub use answer::{Answer, Explanation, Facets, Hit, HitKind, HitSection, Suggestion};
pub use candidate::{ArticleCandidate, Considered, Telling};
pub use evaluate::{EvaluateError, JudgedQuery, Judgements, Measured, evaluate, read_judgements, read_queries};
pub use memory::Told;
pub use parse::{Conditions, conditions};
pub use query::{Query, Sort};
pub use ranking::Ranking;
pub use searcher::Searcher;
pub use ticket::{TicketDocument, TicketHits, TicketIndex, TicketIndexError};
