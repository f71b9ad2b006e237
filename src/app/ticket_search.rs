//! The index of tickets follows the store, and agents search both it and the content.

use jiff::Timestamp;

use super::{Actor, App, Result, Right, converse::parse_locale};
use crate::{
    base::{ArticleKey, Audience},
    search::{Answer, Facets, Hit, HitKind, Query, TicketDocument, conditions},
    store::{Ticket, TicketNumber},
};

/// Tickets read in one go while following.
const BATCH: u64 = 200;
/// Tickets shown among the articles when all kinds are asked for.
const AMONG_ARTICLES: usize = 3;

/// How far a list can be paged.
const MAX_OFFSET: usize = 1_000;

/// Where a hit of the mixed list comes from, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Content(usize),
    Ticket(usize),
}

/// One list of two: a few of the content, a few tickets, the rest of the content, the rest of the tickets;
/// tickets found by number or address before all else.
#[derive(Debug, Clone, Copy)]
struct Mixed {
    content: usize,
    /// Of the content, those that stand before the tickets.
    lead: usize,
    tickets: usize,
    exact: bool,
}

impl Mixed {
    fn page(self, offset: usize, limit: usize) -> Vec<Place> {
        let lead = if self.exact { 0 } else { self.lead.min(self.content) };
        let among = if self.exact { self.tickets } else { self.tickets.min(AMONG_ARTICLES) };
        let content = (0..self.content).map(Place::Content);
        let tickets = (0..self.tickets).map(Place::Ticket);
        let all = content.clone().take(lead).chain(tickets.clone().take(among));
        all.chain(content.skip(lead)).chain(tickets.skip(among)).skip(offset).take(limit).collect()
    }
}

impl App {
    /// Says that a ticket has changed: the follower looks at once.
    pub(super) fn ticket_changed(&self) {
        self.tickets_changed.notify_one();
    }

    /// Waits for a ticket to change.
    pub async fn ticket_change(&self) {
        self.tickets_changed.notified().await;
    }

    /// Brings what has changed since the last time into the index of tickets; how many tickets that were.
    ///
    /// # Errors
    /// When store or index fail; nothing is lost, the next call goes on from the same place.
    pub async fn follow_tickets(&self) -> Result<usize> {
        let mut followed = 0;
        loop {
            let after = self.tickets.cursor();
            let changed = self.store.list_tickets_changed_since(after, BATCH).await?;
            let Some(last) = changed.last().map(|ticket| ticket.change) else { return Ok(followed) };
            let mut documents = Vec::with_capacity(changed.len());
            for ticket in &changed {
                documents.push(self.ticket_document(ticket).await?);
            }
            tokio::task::block_in_place(|| self.tickets.put(&documents, last)).map_err(anyhow::Error::from)?;
            followed += changed.len();
        }
    }

    async fn ticket_document(&self, ticket: &Ticket) -> Result<TicketDocument> {
        let messages = self.store.list_ticket_messages(ticket.number, true).await?;
        let mut text: Vec<String> = messages.into_iter().map(|message| message.body).collect();
        if let Some(id) = ticket.conversation_id {
            let said = self.store.list_conversation_messages(id, 0).await?;
            text.extend(said.into_iter().map(|message| message.text));
        }
        Ok(TicketDocument {
            number: ticket.number.0,
            subject: ticket.subject.clone(),
            requester_name: ticket.requester_name.clone(),
            requester_email: ticket.requester_email.clone(),
            locale: parse_locale(&ticket.locale),
            status: ticket.status.to_string(),
            tags: self.store.list_ticket_tags(ticket.number).await?,
            text: text.join("\n"),
            updated_at: ticket.updated_at.into(),
        })
    }

    /// Everything an agent may see: articles, internal ones too, replies, cards, and tickets if the role
    /// allows them. A number or an address finds its ticket first.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`] for roles that may not read.
    pub async fn desk_search(&self, actor: &Actor, query: &Query) -> Result<Answer> {
        actor.require(Right::Read)?;
        let mut answer = self.found_at_desk(actor, query)?;
        let snapshot = self.snapshot();
        let view = snapshot.view(Audience::Agent);
        for hit in answer.hits.iter_mut().filter(|hit| hit.kind == HitKind::Article) {
            let article = view.article(&parse_locale(&hit.locale), &ArticleKey::from(hit.article.as_str()));
            // On the public page the agent would not find what only agents see.
            if article.is_some_and(|article| article.visibility == Audience::Public && view.mentions_agents(article)) {
                let anchor = hit.url.split_once('#').map(|(_, anchor)| format!("#{anchor}")).unwrap_or_default();
                let key = crate::kb::encode_path(&hit.article);
                hit.url = format!("/desk/read/article/{}/{key}{anchor}", hit.locale);
            }
        }
        Ok(answer)
    }

