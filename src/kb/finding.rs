//! Something wrong with the knowledge base, said so that a writer can mend it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file could not be read and was skipped (or its last good version is served).
    Error,
    /// Served, but readers will notice.
    Warning,
    /// Worth knowing: unknown keys, other systems' markup made readable.
    Note,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// A stable, short name: `yaml`, `link`, `question`, `unknown-key`, …
    pub code: String,
    /// Relative to the knowledge base.
    pub path: PathBuf,
    /// 1-based, where it is known.
    pub line: Option<u32>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
    /// The file was left out.
    pub skipped: bool,
}

impl Finding {
    /// Something that readers will notice.
    pub(super) fn warning(path: &str, code: &str, line: Option<u32>, what: impl Into<String>, mend: &str) -> Self {
        Self {
            severity: Severity::Warning,
            code: code.to_owned(),
            path: path.into(),
            line,
            what: what.into(),
            mend: mend.to_owned(),
            skipped: false,
        }
    }

    /// Something worth knowing.
    pub(super) fn note(path: &str, code: &str, line: Option<u32>, what: impl Into<String>, mend: &str) -> Self {
        Self { severity: Severity::Note, ..Self::warning(path, code, line, what, mend) }
    }

    /// A file that was left out.
    pub(super) fn skipped(path: &str, code: &str, what: impl Into<String>, mend: &str) -> Self {
        Self { severity: Severity::Error, skipped: true, ..Self::warning(path, code, None, what, mend) }
    }

    /// The same, at a line.
    #[must_use]
    pub(super) fn at(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }
}
