// @ts-check
// The desk without this script is forms and links; with it the search answers as one types, the
// keyboard does everything, and articles and saved replies go into a reply where the cursor stands.

/** @template {Element} T @param {string} selector @param {ParentNode} [within] @returns {T | null} */
const one = (selector, within = document) => /** @type {T | null} */ (within.querySelector(selector));
/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** A short message at the foot of the page. @param {string} text */
function toast(text) {
  one('.toast')?.remove();
  const note = document.createElement('p');
  note.className = 'toast';
  note.setAttribute('role', 'status');
  note.textContent = text;
  document.body.append(note);
  setTimeout(() => note.remove(), 2500);
}

/** A fragment that this server made. @param {string} path @param {AbortSignal} [signal] */
async function fragment(path, signal) {
  const response = await fetch(path, { headers: { accept: 'text/html', 'x-fragment': '1' }, signal });
  if (response.status === 401) location.reload();
  if (!response.ok) throw new Error(String(response.status));
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  return [...parsed.body.childNodes];
}

// On a phone the row of pages is wider than the screen: the one that is open is shown.
for (const here of all('.top nav [aria-current], .views [aria-current]')) {
  const row = /** @type {HTMLElement} */ (here.parentElement);
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
}

// ——— what goes into a reply ———

const reply = /** @type {HTMLTextAreaElement | null} */ (one('form[data-reply] textarea'));
const ticket = one('[data-ticket]')?.getAttribute('data-ticket') || '';
if (ticket) sessionStorage.setItem('desk ticket', ticket);

/** @param {string} text */
function insert(text) {
  if (!reply) return;
  one('#finder')?.dispatchEvent(new Event('leave'));
  reply.focus();
  const at = reply.selectionStart;
  const before = reply.value.slice(0, at);
  const gap = before && !/\s$/.test(before) ? (text.includes('\n') ? '\n\n' : ' ') : '';
  reply.setRangeText(gap + text, at, reply.selectionEnd, 'end');
  reply.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Inserts what a list entry stands for: a link as it is, a saved reply filled in by the server.
 * @param {HTMLElement | null} entry */
async function insertFrom(entry) {
  if (!entry) return;
  const { insert: link, reply: saved } = entry.dataset;
  const open = ticket || sessionStorage.getItem('desk ticket') || '';
  if (!link && !saved) return;
  let text = link || '';
  if (saved && open) {
    const response = await fetch(`/desk/tickets/${open}/saved-reply?id=${encodeURIComponent(saved)}`);
    if (response.ok) text = await response.text();
  }
  if (!text) return;
  if (reply) return insert(text);
  if (!open) return;
  sessionStorage.setItem('desk insert', text);
  location.assign(`/desk/tickets/${open}#body`);
}

if (reply) {
  const waiting = sessionStorage.getItem('desk insert');
  if (waiting) {
    sessionStorage.removeItem('desk insert');
    insert(waiting);
  }
  const draft = `desk draft ${ticket}`;
  if (!reply.value) reply.value = sessionStorage.getItem(draft) || '';
  reply.addEventListener('input', () => sessionStorage.setItem(draft, reply.value));
  reply.form?.addEventListener('submit', () => sessionStorage.removeItem(draft));
  reply.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) reply.form?.requestSubmit();
  });
  for (const button of all('[data-insert-near]')) {
    button.hidden = false;
    button.addEventListener('click', () => insertFrom(button.closest('li')));
  }
}

// ——— search ———

/** The search form of the page or of the finder, with its results and its preview.
 * @param {HTMLFormElement} form */
function search(form) {
  const inside = form.hasAttribute('data-inside');
  const scope = form.closest('dialog') || document;
  const split = /** @type {HTMLElement} */ (one('[data-split]', scope));
  const pane = /** @type {HTMLElement} */ (one('[data-pane]', split));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('q'));
  let timer = 0;
  /** @type {AbortController | undefined} */
  let running;
  /** @type {AbortController | undefined} */
  let previewing;
  let shown = '';
  /** @type {HTMLElement | null} */
  let chosen = null;

  const entries = () => all('[data-results] [data-preview]', split);

  const run = async () => {
    running?.abort();
    const { signal } = running = new AbortController();
    const asked = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
    const path = `/desk?${asked}`;
    if (!inside) history.replaceState(null, '', path);
    try {
      one('[data-results]', split)?.replaceWith(...await fragment(path, signal));
      // In a ticket one looks for what can be inserted; the rest can still be read.
      choose((inside && entries().find((entry) => entry.dataset.insert || entry.dataset.reply)) || entries()[0] || null);
    } catch (error) {
      if (!signal.aborted) console.warn(error);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(run, 90);
  };

  /** @param {HTMLElement | null} entry */
  const choose = (entry) => {
    chosen?.classList.remove('on');
    chosen?.removeAttribute('aria-current');
    chosen = entry;
    if (!entry) return;
    entry.classList.add('on');
    entry.setAttribute('aria-current', 'true');
    entry.scrollIntoView({ block: 'nearest' });
    if (matchMedia('(min-width: 62rem)').matches) preview(entry);
  };

  /** @param {HTMLElement} entry */
  const preview = async (entry) => {
    const path = entry.dataset.preview || '';
    if (!path || path === shown) return;
    shown = path;
    previewing?.abort();
    const { signal } = previewing = new AbortController();
    try {
      pane.replaceChildren(...await fragment(path, signal));
      pane.scrollTop = 0;
      const put = one('[data-insert-this]', pane);
      if (put && (entry.dataset.insert || entry.dataset.reply) && (reply || sessionStorage.getItem('desk ticket'))) {
        /** @type {HTMLElement} */ (put).hidden = false;
        put.addEventListener('click', () => insertFrom(entry));
      }
    } catch {
      shown = '';
    }
  };

  const move = (/** @type {number} */ step) => {
    const list = entries();
    if (!list.length) return;
    const at = chosen ? list.indexOf(chosen) : -1;
    choose(list[Math.max(0, Math.min(list.length - 1, at + step))]);
  };

  input.addEventListener('input', soon);
  for (const select of all('select', form)) select.addEventListener('change', run);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chosen) one('a', chosen)?.click();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && inside) {
      event.preventDefault();
      insertFrom(chosen);
    } else if (event.key === 'Escape' && input.value) {
      event.preventDefault();
      input.value = '';
      run();
    } else if (event.key === 'Escape' && !inside) {
      input.blur();
    }
  });
  split.addEventListener('click', (event) => {
    const entry = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-results] [data-preview]'));
    if (!entry) return;
    // On a wide screen the first click shows, the title's link opens.
    if (inside) event.preventDefault();
    choose(entry);
  });
  if (!inside && entries().length) choose(entries()[0]);
  return { input, move, run, open: () => one('a', chosen || undefined)?.click(), put: () => insertFrom(chosen) };
}

