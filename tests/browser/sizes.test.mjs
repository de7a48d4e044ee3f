// Windows and frames of every form: filled, nothing cut, nothing that moves while a run plays.
import assert from 'node:assert/strict';
import { frames, parts, test, turn, until } from './page.mjs';
import { scenarios } from './cli.mjs';

/** What goes out of the window sideways. */
const sideways = (page) => page.evaluate(() => [...document.querySelectorAll('.page *')]
  .filter((part) => !part.closest('.hidden-words, .tasks-list, .code') && part.getBoundingClientRect().right > innerWidth + 0.5)
  .map((part) => `${part.tagName} ${part.className} ends at ${part.getBoundingClientRect().right}`));

test('in a narrow frame nothing of any pattern goes out at the side', async ({ open }) => {
  const page = await open(`#/${scenarios[0].slug}?embed=1&lang=vi`, { width: 320, height: 480 });
  for (const { slug } of scenarios) {
    await turn(page, `#/${slug}?embed=1&lang=vi`);
    assert.deepEqual(await sideways(page), [], slug);
  }
});

test('a frame of whatever form is filled by its stage', async ({ open }) => {
  const page = await open('#/channel?embed=1', { width: 500, height: 900 });
  const left = () => page.evaluate(() => {
    const ends = [...document.querySelectorAll('.center, .aside, .panels-below')].map((part) => part.getBoundingClientRect().bottom);
    return [innerHeight - Math.max(...ends), document.documentElement.scrollHeight - innerHeight];
  });
  for (const [form, width, height] of [['', 500, 900], ['&panels=stage', 640, 600], ['&panels=stage,knobs', 1400, 900], ['', 1400, 900]]) {
    await page.setViewportSize({ width, height });
    await turn(page, `#/channel?embed=1${form}`);
    await until(`${width} × ${height}${form} is filled`, async () => (await left()).every((pixels) => Math.abs(pixels) < 1));
  }
  // A page around it that makes it as high as what it holds gets that.
  await page.evaluate(() => document.documentElement.setAttribute('data-held', ''));
  await turn(page, '#/channel?embed=1&panels=stage');
  assert.ok((await page.locator('main').boundingBox()).height < 500);
});

test('the figures keep to one line, inside of their stage', async ({ open }) => {
  for (const [width, height, how] of [[320, 480, '&embed=1'], [390, 844, ''], [640, 420, '&embed=1'], [1280, 720, '&side=code']]) {
    const page = await open(`#/worker-pool?threads=3&workers=8&work=computing&at=600&lang=vi${how}`, { width, height });
    const [inside, lines] = await page.locator('.now').first().evaluate((now) => {
      const lines = [...now.querySelectorAll('b, small')].map((words) => words.getBoundingClientRect().height < 30);
      return [now.scrollWidth <= now.clientWidth, lines];
    });
    assert.ok(inside, `${width} px: cut`);
    assert.deepEqual(lines, [true, true, true, true], `${width} px: more than one line`);
  }
});

test('nothing moves while a run plays', async ({ open }) => {
  for (const [width, height, how] of [[1024, 768, ''], [640, 420, '&embed=1'], [320, 480, '&embed=1']]) {
    const page = await open(`#/resilient-pipeline?lang=en${how}`, { width, height });
    const boxes = () => page.evaluate(() => [...document.querySelectorAll('.title, .stage, .bar, .bar button, .lanes, .aside h2, .knob, .actions')]
      .map((part) => [part.className, ...['x', 'y', 'width', 'height'].map((side) => Math.round(part.getBoundingClientRect()[side]))].join(' ')));
    // What asks to begin goes when it has begun.
    await parts(page).forward.click();
    await frames(page);
    const before = await boxes();
    for (const at of ['0.3', '0.7', '0.99']) {
      await page.locator('.rail').evaluate((rail, at) => {
        rail.value = String(Math.round(Number(rail.max) * at));
        rail.dispatchEvent(new Event('input', { bubbles: true }));
      }, at);
      await frames(page, 3);
      assert.deepEqual(await boxes(), before, `${width} px, at ${at}`);
    }
  }
});

test('a page that is opened with a panel in the place of its stage is ready too', async ({ open }) => {
  const page = await open('#/channel?side=story', { width: 1024, height: 768 });
  assert.ok(await page.getByRole('heading', { name: 'Story' }).isVisible());
});
