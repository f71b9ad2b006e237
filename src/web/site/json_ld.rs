//! Facts for search engines (schema.org), as JSON that can stand in a script element.

use serde_json::{Value, json};

use super::Crumb;

/// One question with its answer in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// As people ask it.
    pub question: String,
    /// Plain text.
    pub answer: String,
    /// Path of the article.
    pub url: String,
    /// The article's title.
    pub title: String,
}

/// Serialises for `<script type="application/ld+json">`: nothing in it can end the element.
#[must_use]
pub fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn described(kind: &str, mut value: Value) -> String {
    value["@context"] = "https://schema.org".into();
    value["@type"] = kind.into();
    script(&value)
}

/// The way from the home page down to this one.
#[must_use]
pub fn breadcrumbs(public_url: &str, above: &[Crumb], title: &str, path: &str) -> String {
    let own = Crumb { url: path.to_owned(), title: title.to_owned() };
    let items: Vec<Value> = above
        .iter()
        .chain([&own])
        .enumerate()
        .map(|(at, crumb)| {
            json!({"@type": "ListItem", "position": at + 1, "name": crumb.title, "item": format!("{public_url}{}", crumb.url)})
        })
        .collect();
    described("BreadcrumbList", json!({"itemListElement": items}))
}

/// The help center and its search.
#[must_use]
pub fn website(public_url: &str, name: &str, locale: &str) -> String {
    let target = format!("{public_url}/{locale}/search?q={{search_term_string}}");
    let action = json!({"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": target},
        "query-input": "required name=search_term_string"});
    described(
        "WebSite",
        json!({"name": name, "url": format!("{public_url}/{locale}/"), "inLanguage": locale, "potentialAction": action}),
    )
}

/// Questions and answers that the page shows.
#[must_use]
pub fn faq(items: &[Answered], locale: &str) -> String {
    let entities: Vec<Value> = items
        .iter()
        .map(|item| {
            json!({"@type": "Question", "name": item.question, "acceptedAnswer": {"@type": "Answer", "text": item.answer}})
        })
        .collect();
    described("FAQPage", json!({"inLanguage": locale, "mainEntity": entities}))
}

/// An article's facts.
#[derive(Debug, Clone, Copy)]
pub struct ArticleFacts<'a> {
    /// Title.
    pub headline: &'a str,
    /// One sentence.
    pub description: &'a str,
    /// Absolute address.
    pub url: &'a str,
    /// Absolute address of a picture.
    pub image: &'a str,
    /// BCP 47.
    pub locale: &'a str,
    /// RFC 3339.
    pub published: &'a str,
    /// RFC 3339.
    pub modified: &'a str,
    /// Who publishes it.
    pub publisher: &'a str,
    /// Tags.
    pub keywords: &'a [String],
}

/// An article.
#[must_use]
pub fn article(facts: &ArticleFacts<'_>) -> String {
    let publisher = json!({"@type": "Organization", "name": facts.publisher});
    let mut value = json!({
        "headline": super::page::cut(facts.headline, 110), "description": facts.description, "url": facts.url,
        "mainEntityOfPage": facts.url, "image": facts.image, "inLanguage": facts.locale,
        "datePublished": facts.published, "dateModified": facts.modified, "author": publisher.clone(),
        "publisher": publisher
    });
    if !facts.keywords.is_empty() {
        value["keywords"] = facts.keywords.join(", ").into();
    }
    described("TechArticle", value)
}

/// A list of articles.
#[must_use]
pub fn collection(name: &str, description: &str, url: &str, locale: &str) -> String {
    described("CollectionPage", json!({"name": name, "description": description, "url": url, "inLanguage": locale}))
}

/// The contact page.
#[must_use]
pub fn contact(name: &str, url: &str, locale: &str) -> String {
    described("ContactPage", json!({"name": name, "url": url, "inLanguage": locale}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_break_out_of_its_element() {
        let crumb = Crumb { url: "/en/".into(), title: "</script><script>alert(1)</script>".into() };
        let text = breadcrumbs("https://x.example", &[crumb], "a & b", "/en/articles/a");
        assert!(!text.contains('<') && !text.contains('&'), "{text}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["itemListElement"][0]["name"], "</script><script>alert(1)</script>");
        assert_eq!(value["itemListElement"][1]["item"], "https://x.example/en/articles/a");
    }
}
