//! The bot of one revision: what it knows in every locale, and the doors into its dialogue.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::{
    brain::{Brain, Conflict},
    dialogue::Talk,
    mask::mask,
    parts::Parts,
    phrases::Phrases,
    shelf::Shelf,
    target::Target,
    turn::{Call, Candidate, Context, Effect, Input, State, TicketRef, Turn, TurnAction},
};
use crate::{
    base::{Audience, CardId, Locale},
    kb::{Card, Library, View},
    search::Searcher,
};

/// Confidence from which the bot answers. Confidences are calibrated per knowledge base, so one
/// number does for all; a little above even odds, since a wrong answer costs more than a question.
const ANSWER: f32 = 0.6;
/// Confidence from which the bot asks whether this is meant.
const CLARIFY: f32 = 0.2;

/// Thresholds set by hand; `None`: the calibrated ones.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BotSettings {
    /// Confidence from which the bot answers.
    pub answer: Option<f32>,
    /// Confidence from which it asks which of several is meant.
    pub clarify: Option<f32>,
    /// What the judgement is made of.
    pub parts: Parts,
}

/// What comes of one turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The dialogue's memory.
    pub state: State,
    /// What is said. With [`Effect::HandOff`] among the effects, the turn of
    /// [`Bot::ticket_created`] takes its place; with [`Effect::Call`], that of [`Bot::called`].
    pub turn: Turn,
    /// What must be done.
    pub effects: Vec<Effect>,
}

impl Outcome {
    /// The call that the turn waits for.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Call(call) => Some(&**call),
            _ => None,
        })
    }

    /// The same with what came of its call.
    #[must_use]
    pub fn followed_by(mut self, next: Self) -> Self {
        self.effects.retain(|effect| !matches!(effect, Effect::Call(_)));
        self.effects.extend(next.effects);
        Self { effects: self.effects, ..next }
    }
}

/// The bot of one revision. Immutable; answers from many threads at once.
pub struct Bot {
    library: Arc<Library>,
    searcher: Option<Arc<Searcher>>,
    /// One a locale with content, and English, which speaks for all others.
    brains: BTreeMap<Locale, Brain>,
    shelf: Shelf,
    learning: Duration,
    settings: BotSettings,
}

impl Bot {
    /// Learns all locales of a knowledge base, in parallel. `searcher` reads the public index; without
    /// one the bot answers from cards and the questions of articles alone.
    #[must_use]
    pub fn build(library: &Arc<Library>, searcher: Option<Arc<Searcher>>, settings: &BotSettings) -> Self {
        let begun = Instant::now();
        let mut locales = library.locales().to_vec();
        if !locales.contains(&english()) {
            locales.push(english());
        }
        let brains: BTreeMap<Locale, Brain> = locales
            .into_par_iter()
            .map(|locale| (locale.clone(), Brain::learn(library, &locale, settings.parts)))
            .collect();
        Self {
            library: library.clone(),
            searcher,
            brains,
            shelf: Shelf::default(),
            learning: begun.elapsed(),
            settings: *settings,
        }
    }

    /// How long it took to learn all locales.
    #[must_use]
    pub fn learning(&self) -> Duration {
        self.learning
    }

    /// Begins a conversation.
    #[must_use]
    pub fn greet(&self, locale: &Locale, context: &Context) -> (State, Turn) {
        let mut talk = Talk::new(self, locale, &State::default(), context);
        talk.greet();
        let outcome = talk.finish();
        (outcome.state, outcome.turn)
    }

    /// Answers one input.
    #[must_use]
    pub fn turn(&self, locale: &Locale, state: &State, input: &Input, context: &Context) -> Outcome {
        let mut talk = Talk::new(self, locale, state, context);
        talk.take(input);
        talk.finish()
    }

    /// Whether a card asks for a file at this point of a conversation.
    #[must_use]
    pub fn awaits_file(&self, locale: &Locale, state: &State, context: &Context) -> bool {
        Talk::new(self, locale, state, context).awaits_file()
    }

    /// Announces the ticket that a hand-off led to: the first time with its number and when to expect
    /// the reply, later only that something was added to it.
    #[must_use]
    pub fn ticket_created(
        &self,
        locale: &Locale,
        state: &State,
        ticket: TicketRef,
        context: &Context,
    ) -> (State, Turn) {
        let mut talk = Talk::new(self, locale, state, context);
        talk.announce(ticket);
        let outcome = talk.finish();
        (outcome.state, outcome.turn)
    }

    /// Goes on when a card's call has come back: with its values by name, or with `None` when it failed,
    /// which leads to a person.
    #[must_use]
    pub fn called(
        &self,
        locale: &Locale,
        state: &State,
        result: Option<BTreeMap<String, String>>,
        context: &Context,
    ) -> Outcome {
        let mut talk = Talk::resume_at(self, locale, state, context);
        talk.called(result);
        talk.finish()
    }

