// The embed: a run in a frame of somebody else's page.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';

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

test('in its usual frame everything pressed is in view', async ({ open }) => {
  for (const lang of ['en', 'vi']) {
    for (const { slug } of scenarios) {
      const page = await open(`#/${slug}?embed=1&lang=${lang}`, FRAME);
      const outside = await page.evaluate(() => [...document.querySelectorAll('button, a, select, input')]
        .filter((part) => !part.closest('.tasks-list, .hidden-words'))
        .map((part) => [part.innerText || part.ariaLabel || part.name, part.getBoundingClientRect()])
        .filter(([, { right, bottom }]) => right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
        .map(([name, { right, bottom }]) => `${name} ends at ${right}, ${bottom}`));
      assert.deepEqual(outside, [], `${slug} in ${lang}`);
      const stage = await page.locator('.stage').first().boundingBox();
      assert.ok(stage.height >= 150, `${slug} in ${lang}: the stage is ${stage.height} high`);
      await page.context().close();
    }
  }
});

test('a narrow frame scrolls down and never sideways', async ({ open }) => {
  for (const width of [320, 400, 480, 560]) {
    const page = await open('#/worker-pool?embed=1&lang=vi', { width, height: 420 });
    const sideways = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('.embed *')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(part).overflowX))
      .map((part) => part.className));
    assert.deepEqual(sideways, [], `${width} px`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    const [stage, aside] = [await page.locator('.stage').boundingBox(), await page.locator('.aside').boundingBox()];
    assert.ok(aside.y >= stage.y + stage.height, `${width} px: the knobs lie over the stage`);
  }
});

test('a paused embed has a play button on its stage', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&at=700', FRAME);
  const play = page.getByRole('button', { name: '▶ Play', exact: true });
  await play.click();
  await until('it plays', async () => (await play.count()) === 0 && (await parts(page).at()) > 700);
});
