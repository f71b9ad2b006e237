//! Items become the library: visibility comes down from the categories, the clock decides what is
//! out, everything gets its place in the writer's order, clashes are found.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    Article, Category, Finding, Golden, Status,
    item::{CategoryFile, Entry, Item, Thing},
    library::{Content, Library},
    order::{Known, Order},
    place, settings,
};
use crate::base::{ArticleKey, Audience, CategoryKey, Locale, Revision};

/// Counts up when the meaning of what is stored changes, so that old revisions are not reused.
pub const SCHEMA: u32 = 7;

/// Builds everything that is derived from the items; `known`: what was derived from the same ones before.
pub fn assemble(library: &mut Library, now: Timestamp, known: Option<&Known>) {
    let mut findings: Vec<Finding> = library.scan_findings.clone();
    findings.extend(library.items.iter().flat_map(|item| item.findings.iter().cloned()));
    let locales = known.map_or_else(|| locales(&library.items), |known| known.locales.iter().cloned().collect());
    library.contents = locales
        .iter()
        .map(|locale| {
            let order = known.and_then(|known| known.orders.get(locale));
            (locale.clone(), content(&mut library.items, locale, now, order, &mut findings))
        })
        .collect();
    settings_of(library, &mut findings);
    library.locales = locales.into_iter().collect();
    let shown = &*library;
    let (revision, (assets, next_change)) = rayon::join(
        || known.map_or_else(|| revision(shown), |known| known.revision.clone()),
        || (assets(shown), next_change(&shown.items, now)),
    );
    (library.revision, library.assets, library.next_change) = (revision, assets, next_change);
    findings.sort_by(|a, b| (&a.path, a.line, &a.what).cmp(&(&b.path, b.line, &b.what)));
    library.findings = findings;
}

fn locales(items: &[Item]) -> BTreeSet<Locale> {
    let mut named: Vec<&Locale> = items.iter().filter_map(|item| locale_of(&item.thing)).collect();
    named.dedup();
    named.into_iter().cloned().collect()
}

fn locale_of(thing: &Thing) -> Option<&Locale> {
    match thing {
        Thing::Article(entry) => Some(&entry.article.locale),
        Thing::Category(file) => Some(&file.locale),
        Thing::Card(card) => Some(&card.locale),
        Thing::Reply(reply) => Some(&reply.locale),
        Thing::Golden(..) | Thing::Settings(_) | Thing::Other => None,
    }
}

fn content(
    items: &mut [Item],
    locale: &Locale,
    now: Timestamp,
    order: Option<&Order>,
    findings: &mut Vec<Finding>,
) -> Content {
    let mut content = Content::default();
    let mut files: HashMap<CategoryKey, Arc<CategoryFile>> = HashMap::new();
    for item in items.iter() {
        match &item.thing {
            Thing::Category(file) if file.locale == *locale => match files.get(&file.key) {
                None => drop(files.insert(file.key.clone(), Arc::clone(file))),
                Some(_) => findings.push(Finding::warning(
                    &item.path,
                    "duplicate",
                    None,
                    "the folder has both a _category.md and an _index.md; this one is not used",
                    "Remove one of them.",
                )),
            },
            Thing::Card(card) if card.locale == *locale => content.cards.push(card.as_ref().clone()),
            Thing::Reply(reply) if reply.locale == *locale => content.replies.push(reply.as_ref().clone()),
            Thing::Golden(of, text) if of == locale => {
                content.goldens.push(Golden { path: (&*item.path).into(), text: Arc::clone(text) });
            }
            _ => {}
        }
    }
    if let Some((order, entries)) = order.and_then(|order| Some((order, entries_known(items, order)?))) {
        let of_key = |key: &str| {
            let by_key = |at: &u32| entries[*at as usize].article.key.as_str().cmp(key);
            let at = order.by_key.binary_search_by(by_key).ok()?;
            Some(&entries[order.by_key[at] as usize].article)
        };
        content.categories = categories(locale, order.folders.iter(), of_key, &files);
        content.entries = entries;
        content.index(Some(&order.by_key), findings);
        return content;
    }
    let entries = entries(items, locale, &files, now, findings);
    let articles: HashMap<&str, &Article> =
        entries.iter().map(|entry| (entry.article.key.as_str(), &entry.article)).collect();
    let mut folders: Vec<&CategoryKey> = entries.iter().map(|entry| &entry.article.category).collect();
    folders.dedup();
    content.categories = categories(locale, folders.into_iter(), |key| articles.get(key).copied(), &files);
    content.entries = in_order(entries, &content.categories);
    content.index(None, findings);
    content
}

/// The same, settled as they were stored, in an order that is known.
fn entries_known(items: &[Item], order: &Order) -> Option<Vec<Arc<Entry>>> {
    let entry = |at: &u32| match &items.get(*at as usize)?.thing {
        Thing::Article(entry) => Some(Arc::clone(entry)),
        _ => None,
    };
    let entries: Vec<_> = order.entries.iter().map(entry).collect::<Option<_>>()?;
    let fits = order.by_key.len() == entries.len() && order.by_key.iter().all(|at| (*at as usize) < entries.len());
    fits.then_some(entries)
}

