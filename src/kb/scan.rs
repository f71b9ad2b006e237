//! Lists the files of a knowledge base with what tells whether they changed. Reads no file; follows
//! no link out of the folder; hidden files are not there.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use rayon::prelude::*;

use super::Finding;

/// Folders nested deeper than this are not looked into.
const DEEPEST: usize = 64;

/// One file as the folder's listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Relative, `/` between parts.
    pub path: Box<str>,
    /// Bytes.
    pub size: u64,
    /// Last change of the content, nanoseconds since 1970.
    pub modified: i64,
    /// Last change of the file's own record (`ctime`), where the system keeps one.
    pub changed: i64,
}

/// Every file below `root`, by path, and what could not be listed.
///
/// # Errors
/// When `root` itself cannot be listed.
pub fn scan(root: &Path) -> io::Result<(Vec<Listed>, Vec<Finding>)> {
    let real = root.canonicalize()?;
    fs::read_dir(&real)?;
    let (mut files, mut findings) = walk(&real, &real, "", 0);
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, findings))
}

fn walk(root: &Path, folder: &Path, prefix: &str, depth: usize) -> (Vec<Listed>, Vec<Finding>) {
    let (mut files, mut folders, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            findings.push(Finding::skipped(
                prefix,
                "unreadable",
                format!("the folder cannot be listed: {error}"),
                "Check its permissions.",
            ));
            return (files, findings);
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let shown = PathBuf::from(prefix).join(&name).to_string_lossy().into_owned();
            findings.push(Finding::skipped(
                &shown,
                "file-name",
                "the name is not UTF-8".to_owned(),
                "Rename the file.",
            ));
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < DEEPEST => folders.push((entry.path(), path)),
            Ok(kind) if kind.is_file() => files.extend(listed(&entry.path(), path)),
            Ok(kind) if kind.is_symlink() => {
                let inside =
                    entry.path().canonicalize().is_ok_and(|target| target.starts_with(root) && target.is_file());
                if inside {
                    files.extend(listed(&entry.path(), path));
                }
            }
            _ => {}
        }
    }
    let below: Vec<_> = folders.par_iter().map(|(folder, path)| walk(root, folder, path, depth + 1)).collect();
    for (more_files, more_findings) in below {
        files.extend(more_files);
        findings.extend(more_findings);
    }
    (files, findings)
}

fn listed(path: &Path, name: String) -> Option<Listed> {
    let meta = fs::metadata(path).ok()?;
    let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let modified = modified.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
    Some(Listed { path: name.into(), size: meta.len(), modified, changed: changed(&meta) })
}

#[cfg(unix)]
fn changed(meta: &fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    meta.ctime().saturating_mul(1_000_000_000).saturating_add(meta.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> i64 {
    0
}
