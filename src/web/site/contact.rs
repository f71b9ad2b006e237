//! The contact form and what it answers.

use askama::Template;
use axum::{
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    Page,
    form::{Sent, repeat_key},
    json_ld,
    notice::{not_found, page_response},
    visit::Visit,
};
use crate::{
    app::{App, Error, Limit, NewTicket},
    base::{Locale, Token, i18n},
    desk::{Department, Priority},
    web::error::status,
};

/// What the form prints.
#[derive(Template)]
#[template(path = "site/contact.html")]
pub struct ContactPage {
    pub(super) page: Page,
    /// Whether somebody is there, and if not, from when.
    pub(super) hours: Option<Presence>,
    /// The present day's hours.
    pub(super) today: Option<Today>,
    /// The desk's time zone, as people name it.
    pub(super) zone: String,
    pub(super) expected: Option<String>,
    pub(super) problems: Vec<FieldMessage>,
    /// Where it may be sent; empty when there are no departments.
    pub(super) departments: Vec<Choice>,
    pub(super) form: ContactForm,
    /// Makes a form that is sent twice count once.
    pub(super) key: String,
}

/// Whether somebody answers at once.
pub struct Presence {
    pub(super) open: bool,
    pub(super) text: String,
}

/// The hours of the present day.
#[derive(Debug, PartialEq, Eq)]
pub struct Today {
    pub(super) open: bool,
    pub(super) hours: String,
}

/// A department to choose.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

/// What is wrong with a field.
pub struct FieldMessage {
    pub(super) field: &'static str,
    pub(super) message: String,
}

/// The form as it is sent.
#[derive(Debug, Clone, Default)]
pub struct ContactForm {
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) name: String,
    pub(super) email: String,
    /// A department's key; empty leaves it to the desk's rules.
    pub(super) department: String,
    pub(super) key: String,
    /// Hidden from people; whoever fills it in is a program.
    pub(super) website: String,
}

impl ContactForm {
    fn of(sent: &mut Sent) -> Self {
        Self {
            subject: sent.take("subject"),
            body: sent.take("body"),
            name: sent.take("name"),
            email: sent.take("email"),
            department: sent.take("department"),
            key: sent.take("key"),
            website: sent.take("website"),
        }
    }
}

impl ContactPage {
    fn error(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }
}

/// What is printed once the message is there.
#[derive(Template)]
#[template(path = "site/sent.html")]
pub struct SentPage {
    pub(super) page: Page,
    pub(super) number: String,
    pub(super) url: String,
    pub(super) expected: Option<String>,
}

/// `GET /{locale}/contact`
pub async fn show(visit: Visit) -> Response {
    if !visit.app.config.site.contact {
        return not_found(&visit);
    }
    page_response(&visit, StatusCode::OK, page(&visit, ContactForm::default(), Vec::new()).render())
}

/// `POST /{locale}/contact`
pub async fn create(visit: Visit, request: Request) -> Response {
    if !visit.app.config.site.contact {
        return not_found(&visit);
    }
    let mut sent = Sent::read(request).await;
    let form = ContactForm::of(&mut sent);
    if !form.website.is_empty() {
        return Redirect::to(&format!("/{}/", visit.locale)).into_response();
    }
    let mut problems = check(&visit.locale, &form, &visit.app.config.desk.departments);
    if sent.cut {
        problems.push(file_message(&visit.locale, "attachments-size", ""));
    }
    if !problems.is_empty() {
        return page_response(&visit, StatusCode::UNPROCESSABLE_ENTITY, page(&visit, form, problems).render());
    }
    if let Err(error) = visit.app.limits.check(Limit::Write, visit.address) {
        return unsent(&visit, form, error);
    }
    let key = repeat_key(&form.key, &[&form.subject, &form.body, &form.name, &form.email, &form.department]);
    let new = NewTicket {
        name: form.name.trim().to_owned(),
        email: form.email.trim().to_owned(),
        subject: form.subject.trim().to_owned(),
        body: form.body.trim().to_owned(),
        locale: visit.locale.clone(),
        department: Some(form.department.clone()).filter(|key| !key.is_empty()),
        conversation: None,
    };
    match visit.app.create_ticket_with(new, sent.files, key).await {
        // The thanks are a page of their own: loading it again sends nothing again.
        Ok(ticket) => Redirect::to(&format!("{}?new", path_of(&ticket.access_url))).into_response(),
        Err(Error::Invalid(fields)) => {
            let problems = fields.iter().map(|(field, what)| told_of(&visit.locale, field, what)).collect();
            page_response(&visit, StatusCode::UNPROCESSABLE_ENTITY, page(&visit, form, problems).render())
        }
        Err(error) => unsent(&visit, form, error),
    }
}

