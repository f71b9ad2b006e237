// The help center as a customer meets it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LOCALES, accessible, newPage, reflows, startBrowser, startServer } from './support.mjs';

let server, browser;
/** A misspelt question in each language, and a word of the article that must come first. */
const TYPOS = { en: ['bakcup', /back|backup/i], es: ['copai de seguridad', /copia/i], hu: ['biztonsagi metnés', /ment/i] };

before(async () => {
  server = await startServer({ ANSWERDESK_DESK__DEPARTMENTS: '[{ key = "billing", names = { en = "Billing", es = "Facturación", hu = "Számlázás" } }]' });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const locale of LOCALES) {
  test(`from the home page by a misspelt search to the article and a vote, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto('/');
    assert.match(page.url(), new RegExp(`/${locale}/$`), 'the browser’s language decides');
    const [typo, word] = TYPOS[locale];
    const box = page.getByRole('combobox').first();
    await box.fill(typo);
    await page.getByRole('option').first().waitFor();
    await box.press('Escape');
    await box.press('Enter');
    await page.waitForURL('**/search?q=*');
    const hit = page.locator('.hit h2 a').first();
    assert.match(`${await hit.innerText()} ${await page.locator('.hit').first().innerText()}`, word);
    await hit.click();
    await page.waitForURL('**/articles/**');
    await page.locator('#feedback').scrollIntoViewIfNeeded();
    await page.locator('#feedback button[value=yes]').click();
    await page.locator('#feedback [role=status], main [role=status]').first().waitFor();
    clean();
    await context.close();
  });
}

test('the keyboard alone: / searches, arrows choose, Enter opens, Esc closes', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en' });
  await page.goto('/en/');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains('skip')), 'first the skip link');
  await page.keyboard.press('/');
  await page.keyboard.type('backup');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/articles|search/);
  clean();
  await context.close();
});

test('every page type passes axe in both themes and reflows to 320 px', async () => {
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    const { page, context, clean } = await newPage(browser, server.base, { viewport: { width, height: 800 }, colorScheme, locale: 'en' });
    await page.goto('/en/search?q=backup');
    const article = new URL(await page.locator('.hit h2 a').first().getAttribute('href'), server.base).pathname;
    await page.goto('/en/');
    const category = new URL(await page.locator('.card h3 a').first().getAttribute('href'), server.base).pathname;
    for (const path of ['/en/', category, article, '/en/search?q=backup', '/en/search?q=xqzzy', '/en/contact', '/en/nothing-here']) {
      await page.goto(path);
      await accessible(page, `${path} ${width} ${colorScheme}`);
      await reflows(page, `${path} ${width}`);
    }
    clean();
    await context.close();
  }
});

test('without JavaScript one searches, reads, votes and writes', async () => {
  const { page, context } = await newPage(browser, server.base, { javaScriptEnabled: false, locale: 'en' });
  await page.goto('/en/');
  await page.locator('input[name=q]').first().fill('backup');
  await page.locator('input[name=q]').first().press('Enter');
  await page.locator('.hit h2 a').first().click();
  await page.locator('#feedback button[value=no]').click();
  await page.waitForURL('**/articles/**?thanks=no');
  await page.locator('#comment').fill('A step is missing.');
  await page.locator('main form .button').click();
  await page.waitForURL('**/articles/**?thanks=done');
  assert.ok((await page.locator('main').innerText()).length > 10);
  await page.goto('/en/contact');
  await page.locator('[name=name]').fill('Grace Green');
  await page.locator('[name=email]').fill('grace@example.org');
  await page.locator('[name=subject]').fill('The pelargonium page');
  await page.locator('[name=body]').fill('It does not open.');
  await page.locator('main form [type=submit], main form button').last().click();
  assert.match(await page.locator('main').innerText(), /\d{4}/, 'a number');
  await context.close();
});

/** What the contact page says in each language. */
const CONTACT = { en: ['Attachments (optional)', 'no more than 5', 'Today', 'Department', 'Billing'], es: ['Archivos adjuntos (opcional)', 'como máximo 5', 'Hoy', 'Departamento', 'Facturación'],
  hu: ['Mellékletek (nem kötelező)', 'Legfeljebb 5', 'Ma', 'Részleg', 'Számlázás'] };
const PNG = { name: 'képernyő.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') };

for (const locale of LOCALES) {
  test(`the form suggests articles, takes files and gives a page to follow, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const [files, tooMany, today, department, billing] = CONTACT[locale];
    await page.goto(`/${locale}/contact`);
    assert.match(await page.locator('.facts').innerText(), new RegExp(today), 'today’s hours');
    await page.locator('#subject').fill(TYPOS[locale][0].replace('bakcup', 'backup'));
    await page.locator('[data-suggested] a').first().waitFor();
    await page.getByLabel(department).selectOption({ label: billing });
    await page.locator('#body').fill('árvíztűrő');
    await page.locator('#name').fill('Grace Green');
    await page.locator('#email').fill('grace@example.org');
    await page.getByLabel(files).setInputFiles(Array(6).fill(PNG));
    await page.locator('#files-error', { hasText: tooMany }).waitFor();
    await page.locator('main form .button').last().click();
    assert.match(page.url(), /contact$/, 'nothing is sent that would be refused');
    await page.getByLabel(files).setInputFiles([PNG]);
    await page.locator('main form .button').last().click();
    await page.waitForURL('**/tickets/*?new');
    const number = /\d{4,}/.exec(await page.locator('main .lead').innerText())[0];
    await page.reload();
    assert.match(await page.locator('main .lead').innerText(), new RegExp(number), 'loading it again sends nothing');
    await page.locator('main a.button').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'képernyő.png' }).click()]);
    assert.equal(file.suggestedFilename(), 'képernyő.png');
    await page.locator('#body').fill('még egy');
    await page.locator('#files').setInputFiles([{ name: 'napló.txt', mimeType: 'text/plain', buffer: Buffer.from('sor') }]);
    await page.locator('main form .button').last().click();
    await page.getByRole('link', { name: 'napló.txt' }).waitFor();
    await accessible(page, `a request with files, ${locale}`);
    clean();
    await context.close();
  });
}

