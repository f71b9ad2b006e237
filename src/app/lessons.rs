//! What conversations teach: each is replayed on today's knowledge base with the reasons, and messages
//! that led somewhere only by a question back, or were found helpful, are offered as examples. A person
//! approves them; nothing is learned by itself.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{
    Actor, App, Error, Result, Right,
    converse::{known_visitor, parse_locale},
    learned::{names, without_words},
};
use crate::{
    base::{Audience, Locale, Token},
    bot::{Effect, Input, State, Target, TicketRef, Turn, TurnAction, mask::mask},
    desk::Author,
    kb::{add_question, question_line},
    store::{Conversation, ConversationFilter, ConversationId, ConversationMessage},
};

/// Conversations looked at.
const MOST: u64 = 200;
/// Words of an example.
const WORDS: std::ops::RangeInclusive<usize> = 2..=25;

/// A message that may become an example.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Names it, for a decision about it.
    pub key: String,
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

/// What became of an approved example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learned {
    /// It stands in the file, since now or before.
    Written,
    /// The file cannot take it.
    Refused {
        /// The file, below the knowledge base's folder.
        file: String,
        /// The file is gone, its questions are in a form of their own, or it cannot be written.
        why: &'static str,
        /// The line that a writer adds by hand.
        line: String,
    },
}

/// One message of a stored conversation, then and now.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// What the visitor said or pressed.
    pub said: String,
    /// The same; who wrote it cannot be told from it.
    pub plain: String,
    /// When.
    pub at: Timestamp,
    /// What the bot did.
    pub then: Option<Turn>,
    /// What it would do today, with reasons where it looked for an answer.
    pub now: Turn,
    /// It does not the same, or not with the same card or article.
    pub changed: bool,
}

/// A page of conversations.
#[derive(Debug, Clone)]
pub struct Conversations {
    /// Each with the first words of its visitor; who wrote them cannot be told from them.
    pub items: Vec<(Conversation, String)>,
    /// There are more after the last.
    pub more: bool,
}

impl App {
    /// Conversations that visitors wrote in, the latest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to the content.
    pub async fn conversations(
        &self,
        actor: &Actor,
        filter: &ConversationFilter,
        after: Option<(Timestamp, ConversationId)>,
        limit: u64,
    ) -> Result<Conversations> {
        actor.require(Right::Content)?;
        let mut found = self.store.list_conversations(filter, after, limit + 1).await?;
        let more = found.len() as u64 > limit;
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let ids: Vec<ConversationId> = found.iter().map(|conversation| conversation.id).collect();
        let mut first: HashMap<ConversationId, String> = HashMap::new();
        for row in self.store.list_messages_of(&ids).await? {
            if row.author == Author::Visitor {
                first.entry(row.conversation_id).or_insert(row.text);
            }
        }
        let items = found.into_iter().map(|conversation| {
            let said = first.remove(&conversation.id).unwrap_or_default();
            let words = self.without_persons(&conversation, &parse_locale(&conversation.locale), &said);
            (conversation, words)
        });
        Ok(Conversations { items: items.collect(), more })
    }

    /// A stored conversation on today's knowledge base.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such a conversation, [`Error::Forbidden`] without the right.
    pub async fn replayed(&self, actor: &Actor, id: ConversationId) -> Result<(Conversation, Vec<Replayed>)> {
        let (conversation, mut replayed) = self.replay(actor, id).await?;
        let (locale, names) = (parse_locale(&conversation.locale), names(&conversation));
        let nameless = |turn: &mut Turn| {
            turn.messages.iter_mut().for_each(|message| message.text = without_words(&message.text, &names));
        };
        for exchange in &mut replayed {
            exchange.plain = self.without_persons(&conversation, &locale, &exchange.said);
            exchange.then.iter_mut().for_each(nameless);
            nameless(&mut exchange.now);
        }
        Ok((conversation, replayed))
    }

    async fn replay(&self, actor: &Actor, id: ConversationId) -> Result<(Conversation, Vec<Replayed>)> {
        actor.require(Right::Content)?;
        let conversation = self.store.read_conversation(id).await?.ok_or(Error::NotFound)?;
        let rows = self.store.list_conversation_messages(id, 0).await?;
        let visitor = known_visitor(&conversation);
        let mut context = self.context(&visitor, conversation.page_url.clone(), conversation.created_at.into());
        let joined = rows.iter().find(|row| row.author == Author::Agent).map(|row| Timestamp::from(row.at));
        let (snapshot, locale) = (self.snapshot(), parse_locale(&conversation.locale));
        let mut state = State::default();
        let mut asked = false;
        let mut replayed = Vec::new();
        for exchange in exchanges(&rows) {
            context.agent_joined = joined.is_some_and(|joined| joined <= exchange.at);
            let outcome = snapshot.bot.turn(&locale, &state, &exchange.input, &context);
            let calls = outcome.call().is_some();
            let hands_off = outcome.effects.iter().any(|effect| matches!(effect, Effect::HandOff(_)));
            // What was written into the form is not kept part by part: where a ticket came of it, it does again.
            let made = exchange.turn.as_ref().is_some_and(|then| then.ticket.is_some());
            let mut now;
            (state, now) = if hands_off || (made && outcome.turn.action == TurnAction::Handoff) {
                // Nothing is created once more: the ticket is the one that came of it then.
                let ticket = exchange.turn.as_ref().and_then(|turn| turn.ticket.clone());
                let number = conversation.ticket.map(|number| number.to_string()).unwrap_or_default();
                let ticket = ticket.unwrap_or(TicketRef { number, access_url: String::new(), expected_reply_at: None });
                snapshot.bot.ticket_created(&locale, &outcome.state, ticket, &context)
            } else {
                (outcome.state, outcome.turn)
            };
            if asked || !looked(&now) {
                now.candidates.clear();
            } else if let Input::Text(text) = &exchange.input {
                explain(&mut now, &snapshot.bot.explain(&locale, text, &context));
            }
            asked = now.slot.is_some();
            // What another system said then is not asked again: the turn is as it was as far as one can tell.
            let changed = !calls && exchange.turn.as_ref().is_some_and(|then| !same(then, &now));
            let plain = String::new();
            replayed.push(Replayed { said: exchange.said, plain, at: exchange.at, then: exchange.turn, now, changed });
        }
        Ok((conversation, replayed))
    }