/// Too many messages, or nowhere to keep one: the form again, with all that was written.
fn unsent(visit: &Visit, form: ContactForm, error: Error) -> Response {
    let reason = if matches!(error, Error::TooMany { .. }) { "site-too-many" } else { "site-not-sent" };
    let problems = vec![FieldMessage { field: "subject", message: i18n::t(&visit.locale, reason) }];
    let again = page_response(visit, status(&error), page(visit, form, problems).render());
    let mut response = error.into_response();
    let (parts, body) = again.into_parts();
    *response.body_mut() = body;
    response.headers_mut().extend(parts.headers);
    response
}

/// The path of an address of ours.
fn path_of(url: &str) -> &str {
    url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or(url)
}

/// What is shown once a message has become a request. `url` is the requester's page of it.
pub fn thanks(visit: &Visit, number: String, url: String, expected: Option<String>) -> SentPage {
    let frame = &visit.site.look(&visit.app).frame;
    let heading = i18n::t(&visit.locale, "site-sent");
    let mut page =
        Page::new(frame, &visit.locale, &heading).described(&heading).hidden().spoken(visit.locales(), |_| None);
    page.chat = false;
    SentPage { page, number, url, expected }
}

fn page(visit: &Visit, form: ContactForm, problems: Vec<FieldMessage>) -> ContactPage {
    let reader = visit.reader();
    let locale = &visit.locale;
    let path = format!("/{locale}/contact");
    let heading = i18n::t(locale, "site-contact");
    let mut page = reader.page(&path, &heading);
    let description = page.with("site-contact-description", "site", &reader.frame.name);
    page = page.described(&description).spoken(reader.locales, |other| Some(format!("/{other}/contact")));
    let url = format!("{}{path}", reader.frame.public_url);
    page.json_ld.push(json_ld::contact(&heading, &url, locale.as_str()));
    let now = visit.app.clock.now();
    let due = visit.app.expected_reply_at(Priority::Normal, now);
    ContactPage {
        hours: hours(&visit.app, locale, now),
        today: today(locale, &visit.app.hours_today(now), &visit.app.time_zone()),
        zone: visit.app.time_zone().iana_name().unwrap_or("UTC").replace('_', " "),
        expected: due.map(|at| expected(&visit.app, locale, at)),
        problems,
        departments: choices(locale, &visit.app.config.desk.departments, &form.department),
        key: if form.key.is_empty() { Token::random().reveal().to_owned() } else { form.key.clone() },
        form,
        page,
    }
}

/// What the form offers, in the reader's language: all departments, after “I am not sure”.
fn choices(locale: &Locale, departments: &[Department], chosen: &str) -> Vec<Choice> {
    if departments.is_empty() {
        return Vec::new();
    }
    let unsure = Choice { key: String::new(), name: i18n::t(locale, "site-department-any"), chosen: false };
    let choice = |department: &Department| Choice {
        key: department.key.clone(),
        name: department.name(&locale.language()).to_owned(),
        chosen: department.key == chosen,
    };
    std::iter::once(unsure).chain(departments.iter().map(choice)).collect()
}

