// @ts-check
// The hand-off form inside the chat: only the fields that are still missing, checked as one leaves
// them and again when it is sent.
import { make } from './html.js';

/** @type {Record<string, {type: string, autocomplete?: string, ok: (value: string) => boolean, max: number}>} */
const FIELDS = {
  name: { type: 'text', autocomplete: 'name', ok: (value) => value.length > 0, max: 120 },
  email: { type: 'email', autocomplete: 'email', ok: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value), max: 254 },
  body: { type: 'textarea', ok: (value) => value.length > 2, max: 10000 },
};

/** @param {import('./log.js').Scene} scene @param {string} name @param {string} value */
function field(scene, name, value) {
  const { type, autocomplete, ok, max } = FIELDS[name];
  const error = make('p', { class: 'err', id: `${name}-error`, hidden: true }, scene.t(`error-${name}`));
  const props = { id: name, name, required: true, maxlength: max, autocomplete, 'aria-describedby': `${name}-error` };
  const input = type === 'textarea' ? make('textarea', { ...props, rows: 3 }) : make('input', { ...props, type });
  input.value = value;
  const check = () => {
    const good = ok(input.value.trim());
    error.hidden = good;
    if (good) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
    return good;
  };
  input.addEventListener('blur', () => input.value && check());
  input.addEventListener('input', () => error.hidden || check());
  return { node: make('div', {}, make('label', { for: name }, scene.t(name)), input, error), input, check };
}

/** @param {import('./log.js').Scene} scene @param {string[]} missing names of fields
 * @param {Record<string, string>} known @param {(form: Record<string, string>) => void} send */
export function handoffForm(scene, missing, known, send) {
  const names = missing.filter((name) => name in FIELDS);
  const fields = names.map((name) => field(scene, name, known[name] || ''));
  const form = make('form', { class: 'ask', novalidate: true, 'aria-label': scene.t('form') },
    ...fields.map(({ node }) => node),
    make('button', { class: 'fill', type: 'submit' }, scene.t('send-form')),
    names.includes('email') && make('p', { class: 'small' }, scene.t('privacy')));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const wrong = fields.filter(({ check }) => !check());
    if (wrong.length) return wrong[0].input.focus();
    send(Object.fromEntries(fields.map(({ input }, at) => [names[at], input.value.trim()])));
  });
  return form;
}
