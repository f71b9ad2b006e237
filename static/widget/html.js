// @ts-check
// Server-made HTML → DOM, without innerHTML or DOMParser, so that it also works where a page demands
// Trusted Types, and so that a fault of the server's sanitiser could still not run a script here:
// only the elements and attributes named below are ever made.

const BLOCKS = 'p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure figcaption div section aside'
  + ' table thead tbody tfoot tr th td caption details summary';
const INLINE = 'a b strong i em u s del ins code kbd samp var sub sup mark small span abbr q cite time img wbr';
const TAGS = new Set(`${BLOCKS} ${INLINE}`.split(' '));
const VOID = new Set(['br', 'hr', 'img', 'wbr']);
const PLAIN = new Set(['title', 'alt', 'lang', 'dir', 'class', 'id', 'colspan', 'rowspan', 'start', 'width',
  'height', 'scope', 'open', 'datetime']);
/** Left out together with what is in them. */
const DROPPED = new Set(['script', 'style', 'template', 'svg', 'math', 'iframe', 'object', 'button', 'form']);
const TOKEN = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+))?)*)\s*(\/?)>|[^<]+|</gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+)))?/g;
/** @type {Record<string, string>} */
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', hellip: '…', ndash: '–', mdash: '—' };

/** @param {string} text */
export function decode(text) {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** An address that may be linked to or shown, made absolute; `null` for anything else.
 * @param {string} address @param {string} base @param {string[]} schemes */
function safeUrl(address, base, schemes) {
  try {
    const url = new URL(address, base);
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** @param {HTMLElement} element @param {string} source @param {string} base */
function attributes(element, source, base) {
  for (const [, rawName, double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const name = rawName.toLowerCase();
    const value = decode(double ?? single ?? bare ?? '');
    if (PLAIN.has(name)) element.setAttribute(name, value);
    if (name === 'href' && element.localName === 'a') {
      if (value.startsWith('#')) element.setAttribute('href', value);
      const url = !value.startsWith('#') && safeUrl(value, base, ['http:', 'https:', 'mailto:', 'tel:']);
      if (url) element.setAttribute('href', url);
    }
    if (name === 'src' && element.localName === 'img') {
      const url = safeUrl(value, base, ['http:', 'https:']);
      if (url) element.setAttribute('src', url);
      element.setAttribute('loading', 'lazy');
    }
  }
  if (element.localName === 'a' && !element.getAttribute('href')?.startsWith('#')) {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener');
  }
}

/** Builds a fragment. Unknown elements give way to what is in them.
 * @param {string} html @param {string} base where relative addresses start @returns {DocumentFragment} */
export function parse(html, base) {
  const fragment = document.createDocumentFragment();
  /** @type {{name: string, node: Node}[]} */
  const open = [{ name: '', node: fragment }];
  let dropping = '';
  let depth = 0;
  for (const [whole, closing, rawName, attrs, selfClosing] of html.matchAll(TOKEN)) {
    const name = rawName?.toLowerCase();
    if (dropping) {
      if (name === dropping && !selfClosing) depth += closing ? -1 : 1;
      if (depth === 0) dropping = '';
      continue;
    }
    const top = open[open.length - 1].node;
    if (!name) {
      if (!whole.startsWith('<!--')) top.appendChild(document.createTextNode(decode(whole)));
    } else if (closing) {
      const at = open.findLastIndex((entry) => entry.name === name);
      if (at > 0) open.length = at;
    } else if (DROPPED.has(name)) {
      if (!selfClosing) [dropping, depth] = [name, 1];
    } else if (TAGS.has(name)) {
      const element = document.createElement(name);
      attributes(element, attrs, base);
      // They may be wider than the widget: the keyboard must be able to scroll them.
      if (name === 'pre' || name === 'table') element.tabIndex = 0;
      top.appendChild(element);
      if (!VOID.has(name) && !selfClosing) open.push({ name, node: element });
    }
  }
  return fragment;
}

/** An agent's few words of Markdown: links, bold, line breaks. @param {string} text @param {string} base */
export function light(text, base) {
  const fragment = document.createDocumentFragment();
  for (const paragraph of text.trim().split(/\n{2,}/)) {
    const node = fragment.appendChild(document.createElement('p'));
    for (const [at, line] of paragraph.split('\n').entries()) {
      if (at) node.append(document.createElement('br'));
      const parts = /\[([^\]]+)\]\((https?:[^)\s]+)\)|(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])|\*\*(.+?)\*\*/g;
      let end = 0;
      for (const found of line.matchAll(parts)) {
        const [whole, label, linked, bare, strong] = found;
        node.append(line.slice(end, found.index));
        const element = document.createElement(strong ? 'strong' : 'a');
        element.textContent = strong || label || bare;
        if (!strong) attributes(element, `href="${linked || bare}"`, base);
        node.append(element);
        end = (found.index || 0) + whole.length;
      }
      node.append(line.slice(end));
    }
  }
  return fragment;
}

/** Makes an element: `make('button', { type: 'button', class: 'x', onclick }, 'text', child)`.
 * @param {string} name @param {Record<string, any>} [props] @param {...(Node | string | null | undefined | false)} children
 * @returns {any} */
export function make(name, props = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A small picture of strokes, 24 × 24; `flip`: mirrored where text runs from the right.
 * @param {string} d @param {string} [name] */
export function icon(d, name = '') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  if (name) svg.setAttribute('class', name);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}
