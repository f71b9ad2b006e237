// @ts-check
// The opened widget: the frame with its two tabs, fetched when a visitor opens it (see loader.js).
import { Api } from './api.js';
import { Chat } from './chat.js';
import { Help } from './help.js';
import { icon, make } from './html.js';
import { Memory } from './memory.js';
import { CSS as SHEET } from './style.js';
import { Sound } from './sound.js';
import { theme } from './theme.js';

const CLOSE = 'M6 6l12 12M18 6L6 18';
const SEND = 'M5 12h13M12 5l7 7-7 7';
const PERSON = 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5';

/** Builds the widget inside its host. Called once by the loader.
 * @param {any} host @param {Record<string, string>} data */
export async function mount(host, data) {
  const api = new Api(data.base);
  const settings = await api.strings(data.wanted);
  const widget = new Frame(host, data, api);
  widget.speak(settings);
  return widget;
}

class Frame {
  /** @param {any} host @param {Record<string, string>} data @param {Api} api */
  constructor(host, data, api) {
    this.host = host;
    this.data = data;
    this.api = api;
    this.memory = new Memory(data.storage);
    this.sound = new Sound(data.storage, data);
    this.root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
    host.dataset.side = data.position === 'left' ? 'left' : 'right';
    theme(host, data);
    this.root.addEventListener('keydown', (event) => this.key(/** @type {KeyboardEvent} */ (event)));
    // Full screen on a phone is what the keyboard leaves, wherever the browser has pushed it.
    const fit = () => {
      if (!visualViewport) return;
      host.style.setProperty('--vh', `${visualViewport.height}px`);
      host.style.setProperty('--vt', `${visualViewport.offsetTop}px`);
    };
    visualViewport?.addEventListener('resize', fit);
    visualViewport?.addEventListener('scroll', fit);
    fit();
  }

  /** (Re)builds everything in one language. @param {any} settings */
  speak(settings) {
    const { strings, locale, dir, name, bot, starters, mail } = settings;
    this.canMail = mail;
    this.chat?.end();
    /** @type {import('./log.js').Scene} */
    const scene = this.scene = {
      api: this.api, host: this.host, data: this.data, sound: this.sound, storage: this.data.storage, locale, bot, wanted: settings.content || this.data.wanted,
      t: (key, values = {}) => (strings[`widget-${key}`] ?? key)
        .replace(/\{\s*\$(\w+)\s*\}/g, (/** @type {string} */ whole, /** @type {string} */ at) => String(values[at] ?? whole)),
      read: (path) => { this.tab('help'); this.help.read(path); },
      tell: (event, detail) => this.host.dispatchEvent(new CustomEvent(`answerdesk:${event}`, { detail, bubbles: true })),
    };
    const title = this.data.title || name;
    this.host.setAttribute('aria-label', title);
    this.host.setAttribute('lang', locale);
    this.chat = new Chat(scene, this.memory);
    this.help = new Help(scene, (text) => { this.tab('chat'); this.ask(text); }, starters || []);
    this.box = make('div', { class: 'box', dir, lang: locale }, this.head(title), this.chatPanel(), this.helpPanel());
    this.root.replaceChildren(this.box);
    this.tab('chat');
  }