/** The button that forgets recent searches, and what a copy button says when it has copied. */
const SAID = { en: ['Forget recent searches', 'Copied'], es: ['Olvidar las búsquedas recientes', 'Copiado'], hu: ['Legutóbbi keresések törlése', 'Kimásolva'] };

for (const locale of LOCALES) {
  test(`recent searches stay in this browser, are offered on an empty field and can be forgotten, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    await page.getByRole('combobox').fill('widget url');
    await page.getByRole('combobox').press('Enter');
    await page.waitForURL('**/search?q=*');
    await page.goto(`/${locale}/`);
    await page.getByRole('combobox').focus();
    await page.getByRole('option', { name: 'widget url' }).waitFor();
    await page.getByRole('button', { name: SAID[locale][0] }).click();
    assert.equal(await page.evaluate(() => localStorage.getItem('recent-searches')), null);
    clean();
    await context.close();
  });

  test(`code is copied, and the button says so, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`/${locale}/articles/getting-started/install`);
    const button = page.locator('.codebox button').first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('.codebox button', { hasText: SAID[locale][1] }).waitFor();
    assert.ok((await page.evaluate(() => navigator.clipboard.readText())).length > 2);
    clean();
    await context.close();
  });
}

test('an article: contents follow, code and headings are copied, other languages, a no with its reason', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en', permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/en/articles/getting-started/install');
  const toc = page.locator('nav.toc');
  const last = toc.locator('a').last();
  await last.click();
  await page.waitForFunction(() => document.querySelector('nav.toc li:last-child a')?.getAttribute('aria-current') === 'location');
  await page.locator('.codebox').first().hover();
  await page.locator('.codebox button').first().click();
  assert.ok((await page.evaluate(() => navigator.clipboard.readText())).length > 2);
  await page.locator('.prose h2').first().hover();
  await page.locator('.prose h2 .anchor').first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /install#/);
  await page.locator('.meta a[hreflang=hu]').click();
  assert.match(page.url(), /\/hu\/articles\/getting-started\//);
  await page.locator('#feedback button[value=no]').click();
  await page.locator('input[name=reason]').first().check();
  await page.locator('#comment').fill('Hiányzik egy lépés.');
  await page.locator('main form .button').click();
  assert.match(await page.locator('h1').innerText(), /Köszönjük/);
  clean();
  await context.close();
});

