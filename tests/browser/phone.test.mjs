// From a small phone to a large screen.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, frames, parts, test, turn, until } from './page.mjs';
import { scenarios } from './cli.mjs';

test('no page is wider than its screen', async ({ open }) => {
  const page = await open(`#/${scenarios[0].slug}?e=20`, { width: 360, height: 844 });
  for (const { slug } of scenarios) {
    await turn(page, `#/${slug}?e=20`);
    for (const width of [360, 390, 768, 1024, 1440, 3840]) {
      await page.setViewportSize({ width, height: 844 });
      await frames(page);
      const [wide, high] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
      assert.ok(wide <= width, `${slug} at ${width} px is ${wide} px wide`);
      // From there on each column scrolls by itself.
      assert.ok(width < 1_100 || high <= 844, `${slug} at ${width} px is ${high} px high`);
    }
  }
});

test('on a phone the transport stays at the lower edge', async ({ open }) => {
  const page = await open('#/worker-pool?e=20', { ...PHONE, touch: true });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const { y, height } = await parts(page).play.boundingBox();
  assert.ok(y + height <= PHONE.height && y > PHONE.height / 2);
});

/** What a finger can press of the page, or of its dialog, and how far it can miss: less than 44 px. */
const small = (page) => page.evaluate(() => {
  const owner = (at) => {
    // To half a pixel, as places are rounded to whole ones. A name takes the finger for what it names, the row of an event for its button.
    const part = at?.closest('a, button, input, select, textarea, label, .events tr');
    return part?.localName === 'tr' ? part.querySelector('button') : part?.localName === 'label' ? part.control : part;
  };
  const pressed = 'a, button, input, select, textarea';
  const found = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll(pressed)]
    // What only the keyboard brings up.
    .filter((part) => part.checkVisibility() && !part.closest('.skip, .tasks-list, .seg:has(:disabled)'));
  const sizes = found.map((part) => {
    part.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = part.getBoundingClientRect();
    const reach = (right, down) => {
      let far = 0;
      while (far < 40 && owner(document.elementFromPoint(x + width / 2 + right * (far + 0.2), y + height / 2 + down * (far + 0.2))) === part) far += 0.5;
      return far;
    };
    return { name: part.ariaLabel ?? part.labels?.[0]?.innerText ?? part.innerText, wide: reach(-1, 0) + reach(1, 0), high: reach(0, -1) + reach(0, 1) };
  });
  return { all: sizes.length, small: sizes.filter(({ wide, high }) => wide < 43.5 || high < 43.5) };
});

test('on a phone everything pressed is at least 44 px, where the finger comes down', async ({ open }) => {
  const pages = [['#/'], ['#/worker-pool?variant=leaks&e=60'], ['#/token-bucket?e=20'], ['#/fixed-window?e=20&do=rush@100&limit=9999']];
  const opened = ['Code', 'Events', 'Story', 'Share', 'Compare', 'Patterns'].map((name) => ['#/worker-pool?e=20', name]);
  for (const [hash, button] of [...pages, ...opened]) {
    const page = await open(hash, { ...PHONE, touch: true });
    if (button) await page.getByRole('button', { name: button, exact: true }).click();
    if (hash === '#/') {
      await page.locator('#which').scrollIntoViewIfNeeded();
      await page.locator('#which a').first().waitFor();
    }
    const found = await small(page);
    assert.deepEqual(found.small, [], `${hash} ${button ?? ''}`);
    assert.ok(found.all > 0);
    await page.context().close();
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

test('on a phone no name of a variant and no button is cut', async ({ open }) => {
  const page = await open(`#/${scenarios[0].slug}?e=20&lang=vi`, { width: 360, height: 740, touch: true });
  for (const { slug } of scenarios) {
    await turn(page, `#/${slug}?e=20&lang=vi`);
    for (const width of [360, 390]) {
      await page.setViewportSize({ width, height: 740 });
      await frames(page);
      const cut = await page.evaluate(() => [...document.querySelectorAll('.title .seg, .title button, .modes .seg, .row, .bar')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0).map((part) => part.textContent));
      assert.deepEqual(cut, [], `${slug} at ${width} px`);
    }
  }
});

test('on a phone an event has the width of the page', async ({ open }) => {
  const page = await open('#/worker-pool?e=20&lang=vi', PHONE);
  await page.getByRole('button', { name: 'Sự kiện', exact: true }).click();
  const what = page.locator('.events tbody tr:not(.gap) td:nth-child(3)').first();
  assert.ok((await what.boundingBox()).width > 240);
});

test('the stage of a phone is as high as its diagram', async ({ open }) => {
  const high = async (hash) => (await (await open(hash, PHONE)).locator('.stage').boundingBox()).height;
  assert.ok((await high('#/pipeline?stages=6&e=5')) > (await high('#/channel?e=5')));
});

test('lanes are taller on a large screen, and the rail goes with them', async ({ open }) => {
  const lanes = async (frame) => {
    const page = await open('#/worker-pool?at=700', frame);
    await until('the lanes are there', async () => (await page.locator('.lanes canvas').boundingBox()).height > 100);
    const { height } = await page.locator('.lanes canvas').boundingBox();
    const { x, y, width } = await parts(page).position.boundingBox();
    await page.mouse.click(x + width / 2, y + 4);
    await until('the cursor is there', async () => (await parts(page).at()) !== 700);
    return { height, left: x - (await page.locator('.lanes').boundingBox()).x, at: await parts(page).at() };
  };
  const [usual, large] = [await lanes(DESKTOP), await lanes({ width: 3840, height: 2160 })];
  assert.ok(large.height > 1.9 * usual.height, `${usual.height} and ${large.height}`);
  assert.ok(large.left > 1.9 * usual.left);
  assert.ok(Math.abs(large.at - usual.at) < 60, `a click in the middle: ${usual.at} and ${large.at}`);
});
