//! Rules on the wording of a message, all compiled into one automaton over words (Thompson 1968):
//! time grows with the words of the message, never with the writer's imagination.
//!
//! A rule fits when it is found anywhere in the message. `word` is that word or another form of it,
//! `"word"` exactly it, `wor*` and `*ord*` any word that begins so or holds it, `*` any words or
//! none, `(a|b c)` one of these, `(a|b)*` a word that begins with one, a `?` after a word or group makes it
//! optional, `#` is a number, `@email` an address, `^` and `$` are the ends of the message.

use std::collections::{HashMap, HashSet};

mod endings;
mod parse;

pub use parse::PatternError;
use parse::{HYPHENS, Node, Parser, Test};

use super::words::{Reader, Word};

/// A message, cut for rules: an address stays whole.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Word(Word),
    Email,
}

#[derive(Debug)]
enum Step {
    /// Takes one piece and goes on at the next step.
    Take(Test),
    /// Goes on at both.
    Fork(usize, usize),
    Go(usize),
    /// Only at the first piece.
    Start,
    /// Only after the last piece.
    End,
    /// The rule fits.
    Fit(usize),
}

/// A rule that fits a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// The number that the rule was added with.
    pub rule: usize,
    /// Words it fixes: the more, the more it means what it says.
    pub fixed: usize,
    /// Words of the message that it covers, at most.
    pub covered: usize,
}

/// All rules of one locale.
#[derive(Debug, Default)]
pub struct Rules {
    steps: Vec<Step>,
    /// Where rules begin that can only begin with this word.
    by_word: HashMap<String, Vec<Begin>>,
    /// Where rules begin that can begin with more than words.
    always: Vec<Begin>,
    fixed: Vec<usize>,
    /// A word is known in all its forms, also where folding hides them from the stemmer.
    all_forms: bool,
}

/// Where a rule begins.
#[derive(Debug, Clone, Copy)]
struct Begin {
    step: usize,
    /// Only at the first piece.
    anchored: bool,
}

impl Rules {
    /// Rules of a writer, whose words stand for all their forms.
    #[must_use]
    pub fn of_writers(reader: &Reader) -> Self {
        Self { all_forms: reader.speaks("hu"), ..Self::default() }
    }

    /// Adds a rule and returns its number.
    ///
    /// # Errors
    /// When the rule cannot be read; nothing is added then.
    pub fn add(&mut self, pattern: &str, reader: &Reader) -> Result<usize, PatternError> {
        if pattern.chars().count() > 500 {
            return Err(PatternError::TooLong);
        }
        let parsed = Parser::new(pattern, reader).whole()?;
        let fixed = parsed.fixed();
        if fixed == 0 {
            return Err(PatternError::NoWord);
        }
        let begin = self.steps.len();
        self.compile(&parsed);
        let rule = self.fixed.len();
        self.steps.push(Step::Fit(rule));
        self.fixed.push(fixed);
        self.index(begin);
        Ok(rule)
    }

    /// Files a rule under the words that it can begin with, so that a message only wakes the rules
    /// whose first word it holds.
    fn index(&mut self, begin: usize) {
        let (mut words, mut open, mut anchored) = (Vec::new(), false, true);
        let mut todo = vec![(begin, false)];
        let mut seen = HashSet::new();
        while let Some((step, after_start)) = todo.pop() {
            if !seen.insert((step, after_start)) {
                continue;
            }
            match &self.steps[step] {
                Step::Fork(one, two) => todo.extend([(*one, after_start), (*two, after_start)]),
                Step::Go(to) => todo.push((*to, after_start)),
                Step::Start => todo.push((step + 1, true)),
                Step::Take(test) => {
                    anchored &= after_start;
                    match test {
                        Test::Stem(word) | Test::Exact(word) => words.push(word.clone()),
                        _ => open = true,
                    }
                }
                Step::End | Step::Fit(_) => open = true,
            }
        }
        let begin = Begin { step: begin, anchored };
        if open {
            self.always.push(begin);
        } else {
            words.sort_unstable();
            words.dedup();
            words.into_iter().for_each(|word| self.by_word.entry(word).or_default().push(begin));
        }
    }

    /// The rules that may begin at a piece.
    fn beginning<'a>(&'a self, piece: Option<&'a Piece>) -> impl Iterator<Item = Begin> + 'a {
        let filed = |word: &str| self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
        let (stem, folded) = match piece {
            Some(Piece::Word(word)) if word.stem == word.folded => (filed(&word.stem), &[][..]),
            Some(Piece::Word(word)) => (filed(&word.stem), filed(&word.folded)),
            _ => (&[][..], &[][..]),
        };
        let cut = match piece {
            Some(Piece::Word(word)) if self.all_forms => Some(endings::stems(&word.folded)),
            _ => None,
        };
        let formed = cut.into_iter().flatten().flat_map(filed);
        self.always.iter().chain(stem).chain(folded).chain(formed).copied()
    }

