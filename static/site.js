// The help center's script. Every page works without it; it only makes things quicker: suggestions
// while typing, a table of contents that follows, copying, enlarging, a vote without a page load.
// No globals, no third party; recent searches stay in this browser.

/** @typedef {{text: string, html: string, url: string, article: string, kind: string}} Suggestion */

const $ = /** @type {(s: string, at?: ParentNode) => any} */ ((s, at = document) => at.querySelector(s));
const $$ = /** @type {(s: string, at?: ParentNode) => any[]} */ ((s, at = document) => [...at.querySelectorAll(s)]);
const root = document.documentElement;
const locale = root.lang;
/** @type {Record<string, string>} */
const texts = JSON.parse($('#texts')?.textContent || '{}');

/** A message with its variables filled in. @param {string} key @param {Record<string, unknown>} [values] */
const t = (key, values = {}) => (texts[key] || '').replace(/\{\$(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/** An element. @param {string} tag @param {Record<string, any>} [properties] @param {(Node | string)[]} children */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(...children);
  return element;
}

/** Reads and writes this browser's storage, which may be switched off. */
const memory = {
  /** @param {string} key @returns {any} */
  get(key) { try { return JSON.parse(localStorage.getItem(key) || 'null'); } catch { return null; } },
  /** @param {string} key @param {any} value */
  set(key, value) { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* off */ } },
};

/** Text with `<mark>` as nodes; nothing else of the markup survives. @param {string} html */
function marked(html) {
  const out = document.createDocumentFragment();
  const plain = (/** @type {string} */ text) => text.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] || "'");
  html.split(/<mark>|<\/mark>/).forEach((part, at) => out.append(at % 2 ? make('mark', { textContent: plain(part) }) : plain(part)));
  return out;
}

