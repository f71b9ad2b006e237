//! Conversations with the bot: begun, continued turn by turn, read by whoever holds the token.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _,
};
use serde_json::Value as Json;
use subtle::ConstantTimeEq as _;

use crate::{
    base::{Locale, Token},
    bot::{State, Turn},
    desk::Author,
    store::{
        Conversation, ConversationId, ConversationMessage, Moment, Store, StoreError, TicketNumber, Tx,
        entities::{conversation, conversation_message},
        value::{clean, clean_json, new_id},
    },
};

/// A conversation to begin.
#[derive(Debug, Clone)]
pub struct NewConversation<'a> {
    /// The visitor's token; only its hash is kept.
    pub token: &'a Token,
    /// Language.
    pub locale: &'a Locale,
    /// The page that embeds the widget.
    pub page_url: Option<String>,
    /// What the embedding site says of the visitor.
    pub visitor: Option<Json>,
    /// The same visitor, without saying who.
    pub visitor_hash: Option<String>,
    /// The dialogue's memory after the greeting.
    pub state: State,
    /// The greeting.
    pub greeting: &'a Turn,
}

/// What a turn adds to a conversation.
#[derive(Debug, Clone)]
pub struct NewTurn<'a> {
    /// What the visitor said or pressed (the button's label).
    pub said: Option<String>,
    /// The bot's answer.
    pub turn: Option<&'a Turn>,
    /// The dialogue's memory after it.
    pub state: State,
    /// What it means for the conversation.
    pub change: ConversationChange,
}

/// What a turn means for a conversation; `None` leaves as is.
#[derive(Debug, Clone, Default)]
pub struct ConversationChange {
    /// The turn answered, or did not.
    pub answered: Option<bool>,
    /// What the visitor said of the answer: `Some(None)` forgets it, a new question was asked.
    pub helped: Option<Option<bool>>,
    /// A ticket or a person took over.
    pub handed_off: Option<bool>,
    /// The ticket.
    pub ticket: Option<TicketNumber>,
    /// Closed, or open again.
    pub closed: Option<bool>,
    /// The language it goes on in.
    pub locale: Option<Locale>,
}

/// Which conversations.
#[derive(Debug, Clone)]
pub struct ConversationFilter {
    /// Touched since then.
    pub since: Timestamp,
    /// In this language.
    pub locale: Option<String>,
    /// How they stand.
    pub end: Option<ConversationEnd>,
}

/// How a conversation stands, as far as its last turns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationEnd {
    /// A ticket or a person took over.
    HandedOff,
    /// The visitor said that it helped.
    Helped,
    /// The visitor said that it did not.
    NotHelped,
    /// The last question is answered, and nobody said how well.
    Answered,
    /// The last question has no answer.
    Open,
}

impl ConversationEnd {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::HandedOff, Self::Helped, Self::NotHelped, Self::Answered, Self::Open];

    /// As addresses and interface texts name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HandedOff => "handed-off",
            Self::Helped => "helped",
            Self::NotHelped => "not-helped",
            Self::Answered => "answered",
            Self::Open => "open",
        }
    }

    fn condition(self) -> Condition {
        use conversation::Column;
        let by_itself = Condition::all().add(Column::HandedOff.eq(false));
        match self {
            Self::HandedOff => Condition::all().add(Column::HandedOff.eq(true)),
            Self::Helped => by_itself.add(Column::Helped.eq(true)),
            Self::NotHelped => by_itself.add(Column::Helped.eq(false)),
            Self::Answered => by_itself.add(Column::Helped.is_null()).add(Column::Answered.eq(true)),
            Self::Open => by_itself.add(Column::Helped.is_null()).add(Column::Answered.eq(false)),
        }
    }
}

impl Conversation {
    /// How it stands.
    #[must_use]
    pub fn end(&self) -> ConversationEnd {
        match (self.handed_off, self.helped, self.answered) {
            (true, ..) => ConversationEnd::HandedOff,
            (_, Some(true), _) => ConversationEnd::Helped,
            (_, Some(false), _) => ConversationEnd::NotHelped,
            (_, None, true) => ConversationEnd::Answered,
            _ => ConversationEnd::Open,
        }
    }
}