/// Whether somebody is there, and if not, from when.
fn hours(app: &App, locale: &Locale, now: Timestamp) -> Option<Presence> {
    let zone = app.time_zone();
    match app.opens_at(now) {
        None => Some(Presence { open: true, text: i18n::t(locale, "site-open-now") }),
        Some(None) => None,
        Some(Some(at)) => Some(Presence { open: false, text: opening(locale, now, at, &zone) }),
    }
}

/// `9:00–12:00, 13:00–17:00`; nothing when the desk never closes, a word when it is closed all day.
fn today(locale: &Locale, spans: &[(Timestamp, Timestamp)], zone: &TimeZone) -> Option<Today> {
    if spans.is_empty() {
        return Some(Today { open: false, hours: i18n::t(locale, "site-closed-today") });
    }
    let time = |at: Timestamp| i18n::time(locale, at.to_zoned(zone.clone()).time());
    let whole = spans.len() == 1 && time(spans[0].0) == time(spans[0].1);
    let shown: Vec<String> = spans.iter().map(|(from, to)| format!("{} – {}", time(*from), time(*to))).collect();
    (!whole).then(|| Today { open: true, hours: shown.join(", ") })
}

fn opening(locale: &Locale, now: Timestamp, at: Timestamp, zone: &TimeZone) -> String {
    let (today, opens) = (now.to_zoned(zone.clone()).date(), at.to_zoned(zone.clone()));
    let time = i18n::time(locale, opens.time());
    if opens.date() == today {
        return i18n::t_args(locale, "site-opens-today", &[("time", time.into())]);
    }
    let weekday = i18n::weekday(locale, opens.weekday());
    let date = i18n::date(locale, opens.date());
    i18n::t_args(locale, "site-opens-at", &[("time", time.into()), ("weekday", weekday.into()), ("date", date.into())])
}

/// By when to expect a reply, in the desk's time zone.
pub fn expected(app: &App, locale: &Locale, at: Timestamp) -> String {
    let when = i18n::date_time(locale, &at.to_zoned(app.time_zone()));
    i18n::t_args(locale, "site-expected", &[("when", when.into())])
}

fn check(locale: &Locale, form: &ContactForm, departments: &[Department]) -> Vec<FieldMessage> {
    let fields = [
        ("subject", &form.subject, 200),
        ("body", &form.body, 20_000),
        ("name", &form.name, 200),
        ("email", &form.email, 254),
    ];
    let mut problems: Vec<FieldMessage> = Vec::new();
    for (field, text, most) in fields {
        let text = text.trim();
        let wrong = text.is_empty() || field == "email" && !looks_like_an_address(text);
        if text.chars().count() > most {
            problems.push(FieldMessage { field, message: i18n::t(locale, "site-too-long") });
        } else if wrong {
            problems.push(told(locale, field));
        }
    }
    if !form.department.is_empty() && departments.iter().all(|known| known.key != form.department) {
        problems.push(told(locale, "department"));
    }
    problems
}

fn told(locale: &Locale, field: &'static str) -> FieldMessage {
    let key = match field {
        "body" => "site-required-body",
        "name" => "site-required-name",
        "email" => "site-required-email",
        "department" => "site-required-department",
        _ => "site-required-subject",
    };
    FieldMessage { field, message: i18n::t(locale, key) }
}

fn told_of(locale: &Locale, field: &'static str, what: &str) -> FieldMessage {
    if field.starts_with("attachments") { file_message(locale, field, what) } else { told(locale, field) }
}

/// What is wrong with the files, naming the one that is.
pub fn file_message(locale: &Locale, refusal: &str, file: &str) -> FieldMessage {
    let message = match (refusal, file.trim()) {
        ("attachments-count", _) => i18n::t(locale, "site-files-count"),
        ("attachments-kind", file) => i18n::t_args(locale, "site-files-kind", &[("file", file.into())]),
        ("attachments-empty", file) => i18n::t_args(locale, "site-files-empty", &[("file", file.into())]),
        _ => i18n::t(locale, "site-files-size"),
    };
    FieldMessage { field: "files", message }
}