    /// Messages that may become examples, the latest first, each once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to the content.
    pub async fn lessons(&self, actor: &Actor, days: i64) -> Result<Vec<Lesson>> {
        actor.require(Right::Content)?;
        let since = self.clock.now() - SignedDuration::from_hours(24 * days);
        let filter = ConversationFilter { since, locale: None, end: None };
        let conversations = self.store.list_conversations(&filter, None, MOST).await?;
        let decided = self.store.list_example_decisions().await?;
        let ids: Vec<ConversationId> = conversations.iter().map(|conversation| conversation.id).collect();
        let mut rows: HashMap<ConversationId, Vec<ConversationMessage>> = HashMap::new();
        for row in self.store.list_messages_of(&ids).await? {
            rows.entry(row.conversation_id).or_default().push(row);
        }
        let mut out: Vec<Lesson> = Vec::new();
        for conversation in &conversations {
            let exchanges = rows.get(&conversation.id).map(|rows| exchanges(rows)).unwrap_or_default();
            for lesson in self.lessons_of(conversation, &exchanges) {
                if !decided.contains(&lesson.key) && out.iter().all(|known| known.key != lesson.key) {
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
            let (text, at) = (self.without_persons(conversation, &locale, &first.said), first.at);
            let title = self.new_example_for(&locale, &target, &text)?;
            let key = key_of(&locale, &text);
            Some(Lesson { key, text, locale: locale.clone(), target, title, helped, conversation: conversation.id, at })
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

    /// Declines a suggested example: it is not suggested again.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to write.
    pub async fn decline_example(&self, actor: &Actor, key: &str) -> Result<()> {
        actor.require(Right::Write)?;
        self.decide(actor, key, false).await?;
        tracing::info!(by = actor.name, "an example was declined");
        Ok(())
    }

    async fn decide(&self, actor: &Actor, key: &str, approved: bool) -> Result<()> {
        if key.len() != 64 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::invalid("key", "is no suggestion's"));
        }
        let tx = self.store.write().await?;
        tx.put_example_decision(key.to_owned(), approved, actor.user.as_ref().map(|user| user.id), self.clock.now())
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes an approved example to the file of its card or article; the folder is published as always. With
    /// the suggestion's key it is not suggested again, whatever its words have become. Twice is once.
    ///
    /// # Errors
    /// [`Error::NotFound`] without such a card or article, [`Error::Invalid`] when the text is none,
    /// [`Error::Forbidden`] without the right to write.
    pub async fn learn(
        &self,
        actor: &Actor,
        locale: &Locale,
        target: &Target,
        text: &str,
        key: Option<&str>,
    ) -> Result<Learned> {
        actor.require(Right::Write)?;
        let text = mask(text.trim());
        if text.is_empty() || text.chars().count() > 300 || text.contains('\n') {
            return Err(Error::invalid("text", "is one line of at most 300 characters"));
        }
        let snapshot = self.snapshot();
        let path = match target {
            Target::Card(id) => snapshot.library.card(locale, id).map(|card| card.path.clone()),
            Target::Article(key) => {
                snapshot.view(Audience::Public).article(locale, key).map(|article| article.path.clone())
            }
        };
        let path = path.ok_or(Error::NotFound)?;
        let file = snapshot.library.root().join(&path);
        let done = {
            let _one_at_a_time = self.learning.lock().await;
            add_question(&file, &text)
        };
        if let Err(error) = done {
            tracing::warn!(by = actor.name, path = %path.display(), %error, "an approved example was not written");
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => "gone",
                std::io::ErrorKind::InvalidData => "form",
                _ => "unwritable",
            };
            return Ok(Learned::Refused { file: path.display().to_string(), why, line: question_line(&text) });
        }
        if let Some(key) = key {
            self.decide(actor, key, true).await?;
        }
        tracing::info!(by = actor.name, %locale, %target, "an example was approved");
        Ok(Learned::Written)
    }
}

/// Names a suggestion, whatever its card.
fn key_of(locale: &Locale, text: &str) -> String {
    Token::shown(format!("{locale}\n{}", crate::text::fold(text))).hash()
}

/// The bot looked for an answer.
fn looked(turn: &Turn) -> bool {
    use TurnAction as Action;
    matches!(turn.action, Action::Answer | Action::Clarify | Action::Suggest | Action::Fallback | Action::Ask)
}

/// The same thing done, with the same card or article.
fn same(one: &Turn, other: &Turn) -> bool {
    one.action == other.action && one.card == other.card && one.article == other.article
}

/// Puts the reasons to the candidates of a turn.
fn explain(turn: &mut Turn, explained: &Turn) {
    for candidate in &mut turn.candidates {
        let told = explained.candidates.iter().find(|it| it.card == candidate.card && it.article == candidate.article);
        candidate.why = told.map(|it| it.why.clone()).unwrap_or_default();
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
