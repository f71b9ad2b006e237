// The help center as a customer meets it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LOCALES, accessible, newPage, reflows, startBrowser, startServer } from './support.mjs';

let server, browser;
/** A misspelt question in each language, and a word of the article that must come first. */
const TYPOS = { en: ['bakcup', /back|backup/i], es: ['copai de seguridad', /copia/i], hu: ['biztonsagi metnés', /ment/i] };

before(async () => {
  server = await startServer();
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
  await page.locator('#feedback button[value=yes]').click();
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