const forms = all('form[data-search]').map((form) => search(/** @type {HTMLFormElement} */ (form)));
const finder = /** @type {HTMLDialogElement | null} */ (one('#finder'));

function openFinder() {
  finder?.showModal();
  const found = forms[forms.length - 1];
  found.input.focus();
  found.input.select();
  found.run();
}
if (finder) {
  finder.addEventListener('leave', () => finder.close());
  one('[data-close]', finder)?.addEventListener('click', () => finder.close());
  for (const button of all('[data-open-finder]')) {
    button.hidden = false;
    button.addEventListener('click', openFinder);
  }
}

// ——— lists of tickets, filters, copying ———

for (const form of all('form[data-filter]')) {
  for (const select of all('select', form)) {
    select.addEventListener('change', () => /** @type {HTMLFormElement} */ (form).requestSubmit());
  }
}
const rows = all('[data-list] tbody tr');
let row = -1;
/** @param {number} step */
function moveRow(step) {
  if (!rows.length) return;
  rows[row]?.classList.remove('on');
  row = Math.max(0, Math.min(rows.length - 1, row + step));
  rows[row].classList.add('on');
  one('a', rows[row])?.focus();
}
document.addEventListener('click', async (event) => {
  const button = /** @type {Element} */ (event.target).closest('[data-copy]');
  if (button instanceof HTMLElement) {
    const text = new URL(button.dataset.copy || '', location.href).href;
    await navigator.clipboard?.writeText(button.dataset.copy?.startsWith('/') ? text : button.dataset.copy || '').catch(() => {});
    toast(`✓ ${button.textContent?.trim()}`);
  }
  for (const menu of all('details.menu[open]')) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute('open');
  }
});
const keys = /** @type {HTMLDialogElement | null} */ (one('#keys'));
one('[data-keys]')?.addEventListener('click', () => keys?.showModal());

// ——— the keyboard ———

let going = false;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.matches('input:not([type=radio]), textarea, select, [contenteditable]');
  if (typing) {
    if (event.key === 'Escape' && target === reply) target.blur();
    return;
  }
  const active = forms[finder?.open ? forms.length - 1 : 0];
  const acts = {
    '/': () => (finder ? (finder.open ? active?.input.focus() : openFinder()) : active ? active.input.focus() : location.assign('/desk')),
    j: () => (active && (!finder || finder.open) ? active.move(1) : moveRow(1)),
    k: () => (active && (!finder || finder.open) ? active.move(-1) : moveRow(-1)),
    ArrowDown: () => active && (!finder || finder.open) && active.move(1),
    ArrowUp: () => active && (!finder || finder.open) && active.move(-1),
    Enter: () => active && target === document.body && active.open(),
    i: () => active?.put(),
    r: () => mode('false'),
    n: () => mode('true'),
    '?': () => keys?.showModal(),
    g: () => { going = true; setTimeout(() => { going = false; }, 1200); },
    t: () => going && location.assign('/desk/tickets'),
    s: () => going && location.assign('/desk'),
  };
  const act = acts[/** @type {keyof typeof acts} */ (event.key)];
  if (!act) return;
  if (['/', 'i', 'r', 'n', '?', 'j', 'k'].includes(event.key) || (active && event.key.startsWith('Arrow') && (!finder || finder.open))) event.preventDefault();
  act();
});

/** @param {string} internal */
function mode(internal) {
  const radio = /** @type {HTMLInputElement | null} */ (one(`form[data-reply] input[value="${internal}"]`));
  if (!radio || !reply) return;
  radio.checked = true;
  reply.focus();
}