impl Store {
    /// The conversation with this id, if the token is its token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_conversation(
        &self,
        id: ConversationId,
        token: &Token,
    ) -> Result<Option<Conversation>, StoreError> {
        let found = conversation::Entity::find_by_id(id).one(self.reader()).await?;
        let hash = token.hash();
        Ok(found.filter(|found| bool::from(found.token_hash.as_bytes().ct_eq(hash.as_bytes()))))
    }

    /// The conversation with this id, for the desk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        Ok(conversation::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// Conversations that a visitor has written in, the latest first; `after`: the last of the page before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_conversations(
        &self,
        filter: &ConversationFilter,
        after: Option<(Timestamp, ConversationId)>,
        limit: u64,
    ) -> Result<Vec<Conversation>, StoreError> {
        use conversation::Column;
        let mut query = conversation::Entity::find()
            .filter(Column::UpdatedAt.gt(Moment::from(filter.since)))
            .filter(Column::VisitorMessages.gt(0));
        if let Some(locale) = &filter.locale {
            query = query.filter(Column::Locale.eq(locale.as_str()));
        }
        if let Some(end) = filter.end {
            query = query.filter(end.condition());
        }
        if let Some((at, id)) = after {
            let same = Condition::all().add(Column::UpdatedAt.eq(Moment::from(at))).add(Column::Id.lt(id));
            query = query.filter(Condition::any().add(Column::UpdatedAt.lt(Moment::from(at))).add(same));
        }
        Ok(query.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id).limit(limit).all(self.reader()).await?)
    }

    /// The messages of several conversations, each in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_messages_of(&self, ids: &[ConversationId]) -> Result<Vec<ConversationMessage>, StoreError> {
        Ok(conversation_message::Entity::find()
            .filter(conversation_message::Column::ConversationId.is_in(ids.iter().copied()))
            .order_by_asc(conversation_message::Column::ConversationId)
            .order_by_asc(conversation_message::Column::Seq)
            .limit(20_000)
            .all(self.reader())
            .await?)
    }

    /// Conversations last touched between `after` and `before` that a visitor has written in, that are
    /// still open and with no person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_quiet_conversations(
        &self,
        after: Timestamp,
        before: Timestamp,
        limit: u64,
    ) -> Result<Vec<Conversation>, StoreError> {
        Ok(conversation::Entity::find()
            .filter(conversation::Column::UpdatedAt.gt(Moment::from(after)))
            .filter(conversation::Column::UpdatedAt.lt(Moment::from(before)))
            .filter(conversation::Column::ClosedAt.is_null())
            .filter(conversation::Column::HandedOff.eq(false))
            .filter(conversation::Column::VisitorMessages.gt(0))
            .order_by_asc(conversation::Column::UpdatedAt)
            .limit(limit)
            .all(self.reader())
            .await?)
    }

    /// Its messages after number `after` (0: all), in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_conversation_messages(
        &self,
        id: ConversationId,
        after: i32,
    ) -> Result<Vec<ConversationMessage>, StoreError> {
        Ok(conversation_message::Entity::find()
            .filter(conversation_message::Column::ConversationId.eq(id))
            .filter(conversation_message::Column::Seq.gt(after))
            .order_by_asc(conversation_message::Column::Seq)
            .limit(2000)
            .all(self.reader())
            .await?)
    }
}