/// The articles of a locale with status and visibility settled; of two with one key the first stays.
fn entries(
    items: &mut [Item],
    locale: &Locale,
    files: &HashMap<CategoryKey, Arc<CategoryFile>>,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) -> Vec<Arc<Entry>> {
    let mut places: HashMap<ArticleKey, usize> = HashMap::with_capacity(items.len());
    let mut out = Vec::with_capacity(items.len());
    for at in 0..items.len() {
        let Thing::Article(entry) = &mut items[at].thing else { continue };
        if entry.article.locale != *locale {
            continue;
        }
        if let Some(other) = places.get(&entry.article.key) {
            let what = format!("it has the same key as {} and is not used", items[*other].path);
            findings.push(Finding::warning(&items[at].path, "duplicate", None, what, "Rename or remove one of them."));
            continue;
        }
        places.insert(entry.article.key.clone(), at);
        settle(entry, files, now);
        out.push(Arc::clone(entry));
    }
    out
}

fn settle(entry: &mut Arc<Entry>, files: &HashMap<CategoryKey, Arc<CategoryFile>>, now: Timestamp) {
    let status = match entry.own_status {
        Status::Published if entry.article.expire_at.is_some_and(|at| at <= now) => Status::Archived,
        Status::Published if entry.article.publish_at.is_some_and(|at| at > now) => Status::Draft,
        status => status,
    };
    let visibility = entry.own_visibility.unwrap_or_else(|| inherited(&entry.folder, files));
    if (entry.article.status, entry.article.visibility) != (status, visibility) {
        let entry = Arc::make_mut(entry);
        entry.article.status = status;
        entry.article.visibility = visibility;
    }
}

/// What the nearest `_category.md` at or above a folder says.
fn inherited(folder: &CategoryKey, files: &HashMap<CategoryKey, Arc<CategoryFile>>) -> Audience {
    let mut at = folder.as_str();
    loop {
        if let Some(visibility) = files.get(at).and_then(|file| file.visibility) {
            return visibility;
        }
        if at.is_empty() {
            return Audience::Public;
        }
        at = at.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// Every folder that holds an article or is described, the root first, parents before children,
/// siblings in the writer's order.
fn categories<'a>(
    locale: &Locale,
    folders: impl Iterator<Item = &'a CategoryKey>,
    article: impl Fn(&str) -> Option<&'a Article>,
    files: &'a HashMap<CategoryKey, Arc<CategoryFile>>,
) -> Vec<Category> {
    let mut keys: BTreeSet<CategoryKey> = BTreeSet::from([CategoryKey::from("")]);
    for key in files.keys().chain(folders) {
        let mut at = Some(key.clone());
        while let Some(key) = at {
            at = key.parent();
            keys.insert(key);
        }
    }
    let mut children: BTreeMap<CategoryKey, Vec<Category>> = BTreeMap::new();
    let mut root = None;
    for key in keys {
        // An article may stand for its folder.
        let category = category(locale, &key, files, article(key.as_str()));
        match key.parent() {
            None => root = Some(category),
            Some(parent) => children.entry(parent).or_default().push(category),
        }
    }
    for siblings in children.values_mut() {
        siblings.sort_by(|a, b| {
            by_order(a.order, b.order).then_with(|| by_title(&a.title, &b.title)).then_with(|| a.key.cmp(&b.key))
        });
    }
    let mut out = Vec::new();
    let mut stack: Vec<Category> = root.into_iter().collect();
    while let Some(category) = stack.pop() {
        stack.extend(children.remove(&category.key).into_iter().flatten().rev());
        out.push(category);
    }
    out
}

fn category(
    locale: &Locale,
    key: &CategoryKey,
    files: &HashMap<CategoryKey, Arc<CategoryFile>>,
    article: Option<&Article>,
) -> Category {
    let file = files.get(key);
    let name = key.as_str().rsplit('/').next().unwrap_or_default();
    let title = file.and_then(|file| file.title.clone()).or_else(|| article.map(|article| article.title.clone()));
    Category {
        key: key.clone(),
        locale: locale.clone(),
        title: title.unwrap_or_else(|| if key.is_root() { String::new() } else { place::readable(name) }),
        description: file.and_then(|file| file.description.clone()),
        introduction: file.map(|file| file.introduction.clone()).unwrap_or_default(),
        order: file.and_then(|file| file.order).or_else(|| article.and_then(|article| article.order)),
        visibility: inherited(key, files),
        listed: file.is_none_or(|file| file.listed),
    }
}

fn in_order(entries: Vec<Arc<Entry>>, categories: &[Category]) -> Vec<Arc<Entry>> {
    let rank: HashMap<&str, usize> = categories.iter().enumerate().map(|(at, c)| (c.key.as_str(), at)).collect();
    let mut keyed: Vec<_> = entries
        .into_par_iter()
        .map(|entry| (rank.get(entry.article.category.as_str()).copied(), in_lists(&entry.article.title), entry))
        .collect();
    keyed.par_sort_by(|(a_rank, a_title, a), (b_rank, b_title, b)| {
        (a_rank.cmp(b_rank))
            .then_with(|| by_order(a.article.order, b.article.order))
            .then_with(|| a_title.cmp(b_title))
            .then_with(|| a.article.key.cmp(&b.article.key))
    });
    keyed.into_iter().map(|(_, _, entry)| entry).collect()
}

fn by_order(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn by_title(a: &str, b: &str) -> Ordering {
    in_lists(a).cmp(&in_lists(b))
}

/// A title as lists sort it: whatever its case, and numbers by their value (“Step 2” before “Step 10”).
fn in_lists(title: &str) -> String {
    let lower = title.to_lowercase();
    if !lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return lower;
    }
    let mut out = String::with_capacity(lower.len() + 8);
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let length = from.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = from.split_at(length);
        let figures = number.trim_start_matches('0');
        out.push_str(before);
        // More figures are a larger number.
        out.push(char::from(b'0' + u8::try_from(figures.len().min(70)).unwrap_or(70)));
        out.push_str(figures);
        rest = after;
    }
    out + rest
}