    fn found_at_desk(&self, actor: &Actor, query: &Query) -> Result<Answer> {
        let now = self.clock.now();
        let asked = conditions(&query.text);
        if query.kind.or(asked.kind) == Some(HitKind::Ticket) {
            actor.require(Right::Tickets)?;
            let query = Query { text: if asked.narrowed { asked.text } else { query.text.clone() }, ..query.clone() };
            return Ok(self.only_tickets(&query, now));
        }
        let narrowed = asked.narrowed || query.kind.is_some() || query.category.is_some() || query.tag.is_some();
        let tickets = self.tickets.search(&query.text, &query.locale, 0, query.offset + query.limit, now);
        if narrowed || tickets.total == 0 || !actor.may(Right::Tickets) {
            return Ok(self.search(Audience::Agent, query));
        }
        let first = Query { offset: 0, ..query.clone() };
        let mut answer = self.search(Audience::Agent, &first);
        // A ticket that holds all words stands before articles that hold some, or others like them.
        let lead = if tickets.all_words && !answer.sure { 0 } else { lead(&answer) };
        if lead == 0 {
            // Tickets hold the words as they were typed.
            answer.did_you_mean = None;
        }
        let mixed = Mixed { content: answer.total, lead, tickets: tickets.total, exact: tickets.exact };
        let page = mixed.page(query.offset, query.limit);
        let of_content = page.iter().filter_map(|place| match place {
            Place::Content(at) => Some(*at),
            Place::Ticket(_) => None,
        });
        let offset = of_content.min().unwrap_or(0);
        if offset > 0 {
            let facets = answer.facets.take();
            answer = Answer { facets, ..self.search(Audience::Agent, &Query { offset, ..query.clone() }) };
        }
        let mut content: Vec<Option<Hit>> = answer.hits.drain(..).map(Some).collect();
        let mut found: Vec<Option<Hit>> = tickets.hits.into_iter().map(Some).collect();
        let hits = page.into_iter().filter_map(|place| match place {
            Place::Content(at) => content.get_mut(at - offset)?.take(),
            Place::Ticket(at) => found.get_mut(at)?.take(),
        });
        answer.hits = hits.collect();
        answer.total = mixed.content + mixed.tickets;
        let end = query.offset + query.limit;
        answer.next_cursor = (end < answer.total && end <= MAX_OFFSET).then(|| end.to_string());
        if let Some(facets) = &mut answer.facets {
            facets.kinds.push((HitKind::Ticket, mixed.tickets));
        }
        Ok(answer)
    }

    fn only_tickets(&self, query: &Query, now: Timestamp) -> Answer {
        let found = self.tickets.search(&query.text, &query.locale, query.offset, query.limit, now);
        let end = query.offset + found.hits.len();
        Answer {
            query: query.text.clone(),
            locale: query.locale.to_string(),
            revision: self.snapshot.load().revision.to_string(),
            took_ms: 0.0,
            total: found.total,
            next_cursor: (end < found.total && !found.hits.is_empty()).then(|| end.to_string()),
            facets: query.facets.then(|| Facets { kinds: vec![(HitKind::Ticket, found.total)], ..Facets::default() }),
            hits: found.hits,
            ..Answer::default()
        }
    }

    /// Tickets like one, by its whole text.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`], [`super::Error::NotFound`].
    pub async fn similar_tickets(&self, actor: &Actor, number: TicketNumber, limit: usize) -> Result<Vec<Hit>> {
        actor.require(Right::Tickets)?;
        let (locale, text) = self.ticket_text(number).await?;
        Ok(self.tickets.similar(&text, &locale, number.0, limit, self.clock.now()))
    }
}

/// How much of the content stands before the tickets: what is nearly as good as the best of it, a few at
/// most; nothing where it was found only by taking the words for others.
fn lead(answer: &Answer) -> usize {
    let best = answer.hits.first().filter(|_| answer.did_you_mean.is_none()).map_or(f32::INFINITY, |hit| hit.score);
    answer.hits.iter().take(AMONG_ARTICLES).take_while(|hit| hit.score >= 0.5 * best).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_the_mixed_list_join() {
        for exact in [false, true] {
            let mixed = Mixed { content: 7, lead: 3, tickets: 5, exact };
            let whole = mixed.page(0, 50);
            let pages: Vec<Place> = (0..5).flat_map(|page| mixed.page(page * 3, 3)).collect();
            assert_eq!((whole.len(), &pages), (12, &whole));
            assert_eq!(whole[0], if exact { Place::Ticket(0) } else { Place::Content(0) });
            assert_eq!(whole[3], if exact { Place::Ticket(3) } else { Place::Ticket(0) });
        }
    }
}
