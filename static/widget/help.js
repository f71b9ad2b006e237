// @ts-check
// The help tab: search as you type, articles read inside the widget.
import { icon, make, parse } from './html.js';
import { linkArticles } from './log.js';

const BACK = 'M15 5l-7 7 7 7';

export class Help {
  /** @param {import('./log.js').Scene} scene @param {(text: string) => void} askBot
   * @param {import('./api.js').Article[]} starters */
  constructor(scene, askBot, starters) {
    this.scene = scene;
    this.askBot = askBot;
    this.starters = starters;
    /** @type {AbortController | undefined} */
    this.running = undefined;
    this.timer = 0;
    const { t } = scene;
    this.input = make('input', { type: 'search', id: 'find', autocomplete: 'off', placeholder: t('search-placeholder'), enterkeyhint: 'search' });
    this.input.addEventListener('input', () => this.later());
    this.status = make('p', { class: 'small', role: 'status' });
    this.results = make('div');
    this.list = make('div', { class: 'scroll' }, this.status, this.results);
    this.find = make('form', { class: 'find', role: 'search' }, make('label', { for: 'find', class: 'vh' }, t('search-label')), this.input);
    this.find.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.search();
    });
    this.reader = make('article', { class: 'scroll reader', tabindex: '0', hidden: true, 'aria-labelledby': 'article-title' });
    this.node = make('div', { class: 'panel' }, this.find, this.list, this.reader);
    this.show([]);
  }

  /** @param {string} query */
  set(query) {
    this.closeArticle();
    this.input.value = query;
    this.search();
  }

  focus() {
    if (this.reader.hidden) this.input.focus();
    else this.reader.focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 160);
  }

  async search() {
    clearTimeout(this.timer);
    const { scene } = this;
    const query = this.input.value.trim();
    this.running?.abort();
    if (!query) return this.show([]);
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      const answer = await scene.api.search(scene.wanted, query, signal);
      this.show(answer.hits, query, answer.total);
    } catch {
      if (!signal.aborted) this.status.textContent = scene.t('unavailable');
    }
  }

  /** @param {any[]} hits @param {string} [query] @param {number} [total] */
  show(hits, query, total = 0) {
    const { scene } = this;
    const shown = query ? hits : this.starters;
    this.status.textContent = !query ? (shown.length ? scene.t('popular') : scene.t('search-hint'))
      : total ? scene.t('search-count', { count: total }) : scene.t('search-none', { query });
    const list = make('ul', { class: 'cards' });
    for (const hit of shown) {
      const part = hit.section?.title && hit.section.title !== hit.title ? ` › ${hit.section.title}` : '';
      list.append(make('li', {}, make('a', { class: 'card', href: new URL(hit.url, scene.api.base).href, lang: hit.locale },
        make('b', { dir: 'auto' }, hit.title + part), hit.snippet ? make('span', { dir: 'auto' }, parse(hit.snippet, scene.api.base)) : null)));
    }
    linkArticles(scene, list);
    const ask = query && make('button', { class: 'link', type: 'button', onclick: () => this.askBot(query) }, scene.t('ask-bot'));
    this.results.replaceChildren(list, ...(ask ? [ask] : []));
  }

  closeArticle() {
    this.reader.hidden = true;
    this.find.hidden = this.list.hidden = false;
  }

  /** Shows an article. @param {string} path of its page, perhaps with an anchor */
  async read(path) {
    const { scene } = this;
    const [page, anchor] = path.split('#');
    this.find.hidden = this.list.hidden = true;
    this.reader.hidden = false;
    this.reader.replaceChildren(make('p', { class: 'small' }, scene.t('loading')));
    const top = make('div', { class: 'top' },
      make('button', { class: 'link', type: 'button', onclick: () => { this.closeArticle(); this.input.focus(); } },
        icon(BACK, 'flip'), scene.t('back')),
      make('a', { class: 'link', href: scene.api.base + path, target: '_blank', rel: 'noopener' }, scene.t('open-page')));
    try {
      const article = await scene.api.article(page);
      const body = make('div', { class: 'rich', lang: article.locale, dir: article.dir || 'auto' });
      body.append(parse(article.html, new URL(page, scene.api.base).href));
      this.reader.replaceChildren(top, make('h3', { id: 'article-title', lang: article.locale, dir: 'auto' }, article.title), body);
      linkArticles(scene, body);
      for (const wide of body.querySelectorAll('pre,table')) if (wide.scrollWidth > wide.clientWidth) wide.setAttribute('tabindex', '0');
      for (const link of body.querySelectorAll('a[href^="#"]')) {
        link.addEventListener('click', (event) => { event.preventDefault(); this.jump(link.getAttribute('href')?.slice(1)); });
      }
    } catch {
      this.reader.replaceChildren(top, make('p', { id: 'article-title' }, scene.t('unavailable')));
    }
    this.reader.scrollTop = 0;
    this.reader.focus();
    this.jump(anchor);
  }

  /** @param {string | undefined} anchor */
  jump(anchor) {
    if (anchor) this.reader.querySelector(`[id="${CSS.escape(decodeURIComponent(anchor))}"]`)?.scrollIntoView();
  }
}
