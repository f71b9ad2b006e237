// The widget: a conversation in each language, what a page pays for it, and how it behaves on pages
// that are not ours.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createGate } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { LOCALES, TALK, accessible, becomeAdmin, newPage, startBrowser, startServer } from './support.mjs';

let server, browser, site, origin;
/** Shared between the server and the site that embeds the widget. */
const SECRET = 'pelargonium-pelargonium-pelargonium';
/** A site of somebody else that embeds the widget; its pages are set by each test. */
const pages = { '/': '' };

before(async () => {
  site = createServer((request, response) => {
    const page = pages[new URL(request.url, 'http://x').pathname] || { html: '' };
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
    response.end(page.html);
  });
  await new Promise((done) => site.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${site.address().port}`;
  // No letter leaves: nobody listens there.
  server = await startServer({ ANSWERDESK_WIDGET__SITES: `["${origin}"]`, ANSWERDESK_MAIL__SMTP_HOST: '127.0.0.1', ANSWERDESK_MAIL__SMTP_PORT: '9',
    ANSWERDESK_WIDGET__IDENTITY_SECRET: SECRET,
    ANSWERDESK_WIDGET__STARTERS: '[{ page = "/checkout/**", cards = ["invoice-question"] }]' });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  site?.close();
});

const dialog = (page) => page.locator('answerdesk-widget');
const log = (page) => dialog(page).locator('[role=log]');
const launcher = (page) => page.locator('answerdesk-launcher');
const bubbles = (page) => log(page).locator('.m.bot');

async function open(page) {
  await launcher(page).focus();
  await page.keyboard.press('Enter');
  await bubbles(page).first().waitFor();
}

async function say(page, text) {
  const before = await bubbles(page).count();
  await dialog(page).locator('textarea#say').fill(text);
  await page.keyboard.press('Enter');
  await bubbles(page).nth(before).waitFor();
  return (await bubbles(page).allInnerTexts()).slice(before).join('\n');
}

for (const locale of LOCALES) {
  test(`a conversation in ${locale}: greeting, answer, miss, hand-off, ticket`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const words = TALK[locale];
    await page.goto(`/${locale}/`);
    await open(page);
    assert.ok((await bubbles(page).first().innerText()).length > 5, 'the bot greets');
    assert.ok((await say(page, words.ask)).length > 20, 'the bot answers');
    await say(page, words.miss);
    await dialog(page).getByRole('button', { name: words.person }).last().click();
    const form = dialog(page).locator('form.ask');
    await form.waitFor();
    await form.getByRole('button', { name: words.send }).click();
    assert.equal(await form.locator('[aria-invalid=true]').count() > 0, true, 'an empty form is not sent');
    await form.locator('#name').fill(words.name);
    await form.locator('#email').fill(`${locale}@example.org`);
    if (await form.locator('#body').count()) await form.locator('#body').fill(words.miss);
    await accessible(page, `the hand-off form in ${locale}`);
    await form.getByRole('button', { name: words.send }).click();
    const ticket = log(page).locator('.ticket');
    await ticket.waitFor();
    const number = /\b1\d{3}\b/.exec((await bubbles(page).allInnerTexts()).slice(-4).join(' '))?.[0];
    assert.ok(number, 'the ticket has a number');
    assert.equal((await log(page).innerText()).split(number).length, 2, 'it is said once');
    const link = await ticket.locator('a').getAttribute('href');
    const requester = await context.newPage();
    await requester.goto(link);
    assert.ok(await requester.getByRole('heading', { level: 1 }).count(), 'the requester sees the ticket');
    clean();
    await context.close();
  });
}

for (const locale of LOCALES) {
  test(`a vague question is asked back, and the choice answers, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    await open(page);
    await say(page, TALK[locale].vague);
    const choices = dialog(page).locator('.options button');
    await choices.first().waitFor();
    assert.ok(await choices.count() > 1, 'several are offered');
    const before = await bubbles(page).count();
    await choices.first().click();
    await bubbles(page).nth(before).waitFor();
    clean();
    await context.close();
  });
}

