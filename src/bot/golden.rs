//! Golden conversations: a dialogue written down in `_bot/_tests/*.md`, held against the bot.
//!
//! ```text
//! ---
//! title: Refunds            # all optional
//! hours: closed             # open (default) or closed
//! page: /checkout
//! at: 2026-11-23T09:00:00Z
//! identity: Ana Pérez <ana@example.com>   # who the embedding site says the visitor is
//! result.status: on its way # what a card's call brings; without any, calls fail
//! ---
//! bot: greet "Good morning"
//! visitor: where is my refund
//! bot: answer [refund-status] "five working days"
//! visitor: [Yes, thanks]
//! bot: smalltalk
//! ```
//!
//! A visitor's line in brackets presses the button with that label (or id), one in angle brackets sends a file
//! (`<photo.png>`). `silence:` lets the time run out after which a chat is closed. A bot's line gives the action
//! of the turn, in brackets the card or article, in quotes what its bubbles and buttons must contain, and after
//! `not` in quotes what they must not. Lines that begin with `#` are comments; any other line is told as a mistake,
//! since a test that tests nothing is worse than none. A hand-off that is sent gets the ticket `A-1`.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    bot::Bot,
    turn::{Context, Effect, Hours, Input, State, TicketRef, Turn},
};
use crate::base::Locale;

/// A golden conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldenTest {
    /// What it shows.
    pub title: String,
    hours_open: bool,
    page: Option<String>,
    at: Option<Timestamp>,
    identity: Option<(String, String)>,
    /// What calls bring; none: they fail.
    results: Option<BTreeMap<String, String>>,
    lines: Vec<(usize, Line)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Says(String),
    Presses(String),
    Sends(String),
    Silence,
    Expects { action: String, target: Option<String>, texts: Vec<String>, absent: Vec<String> },
}

/// Where a conversation went another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Line in the file, from 1.
    pub line: usize,
    /// What the file expects.
    pub expected: String,
    /// What the bot did.
    pub got: String,
}

impl GoldenTest {
    /// Reads a file.
    ///
    /// # Errors
    /// Every line that is not understood, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Vec<Failure>> {
        let mut test = Self {
            title: String::new(),
            hours_open: true,
            page: None,
            at: None,
            identity: None,
            results: None,
            lines: Vec::new(),
        };
        let (mut in_front, mut odd) = (false, Vec::new());
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
            let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
            if line == "---" && (number == 1 || in_front) {
                in_front = number == 1;
            } else if line.is_empty() || line.starts_with('#') {
            } else if in_front {
                odd.extend(test.front(number, line).err());
            } else {
                match said(number, line) {
                    Ok(line) => test.lines.push((number, line)),
                    Err(failure) => odd.push(failure),
                }
            }
        }
        if in_front {
            odd.push(fail(1, "a second line --- under the front matter", "none"));
        }
        let expects = test.lines.iter().any(|(_, line)| matches!(line, Line::Expects { .. }));
        if !expects && odd.is_empty() {
            odd.push(fail(1, "a line that begins with bot: and says what must happen", "none"));
        }
        if odd.is_empty() { Ok(test) } else { Err(odd) }
    }

    /// The cards and articles that are expected, with their lines.
    pub fn targets(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().filter_map(|(number, line)| match line {
            Line::Expects { target, .. } => Some((*number, target.as_deref()?)),
            _ => None,
        })
    }

    fn front(&mut self, number: usize, line: &str) -> Result<(), Failure> {
        let keys = "title, hours, page, at, identity or result.<field>, a colon and a value";
        let (key, value) = line.split_once(':').ok_or_else(|| fail(number, keys, line))?;
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        match key.trim() {
            "title" => self.title = value,
            "hours" if value == "open" || value == "closed" => self.hours_open = value == "open",
            "hours" => return Err(fail(number, "hours: open or hours: closed", line)),
            "page" if value.starts_with('/') || value.contains("://") => self.page = Some(value),
            "page" => return Err(fail(number, "page: a path such as /checkout, or a whole address", line)),
            "identity" => {
                let person = value.strip_suffix('>').and_then(|value| value.split_once('<'));
                let (name, email) = person.ok_or_else(|| fail(number, "identity: Name <address>", line))?;
                self.identity = Some((name.trim().to_owned(), email.trim().to_owned()));
            }
            "at" => {
                let at = value.parse().map_err(|_| fail(number, "at: an RFC 3339 moment", line))?;
                self.at = Some(at);
            }
            key => {
                let name = key.strip_prefix("result.").filter(|name| !name.is_empty());
                let name = name.ok_or_else(|| fail(number, keys, line))?;
                self.results.get_or_insert_default().insert(name.to_owned(), value);
            }
        }
        Ok(())
    }

    fn context(&self, base: &Context) -> Context {
        let mut context = base.clone();
        if let Some(at) = self.at {
            context.now = at.to_zoned(base.now.time_zone().clone());
        }
        context.page_url.clone_from(&self.page);
        context.identity.clone_from(&self.identity);
        context.hours = if self.hours_open {
            Hours::Open
        } else {
            Hours::Closed {
                opens_at: context
                    .now
                    .tomorrow()
                    .ok()
                    .and_then(|day| day.with().hour(9).minute(0).second(0).subsec_nanosecond(0).build().ok()),
            }
        };
        context
    }
}

