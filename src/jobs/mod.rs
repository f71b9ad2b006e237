//! What happens without anybody asking: one job a file.

pub mod watch;
