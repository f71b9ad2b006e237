//! A word of the query that the index lacks: two words in one, a number written together, a slip of the
//! pen, another form of a word that it has; in this order of likelihood, each counted as it is likely.

use super::{
    compound::{digits_and_letters, has_stem, in_text, known_half, long_ends, numbers_in, split, sure_halves, tail_of},
    relatives::{alike, forms, is_other_form, modifiers, sisters},
    spelling::{Near, ONE_SLIP, near, shared},
    understand::{Alternative, Fix, Reader, Slot, Why, alternative},
};
use crate::text::Word;

/// Unknown words of a query that are guessed at; nobody misspells more.
const MAX_GUESSES: usize = 24;
/// Candidates for a misspelt word.
const MAX_NEAR: usize = 6;
/// What the known half of an unknown compound counts: its end says what it is, its beginning of which kind.
const HALF: f32 = 0.45;
const MODIFIER: f32 = 0.3;
/// What another form of the word counts, and what is only alike.
const FORM: f32 = 0.75;
/// What a verb with another vowel in its stem counts.
const SISTER: f32 = 0.9;
const ALIKE: f32 = 0.4;
/// Halves of a compound, and ends of one, that are looked at for a slip in them.
const MAX_HALVES: usize = 6;
const MAX_ENDS: usize = 6;
/// Letters of a half of a compound that is told from a slip.
const SURE_HALF: usize = 4;

