//! What the desk reports: figures of PRACTICE computed one way, and what customers could not find.

use std::{collections::HashMap, sync::atomic::Ordering};

use jiff::{SignedDuration, Timestamp};

use super::{Actor, App, Result, Right};
use crate::{
    base::{ArticleKey, Audience, Locale},
    desk::{
        Outcome,
        metrics::{Act, ConversationFacts, Ratio, deflection},
    },
    store::{Feedback, FeedbackCount, QueryCount, TicketFilter, TicketNumber},
};

/// Searches, votes and articles that want a writer's attention.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The days looked at.
    pub days: i64,
    /// Searched and not found.
    pub zero_result: Vec<QueryCount>,
    /// What the bot was asked and could not answer.
    pub missed: Vec<QueryCount>,
    /// Found and never opened.
    pub no_click: Vec<QueryCount>,
    /// Searched most.
    pub top: Vec<QueryCount>,
    /// Votes by article and language.
    pub votes: Vec<FeedbackCount>,
    /// Latest comments.
    pub comments: Vec<Feedback>,
    /// Translations whose source has changed since.
    pub stale: Vec<StaleTranslation>,
    /// Articles to be read again by a day that has passed.
    pub overdue: Vec<Overdue>,
}

/// A translation that its source has left behind.
#[derive(Debug, Clone)]
pub struct StaleTranslation {
    /// Which article.
    pub article: ArticleKey,
    /// Title of the translation.
    pub title: String,
    /// Its language.
    pub locale: Locale,
}

/// An article whose `review_by` has passed.
#[derive(Debug, Clone)]
pub struct Overdue {
    /// Which article.
    pub article: ArticleKey,
    /// Its language.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// Who keeps it up.
    pub owner: Option<String>,
    /// The day.
    pub review_by: jiff::civil::Date,
}

/// Figures of a period; shares are `None` when there is nothing to divide by.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Conversations with at least one message of a visitor.
    pub conversations: usize,
    /// Of these: the visitor said that it helped.
    pub confirmed: usize,
    /// Of these: answered, and silent since. Silence is not success: shown apart.
    pub assumed: usize,
    /// Of these: handed off.
    pub handed_off: usize,
    /// Of these: the visitor said that it did not help.
    pub negative: usize,
    /// Of these: the last thing asked has no answer, whether they are over or not.
    pub unanswered: usize,
    /// Of these: answered, and not silent for long enough to tell.
    pub pending: usize,
    /// Questions that the bot had no answer for.
    pub missed: usize,
    /// Answered conversations, three days old at least, whose visitor opened no ticket; of how many.
    pub deflected: Ratio,
    /// Submitted searches.
    pub searches: usize,
    /// Of these: without a hit.
    pub zero_result: usize,
    /// Tickets that came in.
    pub tickets: usize,
    /// Of these: solved with one public reply and not reopened.
    pub first_contact: usize,
    /// Of these: solved.
    pub solved: usize,
    /// Of these: a promise was broken.
    pub breached: usize,
    /// Minutes to the first reply: median and 90th percentile.
    pub first_reply_minutes: Option<(i64, i64)>,
    /// Minutes to the solution: median and 90th percentile.
    pub resolution_minutes: Option<(i64, i64)>,
    /// Of these: taken up again after they were solved.
    pub reopened: usize,
    /// Requesters of these, and how many of them came more than once.
    pub repeat_contact: Ratio,
    /// Tickets that are not solved now, of whatever age.
    pub backlog: u64,
    /// Hours on the clock since the oldest of these came in.
    pub oldest_hours: Option<i64>,
    /// Ratings given.
    pub ratings: usize,
    /// Of these: 4 or 5.
    pub satisfied: usize,
    /// What was added to a rating, the latest first: ticket, score, words.
    pub comments: Vec<(TicketNumber, i32, String)>,
}

