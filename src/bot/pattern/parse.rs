//! A rule as it is written becomes a tree of what it accepts; a rule that cannot be read is refused.

use crate::bot::words::{Reader, Word, fold};

/// Parentheses within parentheses, at most.
const DEEPEST: usize = 20;

/// What joins the parts of a word.
pub const HYPHENS: [char; 3] = ['-', '‐', '‑'];

/// Where the letters of a code (`E1042`) end and its figures begin.
fn cut_code(word: &str) -> Option<usize> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let figures = &word[at..];
    (at > 0 && figures.len() > 1 && figures.bytes().all(|b| b.is_ascii_digit())).then_some(at)
}

/// What one step of a rule accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    Stem(String),
    Exact(String),
    Glob { text: String, open_start: bool, open_end: bool },
    Number,
    Email,
    Any,
}

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A parenthesis without its partner.
    #[error("a parenthesis has no partner")]
    Parenthesis,
    /// Nothing to match.
    #[error("it names no word; write at least one")]
    NoWord,
    /// A quotation mark without its partner.
    #[error("a quotation mark has no partner")]
    Quote,
    /// Too long to be a rule.
    #[error("it is longer than 500 characters")]
    TooLong,
}

/// A rule, read.
#[derive(Debug)]
pub enum Node {
    Take(Test),
    Gap,
    Start,
    End,
    Optional(Box<Node>),
    Choice(Vec<Node>),
    Sequence(Vec<Node>),
}

impl Node {
    /// The fewest words it fixes.
    pub fn fixed(&self) -> usize {
        match self {
            Node::Take(_) => 1,
            Node::Gap | Node::Optional(_) | Node::Start | Node::End => 0,
            Node::Choice(choices) => choices.iter().map(Node::fixed).min().unwrap_or(0),
            Node::Sequence(parts) => parts.iter().map(Node::fixed).sum(),
        }
    }
}

/// The same with a star on the last word of each choice.
fn begun_so(node: Node) -> Node {
    match node {
        Node::Take(Test::Stem(text)) => Node::Take(Test::Glob { text, open_start: false, open_end: true }),
        Node::Take(Test::Glob { text, open_start, .. }) => Node::Take(Test::Glob { text, open_start, open_end: true }),
        Node::Choice(choices) => Node::Choice(choices.into_iter().map(begun_so).collect()),
        Node::Sequence(mut parts) => {
            let last = parts.pop().map(begun_so);
            Node::Sequence(parts.into_iter().chain(last).collect())
        }
        other => other,
    }
}

/// Reads one rule.
pub struct Parser<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    reader: &'a Reader,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// Begins to read.
    pub fn new(pattern: &'a str, reader: &'a Reader) -> Self {
        Self { rest: pattern.chars().peekable(), reader, depth: 0 }
    }

    /// Reads all of it.
    pub fn whole(mut self) -> Result<Node, PatternError> {
        let node = self.choice()?;
        if self.rest.next().is_some() { Err(PatternError::Parenthesis) } else { Ok(node) }
    }

    /// `a | b`, up to a closing parenthesis or the end.
    fn choice(&mut self) -> Result<Node, PatternError> {
        let mut choices = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            choices.push(self.sequence()?);
        }
        Ok(if choices.len() == 1 { choices.remove(0) } else { Node::Choice(choices) })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut parts: Vec<Node> = Vec::new();
        while let Some(c) = self.rest.peek().copied() {
            match c {
                ')' | '|' => break,
                '(' => parts.push(self.group()?),
                '?' => {
                    self.rest.next();
                    if let Some(last) = parts.pop() {
                        parts.push(Node::Optional(Box::new(last)));
                    }
                }
                '#' => parts.push(self.one(Node::Take(Test::Number))),
                '^' => parts.push(self.one(Node::Start)),
                '$' => parts.push(self.one(Node::End)),
                '"' => parts.push(self.quoted()?),
                c if c.is_alphanumeric() || c == '*' || c == '@' => parts.extend(self.word()),
                _ => {
                    self.rest.next();
                }
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Sequence(parts) })
    }

    fn one(&mut self, node: Node) -> Node {
        self.rest.next();
        node
    }

    fn group(&mut self) -> Result<Node, PatternError> {
        self.rest.next();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(PatternError::TooLong);
        }
        let inner = self.choice()?;
        self.depth -= 1;
        self.rest.next_if_eq(&')').ok_or(PatternError::Parenthesis)?;
        // A star right behind the group, with nothing but a blank or an end after it, is one on each of its words.
        let mut ahead = self.rest.clone();
        let on_words = ahead.next_if_eq(&'*').is_some() && ahead.peek().is_none_or(|next| !next.is_alphanumeric());
        if on_words {
            self.rest = ahead;
            return Ok(begun_so(inner));
        }
        Ok(inner)
    }

    fn quoted(&mut self) -> Result<Node, PatternError> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => break,
                Some(c) => text.push(c),
                None => return Err(PatternError::Quote),
            }
        }
        let chunks = text.split_whitespace().filter_map(|chunk| self.written(chunk, &|word| Test::Exact(word.folded)));
        Ok(Node::Sequence(chunks.collect()))
    }

    /// A word in all the ways that people write it: `wi-fi` and `wifi`, `E1042`, `E-1042` and `E 1042`.
    fn written(&self, text: &str, test: &dyn Fn(Word) -> Test) -> Option<Node> {
        let mut words = self.reader.words(text);
        let apart = match &words[..] {
            [] => return None,
            [code] => cut_code(&code.folded).map(|at| {
                let part = |text: &str| Node::Take(Test::Exact(text.to_owned()));
                Node::Sequence(vec![part(&code.folded[..at]), part(&code.folded[at..])])
            }),
            _ => self
                .reader
                .words(&super::without_hyphens(text))
                .pop()
                .filter(|_| text.contains(HYPHENS))
                .map(|whole| Node::Take(test(whole))),
        };
        let plain = if words.len() == 1 {
            Node::Take(test(words.remove(0)))
        } else {
            Node::Sequence(words.into_iter().map(|word| Node::Take(test(word))).collect())
        };
        Some(match apart {
            Some(apart) => Node::Choice(vec![plain, apart]),
            None => plain,
        })
    }

    fn word(&mut self) -> Option<Node> {
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || "*@-'’_.+".contains(*c)) {
            text.push(c);
        }
        // `C#` is a name, `order #` a word and a number.
        if !text.is_empty() && self.rest.next_if_eq(&'#').is_some() {
            text.push('#');
        }
        let text = text.trim_matches(|c: char| "-'’_.".contains(c));
        if text.chars().all(|c| c == '*') {
            return Some(Node::Gap);
        }
        if fold(text) == "@email" {
            return Some(Node::Take(Test::Email));
        }
        let (open_start, open_end) = (text.starts_with('*'), text.ends_with('*'));
        if !open_start && !open_end {
            let number = |word: &Word| word.folded.chars().all(|c| c.is_ascii_digit());
            return self
                .written(text, &|word| if number(&word) { Test::Exact(word.folded) } else { Test::Stem(word.stem) });
        }
        let words = self.reader.words(text);
        let last = words.len().checked_sub(1)?;
        let node = |(at, word): (usize, Word)| {
            let (open_start, open_end) = (open_start && at == 0, open_end && at == last);
            Node::Take(match (open_start, open_end) {
                (false, false) => Test::Stem(word.stem),
                _ => Test::Glob { text: word.folded, open_start, open_end },
            })
        };
        Some(Node::Sequence(words.into_iter().enumerate().map(node).collect()))
    }
}
