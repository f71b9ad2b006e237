//! What the chat proposes on which page: the site's own rules replace the cards that call themselves starters.

use std::collections::BTreeMap;

use super::Snapshot;
use crate::{
    base::{CardId, Locale},
    bot::{Context, OptionButton, Target, Turn, applies},
    config::StarterRule,
    kb::When,
};

/// Cards proposed at most.
const MOST: usize = 6;

/// Puts the cards of the first rule that fits the page into a greeting, before its other buttons.
pub(super) fn propose(
    greeting: &mut Turn,
    rules: &[StarterRule],
    snapshot: &Snapshot,
    locale: &Locale,
    context: &Context,
) {
    let none = BTreeMap::new();
    let fits = |rule: &&StarterRule| {
        let page = When { page: Some(rule.page.clone()), ..When::default() };
        applies(&page, context, &none)
    };
    let Some(rule) = rules.iter().find(fits) else { return };
    let cards = snapshot.library.cards(locale);
    let proposed = rule.cards.iter().filter_map(|id| {
        let card = cards.iter().find(|card| card.id.as_str() == id && applies(&card.when, context, &none))?;
        let id = Target::Card(CardId::from(id.as_str())).to_string();
        Some(OptionButton { id, label: card.title.clone(), url: None })
    });
    let mut options: Vec<OptionButton> = proposed.take(MOST).collect();
    if options.is_empty() {
        return;
    }
    let other = |option: &OptionButton| option.id.parse::<Target>().ok().is_none_or(|target| target.card().is_none());
    options.extend(greeting.options.drain(..).filter(other));
    greeting.options = options;
}
