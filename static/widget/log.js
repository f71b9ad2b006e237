// @ts-check
// How a conversation looks: bubbles, articles, buttons, the ticket. No network, no state.
import { light, make, parse } from './html.js';

/** What the panes share.
 * @typedef {object} Scene
 * @property {import('./api.js').Api} api
 * @property {HTMLElement & {badge(n: number): void, close(): void}} host
 * @property {string} locale interface locale
 * @property {string | null} bot the bot's own name
 * @property {string} wanted locale of new conversations and searches
 * @property {Record<string, string>} data the script tag's data- attributes
 * @property {import('./sound.js').Sound} sound
 * @property {string} storage name under which the conversation is remembered
 * @property {(key: string, values?: Record<string, string | number>) => string} t
 * @property {(path: string) => void} read opens an article in the help tab
 * @property {(name: string, detail?: object) => void} tell
 */

/** The path of an article's page of this help center, else `null`. @param {string} url @param {string} base */
export function articlePath(url, base) {
  try {
    const found = new URL(url, base);
    return found.origin === base && /^\/[\w-]+\/articles\//.test(found.pathname) ? found.pathname + found.hash : null;
  } catch {
    return null;
  }
}

/** Links to articles open inside the widget; a modified click goes to the page as usual.
 * @param {Scene} scene @param {ParentNode} within */
export function linkArticles(scene, within) {
  for (const link of within.querySelectorAll('a[href]')) {
    const path = articlePath(/** @type {HTMLAnchorElement} */ (link).href, scene.api.base);
    if (!path) continue;
    link.addEventListener('click', (event) => {
      const { ctrlKey, metaKey, shiftKey, button } = /** @type {MouseEvent} */ (event);
      if (ctrlKey || metaKey || shiftKey || button) return;
      event.preventDefault();
      scene.read(path);
    });
  }
}

/** @param {Scene} scene @param {string} who @param {string} [name] */
export function speaker(scene, who, name) {
  return make('div', { class: 'who' }, name || (who === 'bot' && scene.bot) || scene.t(who));
}

/** A bubble of the bot or an agent. @param {Scene} scene @param {import('./api.js').Message} message @param {string} who */
export function bubble(scene, message, who) {
  const node = make('div', { class: `m ${who} rich`, dir: 'auto' });
  node.append(message.html ? parse(message.html, scene.api.base) : light(message.text, scene.api.base));
  linkArticles(scene, node);
  return node;
}

/** What the visitor said. @param {Scene} scene @param {string} text */
export function mine(scene, text) {
  return make('div', { class: 'm me', dir: 'auto' }, make('span', { class: 'vh' }, `${scene.t('you')}: `), text);
}

/** Articles under an answer. @param {Scene} scene @param {import('./api.js').Article[]} articles */
export function cards(scene, articles) {
  const list = make('ul', { class: 'cards' });
  for (const article of articles) {
    const snippet = article.snippet ? make('span', { dir: 'auto' }, parse(article.snippet, scene.api.base)) : null;
    const link = make('a', { class: 'card', href: new URL(article.url, scene.api.base).href, target: '_blank', rel: 'noopener' },
      make('b', { dir: 'auto' }, article.title), snippet);
    list.append(make('li', {}, link));
  }
  linkArticles(scene, list);
  return list;
}

/** Buttons under the last bubble. @param {Scene} scene @param {import('./api.js').Option[]} options
 * @param {(option: import('./api.js').Option) => void} choose */
export function buttons(scene, options, choose) {
  return options.map((option) => {
    if (!option.url) return make('button', { type: 'button', class: 'pill', onclick: () => choose(option) }, option.label);
    const link = make('a', { class: 'pill', href: new URL(option.url, scene.api.base).href, target: '_blank', rel: 'noopener' }, option.label);
    const holder = make('span', {}, link);
    linkArticles(scene, holder);
    return link;
  });
}

/** The buttons of a turn, each kind in a row of its own: the answer to “Did that help?” under its question,
 * then where to go on, then the way to a person.
 * @param {Scene} scene @param {import('./api.js').Option[]} options @param {string} question
 * @param {(option: import('./api.js').Option) => void} choose */
export function rows(scene, options, question, choose) {
  const kind = (/** @type {import('./api.js').Option} */ { id }) => (id.startsWith('helped:') ? 0 : id === 'human' ? 2 : 1);
  return [question, scene.t('choices'), scene.t('person')].map((label, row) => {
    const own = buttons(scene, options.filter((option) => kind(option) === row), choose);
    return own.length > 0 && make('div', { class: row ? 'options' : 'options sure', role: 'group', 'aria-label': label }, ...own);
  });
}

/** The receipt of a hand-off: the way to follow it; number and time only where the bot did not say them.
 * @param {Scene} scene @param {import('./api.js').Ticket} ticket @param {import('./api.js').Message[]} said */
export function receipt(scene, ticket, said) {
  const told = said.some(({ text }) => text.includes(ticket.number));
  const expected = !told && ticket.expected_reply_at && new Date(ticket.expected_reply_at)
    .toLocaleString(scene.locale, { weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  return make('div', { class: 'ticket' },
    !told && make('b', {}, scene.t('ticket', { number: ticket.number })),
    expected && make('span', {}, scene.t('ticket-reply', { when: expected })),
    make('a', { href: new URL(ticket.access_url, scene.api.base).href, target: '_blank', rel: 'noopener' }, scene.t('ticket-open')));
}
