//! What conversations teach: each is replayed on today's knowledge base with the reasons, and messages
//! that led somewhere only by a question back, or were found helpful, are offered as examples. A person
//! approves them; nothing is learned by itself.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{
    Actor, App, Error, Result, Right,
    converse::{known_visitor, parse_locale},
};
use crate::{
    base::{Audience, Locale},
    bot::{Input, Target, Turn, TurnAction, mask::mask},
    desk::Author,
    kb::add_question,
    store::{Conversation, ConversationId, ConversationMessage},
};

/// Conversations looked at.
const MOST: u64 = 200;
/// Words of an example.
const WORDS: std::ops::RangeInclusive<usize> = 2..=25;

/// A message that may become an example.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The message; who wrote it cannot be told from it.
    pub text: String,
    /// Language of the conversation.
    pub locale: Locale,
    /// What answered it in the end.
    pub target: Target,
    /// Its title.
    pub title: String,
    /// The visitor found the answer helpful; else it was picked when the bot asked back.
    pub helped: bool,
    /// Where it was said.
    pub conversation: ConversationId,
    /// When.
    pub at: Timestamp,
}

/// One message of a stored conversation, then and now.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// What the visitor said or pressed.
    pub said: String,
    /// When.
    pub at: Timestamp,
    /// What the bot did.
    pub then: Option<Turn>,
    /// What it would do today, with reasons.
    pub now: Turn,
}

impl App {
    /// Conversations that visitors wrote in, the latest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to the content.
    pub async fn conversations(&self, actor: &Actor, days: i64) -> Result<Vec<Conversation>> {
        actor.require(Right::Content)?;
        let since = self.clock.now() - SignedDuration::from_hours(24 * days);
        Ok(self.store.list_conversations(since, MOST).await?)
    }

    /// A stored conversation on today's knowledge base.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such a conversation, [`Error::Forbidden`] without the right.
    pub async fn replayed(&self, actor: &Actor, id: ConversationId) -> Result<(Conversation, Vec<Replayed>)> {
        actor.require(Right::Content)?;
        let conversation = self.store.read_conversation(id).await?.ok_or(Error::NotFound)?;
        let rows = self.store.list_conversation_messages(id, 0).await?;
        let exchanges = exchanges(&rows);
        let inputs: Vec<Input> = exchanges.iter().map(|exchange| exchange.input.clone()).collect();
        let visitor = known_visitor(&conversation);
        let context = self.context(&visitor, conversation.page_url.clone(), conversation.created_at.into());
        let turns = self.snapshot().bot.replay(&parse_locale(&conversation.locale), &inputs, &context);
        let replayed = exchanges.into_iter().zip(turns).map(|(exchange, now)| Replayed {
            said: exchange.said,
            at: exchange.at,
            then: exchange.turn,
            now,
        });
        Ok((conversation, replayed.collect()))
    }

    /// Messages that may become examples, the latest first, each once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to the content.
    pub async fn lessons(&self, actor: &Actor, days: i64) -> Result<Vec<Lesson>> {
        let conversations = self.conversations(actor, days).await?;
        let ids: Vec<ConversationId> = conversations.iter().map(|conversation| conversation.id).collect();
        let mut rows: HashMap<ConversationId, Vec<ConversationMessage>> = HashMap::new();
        for row in self.store.list_messages_of(&ids).await? {
            rows.entry(row.conversation_id).or_default().push(row);
        }
        let mut out: Vec<Lesson> = Vec::new();
        for conversation in &conversations {
            let exchanges = rows.get(&conversation.id).map(|rows| exchanges(rows)).unwrap_or_default();
            for lesson in self.lessons_of(conversation, &exchanges) {
                if out.iter().all(|known| known.text != lesson.text || known.locale != lesson.locale) {
                    out.push(lesson);
                }
            }
        }
        Ok(out)
    }