impl App {
    /// What customers could not find, and what wants upkeep.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`].
    pub async fn gaps(&self, actor: &Actor, days: i64) -> Result<Gaps> {
        actor.require(Right::Content)?;
        let now = self.clock.now();
        let since = ago(now, days);
        let (stale, overdue) = self.upkeep(now);
        Ok(Gaps {
            days,
            zero_result: self.store.zero_result_queries(since, 50).await?,
            missed: self.store.missed_questions(since, 50).await?,
            no_click: self.store.no_click_queries(since, 50).await?,
            top: self.store.top_queries(since, 50).await?,
            votes: self.store.count_feedback(since).await?,
            comments: self.store.list_comments(None, 50).await?,
            stale,
            overdue,
        })
    }

    fn upkeep(&self, now: Timestamp) -> (Vec<StaleTranslation>, Vec<Overdue>) {
        let snapshot = self.snapshot();
        let view = snapshot.view(Audience::Agent);
        let source = self.default_locale();
        let today = now.to_zoned(self.time_zone()).date();
        let (mut stale, mut overdue) = (Vec::new(), Vec::new());
        for article in snapshot.library.locales().iter().flat_map(|locale| view.articles(locale)) {
            let original = view.article(&source, &article.key).filter(|original| original.locale != article.locale);
            let of = article.translation_of.as_deref();
            if original.is_some_and(|original| of.is_some_and(|of| of != original.hash)) {
                stale.push(StaleTranslation {
                    article: article.key.clone(),
                    title: article.title.clone(),
                    locale: article.locale.clone(),
                });
            }
            if let Some(review_by) = article.review_by.filter(|day| *day < today) {
                overdue.push(Overdue {
                    article: article.key.clone(),
                    locale: article.locale.clone(),
                    title: article.title.clone(),
                    owner: article.owner.clone(),
                    review_by,
                });
            }
        }
        (stale, overdue)
    }

    /// Figures of the last `days`.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`].
    pub async fn figures(&self, actor: &Actor, days: i64) -> Result<Figures> {
        actor.require(Right::Content)?;
        let now = self.clock.now();
        let since = ago(now, days);
        let mut figures = Figures::default();
        let mut facts = self.store.conversation_facts(since, now).await?;
        facts.retain(|fact| fact.course.visitor_messages > 0);
        figures.conversations = facts.len();
        for fact in &facts {
            let counter = match fact.course.outcome(now) {
                Outcome::HandedOff => &mut figures.handed_off,
                Outcome::Confirmed => &mut figures.confirmed,
                Outcome::Assumed => &mut figures.assumed,
                Outcome::Negative => &mut figures.negative,
                Outcome::Pending if fact.course.answered => &mut figures.pending,
                Outcome::Abandoned | Outcome::Pending => &mut figures.unanswered,
            };
            *counter += 1;
        }
        figures.deflected = deflected(&facts, now);
        figures.missed = usize::try_from(self.store.count_missed_questions(since).await?).unwrap_or(usize::MAX);
        let searches = self.store.list_searches(since, 200_000).await?;
        figures.searches = searches.len();
        figures.zero_result = searches.iter().filter(|search| search.hits == 0).count();
        self.ticket_figures(&mut figures, since, now).await?;
        let rated = self.store.list_rated_with_comment(since, 30).await?;
        let said = rated.into_iter().filter_map(|ticket| Some((ticket.number, ticket.csat?, ticket.csat_comment?)));
        figures.comments = said.collect();
        Ok(figures)
    }

