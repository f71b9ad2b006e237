// A card asks for a file: the widget's button lets one be chosen, shows it by its name, says why one is not taken,
// and the conversation goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LOCALES, accessible, newPage, startBrowser, startServer } from './support.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const dialog = (page) => page.locator('answerdesk-widget');
const log = (page) => dialog(page).locator('[role=log]');
const bubbles = (page) => log(page).locator('.m.bot');

/** What is said by the bot after something is done. */
async function whenDone(page, doing) {
  const before = await bubbles(page).count();
  await doing();
  await bubbles(page).nth(before).waitFor();
  return (await bubbles(page).allInnerTexts()).slice(before).join('\n');
}

const say = (page, text) => whenDone(page, async () => {
  await dialog(page).locator('textarea#say').fill(text);
  await page.keyboard.press('Enter');
});

/** Presses the button as a visitor does, and chooses a file. */
const send = (page, button, file) => whenDone(page, async () => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog(page).getByRole('button', { name: button }).last().click(),
  ]);
  assert.equal(chooser.isMultiple(), false, 'one file at a time');
  await chooser.setFiles(file);
});

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const picture = (name) => ({ name, mimeType: 'image/png', buffer: PICTURE });
const PROGRAM = { name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ\u0000\u0001\u0002\u0003') };
/** One larger than a ticket takes, one larger than is sent at all. */
const large = (name, megabytes) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(megabytes * 1e6, 'x') });

const WORDS = {
  en: { wish: 'I want to report a bug', story: 'I saved an article and the page stayed white until I reloaded it.',
    attach: 'Attach a file', skip: 'Skip', limit: /5 MB/, pass: 'Send it to the technical team' },
  es: { wish: 'quiero informar de un fallo', story: 'Guardé un artículo y la página se quedó en blanco hasta que recargué.',
    attach: 'Adjuntar un archivo', skip: 'Omitir', limit: /5 MB/, pass: 'Enviarlo al equipo técnico' },
  hu: { wish: 'hibát szeretnék jelenteni', story: 'Elmentettem egy cikket, és az oldal üres maradt, amíg újra nem töltöttem.',
    attach: 'Fájl csatolása', skip: 'Kihagyom', limit: /5 MB/, pass: 'Elküldöm a műszaki csapatnak' },
};

/** Opens the widget and answers until the card asks for a file. */
async function reach(page, locale) {
  const { wish, story, attach } = WORDS[locale];
  await page.goto(`/${locale}/`);
  await page.locator('answerdesk-launcher').focus();
  await page.keyboard.press('Enter');
  await bubbles(page).first().waitFor();
  for (const text of [wish, '1.3.0', story]) await say(page, text);
  await dialog(page).getByRole('button', { name: attach }).waitFor();
}

for (const locale of LOCALES) {
  test(`a picture is sent with the button, shown by its name, and goes into the request, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const { attach, skip, limit, pass } = WORDS[locale];
    await reach(page, locale);
    await accessible(page, `the button for a file, ${locale}`);

    const refused = await send(page, attach, PROGRAM);
    assert.match(refused, /run\.exe/, 'what is refused is named');
    assert.match(refused, limit, 'and what is taken');
    assert.ok(await dialog(page).getByRole('button', { name: skip }).last().isVisible(), 'one may go on without');

    const taken = await send(page, attach, picture('white page.png'));
    assert.equal(await log(page).locator('.m.me', { hasText: 'white page.png' }).count(), 1, 'the visitor sees what was sent');
    assert.match(taken, /white page\.png/, 'the answer names it');
    assert.equal(await dialog(page).getByRole('button', { name: attach }).count(), 0, 'it is not asked for again');

    await page.reload();
    await log(page).getByText('white page.png').first().waitFor();
    const asked = await whenDone(page, () => dialog(page).getByRole('button', { name: pass }).last().click());
    assert.ok(asked.length > 10, 'the conversation goes on');
    clean();
    await context.close();
  });
}

test('a file that is too large is refused in words, however large, and the bot waits for another', async () => {
  for (const megabytes of [6, 20]) {
    const { page, context, clean } = await newPage(browser, server.base, { locale: 'en' });
    await reach(page, 'en');
    const refused = await send(page, WORDS.en.attach, large('server.log', megabytes));
    assert.match(refused, /server\.log.*5 MB/s, `${megabytes} MB`);
    const taken = await send(page, WORDS.en.attach, { ...large('short.log', 0), buffer: Buffer.from('line one\nline two\n') });
    assert.match(taken, /short\.log/);
    clean();
    await context.close();
  }
});

test('a chooser that is closed again changes nothing', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en' });
  await reach(page, 'en');
  const before = await log(page).locator('.m').count();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog(page).getByRole('button', { name: WORDS.en.attach }).last().click(),
  ]);
  await chooser.setFiles([]);
  assert.equal(await log(page).locator('.m').count(), before);
  const skipped = await whenDone(page, () => dialog(page).getByRole('button', { name: WORDS.en.skip }).last().click());
  assert.match(skipped, /no picture/);
  clean();
  await context.close();
});
