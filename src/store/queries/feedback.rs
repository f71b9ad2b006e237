//! Whether articles helped: one vote a visitor and article, which they may change.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::OnConflict,
};

use crate::{
    base::{ArticleKey, Locale, Revision},
    store::{
        Feedback, Moment, Store, StoreError, Tx,
        entities::feedback,
        value::{clean, new_id},
    },
};

/// A vote.
#[derive(Debug, Clone)]
pub struct Vote<'a> {
    /// Of which article.
    pub article: &'a ArticleKey,
    /// In which language.
    pub locale: &'a Locale,
    /// As of which content.
    pub revision: &'a Revision,
    /// The same visitor, without saying who.
    pub visitor_hash: String,
    /// Yes or no.
    pub helpful: bool,
    /// Why not, from the page's list.
    pub reason: Option<String>,
    /// In their words.
    pub comment: Option<String>,
}

/// Votes on one article in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackCount {
    /// Key.
    pub article: String,
    /// Language.
    pub locale: String,
    /// Votes.
    pub votes: i64,
    /// Of which yes.
    pub helpful: i64,
}

impl Tx {
    /// Counts a vote; a second one of the same visitor replaces the first. A vote without reason or
    /// comment keeps those given before with the same answer's row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_feedback(&self, vote: Vote<'_>, now: Timestamp) -> Result<(), StoreError> {
        use feedback::Column;
        let row = Feedback {
            id: new_id(now),
            article: vote.article.to_string(),
            locale: vote.locale.to_string(),
            revision: vote.revision.to_string(),
            visitor_hash: vote.visitor_hash,
            helpful: vote.helpful,
            reason: vote.reason.map(clean),
            comment: vote.comment.map(clean),
            created_at: now.into(),
            updated_at: now.into(),
        };
        let mut columns = vec![Column::Helpful, Column::Revision, Column::UpdatedAt];
        columns.extend(row.reason.is_some().then_some(Column::Reason));
        columns.extend(row.comment.is_some().then_some(Column::Comment));
        let conflict = OnConflict::columns([Column::Article, Column::Locale, Column::VisitorHash])
            .update_columns(columns)
            .to_owned();
        feedback::Entity::insert(row.into_active_model().reset_all())
            .on_conflict(conflict)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// Votes by article and language since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_feedback(&self, since: Timestamp) -> Result<Vec<FeedbackCount>, StoreError> {
        use feedback::Column;
        let rows: Vec<(String, String, bool, i64)> = feedback::Entity::find()
            .select_only()
            .column(Column::Article)
            .column(Column::Locale)
            .column(Column::Helpful)
            .column_as(Column::Id.count(), "count")
            .filter(Column::UpdatedAt.gte(Moment::from(since)))
            .group_by(Column::Article)
            .group_by(Column::Locale)
            .group_by(Column::Helpful)
            .order_by_asc(Column::Article)
            .order_by_asc(Column::Locale)
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut counts: Vec<FeedbackCount> = Vec::new();
        for (article, locale, helpful, votes) in rows {
            let yes = if helpful { votes } else { 0 };
            match counts.last_mut().filter(|last| last.article == article && last.locale == locale) {
                Some(last) => {
                    last.votes += votes;
                    last.helpful += yes;
                }
                None => counts.push(FeedbackCount { article, locale, votes, helpful: yes }),
            }
        }
        Ok(counts)
    }

    /// Votes with a comment or a reason, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_comments(&self, article: Option<&ArticleKey>, limit: u64) -> Result<Vec<Feedback>, StoreError> {
        let said = sea_orm::Condition::any()
            .add(feedback::Column::Comment.is_not_null())
            .add(feedback::Column::Reason.is_not_null());
        let mut query = feedback::Entity::find().filter(said);
        if let Some(article) = article {
            query = query.filter(feedback::Column::Article.eq(article.as_str()));
        }
        Ok(query.order_by_desc(feedback::Column::UpdatedAt).limit(limit).all(self.reader()).await?)
    }
}
