//! Talking with the bot: conversations begin, go on turn by turn, and are listened to.
//!
//! Two tabs (or two servers) on one conversation do not fork it: the slower reads again and lets the bot answer
//! again ([`super::turn`] is one turn).

use std::{sync::Arc, time::Duration};

use futures_util::Stream;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::{
    App, Error, Result, Upload,
    attachment::accept,
    tickets::{remember, replay},
    turn::TurnError,
};
use crate::{
    base::{Locale, Token},
    bot::{Context, Hours, Input, Turn},
    desk::{Author, Priority},
    store::{self, Conversation, ConversationId, NewAttachment, StoreError},
};

/// Longest message taken, characters.
pub const MAX_MESSAGE: usize = 20_000;

/// Longest address of a page that is kept, characters.
const MAX_PAGE_URL: usize = 2_000;

/// Longest name of a file that is repeated, characters.
const MAX_FILE_NAME: usize = 100;

/// How often a listener looks by itself, for what another server wrote.
const POLL: Duration = Duration::from_secs(2);

/// How a conversation begins.
#[derive(Debug, Clone)]
pub struct NewConversation {
    /// Visitor's locale; one without content falls back to the site's.
    pub locale: Locale,
    /// The page that embeds the chat.
    pub page_url: Option<String>,
    /// The embedding site's id of the visitor.
    pub visitor_id: Option<String>,
    /// Visitor's name as the site tells it.
    pub name: Option<String>,
    /// Visitor's address as the site tells it.
    pub email: Option<String>,
    /// HMAC-SHA256 (hex) of the id, else of the address, under `widget.identity_secret`.
    pub signature: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
}

/// One message of a conversation.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ChatMessage {
    /// 1, 2, 3, …
    pub seq: i32,
    /// `visitor`, `bot`, `agent` or `system`.
    pub author: Author,
    /// Plain text.
    pub text: String,
    /// The bot's turn.
    #[schema(value_type = Option<Turn>)]
    pub turn: Option<serde_json::Value>,
    /// When, RFC 3339.
    pub at: String,
}

/// A message as it comes.
#[derive(Debug, Clone)]
pub struct ChatEvent {
    /// Its number.
    pub seq: i32,
    /// The message.
    pub message: ChatMessage,
}

/// What is known of a visitor; kept with the conversation.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Visitor {
    id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    /// The site has signed for it.
    proved: bool,
    pub(super) time_zone: Option<String>,
}

impl App {
    /// Begins a conversation: its id, its token (shown once) and the greeting. The same idempotency
    /// key again gives the same conversation again.
    ///
    /// # Errors
    /// When a signature is wrong, or the store fails.
    pub async fn begin_conversation(&self, new: NewConversation, key: Option<String>) -> Result<(Uuid, Token, Turn)> {
        let now = self.clock.now();
        let visitor = self.visitor(&new)?;
        let request = format!("{new:?}");
        let snapshot = self.snapshot();
        let locale = snapshot.locale_for(Some(&new.locale), self.config.site.default_locale.as_deref());
        let page_url = new.page_url.map(|url| cut(&url, MAX_PAGE_URL));
        let context = self.context(&visitor, page_url.clone(), now);
        let (state, mut greeting) = snapshot.bot.greet(&locale, &context);
        super::starters::propose(&mut greeting, &self.config.widget.starters, &snapshot, &locale, &context);
        // Only its hash is stored: to be told again, it must follow from the key.
        let token =
            key.as_ref().map_or_else(Token::random, |key| self.keyed_token(&format!("conversation\n{key}\n{request}")));
        let tx = self.store.write().await?;
        let key = key.as_deref();
        if let Some((id, greeting)) = replay(&tx, "conversations", key, request.as_bytes(), now).await? {
            return Ok((id, token, greeting));
        }
        let row = store::NewConversation {
            token: &token,
            locale: &locale,
            page_url,
            visitor_hash: visitor.id.as_deref().map(|id| Token::shown(id).hash()),
            visitor: Some(serde_json::to_value(&visitor).map_err(anyhow::Error::from)?),
            state,
            greeting: &greeting,
        };
        let row = tx.insert_conversation(row, now).await?;
        remember(&tx, "conversations", key, &(row.id.0, &greeting)).await?;
        tx.commit().await?;
        Ok((row.id.0, token, greeting))
    }

