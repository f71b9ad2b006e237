// Pictures of every page type, for people to look at: `node screenshots.mjs OUT [--readme]`, or of those whose
// name begins with a word: `node screenshots.mjs OUT --only desk`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { TALK, becomeAdmin, newPage, startBrowser, startServer } from './support.mjs';

const [out, flag, only = ''] = process.argv.slice(2);
if (!out) {
  console.error('usage: node screenshots.mjs OUT [--readme | --only NAME]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const readme = path.resolve(import.meta.dirname, '../../docs/screenshots');
if (flag === '--readme') mkdirSync(readme, { recursive: true });
const server = await startServer({ ANSWERDESK_DESK__DEPARTMENTS: '[{ key = "billing", names = { en = "Billing", es = "Facturación", hu = "Számlázás" } }, { key = "shipping", names = { en = "Shipping" } }]' });
const browser = await startBrowser();
const state = path.join(out, 'state.json');

/** The page of a requester, with files, and the one that says that it came in. */
let request = '', sent = '';

/** Something to look at: searches, votes, three tickets in as many states. */
async function furnish() {
  const { page, context } = await newPage(browser, server.base);
  await becomeAdmin(page, server.setup);
  await context.storageState({ path: state });
  const post = async (where, body, token) => {
    const response = await fetch(server.base + where, { method: 'POST', body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) } });
    return response.json();
  };
  const people = [['en', 'Grace Green', 'How do I move my old help center over?'], ['es', 'Inés Ortega', '¿Puedo cambiar el color del widget?'], ['hu', 'Nagy Ágnes', 'Nem érkeznek meg a levelek']];
  for (const [locale, name, text] of people) {
    const { id, token } = await post('/api/v1/conversations', { locale, page_url: 'https://shop.example/account' });
    await post(`/api/v1/conversations/${id}/messages`, { text }, token);
    await post(`/api/v1/conversations/${id}/messages`, { option: 'human' }, token);
    await post(`/api/v1/conversations/${id}/messages`, { form: { name, email: `${locale}@example.org`, body: text } }, token);
  }
  await page.goto('/en/contact');
  for (const [field, text] of [['subject', 'The invoice of May'], ['body', 'Hello,\n\nit does not open. See the picture.'], ['name', 'Grace Green'], ['email', 'grace@example.org']]) {
    await page.locator(`main #${field}`).fill(text);
  }
  await page.locator('#files').setInputFiles([{ name: 'invoice-may.txt', mimeType: 'text/plain', buffer: Buffer.from('Invoice\n'.repeat(900)) }]);
  await page.locator('main form .button').last().click();
  sent = new URL(page.url()).pathname + '?new';
  request = new URL(await page.locator('main a.button').getAttribute('href'), server.base).pathname;
  for (const query of ['gift card', 'fax', 'gift card']) await page.goto(`/en/search?q=${query}`);
  await page.goto('/desk/tickets/1001');
  await page.locator('#t-priority').selectOption('high');
  await page.locator('#t-tags').fill('import, onboarding');
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.locator('#body').fill('Hello Grace,\n\nthe importer reads an export as it is: **answerdesk import**. I am looking at your case and write again by tomorrow noon.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.message.agent-reply').first().waitFor();
  await context.close();
}

const shots = [
  ['home', '/en/'], ['category', '/en/', 'category'], ['article', '/en/search?q=cards', 'article'], ['search', '/en/search?q=instal'],
  ['search-empty', '/en/search?q=xqzzy'], ['contact', '/en/contact'], ['contact-errors', '/es/contact', 'errors'], ['request', 'request'],
  ['sent', 'sent'], ['all-articles', '/en/articles/'], ['voted', '/en/articles/getting-started/install?thanks=no'], ['filtered', '/en/search?q=widget', 'filtered'], ['typing', '/en/', 'typing'],
  ['missing', '/en/nothing-here'], ['home-hu', '/hu/'], ['home-es', '/es/'], ['article-hu', '/hu/articles/reference/markdown'],
  ['sign-in', '/desk/sign-in'], ['desk-search', '/desk?q=backup'], ['desk-empty', '/desk'], ['desk-tickets', '/desk/tickets'], ['desk-ticket', '/desk/tickets/1001'],
  ['desk-merge', '/desk/tickets/1002', 'merge'], ['desk-merge-refused', '/desk/tickets/1002', 'refused'], ['desk-conversations', '/desk/conversations'], ['desk-conversations-none', '/desk/conversations?locale=hu&outcome=helped'],
  ['desk-replay', '/desk/conversations', 'replay'], ['desk-tickets-none', '/desk/tickets?q=zzzzz'], ['desk-finder', '/desk/tickets/1001', 'finder'], ['desk-ticket-hu', '/desk/tickets/1003'], ['desk-new', '/desk/tickets/new'], ['desk-content', '/desk/content'],
  ['desk-reports', '/desk/reports'], ['desk-people', '/desk/people'], ['desk-tokens', '/desk/tokens'], ['desk-outbox', '/desk/outbox'], ['desk-account', '/desk/account'],
  ['widget', '/en/', 'widget'], ['widget-form', '/en/', 'form'], ['widget-articles', '/en/', 'articles'], ['widget-article', '/en/', 'reader'], ['widget-hu', '/hu/', 'widget'], ['widget-menu', '/es/', 'menu'],
];

