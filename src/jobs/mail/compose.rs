//! From what a letter tells to the letter itself: texts in the reader's language, headers that keep a
//! ticket's letters together and tell machines that a machine writes.

use anyhow::Context as _;
use jiff::{Timestamp, tz::TimeZone};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{
    Mailer, reply_address,
    view::{View, Written},
};
use crate::{
    base::{
        Locale,
        i18n::{Arg, date_time, interface_locale, t, t_args},
    },
    desk::{Author, Status, expected_reply},
    store::{ConversationId, Letter, LinkPurpose, OutboxId, Ticket, TicketNumber, User, UserId},
};

/// Longest quote of what the reader wrote, in characters.
const QUOTE: usize = 2000;
/// Longest conversation in a letter, in characters.
const TRANSCRIPT: usize = 100_000;
/// Longest subject, in characters.
const SUBJECT: usize = 150;

/// A letter that is ready but for its headers.
pub(super) struct Draft {
    name: String,
    address: String,
    subject: String,
    view: View,
    ticket: Option<TicketNumber>,
    /// Identifies the letter within its thread; none: the outbox item does.
    id: Option<String>,
    /// What `Auto-Submitted` says; none for what a person wrote.
    automatic: Option<&'static str>,
}

/// What a letter to a person of the desk says, by message.
struct ToPerson {
    purpose: LinkPurpose,
    subject: &'static str,
    lead: &'static str,
    button: &'static str,
    unexpected: &'static str,
}

const INVITATION: ToPerson = ToPerson {
    purpose: LinkPurpose::Invite,
    subject: "mail-invitation-subject",
    lead: "mail-invitation-lead",
    button: "mail-invitation-button",
    unexpected: "mail-invitation-unexpected",
};

const PASSWORD: ToPerson = ToPerson {
    purpose: LinkPurpose::Password,
    subject: "mail-password-subject",
    lead: "mail-password-lead",
    button: "mail-password-button",
    unexpected: "mail-password-unexpected",
};

/// Writes a letter; `None` when what it tells of is gone, or its reader may not come in any more.
pub(super) async fn draft(mailer: &Mailer, letter: &Letter) -> anyhow::Result<Option<Draft>> {
    match letter {
        Letter::Invitation { user } => person(mailer, *user, &INVITATION).await,
        Letter::Transcript { conversation, address } => transcript(mailer, *conversation, address).await,
        Letter::PasswordReset { user } => person(mailer, *user, &PASSWORD).await,
        Letter::TicketReceived { ticket }
        | Letter::TicketSolved { ticket }
        | Letter::TicketReplied { ticket, .. }
        | Letter::TicketMerged { ticket, .. } => {
            let Some(ticket) = mailer.store.find_ticket(*ticket).await? else { return Ok(None) };
            about_ticket(mailer, letter, &ticket).await
        }
    }
}

async fn about_ticket(mailer: &Mailer, letter: &Letter, ticket: &Ticket) -> anyhow::Result<Option<Draft>> {
    let locale = interface_locale(&ticket.locale.parse::<Locale>().unwrap_or_else(|_| english())).clone();
    let say = Speaker { mailer, locale, name: ticket.requester_name.clone(), ticket: Some(ticket) };
    let url = (mailer.ticket_url)(ticket);
    let messages = mailer.store.list_ticket_messages(ticket.number, false).await?;
    let mut view = say.view();
    view.button = Some((say.t("mail-open-ticket"), url.clone()));
    view.notes.push(say.t(if mailer.reply_base().is_some() { "mail-answer-by-mail" } else { "mail-answer-on-page" }));
    let (subject, id, automatic) = match letter {
        Letter::TicketReplied { message, .. } => {
            let Some(reply) = messages.iter().find(|written| written.id == *message) else { return Ok(None) };
            view.lead = vec![say.with("mail-replied-lead", &[("agent", reply.author_name.as_str().into())])];
            view.written = Some(Written::markdown(&reply.body, &mailer.config.public_url()));
            if ticket.status == Status::Solved {
                view.notes.insert(0, say.t("mail-solved-rate"));
                view.marks = marks(&url);
            }
            (subject_again(ticket), Some(format!("message-{message}")), None)
        }
        Letter::TicketSolved { .. } => {
            view.lead = vec![say.t("mail-solved-lead"), say.t("mail-solved-rate")];
            view.marks = marks(&url);
            (say.about("mail-solved-subject", ticket), None, Some("auto-generated"))
        }
        Letter::TicketMerged { from, .. } => {
            view.lead = vec![say.with("mail-merged-lead", &[("from", from.to_string().into())])];
            (subject_again(ticket), Some(format!("merged-{from}-{}", ticket.number)), Some("auto-generated"))
        }
        _ => {
            view.lead = vec![say.t("mail-received-lead")];
            view.lead.extend(say.expected());
            view.lead.push(say.t("mail-received-quote"));
            view.written = messages.first().map(|first| Written::quote(&first.body, QUOTE));
            (say.about("mail-received-subject", ticket), Some(root(ticket.number)), Some("auto-replied"))
        }
    };
    Ok(Some(Draft {
        name: ticket.requester_name.clone(),
        address: ticket.requester_email.clone(),
        subject,
        view,
        ticket: Some(ticket.number),
        id,
        automatic,
    }))
}