/** Suggestions for a text, cached; a newer question cancels the older. */
function suggester() {
  /** @type {Map<string, Suggestion[]>} */
  const cache = new Map();
  let running = new AbortController();
  return async (/** @type {string} */ text, limit = 8) => {
    const key = text.trim().toLowerCase() + limit;
    running.abort();
    const known = cache.get(key);
    if (known) return known;
    running = new AbortController();
    const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(text)}&locale=${locale}&limit=${limit}`, { signal: running.signal });
    if (!answer.ok) return [];
    const found = (await answer.json()).suggestions;
    if (cache.size > 200) cache.clear();
    cache.set(key, found);
    return found;
  };
}

/** Calls at most once per pause. @param {(...args: any[]) => void} call @param {number} pause */
function debounced(call, pause) {
  let timer = 0;
  return (/** @type {any[]} */ ...args) => { clearTimeout(timer); timer = setTimeout(() => call(...args), pause); };
}

const RECENT = 'recent-searches';
const remember = (/** @type {string} */ query) => {
  const text = query.trim();
  if (text) memory.set(RECENT, [text, ...(memory.get(RECENT) || []).filter((/** @type {string} */ it) => it !== text)].slice(0, 6));
};

/** The search field as an editable combobox with a list (WAI-ARIA APG). @param {HTMLInputElement} input */
function combobox(input) {
  const form = /** @type {HTMLFormElement} */ (input.form);
  const id = input.id + '-list';
  const list = make('div', { id, role: 'listbox', className: 'found', hidden: true, 'aria-label': form.getAttribute('aria-label') });
  const panel = make('div', { className: 'found', hidden: true });
  const status = make('p', { className: 'sr', role: 'status' });
  list.className = '';
  panel.append(list);
  form.append(panel, status);
  for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-controls', id], ['aria-autocomplete', 'list'], ['aria-haspopup', 'listbox']]) input.setAttribute(name, value);
  const ask = suggester();
  let at = -1;
  const options = () => $$('[role=option]', list);

  const close = () => { panel.hidden = list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const open = () => { panel.hidden = list.hidden = false; input.setAttribute('aria-expanded', 'true'); };
  const select = (/** @type {number} */ to) => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    all.forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    if (at < 0) return;
    input.setAttribute('aria-activedescendant', all[at].id);
    all[at].scrollIntoView({ block: 'nearest' });
  };
  /** @param {{url: string, label: Node | string, note?: string}[]} rows @param {Node[]} extra */
  const show = (rows, extra = []) => {
    at = -1;
    input.removeAttribute('aria-activedescendant');
    list.replaceChildren(...rows.map((row, i) => {
      const option = make('div', { id: `${id}-${i}`, role: 'option', 'aria-selected': 'false' }, row.label);
      if (row.note) option.append(make('small', { textContent: row.note }));
      option.dataset.url = row.url;
      return option;
    }));
    $$('p', panel).forEach((node) => node.remove());
    panel.append(...extra);
    rows.length || extra.length ? open() : close();
    list.hidden = !rows.length;
  };
  const resultsUrl = (/** @type {string} */ query) => `/${locale}/search?q=${encodeURIComponent(query)}`;
  const recent = () => {
    /** @type {string[]} */
    const queries = memory.get(RECENT) || [];
    if (!queries.length) return close();
    const forget = make('button', { type: 'button', textContent: t('forget') });
    forget.addEventListener('click', () => { memory.set(RECENT, null); close(); input.focus(); });
    show(queries.map((query) => ({ url: resultsUrl(query), label: query })), [make('p', {}, t('recent'), forget)]);
  };
  const update = async () => {
    const query = input.value;
    if (!query.trim()) return recent();
    try {
      const found = await ask(query);
      if (input.value !== query || document.activeElement !== input) return;
      const rows = found.map((/** @type {Suggestion} */ it) => ({ url: it.url, label: marked(it.html) }));
      status.textContent = t('count', { count: rows.length });
      if (rows.length) rows.push({ url: resultsUrl(query), label: make('small', { textContent: t('all', { query }) }) });
      show(rows, rows.length ? [] : [make('p', { textContent: t('none') })]);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError') close();
    }
  };
  const go = (/** @type {HTMLElement} */ option) => { remember(input.value); location.href = option.dataset.url || '#'; };

  input.addEventListener('input', debounced(update, 90));
  input.addEventListener('focus', () => { if (!input.value) recent(); });
  input.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (panel.hidden) return void update();
      select(key === 'ArrowDown' ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (key === 'Enter' && at >= 0) {
      event.preventDefault();
      go(options()[at]);
    } else if (key === 'Escape') {
      if (!panel.hidden) event.preventDefault(), close();
      else input.value = '';
    } else if (key === 'Tab') close();
  });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => { const option = /** @type {Element} */ (event.target).closest('[role=option]'); if (option) go(/** @type {HTMLElement} */ (option)); });
  form.addEventListener('submit', () => remember(input.value));
  form.addEventListener('focusout', (event) => { if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) close(); });
}

/** `/` and Ctrl-K (or ⌘K) go to the search field. */
function shortcuts() {
  document.addEventListener('keydown', (event) => {
    const field = $('[data-search]');
    const typing = /** @type {Element} */ (event.target).closest('input, textarea, select, [contenteditable]');
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!field || !(slash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'))) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

function theme() {
  const button = $('[data-theme-toggle]');
  if (!button) return;
  button.hidden = false;
  const isDark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const tell = () => button.setAttribute('aria-pressed', String(isDark()));
  tell();
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    root.dataset.theme = next;
    try { localStorage.setItem('theme', next); } catch { /* off */ }
    tell();
  });
}

/** Closes the language menu by Escape and by a click elsewhere. */
function menus() {
  for (const menu of $$('.menu')) {
    document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape' && menu.open) { menu.open = false; $('summary', menu).focus(); }
    });
  }
}

/** @param {string} text @param {HTMLElement} button @param {string} [done] */
async function copy(text, button, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { return; }
  const before = button.textContent;
  button.classList.add('done');
  button.textContent = done || t('copied');
  setTimeout(() => { button.textContent = before; button.classList.remove('done'); }, 1600);
}

/** Copy buttons, heading links, tables that scroll, pictures that enlarge. @param {HTMLElement} prose */
function enrich(prose) {
  for (const pre of $$('pre', prose)) {
    const button = make('button', { type: 'button', textContent: t('copy') });
    button.addEventListener('click', () => copy(pre.innerText, button));
    const box = make('div', { className: 'codebox' });
    pre.replaceWith(box);
    box.append(pre, button);
    if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
  }
  for (const table of $$('table', prose)) {
    const box = table.parentElement?.matches('.table-wrap') ? table.parentElement : table;
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
  for (const heading of $$(':is(h2, h3, h4, h5, h6)[id]', prose)) {
    const title = heading.textContent.trim();
    const link = $('.anchor', heading) || heading.appendChild(make('a', { className: 'anchor', href: '#' + heading.id, textContent: '#' }));
    link.setAttribute('aria-label', t('link', { title }));
    link.addEventListener('click', () => copy(new URL('#' + heading.id, location.href).href, link, '✓'));
  }
  for (const image of $$('img', prose)) {
    if (image.closest('a, button')) continue;
    const large = () => image.naturalWidth > image.clientWidth * 1.15 && image.clientWidth > 120;
    const wrap = () => {
      if (!large()) return;
      const button = make('button', { type: 'button', className: 'zoom', 'aria-label': [t('enlarge'), image.alt].filter(Boolean).join(': ') });
      image.replaceWith(button);
      button.append(image);
      button.addEventListener('click', () => enlarge(image));
    };
    image.complete ? wrap() : image.addEventListener('load', wrap, { once: true });
  }
}

/** @param {HTMLImageElement} image */
function enlarge(image) {
  const close = make('button', { type: 'button', className: 'button quiet', textContent: t('close') });
  const dialog = /** @type {HTMLDialogElement} */ (make('dialog', { className: 'lightbox', 'aria-label': image.alt || t('enlarge') }, close, make('img', { src: image.currentSrc || image.src, alt: image.alt })));
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Marks where the reader is in the table of contents. @param {HTMLElement} toc */
function follow(toc) {
  const links = new Map($$('a', toc).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter((it) => it !== null);
  /** @type {HTMLElement | undefined} */
  let current;
  const mark = () => {
    const bottom = innerHeight + scrollY >= root.scrollHeight - 2;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 140);
    const heading = bottom ? headings.at(-1) : passed.at(-1) || headings[0];
    const link = heading && links.get(heading.id);
    if (!link || link === current) return;
    current?.removeAttribute('aria-current');
    current = link;
    link.setAttribute('aria-current', 'location');
    if (toc.scrollHeight > toc.clientHeight) toc.scrollTop = link.offsetTop - toc.clientHeight / 2;
  };
  let waiting = false;
  addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; mark(); }); } }, { passive: true });
  mark();
}

/** The vote without a page load; a “no” is followed by the form with reasons. @param {HTMLFormElement} form */
function feedback(form) {
  form.addEventListener('submit', async (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!button || button.value !== 'yes') return;
    event.preventDefault();
    const status = make('p', { role: 'status', tabIndex: -1 });
    form.append(status);
    try {
      const body = new URLSearchParams({ helped: 'yes' });
      const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      $('.row', form).remove();
      status.textContent = t('thanks');
    } catch {
      status.textContent = t('failed');
    }
    status.focus();
  });
}

/** Articles that may answer, while the subject is typed. @param {HTMLFormElement} form */
function contact(form) {
  const subject = /** @type {HTMLInputElement} */ ($('#subject', form));
  const box = $('[data-suggested]', form);
  const ask = suggester();
  subject.addEventListener('input', debounced(async () => {
    if (subject.value.trim().length < 3) return void (box.hidden = true);
    try {
      const found = await ask(subject.value, 4);
      $('ul', box).replaceChildren(...found.map((/** @type {Suggestion} */ it) => make('li', {}, make('a', { href: it.url, target: '_blank', rel: 'noopener' }, marked(it.html)))));
      box.hidden = !found.length;
    } catch { /* a newer question, or no connection: the form works all the same */ }
  }, 250));
  // Back from the thanks: the form is there to be sent again.
  addEventListener('pageshow', () => $$('button', form).forEach((button) => button.removeAttribute('aria-disabled')));
  form.addEventListener('submit', (event) => event.defaultPrevented || setTimeout(() => $$('button', form).forEach((button) => button.setAttribute('aria-disabled', 'true'))));
}

/** What the server would refuse is said before it is sent. @param {HTMLInputElement} input */
function files(input) {
  const error = $('#files-error');
  const MEGA = 1 << 20;
  const problem = () => {
    const chosen = [...input.files || []];
    const large = chosen.find((file) => file.size > 5 * MEGA) || (chosen.reduce((sum, file) => sum + file.size, 0) > 10 * MEGA ? chosen.at(-1) : null);
    return chosen.length > 5 ? t('files-count') : large ? t('files-size', { file: large.name }) : '';
  };
  input.addEventListener('change', () => {
    error.textContent = problem();
    input.setAttribute('aria-invalid', String(!!problem()));
  });
  input.form?.addEventListener('submit', (event) => {
    if (!problem()) return;
    event.preventDefault();
    input.focus();
  }, { capture: true });
}

/** Tells the server which result was opened, so that searches that help nobody are found. @param {HTMLElement} hits */
function clicks(hits) {
  hits.addEventListener('click', (event) => {
    const hit = /** @type {Element} */ (event.target).closest('a')?.closest('[data-article]');
    if (!hit) return;
    const body = new URLSearchParams({ search: hits.dataset.searchId || '', article: /** @type {HTMLElement} */ (hit).dataset.article || '' });
    navigator.sendBeacon(`/${locale}/search/click`, body);
  });
}

/** Offers the chat once the widget is there to open. */
async function chat() {
  const buttons = $$('[data-chat-open]');
  if (!buttons.length) return;
  await customElements.whenDefined('answerdesk-widget');
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const widget = /** @type {(HTMLElement & { open(): void }) | null} */ ($('answerdesk-widget'));
      widget?.open();
    });
  }
}

theme();
menus();
shortcuts();
$$('[data-search]').forEach(combobox);
$$('[data-prose]').forEach(enrich);
$$('[data-toc]').forEach(follow);
$$('[data-feedback]').forEach(feedback);
$$('[data-files]').forEach(files);
$$('[data-contact]').forEach(contact);
$$('[data-search-id]').forEach(clicks);
chat();
$('[data-focus]')?.focus();
