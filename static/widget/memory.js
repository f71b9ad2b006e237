// @ts-check
// What is remembered between pages: the conversation's id and token, in this browser only, written
// when the visitor has opened the widget and not before. Where storage is refused, nothing is kept.

/** @typedef {{id: string, token: string, waiting: boolean, at: number}} Kept */

const DAYS = 24 * 3600 * 1000;

export class Memory {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {Kept | null} */
    this.fallback = null;
  }

  /** @returns {Kept | null} */
  read() {
    let kept = this.fallback;
    try {
      kept = JSON.parse(localStorage.getItem(this.name) || 'null') || this.fallback;
    } catch { /* storage refused or spoilt */ }
    return kept && kept.id && kept.token && Date.now() - kept.at < 30 * DAYS ? kept : null;
  }

  /** @param {Partial<Kept>} change */
  write(change) {
    const kept = /** @type {Kept} */ ({ ...this.read(), ...change, at: Date.now() });
    this.fallback = kept;
    try { localStorage.setItem(this.name, JSON.stringify(kept)); } catch { /* kept in this page only */ }
  }

  forget() {
    this.fallback = null;
    try { localStorage.removeItem(this.name); } catch { /* nothing was stored */ }
  }

  /** Calls back when another tab changed it. @param {() => void} changed */
  onChange(changed) {
    addEventListener('storage', (event) => {
      if (event.key === this.name) {
        this.fallback = null;
        changed();
      }
    });
  }
}