    /// Closes a conversation that has gone quiet, politely; the memory stays for whoever comes back.
    #[must_use]
    pub fn idle(&self, locale: &Locale, state: &State, context: &Context) -> Outcome {
        let mut talk = Talk::new(self, locale, state, context);
        talk.close_quietly();
        talk.finish()
    }

    /// Why a message would be answered as it would, in a fresh conversation on today's knowledge base:
    /// the turn, each candidate with its reasons.
    #[must_use]
    pub fn explain(&self, locale: &Locale, text: &str, context: &Context) -> Turn {
        let mut talk = Talk::new(self, locale, &State::default(), context);
        talk.explain = true;
        talk.take(&Input::Text(text.to_owned()));
        talk.finish().turn
    }

    /// A stored conversation once more on today's knowledge base, each turn explained.
    #[must_use]
    pub fn replay(&self, locale: &Locale, inputs: &[Input], context: &Context) -> Vec<Turn> {
        let mut state = State::default();
        let mut turns = Vec::with_capacity(inputs.len());
        for input in inputs {
            let mut talk = Talk::new(self, locale, &state, context);
            talk.explain = true;
            talk.take(input);
            let outcome = talk.finish();
            state = outcome.state;
            turns.push(outcome.turn);
        }
        turns
    }

    /// Cards that get in each other's way, with the examples to move or the rules to narrow.
    #[must_use]
    pub fn conflicts(&self, locale: &Locale) -> Vec<Conflict> {
        self.brains.get(locale).map(Brain::conflicts).unwrap_or_default()
    }

    /// Rules of cards that cannot be read: card, rule, why.
    #[must_use]
    pub fn broken_rules(&self, locale: &Locale) -> Vec<(CardId, String, String)> {
        let rules = self.brains.get(locale).map(Brain::broken_rules).unwrap_or_default();
        rules
            .iter()
            .filter_map(|(target, rule, error)| Some((target.card()?.clone(), rule.clone(), error.to_string())))
            .collect()
    }

    /// Names in a locale's `_phrases.toml` that no phrase has.
    #[must_use]
    pub fn unknown_phrases(&self, locale: &Locale) -> Vec<String> {
        self.library.phrases(locale).map(Phrases::unknown).unwrap_or_default()
    }

    /// The confidences from which the bot answers, and asks back.
    #[must_use]
    pub fn thresholds(&self) -> (f32, f32) {
        let answer = self.settings.answer.unwrap_or(ANSWER).clamp(0.0, 1.0);
        (answer, self.settings.clarify.unwrap_or(CLARIFY).clamp(0.0, answer))
    }

    /// The locale's brain, else one of the same language, else English.
    pub(super) fn brain(&self, locale: &Locale) -> &Brain {
        let same = || self.brains.values().find(|brain| brain.locale.language() == locale.language());
        self.brains.get(locale).or_else(same).unwrap_or_else(|| &self.brains[&english()])
    }

    /// Locales that have content.
    pub(super) fn locales(&self) -> &[Locale] {
        self.library.locales()
    }

    /// A card by its id.
    #[must_use]
    pub fn card(&self, locale: &Locale, id: &CardId) -> Option<&Card> {
        self.library.card(locale, id)
    }

    pub(super) fn cards(&self, locale: &Locale) -> &[Card] {
        self.library.cards(locale)
    }

    /// Public content: the bot sees nothing else.
    pub(super) fn view(&self) -> View<'_> {
        self.library.view(Audience::Public)
    }

    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(super) fn searcher(&self) -> Option<&Searcher> {
        self.searcher.as_deref().filter(|_| self.settings.parts.index)
    }
}

fn english() -> Locale {
    "en".parse().expect("en is a locale")
}

/// The candidates of a turn as the contract lists them.
#[must_use]
pub(super) fn candidates(scored: &[super::target::Scored]) -> Vec<Candidate> {
    scored.iter().map(Candidate::from).collect()
}

/// A turn that says nothing yet.
#[must_use]
pub(super) fn empty_turn() -> Turn {
    Turn {
        action: TurnAction::Fallback,
        card: None,
        article: None,
        confidence: 0.0,
        messages: Vec::new(),
        options: Vec::new(),
        articles: Vec::new(),
        slot: None,
        slot_type: None,
        ticket: None,
        candidates: Vec::new(),
    }
}

/// A message as it may be counted and learned from.
#[must_use]
pub(super) fn missed(text: &str) -> Effect {
    let said: String = text.chars().take(2000).collect();
    Effect::Missed { text: mask(&said).chars().take(500).collect() }
}

/// Sets what answered.
pub(super) fn set_target(turn: &mut Turn, target: &Target) {
    turn.card = target.card().map(ToString::to_string);
    turn.article = target.article().map(ToString::to_string);
}