test('focus goes in and comes back, Escape closes, axe finds nothing in either theme', async () => {
  for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark'], [320, 'light']]) {
    const { page, context, clean } = await newPage(browser, server.base, { viewport: { width, height: 700 }, colorScheme, locale: 'en' });
    const where = `${width} ${colorScheme}`;
    await page.goto('/en/');
    await open(page);
    assert.ok(await page.evaluate(() => document.activeElement?.localName === 'answerdesk-widget'), 'the focus is inside');
    await accessible(page, `the opened widget, ${where}`);
    const box = await dialog(page).boundingBox();
    if (width <= 480) assert.deepEqual([box.x, box.y, Math.round(box.width)], [0, 0, width], 'full screen on a phone');
    if (width > 320) {
      await say(page, TALK.en.ask);
      await dialog(page).getByRole('button', { name: TALK.en.person }).last().click();
      await dialog(page).locator('form.ask').waitFor();
      await accessible(page, `an answer and the form, ${where}`);
    }
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    assert.ok(await page.evaluate(() => document.activeElement?.localName === 'answerdesk-launcher'), 'the focus is back');
    clean();
    await context.close();
  }
});

/** The help tab, what says how many were found, and the way back from an article. */
const HELP = { en: ['Articles', 'Articles found', 'Back', 'backup'], es: ['Artículos', 'Artículos encontrados', 'Volver', 'copia de seguridad'], hu: ['Cikkek', 'Talált cikkek', 'Vissza', 'biztonsági mentés'] };

for (const locale of LOCALES) {
  test(`an article is found and read inside the widget, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const [tab, found, back, word] = HELP[locale];
    await page.goto(`/${locale}/`);
    await open(page);
    await dialog(page).getByRole('tab', { name: tab }).click();
    await dialog(page).locator('#find').fill(word);
    const hit = dialog(page).locator('#panel-help .card').first();
    await hit.waitFor();
    await dialog(page).locator('#panel-help .small', { hasText: found }).waitFor();
    await hit.click();
    await dialog(page).locator('article h3').waitFor();
    assert.ok((await dialog(page).locator('article .rich').innerText()).length > 100);
    await accessible(page, `an article in the widget, ${locale}`);
    await dialog(page).getByRole('button', { name: back }).click();
    assert.equal(await dialog(page).locator('#find').inputValue(), word);
    clean();
    await context.close();
  });

  test(`a conversation goes on after a reload and in another tab, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    const { ask, miss, person } = TALK[locale];
    await page.goto(`/${locale}/`);
    await open(page);
    await say(page, ask);
    const sure = dialog(page).locator('.options.sure');
    assert.equal(await sure.getByRole('button').count(), 2, 'yes and no stand by themselves');
    assert.equal(await sure.getByRole('button', { name: person }).count(), 0);
    await page.reload();
    await dialog(page).waitFor();
    await log(page).getByText(ask).waitFor();
    const other = await context.newPage();
    await other.goto(`/${locale}/`);
    await open(other);
    await log(other).getByText(ask).waitFor();
    await say(other, miss);
    await log(page).getByText(miss).waitFor();
    assert.equal(await log(other).getByText(miss).count(), 1, 'said once');
    clean();
    await context.close();
  });
}

test('two tabs at the same moment: what came first stands first, and the last turn has the buttons', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { locale: 'en' });
  await page.goto('/en/');
  await open(page);
  await say(page, TALK.en.ask);
  const other = await context.newPage();
  await other.goto('/en/');
  await open(other);
  await log(other).getByText(TALK.en.ask).waitFor();
  let release = () => {};
  const held = new Promise((resume) => { release = resume; });
  await page.route('**/messages', async (route) => { await held; await route.continue(); });
  await dialog(page).locator('textarea#say').fill(TALK.en.vague);
  await page.keyboard.press('Enter');
  await log(page).locator('.m.me', { hasText: TALK.en.vague }).waitFor();
  await say(other, TALK.en.miss);
  release();
  await log(other).locator('.m.me', { hasText: TALK.en.vague }).waitFor();
  await log(page).getByText(TALK.en.miss).waitFor();
  await dialog(other).locator('.options').first().waitFor();
  const order = (/** @type {any} */ of) => log(of).locator('.m').allInnerTexts();
  assert.deepEqual(await order(page), await order(other));
  const buttons = (/** @type {any} */ of) => dialog(of).locator('.options').allInnerTexts();
  assert.deepEqual(await buttons(page), await buttons(other));
  clean();
  await context.close();
});

