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
