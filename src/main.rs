//! Arguments in, exit code out; everything else is in the library.

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    answerdesk::base::memory::tune();
    answerdesk::cli::main()
}
