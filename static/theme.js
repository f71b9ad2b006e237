// Sets the theme that the reader chose before anything is painted. Loaded in the head, not deferred.
(() => {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch { /* storage is off: the system's theme holds */ }
})();
