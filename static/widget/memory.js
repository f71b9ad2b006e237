// @ts-check
// What is remembered between pages: the conversation's id and token, and what could not be sent yet,
// in this browser only, written when the visitor has opened the widget and not before. Where storage
// is refused, it is kept in the page.

/** What waits to be sent; the key makes the server take it once, from however many tabs it comes.
 * @typedef {{body: Record<string, any>, key: string, shown: string}} Unsent */
/** @typedef {{id: string, token: string, waiting: boolean, at: number, unsent?: Unsent[]}} Kept */

const DAYS = 24 * 3600 * 1000;

export class Memory {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {Kept | null} */
    this.fallback = null;
  }

  /** @returns {Kept | null} */
  raw() {
    let kept = this.fallback;
    try {
      kept = JSON.parse(localStorage.getItem(this.name) || 'null') || this.fallback;
    } catch { /* storage refused or spoilt */ }
    return kept && Date.now() - kept.at < 30 * DAYS ? kept : null;
  }

  /** The conversation, if there is one. @returns {Kept | null} */
  read() {
    const kept = this.raw();
    return kept?.id && kept.token ? kept : null;
  }

  /** @param {Partial<Kept>} change */
  write(change) {
    const kept = /** @type {Kept} */ ({ ...this.raw(), ...change, at: Date.now() });
    this.fallback = kept;
    try { localStorage.setItem(this.name, JSON.stringify(kept)); } catch { /* kept in this page only */ }
  }

  /** @returns {Unsent[]} */
  unsent() {
    const kept = this.raw()?.unsent;
    return Array.isArray(kept) ? kept : [];
  }

  /** @param {Unsent} item */
  keep({ body, key, shown }) {
    this.write({ unsent: [...this.unsent().filter((other) => other.key !== key), { body, key, shown }] });
  }

  /** It was sent, or never can be. @param {string} key */
  drop(key) {
    const left = this.unsent().filter((other) => other.key !== key);
    this.write({ unsent: left.length ? left : undefined });
  }

  /** Forgets the conversation; what was not sent goes on into the next one. */
  leave() {
    const unsent = this.unsent();
    this.forget();
    if (unsent.length) this.write({ unsent });
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
