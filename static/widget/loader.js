// @ts-check
// The widget's loader, served as /widget.js: one request, one button, nothing stored, no global name.
// It defines <answerdesk-widget> (the dialog, empty until it is opened) and <answerdesk-launcher>;
// the rest (./app.js) is fetched when the visitor opens the dialog, or comes back to one left open.
// The server fills in the three constants below.
(() => {
  'use strict';
  const APP = '%APP%';
  const LABELS = JSON.parse('%LABELS%');
  const ACCENT = '%ACCENT%';
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script || customElements.get('answerdesk-widget')) return;
  /** @type {Record<string, string | undefined>} */
  const data = { accent: ACCENT, ...script.dataset };
  data.position ||= document.documentElement.dir === 'rtl' ? 'left' : 'right';
  const base = new URL(script.src).origin;
  const storage = `answerdesk ${base}`;

  /** The interface locale: what the page asks for, else its own language, else the browser's. */
  const wanted = data.locale || document.documentElement.lang || navigator.language || 'en';
  const language = [wanted, wanted.split('-')[0], 'en'].find((tag) => tag in LABELS) || Object.keys(LABELS)[0];
  const [openLabel, dialogLabel] = LABELS[language];
  const right = () => (data.position === 'left' ? 'left' : 'right');

  /** @param {ShadowRoot} root @param {string} css */
  const style = (root, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  const remembered = () => {
    try { return JSON.parse(localStorage.getItem(storage) || 'null'); } catch { return null; }
  };
  const wasOpen = () => {
    try { return sessionStorage.getItem(storage) === 'open'; } catch { return false; }
  };

  class Widget extends HTMLElement {
    /** @type {Promise<any> | undefined} */ #app;
    /** @type {Element | null} */ #before = null;

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: 'open' });
      style(root, `:host{all:initial!important;position:fixed!important;z-index:2147483647!important;display:block!important}
        :host([hidden]){display:none!important}`);
      this.hidden = true;
      this.setAttribute('role', 'dialog');
      this.setAttribute('aria-label', data.title || dialogLabel);
    }

    /** Loads the application once; a failed load is tried again at the next call. */
    #load() {
      this.#app ??= import(APP.startsWith('/') ? base + APP : APP)
        .then((app) => app.mount(this, { ...data, base, storage, wanted, label: dialogLabel }))
        .catch((error) => {
          this.#app = undefined;
          throw error;
        });
      return this.#app;
    }

    /** Opens the dialog and moves the focus into it. @param {{focus?: boolean}} [how] */
    async open(how) {
      if (this.hidden) this.#before = document.activeElement;
      this.hidden = false;
      try { sessionStorage.setItem(storage, 'open'); } catch { /* no storage: no resuming */ }
      setBadge(0);
      setOpen(true);
      let app;
      try {
        app = await this.#load();
      } catch (error) {
        console.warn(`answerdesk: the chat cannot be reached from ${location.origin}; is it in [widget] sites of ${base}?`);
        this.close();
        this.#tell('error', { message: String(error) });
        return;
      }
      app.shown(how?.focus !== false);
      this.#tell('open');
    }

    /** Closes it; the focus goes back to where it was. */
    close() {
      if (this.hidden) return;
      const inside = this.contains(document.activeElement) || document.activeElement === this;
      this.hidden = true;
      try { sessionStorage.removeItem(storage); } catch { /* nothing was stored */ }
      setOpen(false);
      const back = this.#before && this.#before !== document.body ? this.#before : launcher;
      if (inside && back instanceof HTMLElement) back.focus();
      this.#app?.then((app) => app.hiddenAway(), () => {});
      this.#tell('close');
    }

    /** Opens or closes. */
    toggle() { this.hidden ? this.open() : this.close(); }

    /** Opens it and says something for the visitor. @param {string} text */
    async ask(text) {
      await this.open();
      (await this.#load()).ask(text);
    }

    /** Opens it at the help search. @param {string} [query] */
    async search(query) {
      await this.open();
      (await this.#load()).search(query || '');
    }

    /** Who the visitor is; `signature` (HMAC-SHA256 of the id, hex) is made by the embedding site's server.
     * @param {{id: string, name?: string, email?: string, signature: string}} who */
    async identify(who) { (await this.#load()).identify(who); }

    /** Changes the language of the interface and of new conversations. @param {string} locale */
    async setLocale(locale) {
      data.locale = locale;
      (await this.#load()).setLocale(locale);
    }

    /** Listens for answers to a conversation that waits for a person, without opening. */
    async listen() { (await this.#load()).listen(); }

    /** Called by the application when something arrives while the dialog is closed.
     * @param {number} unread */
    badge(unread) { setBadge(unread); }

    /** @param {string} name @param {object} [detail] */
    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`answerdesk:${name}`, { detail, bubbles: true }));
    }
  }
  customElements.define('answerdesk-widget', Widget);
  const widget = /** @type {Widget} */ (document.createElement('answerdesk-widget'));

  /** The page's own button (`data-launcher`), else a round one in a closed shadow root.
   * @type {HTMLElement | null} */
  let launcher = null;
  /** @type {(unread: number) => void} */
  let setBadge = () => {};
  /** @param {boolean} open */
  const setOpen = (open) => {
    if (launcher instanceof HTMLButtonElement) launcher.setAttribute('aria-expanded', String(open));
    else if (launcher) launcher.toggleAttribute('data-open', open);
  };

  const LAUNCHER_CSS = `
    :host{all:initial!important;position:fixed!important;bottom:20px!important;z-index:2147483646!important;display:block!important}
    :host([data-side=right]){right:20px!important}:host([data-side=left]){left:20px!important}
    :host([data-open]){visibility:hidden!important}
    button{all:unset;box-sizing:border-box;position:relative;display:grid;place-items:center;width:56px;height:56px;
      border-radius:50%;background:var(--answerdesk-accent);color:var(--answerdesk-on-accent,#fff);cursor:pointer;
      box-shadow:0 1px 3px rgb(0 0 0/.3),0 6px 20px rgb(0 0 0/.18);border:1px solid transparent}
    button:focus-visible{outline:3px solid var(--answerdesk-accent);outline-offset:3px;box-shadow:0 0 0 3px #fff}
    button:hover{filter:brightness(1.1)}
    svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
    b{position:absolute;top:-4px;inset-inline-end:-4px;min-width:20px;height:20px;box-sizing:border-box;padding:0 5px;
      border-radius:10px;background:#b3261e;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
    b:empty{display:none}@media print{:host{display:none!important}}
    @media (forced-colors:active){button{border-color:ButtonText}}`;

  class Launcher extends HTMLElement {
    connectedCallback() {
      if (this.dataset.side) return;
      this.dataset.side = right();
      const root = this.attachShadow({ mode: 'closed', delegatesFocus: true });
      style(root, LAUNCHER_CSS);
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-label', openLabel);
      button.setAttribute('aria-haspopup', 'dialog');
      const badge = document.createElement('b');
      button.append(icon(), badge);
      root.append(button);
      button.addEventListener('click', () => widget.toggle());
      setBadge = (unread) => {
        badge.textContent = unread ? String(unread) : '';
        button.setAttribute('aria-label', unread ? `${openLabel} (${unread})` : openLabel);
      };
    }
  }

  function icon() {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', 'M4 5.5h16v11h-8.5L7 20v-3.5H4zM8 9.5h8M8 12.8h5');
    svg.append(path);
    return svg;
  }

  /** White or near-black, whichever is read more easily on the accent. @param {string} colour */
  function onAccent(colour) {
    const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
    if (!hex) return '#fff';
    const [r, g, b] = [0, 2, 4].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#111' : '#fff';
  }

  function start() {
    // Beside <body>, so that a page that replaces its body or transforms it keeps its widget.
    const place = document.documentElement;
    const accent = data.accent && CSS.supports('color', data.accent) ? data.accent : ACCENT;
    widget.style.setProperty('--answerdesk-accent', accent);
    const own = data.launcher && document.querySelector(data.launcher);
    if (own instanceof HTMLElement) {
      launcher = own;
      own.hidden = false;
      own.setAttribute('aria-haspopup', 'dialog');
      own.addEventListener('click', (event) => {
        event.preventDefault();
        widget.toggle();
      });
    } else if (data.launcher !== 'none') {
      customElements.define('answerdesk-launcher', Launcher);
      launcher = document.createElement('answerdesk-launcher');
      if (data.id) launcher.id = data.id;
      launcher.style.setProperty('--answerdesk-accent', accent);
      launcher.style.setProperty('--answerdesk-on-accent', onAccent(accent));
      place.append(launcher);
    }
    place.append(widget);
    widget.dispatchEvent(new CustomEvent('answerdesk:ready', { bubbles: true }));
    // Who opened it before finds it as it was left; a conversation that waits for a person is
    // listened to (that is what the badge is for). Everybody else costs nothing.
    if (wasOpen() && innerWidth > 480) widget.open({ focus: false });
    else if (remembered()?.waiting || remembered()?.unsent) setTimeout(() => widget.listen(), 1500);
  }
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start, { once: true });
})();
