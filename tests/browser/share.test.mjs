// Share: the link is the run, the cursor and all.
import assert from 'node:assert/strict';
import { frames, parts, test, until } from './page.mjs';

test('the link copied at the cursor shows the same in a fresh profile', async ({ open }) => {
  const page = await open('#/worker-pool?variant=leaks&workers=3&seed=7&do=cancel@900&e=40');
  await parts(page).forward.click();
  await until('one event on', () => parts(page).link().e === '41');
  await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
  await parts(page).share.click();
  const copied = await until('a link is copied', async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return text.startsWith('http') && text;
  });
  const hash = new URL(copied).hash;
  assert.match(hash, /^#\/worker-pool\?/);
  for (const part of ['variant=leaks', 'workers=3', 'seed=7', 'do=cancel@900', 'e=41']) assert.ok(decodeURIComponent(hash).includes(part), part);
  const other = await open(hash);
  assert.equal(await parts(other).at(), await parts(page).at());
  assert.equal(await parts(other).measured.innerText(), await parts(page).measured.innerText());
  assert.equal(await parts(other).claims.innerText(), await parts(page).claims.innerText());
});

test('an instant between two events stays that instant in the address', async ({ open }) => {
  // Jobs are half done there: at the last event before it, they had just begun.
  const page = await open('#/worker-pool?at=400');
  await frames(page, 40);
  assert.equal(await parts(page).at(), 400);
  assert.deepEqual(parts(page).link(), { slug: 'worker-pool', at: '400' });
  await parts(page).back.click();
  await until('the event before', () => /^\d+$/.test(parts(page).link().e));
  assert.equal(parts(page).link().at, undefined);
});

test('the address always says what is on screen', async ({ open }) => {
  const page = await open('#/worker-pool?e=12');
  await parts(page).forward.click();
  await until('the address followed', () => parts(page).link().e === '13');
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  assert.equal(parts(page).link().e, '13');
});

test('between two events the address, what is shared, and whoever opens it stand at that very instant', async ({ open }) => {
  const page = await open('#/worker-pool?e=60');
  const { position, share, link, at } = parts(page);
  await position.fill('1237');
  await until('the address names the instant', () => link().at === '1237' && !link().e);
  await share.click();
  const dialog = page.getByRole('dialog');
  assert.match(await dialog.getByRole('textbox').inputValue(), /\?at=1237$/);
  await dialog.getByRole('tab', { name: 'Embed', exact: true }).click();
  await dialog.getByText(/1\.237 s/).waitFor();
  await dialog.getByRole('tab', { name: 'Picture', exact: true }).click();
  await dialog.getByText(/1\.237 s/).waitFor();
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  assert.equal(await at(), 1237);
});

test('what is open beside the stage, the speed and the followed item are in the address too', async ({ open }) => {
  const page = await open('#/worker-pool?e=30');
  await parts(page).code.click();
  await page.getByLabel('Speed', { exact: true }).selectOption({ label: '0.5×' });
  await until('both are said', () => parts(page).link().side === 'code' && parts(page).link().speed === '0.5');
  await page.goto(`${page.url()}&follow=3`);
  const following = page.getByRole('button', { name: /Following item 3/ });
  await following.waitFor();
  const other = await open(new URL(page.url()).hash);
  await other.getByRole('region', { name: 'Code', exact: true }).waitFor();
  await other.getByRole('button', { name: /Following item 3/ }).click();
  await until('nobody is followed', () => !('follow' in parts(other).link()));
  assert.equal(await other.getByLabel('Speed', { exact: true }).evaluate((select) => select.selectedOptions[0].text), '0.5×');
  await other.keyboard.press('Escape');
  await until('nothing is open', () => !('side' in parts(other).link()));
});

test('an item that the run has not is not followed, and that is said', async ({ open }) => {
  const page = await open('#/worker-pool?follow=4711');
  await page.getByText('follow: “4711” was ignored; this run has no item of that number.').waitFor();
  await until('the address says no more of it', () => parts(page).link().follow === undefined);
});

test('another pattern opens at the same speed, with the same beside it', async ({ open }) => {
  const page = await open('#/worker-pool?side=story&speed=2&follow=2');
  await parts(page).patterns.getByRole('link', { name: 'Semaphore' }).click();
  await until('the address says so', () => page.url().endsWith('#/semaphore?speed=2&side=story'));
});

test('defaults are left out of the address', async ({ open }) => {
  const page = await open('#/worker-pool?variant=correct&workers=4&seed=0&e=3');
  await parts(page).forward.click();
  await until('only the cursor', () => page.url().endsWith('#/worker-pool?e=4'));
});

test('what is shared while it plays is the instant of the press', async ({ open }) => {
  const page = await open('#/worker-pool');
  const { share, at, pause } = parts(page);
  await until('it is under way', async () => (await at()) > 200);
  await share.click();
  const said = await page.getByRole('dialog').getByRole('textbox').inputValue();
  assert.match(said, /[?&](e|at)=\d+/);
  assert.equal(await pause.count(), 0);
});