/// What was said in a conversation, a line each.
async fn transcript(mailer: &Mailer, id: ConversationId, address: &str) -> anyhow::Result<Option<Draft>> {
    let Some(conversation) = mailer.store.read_conversation(id).await? else { return Ok(None) };
    let locale = interface_locale(&conversation.locale.parse::<Locale>().unwrap_or_else(|_| english())).clone();
    let say = Speaker { mailer, locale, name: String::new(), ticket: None };
    let messages = mailer.store.list_conversation_messages(id, 0).await?;
    let who = |author: Author| match author {
        Author::Visitor | Author::Requester => say.t("widget-you"),
        Author::Bot => say.t("widget-bot"),
        Author::Agent | Author::System => say.t("widget-agent"),
    };
    let lines: Vec<String> =
        messages.iter().map(|said| format!("{}: {}", who(said.author), said.text.trim())).collect();
    let mut view = say.view();
    view.lead = vec![say.t("mail-transcript-lead")];
    view.written = Some(Written::quote(&lines.join("\n\n"), TRANSCRIPT));
    view.notes = vec![say.t("mail-transcript-unexpected")];
    Ok(Some(Draft {
        name: String::new(),
        address: address.to_owned(),
        subject: say.t("mail-transcript-subject"),
        view,
        ticket: None,
        id: None,
        automatic: Some("auto-generated"),
    }))
}

async fn person(mailer: &Mailer, id: UserId, letter: &ToPerson) -> anyhow::Result<Option<Draft>> {
    let found = mailer.store.find_user(id).await?.filter(|user: &User| user.disabled_at.is_none());
    let Some(user) = found else { return Ok(None) };
    let own = user.locale.as_ref().or(mailer.config.site.default_locale.as_ref()).and_then(|tag| tag.parse().ok());
    let locale = interface_locale(&own.unwrap_or_else(english)).clone();
    let say = Speaker { mailer, locale, name: user.name.clone(), ticket: None };
    let now = mailer.clock.now();
    let tx = mailer.store.write().await?;
    let token = tx.insert_link(letter.purpose, Some(id), now).await?;
    tx.commit().await?;
    let good_until = mailer.store.find_link(&token, now).await?.context("the link was just made")?.expires_at;
    let mut view = say.view();
    view.lead = vec![say.t(letter.lead)];
    let url = format!("{}/desk/setup/{}", mailer.config.public_url(), token.reveal());
    view.button = Some((say.t(letter.button), url));
    view.notes = vec![say.with("mail-link-once", &[("time", say.moment(good_until).into())]), say.t(letter.unexpected)];
    Ok(Some(Draft {
        subject: say.t(letter.subject),
        name: user.name,
        address: user.email,
        view,
        ticket: None,
        id: None,
        automatic: Some("auto-generated"),
    }))
}

/// Says things to one reader.
struct Speaker<'a> {
    mailer: &'a Mailer,
    locale: Locale,
    name: String,
    ticket: Option<&'a Ticket>,
}