    fn lessons_of(&self, conversation: &Conversation, exchanges: &[Exchange]) -> Vec<Lesson> {
        let locale = parse_locale(&conversation.locale);
        let pairs = exchanges.windows(2).filter_map(|pair| {
            let [first, next] = pair else { return None };
            let (Input::Text(_), Some(turn), Input::Option(pressed)) = (&first.input, &first.turn, &next.input) else {
                return None;
            };
            let (target, helped) = match turn.action {
                TurnAction::Clarify | TurnAction::Suggest => (pressed.parse::<Target>().ok()?, false),
                TurnAction::Answer if pressed == "helped:yes" => (target_of(turn)?, true),
                _ => return None,
            };
            let title = self.new_example_for(&locale, &target, &first.said)?;
            let (text, at) = (mask(first.said.trim()), first.at);
            Some(Lesson { text, locale: locale.clone(), target, title, helped, conversation: conversation.id, at })
        });
        pairs.collect()
    }

    /// The title of what would learn a text, unless it knows it already.
    fn new_example_for(&self, locale: &Locale, target: &Target, text: &str) -> Option<String> {
        let snapshot = self.snapshot();
        let (title, known) = match target {
            Target::Card(id) => {
                let card = snapshot.library.card(locale, id)?;
                (card.title.clone(), &card.questions)
            }
            Target::Article(key) => {
                let article = snapshot.view(Audience::Public).article(locale, key)?;
                (article.title.clone(), &article.questions)
            }
        };
        let plain = |text: &str| crate::text::fold(text).replace(|c: char| !c.is_alphanumeric(), "");
        let is_new = known.iter().all(|known| plain(known) != plain(text)) && plain(&title) != plain(text);
        (is_new && WORDS.contains(&text.split_whitespace().count())).then_some(title)
    }

    /// Writes an approved example to the file of its card or article; the folder is published as always.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such a card or article, [`Error::Invalid`] when the text is none or the
    /// file cannot take it, [`Error::Forbidden`] without the right to the content.
    pub fn learn(&self, actor: &Actor, locale: &Locale, target: &Target, text: &str) -> Result<()> {
        actor.require(Right::Content)?;
        let text = mask(text.trim());
        if text.is_empty() || text.chars().count() > 300 || text.contains('\n') {
            return Err(Error::invalid("text", "is one line of at most 300 characters"));
        }
        self.new_example_for(locale, target, &text).ok_or(Error::NotFound)?;
        let snapshot = self.snapshot();
        let path = match target {
            Target::Card(id) => snapshot.library.card(locale, id).map(|card| card.path.clone()),
            Target::Article(key) => {
                snapshot.view(Audience::Public).article(locale, key).map(|article| article.path.clone())
            }
        };
        let file = snapshot.library.root().join(path.ok_or(Error::NotFound)?);
        add_question(&file, &text).map_err(|error| Error::invalid("file", format!("cannot take it: {error}")))?;
        tracing::info!(%locale, %target, "an example was approved");
        Ok(())
    }
}

/// What the visitor did, and what the bot answered.
struct Exchange {
    said: String,
    input: Input,
    at: Timestamp,
    turn: Option<Turn>,
}

/// A label that the turn before offered was a button that was pressed.
fn exchanges(rows: &[ConversationMessage]) -> Vec<Exchange> {
    let mut out: Vec<Exchange> = Vec::new();
    let mut offered: Vec<(String, String)> = Vec::new();
    for row in rows {
        match row.author {
            Author::Visitor => {
                let pressed = offered.iter().find(|(label, _)| *label == row.text).map(|(_, id)| id.clone());
                let input = pressed.map_or_else(|| Input::Text(row.text.clone()), Input::Option);
                out.push(Exchange { said: row.text.clone(), input, at: row.at.into(), turn: None });
            }
            Author::Bot => {
                let Some(turn) = row.turn.clone().and_then(|turn| serde_json::from_value::<Turn>(turn).ok()) else {
                    continue;
                };
                offered = turn.options.iter().map(|option| (option.label.clone(), option.id.clone())).collect();
                if let Some(last) = out.last_mut().filter(|last| last.turn.is_none()) {
                    last.turn = Some(turn);
                }
            }
            _ => {}
        }
    }
    out
}

fn target_of(turn: &Turn) -> Option<Target> {
    let card = turn.card.as_deref().map(|card| Target::Card(card.into()));
    card.or_else(|| turn.article.as_deref().map(|article| Target::Article(article.into())))
}
