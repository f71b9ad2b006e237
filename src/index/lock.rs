//! One process at a time in an index folder.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use super::Error;

/// Held as long as the process uses the folder; the operating system lets go of it when the process
/// ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the folder, creating it if need be.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process has it; [`Error::Io`] when the folder cannot be written.
    pub fn acquire(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io(folder))?;
        let path = folder.join(".lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { path: folder.to_owned() }),
            Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_told_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Lock::acquire(folder.path()).expect("free");
        let refused = Lock::acquire(folder.path()).expect_err("taken");
        assert!(refused.to_string().contains("another process is using"), "{refused}");
        drop(first);
        Lock::acquire(folder.path()).expect("free again");
    }
}