impl Tx {
    /// Begins a conversation with its greeting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_conversation(
        &self,
        new: NewConversation<'_>,
        now: Timestamp,
    ) -> Result<Conversation, StoreError> {
        let row = Conversation {
            id: ConversationId(new_id(now)),
            token_hash: new.token.hash(),
            locale: new.locale.to_string(),
            page_url: new.page_url.map(clean),
            visitor: new.visitor.map(clean_json),
            visitor_hash: new.visitor_hash,
            state: clean_json(new.state.0),
            version: 1,
            seq: 1,
            closed_at: None,
            answered: false,
            helped: None,
            handed_off: false,
            visitor_messages: 0,
            ticket: None,
            created_at: now.into(),
            updated_at: now.into(),
        };
        conversation::Entity::insert(row.clone().into_active_model()).exec_without_returning(self.connection()).await?;
        insert_message(self.connection(), row.id, 1, bot_message(new.greeting)?, now).await?;
        Ok(row)
    }

    /// Adds a turn to the conversation as it was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another tab or server has added one meanwhile: read it again and
    /// let the bot answer again.
    pub async fn append_turn(
        &self,
        read: &Conversation,
        new: NewTurn<'_>,
        now: Timestamp,
    ) -> Result<Conversation, StoreError> {
        let said = new.said.map(|text| (Author::Visitor, clean(text), None));
        let mut next = changed(read, new.change, now);
        next.visitor_messages += i32::from(said.is_some());
        next.state = clean_json(new.state.0);
        let answer = new.turn.map(bot_message).transpose()?;
        let messages: Vec<_> = said.into_iter().chain(answer).collect();
        self.store_conversation(read, next, messages, now).await
    }

    /// Adds a message of an agent or a notice, whatever has been said meanwhile; `None` without such a
    /// conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn append_conversation_message(
        &self,
        id: ConversationId,
        author: Author,
        text: String,
        now: Timestamp,
    ) -> Result<Option<Conversation>, StoreError> {
        let found = conversation::Entity::find_by_id(id).lock_exclusive().one(self.connection()).await?;
        let Some(read) = found else { return Ok(None) };
        let next = changed(&read, ConversationChange::default(), now);
        Ok(Some(self.store_conversation(&read, next, vec![(author, clean(text), None)], now).await?))
    }

    async fn store_conversation(
        &self,
        read: &Conversation,
        mut next: Conversation,
        messages: Vec<NewMessage>,
        now: Timestamp,
    ) -> Result<Conversation, StoreError> {
        next.version = read.version + 1;
        next.seq = read.seq + i32::try_from(messages.len()).expect("a turn has a handful of messages");
        let updated = conversation::Entity::update_many()
            .set(next.clone().into_active_model().reset_all())
            .filter(conversation::Column::Id.eq(read.id))
            .filter(conversation::Column::Version.eq(read.version))
            .exec(self.connection())
            .await?;
        if updated.rows_affected == 0 {
            return Err(StoreError::Conflict("the conversation"));
        }
        for (seq, message) in (read.seq + 1..).zip(messages) {
            insert_message(self.connection(), read.id, seq, message, now).await?;
        }
        Ok(next)
    }
}

type NewMessage = (Author, String, Option<Json>);

fn changed(read: &Conversation, change: ConversationChange, now: Timestamp) -> Conversation {
    let closed_at = match change.closed {
        Some(true) => Some(now.into()),
        Some(false) => None,
        None => read.closed_at,
    };
    Conversation {
        answered: change.answered.unwrap_or(read.answered),
        helped: change.helped.unwrap_or(read.helped),
        handed_off: change.handed_off.unwrap_or(read.handed_off),
        ticket: change.ticket.or(read.ticket),
        locale: change.locale.map_or_else(|| read.locale.clone(), Into::into),
        closed_at,
        updated_at: now.into(),
        ..read.clone()
    }
}

fn bot_message(turn: &Turn) -> Result<NewMessage, StoreError> {
    let text = turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let json = serde_json::to_value(turn).map_err(|error| StoreError::Invalid(error.to_string()))?;
    Ok((Author::Bot, clean(text), Some(clean_json(json))))
}

async fn insert_message(
    connection: &impl ConnectionTrait,
    conversation: ConversationId,
    seq: i32,
    (author, text, turn): NewMessage,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = conversation_message::ActiveModel {
        conversation_id: Set(conversation),
        seq: Set(seq),
        author: Set(author),
        text: Set(text),
        turn: Set(turn),
        at: Set(now.into()),
    };
    conversation_message::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}
