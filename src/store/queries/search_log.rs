//! What readers search for: submitted searches only, masked before they come here.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect as _,
};
use uuid::Uuid;

use crate::{
    base::{ArticleKey, Locale},
    store::{
        Moment, SearchEntry, Store, StoreError, Tx,
        entities::search_log,
        value::{clean, new_id},
    },
};

/// A submitted search.
#[derive(Debug, Clone)]
pub struct NewSearch<'a> {
    /// Folded, personal data masked.
    pub query: String,
    /// Language.
    pub locale: &'a Locale,
    /// Where it was asked.
    pub asked: Asked,
    /// Articles found.
    pub hits: usize,
    /// The same visit, without saying who.
    pub visitor_hash: Option<String>,
}

/// Where something was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Submitted in the help center.
    Site,
    /// The bot was asked and knew no answer.
    Bot,
}

/// How often something was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryCount {
    /// Folded query.
    pub query: String,
    /// Language.
    pub locale: String,
    /// Searches.
    pub searches: i64,
    /// Different visits.
    pub visitors: i64,
}

fn word(asked: Asked) -> &'static str {
    match asked {
        Asked::Site => "public",
        Asked::Bot => "bot",
    }
}

impl Tx {
    /// Writes a search down; the id goes with the result page, so that a click can be told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_search(&self, new: NewSearch<'_>, now: Timestamp) -> Result<Uuid, StoreError> {
        let id = new_id(now);
        let row = SearchEntry {
            id,
            query: clean(new.query),
            locale: new.locale.to_string(),
            audience: word(new.asked).to_owned(),
            hits: i32::try_from(new.hits).unwrap_or(i32::MAX),
            clicked: None,
            visitor_hash: new.visitor_hash,
            at: now.into(),
        };
        search_log::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await?;
        Ok(id)
    }

    /// Writes down the first article opened from a search.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn click_search(&self, id: Uuid, article: &ArticleKey) -> Result<(), StoreError> {
        search_log::Entity::update_many()
            .set(search_log::ActiveModel { clicked: Set(Some(article.to_string())), ..Default::default() })
            .filter(search_log::Column::Id.eq(id))
            .filter(search_log::Column::Clicked.is_null())
            .exec(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// What was searched most since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn top_queries(&self, since: Timestamp, limit: u64) -> Result<Vec<QueryCount>, StoreError> {
        self.count_queries(Asked::Site, since, limit, Condition::all()).await
    }

    /// What was searched and not found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn zero_result_queries(&self, since: Timestamp, limit: u64) -> Result<Vec<QueryCount>, StoreError> {
        self.count_queries(Asked::Site, since, limit, Condition::all().add(search_log::Column::Hits.eq(0))).await
    }

    /// What the bot was asked and could not answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missed_questions(&self, since: Timestamp, limit: u64) -> Result<Vec<QueryCount>, StoreError> {
        self.count_queries(Asked::Bot, since, limit, Condition::all()).await
    }

    /// How often the bot could not answer a question.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_missed_questions(&self, since: Timestamp) -> Result<u64, StoreError> {
        Ok(asked_since(Asked::Bot, since).count(self.reader()).await?)
    }

    /// What was found and never opened.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn no_click_queries(&self, since: Timestamp, limit: u64) -> Result<Vec<QueryCount>, StoreError> {
        let unopened = Condition::all().add(search_log::Column::Hits.gt(0)).add(search_log::Column::Clicked.is_null());
        self.count_queries(Asked::Site, since, limit, unopened).await
    }

    /// Every public search since a moment, oldest first: for rates and visits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_searches(&self, since: Timestamp, limit: u64) -> Result<Vec<SearchEntry>, StoreError> {
        Ok(asked_since(Asked::Site, since).order_by_asc(search_log::Column::Id).limit(limit).all(self.reader()).await?)
    }

    async fn count_queries(
        &self,
        asked: Asked,
        since: Timestamp,
        limit: u64,
        condition: Condition,
    ) -> Result<Vec<QueryCount>, StoreError> {
        use sea_orm::sea_query::{Expr, ExprTrait as _};
        use search_log::Column;
        let rows: Vec<(String, String, i64, i64)> = asked_since(asked, since)
            .filter(condition)
            .select_only()
            .column(Column::Query)
            .column(Column::Locale)
            .column_as(Column::Id.count(), "searches")
            .expr_as(Expr::col(Column::VisitorHash).count_distinct(), "visitors")
            .group_by(Column::Query)
            .group_by(Column::Locale)
            .order_by_desc(Column::Id.count())
            .order_by_asc(Column::Query)
            .limit(limit)
            .into_tuple()
            .all(self.reader())
            .await?;
        let counts = rows.into_iter();
        Ok(counts.map(|(query, locale, searches, visitors)| QueryCount { query, locale, searches, visitors }).collect())
    }
}

fn asked_since(asked: Asked, since: Timestamp) -> sea_orm::Select<search_log::Entity> {
    search_log::Entity::find()
        .filter(search_log::Column::At.gte(Moment::from(since)))
        .filter(search_log::Column::Audience.eq(word(asked)))
}
