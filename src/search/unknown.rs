//! A word of the query that the index lacks: two words in one, a number written together, a slip of the
//! pen, another form of a word that it has; in this order of likelihood, each counted as it is likely.

use super::{
    compound::{digits_and_letters, has_stem, in_text, known_half, long_ends, numbers_in, split, sure_halves, tail_of},
    relatives::{alike, bases, forms, is_other_form, modifiers, sisters},
    spelling::{KnownAs, Near, ONE_SLIP, Vocabulary, far, near, near_stems, slips, surely},
    understand::{Alternative, Fix, Reader, Slot, Why, alternative},
};
use crate::text::{Analyzer, Word, shared};

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
/// Beginnings of one, when all else fails.
const MAX_STARTS: usize = 12;
/// Unknown words of a query for which all is tried.
const MOST_NETTED: usize = 4;
/// Letters of a half of a compound that is told from a slip.
const SURE_HALF: usize = 4;
/// Letters that a correction which readers are told of has more at most: a longer one is a continuation.
const MOST_LONGER: usize = 2;
/// Letters of each of two words that were written together by mistake.
const LEAST_APART: usize = 3;
/// What a compound with a slip in it counts.
const SLIP_IN_HALF: f32 = 0.7;

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
        let real = self.part.synonyms.knows(&word.stem);
        let replaced = real && self.part.synonyms.replaces(&word.stem, |stem| has_stem(self.index, stem));
        let mends = !(word.stop || replaced);
        let spelling = self.ranking.spelling && mends;
        let mut found = if spelling && !real { self.near(&word.exact, open) } else { Vec::new() };
        let slip = found.first().is_some_and(|near| near.cost <= ONE_SLIP);
        let typed = made.alternatives.len();
        if self.ranking.compounds {
            let halves = if slip { None } else { split(self.index, &word.exact, |half| self.is_listed(half)) };
            if mends && halves.as_ref().is_some_and(|(left, right, _)| self.two_words(made, word, left, right)) {
                return;
            }
            if slip || halves.is_some() {
                self.apart(made, &word.exact, None, slip);
            }
            self.numbers(made, &word.exact);
        }
        let is_split = made.alternatives.len() > typed;
        if !mends || !(self.ranking.spelling || self.ranking.forms) {
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
        if is_split {
            // Two words in one are likelier than two slips, one slip likelier than two words.
            found.retain(|near| near.cost <= ONE_SLIP);
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

    /// Whether the index has a word that this one is a slip away from.
    pub(super) fn is_slip(&self, word: &Word) -> bool {
        self.ranking.spelling && self.near(&word.exact, false).first().is_some_and(|near| near.cost <= ONE_SLIP)
    }

    /// What the word may have been meant to be; what readers see before what stands in addresses only.
    fn near(&self, word: &str, open: bool) -> Vec<Near> {
        let mut found = near(self.vocabulary(), word, open, MAX_NEAR);
        if self.ranking.forms {
            found.sort_by_cached_key(|near| !self.is_seen(near));
            found.retain(|near| near.cost <= ONE_SLIP || self.is_seen(near));
        }
        found
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary { index: self.index, synonyms: Some(&self.part.synonyms) }
    }

    /// Whether readers see a word somewhere, or one that it stands for.
    fn is_seen(&self, near: &Near) -> bool {
        near.known_as != KnownAs::Word || in_text(self.index, &near.word)
    }

    /// Two words between which the space was left out: each is searched as if it had been there.
    fn two_words(&mut self, made: &mut Slot, word: &Word, left: &str, right: &str) -> bool {
        let analyzer = self.index.analyzer();
        let glues = analyzer.language().is_compounding();
        if glues && split(self.index, &word.exact, |_| false).is_some() {
            return false;
        }
        let (small, letters) = (|half: &str| analyzer.is_stop(half), |half: &str| half.chars().count());
        let sure = match (small(left), small(right)) {
            (true, true) => false,
            // A verb with its prefix, rather.
            (true, _) | (_, true) if glues => false,
            (false, false) => letters(left).min(letters(right)) >= LEAST_APART,
            (true, false) => letters(right) > SURE_HALF,
            (false, true) => letters(left) > SURE_HALF,
        };
        if sure {
            let [left, right] = [left, right].map(|half| self.weighed(&half_of(word, analyzer, half)));
            self.push(left);
            *made = right;
        }
        sure
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
            let longer = best.word.chars().count().saturating_sub(word.exact.chars().count());
            let shown = best.known_as != KnownAs::Stem && longer <= MOST_LONGER && self.is_seen(best);
            let (range, sure) = (word.start..word.end, best.cost <= ONE_SLIP);
            self.fixes.push(Fix { range, word: best.word.clone(), position: word.position, shown, sure });
        }
        if best.cost <= ONE_SLIP {
            self.read_as(made, best, doubt);
        }
        self.add_near(made, found, Why::Spelling, |near| doubt * (-(near.cost - least) * 1.5).exp());
    }

    /// The word is taken for another, with all that stands for that one.
    fn read_as(&self, made: &mut Slot, best: &Near, doubt: f32) {
        let stem = best.stem(self.index.analyzer()).into_owned();
        if self.ranking.compounds {
            let heads = self.part.tails.ending_with(self.index, &stem).into_iter();
            let weight = self.ranking.head * doubt;
            made.alternatives.extend(heads.map(|stem| alternative(&stem, None, weight, Why::Compound)));
        }
        made.meant = Some((stem, doubt));
    }

    /// Whether the word is made of two that the index knows, and not a slip in the compound that is most
    /// like it: what differs is a whole half.
    fn is_compound(&self, made: &mut Slot, word: &Word, best: &Near) -> bool {
        if !self.index.analyzer().language().is_compounding() {
            return false;
        }
        let sure = |half: &str| half.chars().count() >= SURE_HALF && !self.index.analyzer().is_stop(half);
        if split(self.index, &word.exact, |_| false).is_some_and(|(left, right, _)| sure(&left) && sure(&right)) {
            return true;
        }
        if shared(&word.exact, &best.word) < SURE_HALF {
            return false;
        }
        let Some((left, tails)) = tail_of(self.index, &self.part.tails, &word.exact) else { return false };
        self.half(made, &self.index.analyzer().stem(&left), MODIFIER);
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
                let found = self.near(joined, false).into_iter().find(|near| near.cost <= ONE_SLIP);
                best = found.filter(|_| joined.chars().count() > 6);
                best.is_some()
            });
            if let Some(best) = best {
                let stem = analyzer.stem(&best.word);
                made.alternatives.push(alternative(&stem, Some(&best.word), 0.6, Why::Compound));
                return;
            }
        }
        let net = self.ranking.net && self.guesses <= MOST_NETTED;
        if self.ranking.compounds && analyzer.language().is_compounding() && self.as_compound(made, word) && !net {
            return;
        }
        let stems = if self.ranking.spelling { near_stems(self.index, &word.exact, net, MAX_NEAR) } else { Vec::new() };
        if !stems.is_empty() {
            self.mend(made, word, &stems);
        } else if net {
            self.net(made, word);
        }
    }

    /// For a query that finds nothing otherwise: two words in one of which one is known, what begins nearly so,
    /// and what is two slips away.
    fn net(&mut self, made: &mut Slot, word: &Word) {
        if self.ranking.compounds && self.half_known(made, word) {
            return;
        }
        let language = self.index.analyzer().language();
        let mut found = Vec::new();
        for text in std::iter::once(word.exact.clone()).chain(bases(language.code(), &word.exact)) {
            found = alike(self.index, &text);
            found.retain(|near| in_text(self.index, &near.word));
            if !found.is_empty() {
                break;
            }
        }
        if found.is_empty() {
            found = far(self.index, &word.exact, MAX_NEAR);
            found.retain(|near| in_text(self.index, &near.word));
            let letters = word.exact.chars().count();
            found.iter_mut().for_each(|near| near.cost = 1.0 - likely(near.cost, letters));
        }
        self.add_near(made, &found, Why::Form, |near| ALIKE * (1.0 - near.cost));
        if found.is_empty() {
            let halves = sure_halves(self.index, &word.exact, |half| self.is_listed(half));
            match halves.into_iter().find(|(half, ..)| half.chars().count() > SURE_HALF) {
                Some((known, ..)) => *made = self.weighed(&half_of(word, self.index.analyzer(), &known)),
                None => self.slip_at_start(&word.exact).iter().for_each(|stem| self.half(made, stem, HALF)),
            }
        }
    }

    /// The first word of a compound of which nothing else is known, with a slip in it.
    fn slip_at_start(&self, word: &str) -> Option<String> {
        let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let longest = cuts.len().checked_sub(LEAST_APART)?;
        (SURE_HALF..=longest).rev().take(MAX_STARTS).find_map(|length| self.slip(&word[..cuts[length]]))
    }

    /// Whether a word that stands nowhere has synonyms that do.
    fn is_listed(&self, word: &str) -> bool {
        let stem = self.index.analyzer().stem(word);
        self.part.synonyms.replaces(&stem, |stem| has_stem(self.index, stem))
    }

    /// Two words in one, of which one is known and the other is a form of a known one, or a slip in it, or small.
    fn half_known(&mut self, made: &mut Slot, word: &Word) -> bool {
        let analyzer = self.index.analyzer();
        let halves = sure_halves(self.index, &word.exact, |half| self.is_listed(half));
        for (known, rest, first) in halves.into_iter().take(MAX_HALVES) {
            if rest.chars().count() < LEAST_APART {
                continue;
            }
            let mut other = self.weighed(&half_of(word, analyzer, &rest));
            let is_word = !other.required || self.is_listed(&rest) || has_stem(self.index, &analyzer.stem(&rest));
            if is_word {
                // Nothing is to be mended in it.
            } else if let Some(stem) = self.slip(&rest) {
                other.alternatives.push(alternative(&stem, None, SLIP_IN_HALF, Why::Compound));
                other.meant = Some((stem, SLIP_IN_HALF));
            } else {
                let mut others = forms(self.index, &rest);
                others.retain(|near| in_text(self.index, &near.word));
                self.add_near(&mut other, &others, Why::Form, |near| FORM * (1.0 - near.cost));
                if others.is_empty() {
                    continue;
                }
            }
            let known = self.weighed(&half_of(word, analyzer, &known));
            let (left, right) = if first { (known, other) } else { (other, known) };
            self.push(left);
            *made = right;
            return true;
        }
        false
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

    /// The stem of the known word that a half of a compound is a slip away from.
    fn slip(&self, half: &str) -> Option<String> {
        let least = surely(half.chars().count());
        let found = slips(self.vocabulary(), half, MAX_NEAR).into_iter();
        let found = found.filter(|near| near.cost <= least).find(|near| self.is_seen(near));
        let found = found.or_else(|| near_stems(self.index, half, false, 1).into_iter().next());
        found.map(|near| near.stem(self.index.analyzer()).into_owned())
    }

    /// A compound that the index lacks, with a slip in one of its halves: the other is known as it stands.
    fn slip_in_half(&self, made: &mut Slot, word: &Word) -> bool {
        let analyzer = self.index.analyzer();
        let halves = sure_halves(self.index, &word.exact, |half| self.is_listed(half)).into_iter().take(MAX_HALVES);
        let mut mended = halves.filter_map(|(known, rest, first)| {
            let (known, mended) = (analyzer.stem(&known).into_owned(), self.slip(&rest)?);
            Some(if first { [known, mended] } else { [mended, known] })
        });
        let Some([left, right]) = mended.next() else { return false };
        let stems = vec![left.clone(), right.clone()];
        made.alternatives.push(Alternative { stems, exact: None, weight: SLIP_IN_HALF, why: Why::Compound });
        self.half(made, &left, MODIFIER);
        self.half(made, &right, HALF);
        self.tails(made, self.part.tails.ending_with(self.index, &right));
        true
    }

    /// The last word of a compound of which nothing else is known, with a slip in it.
    fn slip_at_end(&self, made: &mut Slot, word: &Word) -> bool {
        let right = long_ends(&word.exact).take(MAX_ENDS).find_map(|end| self.slip(end));
        right.iter().for_each(|right| self.half(made, right, HALF));
        right.is_some()
    }

    /// Two words in one, which others write apart; of a known one (`frequency`) only words that are at
    /// least as common. Of an unknown one, which is no slip in another, each half may also stand by itself.
    pub(super) fn apart(&self, made: &mut Slot, word: &str, frequency: Option<u32>, slip: bool) {
        let Some((left, right, common)) = split(self.index, word, |_| false) else { return };
        let (least, weight) = frequency.map_or((1, 0.8), |own| (own, self.ranking.apart));
        if common >= least && weight > 0.0 {
            let analyzer = self.index.analyzer();
            let [left, right] = [left, right].map(|half| analyzer.stem(&half).into_owned());
            let stems = vec![left.clone(), right.clone()];
            made.alternatives.push(Alternative { stems, exact: None, weight, why: Why::Compound });
            if self.ranking.forms && frequency.is_none() && !slip {
                self.half(made, &left, MODIFIER);
                self.half(made, &right, HALF);
                self.tails(made, self.part.tails.ending_with(self.index, &right));
            }
        }
    }

    /// A half of a compound by itself, by its stem.
    fn half(&self, made: &mut Slot, stem: &str, weight: f32) {
        if stem.chars().count() >= LEAST_APART && !self.index.analyzer().is_stop(stem) {
            made.alternatives.push(alternative(stem, None, weight, Why::Compound));
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

/// A part of a word as a word by itself.
fn half_of(word: &Word, analyzer: &Analyzer, half: &str) -> Word {
    let stem = analyzer.stem(half).into_owned();
    Word { exact: half.to_owned(), stem, stop: analyzer.is_stop(half), ..word.clone() }
}

/// How likely a correction is what was meant: a short word that the index lacks is often just another
/// word, a long one rarely.
fn likely(cost: f32, letters: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let share = cost / letters.max(1) as f32;
    (1.6 - 4.5 * share).clamp(0.2, 0.95)
}