    fn takes(&self, test: &Test, piece: &Piece) -> bool {
        let formed = || match (test, piece) {
            (Test::Stem(stem), Piece::Word(word)) => endings::stems(&word.folded).any(|cut| cut == stem),
            _ => false,
        };
        test.accepts(piece) || self.all_forms && formed()
    }

    fn compile(&mut self, node: &Node) {
        match node {
            Node::Take(test) => self.steps.push(Step::Take(test.clone())),
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::Gap => {
                let at = self.steps.len();
                self.steps.push(Step::Fork(at + 1, at + 3));
                self.steps.push(Step::Take(Test::Any));
                self.steps.push(Step::Go(at));
            }
            Node::Sequence(parts) => parts.iter().for_each(|part| self.compile(part)),
            Node::Optional(inner) => {
                let at = self.steps.len();
                self.steps.push(Step::Fork(at + 1, 0));
                self.compile(inner);
                self.steps[at] = Step::Fork(at + 1, self.steps.len());
            }
            Node::Choice(choices) => self.compile_choice(choices),
        }
    }

    fn compile_choice(&mut self, choices: &[Node]) {
        let mut ends = Vec::new();
        for (nth, choice) in choices.iter().enumerate() {
            let at = self.steps.len();
            let last = nth + 1 == choices.len();
            if !last {
                self.steps.push(Step::Fork(at + 1, 0));
            }
            self.compile(choice);
            if !last {
                ends.push(self.steps.len());
                self.steps.push(Step::Go(0));
                self.steps[at] = Step::Fork(at + 1, self.steps.len());
            }
        }
        let end = self.steps.len();
        for at in ends {
            self.steps[at] = Step::Go(end);
        }
    }

    /// The rules that fit a message, the most fixed words first; one entry a rule. What hyphens join is
    /// looked at in parts and as one word.
    #[must_use]
    pub fn fits(&self, text: &str, reader: &Reader) -> Vec<Fit> {
        let mut found: HashMap<usize, usize> = HashMap::new();
        self.find(&pieces(text, reader), &mut found);
        let joined = without_hyphens(text);
        if joined != text {
            self.find(&pieces(&joined, reader), &mut found);
        }
        let mut fits: Vec<Fit> =
            found.into_iter().map(|(rule, covered)| Fit { rule, fixed: self.fixed[rule], covered }).collect();
        fits.sort_unstable_by_key(|fit| (std::cmp::Reverse((fit.fixed, fit.covered)), fit.rule));
        fits
    }

    fn find(&self, pieces: &[Piece], found: &mut HashMap<usize, usize>) {
        let mut now: Vec<(usize, usize)> = Vec::new();
        let mut states =
            Closure { rules: self, seen: vec![(0, 0); self.steps.len()], todo: Vec::new(), at: 0, end: pieces.len() };
        for at in 0..=pieces.len() {
            states.at = at;
            let mut next = Vec::with_capacity(now.len());
            let fresh = self.beginning(pieces.get(at)).filter(|begin| at == 0 || !begin.anchored);
            let begun: Vec<(usize, usize)> = now.into_iter().chain(fresh.map(|begin| (begin.step, at))).collect();
            let mut open = Vec::new();
            for (step, from) in begun {
                states.enter(step, from, &mut open, found);
            }
            if let Some(piece) = pieces.get(at) {
                for (step, from) in open {
                    if let Step::Take(test) = &self.steps[step]
                        && self.takes(test, piece)
                    {
                        next.push((step + 1, from));
                    }
                }
            }
            now = next;
        }
    }
}

/// A text with the words that hyphens join as one: `wi-fi` as `wifi`.
fn without_hyphens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let inside = out.ends_with(char::is_alphanumeric) && letters.peek().is_some_and(|next| next.is_alphanumeric());
        if !(HYPHENS.contains(&c) && inside) {
            out.push(c);
        }
    }
    out
}

/// The number of words of a message as rules count them.
#[must_use]
pub fn length(text: &str, reader: &Reader) -> usize {
    pieces(text, reader).len()
}

/// Follows steps that take nothing. Of several ways to one step, the one that began first is kept.
struct Closure<'a> {
    rules: &'a Rules,
    /// By step, one more than the piece at which it was entered last, and where the way to it began.
    seen: Vec<(u32, u32)>,
    todo: Vec<usize>,
    at: usize,
    end: usize,
}

impl Closure<'_> {
    fn enter(&mut self, step: usize, from: usize, open: &mut Vec<(usize, usize)>, found: &mut HashMap<usize, usize>) {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (now, begun) = (number(self.at + 1), number(from));
        self.todo.push(step);
        while let Some(step) = self.todo.pop() {
            let known = &mut self.seen[step];
            if known.0 == now && known.1 <= begun {
                continue;
            }
            *known = (now, begun);
            match &self.rules.steps[step] {
                Step::Take(_) => open.push((step, from)),
                Step::Fork(one, two) => self.todo.extend([*two, *one]),
                Step::Go(to) => self.todo.push(*to),
                Step::Start if self.at == 0 => self.todo.push(step + 1),
                Step::End if self.at == self.end => self.todo.push(step + 1),
                Step::Start | Step::End => {}
                Step::Fit(rule) => {
                    let covered = found.entry(*rule).or_default();
                    *covered = (*covered).max(self.at - from);
                }
            }
        }
    }
}

