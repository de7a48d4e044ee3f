// Long runs: computing one says so and can be stopped; a thousand of anything can be looked at.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';

/** A run of a thousand items. */
const LONG = '#/channel?senders=1000&items=1000&capacity=12&e=1';

test('a long computation says how far it is, and stops', async ({ open }) => {
  const page = await open('#/channel?e=1');
  await page.evaluate((hash) => {
    // By the page's clock every look at it takes long, however fast the machine is.
    const now = performance.now.bind(performance);
    let behind = 0;
    performance.now = () => now() + (behind += 20);
    new MutationObserver((_, observer) => {
      const progress = document.querySelector('.progress');
      if (!/[1-9]/.test(progress?.innerText ?? '')) return;
      observer.disconnect();
      window.said = progress.innerText;
      progress.querySelector('button').click();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    location.hash = hash;
  }, LONG);
  const said = await until('it says so', () => page.evaluate(() => window.said));
  assert.match(said, /Computing the run: \d+ events so far\s+Stop/);
  const progress = page.locator('.progress');
  await until('it is stopped', async () => (await progress.count()) === 0);
  await until('it says that it was stopped', async () => /Stopped by you/.test(await parts(page).measured.innerText()));
});

test('a slider of a long range turns by one where it matters, and to both ends', async ({ open }) => {
  const page = await open('#/channel?e=1');
  const senders = parts(page).knob('Senders');
  const turned = async (key, value) => {
    await senders.press(key);
    await until(`${key} gives ${value}`, async () => (await senders.getAttribute('aria-valuetext')) === value);
  };
  await turned('ArrowRight', '3');
  await turned('ArrowLeft', '2');
  await turned('End', '1000');
  await turned('ArrowLeft', '900');
  await turned('Home', '1');
});