/** Leads every connection to the server that is named last. */
async function gate() {
  let target = '';
  const open = new Set();
  const server = createGate((from) => {
    const { hostname, port } = new URL(target);
    const to = connect(Number(port), hostname);
    for (const [one, other] of [[from, to], [to, from]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { base: `http://127.0.0.1:${server.address().port}`, lead: (to) => { target = to; },
    close: () => { open.forEach((one) => one.destroy()); server.close(); } };
}

test('a restart, or another node, is not noticed', async () => {
  const shared = mkdtempSync(path.join(tmpdir(), 'answerdesk-nodes-'));
  const database = process.env.TEST_POSTGRES_URL || `sqlite://${path.join(shared, 'answerdesk.db')}`;
  const way = await gate();
  const node = () => startServer({ ANSWERDESK_SERVER__PUBLIC_URL: way.base }, undefined, database);
  let first, second;
  try {
    first = await node();
    // On PostgreSQL both run at once; SQLite has one server at a time.
    if (process.env.TEST_POSTGRES_URL) second = await node();
    way.lead(first.base);
    const { page, context, clean } = await newPage(browser, way.base, { locale: 'en' });
    await page.goto('/en/');
    await open(page);
    await say(page, TALK.en.ask);
    await first.stop();
    second ??= await node();
    way.lead(second.base);
    const other = await context.newPage();
    await other.goto('/en/');
    await open(other);
    await log(other).getByText(TALK.en.ask).waitFor();
    await say(other, TALK.en.miss);
    await log(page).getByText(TALK.en.miss).waitFor();
    assert.ok((await say(page, TALK.en.vague)).length > 5, 'the first page goes on as well');
    assert.equal(await log(page).locator('.note.bad').count(), 0);
    clean();
    await context.close();
  } finally {
    await first?.stop().catch(() => {});
    await second?.stop();
    way.close();
    rmSync(shared, { recursive: true, force: true });
  }
});

test('what cannot be sent waits and is sent later, once', async () => {
  const { page, context } = await newPage(browser, server.base, { locale: 'en' });
  await page.goto('/en/');
  await open(page);
  await context.setOffline(true);
  await dialog(page).locator('textarea#say').fill(TALK.en.ask);
  await page.keyboard.press('Enter');
  await dialog(page).getByText('You are offline').waitFor();
  const before = await bubbles(page).count();
  await context.setOffline(false);
  await bubbles(page).nth(before).waitFor();
  assert.equal(await log(page).locator('.m.me').count(), 1);
  assert.equal(await log(page).locator('.note').count(), 0);
  await context.close();
});

for (const locale of LOCALES) {
  test(`what could not be sent survives a reload and is sent once, in ${locale}`, async () => {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    await open(page);
    const lost = '**/api/v1/conversations/*/messages';
    await context.route(lost, (route) => route.abort());
    await dialog(page).locator('textarea#say').fill(TALK[locale].ask);
    await page.keyboard.press('Enter');
    await log(page).locator('.note.bad').waitFor();
    // The answer of the second try gets lost on its way: the server has it, the page does not know.
    await context.unroute(lost);
    await context.route(lost, async (route) => { await route.fetch(); await route.abort(); });
    await log(page).locator('.note button').click();
    await log(page).locator('.note.bad').waitFor();
    await context.unroute(lost);
    await page.reload();
    await dialog(page).waitFor();
    await page.waitForFunction(() => !JSON.parse(Object.values(localStorage).find((kept) => kept.includes('token')) || '{"unsent":1}').unsent);
    await log(page).locator('.m.bot').nth(2).waitFor();
    assert.equal(await log(page).locator('.m.me').count(), 1, 'said once');
    assert.equal(await log(page).locator('.note').count(), 0, 'nothing waits');
    const other = await context.newPage();
    await other.goto(`/${locale}/`);
    await open(other);
    assert.equal(await log(other).locator('.m.me').count(), 1, 'and the server has it once');
    clean();
    await context.close();
  });
}

test('a foreign page with a strict policy, Trusted Types and hostile styles', async () => {
  pages['/'] = {
    headers: { 'content-security-policy': `default-src 'none'; script-src ${server.base}; connect-src ${server.base}; style-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'` },
    html: `<!doctype html><html lang="en"><title>Shop</title>
      <style>*{all:unset!important;color:#a00!important;display:none!important;transform:rotate(3deg)!important} html,body,main,h1{display:block!important}</style>
      <body><main><h1>Shop</h1></main><script async src="${server.base}/widget.js" data-locale="hu" data-accent="#ffcc00" data-position="left"></script></body></html>`,
  };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base] });
  await page.goto(`${origin}/`);
  await launcher(page).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0], 'nothing is stored');
  assert.deepEqual(await page.evaluate(() => Object.keys(window).filter((name) => /answer/i.test(name))), [], 'no global name');
  await open(page);
  assert.equal(await dialog(page).getByRole('tab').first().innerText(), 'Csevegés');
  await say(page, TALK.hu.ask);
  const box = await dialog(page).boundingBox();
  assert.ok(box.width > 300 && box.height > 300 && box.x < 40, 'where it belongs');
  await accessible(page, 'the widget with a yellow accent');
  clean();
  await context.close();
});