impl Reader<'_> {
    /// Whether the word and one of its neighbours are one word of the index, which others write apart.
    fn joined(&self, word: &Word, beside: [Option<&Word>; 2], mut known: impl FnMut(&str) -> bool) -> Option<String> {
        let [before, after] = beside;
        let before = before.map(|other| format!("{}{}", other.exact, word.exact));
        let after = after.map(|other| format!("{}{}", word.exact, other.exact));
        before.into_iter().chain(after).find(|joined| (5..=40).contains(&joined.len()) && known(joined))
    }

    /// An unknown word: two known words in one, or a misspelling, or another form.
    pub(super) fn guess(&mut self, made: &mut Slot, word: &Word, beside: [Option<&Word>; 2], open: bool) {
        self.guesses += 1;
        if self.guesses > MAX_GUESSES {
            return;
        }
        let typed = made.alternatives.len();
        if self.ranking.compounds {
            self.apart(made, &word.exact, None);
            self.numbers(made, &word.exact);
        }
        let is_split = made.alternatives.len() > typed;
        let real = self.part.synonyms.knows(&word.stem);
        let replaced = real && self.part.synonyms.replaces(&word.stem, |stem| has_stem(self.index, stem));
        if word.stop || replaced || !(self.ranking.spelling || self.ranking.forms) {
            return;
        }
        if self.ranking.forms {
            let analyzer = self.index.analyzer();
            let known =
                |joined: &str| self.index.exact_frequency(joined) > 0 || has_stem(self.index, &analyzer.stem(joined));
            if let Some(joined) = self.joined(word, beside, known) {
                made.alternatives.push(alternative(&analyzer.stem(&joined), Some(&joined), 0.8, Why::Compound));
                return;
            }
        }
        if self.ranking.forms && self.sisters(made, word) {
            return;
        }
        let mut found =
            if self.ranking.spelling && !real { near(self.index, &word.exact, open, MAX_NEAR) } else { Vec::new() };
        if is_split {
            // Two words in one are likelier than two slips, one slip likelier than two words.
            found.retain(|near| near.cost <= ONE_SLIP);
        }
        if self.ranking.forms {
            found.retain(|near| in_text(self.index, &near.word));
        }
        let others = self.forms(word, found.first());
        if !others.is_empty() {
            self.add_near(made, &others, Why::Form, |near| FORM * (1.0 - near.cost));
        } else if !found.is_empty() {
            self.mend(made, word, &found);
        } else if made.alternatives.len() == typed {
            self.last_guess(made, word, beside);
        }
    }

    /// The same verb with another vowel in its stem.
    fn sisters(&self, made: &mut Slot, word: &Word) -> bool {
        let language = self.index.analyzer().language();
        let mut found = sisters(language.code(), &word.stem);
        found.retain(|stem| has_stem(self.index, stem));
        made.alternatives.extend(found.iter().map(|stem| alternative(stem, None, SISTER, Why::Form)));
        !found.is_empty()
    }

    /// Other forms of the word, where they are likelier than the best correction: there is none, or it
    /// changes the beginning or more than one letter, and shares less with what was typed.
    fn forms(&self, word: &Word, best: Option<&Near>) -> Vec<Near> {
        if !self.ranking.forms {
            return Vec::new();
        }
        let kept = best.map_or(0, |best| shared(&word.exact, &best.word));
        if best.is_some_and(|best| kept >= 3 && best.cost <= ONE_SLIP) {
            return Vec::new();
        }
        let mut found = forms(self.index, &word.exact);
        found.retain(|near| in_text(self.index, &near.word));
        if best.is_some() {
            // One that shares no beginning is of a participle.
            found.retain(|near| !(1..=kept).contains(&shared(&word.exact, &near.word)));
        }
        found
    }

    /// Searches what the word was most likely meant to be; said to the reader, unless it is only another
    /// form, or the word is a good compound of its own.
    fn mend(&mut self, made: &mut Slot, word: &Word, found: &[Near]) {
        let Some(best) = found.first() else { return };
        let least = best.cost;
        let mut doubt = likely(best.cost, word.exact.chars().count());
        if self.index.analyzer().is_stop(&best.word) {
            (made.required, made.weight) = (false, self.ranking.stop);
        } else if self.ranking.forms && self.is_compound(made, word, best) {
            doubt *= HALF;
        } else if !(self.ranking.forms && is_other_form(&word.exact, &best.word)) {
            self.fixes.push(Fix { range: word.start..word.end, word: best.word.clone(), position: word.position });
        }
        self.add_near(made, found, Why::Spelling, |near| doubt * (-(near.cost - least) * 1.5).exp());
    }

    /// Whether the word is made of two that the index knows, and not a slip in the compound that is most
    /// like it: what differs is a whole half.
    fn is_compound(&self, made: &mut Slot, word: &Word, best: &Near) -> bool {
        if !self.index.analyzer().language().is_compounding() {
            return false;
        }
        let sure = |half: &str| half.chars().count() >= SURE_HALF && !self.index.analyzer().is_stop(half);
        if split(self.index, &word.exact).is_some_and(|(left, right, _)| sure(&left) && sure(&right)) {
            return true;
        }
        if shared(&word.exact, &best.word) < SURE_HALF {
            return false;
        }
        let Some((left, tails)) = tail_of(self.index, &self.part.tails, &word.exact) else { return false };
        self.half(made, &left, MODIFIER);
        self.tails(made, tails);
        true
    }

    /// What is left when the word is like none: a compound typed apart with a slip in it, a known half,
    /// and where all else finds nothing, what begins nearly so.
    fn last_guess(&mut self, made: &mut Slot, word: &Word, beside: [Option<&Word>; 2]) {
        let analyzer = self.index.analyzer();
        if self.ranking.net {
            let mut best = None;
            self.joined(word, beside, |joined| {
                let found = near(self.index, joined, false, 1).into_iter().find(|near| near.cost <= ONE_SLIP);
                best = found.filter(|_| joined.chars().count() > 6);
                best.is_some()
            });
            if let Some(best) = best {
                let stem = analyzer.stem(&best.word);
                made.alternatives.push(alternative(&stem, Some(&best.word), 0.6, Why::Compound));
                return;
            }
        }
        if self.ranking.compounds && analyzer.language().is_compounding() && self.as_compound(made, word) {
            return;
        }
        if self.ranking.net {
            let mut found = alike(self.index, &word.exact);
            found.retain(|near| in_text(self.index, &near.word));
            self.add_near(made, &found, Why::Form, |near| ALIKE * (1.0 - near.cost));
        }
    }

    /// A compound, or the end of one, as far as anything of it is known.
    fn as_compound(&self, made: &mut Slot, word: &Word) -> bool {
        let spelling = self.ranking.spelling;
        if self.ends_compounds(made, word) || spelling && self.slip_in_half(made, word) {
            return true;
        }
        let Some(half) = known_half(self.index, &word.exact) else {
            return spelling && self.slip_at_end(made, word);
        };
        made.alternatives.push(alternative(&self.index.analyzer().stem(&half), None, HALF, Why::Compound));
        if let Some(start) = word.exact.strip_suffix(&half) {
            self.add_near(made, &modifiers(self.index, start), Why::Compound, |_| MODIFIER);
        }
        true
    }

    /// A word that stands nowhere by itself, but at the end of compounds.
    fn ends_compounds(&self, made: &mut Slot, word: &Word) -> bool {
        let found = self.part.tails.all_ending_with(self.index, &word.stem);
        made.alternatives.extend(found.iter().map(|stem| alternative(stem, None, self.ranking.head, Why::Compound)));
        !found.is_empty()
    }

    /// The known word that a half of a compound is a slip away from.
    fn slip(&self, half: &str) -> Option<String> {
        let found = near(self.index, half, false, 1).into_iter().next();
        found.filter(|near| near.cost <= ONE_SLIP && in_text(self.index, &near.word)).map(|near| near.word)
    }

    /// A compound that the index lacks, with a slip in one of its halves: the other is known as it stands.
    fn slip_in_half(&self, made: &mut Slot, word: &Word) -> bool {
        let halves = sure_halves(self.index, &word.exact).into_iter().take(MAX_HALVES);
        let mut mended = halves.filter_map(|(known, rest, first)| {
            let mended = self.slip(&rest)?;
            Some(if first { [known, mended] } else { [mended, known] })
        });
        let Some([left, right]) = mended.next() else { return false };
        let analyzer = self.index.analyzer();
        let stems = [&left, &right].map(|half| analyzer.stem(half).into_owned()).into();
        made.alternatives.push(Alternative { stems, exact: None, weight: 0.6, why: Why::Compound });
        self.half(made, &left, MODIFIER);
        self.half(made, &right, HALF);
        true
    }

    /// The last word of a compound of which nothing else is known, with a slip in it.
    fn slip_at_end(&self, made: &mut Slot, word: &Word) -> bool {
        let right = long_ends(&word.exact).take(MAX_ENDS).find_map(|end| self.slip(end));
        right.iter().for_each(|right| self.half(made, right, HALF));
        right.is_some()
    }

    /// Two words in one, which others write apart; of a known one (`frequency`) only words that are at
    /// least as common. Of an unknown one each half may also stand by itself.
    pub(super) fn apart(&self, made: &mut Slot, word: &str, frequency: Option<u32>) {
        let Some((left, right, common)) = split(self.index, word) else { return };
        let (least, weight) = frequency.map_or((1, 0.8), |own| (own, self.ranking.apart));
        if common >= least && weight > 0.0 {
            let analyzer = self.index.analyzer();
            let stems = vec![analyzer.stem(&left).into_owned(), analyzer.stem(&right).into_owned()];
            made.alternatives.push(Alternative { stems, exact: None, weight, why: Why::Compound });
            if self.ranking.forms && frequency.is_none() {
                self.half(made, &left, MODIFIER);
                self.half(made, &right, HALF);
                self.tails(made, self.part.tails.ending_with(self.index, &analyzer.stem(&right)));
            }
        }
    }

    fn half(&self, made: &mut Slot, half: &str, weight: f32) {
        let analyzer = self.index.analyzer();
        if half.chars().count() >= SURE_HALF && !analyzer.is_stop(half) {
            made.alternatives.push(alternative(&analyzer.stem(half), None, weight, Why::Compound));
        }
    }

    /// Other compounds that end like this one.
    fn tails(&self, made: &mut Slot, tails: Vec<String>) {
        made.alternatives.extend(tails.into_iter().map(|tail| alternative(&tail, None, HALF, Why::Compound)));
    }

    /// `0800700112` as `0800 700 112`, `800w` as `800 W`.
    fn numbers(&self, made: &mut Slot, word: &str) {
        let known = |part: &str| self.index.exact_frequency(part) > 0;
        let parts = match digits_and_letters(word) {
            Some((digits, letters)) if known(digits) && known(letters) => vec![digits, letters],
            Some(_) => return,
            None => numbers_in(self.index, word),
        };
        if !parts.is_empty() {
            let stems = parts.into_iter().map(|part| self.index.analyzer().stem(part).into_owned()).collect();
            made.alternatives.push(Alternative { stems, exact: None, weight: 0.9, why: Why::Compound });
        }
    }
}

/// How likely a correction is what was meant: a short word that the index lacks is often just another
/// word, a long one rarely.
fn likely(cost: f32, letters: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let share = cost / letters.max(1) as f32;
    (1.6 - 4.5 * share).clamp(0.2, 0.95)
}