/// A line of the conversation.
fn said(number: usize, line: &str) -> Result<Line, Failure> {
    if let Some(said) = line.strip_prefix("visitor:") {
        does(number, said.trim())
    } else if let Some(expected) = line.strip_prefix("bot:") {
        expectation(number, expected.trim())
    } else if line == "silence:" {
        Ok(Line::Silence)
    } else {
        Err(fail(number, "visitor:, bot: or silence: at the beginning, or # before a note", line))
    }
}

fn expectation(number: usize, text: &str) -> Result<Line, Failure> {
    let end = text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(text.len());
    let action = text[..end].to_owned();
    let known: Result<super::turn::TurnAction, _> = serde_json::from_value(serde_json::Value::String(action.clone()));
    if known.is_err() {
        return Err(fail(number, &format!("after “bot:” one of {}", ACTIONS.join(", ")), text));
    }
    let mut rest = text[end..].trim_start();
    let mut target = None;
    if let Some(behind) = rest.strip_prefix('[') {
        let (named, behind) =
            behind.split_once(']').ok_or_else(|| fail(number, "a ] behind the card or article", text))?;
        target = Some(named.trim().to_owned());
        rest = behind.trim_start();
    }
    let (mut texts, mut absent) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        let (list, quoted) = match rest.strip_prefix("not ") {
            Some(behind) => (&mut absent, behind.trim_start()),
            None => (&mut texts, rest),
        };
        let words = quoted.strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
        let Some((words, behind)) = words.filter(|(words, _)| !words.is_empty()) else {
            return Err(fail(number, "[card or article], then words in \"straight\" quotation marks", rest));
        };
        list.push(words.to_owned());
        rest = behind.trim_start();
    }
    Ok(Line::Expects { action, target, texts, absent })
}

/// What a turn of the bot can be, as tests name it.
const ACTIONS: [&str; 10] =
    ["greet", "answer", "clarify", "suggest", "ask", "fallback", "handoff", "smalltalk", "confirm", "close"];

fn does(number: usize, said: &str) -> Result<Line, Failure> {
    let within = |open: char, close: char| said.strip_prefix(open).and_then(|said| said.strip_suffix(close));
    match (within('[', ']'), within('<', '>')) {
        (Some(label), _) => Ok(Line::Presses(label.to_owned())),
        (_, Some(file)) => Ok(Line::Sends(file.to_owned())),
        _ if said.starts_with('[') => Err(fail(number, "a ] behind the button's label", said)),
        _ => Ok(Line::Says(said.to_owned())),
    }
}

/// Holds a conversation and lists where it goes another way. `base` gives what the file does not say.
#[must_use]
pub fn run(bot: &Bot, locale: &Locale, test: &GoldenTest, base: &Context) -> Vec<Failure> {
    let context = test.context(base);
    let (mut state, mut turn) = bot.greet(locale, &context);
    let mut failures = Vec::new();
    for (number, line) in &test.lines {
        let input = match line {
            Line::Expects { action, target, texts, absent } => {
                failures.extend(differs(*number, &turn, action, target.as_deref(), texts));
                failures.extend(says_too_much(*number, &turn, absent));
                continue;
            }
            Line::Silence => {
                let outcome = bot.idle(locale, &state, &context);
                (state, turn) = (outcome.state, outcome.turn);
                continue;
            }
            Line::Says(text) => Input::Text(text.clone()),
            Line::Sends(name) => Input::File { name: name.clone(), taken: true },
            Line::Presses(label) => {
                match turn.options.iter().find(|option| option.label == *label || option.id == *label) {
                    Some(option) => Input::Option(option.id.clone()),
                    None => {
                        failures.push(fail(*number, &format!("a button “{label}”"), &buttons(&turn)));
                        return failures;
                    }
                }
            }
        };
        (state, turn) = step(bot, locale, &state, &input, (test, &context));
    }
    failures
}