fn settings_of(library: &mut Library, findings: &mut Vec<Finding>) {
    let places = library.items.iter().filter_map(|item| {
        let Thing::Settings(text) = &item.thing else { return None };
        let Some(place::Place::Settings(locale, kind)) = place::place(&item.path) else { return None };
        Some((item.path.clone(), Arc::clone(text), locale, kind))
    });
    let places: Vec<_> = places.collect();
    for (path, text, locale, kind) in places {
        let table = settings::table(&text);
        let content = match &locale {
            Some(locale) => match library.contents.get_mut(locale) {
                Some(content) => content,
                None => continue,
            },
            None => &mut library.shared,
        };
        match kind {
            place::Settings::Synonyms => content.synonyms = settings::synonyms(&table, &path, findings),
            place::Settings::Pins => content.pins = settings::pins(&table, &path, findings),
            place::Settings::Phrases => content.phrases = table,
        }
    }
}

/// Files that articles refer to, with the least audience that may have them.
fn assets(library: &Library) -> HashMap<Box<str>, Audience> {
    let there: HashSet<&str> = library
        .items
        .iter()
        .filter(|item| matches!(item.thing, Thing::Other) && super::asset::is_served(&item.path))
        .map(|item| &*item.path)
        .collect();
    let mut out: HashMap<Box<str>, Audience> = HashMap::new();
    if there.is_empty() {
        return out;
    }
    let mut refer = |paths: &[Box<str>], audience: Audience| {
        for path in paths.iter().filter(|path| there.contains(&***path)) {
            let least = out.entry(path.clone()).or_insert(audience);
            *least = (*least).min(audience);
        }
    };
    for item in &library.items {
        match &item.thing {
            Thing::Article(entry) if entry.article.status == Status::Published => {
                refer(&entry.assets, entry.article.visibility);
                refer(&entry.agent_assets, Audience::Agent);
            }
            Thing::Category(file) => {
                let shown = library.contents.get(&file.locale).and_then(|content| content.category(&file.key));
                refer(&file.assets, shown.map_or(Audience::Agent, |category| category.visibility));
            }
            _ => {}
        }
    }
    out
}

fn next_change(items: &[Item], now: Timestamp) -> Option<Timestamp> {
    let due = items.iter().filter_map(|item| match &item.thing {
        Thing::Article(entry) if entry.own_status == Status::Published => Some(&entry.article),
        _ => None,
    });
    due.flat_map(|article| [article.publish_at, article.expire_at]).flatten().filter(|at| *at > now).min()
}

/// Hash of what is served: content, and what of it is published.
fn revision(library: &Library) -> Revision {
    use sha2::Digest as _;
    let mut hasher = sha2::Sha256::new();
    hasher.update(SCHEMA.to_le_bytes());
    for item in &library.items {
        let Some(served) = item.served else { continue };
        hasher.update(item.path.as_bytes());
        hasher.update([0]);
        hasher.update(served);
        if let Thing::Article(entry) = &item.thing {
            hasher.update([entry.article.status as u8, entry.article.visibility as u8]);
            hasher.update(entry.article.hash.as_bytes());
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    Revision::from(super::item::hex(&digest)[..32].to_owned())
}

#[cfg(test)]
mod tests {
    use super::by_title;
    use std::cmp::Ordering;

    #[test]
    fn numbers_in_titles_are_sorted_by_value() {
        let mut titles = ["Step 10", "step 2", "Step 1", "Step 010a", "Steps", "Ärger", "2 keys", "10 keys", "Step"];
        titles.sort_by(|a, b| by_title(a, b));
        assert_eq!(titles, ["2 keys", "10 keys", "Step", "Step 1", "step 2", "Step 10", "Step 010a", "Steps", "Ärger"]);
        assert_eq!(by_title("0", "00"), Ordering::Equal);
    }
}
