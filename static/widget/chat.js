// @ts-check
// The chat tab: one conversation, kept on the server; here are its view, the queue of what was not
// sent yet, and the listener to what others (an agent, another tab) add to it.
import { ApiError } from './api.js';
import { handoffForm } from './form.js';
import { make } from './html.js';
import { bubble, cards, mine, receipt, rows, speaker } from './log.js';

/** An id that repeats a request safely; `crypto.randomUUID` is missing on plain http. */
function requestKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What tells one turn from another. @param {import('./api.js').Turn | null | undefined} turn */
function said(turn) {
  return turn ? turn.action + turn.messages.map((message) => message.text).join('\n') : '';
}

/** @typedef {import('./memory.js').Unsent & {node: HTMLElement, note: HTMLElement, tries: number, restored: boolean, file?: File}} Outgoing */
/** @typedef {{seq: number, author: string, text: string, html?: string, name?: string, turn?: import('./api.js').Turn | null}} Entry */

export class Chat {
  /** @param {import('./log.js').Scene} scene @param {import('./memory.js').Memory} memory */
  constructor(scene, memory) {
    this.scene = scene;
    this.memory = memory;
    /** @type {import('./api.js').Conversation | null} */
    this.conversation = null;
    /** @type {Promise<void> | null} */
    this.starting = null;
    /** @type {Outgoing[]} */
    this.queue = [];
    this.sending = false;
    /** What arrived by the stream while something was being sent. @type {Entry[]} */
    this.held = [];
    /** What was sent from here and will come back by the stream, and where it stands. @type {{mark: string, node: Node}[]} */
    this.echo = [];
    /** Number of the last message shown. */
    this.seen = 0;
    this.unread = 0;
    /** Who speaks in what is shown. @type {WeakMap<Element, string>} */
    this.voices = new WeakMap();
    /** @type {Record<string, string>} */
    this.known = {};
    /** @type {AbortController | null} */
    this.listening = null;
    this.visible = false;
    this.build();
    addEventListener('online', () => {
      if (!this.ended && (this.visible || this.memory.unsent().length)) this.ready().then(() => this.flush(), () => {});
    });
    this.memory.onChange(() => this.follow());
  }