    async fn ticket_figures(&self, figures: &mut Figures, since: Timestamp, now: Timestamp) -> Result<()> {
        let facts = self.store.ticket_facts(since, now).await?;
        let minutes = |from: Timestamp, to: Option<Timestamp>| to.map(|to| self.business_minutes(from, to));
        figures.tickets = facts.len();
        figures.solved = facts.iter().filter(|fact| fact.solved_at.is_some()).count();
        figures.first_contact = facts
            .iter()
            .filter(|fact| fact.solved_at.is_some() && fact.public_replies == 1 && fact.reopened == 0)
            .count();
        figures.reopened = facts.iter().filter(|fact| fact.reopened > 0).count();
        let mut of_requester: HashMap<&str, usize> = HashMap::new();
        for fact in &facts {
            *of_requester.entry(&fact.requester).or_default() += 1;
        }
        figures.repeat_contact = Ratio::of(of_requester.values(), |count| **count > 1);
        let counts = self.store.count_tickets_by_status(&TicketFilter::default()).await?;
        figures.backlog = counts.new + counts.open + counts.pending;
        let oldest = self.store.oldest_active_ticket().await?;
        figures.oldest_hours = oldest.map(|at| now.duration_since(at).as_hours());
        figures.breached = facts.iter().filter(|fact| fact.breached).count();
        figures.ratings = facts.iter().filter(|fact| fact.csat.is_some()).count();
        figures.satisfied = facts.iter().filter(|fact| fact.csat.is_some_and(|csat| csat >= 4)).count();
        figures.first_reply_minutes =
            middle_and_tail(facts.iter().filter_map(|fact| minutes(fact.created_at, fact.first_replied_at)).collect());
        figures.resolution_minutes =
            middle_and_tail(facts.iter().filter_map(|fact| minutes(fact.created_at, fact.solved_at)).collect());
        Ok(())
    }
}

/// Conversations stand for their visitors where the site does not say who they are.
fn deflected(facts: &[ConversationFacts], now: Timestamp) -> Ratio {
    let name = |(at, fact): (usize, &ConversationFacts)| fact.visitor_hash.clone().unwrap_or_else(|| at.to_string());
    let names: Vec<String> = facts.iter().enumerate().map(name).collect();
    let acts = |is: fn(&ConversationFacts) -> bool| {
        let of = facts.iter().zip(&names).filter(move |(fact, _)| is(fact));
        of.map(|(fact, name)| Act { visitor: name, at: fact.course.last_at }).collect::<Vec<_>>()
    };
    deflection(&acts(|fact| fact.course.answered), &acts(|fact| fact.course.handed_off), now)
}

fn ago(now: Timestamp, days: i64) -> Timestamp {
    now - SignedDuration::from_hours(24 * days.clamp(1, 3660))
}

impl App {
    /// Median business time to a first reply over the last 30 days, when at least five replies tell.
    pub(super) fn recent_reply_time(&self) -> Option<SignedDuration> {
        let seconds = self.recent_reply.load(Ordering::Relaxed);
        (seconds > 0).then(|| SignedDuration::from_secs(seconds))
    }

    /// Computes that median anew; a timer calls this.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh_recent_reply(&self) -> Result<()> {
        let now = self.clock.now();
        let facts = self.store.ticket_facts(ago(now, 30), now).await?;
        let replied =
            facts.iter().filter_map(|fact| Some(self.business_minutes(fact.created_at, fact.first_replied_at?)));
        let minutes: Vec<i64> = replied.collect();
        let median = if minutes.len() < 5 { None } else { middle_and_tail(minutes) };
        self.recent_reply.store(median.map_or(0, |(median, _)| median * 60), Ordering::Relaxed);
        Ok(())
    }
}

/// Median and 90th percentile (nearest rank).
fn middle_and_tail(mut values: Vec<i64>) -> Option<(i64, i64)> {
    values.sort_unstable();
    let rank = |percent: usize| values.get((values.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    Some((rank(50)?, rank(90)?))
}

#[cfg(test)]
mod tests {
    use super::middle_and_tail;

    #[test]
    fn the_median_and_the_tail_are_values_that_occurred() {
        assert_eq!(middle_and_tail(vec![]), None);
        assert_eq!(middle_and_tail(vec![7]), Some((7, 7)));
        assert_eq!(middle_and_tail((1..=10).rev().collect()), Some((5, 9)));
    }
}
