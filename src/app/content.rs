//! What readers say of the content: votes, searches, misses, and what agents learn from it.

use jiff::Timestamp;

use super::{App, Error, Result, converse::cut};
use crate::{
    base::{ArticleKey, Audience, Locale, Token},
    bot::{Effect, mask::mask},
    store::{Asked, Conversation, NewSearch, StoreError, Tx, Vote},
};

/// A reader's vote on an article.
#[derive(Debug, Clone)]
pub struct Feedback {
    /// Which article.
    pub article: ArticleKey,
    /// In which language.
    pub locale: Locale,
    /// Yes or no.
    pub helpful: bool,
    /// Why not, from the page's list.
    pub reason: Option<String>,
    /// In their words.
    pub comment: Option<String>,
    /// Tells one visitor from another without saying who: address and browser, hashed with the server's
    /// secret and the day.
    pub visitor: String,
}

impl App {
    /// Counts a vote; a second one of the same visitor on the same day replaces the first.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such public article.
    pub async fn give_feedback(&self, feedback: Feedback) -> Result<()> {
        let snapshot = self.snapshot();
        let article = snapshot.view(Audience::Public).article(&feedback.locale, &feedback.article);
        article.ok_or(Error::NotFound)?;
        let said = |text: Option<String>, most| text.map(|text| cut(text.trim(), most)).filter(|text| !text.is_empty());
        let vote = Vote {
            article: &feedback.article,
            locale: &feedback.locale,
            revision: &snapshot.revision,
            visitor_hash: self.visitor_hash(&feedback.visitor),
            helpful: feedback.helpful,
            reason: said(feedback.reason, 40),
            comment: said(feedback.comment.map(|comment| mask(&cut(&comment, 4000))), 2000),
        };
        let tx = self.store.write().await?;
        tx.put_feedback(vote, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Names a visitor for one day without saying who it is.
    pub(super) fn visitor_hash(&self, visitor: &str) -> String {
        let day = self.clock.now().strftime("%F").to_string();
        Token::shown(format!("{}\n{day}\n{visitor}", self.secret)).hash()[..32].to_owned()
    }

    /// Writes a submitted search down (masked), so that gaps can be found; the id goes with the result page.
    ///
    /// # Errors
    /// When the store fails; a page is better shown without.
    pub async fn note_search(
        &self,
        query: &str,
        locale: &Locale,
        hits: usize,
        visitor: &str,
    ) -> Result<Option<uuid::Uuid>> {
        // Masked before it is cut, or half a number would be left.
        let query = cut(&mask(&cut(query.trim(), 2000)), 200);
        if !self.config.search.log || query.is_empty() {
            return Ok(None);
        }
        let new = NewSearch {
            query: query.to_lowercase(),
            locale,
            asked: Asked::Site,
            hits,
            visitor_hash: Some(self.visitor_hash(visitor)),
        };
        let tx = self.store.write().await?;
        let id = tx.insert_search(new, self.clock.now()).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Writes down that an article was opened from a search.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_click(&self, search: uuid::Uuid, article: &ArticleKey) -> Result<()> {
        let tx = self.store.write().await?;
        tx.click_search(search, article).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Counts what a turn means for the content: votes on articles and questions that nothing answered.
    pub(super) async fn note_effects(
        &self,
        tx: &Tx,
        conversation: &Conversation,
        locale: &Locale,
        effects: &[Effect],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let visitor = conversation.id.to_string();
        for effect in effects {
            match effect {
                Effect::Feedback { article: Some(article), helped, .. } => {
                    let vote = Vote {
                        article: &ArticleKey::from(article.as_str()),
                        locale,
                        revision: &self.snapshot().revision,
                        visitor_hash: self.visitor_hash(&visitor),
                        helpful: *helped,
                        reason: Some("bot".to_owned()),
                        comment: None,
                    };
                    tx.put_feedback(vote, now).await?;
                }
                Effect::Missed { text } => {
                    let Some(query) = self.missed_question(conversation, locale, text).await? else { continue };
                    let new = NewSearch {
                        query: cut(&query.to_lowercase(), 200),
                        locale,
                        asked: Asked::Bot,
                        hits: 0,
                        visitor_hash: Some(self.visitor_hash(&visitor)),
                    };
                    tx.insert_search(new, now).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}