test('closed, it costs one request and few bytes; a page may drive it', async () => {
  pages['/'] = { html: `<!doctype html><html lang="en"><title>Shop</title><body><main><h1>Shop</h1></main><script async src="${server.base}/widget.js"></script></body></html>` };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base] });
  const requests = [];
  page.on('response', async (response) => requests.push([response.url(), (await response.body().catch(() => '')).length]));
  await page.goto(`${origin}/`, { waitUntil: 'networkidle' });
  const ours = requests.filter(([url]) => url.startsWith(server.base));
  assert.equal(ours.length, 1, ours.map(([url]) => url).join(' '));
  const opened = page.evaluate(() => new Promise((done) => addEventListener('answerdesk:open', () => done('opened'), { once: true })));
  await page.evaluate(() => document.querySelector('answerdesk-widget').ask('How do I make a backup?'));
  assert.equal(await opened, 'opened');
  await log(page).getByText('How do I make a backup?').waitFor();
  await page.evaluate(() => document.querySelector('answerdesk-widget').setLocale('es'));
  await dialog(page).getByRole('tab', { name: 'Artículos' }).waitFor();
  await page.evaluate(() => document.querySelector('answerdesk-widget').close());
  await dialog(page).waitFor({ state: 'hidden' });
  clean();
  await context.close();
});

test('the menu: a sound that is off, the conversation by e-mail and as a file', async () => {
  for (const [locale, more, sound, mail, save] of [['en', 'More', 'Play a sound for answers', 'Send the conversation by e-mail', 'Save the conversation'],
    ['es', 'Más', 'Avisar con un sonido', 'Enviar la conversación por correo', 'Guardar la conversación'],
    ['hu', 'Továbbiak', 'Hangjelzés új válasznál', 'Beszélgetés elküldése e-mailben', 'Beszélgetés mentése']]) {
    const { page, context, clean } = await newPage(browser, server.base, { locale });
    await page.goto(`/${locale}/`);
    await open(page);
    await say(page, TALK[locale].ask);
    await dialog(page).getByRole('button', { name: more, exact: true }).click();
    const bell = dialog(page).getByRole('button', { name: sound });
    assert.equal(await bell.getAttribute('aria-pressed'), 'false', 'off by default');
    await bell.click();
    assert.equal(await bell.getAttribute('aria-pressed'), 'true');
    await dialog(page).getByRole('button', { name: mail }).click();
    const form = dialog(page).locator('form.ask');
    await form.locator('#mail-to').fill('nobody');
    await form.locator('.fill').click();
    await form.locator('.err').waitFor();
    await accessible(page, `the form for a letter, ${locale}`);
    await form.locator('#mail-to').fill(`${locale}@example.org`);
    await form.locator('.fill').click();
    await form.getByText(`${locale}@example.org`).waitFor();
    await dialog(page).getByRole('button', { name: more, exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), dialog(page).getByRole('button', { name: save }).click()]);
    assert.equal(file.suggestedFilename(), 'conversation.txt');
    clean();
    await context.close();
  }
});

test('a page of a shop proposes its own questions, and survives being replaced', async () => {
  pages['/checkout/pay'] = { html: `<!doctype html><html lang="en"><title>Shop</title><body><main><h1>Shop</h1></main><script async src="${server.base}/widget.js"></script></body></html>` };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base] });
  await page.goto(`${origin}/checkout/pay`);
  await launcher(page).waitFor();
  await page.evaluate(() => { document.body.replaceWith(document.createElement('body')); });
  await open(page);
  assert.equal(await dialog(page).locator('.options .pill').count(), 2, 'the rule’s card and the way to a person');
  clean();
  await context.close();
});

test('in a right-to-left page of another language it keeps to its corner and reads on', async () => {
  pages['/'] = { html: `<!doctype html><html lang="ar" dir="rtl"><title>متجر</title><body><main><h1>متجر</h1></main><script async src="${server.base}/widget.js"></script></body></html>` };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base], viewport: { width: 360, height: 700 } });
  await page.goto(`${origin}/`);
  await launcher(page).waitFor();
  assert.ok((await launcher(page).boundingBox()).x < 60, 'where the line ends');
  await open(page);
  assert.ok((await say(page, TALK.en.ask)).length > 20);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  clean();
  await context.close();
});

/** The name of the closed launcher's button, as a screen reader hears it. */
async function launcherName(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter((node) => node.role?.value === 'button').map((node) => node.name?.value).find((name) => /help/i.test(name)) || '';
}