    fn visitor(&self, new: &NewConversation) -> Result<Visitor> {
        let text = |value: &Option<String>, most| {
            value.as_deref().map(|value| cut(value.trim(), most)).filter(|value| !value.is_empty())
        };
        let mut visitor = Visitor {
            id: text(&new.visitor_id, 200),
            name: text(&new.name, 200),
            email: text(&new.email, 254),
            proved: false,
            time_zone: text(&new.time_zone, 64).filter(|zone| jiff::tz::TimeZone::get(zone).is_ok()),
        };
        if let (Some(secret), Some(signature)) = (&self.config.widget.identity_secret, &new.signature) {
            let signed = visitor.id.as_deref().or(visitor.email.as_deref()).unwrap_or_default();
            if !is_signed(secret, signed, signature) {
                return Err(Error::invalid(
                    "visitor.signature",
                    "does not fit the visitor's id; sign it with widget.identity_secret",
                ));
            }
            visitor.proved = true;
        }
        Ok(visitor)
    }

    /// One turn: what the visitor did (on this page, where it is told) goes in, the bot's turn comes out. The same idempotency key again
    /// gives the same turn again.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the conversation's token, [`Error::Invalid`] for a message that is too
    /// long, [`Error::Conflict`] when other tabs keep writing.
    pub async fn converse(
        &self,
        id: Uuid,
        token: &Token,
        input: Input,
        page_url: Option<String>,
        key: Option<String>,
    ) -> Result<Turn> {
        if let Input::Text(text) = &input
            && text.chars().count() > MAX_MESSAGE
        {
            return Err(Error::invalid("text", format!("is longer than {MAX_MESSAGE} characters; send it in parts")));
        }
        self.take_turn(id, token, &input, None, page_url, key).await
    }

    /// The same with a file that the bot has asked for. One that is not taken is answered by the bot, which says
    /// what is; the file is kept with the conversation, and goes to its ticket.
    ///
    /// # Errors
    /// As [`App::converse`]; [`Error::Invalid`] when no file is asked for, or too many have come.
    pub async fn converse_file(&self, id: Uuid, token: &Token, file: Upload, key: Option<String>) -> Result<Turn> {
        let name = cut(file.name.trim(), MAX_FILE_NAME);
        let checked = accept(vec![file]).ok().and_then(|mut files| files.pop());
        let name = checked.as_ref().map_or(name, |file| file.name.clone());
        let input = Input::File { name, taken: checked.is_some() };
        self.take_turn(id, token, &input, checked.as_ref(), None, key).await
    }

    async fn take_turn(
        &self,
        id: Uuid,
        token: &Token,
        input: &Input,
        file: Option<&NewAttachment>,
        page_url: Option<String>,
        key: Option<String>,
    ) -> Result<Turn> {
        let page_url = page_url.map(|url| cut(&url, MAX_PAGE_URL));
        for _ in 0..5 {
            let mut conversation = self.conversation(id, token).await?;
            // The visitor has walked on to another page.
            conversation.page_url = page_url.clone().or(conversation.page_url);
            match self.answer(&conversation, input, file, key.as_deref()).await {
                Err(TurnError::Store(StoreError::Conflict(_))) => {}
                Err(TurnError::Store(error)) => return Err(error.into()),
                Err(TurnError::App(error)) => return Err(error),
                Ok(turn) => {
                    self.hub.ring(id);
                    return Ok(turn);
                }
            }
        }
        Err(Error::Conflict("Other messages of this conversation are being answered; send it again.".to_owned()))
    }

    /// Everything said so far, and the locale it is said in.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the conversation's token.
    pub async fn transcript(&self, id: Uuid, token: &Token) -> Result<(Locale, Vec<ChatMessage>)> {
        let conversation = self.conversation(id, token).await?;
        let rows = self.store.list_conversation_messages(conversation.id, 0).await?;
        Ok((parse_locale(&conversation.locale), rows.into_iter().map(shown).collect()))
    }

