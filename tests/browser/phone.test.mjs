// From a small phone to a large screen.
import assert from 'node:assert/strict';
import { PHONE, parts, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';

test('no page is wider than its screen', async ({ open }) => {
  for (const width of [360, 390, 768, 1024, 1440, 3840]) {
    for (const { slug } of scenarios) {
      const page = await open(`#/${slug}?e=20`, { width, height: 844 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${slug} at ${width} px is ${wide} px wide`);
      await page.context().close();
    }
  }
});

test('on a phone the transport stays at the lower edge', async ({ open }) => {
  const page = await open('#/worker-pool?e=20', { ...PHONE, touch: true });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const { y, height } = await parts(page).play.boundingBox();
  assert.ok(y + height <= PHONE.height && y > PHONE.height / 2);
});

test('on a phone everything pressed is at least 44 px', async ({ open }) => {
  const page = await open('#/worker-pool?e=20', { ...PHONE, touch: true });
  for (const name of ['play', 'back', 'forward']) {
    const { width, height } = await parts(page)[name].boundingBox();
    assert.ok(width >= 44 && height >= 44, `${name}: ${width} × ${height}`);
  }
});

test('on a phone a tap plays', async ({ open }) => {
  const page = await open('#/worker-pool?e=2', { ...PHONE, touch: true });
  const before = await parts(page).at();
  await parts(page).play.tap();
  await until('it moves', async () => (await parts(page).at()) > before);
});

test('no words are smaller than 12 px', async ({ open }) => {
  for (const frame of [PHONE, { width: 1440, height: 900 }]) {
    const page = await open('#/worker-pool?e=20', frame);
    const small = await page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && element.checkVisibility?.())
      .filter((element) => { const size = parseFloat(getComputedStyle(element).fontSize); return size > 0 && size < 12; })
      .map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 20)}`));
    assert.deepEqual(small, []);
  }
});
