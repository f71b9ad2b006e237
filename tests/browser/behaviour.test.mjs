// What the help center does beyond showing text, on articles made for it, in three languages and in one
// that reads from right to left.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { FIXTURE, LOCALES, accessible, newPage, reflows, startBrowser, startServer } from './support.mjs';

let server, browser;
before(async () => {
  server = await startServer({ ANSWERDESK_SITE__TEMPLATES: path.join(FIXTURE, 'texts'), ANSWERDESK_BOT__NAME: 'Hortensia' }, path.join(FIXTURE, 'kb'));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A word of the article with a letter missing, the notice about the translation, and the way to close a picture. */
const WORDS = {
  en: ['swich', null, 'Close'],
  es: ['interuptor', /traducci|original/i, 'Cerrar'],
  hu: ['kapcsoo', /fordítás|eredeti/i, 'Bezárás'],
};

for (const locale of LOCALES) {
  test(`a picture is enlarged and closed by keyboard, a stale translation says so, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale, viewport: { width: 800, height: 700 } });
    await page.goto(`/${locale}/articles/guide/picture`);
    const zoom = page.locator('.prose button.zoom');
    await zoom.focus();
    await page.keyboard.press('Enter');
    const large = page.locator('dialog.lightbox');
    await large.getByRole('button', { name: WORDS[locale][2] }).waitFor();
    assert.ok((await large.locator('img').boundingBox()).width > (await zoom.boundingBox()).width, 'larger than before');
    await accessible(page, `the enlarged picture, ${locale}`);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    assert.ok(await zoom.evaluate((button) => button === document.activeElement), 'the focus is back');
    const notice = page.locator('aside.notice');
    assert.equal(await notice.count(), WORDS[locale][1] ? 1 : 0);
    if (WORDS[locale][1]) {
      assert.match(await notice.innerText(), WORDS[locale][1]);
      await notice.locator('a').click();
      assert.match(page.url(), /\/en\/articles\/guide\/picture$/);
    }
    clean();
    await context.close();
  });

  test(`a slip is mended and said, and can be searched for as written, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    await page.keyboard.press('Control+k');
    assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-search]')), 'Ctrl-K goes to the field');
    await page.keyboard.type(WORDS[locale][0]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=*');
    assert.ok(await page.locator('.hit').count() > 0, 'found all the same');
    await page.locator('.meant').first().waitFor();
    await page.locator('.meant a').last().click();
    await page.waitForLoadState();
    assert.match(decodeURIComponent(page.url()), new RegExp(WORDS[locale][0]));
    await accessible(page, `nothing found, ${locale}`);
    clean();
    await context.close();
  });
}

test('wide tables, long words and code stay inside 320 px and can be reached by keyboard', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { viewport: { width: 320, height: 640 }, locale: 'en' });
  await page.goto('/en/articles/guide/picture');
  await reflows(page, 'an article with all that is awkward');
  assert.equal(await page.locator('.prose table').getAttribute('tabindex'), '0', 'the table scrolls by itself');
  await accessible(page, 'an article with all that is awkward, 320');
  clean();
  await context.close();
});

test('the line under the header tells how far one has read', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { reducedMotion: 'no-preference', locale: 'en', viewport: { width: 1000, height: 500 } });
  await page.goto('/en/articles/guide/picture');
  const share = () => page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector('.top'), '::after').transform).a);
  assert.ok(await share() < 0.05);
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await page.waitForFunction(() => new DOMMatrix(getComputedStyle(document.querySelector('.top'), '::after').transform).a > 0.95);
  clean();
  await context.close();
});

test('one file makes an interface language, and the page is its mirror image', async () => {
  for (const width of [360, 1280]) {
    const { page, context, clean } = await newPage(browser, server.base, { locale: 'ar', viewport: { width, height: 800 } });
    await page.goto('/');
    assert.match(page.url(), /\/ar\/$/);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    assert.equal(await page.locator('.hero h1').innerText(), 'كيف يمكننا مساعدتك؟');
    const middle = (box) => box.x + box.width / 2;
    assert.ok(middle(await page.locator('.top .brand').boundingBox()) > width / 2, 'the name is where the line begins');
    assert.ok(middle(await page.locator('.hero .go').boundingBox()) < middle(await page.locator('.hero input').boundingBox()), 'the button is at its end');
    for (const where of ['/ar/', '/ar/categories/guide', '/ar/articles/guide/password', '/ar/search?q=كلمة', '/ar/contact', '/ar/nothing']) {
      await page.goto(where);
      await accessible(page, `${where} ${width}`);
      await reflows(page, `${where} ${width}`);
    }
    await page.goto('/ar/');
    await page.locator('answerdesk-launcher').click();
    const widget = page.locator('answerdesk-widget');
    await widget.locator('.m.bot').first().waitFor();
    assert.equal(await widget.getByRole('tab').first().innerText(), 'محادثة');
    assert.equal(await widget.locator('h2').first().innerText(), 'Hortensia', 'what the bot is called');
    assert.equal(await widget.locator('.who').first().innerText(), 'Hortensia');
    assert.equal(await widget.locator('.box').getAttribute('dir'), 'rtl');
    assert.ok(middle(await widget.getByRole('tab').first().boundingBox()) > middle(await widget.getByRole('tab').last().boundingBox()), 'tabs from the right');
    await accessible(page, `the widget in Arabic, ${width}`);
    clean();
    await context.close();
  }
});

test('in forced colours and in print everything is there to see', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en', forcedColors: 'active' });
  await page.goto('/en/articles/guide/picture');
  await accessible(page, 'an article in forced colours');
  await page.emulateMedia({ media: 'print', forcedColors: 'none' });
  assert.equal(await page.locator('.top').isVisible(), false, 'no header on paper');
  assert.equal(await page.locator('.prose table').isVisible(), true);
  assert.equal(await page.locator('answerdesk-launcher').isVisible(), false, 'no button on paper');
  clean();
  await context.close();
});