/// Coarse on purpose: only a letter that arrives proves an address.
fn looks_like_an_address(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_field_by_field() {
        let locale: Locale = "hu".parse().unwrap();
        let form =
            ContactForm { subject: " ".into(), email: "nobody".into(), body: "x".into(), ..ContactForm::default() };
        let fields: Vec<_> = check(&locale, &form, &[]).iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["subject", "name", "email"]);
        for (text, ok) in [("a@b.example", true), ("a@b", false), ("@b.c", false), ("a b@c.d", false), ("ő@ű.hu", true)]
        {
            assert_eq!(looks_like_an_address(text), ok, "{text}");
        }
    }

    #[test]
    fn departments_are_offered_by_name_and_no_other_is_taken() {
        let (hu, de): (Locale, Locale) = ("hu".parse().unwrap(), "de".parse().unwrap());
        let names = [("en", "Billing"), ("hu", "Számlázás")].map(|(tag, name)| (tag.to_owned(), name.to_owned()));
        let billing = Department { key: "billing".into(), names: names.into(), lead: None };
        let offered = choices(&hu, std::slice::from_ref(&billing), "billing");
        let shown: Vec<_> = offered.iter().map(|it| (it.key.as_str(), it.name.as_str(), it.chosen)).collect();
        assert_eq!(shown[1..], [("billing", "Számlázás", true)]);
        assert!(shown[0].0.is_empty(), "nobody must choose");
        assert_eq!(choices(&de, std::slice::from_ref(&billing), "")[1].name, "Billing");
        assert!(choices(&hu, &[], "").is_empty());
        let form = |department: &str| ContactForm {
            subject: "x".into(),
            body: "x".into(),
            name: "x".into(),
            email: "a@b.example".into(),
            department: department.into(),
            ..ContactForm::default()
        };
        for (department, wrong) in [("", 0), ("billing", 0), ("payroll", 1)] {
            let problems = check(&hu, &form(department), std::slice::from_ref(&billing));
            assert_eq!(problems.len(), wrong, "{department}");
        }
    }

    #[test]
    fn only_the_path_of_an_address_is_followed() {
        assert_eq!(path_of("https://help.example.org/en/tickets/x"), "/en/tickets/x");
        assert_eq!(path_of("/en/tickets/x"), "/en/tickets/x");
    }

    #[test]
    fn the_hours_of_today_are_told() {
        let zone = TimeZone::get("Europe/Budapest").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (hu, en) = ("hu".parse().unwrap(), "en".parse().unwrap());
        let spans = [
            (at("2026-11-20T08:00:00Z"), at("2026-11-20T11:00:00Z")),
            (at("2026-11-20T12:00:00Z"), at("2026-11-20T16:00:00Z")),
        ];
        let told = |locale: &Locale, spans: &[_]| today(locale, spans, &zone).map(|today| today.hours);
        assert_eq!(told(&hu, &spans).as_deref(), Some("9:00 – 12:00, 13:00 – 17:00"));
        assert_eq!(told(&en, &[]).as_deref(), Some("we are closed"));
        let always = [(at("2026-11-19T23:00:00Z"), at("2026-11-20T23:00:00Z"))];
        assert_eq!(told(&en, &always), None, "who never closes need not say so");
    }

    #[test]
    fn the_next_opening_is_told_by_day() {
        let now: Timestamp = "2026-11-20T18:00:00Z".parse().unwrap();
        let at: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Budapest").unwrap();
        let said = |tag: &str, at| opening(&tag.parse().unwrap(), now, at, &zone);
        assert_eq!(
            said("en", at),
            "We are closed at the moment and open again on Monday, November 23, 2026 at 9:00 AM."
        );
        assert_eq!(said("hu", at), "Most zárva vagyunk. Legközelebb ekkor nyitunk: 2026. november 23. (hétfő), 9:00.");
        let today: Timestamp = "2026-11-20T19:30:00Z".parse().unwrap();
        assert_eq!(said("es", today), "Ahora está cerrado. Abrimos hoy a las 20:30.");
    }
}