test('results are narrowed by category, the theme is kept', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en' });
  await page.goto('/en/search?q=widget');
  const before = await page.locator('.hit').count();
  await page.locator('.filters a').first().click();
  await page.locator('.filters .chip.on').waitFor();
  assert.ok(await page.locator('.hit').count() <= before);
  await page.locator('[data-theme-toggle]').click();
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  clean();
  await context.close();
});

/** A word as one begins to type it, and where the page says what it offers when nothing is found. */
const BEGUN = { en: 'instal', es: 'instal', hu: 'telep' };
/** What the buttons that lead on from a page are called. */
const ON = { en: ['Ask in the chat', 'Write to us'], es: ['Preguntar en el chat', 'Escríbenos'], hu: ['Kérdezek a csevegőben', 'Írok az ügyfélszolgálatnak'] };

for (const locale of LOCALES) {
  test(`results as one types: a combobox as the APG has it, asked once for the same letters, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('/suggest?')) asked.push(new URL(request.url()).searchParams.get('q')); });
    await page.goto(`/${locale}/`);
    const box = page.getByRole('combobox');
    assert.equal(await box.getAttribute('aria-expanded'), 'false');
    await box.pressSequentially(BEGUN[locale], { delay: 15 });
    await page.getByRole('option').first().waitFor();
    assert.ok(asked.length < BEGUN[locale].length, `not at every letter: ${asked}`);
    assert.equal(await box.getAttribute('aria-expanded'), 'true');
    assert.equal(await page.locator(`#${await box.getAttribute('aria-controls')}`).getAttribute('role'), 'listbox');
    await box.press('ArrowDown');
    const chosen = page.locator(`#${await box.getAttribute('aria-activedescendant')}`);
    assert.equal(await chosen.getAttribute('aria-selected'), 'true');
    await accessible(page, `suggestions, ${locale}`);
    await box.press('Escape');
    assert.equal(await box.getAttribute('aria-expanded'), 'false');
    const before = asked.length;
    // The last line leads to all results for what was typed.
    const shown = (query) => page.getByRole('option').filter({ hasText: new RegExp(`${query}\\W`) }).last().waitFor();
    await box.press('Backspace');
    await shown(BEGUN[locale].slice(0, -1));
    await box.pressSequentially(BEGUN[locale].slice(-1));
    await shown(BEGUN[locale]);
    assert.ok(asked.slice(before).every((query) => query !== BEGUN[locale]), 'what is known is not asked again');
    await box.press('ArrowDown');
    await box.press('Enter');
    await page.waitForURL('**/articles/**');
    clean();
    await context.close();
  });

  test(`from the home page through a category to an article and its neighbours, and to a person, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    assert.ok(await page.locator('.card').count() > 3, 'categories');
    assert.match(await page.locator('.card .count').first().innerText(), /\d/);
    const questions = await page.locator('.faq summary').allInnerTexts();
    assert.ok(questions.length > 2 && new Set(questions).size === questions.length, `each question once: ${questions}`);
    await page.locator('.faq summary').first().click();
    assert.ok((await page.locator('.faq details[open] p').first().innerText()).length > 10);
    await page.locator('.card h3 a').first().click();
    await page.waitForURL('**/categories/**');
    await page.locator('main .text a[href*="/articles/"]').first().click();
    await page.waitForURL('**/articles/**');
    const first = page.url();
    assert.ok(await page.locator('nav.crumbs a, .crumbs a').count() >= 2, 'where one is');
    assert.ok(await page.locator('.related a').count() > 0, 'related');
    await page.locator('.turn a[rel=next]').click();
    await page.locator('.turn a[rel=prev]').click();
    assert.equal(page.url(), first, 'back again');
    assert.equal(await page.getByRole('link', { name: ON[locale][1] }).last().getAttribute('href'), `/${locale}/contact`);
    await page.getByRole('button', { name: ON[locale][0] }).click();
    await page.locator('answerdesk-widget .m.bot').first().waitFor();
    clean();
    await context.close();
  });

  test(`nothing found: other words, the chat and the form are offered, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/search?q=xqzzy`);
    assert.equal(await page.locator('.hit').count(), 0);
    assert.ok(await page.locator('.hints li').count() > 1);
    await page.getByRole('button', { name: ON[locale][0] }).waitFor();
    await page.getByRole('link', { name: ON[locale][1] }).last().click();
    await page.waitForURL('**/contact');
    clean();
    await context.close();
  });
}