    /// What comes after message `last` (default: from now on), as it comes; ends only with the listener.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the conversation's token.
    pub async fn listen(
        self: &Arc<Self>,
        id: Uuid,
        token: &Token,
        last: Option<i32>,
    ) -> Result<impl Stream<Item = ChatEvent> + Send + use<>> {
        let conversation = self.conversation(id, token).await?;
        let bell = self.hub.listen(id);
        let last = last.unwrap_or(conversation.seq).clamp(0, conversation.seq);
        let stop = self.stopping();
        let state = Listener { app: self.clone(), id: conversation.id, last, bell, stop, waiting: Vec::new() };
        Ok(futures_util::stream::unfold(state, |mut listener| async move {
            let event = listener.next().await?;
            Some((event, listener))
        }))
    }

    async fn conversation(&self, id: Uuid, token: &Token) -> Result<Conversation> {
        self.store.find_conversation(ConversationId(id), token).await?.ok_or(Error::NotFound)
    }

    pub(super) fn context(&self, visitor: &Visitor, page_url: Option<String>, now: Timestamp) -> Context {
        let zone = visitor.time_zone.as_deref().and_then(|name| jiff::tz::TimeZone::get(name).ok());
        let zone = zone.unwrap_or_else(|| self.time_zone());
        let identity = (visitor.proved)
            .then(|| Some((visitor.name.clone().unwrap_or_default(), visitor.email.clone()?)))
            .flatten();
        let opens_at = self.opens_at(now);
        Context {
            now: now.to_zoned(zone.clone()),
            hours: match opens_at {
                None => Hours::Open,
                Some(opens_at) => Hours::Closed { opens_at: opens_at.map(|at| at.to_zoned(zone)) },
            },
            page_url,
            site_name: self.config.site.name.clone(),
            bot_name: self.config.bot.name.clone(),
            expected_reply_at: self.expected_reply_at(Priority::Normal, now),
            expected_by_priority: self.expected_by_priority(now),
            identity,
            agent_joined: false,
            ticket_closed: false,
        }
    }
}

struct Listener {
    app: Arc<App>,
    id: ConversationId,
    last: i32,
    bell: tokio::sync::watch::Receiver<u64>,
    stop: tokio::sync::watch::Receiver<bool>,
    waiting: Vec<ChatEvent>,
}

impl Listener {
    async fn next(&mut self) -> Option<ChatEvent> {
        loop {
            if let Some(event) = self.waiting.pop() {
                return Some(event);
            }
            // An error of the database is waited out: the next look may succeed.
            let rows = self.app.store.list_conversation_messages(self.id, self.last).await.unwrap_or_default();
            if rows.is_empty() {
                tokio::select! {
                    _ = self.stop.wait_for(|stop| *stop) => return None,
                    _ = self.bell.changed() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
                continue;
            }
            self.last = rows.last().map_or(self.last, |row| row.seq);
            self.waiting = rows.into_iter().map(|row| ChatEvent { seq: row.seq, message: shown(row) }).rev().collect();
        }
    }
}

pub(super) fn shown(row: store::ConversationMessage) -> ChatMessage {
    ChatMessage {
        seq: row.seq,
        author: row.author,
        text: row.text,
        turn: row.turn,
        at: Timestamp::from(row.at).to_string(),
    }
}

pub(super) fn known_visitor(conversation: &Conversation) -> Visitor {
    conversation.visitor.clone().and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default()
}

pub(super) fn parse_locale(text: &str) -> Locale {
    text.parse().unwrap_or_else(|_| "en".parse().expect("en is a locale"))
}

fn is_signed(secret: &str, text: &str, signature: &str) -> bool {
    let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(text.as_bytes());
    let bytes = (0..signature.len() / 2)
        .map(|at| signature.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()));
    bytes.collect::<Option<Vec<u8>>>().is_some_and(|bytes| mac.verify_slice(&bytes).is_ok())
}

/// The first `most` characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
