// The desk: from the first admin to the answer that the requester reads.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ADMIN, accessible, becomeAdmin, newPage, reflows, signIn, startBrowser, startServer } from './support.mjs';

let server, browser, access;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the first admin comes in by a link that works once', async () => {
  const { page, context, clean } = await newPage(browser, server.base);
  await becomeAdmin(page, server.setup);
  await page.getByRole('searchbox').waitFor();
  const again = await context.newPage();
  const answer = await again.goto(server.setup);
  assert.equal(answer.status(), 404);
  clean();
  await context.close();
});

test('a wrong password says no more than that, and the way back is kept', async () => {
  const { page, context } = await newPage(browser, server.base);
  await page.goto('/desk/tickets?status=open');
  assert.match(page.url(), /sign-in\?next=/);
  await page.locator('#email').fill(ADMIN.email);
  await page.locator('#password').fill('not this one');
  await page.locator('main button').click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('#email').inputValue(), ADMIN.email);
  await page.locator('#password').fill(ADMIN.password);
  await page.locator('main button').click();
  await page.waitForURL('**/desk/tickets?status=open');
  await context.close();
});

test('a ticket of a conversation is found by its word, answered with an article, and read by its link', async () => {
  const headers = { 'content-type': 'application/json' };
  const post = async (path, body, token) => {
    const response = await fetch(server.base + path, { method: 'POST', body: JSON.stringify(body), headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return response.json();
  };
  const { id, token } = await post('/api/v1/conversations', { locale: 'en', page_url: 'https://shop.example/checkout' });
  await post(`/api/v1/conversations/${id}/messages`, { text: 'My pelargonium order vanished after the upgrade' }, token);
  await post(`/api/v1/conversations/${id}/messages`, { option: 'human' }, token);
  const turn = await post(`/api/v1/conversations/${id}/messages`, { form: { name: 'Grace Green', email: 'grace@example.org', body: 'My pelargonium order vanished' } }, token);
  assert.ok(turn.ticket, 'the bot hands off');
  access = turn.ticket.access_url;

  const { page, context, clean } = await newPage(browser, server.base);
  await signIn(page);
  await page.waitForURL('**/desk');
  await page.keyboard.press('/');
  await page.keyboard.type('pelargonium');
  await page.locator('.hit[data-kind=ticket]').first().waitFor();
  await page.locator('.hit[data-kind=ticket] a').first().click();
  await page.waitForURL(`**/desk/tickets/${turn.ticket.number}`);
  await page.getByText('From the chat').waitFor();
  await page.locator('.packet').getByText('https://shop.example/checkout').waitFor();
  // The keyboard alone: r to reply, leave the field, / for the finder, Enter inserts.
  await page.keyboard.press('r');
  await page.keyboard.type('Hello Grace, this will help:');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.locator('#finder #fq').fill('upgrade');
  await page.locator('#finder .hit[data-insert]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#finder').waitFor({ state: 'hidden' });
  const written = await page.locator('#body').inputValue();
  assert.match(written, /\]\(http:\/\/127\.0\.0\.1:\d+\/en\/articles\//, written);
  await page.keyboard.press('Control+Enter');
  await page.getByText('The reply is sent.').waitFor();
  await page.locator('.message.agent-reply').getByRole('link').waitFor();
  clean();

  const requester = await context.newPage();
  await requester.goto(access);
  await requester.getByText('Hello Grace, this will help:').waitFor();
  const article = requester.locator('main a[href*="/en/articles/"]').first();
  await article.click();
  await context.close();
});

test('a saved reply is filled in, a note stays inside, properties change', async () => {
  const { page, context, clean } = await newPage(browser, server.base);
  await signIn(page);
  await page.goto('/desk/tickets?status=all');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('#body').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Only we read this zebrawood');
  await page.getByRole('button', { name: 'Add note', exact: true }).click();
  await page.getByText('The note is added.').waitFor();
  await page.locator('#t-priority').selectOption('high');
  await page.locator('#t-tags').fill('orders, vip');
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.locator('#t-priority').inputValue(), 'high');
  await page.locator('.history summary').click();
  await page.locator('.history').getByText('priority: Normal → High').waitFor();
  const requester = await context.newPage();
  await requester.goto(access);
  assert.equal(await requester.getByText('zebrawood').count(), 0, 'a note is not for the requester');
  clean();
  await context.close();
});

test('roles: a writer sees content and no tickets; a disabled person is out at once', async () => {
  const { page, context } = await newPage(browser, server.base);
  await signIn(page);
  await page.goto('/desk/people');
  await page.locator('#name').fill('Wanda Writer');
  await page.locator('#email').fill('wanda@example.org');
  await page.locator('#role').selectOption('writer');
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = await page.locator('.once input').inputValue();
  const writer = await newPage(browser, server.base);
  await writer.page.goto(new URL(link).pathname);
  await writer.page.locator('#password').fill('another fine sentence');
  await writer.page.locator('main button').click();
  await writer.page.waitForURL('**/desk');
  assert.equal((await writer.page.goto('/desk/content')).status(), 200);
  for (const closed of ['/desk/tickets', '/desk/people', '/desk/outbox']) {
    assert.equal((await writer.page.goto(closed)).status(), 403, closed);
  }
  await page.goto('/desk/people');
  await page.locator('tr', { hasText: 'Wanda' }).getByRole('button', { name: 'Disable' }).click();
  await writer.page.goto('/desk/content');
  assert.match(writer.page.url(), /sign-in/);
  await writer.context.close();
  await context.close();
});

test('every page passes axe, in both themes, and reflows to 320 px', async () => {
  const paths = ['/desk', '/desk?q=backup', '/desk/tickets?status=all', '/desk/tickets/new', `/desk/tickets/1001`,
    '/desk/content', '/desk/conversations', '/desk/conversations?outcome=helped', '/desk/reports', '/desk/people', '/desk/tokens', '/desk/outbox', '/desk/account', '/desk/nothing'];
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    const { page, context, clean } = await newPage(browser, server.base, { viewport: { width, height: 800 }, colorScheme });
    await page.goto('/desk/sign-in');
    await accessible(page, 'the sign-in');
    await signIn(page);
    await page.waitForURL('**/desk');
    for (const path of paths) {
      await page.goto(path);
      await accessible(page, `${path} ${width} ${colorScheme}`);
      await reflows(page, `${path} ${width}`);
    }
    await page.goto('/desk/conversations');
    await page.locator('table.list a').first().click();
    await page.locator('.replay').waitFor();
    await accessible(page, `a replay ${width} ${colorScheme}`);
    await reflows(page, `a replay ${width}`);
    await page.goto('/desk/tickets/1001');
    await page.locator('details.merge summary').click();
    await accessible(page, `the form to merge ${width} ${colorScheme}`);
    await reflows(page, `the form to merge ${width}`);
    clean();
    await context.close();
  }
});

test('without JavaScript the desk searches, answers and signs out', async () => {
  const { page, context } = await newPage(browser, server.base, { javaScriptEnabled: false });
  await signIn(page);
  await page.goto('/desk?q=backup');
  assert.ok(await page.locator('.hit').count() > 0);
  await page.goto('/desk/tickets/1001');
  await page.locator('#body').fill('Plain as can be');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.message').getByText('Plain as can be').waitFor();
  await page.locator('details.menu summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/desk/sign-in');
  assert.match((await page.goto('/desk')).url(), /sign-in/);
  await context.close();
});
