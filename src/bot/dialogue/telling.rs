//! What a visitor tells the hand-off of themselves: a name, an address, the matter; each by itself or all in one go.

use super::{
    Cue, Handing, Heard, Talk,
    chatting::{TITLE, looks_like_name, without_prefix},
    handing::BODY,
};
use crate::bot::{
    mask::{find_email, find_phone, spoken_email},
    moment::Lean,
    turn::RequesterForm,
    words::{fold, split},
};

/// Replies that are no name before it goes on without one.
const NAME_TRIES: u8 = 2;
/// Replies that are no address before it says what an address is for.
const EMAIL_TRIES: u8 = 2;

impl Talk<'_> {
    /// Takes a reply to what is asked for. One that is no address is asked for again; one that is no name
    /// belongs to the matter, and a name is not needed to answer.
    pub(super) fn take_part(&mut self, handing: &mut Handing, asked: Option<&str>, text: &str, heard: &Heard) {
        let told = self.take_all(handing, asked, text, heard);
        match asked {
            _ if told => handing.tries = 0,
            Some("name") if heard.is(Cue::Skip) => handing.unnamed = true,
            Some("name") => {
                handing.tries = handing.tries.saturating_add(1);
                handing.unnamed = handing.tries >= NAME_TRIES;
                handing.tries %= NAME_TRIES;
                self.note_in_body(handing, text, heard);
            }
            Some("email") => {
                handing.tries = handing.tries.saturating_add(1);
                // Nobody is kept here for want of an address: the second refusal says what else there is, and ends.
                let refuses = heard.is(Cue::Skip) || heard.is(Cue::NoEmail);
                if refuses || handing.tries > EMAIL_TRIES {
                    // Who gives no address is asked for a telephone number; who gives neither cannot be answered.
                    handing.given_up = std::mem::replace(&mut handing.by_phone, true);
                    handing.tries = 0;
                    return self.say("handoff", if handing.given_up { "without_email" } else { "no_email" });
                }
                if handing.by_phone && heard.words() < 4 {
                    return self.say("ask", "phone");
                }
                if self.means_an_address(text, heard) {
                    self.say("handoff", "bad_email");
                } else {
                    self.note_in_body(handing, text, heard);
                }
            }
            _ if heard.is(Cue::Skip) => {
                self.brain.phrases.say("handoff", "subject", 0).clone_into(&mut handing.form.body);
            }
            _ => handing.form.body = text.chars().take(BODY).collect(),
        }
    }

    /// “Bob, bob@example.com, my site is down”: name, address and matter in one go. Whether what is asked for, or
    /// an address, was among it.
    fn take_all(&self, handing: &mut Handing, asked: Option<&str>, text: &str, heard: &Heard) -> bool {
        if asked == Some("body") {
            return false;
        }
        if let Some(spoken) = spoken_email(&self.brain.phrases, text).filter(|_| asked == Some("email")) {
            handing.form.email = spoken;
            return true;
        }
        // A number beside the name is one to call only when it is written as such.
        let to_call = |phone: &&str| asked == Some("email") || phone.trim_start_matches('(').starts_with(['+', '0']);
        let phone = || find_phone(text).filter(to_call);
        let address = find_email(text).or_else(phone).map(|address| address.trim().to_owned());
        if let Some(address) = &address {
            handing.form.email.clone_from(address);
        }
        let mut named = false;
        let mut matter: Vec<&str> = Vec::new();
        for (at, clause) in self.clauses(text).into_iter().enumerate() {
            let holds = address.as_deref().is_some_and(|address| clause.contains(address));
            let bare = address.as_deref().map_or_else(|| clause.to_owned(), |address| clause.replace(address, " "));
            if holds && !self.says_more_than_an_address(&bare) {
                continue;
            }
            let own = self.brain.cues.hear_own(&bare, &self.brain.reader);
            let nameless = asked == Some("name") || (asked == Some("email") && handing.unnamed);
            let may_name = handing.form.name.is_empty() && !named && ((at == 0 && nameless) || own.is(Cue::Name));
            // “Bob Dylan bob@example.com my site is down”: the name stands before the address.
            let before =
                address.as_deref().filter(|_| may_name && at == 0).and_then(|address| clause.split_once(address));
            if let Some((name, rest)) = before
                && (1..=3).contains(&name.split_whitespace().count())
                && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
                && self.take_name(handing, name, &self.brain.cues.hear_own(name, &self.brain.reader))
            {
                named = true;
                matter.extend(Some(rest.trim()).filter(|rest| self.says_more_than_an_address(rest)));
            } else if may_name && self.take_name(handing, &bare, if bare == text { heard } else { &own }) {
                named = true;
            } else {
                matter.push(clause);
            }
        }
        let told = named || address.is_some();
        if told && !matter.is_empty() {
            add_to_body(&mut handing.form, &matter.join(", "));
        }
        told
    }

    /// A reply cut at commas and stops, and where a name or an address is told after an “and”.
    pub(super) fn clauses<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let phrases = &self.brain.phrases;
        let (ands, about) = (phrases.list("introduce", "ands"), phrases.list("introduce", "address_words"));
        let mut out = Vec::new();
        for part in text.split([',', ';', '\n', '!']).flat_map(stops) {
            let mut from = 0;
            for (at, word) in part.split(' ').scan(0, |at, word| {
                let begins = *at;
                *at += word.len() + 1;
                Some((begins, word))
            }) {
                let rest = &part[at..];
                let joins = at > 0 && ands.contains(&split(word).concat().as_str());
                let next: Vec<String> = split(rest).into_iter().skip(1).take(3).collect();
                let tells = next.iter().any(|word| about.contains(&word.as_str())) || find_email(rest).is_some();
                if joins && tells {
                    out.push(part[from..at].trim());
                    from = at + word.len();
                }
            }
            out.push(part[from..].trim());
        }
        out.retain(|clause| clause.chars().any(char::is_alphanumeric));
        out
    }

    /// “My e-mail address is” around an address says no more than the address.
    pub(super) fn says_more_than_an_address(&self, text: &str) -> bool {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let bare = without_prefix(text, &[list("mistake"), list("polite"), list("thanks_words")].concat());
        let about = [list("address_words"), list("fillers")].concat();
        let more =
            |word: &String| word.len() > 1 && !about.contains(&word.as_str()) && !self.brain.reader.is_stop(word);
        split(&bare).iter().any(more)
    }

    /// Whether a reply tries to be an address: has its signs, or is a word or two.
    fn means_an_address(&self, text: &str, heard: &Heard) -> bool {
        let signs = self.brain.phrases.list("introduce", "at_words");
        text.contains('@')
            || text.contains(".com")
            || heard.words() < 3
            || split(text).iter().any(|word| signs.contains(&word.as_str()))
    }

    /// What is no answer to the form belongs to the matter.
    fn note_in_body(&mut self, handing: &mut Handing, text: &str, heard: &Heard) {
        // “No, wait” is no matter to write down.
        if !self.says_a_matter(text, heard) {
            return self.say("handoff", "again");
        }
        self.memory.asked(text);
        add_to_body(&mut handing.form, text);
        let swears = heard.is(Cue::Insult) || heard.is(Cue::Upset);
        self.say("handoff", if swears { "again" } else { "noted" });
    }

    /// Whether a reply says more than what the dialogue itself is made of.
    fn says_a_matter(&self, text: &str, heard: &Heard) -> bool {
        let tells = |word: &String| {
            word.chars().count() > 2 && !self.brain.reader.is_stop(word) && !self.brain.cues.rules_hold(word)
        };
        heard.words() > 3 || split(text).iter().any(tells)
    }

    /// A name has capitals, or is a word or two that are no words of the language or the knowledge base.
    pub(super) fn take_name(&self, handing: &mut Handing, text: &str, heard: &Heard) -> bool {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let openings: Vec<&str> =
            [list("polite"), list("prefixes"), list("names"), list("mistake"), list("thanks_words")].concat();
        let mut name = without_prefix(text, &openings);
        if let Some((before, last)) = name.rsplit_once(' ')
            && list("names_after").contains(&fold(last).as_str())
        {
            name = before.to_owned();
        }
        let name = name.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital = |word: &&str| word.starts_with(char::is_uppercase);
        let begins_and_ends = words.first().is_some_and(capital) && words.last().is_some_and(capital);
        let plainly = heard.is(Cue::Name) || name.chars().count() == text.trim_end_matches(['.', '!']).chars().count();
        let of_a_rule = |word: &&str| split(word).iter().any(|word| self.brain.cues.rules_hold(word));
        let uncommon = plainly
            && words.len() <= 3
            && !words.iter().any(|word| self.is_common(word))
            && !words.iter().any(of_a_rule);
        let says_else = [Cue::Insult, Cue::Upset, Cue::Skip, Cue::Complaint, Cue::Explain].into_iter();
        let today = self.context.now.date();
        let a_day = || crate::bot::moment::mentioned_day(&self.brain.phrases, today, text, Lean::Nearest);
        let fits = looks_like_name(&name)
            && a_day().is_none()
            && (begins_and_ends || uncommon)
            && !text.trim_end().ends_with('?')
            && !says_else.into_iter().any(|cue| heard.is(cue));
        if fits {
            handing.form.name = name;
        }
        fits
    }

    /// Whether a wish for a person also says what it is about: “… because my invoice is wrong”.
    pub(super) fn says_what_about(&self, text: &str) -> bool {
        let reason = self.brain.phrases.holds("introduce", "because", &split(text));
        let bare = find_email(text).map_or_else(|| text.to_owned(), |address| text.replace(address, " "));
        let about = self.brain.phrases.list("introduce", "address_words");
        let tells = |word: &&String| {
            word.len() > 2
                && !self.brain.cues.wishes_with(word)
                && !about.contains(&word.as_str())
                && !self.brain.reader.is_stop(word)
        };
        let telling = split(&bare).iter().filter(tells).count();
        telling >= 3 || (reason && telling >= 1) || crate::bot::mask::find_phone(text).is_some()
    }
}

/// A part cut at its full stops; “Dr.” ends nothing.
fn stops(part: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in part.match_indices(". ") {
        if part[from..at].chars().rev().take_while(|c| c.is_alphabetic()).count() > TITLE {
            out.push(&part[from..at]);
            from = at + 2;
        }
    }
    out.push(&part[from..]);
    out
}

pub(super) fn add_to_body(form: &mut RequesterForm, text: &str) {
    form.body = format!("{}\n{text}", form.body).trim().chars().take(BODY).collect();
}