fn step(
    bot: &Bot,
    locale: &Locale,
    state: &State,
    input: &Input,
    (test, context): (&GoldenTest, &Context),
) -> (State, Turn) {
    let mut outcome = bot.turn(locale, state, input, context);
    if outcome.effects.iter().any(|effect| matches!(effect, Effect::Call(_))) {
        outcome = bot.called(locale, &outcome.state, test.results.clone(), context);
    }
    if !outcome.effects.iter().any(|effect| matches!(effect, Effect::HandOff(_))) {
        return (outcome.state, outcome.turn);
    }
    let ticket = TicketRef {
        number: "A-1".to_owned(),
        access_url: "/t/a-1".to_owned(),
        expected_reply_at: context.expected_reply_at.map(|at| at.to_string()),
    };
    bot.ticket_created(locale, &outcome.state, ticket, context)
}

fn differs(line: usize, turn: &Turn, action: &str, target: Option<&str>, texts: &[String]) -> Option<Failure> {
    let said = serde_json::to_value(turn.action).ok()?;
    let answers = turn.card.as_deref().or(turn.article.as_deref());
    let spoken = turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n");
    if said != action || target.is_some_and(|target| answers != Some(target)) {
        let expected = target.map_or_else(|| action.to_owned(), |target| format!("{action} [{target}]"));
        let got = format!("{} [{}] {spoken}", said.as_str().unwrap_or_default(), answers.unwrap_or_default());
        return Some(fail(line, &expected, got.trim()));
    }
    let all = format!("{spoken}\n{}", buttons(turn)).to_lowercase();
    let missing = texts.iter().find(|text| !all.contains(&text.to_lowercase()))?;
    Some(fail(line, missing, &format!("{spoken} {}", buttons(turn))))
}

fn says_too_much(line: usize, turn: &Turn, absent: &[String]) -> Option<Failure> {
    let spoken = turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n");
    let all = format!("{spoken}\n{}", buttons(turn)).to_lowercase();
    let there = absent.iter().find(|text| all.contains(&text.to_lowercase()))?;
    Some(fail(line, &format!("nothing of “{there}”"), &format!("{spoken} {}", buttons(turn))))
}

fn buttons(turn: &Turn) -> String {
    turn.options.iter().map(|option| format!("[{}]", option.label)).collect::<Vec<_>>().join(" ")
}

fn fail(line: usize, expected: &str, got: &str) -> Failure {
    Failure { line, expected: expected.to_owned(), got: got.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_comments_are_left_alone() {
        let text = "---\ntitle: T\nhours: closed\n---\n# Note\nvisitor: hi\nbot: smalltalk \"Hello\"\nvisitor: [No]\nbot: answer [a/b] \"x\" not \"y\"\n";
        let test = GoldenTest::parse(text).unwrap();
        assert_eq!((test.title.as_str(), test.hours_open, test.lines.len()), ("T", false, 4));
        assert_eq!(test.lines[0], (6, Line::Says("hi".to_owned())));
        assert_eq!(
            test.lines[3],
            (
                9,
                Line::Expects {
                    action: "answer".to_owned(),
                    target: Some("a/b".to_owned()),
                    texts: vec!["x".to_owned()],
                    absent: vec!["y".to_owned()],
                }
            )
        );
        assert_eq!(GoldenTest::parse("bot: dance").unwrap_err()[0].line, 1);
    }

    #[test]
    fn every_line_that_is_not_understood_is_told_with_its_number() {
        let text = "---\nhours: sometimes\npage: 7\ncolour: red\nat: noon\n---\nvisitor: hi\nboot: answer [x]\nbot greet\nbot: answer [a/b] 'Vsa'\nvisitor:\nvisitor: [Yes\nbot: answer [a\na note\n# a note\nbot: answer \"x\" nor \"y\"\n";
        let lines: Vec<usize> = GoldenTest::parse(text).unwrap_err().iter().map(|failure| failure.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 8, 9, 10, 12, 13, 14, 16]);
        assert_eq!(GoldenTest::parse("visitor: hi\nvisitor: ho\n").unwrap_err()[0].line, 1, "it expects nothing");
        assert_eq!(GoldenTest::parse("---\nvisitor: hi\nbot: greet\n").unwrap_err().len(), 3, "never closed");
        let good = GoldenTest::parse("visitor: hi\nbot: answer [ a/b ] not \"x\" \"y\"\n").unwrap();
        assert_eq!(good.targets().collect::<Vec<_>>(), [(2, "a/b")]);
    }
}