  build() {
    const { t } = this.scene;
    this.log = make('div', { role: 'log', 'aria-live': 'polite', 'aria-label': t('messages') });
    this.after = make('div');
    this.typing = make('div', { class: 'typing', role: 'status', hidden: true },
      make('i'), make('i'), make('i'), make('span', { class: 'vh' }, t('typing')));
    this.scroll = make('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': t('conversation') }, this.log, this.typing, this.after);
    this.node = this.scroll;
  }

  /** Begins, or goes on where it was; only once at a time. */
  ready() {
    this.starting ??= this.begin().catch((error) => {
      this.starting = null;
      throw error;
    });
    return this.starting;
  }

  /** The page that the visitor is on now, which may be another than the one where they began. */
  page() {
    const { page } = this.scene.data;
    return page ? new URL(page, location.href).href : location.origin + location.pathname;
  }

  async begin() {
    const { api, wanted } = this.scene;
    const kept = this.memory.read();
    if (kept) {
      try {
        const transcript = await api.transcript(kept);
        this.conversation = kept;
        for (const entry of transcript.messages) this.entry(entry, true);
        this.restore();
        this.listen();
        return;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404) throw error;
        this.memory.leave();
      }
    }
    this.typing.hidden = false;
    const body = { locale: wanted, page_url: this.page(),
      visitor: { ...this.identity, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone } };
    try {
      const { id, token, greeting } = await api.start(body);
      this.conversation = { id, token };
      this.memory.write({ id, token, waiting: false });
      this.turn(greeting);
      this.seen = 1;
      this.restore();
      this.listen();
    } finally {
      this.typing.hidden = true;
    }
  }

  /** Takes up what a page before this one could not send; what waits stands below what was said. */
  restore() {
    for (const item of this.memory.unsent()) {
      if (!this.queue.some((other) => other.key === item.key)) this.queue.push(this.waiting(item, true));
    }
    if (!this.queue.length) return;
    for (const { node, note } of this.queue) this.log.append(node, note);
    this.after.replaceChildren();
    this.flush();
  }

  /** @param {import('./memory.js').Unsent} item @param {boolean} restored @returns {Outgoing} */
  waiting(item, restored) {
    const note = make('div', { class: 'note', role: 'status' });
    return { ...item, node: mine(this.scene, item.shown), note, tries: 0, restored };
  }

  /** @param {object} who */
  identify(who) {
    this.identity = who;
  }

  /** Another tab began or ended a conversation: go where it went. */
  follow() {
    const kept = this.memory.read();
    if (this.ended || kept?.id === this.conversation?.id) return;
    this.clear();
    if (kept && this.visible) this.ready().catch(() => {});
  }

  clear() {
    this.listening?.abort();
    this.conversation = this.starting = null;
    this.queue = [];
    this.held = [];
    this.echo = [];
    this.seen = 0;
    this.log.replaceChildren();
    this.after.replaceChildren();
  }

  /** Another view, in another language, takes over. */
  end() {
    this.ended = true;
    this.clear();
  }

  /** Ends this conversation for the visitor and begins another. */
  restart() {
    this.memory.forget();
    this.clear();
    return this.ready();
  }

  // ——— what is shown ———

  /** Shows what somebody said, under their name where another spoke before; returns the first of it.
   * @param {Node | null} before what stands below it @param {string} who @param {string} name @param {HTMLElement[]} nodes */
  place(before, who, name, nodes) {
    const above = before ? /** @type {Element} */ (before).previousElementSibling : this.log.lastElementChild;
    const changes = who !== 'you' && !(above && this.voices.get(above) === who + name);
    const all = changes ? [speaker(this.scene, who, name), ...nodes] : nodes;
    for (const node of all) {
      this.voices.set(node, who + name);
      this.log.insertBefore(node, before);
    }
    return all[0];
  }

  /** What was said here and has no number yet comes after all that the stream brings before it. @returns {Node | null} */
  below() {
    const node = this.echo[0]?.node || this.queue[0]?.node;
    return node?.parentNode === this.log ? node : null;
  }

  /** One stored message. @param {Entry} entry @param {boolean} [quiet] */
  entry(entry, quiet) {
    if (entry.seq && entry.seq <= this.seen) return;
    const before = this.below();
    if (entry.author === 'visitor') {
      this.place(before, 'you', '', [mine(this.scene, entry.text === 'human' ? this.scene.t('person') : entry.text)]);
      if (!before) this.after.replaceChildren();
    } else if (entry.turn) {
      this.turn(entry.turn, before);
    } else {
      const who = entry.author === 'bot' ? 'bot' : 'agent';
      this.place(before, who, entry.name || '', [bubble(this.scene, { text: entry.text, html: entry.html || '' }, who)]);
    }
    this.seen = Math.max(this.seen, entry.seq || 0);
    if (!quiet && entry.author !== 'visitor') this.arrived();
    this.bottom();
  }

  /** One turn of the bot; its buttons are shown where nothing was said below it. Returns the first of it.
   * @param {import('./api.js').Turn} turn @param {Node | null} [before] */
  turn(turn, before = null) {
    const { scene } = this;
    const missing = turn.action === 'handoff' && !turn.ticket ? (turn.slot || '').split(',').map((name) => name.trim()) : [];
    const asks = missing.some((name) => ['name', 'email', 'body'].includes(name));
    const bubbles = turn.messages.map((message) => bubble(scene, message, 'bot'));
    // The last bubble asks for the first field; the form below asks for all of them.
    if (asks && bubbles.length > 1) bubbles.pop();
    // “Did that help?” stands under the articles of the answer, not between.
    if (turn.articles?.length) bubbles.splice(turn.action === 'answer' && bubbles.length > 1 ? -1 : bubbles.length, 0, cards(scene, turn.articles));
    if (turn.ticket) {
      bubbles.push(receipt(scene, turn.ticket, turn.messages));
      this.memory.write({ waiting: true });
      scene.tell('ticket', turn.ticket);
    }
    const first = this.place(before, 'bot', '', bubbles);
    scene.tell('message', { author: 'bot', action: turn.action, messages: turn.messages });
    if (before) return first;
    const form = asks && handoffForm(scene, missing, { ...this.known, body: '' }, (values) => this.submit(values));
    const own = (turn.options || []).filter((option) => !turn.ticket || option.url !== turn.ticket.access_url);
    const choices = rows(scene, own, turn.messages.at(-1)?.text || '', (option) => this.choose(option));
    this.after.replaceChildren(...[form, ...choices].filter((part) => part instanceof Node));
    this.bottom(first);
    if (form && this.visible) form.querySelector('input,textarea').focus();
    return first;
  }

  /** To the end; a turn that is longer than the window is read from its beginning. @param {HTMLElement} [first] */
  bottom(first) {
    requestAnimationFrame(() => { this.scroll.scrollTop = Math.min(this.scroll.scrollHeight, first ? first.offsetTop - this.scroll.offsetTop - 12 : Infinity); });
  }

  arrived() {
    if (!this.visible || document.hidden) this.scene.sound.play();
    if (this.visible) return;
    this.unread += 1;
    this.scene.host.badge(this.unread);
  }

  // ——— what is sent ———

  /** @param {string} text */
  say(text) {
    const said = text.trim().slice(0, 20000);
    if (said) this.put({ text: said }, said);
  }

  /** @param {import('./api.js').Option} option */
  choose(option) {
    if (option.id === 'file') return this.pick();
    this.scroll.focus();
    this.put({ option: option.id }, option.label);
  }

  /** Lets a file be chosen; unlike words it does not wait for another page. */
  pick() {
    const input = make('input', { type: 'file' });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) return;
      this.scroll.focus();
      this.put({}, file.name, file);
    });
    input.click();
  }

  /** @param {Record<string, string>} form */
  submit(form) {
    this.known = { ...this.known, ...form };
    this.scroll.focus();
    this.put({ form }, [form.name, form.email].filter(Boolean).join(', ') || form.body);
  }

  /** @param {Record<string, any>} body @param {string} shown @param {File} [file] */
  put(body, shown, file) {
    const item = { ...this.waiting({ body, key: requestKey(), shown }, false), file };
    this.log.append(item.node, item.note);
    this.after.replaceChildren();
    this.bottom();
    this.queue.push(item);
    if (!file) this.memory.keep(item);
    this.flush();
  }

  /** Sends what waits, in order; what cannot be sent keeps its place. */
  async flush() {
    if (this.sending || !this.queue.length) return;
    this.sending = true;
    clearTimeout(this.retry);
    // What another page may have sent before is shown as the server has it.
    let again = false;
    while (this.queue.length) {
      const item = this.queue[0];
      if (!item.file && !this.memory.unsent().some((other) => other.key === item.key)) {
        again = true;
        this.queue.shift();
        continue;
      }
      item.note.replaceChildren(this.scene.t('sending'));
      item.note.classList.remove('bad');
      this.typing.hidden = false;
      try {
        await this.ready();
        const [{ api }, to] = [this.scene, /** @type {any} */ (this.conversation)];
        const turn = await (item.file ? api.attach(to, item.file, item.key) : api.send(to, { ...item.body, page_url: this.page() }, item.key));
        item.note.remove();
        this.queue.shift();
        this.memory.drop(item.key);
        again ||= item.restored;
        const first = this.turn(turn, this.queue.find(({ node }) => node.parentNode === this.log)?.node);
        this.echo.push({ mark: item.body.text ? `visitor ${item.body.text}` : 'visitor', node: item.node });
        if (first) this.echo.push({ mark: `bot ${said(turn)}`, node: first });
        this.arrived();
      } catch (error) {
        this.failed(item, error instanceof ApiError ? error : new ApiError(0, String(error)));
        break;
      } finally {
        this.typing.hidden = true;
      }
    }
    this.sending = false;
    if (again && !this.queue.length) {
      this.clear();
      return void this.ready().catch(() => {});
    }
    for (const entry of this.held.splice(0)) this.receive(entry);
  }

  /** @param {Outgoing} item @param {ApiError} error */
  failed(item, error) {
    const { t } = this.scene;
    const again = () => {
      item.tries = 0;
      this.sending = false;
      this.flush();
    };
    item.tries += 1;
    if (error.status === 404 && item.tries < 2) {
      // The conversation is gone (deleted, or too old): go on in a new one.
      this.memory.leave();
      this.conversation = this.starting = null;
      this.seen = 0;
      setTimeout(() => this.flush());
      return;
    }
    const passing = [0, 408, 409, 429].includes(error.status) || error.status >= 500;
    if (passing && item.tries < 6) {
      const wait = Math.max(error.retryAfter * 1000, Math.min(30000, 1000 * 2 ** item.tries));
      this.retry = setTimeout(() => this.flush(), wait);
    }
    item.note.classList.add('bad');
    item.note.replaceChildren(t(error.status === 0 && !navigator.onLine ? 'waiting' : 'failed'), ' ',
      make('button', { type: 'button', onclick: again }, t('retry')));
    if (passing) return;
    // The server will not have it: it stays on the page, and waits no longer.
    this.queue.shift();
    this.memory.drop(item.key);
    const back = () => { this.queue.unshift(item); if (!item.file) this.memory.keep(item); };
    item.note.querySelector('button')?.addEventListener('click', back, { capture: true, once: true });
  }

  // ——— what arrives ———

  /** Keeps a stream open while there is a conversation; a lost one is opened again, later each time. */
  async listen() {
    if (!this.conversation) return;
    this.listening?.abort();
    const control = this.listening = new AbortController();
    const { signal } = control;
    for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 60000)) {
      try {
        await this.scene.api.events(this.conversation, String(this.seen || ''), signal, (event) => {
          wait = 1000;
          this.receive({ seq: Number(event.id), ...JSON.parse(event.data) });
        });
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && [401, 404, 405].includes(error.status)) return;
      }
      await new Promise((resume) => setTimeout(resume, wait * (0.75 + Math.random() / 2)));
    }
  }

  /** @param {Entry} entry */
  receive(entry) {
    if (this.sending) {
      this.held.push(entry);
      return;
    }
    const marks = entry.author === 'visitor' ? [`visitor ${entry.text}`, 'visitor'] : [`bot ${said(entry.turn)}`];
    const at = this.echo.findIndex(({ mark }) => marks.includes(mark));
    if (at < 0) return this.entry(entry);
    // It comes in order: what was expected before has come, in other words.
    this.echo.splice(0, at + 1);
    this.seen = Math.max(this.seen, entry.seq || 0);
  }

  /** @param {boolean} visible */
  shown(visible) {
    this.visible = visible;
    if (visible) this.unread = 0;
    if (visible) this.bottom();
  }

  /** Asks for an address and has the conversation sent there. */
  mail() {
    const { t, api } = this.scene;
    const answer = make('p', { class: 'small', role: 'status' });
    const input = make('input', { type: 'email', id: 'mail-to', autocomplete: 'email', maxlength: 254, 'aria-describedby': 'mail-error' });
    input.value = this.known.email || '';
    const error = make('p', { class: 'err', id: 'mail-error', hidden: true }, t('error-email'));
    const form = make('form', { class: 'ask', novalidate: true, 'aria-label': t('mail') },
      make('div', {}, make('label', { for: 'mail-to' }, t('mail-address')), input, error), answer,
      make('button', { class: 'fill', type: 'submit' }, t('mail-send')),
      make('button', { class: 'link', type: 'button', onclick: () => { form.remove(); this.scroll.focus(); } }, t('cancel')));
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      const email = input.value.trim();
      error.hidden = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email);
      input.setAttribute('aria-invalid', String(!error.hidden));
      if (!error.hidden) return input.focus();
      answer.textContent = t('sending');
      try {
        await this.ready();
        await api.mail(/** @type {any} */ (this.conversation), email);
        form.replaceChildren(answer);
        answer.textContent = t('mail-sent', { email });
      } catch (failure) {
        answer.textContent = t(failure instanceof ApiError && failure.status === 429 ? 'mail-often' : 'failed');
      }
    });
    this.scroll.querySelector('#mail-to')?.closest('form')?.remove();
    this.after.before(form);
    this.bottom();
    input.focus();
  }

  /** The whole conversation as plain text. */
  text() {
    return [...this.log.children].filter((node) => !node.classList.contains('note'))
      .map((node) => `${node.classList.contains('who') ? '\n— ' : ''}${node.innerText || node.textContent}`).join('\n').trim();
  }
}
