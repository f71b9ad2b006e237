//! One turn of a conversation: what the visitor did goes in, the bot's answer, its memory and the ticket it may lead
//! to are written in one transaction. Who was quicker meanwhile wins; the slower is told of the conflict.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    App, Error, Result, Snapshot,
    converse::{cut, known_visitor, parse_locale},
    tickets::{HandOff, remember, replay},
};
use crate::{
    base::{Locale, Token},
    bot::{Context, Effect, Input, Outcome, State, Turn},
    desk::{
        Author, Status,
        attachment::{MAX_FILES, MAX_TOTAL},
    },
    store::{Conversation, ConversationChange, NewAttachment, NewTurn, StoreError, Tx},
};

/// A turn fails because of the store (a conflict is tried again) or otherwise.
pub(super) enum TurnError {
    Store(StoreError),
    App(Error),
}

impl From<StoreError> for TurnError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for TurnError {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// What a turn begins with.
struct Round<'a> {
    conversation: &'a Conversation,
    now: Timestamp,
    snapshot: Arc<Snapshot>,
    locale: Locale,
    context: Context,
    time_zone: Option<String>,
}

impl App {
    /// Answers one input.
    ///
    /// # Errors
    /// A conflict of the store when another turn was quicker; whatever else fails.
    pub(super) async fn answer(
        &self,
        conversation: &Conversation,
        input: &Input,
        file: Option<&NewAttachment>,
        key: Option<&str>,
    ) -> Result<Turn, TurnError> {
        let said = said(conversation, input, self).await?;
        let mut round = self.round(conversation);
        (round.context.agent_joined, round.context.ticket_closed) = self.ticket_stands(conversation).await?;
        let scope = format!("conversation:{}", conversation.id);
        let mut tx = self.store.write().await?;
        if let Some(again) = replay(&tx, &scope, key, said.as_bytes(), round.now).await? {
            return Ok(again);
        }
        let (bot, state) = (&round.snapshot.bot, State(conversation.state.clone()));
        if matches!(input, Input::File { .. }) {
            if !bot.awaits_file(&round.locale, &state, &round.context) {
                return Err(Error::invalid("file", "is not asked for at this point of the conversation").into());
            }
            keep_file(&tx, conversation, file, round.now).await?;
        }
        let mut outcome = bot.turn(&round.locale, &state, input, &round.context);
        if let Some(call) = outcome.call() {
            // Nothing is locked while somebody else is waited for; who was quicker meanwhile wins.
            drop(tx);
            let result = self.look_up(conversation, call).await;
            let next = bot.called(&round.locale, &outcome.state, result, &round.context);
            outcome = outcome.followed_by(next);
            tx = self.store.write().await?;
            if let Some(again) = replay(&tx, &scope, key, said.as_bytes(), round.now).await? {
                return Ok(again);
            }
            keep_file(&tx, conversation, file, round.now).await?;
        }
        let (turn, handed_off) = self.write_turn(&tx, &round, said, outcome).await?;
        remember(&tx, &scope, key, &turn).await?;
        tx.commit().await?;
        if handed_off {
            self.ticket_changed();
        }
        Ok(turn)
    }

    /// Whether a person of the team has written in it and its ticket is not solved, so that what is said now is for
    /// them; and whether its ticket is closed for good.
    async fn ticket_stands(&self, conversation: &Conversation) -> Result<(bool, bool), StoreError> {
        let Some(number) = conversation.ticket else { return Ok((false, false)) };
        match self.store.find_ticket(number).await?.map(|ticket| ticket.status) {
            None | Some(Status::Solved) => Ok((false, false)),
            Some(Status::Closed) => Ok((false, true)),
            Some(_) => {
                let rows = self.store.list_conversation_messages(conversation.id, 0).await?;
                Ok((rows.iter().any(|row| row.author == Author::Agent), false))
            }
        }
    }