impl Test {
    fn accepts(&self, piece: &Piece) -> bool {
        match (self, piece) {
            (Test::Any, _) | (Test::Email, Piece::Email) => true,
            (Test::Stem(stem), Piece::Word(word)) => word.stem == *stem || word.folded == *stem,
            (Test::Exact(exact), Piece::Word(word)) => word.folded == *exact,
            (Test::Number, Piece::Word(word)) => word.folded.chars().all(|c| c.is_ascii_digit() || c == '.'),
            (Test::Glob { text, open_start, open_end }, Piece::Word(word)) => match (open_start, open_end) {
                (true, true) => word.folded.contains(text.as_str()),
                (true, false) => word.folded.ends_with(text.as_str()),
                (false, true) => word.folded.starts_with(text.as_str()),
                (false, false) => word.folded == *text,
            },
            _ => false,
        }
    }
}

fn pieces(text: &str, reader: &Reader) -> Vec<Piece> {
    let mut out = Vec::new();
    for chunk in text.split_whitespace() {
        if super::mask::is_email(chunk.trim_matches(|c: char| !c.is_alphanumeric())) {
            out.push(Piece::Email);
        } else {
            out.extend(reader.words(chunk).into_iter().map(Piece::Word));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let reader = Reader::new(&"en".parse().unwrap());
        let mut rules = Rules::default();
        rules.add(pattern, &reader).unwrap();
        !rules.fits(text, &reader).is_empty()
    }

    #[test]
    fn a_rule_fits_as_the_manual_says() {
        for (pattern, text) in [
            ("refund (status|where)", "what is the refund status?"),
            ("where * refund*", "Where is my refund?"),
            ("where * refund*", "where are all my refunds"),
            ("*order*", "my reorders are late"),
            ("cancel (my|the)? order?", "please cancel"),
            ("order #", "it is order 4711"),
            ("write to @email", "I did write to ana.b@example.com, twice"),
            ("\"refund\"", "a refund please"),
            ("^stop$", "Stop!"),
            ("(log in|sign in) fail*", "my log-in failed again"),
            ("resetting passwords", "reset password"),
            ("\"C++\"", "how do I install C++?"),
            ("install C#", "install C#"),
            ("\"C++\"", "does it do C++26"),
            ("\"wi-fi\"", "no wifi here"),
            ("wi-fi", "the wi fi is down"),
            ("wifi", "the Wi-Fi is down"),
            ("\"E1042\"", "what is E-1042"),
            ("E-1042", "error e1042"),
            ("E1042", "error E 1042"),
            ("\"e-mail address\"", "change my email address"),
            ("version #", "version 4.2"),
            ("(cancel|stop)* order", "cancelling orders"),
            ("(cancel|stop)* * order", "i stopped that order"),
            ("(cancel|call off)*", "it was called offline"),
        ] {
            assert!(fits(pattern, text), "{pattern} | {text}");
        }
        for (pattern, text) in [
            ("refund (status|where)", "status of the refund"),
            ("where * refund*", "my refund is where"),
            ("\"refund\"", "refunds"),
            ("^stop$", "do not stop"),
            ("order #", "order it"),
            ("\"C++\"", "install C"),
            ("install C#", "install C 5"),
            ("\"C\"", "install C++"),
            ("E1042", "error E1043"),
            ("(cancel|stop)* order", "an order"),
        ] {
            assert!(!fits(pattern, text), "{pattern} | {text}");
        }
    }

    #[test]
    fn a_rule_that_fixes_nothing_or_is_broken_is_refused() {
        let reader = Reader::new(&"en".parse().unwrap());
        let mut rules = Rules::default();
        assert_eq!(rules.add("*", &reader), Err(PatternError::NoWord));
        assert_eq!(rules.add("(a|*)?", &reader), Err(PatternError::NoWord));
        assert_eq!(rules.add("(a|b", &reader), Err(PatternError::Parenthesis));
        assert_eq!(rules.add("a) b", &reader), Err(PatternError::Parenthesis));
        assert_eq!(rules.add("\"a", &reader), Err(PatternError::Quote));
    }

    #[test]
    fn the_rule_with_more_fixed_words_comes_first() {
        let reader = Reader::new(&"en".parse().unwrap());
        let mut rules = Rules::default();
        rules.add("refund", &reader).unwrap();
        rules.add("where * refund", &reader).unwrap();
        let fits: Vec<usize> = rules.fits("where is my refund", &reader).iter().map(|fit| fit.rule).collect();
        assert_eq!(fits, [1, 0]);
    }

    proptest! {
        #[test]
        fn no_rule_and_no_message_breaks_it(pattern in "[a-c*?#()|^$\"@ ]{0,30}", text in "[a-c1@. ]{0,40}") {
            let reader = Reader::new(&"en".parse().unwrap());
            let mut rules = Rules::default();
            let _ = rules.add(&pattern, &reader);
            let _ = rules.fits(&text, &reader);
        }
    }
}
