//! What the desk reports: figures of PRACTICE computed one way, and what customers could not find.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::{Actor, App, Result, Right};
use crate::{
    base::{ArticleKey, Audience, Locale},
    desk::Outcome,
    store::{Feedback, FeedbackCount, QueryCount},
};

/// Searches, votes and articles that want a writer's attention.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The days looked at.
    pub days: i64,
    /// Searched and not found (and what the bot could not answer).
    pub zero_result: Vec<QueryCount>,
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
    /// Of these: it did not help, or left without an answer.
    pub unhelped: usize,
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
    /// Ratings given.
    pub ratings: usize,
    /// Of these: 4 or 5.
    pub satisfied: usize,
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
        for fact in self.store.conversation_facts(since, now).await? {
            if fact.course.visitor_messages == 0 {
                continue;
            }
            figures.conversations += 1;
            match fact.course.outcome(now) {
                Outcome::HandedOff => figures.handed_off += 1,
                Outcome::Confirmed => figures.confirmed += 1,
                Outcome::Assumed => figures.assumed += 1,
                Outcome::Negative | Outcome::Abandoned => figures.unhelped += 1,
                Outcome::Pending => {}
            }
        }
        let searches = self.store.list_searches(since, 200_000).await?;
        figures.searches = searches.len();
        figures.zero_result = searches.iter().filter(|search| search.hits == 0).count();
        self.ticket_figures(&mut figures, since, now).await?;
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
