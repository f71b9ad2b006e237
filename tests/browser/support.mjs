// A server of one's own, a browser, and what the tests do again and again.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
export const ADMIN = { name: 'Ada Admin', email: 'ada@example.org', password: 'a sentence to remember' };
export const LOCALES = ['en', 'es', 'hu'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function program() {
  const target = process.env.CARGO_TARGET_DIR || path.join(root, 'target');
  const known = [process.env.ANSWERDESK_BIN, path.join(target, 'release/answerdesk'), path.join(target, 'debug/answerdesk')];
  const found = known.find((file) => file && existsSync(file));
  assert.ok(found, 'build answerdesk first, or name it with ANSWERDESK_BIN');
  return found;
}

/** Articles for what the sample does not have: right-to-left, pictures, stale translations, awkward markup. */
export const FIXTURE = path.join(import.meta.dirname, 'fixture');

/** Starts a server over the sample knowledge base, or over another; with an empty database of its own, or
 * with one that is there already: `database` is its URL. */
export async function startServer(environment = {}, kb = path.join(root, 'kb'), database = '') {
  const data = mkdtempSync(path.join(tmpdir(), 'answerdesk-browser-'));
  const child = spawn(program(), ['--kb', kb, '--index', path.join(data, 'index'),
    '--database-url', database || `sqlite://${path.join(data, 'answerdesk.db')}`, 'serve', '--listen', '127.0.0.1:0'],
  { cwd: data, env: { ...process.env, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8');
  const [base, setup] = await new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`the server is not ready after 120 s:\n${log}`)), 120_000);
    child.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${log}`)));
    child.stderr.on('data', (text) => {
      log += text;
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(log);
      const link = /(\/desk\/setup\/[\w-]+)/.exec(log);
      if (!address || !link) return;
      clearTimeout(late);
      done([`http://${address[1]}`, link[1]]);
    });
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.removeAllListeners('exit');
    child.once('exit', () => {});
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await Promise.race([ended, new Promise((done) => child.once('exit', done))]);
    clearTimeout(hard);
    rmSync(data, { recursive: true, force: true });
  };
  return { base, setup, stop, log: () => log };
}

/** Debian's Chromium, without any network but this machine's. */
export function startBrowser() {
  const executablePath = process.env.CHROMIUM || execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking',
    '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'] });
}

/** A page that fails its test on a script's error, on a refused policy and on a foreign request. */
export async function newPage(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', baseURL: base, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) wrong.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const allowed = [base, ...(options.origins || [])];
    if (/^https?:$/.test(url.protocol) && !allowed.includes(url.origin)) wrong.push(`foreign request: ${request.url()}`);
  });
  return { page, context, clean: () => assert.deepEqual(wrong, []) };
}

/** Nothing that axe finds. */
export async function accessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.map((node) => node.target).join(', ')}`);
  assert.deepEqual(found, [], `axe on ${where}`);
}

/** No sideways scrolling (WCAG 1.4.10). */
export async function reflows(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 1, `${where} is ${wide} px too wide`);
}

/** Makes the first admin by the one-time link; leaves the page signed in. */
export async function becomeAdmin(page, setup) {
  await page.goto(setup);
  await page.getByLabel('Name', { exact: true }).fill(ADMIN.name);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('New password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.waitForURL('**/desk');
}

/** Signs in by the form. */
export async function signIn(page, who = ADMIN) {
  await page.goto('/desk/sign-in');
  await page.locator('#email').fill(who.email);
  await page.locator('#password').fill(who.password);
  await page.locator('main button').click();
}

/** What the tests say to the bot in each language; `word` stands in `question` alone. */
export const TALK = {
  en: { question: 'How do I back up everything with pelargonium precision?', ask: 'How do I make a backup?', vague: 'language', miss: 'Which tram goes to the opera tonight?', name: 'Grace', person: 'Talk to a person', send: 'Send to the team' },
  es: { ask: '¿Cómo hago una copia de seguridad?', vague: 'idioma', miss: '¿Qué tranvía va a la ópera esta noche?', name: 'Inés', person: 'Hablar con una persona', send: 'Enviar al equipo' },
  hu: { ask: 'Hogyan készítek biztonsági mentést?', vague: 'nyelv', miss: 'Melyik villamos megy ma este az operához?', name: 'Ágnes', person: 'Munkatársat kérek', send: 'Elküldöm' },
};