  /** @param {string} title */
  head(title) {
    const { t } = this.scene;
    this.tabs = ['chat', 'help'].map((name) => make('button', { type: 'button', role: 'tab', id: `tab-${name}`,
      'aria-controls': `panel-${name}`, onclick: () => this.tab(name, true) }, t(`tab-${name}`)));
    const list = make('div', { class: 'tabs', role: 'tablist', 'aria-label': title,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
        event.preventDefault();
        const next = this.current === 'chat' ? 'help' : 'chat';
        this.tab(next);
        this.tabs?.find((tab) => tab.id === `tab-${next}`)?.focus();
      } }, ...this.tabs);
    return make('div', { class: 'head' }, make('h2', {}, title),
      make('button', { type: 'button', class: 'icon', 'aria-label': t('close'), onclick: () => this.host.close() }, icon(CLOSE)), list);
  }

  chatPanel() {
    const { t } = this.scene;
    const input = this.input = make('textarea', { rows: 1, id: 'say', maxlength: 20000, placeholder: t('placeholder'), enterkeyhint: 'send' });
    const grow = () => {
      input.style.height = 'auto';
      input.style.height = `${input.scrollHeight + 2}px`;
    };
    const send = () => {
      this.chat?.say(input.value);
      input.value = '';
      grow();
    };
    input.addEventListener('input', grow);
    input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
    const form = make('form', { class: 'write' }, make('label', { for: 'say', class: 'vh' }, t('label')), input,
      make('button', { type: 'submit', class: 'fill sq', 'aria-label': t('send') }, icon(SEND, 'flip')));
    form.addEventListener('submit', (/** @type {Event} */ event) => { event.preventDefault(); send(); input.focus(); });
    this.offline = make('div', { class: 'bar', role: 'status', hidden: true });
    return make('div', { class: 'panel', role: 'tabpanel', id: 'panel-chat', 'aria-labelledby': 'tab-chat' },
      this.offline, this.chat?.node, make('div', { class: 'bottom' }, form, this.foot()));
  }

  foot() {
    const { t } = this.scene;
    const sound = make('button', { type: 'button', 'aria-pressed': String(this.sound.on), onclick: () => {
      this.sound.toggle();
      sound.setAttribute('aria-pressed', String(this.sound.on));
    } }, t('sound'));
    const menu = make('div', { class: 'menu', id: 'menu', hidden: true },
      make('button', { type: 'button', onclick: () => { close(); this.download(); } }, t('transcript')),
      this.canMail && make('button', { type: 'button', onclick: () => { close(); this.chat?.mail(); } }, t('mail')),
      sound,
      make('button', { type: 'button', onclick: () => { close(); this.chat?.restart().catch(() => this.unavailable()); this.input.focus(); } }, t('restart')));
    const more = make('button', { type: 'button', class: 'link', 'aria-expanded': 'false', 'aria-controls': 'menu' }, t('more'));
    const close = () => { menu.hidden = true; more.setAttribute('aria-expanded', 'false'); };
    more.addEventListener('click', () => {
      menu.hidden = !menu.hidden;
      more.setAttribute('aria-expanded', String(!menu.hidden));
      if (!menu.hidden) menu.querySelector('button').focus();
    });
    menu.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
      more.focus();
    });
    this.closeMenu = close;
    return make('div', { class: 'foot' },
      make('button', { type: 'button', class: 'link', onclick: () => this.person() }, icon(PERSON), t('person')), more, menu);
  }

  helpPanel() {
    const panel = this.help?.node;
    for (const [name, value] of [['role', 'tabpanel'], ['id', 'panel-help'], ['aria-labelledby', 'tab-help']]) panel.setAttribute(name, value);
    return panel;
  }

  /** @param {string} name @param {boolean} [focus] */
  tab(name, focus) {
    this.current = name;
    for (const tab of this.tabs || []) {
      const on = tab.id === `tab-${name}`;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    for (const panel of this.root.querySelectorAll('[role=tabpanel]')) {
      /** @type {HTMLElement} */ (panel).hidden = panel.id !== `panel-${name}`;
    }
    this.chat?.shown(!this.host.hidden && name === 'chat');
    if (focus) this.focus();
  }

  focus() {
    if (this.current === 'help') this.help?.focus();
    else this.input.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.host.close();
    }
    if (event.key === 'Tab' && innerWidth <= 480) this.trap(event);
  }

  /** Full screen covers the page, so the focus stays inside. @param {KeyboardEvent} event */
  trap(event) {
    const stops = [...this.root.querySelectorAll('button,a[href],input,textarea,[tabindex="0"]')]
      .filter((node) => /** @type {HTMLElement} */ (node).offsetParent && /** @type {HTMLElement} */ (node).tabIndex >= 0);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (this.root.activeElement !== edge) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  // ——— called by the loader ———

  /** @param {boolean} focus */
  shown(focus) {
    this.chat?.shown(this.current === 'chat');
    this.chat?.ready().then(() => { this.offline.hidden = true; }, () => this.unavailable());
    if (focus) this.focus();
  }

  hiddenAway() {
    this.chat?.shown(false);
    this.closeMenu?.();
  }

  listen() { this.chat?.ready().catch(() => {}); }

  /** @param {string} text */
  ask(text) {
    this.tab('chat');
    this.chat?.say(text);
  }

  /** @param {string} query */
  search(query) {
    this.tab('help', true);
    this.help?.set(query);
  }

  /** @param {{id: string, name?: string, email?: string, signature: string}} who */
  identify({ id, name, email, signature }) { this.chat?.identify({ id, name, email, signature }); }

  /** @param {string} locale */
  async setLocale(locale) {
    this.data.wanted = locale;
    this.speak(await this.api.strings(locale));
    if (!this.host.hidden) this.shown(false);
  }

  // ——— the rest ———

  person() {
    this.chat?.choose({ id: 'human', label: this.scene.t('person') });
  }

  unavailable() {
    this.offline.hidden = false;
    this.offline.replaceChildren(this.scene.t('unavailable'), ' ',
      make('button', { type: 'button', class: 'link', onclick: () => this.shown(false) }, this.scene.t('retry')));
  }

  download() {
    const text = new Blob([`${this.host.getAttribute('aria-label')} · ${new Date().toLocaleString(this.scene.locale)}\n\n${this.chat?.text()}\n`],
      { type: 'text/plain;charset=utf-8' });
    const link = make('a', { href: URL.createObjectURL(text), download: 'conversation.txt' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
}