/** What is done on a page before its picture is taken. */
async function act(page, what, locale) {
  if (what === 'category') await page.locator('.card h3 a').first().click();
  if (what === 'article') await page.locator('.hit h2 a').first().click();
  if (what === 'filtered') await page.locator('.filters a').first().click();
  if (what === 'typing') {
    await page.locator('[data-search]').first().fill('instal');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
  }
  if (what === 'merge' || what === 'refused') {
    await page.locator('details.merge summary').click();
    await page.locator('#merge-into').fill('4711');
  }
  if (what === 'refused') await page.locator('details.merge button').click();
  if (what === 'replay') {
    await page.locator('table.list a').last().click();
    await page.locator('.replay details summary').first().click();
  }
  if (what === 'finder') {
    await page.locator('[data-open-finder]').click();
    await page.locator('#fq').fill('import');
    await page.locator('#finder .hit').first().waitFor();
    await page.waitForTimeout(500);
  }
  if (what === 'errors') {
    await page.locator('main form .button').last().click();
    await page.locator('.notice.bad').waitFor();
  }
  if (!['widget', 'form', 'articles', 'reader', 'menu'].includes(what)) return;
  const widget = page.locator('answerdesk-widget');
  await page.locator('answerdesk-launcher').click();
  await widget.locator('.m.bot').first().waitFor();
  if (what === 'articles' || what === 'reader') {
    await widget.locator('#tab-help').click();
    await widget.locator('#find').fill('widget');
    await page.waitForTimeout(600);
    if (what === 'reader') await widget.locator('#panel-help .card').first().click();
    if (what === 'reader') await widget.locator('article h3').waitFor();
    return;
  }
  if (what === 'menu') return widget.locator('[aria-controls=menu]').click();
  const count = await widget.locator('.m.bot').count();
  await widget.locator('#say').fill(TALK[locale].ask);
  await page.keyboard.press('Enter');
  await widget.locator('.m.bot').nth(count).waitFor();
  if (what === 'form') {
    await widget.getByRole('button', { name: TALK[locale].person }).last().click();
    await widget.locator('form.ask').waitFor();
  }
  await page.waitForTimeout(300);
}

await furnish();
for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    for (const [name, where, what] of shots.filter(([name]) => flag !== '--only' || name.startsWith(only))) {
      const height = width === 360 ? 740 : 860;
      const locale = ['hu', 'es'].find((tag) => where.startsWith(`/${tag}/`)) || 'en';
      const storageState = where.startsWith('/desk') && name !== 'sign-in' ? state : undefined;
      const { page, context } = await newPage(browser, server.base, { viewport: { width, height }, colorScheme, locale, storageState });
      try {
        await page.goto({ request, sent }[where] || where);
        await act(page, what, locale);
        await page.waitForTimeout(250);
        const still = /widget|finder/.test(name);
        await page.screenshot({ path: path.join(out, `${name}-${width}-${colorScheme}.png`), fullPage: !still });
        if (flag === '--readme' && width === 1280 && colorScheme === 'light' && ['home', 'article', 'widget', 'desk-search', 'desk-ticket'].includes(name)) {
          await page.screenshot({ path: path.join(readme, `${name}.png`) });
        }
      } catch (error) {
        console.error(`${name} ${width} ${colorScheme}: ${error.message.split('\n')[0]}`);
        process.exitCode = 1;
      }
      await context.close();
    }
  }
}
await browser.close();
await server.stop();
