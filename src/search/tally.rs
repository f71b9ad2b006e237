//! The scorer's slates: one cell per section and one per article, each as small as what it holds, so that
//! a posting touches one line of memory. A slate is its thread's own and is wiped by what was touched.

use crate::index::LocaleIndex;

/// What one section has so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SectionCell {
    /// This slot's frequency.
    pub frequency: f32,
    /// This slot in the heading by itself.
    pub in_heading: f32,
    /// All slots' score.
    pub score: f32,
    /// Score of the heading.
    pub heading: f32,
}

/// What one article (or reply, or card) has of this slot: its frequency in the article's own fields, in its
/// sections, in the title by itself. Small, since every posting comes by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SlotCell {
    pub head: f32,
    pub body: f32,
    pub in_title: f32,
    pub in_questions: bool,
}

/// What one article has of all slots.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EntryCell {
    /// Score of its own fields.
    pub base: f32,
    /// Score of the article as a whole.
    pub whole: f32,
    /// Slots found anywhere in it, and their weights together.
    pub slots: u64,
    pub covered: f32,
    /// Score of the title: telling words, little words, and the worth of the telling ones in it.
    pub title: f32,
    pub little: f32,
    pub titled: f32,
    /// Its best section.
    pub best: f32,
    pub section: u32,
}

/// All cells, and which of them were touched: by this slot, and by all.
#[derive(Debug, Default)]
pub(super) struct Slate {
    pub sections: Vec<SectionCell>,
    pub slots: Vec<SlotCell>,
    pub entries: Vec<EntryCell>,
    pub slot_sections: Vec<u32>,
    pub slot_entries: Vec<u32>,
    pub touched_sections: Vec<u32>,
    pub touched_entries: Vec<u32>,
}

impl Slate {
    /// Makes room for all sections and articles of a locale.
    pub fn fit(&mut self, index: &LocaleIndex) {
        let (sections, entries) = (index.section_limit(), index.entries().len());
        if self.sections.len() < sections {
            self.sections.resize(sections, SectionCell::default());
        }
        if self.entries.len() < entries {
            self.slots.resize(entries, SlotCell::default());
            self.entries.resize(entries, EntryCell::default());
        }
    }

    /// Adds to the frequency of this slot in a section.
    #[inline]
    pub fn add_to_section(&mut self, section: u32, value: f32) -> &mut SectionCell {
        let cell = &mut self.sections[section as usize];
        if cell.frequency == 0.0 {
            self.slot_sections.push(section);
        }
        cell.frequency += value;
        cell
    }

    /// Adds to the frequency of this slot in an article's own fields.
    #[inline]
    pub fn add_to_entry(&mut self, entry: u32, value: f32) -> &mut SlotCell {
        let cell = &mut self.slots[entry as usize];
        if cell.head == 0.0 {
            self.slot_entries.push(entry);
        }
        cell.head += value;
        cell
    }

    /// Adds up this slot's frequencies in sections by article.
    pub fn fold_sections(&mut self, entry_of: &[u32]) {
        // Written whether it is new or not, kept only if it is: there is no guessing which it will be.
        let mut count = self.slot_entries.len();
        self.slot_entries.resize(count + self.slot_sections.len() + 1, 0);
        for &section in &self.slot_sections {
            let entry = entry_of[section as usize];
            let cell = &mut self.slots[entry as usize];
            self.slot_entries[count] = entry;
            count += usize::from(cell.body + cell.head == 0.0);
            cell.body += self.sections[section as usize].frequency;
        }
        self.slot_entries.truncate(count);
    }
}