impl Speaker<'_> {
    fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    fn with(&self, key: &str, more: &[(&str, Arg<'_>)]) -> String {
        let number = self.ticket.map(|ticket| ticket.number.to_string()).unwrap_or_default();
        let mut args: Vec<(&str, Arg<'_>)> =
            vec![("site", self.mailer.config.site.name.as_str().into()), ("number", number.into())];
        args.extend(more.iter().cloned());
        t_args(&self.locale, key, &args)
    }

    fn about(&self, key: &str, ticket: &Ticket) -> String {
        self.with(key, &[("subject", ticket.subject.as_str().into())])
    }

    fn view(&self) -> View {
        let greeting = match self.name.trim() {
            "" => t(&self.locale, "mail-greeting-nameless"),
            name => self.with("mail-greeting", &[("name", name.into())]),
        };
        View {
            locale: self.locale.to_string(),
            right_to_left: self.locale.is_right_to_left(),
            site: self.mailer.config.site.name.clone(),
            accent: self.mailer.config.site.accent.clone(),
            greeting,
            footer: self.t("mail-footer"),
            ..View::default()
        }
    }

    /// When the reply is to be expected.
    fn expected(&self) -> Option<String> {
        let ticket = self.ticket?;
        let due = ticket.first_reply_due.map(|due| due.0);
        let at = expected_reply(&self.mailer.config.desk.hours, due, None, ticket.created_at.0)?;
        Some(self.with("mail-received-when", &[("time", self.moment(at).into())]))
    }

    /// A moment in the reader's time zone where it is known, else the desk's; the zone is named.
    fn moment(&self, at: Timestamp) -> String {
        let packet = self.ticket.and_then(|ticket| ticket.packet.as_ref());
        let own = packet.and_then(|packet| packet.get("time_zone")?.as_str()).and_then(|name| TimeZone::get(name).ok());
        let zone = own.unwrap_or_else(|| self.mailer.config.desk.hours.zone().clone());
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        format!("{} ({name})", date_time(&self.locale, &at.to_zoned(zone)))
    }
}

impl Mailer {
    /// The address that answers go to, if there is one.
    fn reply_base(&self) -> Option<&str> {
        self.config.mail.reply_address.as_deref().filter(|address| !address.is_empty())
    }
}

/// Puts headers and both forms of the text together.
pub(super) async fn message(mailer: &Mailer, item: OutboxId, draft: Draft) -> anyhow::Result<Message> {
    let from: Mailbox = mailer.config.mail.from.parse().context("[mail] from is no address")?;
    let host = from.email.domain().to_owned();
    let address: Address = draft.address.parse().context("the reader's address is none")?;
    let to = Mailbox::new(Some(one_line(&draft.name, 100)).filter(|name| !name.is_empty()), address);
    let id = draft.id.unwrap_or_else(|| format!("letter-{item}"));
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(one_line(&draft.subject, SUBJECT))
        .message_id(Some(format!("<{id}@{host}>")));
    if let Some(ticket) = draft.ticket {
        let thread = root(ticket);
        if id != thread {
            builder = builder.in_reply_to(format!("<{thread}@{host}>")).references(format!("<{thread}@{host}>"));
        }
        if let Some(base) = mailer.reply_base() {
            let secret = mailer.store.secret("reply-address").await?;
            let reply_to = reply_address(base, &secret, ticket).context("[mail] reply_address is no address")?;
            builder = builder.reply_to(reply_to.parse().context("[mail] reply_address is no address")?);
        }
    }
    if let Some(word) = draft.automatic {
        builder =
            builder.raw_header(header("Auto-Submitted", word)).raw_header(header("X-Auto-Response-Suppress", "All"));
    }
    Ok(builder.multipart(MultiPart::alternative_plain_html(draft.view.text()?, draft.view.html()?))?)
}

/// The subject of an answer: by it, too, mail programs keep the letters of a ticket together.
fn subject_again(ticket: &Ticket) -> String {
    format!("Re: {} [#{}]", ticket.subject, ticket.number)
}

fn marks(url: &str) -> Vec<(String, String)> {
    (1..=5).map(|mark| (mark.to_string(), format!("{url}?score={mark}#rate"))).collect()
}

/// The name of a ticket's thread of letters.
fn root(ticket: TicketNumber) -> String {
    format!("ticket-{ticket}")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Text that can stand in a header: one line, no control characters, not too long.
fn one_line(text: &str, most: usize) -> String {
    crate::base::one_line(text).chars().take(most).collect()
}

fn english() -> Locale {
    "en".parse().expect("en is a locale")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_requester_types_can_make_another_header() {
        assert_eq!(one_line("Hi\r\nBcc: everybody@example.org", 99), "Hi Bcc: everybody@example.org");
        assert_eq!(one_line(" árvíztűrő\u{85}tükör ", 99), "árvíztűrő tükör");
        assert_eq!(one_line("abcdef", 3), "abc");
    }
}