    /// What a turn of this conversation begins with.
    fn round<'a>(&self, conversation: &'a Conversation) -> Round<'a> {
        let now = self.clock.now();
        let visitor = known_visitor(conversation);
        Round {
            conversation,
            now,
            snapshot: self.snapshot(),
            locale: parse_locale(&conversation.locale),
            context: self.context(&visitor, conversation.page_url.clone(), now),
            time_zone: visitor.time_zone,
        }
    }

    /// Writes a turn down and does what must be done because of it; says whether it led to a ticket.
    async fn write_turn(
        &self,
        tx: &Tx,
        round: &Round<'_>,
        said: String,
        mut outcome: Outcome,
    ) -> Result<(Turn, bool), TurnError> {
        let Round { conversation, locale, context, now, .. } = round;
        let mut change = change_of(&outcome.turn, &outcome.effects);
        let packets = outcome.effects.iter().filter_map(|effect| match effect {
            Effect::HandOff(packet) => Some(packet),
            _ => None,
        });
        for packet in packets {
            let visitor_time_zone = round.time_zone.clone();
            let ticket = self.hand_off(tx, HandOff { packet, conversation, locale, visitor_time_zone }, *now).await?;
            change.ticket = Some(ticket.number);
            change.handed_off = Some(true);
            (outcome.state, outcome.turn) =
                round.snapshot.bot.ticket_created(locale, &outcome.state, ticket.shown, context);
        }
        let handed_off = change.handed_off == Some(true);
        let new = NewTurn { said: Some(said), turn: Some(&outcome.turn), state: outcome.state, change };
        let after = tx.append_turn(conversation, new, *now).await?;
        self.note_effects(tx, &after, locale, &outcome.effects, *now).await?;
        Ok((outcome.turn, handed_off))
    }

    /// Makes a card's call; the log says why one brings nothing.
    async fn look_up(
        &self,
        conversation: &Conversation,
        call: &crate::bot::Call,
    ) -> Option<std::collections::BTreeMap<String, String>> {
        let key = Token::shown(format!("{}/{}/{}", conversation.id, conversation.version, call.endpoint)).hash();
        match super::call::call(&self.config.bot.endpoints, call, &key).await {
            Ok(values) => Some(values),
            Err(error) => {
                tracing::warn!(endpoint = call.endpoint, %error, "a card's call brought nothing");
                None
            }
        }
    }
}

/// Keeps a file with its conversation, as long as there are not too many.
async fn keep_file(
    tx: &Tx,
    conversation: &Conversation,
    file: Option<&NewAttachment>,
    now: Timestamp,
) -> Result<(), TurnError> {
    let Some(file) = file else { return Ok(()) };
    let (count, bytes) = tx.conversation_files(conversation.id).await?;
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX).saturating_add(file.content.len());
    if count >= MAX_FILES || bytes > MAX_TOTAL {
        return Err(Error::invalid("file", "is one more than a conversation takes").into());
    }
    Ok(tx.insert_conversation_file(conversation.id, file.clone(), now).await?)
}

/// What is written down as said: a button's label, a form as its fields' names, never more.
async fn said(conversation: &Conversation, input: &Input, app: &App) -> Result<String, StoreError> {
    Ok(match input {
        Input::Text(text) => text.clone(),
        Input::File { name, .. } => name.clone(),
        Input::Form(form) => [&form.name, &form.email, &form.body].map(String::as_str).join("\n").trim().to_owned(),
        Input::Option(id) => {
            let rows = app.store.list_conversation_messages(conversation.id, 0).await?;
            let turns = rows.into_iter().rev().filter_map(|row| serde_json::from_value::<Turn>(row.turn?).ok());
            let labels = turns.flat_map(|turn| turn.options).find(|option| option.id == *id).map(|option| option.label);
            labels.unwrap_or_else(|| cut(id, 200))
        }
    })
}

pub(super) fn change_of(turn: &Turn, effects: &[Effect]) -> ConversationChange {
    use crate::bot::TurnAction as Action;
    let helped = effects.iter().rev().find_map(|effect| match effect {
        Effect::Feedback { helped, .. } => Some(*helped),
        _ => None,
    });
    let answered = match turn.action {
        Action::Answer => Some(true),
        Action::Clarify | Action::Suggest | Action::Fallback => Some(false),
        _ => None,
    };
    ConversationChange {
        answered,
        helped: helped.map(Some).or_else(|| answered.map(|_| None)),
        closed: Some(effects.contains(&Effect::Closed)),
        ..ConversationChange::default()
    }
}
