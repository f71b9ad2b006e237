//! Lists that fit into memory, page by page.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Error;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// On a page, 1 to 100; default 100.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Paging {
    /// The page of `items`, and the cursor of the next one: the id of the last item here, so that what
    /// is added or removed meanwhile neither repeats nor hides another.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the parameter.
    pub fn of<T>(&self, mut items: Vec<T>, id: impl Fn(&T) -> String) -> Result<(Vec<T>, Option<String>), Error> {
        let limit = self.limit.unwrap_or(100);
        if !(1..=100).contains(&limit) {
            return Err(Error::invalid("limit", "takes 1 to 100"));
        }
        if let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            let Some(at) = items.iter().position(|item| id(item) == cursor) else {
                return Err(Error::invalid("cursor", "is not one that this list has given; begin again without it"));
            };
            items.drain(..=at);
        }
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(id);
        Ok((items, next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_pages_together_are_the_list_each_item_once() {
        let all: Vec<u32> = (0..7).collect();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let (page, next) = Paging { limit: Some(3), cursor }.of(all.clone(), u32::to_string).expect("a page");
            seen.extend(page);
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        assert!(Paging { limit: Some(0), cursor: None }.of(all.clone(), u32::to_string).is_err());
        assert!(Paging { limit: None, cursor: Some("x".to_owned()) }.of(all, u32::to_string).is_err());
    }
}
