//! Zendesk Guide: the JSON of its API (`articles`, `sections`, `categories`), in one file, several
//! pages, or a folder of both.

use std::{collections::HashMap, fs, path::Path};

use serde_json::Value;

use super::{ImportError, Writer, file_name, folder::is_html, io_error, to_markdown, yaml};
use crate::base::Locale;

#[derive(Default)]
struct Export {
    articles: Vec<Value>,
    sections: Vec<Value>,
    categories: Vec<Value>,
}

pub(super) fn import(source: &Path, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    let mut export = Export::default();
    if source.is_dir() {
        let listed = fs::read_dir(source).map_err(|error| io_error(source, error))?;
        let mut files: Vec<_> = listed.flatten().map(|entry| entry.path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
            read(file, &mut export)?;
        }
    } else {
        read(source, &mut export)?;
    }
    if export.articles.is_empty() {
        return Err(ImportError::Format { path: source.to_owned(), what: "no articles were found in it".to_owned() });
    }
    write(&export, writer)
}

fn read(file: &Path, export: &mut Export) -> Result<(), ImportError> {
    let text = fs::read_to_string(file).map_err(|error| io_error(file, error))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| ImportError::Format { path: file.to_owned(), what: format!("not JSON: {error}") })?;
    let pages = if let Value::Array(pages) = value { pages } else { vec![value] };
    for page in pages {
        if page.get("body").is_some() && page.get("title").is_some() {
            export.articles.push(page);
            continue;
        }
        for (name, list) in [
            ("articles", &mut export.articles),
            ("sections", &mut export.sections),
            ("categories", &mut export.categories),
        ] {
            list.extend(page.get(name).and_then(Value::as_array).cloned().unwrap_or_default());
        }
    }
    Ok(())
}

fn write(export: &Export, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    let into_locale = writer.is_locale();
    let categories: HashMap<i64, &Value> = by_id(&export.categories);
    let sections: HashMap<i64, &Value> = by_id(&export.sections);
    let mut described: Vec<String> = Vec::new();
    for article in &export.articles {
        let title = text(article, "title").unwrap_or_else(|| "Untitled".to_owned());
        let locale = text(article, "locale")
            .filter(|locale| locale.parse::<Locale>().is_ok())
            .unwrap_or_else(|| "en".to_owned());
        let mut folder = if into_locale { String::new() } else { format!("{locale}/") };
        let section = number(article, "section_id").and_then(|id| sections.get(&id).copied());
        let category =
            section.and_then(|section| number(section, "category_id")).and_then(|id| categories.get(&id).copied());
        for part in [category, section].into_iter().flatten() {
            let name = text(part, "name").unwrap_or_default();
            folder.push_str(&format!("{}/", file_name(&name)));
            if !described.contains(&folder) {
                described.push(folder.clone());
                writer.write(&format!("{folder}_category.md"), category_file(part, &name).as_bytes())?;
            }
        }
        let body = text_raw(article, "body").unwrap_or_default();
        let body = if is_html(&body) { to_markdown(&body) } else { body };
        if body.trim().is_empty() {
            writer.left_out(format!("{title}: the article has no text"));
            continue;
        }
        let path = writer.free(&format!("{folder}{}", file_name(&title)), ".md");
        writer.write(&path, article_file(article, &title, &body).as_bytes())?;
    }
    Ok(())
}

fn by_id(list: &[Value]) -> HashMap<i64, &Value> {
    list.iter().filter_map(|value| Some((number(value, "id")?, value))).collect()
}

fn category_file(part: &Value, name: &str) -> String {
    let order = number(part, "position").map(|order| format!("order: {order}\n")).unwrap_or_default();
    let about = text(part, "description").map(|about| format!("description: {}\n", yaml(&about))).unwrap_or_default();
    format!("---\ntitle: {}\n{about}{order}---\n", yaml(name))
}

fn article_file(article: &Value, title: &str, body: &str) -> String {
    let mut front = format!("title: {}\n", yaml(title));
    let labels = article.get("label_names").and_then(Value::as_array).cloned().unwrap_or_default();
    let labels: Vec<String> = labels.iter().filter_map(Value::as_str).map(yaml).collect();
    if !labels.is_empty() {
        front.push_str(&format!("tags: [{}]\n", labels.join(", ")));
    }
    if article.get("draft").and_then(Value::as_bool) == Some(true) {
        front.push_str("status: draft\n");
    }
    // Zendesk shows an article with a user segment to that segment only.
    if article.get("user_segment_id").is_some_and(|segment| !segment.is_null()) {
        front.push_str("visibility: agent\n");
    }
    if let Some(order) = number(article, "position").filter(|order| *order != 0) {
        front.push_str(&format!("order: {order}\n"));
    }
    if let Some(at) = text(article, "edited_at").or_else(|| text(article, "updated_at")) {
        front.push_str(&format!("updated: {}\n", yaml(&at)));
    }
    let address = text(article, "html_url");
    if let Some((_, path)) =
        address.as_deref().and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'))
    {
        front.push_str(&format!("redirect_from: [{}]\n", yaml(&format!("/{path}"))));
    }
    format!("---\n{front}---\n{}\n", body.trim())
}

fn number(value: &Value, key: &str) -> Option<i64> {
    value.get(key)?.as_i64()
}

fn text(value: &Value, key: &str) -> Option<String> {
    text_raw(value, key)
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
}

fn text_raw(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}
