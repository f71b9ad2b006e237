//! The allocator: what is free goes back to the system. glibc's, told to keep few arenas and to map
//! large pieces on their own, holds a large knowledge base in half of the memory that mimalloc takes,
//! at the same speed; elsewhere mimalloc serves (see `main.rs`) and there is nothing to set.

/// Sets the allocator up. To be called first, while there is one thread.
pub fn tune() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        const LARGE: libc::c_int = 256 << 10;
        let arenas = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
        let arenas = libc::c_int::try_from(arenas).unwrap_or(2);
        for (option, value) in
            [(libc::M_ARENA_MAX, arenas), (libc::M_MMAP_THRESHOLD, LARGE), (libc::M_TRIM_THRESHOLD, 4 * LARGE)]
        {
            #[expect(unsafe_code, reason = "glibc's own settings have no safe door")]
            // SAFETY: takes two numbers and touches nothing but the allocator's settings.
            unsafe {
                libc::mallopt(option, value);
            }
        }
    }
}

/// Gives back what a build has left free.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        #[expect(unsafe_code, reason = "glibc's own settings have no safe door")]
        // SAFETY: takes a number, locks each arena for itself, and changes nothing that is in use.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}

/// Lets go of the pages of the program itself that only its start has needed: most of it is then read again
/// by nobody, and what is wanted comes back from the file.
pub fn forget_start() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    for (start, length) in code() {
        #[expect(unsafe_code, reason = "the system's advice about memory has no safe door")]
        // SAFETY: the range is a mapping of a program or library file that is never unmapped, cannot be
        // written to, and holds no page of its own; a page let go of is read from that file when it is touched.
        unsafe {
            libc::madvise(start as *mut libc::c_void, length, libc::MADV_DONTNEED);
        }
    }
}

/// Where the files of the program and its libraries are mapped, read-only and unchanged: start and length.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn code() -> Vec<(usize, usize)> {
    let Ok(program) = std::env::current_exe() else { return Vec::new() };
    let Ok(maps) = std::fs::read_to_string("/proc/self/smaps") else { return Vec::new() };
    let program = program.to_string_lossy().into_owned();
    let mut found = Vec::new();
    let mut candidate = None;
    for line in maps.lines() {
        let mut fields = line.split_ascii_whitespace();
        let first = fields.next().unwrap_or_default();
        if let Some((start, end)) = first.split_once('-') {
            let bounds = usize::from_str_radix(start, 16).ok().zip(usize::from_str_radix(end, 16).ok());
            let read_only = matches!(fields.next(), Some("r-xp" | "r--p"));
            let file = fields.nth(3).unwrap_or_default();
            let ours = file == program || file.contains("/lib") && file.contains(".so");
            candidate = bounds.filter(|_| read_only && ours).map(|(start, end)| (start, end - start));
        } else if first == "Anonymous:" && fields.next() == Some("0") {
            found.extend(candidate.take());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_goes_on_without_the_pages_of_its_start() {
        super::forget_start();
        assert_eq!("still".to_owned() + " here", "still here");
    }
}