test('whom the site vouches for is not asked who they are; an answer of a person is counted on the closed widget', async () => {
  pages['/'] = { html: `<!doctype html><html lang="en"><title>Shop</title><body><main><h1>Shop</h1></main><script async src="${server.base}/widget.js"></script></body></html>` };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base], locale: 'en' });
  await page.goto(`${origin}/`);
  await launcher(page).waitFor();
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ['open', 'message', 'ticket', 'close']) addEventListener(`answerdesk:${name}`, (event) => window.heard.push([name, event.detail?.number || '']));
  });
  const signature = createHmac('sha256', SECRET).update('customer-42').digest('hex');
  await page.evaluate((proof) => document.querySelector('answerdesk-widget').identify({ id: 'customer-42', name: 'Grace Green', email: 'grace@example.org', signature: proof }), signature);
  await open(page);
  await dialog(page).getByRole('button', { name: TALK.en.person }).last().click();
  const form = dialog(page).locator('form.ask');
  await form.waitFor();
  assert.equal(await form.locator('#name, #email').count(), 0, 'neither name nor address');
  await form.locator('#body').fill('The pelargonium invoice is wrong.');
  await form.getByRole('button', { name: TALK.en.send }).click();
  const ticket = log(page).locator('.ticket');
  await ticket.waitFor();
  const number = /\b1\d{3}\b/.exec((await bubbles(page).allInnerTexts()).slice(-4).join(' '))[0];
  await page.evaluate(() => document.querySelector('answerdesk-widget').close());
  await dialog(page).waitFor({ state: 'hidden' });
  assert.equal(await launcherName(page), 'Open help');
  const agent = await newPage(browser, server.base, { locale: 'en' });
  await becomeAdmin(agent.page, server.setup);
  await agent.page.goto(`/desk/tickets/${number}`);
  assert.match(await agent.page.locator('main').innerText(), /Grace Green/);
  await agent.page.locator('#body').fill('I have corrected it.');
  await agent.page.getByRole('button', { name: 'Send', exact: true }).click();
  await agent.page.locator('.message.agent-reply').first().waitFor();
  await agent.context.close();
  for (let tries = 0; await launcherName(page) !== 'Open help (1)'; tries += 1) {
    assert.ok(tries < 50, `the badge says ${await launcherName(page)}`);
    await page.waitForTimeout(200);
  }
  await open(page);
  await log(page).getByText('I have corrected it.').waitFor();
  await page.evaluate(() => document.querySelector('answerdesk-widget').close());
  assert.equal(await launcherName(page), 'Open help', 'read');
  const heard = await page.evaluate(() => window.heard);
  assert.deepEqual([...new Set(heard.map(([name]) => name))].sort(), ['close', 'message', 'open', 'ticket']);
  assert.ok(heard.some(([name, detail]) => name === 'ticket' && detail === number));
  clean();
  await context.close();
});

test('inside a single-page app: routes change, the body is replaced, the script is run again', async () => {
  pages['/app'] = { html: `<!doctype html><html lang="en"><title>App</title><body><main><h1>App</h1></main></body></html>` };
  const { page, context, clean } = await newPage(browser, origin, { origins: [server.base], locale: 'en' });
  await page.goto(`${origin}/app`);
  const embed = () => page.evaluate((src) => {
    const script = document.createElement('script');
    script.src = src;
    script.async = true;
    document.head.append(script);
    return new Promise((done) => { script.onload = done; });
  }, `${server.base}/widget.js`);
  await embed();
  await open(page);
  await say(page, TALK.en.ask);
  await page.evaluate(() => {
    history.pushState({}, '', '/app/orders/7');
    document.body.replaceWith(Object.assign(document.createElement('body'), { textContent: 'Orders' }));
  });
  await embed();
  assert.equal(await launcher(page).count(), 1);
  assert.equal(await dialog(page).count(), 1);
  assert.ok(await dialog(page).isVisible(), 'it stays open');
  await log(page).getByText(TALK.en.ask).waitFor();
  clean();
  await context.close();
});

test('on a phone it takes what the keyboard leaves', async () => {
  const { page, context, clean } = await newPage(browser, server.base, { viewport: { width: 360, height: 740 }, locale: 'en', hasTouch: true, isMobile: true });
  await page.goto('/en/');
  await open(page);
  await dialog(page).locator('textarea#say').focus();
  await page.setViewportSize({ width: 360, height: 400 });
  await page.waitForFunction(() => document.querySelector('answerdesk-widget').getBoundingClientRect().height <= 400);
  const field = await dialog(page).locator('textarea#say').boundingBox();
  assert.ok(field.y + field.height <= 400, 'the field is above the keyboard');
  assert.ok((await dialog(page).getByRole('tab').first().boundingBox()).y >= 0, 'the head is still there');
  clean();
  await context.close();
});
