// The embed: a run in a frame of somebody else's page.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';

const FRAME = { width: 640, height: 420 };

test('an embed has the run and its transport, and neither header nor catalogue', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', FRAME);
  const { patterns, forward, play } = parts(page);
  assert.equal(await patterns.count(), 0);
  assert.equal(await page.getByRole('banner').count(), 0);
  assert.ok(await forward.isVisible());
  assert.ok(await play.first().isVisible());
});

test('an embed waits for its reader and takes no focus', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', FRAME);
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  const before = await parts(page).at();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  assert.equal(await parts(page).at(), before);
});

test('an embed plays, is reset, and opens in full', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&workers=3', FRAME);
  const { play, pause, at } = parts(page);
  await play.first().click();
  await until('it moves', async () => (await at()) > 0);
  await pause.click();
  const full = page.getByRole('link', { name: /^Open full/ });
  const href = await full.getAttribute('href');
  assert.match(href, /#\/worker-pool\?.*workers=3/);
  assert.doesNotMatch(href, /embed/);
  await page.getByRole('button', { name: 'Reset' }).click();
  await until('the beginning', async () => (await at()) === 0);
});

test('an embed fits its frame without scrolling', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', FRAME);
  const [height, width] = await page.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]);
  assert.ok(height <= FRAME.height && width <= FRAME.width, `${width} × ${height}`);
});
