//! The only place where the time of day is read; everything else is told the time.

use jiff::Timestamp;

/// A source of the present moment: the system's, or a fixed one in tests and replays.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    /// The present moment, UTC, cut to whole milliseconds (what both databases keep exactly).
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
            Clock::System => Timestamp::from_millisecond(Timestamp::now().as_millisecond())
                .expect("a moment of today is in jiff's range"),
            Clock::Fixed(at) => at,
        }
    }
}
