//! What goes into an agent's reply: saved replies filled in for a ticket, and links to articles.

use super::{Actor, App, Error, Result, Right, converse::parse_locale, tickets};
use crate::{
    base::{ArticleKey, Audience, Locale, i18n},
    kb::{Reply, absolute_links, placeholders},
    store::{Ticket, TicketNumber},
};

impl App {
    /// The saved replies for a ticket's language (else the site's), by title.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn saved_replies(&self, actor: &Actor, locale: &Locale) -> Result<Vec<Reply>> {
        actor.require(Right::Tickets)?;
        let snapshot = self.snapshot();
        let own = snapshot.library.replies(locale);
        let replies = if own.is_empty() { snapshot.library.replies(&self.default_locale()) } else { own };
        Ok(replies.to_vec())
    }

    /// A saved reply for a ticket: placeholders filled, links as a customer's mail program can follow them.
    /// Placeholders that nobody fills stay, for [`unfilled`] to find.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn filled_reply(&self, actor: &Actor, number: TicketNumber, id: &str) -> Result<String> {
        let ticket = self.ticket(actor, number).await?.ticket;
        let locale = parse_locale(&ticket.locale);
        let replies = self.saved_replies(actor, &locale)?;
        let reply = replies.into_iter().find(|reply| reply.id == id).ok_or(Error::NotFound)?;
        let snapshot = self.snapshot();
        let body = absolute_links(snapshot.view(Audience::Public), &reply, &self.config.public_url());
        let mut values = vec![
            ("{requester_name}", ticket.requester_name.clone()),
            ("{ticket_number}", ticket.number.to_string()),
            ("{agent_name}", actor.name.clone()),
        ];
        values.extend(self.reply_expected(&ticket, &locale).map(|moment| ("{expected_reply}", moment)));
        Ok(values.iter().fold(body, |body, (name, value)| body.replace(name, value)))
    }

    /// When the requester can expect the next reply, in words: what is promised, else what would be promised
    /// if they wrote now.
    fn reply_expected(&self, ticket: &Ticket, locale: &Locale) -> Option<String> {
        let now = self.clock.now();
        let promised = tickets::expected(ticket).filter(|due| *due > now);
        let due = promised.or_else(|| self.next_reply_due(ticket, ticket.priority, now));
        let due = due.or_else(|| self.expected_reply_at(ticket.priority, now))?;
        Some(i18n::date_time(locale, &due.to_zoned(self.time_zone())))
    }

    /// An article as a Markdown link for a reply: its public address if customers may read it, else none.
    ///
    /// # Errors
    /// [`Error::NotFound`] for articles that customers cannot open.
    pub fn article_link(&self, locale: &Locale, key: &ArticleKey) -> Result<String> {
        let snapshot = self.snapshot();
        let article = snapshot.view(Audience::Public).article(locale, key).ok_or(Error::NotFound)?;
        let title = article.title.replace(['[', ']'], "");
        Ok(format!("[{title}]({}{})", self.config.public_url(), article.url()))
    }
}

/// Placeholders of saved replies that a text still holds, each once, in their order.
#[must_use]
pub fn unfilled(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for found in placeholders(text) {
        if !out.iter().any(|known| known == found.written) {
            out.push(found.written.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unfilled;

    #[test]
    fn what_nobody_filled_is_found_before_a_customer_reads_it() {
        assert_eq!(unfilled("Hi {nmae}, see {article_url}. {nmae}!"), ["{nmae}", "{article_url}"]);
        assert!(unfilled("Use `{order}` in code, {} and { a } in text, or ${HOME}.").is_empty());
        assert_eq!(unfilled("Hola {{requester.name}}"), ["{{requester.name}}"]);
    }
}
