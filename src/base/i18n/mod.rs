//! Interface text: a locale and a message's key enter, text for people leaves.
//!
//! Messages are Fluent (<https://projectfluent.org>), one folder a language in `locales/`, embedded
//! into the binary; adding a language is adding a folder, or one file: `locales/<locale>.ftl`, or the same
//! beside a site's templates ([`adopt`]), which needs no new program. Keys begin with the surface they belong
//! to: `site-`, `desk-`, `widget-`, `mail-`; `base-` holds months, dates and numbers. A key that a
//! language lacks is said in English; a test keeps that from happening.

mod autonym;
mod date;
mod negotiate;
mod number;
mod own;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

pub use self::{
    autonym::autonym,
    date::{date, date_time, duration_minutes, relative, short_date, time, weekday},
    negotiate::negotiate,
    number::{number, percent},
    own::adopt,
};
use super::Locale;

#[derive(rust_embed::RustEmbed)]
#[folder = "locales/"]
struct Files;

/// The language that every key exists in.
const ENGLISH: &str = "en";

/// A value for a message's variable: text, or a number that also chooses the plural.
pub type Arg<'a> = FluentValue<'a>;

struct Catalog {
    locales: Vec<Locale>,
    bundles: HashMap<String, FluentBundle<FluentResource>>,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let named = |path: &str| path.split('/').next().and_then(|name| name.trim_end_matches(".ftl").parse().ok());
    let mut locales: Vec<Locale> = Files::iter().filter_map(|path| named(&path)).collect();
    locales.extend(own::adopted().iter().map(|(locale, _)| locale.clone()));
    locales.sort();
    locales.dedup();
    let bundles = locales.iter().map(|locale| (locale.as_str().to_lowercase(), bundle(locale))).collect();
    Catalog { locales, bundles }
});

/// The `.ftl` sources of one language, in the order of their names, the site's own last.
fn sources(folder: &str) -> Vec<(String, String)> {
    let (prefix, single) = (format!("{folder}/"), format!("{folder}.ftl"));
    let mut files: Vec<(String, String)> = Files::iter()
        .filter(|path| path.starts_with(&prefix) || **path == single)
        .filter_map(|path| {
            let file = Files::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    files.sort();
    let own = own::adopted().iter().filter(|(locale, _)| locale.as_str().eq_ignore_ascii_case(folder));
    files.extend(own.map(|(locale, source)| (format!("{locale}.ftl"), source.clone())));
    files
}

fn bundle(locale: &Locale) -> FluentBundle<FluentResource> {
    let language = locale.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(number::format_value));
    for (path, source) in sources(locale.as_str()) {
        // Broken messages are left out and said in English; the tests below refuse them.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
            tracing::error!(path, ?errors, "interface text does not parse");
            resource
        });
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Languages that the interface itself speaks.
#[must_use]
pub fn interface_locales() -> &'static [Locale] {
    &CATALOG.locales
}

/// The interface language used for readers of a locale: itself, its language, else English.
///
/// # Panics
/// When the program was built without `locales/en`, which a test of every message shows.
#[must_use]
pub fn interface_locale(locale: &Locale) -> &'static Locale {
    let speaks = |tag: &str| CATALOG.locales.iter().find(|known| known.as_str().eq_ignore_ascii_case(tag));
    speaks(locale.as_str())
        .or_else(|| speaks(&locale.language()))
        .or_else(|| speaks(ENGLISH))
        .expect("locales/en is embedded")
}

fn bundle_of(locale: &Locale) -> &'static FluentBundle<FluentResource> {
    CATALOG.bundles.get(&interface_locale(locale).as_str().to_lowercase()).expect("every interface locale has a bundle")
}

fn format(bundle: &FluentBundle<FluentResource>, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, args, &mut errors).into_owned())
}

fn lookup(locale: &Locale, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    format(bundle_of(locale), key, args)
        .or_else(|| format(CATALOG.bundles.get(ENGLISH)?, key, args))
        .unwrap_or_else(|| key.to_owned())
}

/// The message for a key; the key itself when no language has it.
#[must_use]
pub fn t(locale: &Locale, key: &str) -> String {
    lookup(locale, key, None)
}

/// The message for a key with its variables: `t_args(l, "site-results", &[("count", 3.into())])`.
#[must_use]
pub fn t_args(locale: &Locale, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let mut fluent = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        fluent.set(Cow::Owned((*name).to_owned()), value.clone());
    }
    lookup(locale, key, Some(&fluent))
}

/// All messages whose key begins with `prefix`, for a script; a variable stays as `{$name}` for the
/// script to fill in. Messages that choose by a number are not for scripts.
#[must_use]
pub fn messages(locale: &Locale, prefix: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for language in [ENGLISH, interface_locale(locale).as_str()] {
        let Some(bundle) = CATALOG.bundles.get(&language.to_lowercase()) else { continue };
        for (_, source) in sources(language) {
            let keys = source.lines().filter_map(|line| line.split_once(" = ").or_else(|| line.split_once(" =")));
            for (key, _) in keys.filter(|(key, _)| key.starts_with(prefix) && !key.contains(' ')) {
                if let Some(text) = format(bundle, key, None) {
                    found.insert(key.to_owned(), text);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
