//! How often articles are read, by day. Counted in memory and written in batches by the application.

use jiff::{Timestamp, tz::TimeZone};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    base::{ArticleKey, Locale},
    store::{Store, StoreError, Tx, entities::article_view},
};

/// How often an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleViews {
    /// Key.
    pub article: String,
    /// Language.
    pub locale: String,
    /// Times.
    pub views: i64,
}

/// The UTC day of a moment, as it is stored.
pub(super) fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

impl Tx {
    /// Adds reads of an article to the day of `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_views(
        &self,
        article: &ArticleKey,
        locale: &Locale,
        views: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        use article_view::{Column, Entity};
        let row = article_view::ActiveModel {
            article: Set(article.to_string()),
            locale: Set(locale.to_string()),
            day: Set(day(now)),
            views: Set(views),
        };
        let sum = Expr::col((Entity, Column::Views)).add(views);
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::Article, Column::Locale, Column::Day])
                    .value(Column::Views, sum)
                    .to_owned(),
            )
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The most read articles since the day of a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn most_read(&self, since: Timestamp, limit: u64) -> Result<Vec<ArticleViews>, StoreError> {
        use article_view::Column;
        // SUM of BIGINT is NUMERIC on PostgreSQL.
        let sum = || Expr::col(Column::Views).sum().cast_as("bigint");
        let rows: Vec<(String, String, i64)> = article_view::Entity::find()
            .select_only()
            .column(Column::Article)
            .column(Column::Locale)
            .expr_as(sum(), "sum")
            .filter(Column::Day.gte(day(since)))
            .group_by(Column::Article)
            .group_by(Column::Locale)
            .order_by_desc(sum())
            .order_by_asc(Column::Article)
            .limit(limit)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(article, locale, views)| ArticleViews { article, locale, views }).collect())
    }
}
