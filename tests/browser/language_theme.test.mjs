// English and Vietnamese, light and dark.
import assert from 'node:assert/strict';
import { test, until } from './page.mjs';
import { scenarios } from './cli.mjs';

const language = (page) => page.locator('html').getAttribute('lang');
const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));

test('the browser says which language, unless the link does', async ({ open }) => {
  assert.equal(await language(await open('#/worker-pool', { lang: 'vi' })), 'vi');
  assert.equal(await language(await open('#/worker-pool', { lang: 'en' })), 'en');
  assert.equal(await language(await open('#/worker-pool?lang=vi', { lang: 'en' })), 'vi');
  assert.equal(await language(await open('#/worker-pool?lang=en', { lang: 'vi' })), 'en');
});

test('every scenario speaks both languages', async ({ open }) => {
  const page = await open('#/worker-pool?e=5');
  const told = async (slug, lang, before) => {
    await page.evaluate((hash) => { location.hash = hash; }, `#/${slug}?lang=${lang}&e=5`);
    const words = () => Promise.all(['p', 'aside'].map((part) => page.locator(part).first().innerText()));
    await until(`${slug}: other words`, async () => (await words()).every((text, place) => text !== before[place]));
    return words();
  };
  let words = [];
  for (const { slug } of scenarios) {
    words = await told(slug, 'en', words);
    words = await told(slug, 'vi', words);
  }
});

test('the system says which theme, unless the link does', async ({ open }) => {
  const bright = async (hash, theme) => (await paper(await open(hash, { theme }))) > 384;
  assert.equal(await bright('#/worker-pool', 'light'), true);
  assert.equal(await bright('#/worker-pool', 'dark'), false);
  assert.equal(await bright('#/worker-pool?theme=dark', 'light'), false);
  assert.equal(await bright('#/worker-pool?theme=light', 'dark'), true);
});

test('the system may change its mind while the page is open', async ({ open }) => {
  const page = await open('#/worker-pool', { theme: 'light' });
  const canvas = () => page.locator('canvas').first().evaluate((canvas) => canvas.toDataURL());
  const before = await canvas();
  await page.emulateMedia({ colorScheme: 'dark' });
  await until('dark paper', async () => (await paper(page)) < 384);
  await until('dark shapes', async () => (await canvas()) !== before);
});
