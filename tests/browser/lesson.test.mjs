// The opening lesson: it keeps its place, asks where it is seen, and gives way to the reader.
import assert from 'node:assert/strict';
import { PHONE, inOnePage, parts, test, turn, until } from './page.mjs';

const lesson = (page) => page.locator('.opening');
const ask = (page) => page.locator('.lesson .ask');

/** Until so far has the lesson come. */
const PHASES = {
  'while jobs wait': (page) => page.locator('.panel.active').first().waitFor(),
  'while it rests': (page) => page.locator('.panel .result').first().filter({ hasText: /s$/ }).waitFor(),
  'while jobs compute': (page) => page.locator('.panel.active:nth-child(2)').waitFor(),
  'when it asks': (page) => ask(page).first().waitFor(),
};

/** How a reader plays, and what then shows that it was done. */
const INPUTS = {
  Play: [(page) => parts(page).play.click(), (page) => parts(page).pause.count()],
  'the space bar': [(page) => page.keyboard.press('Space'), (page) => parts(page).pause.count()],
};

for (const [phase, come] of Object.entries(PHASES)) {
  test(`${phase} playing takes over at once`, async ({ open }) => {
    // At the same time: most of it is to wait for the lesson.
    await Promise.all(Object.entries(INPUTS).map(async ([name, [act, isDone]]) => {
      const page = await open('');
      await come(page);
      await act(page);
      await until(`${name} is obeyed`, () => isDone(page));
      await until(`${name} ends the lesson`, async () => (await lesson(page).count()) === 0);
    }));
  });
}

/** What else takes over from the lesson, and what is shown then. */
const OTHERS = {
  'Step forward': [(page) => parts(page).forward.click(), (page) => parts(page).link().e !== undefined],
  'the arrow key': [(page) => page.keyboard.press('ArrowRight'), (page) => parts(page).link().e !== undefined],
  'the key End': [(page) => page.keyboard.press('End'), async (page) => (await parts(page).at()) > 0],
  'a press on the timeline': [async (page) => {
    const { x, y, width, height } = await parts(page).position.boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
  }, async (page) => (await parts(page).at()) > 0],
  'a knob': [(page) => parts(page).knob('Workers').press('ArrowRight'), (page) => parts(page).link().workers !== undefined],
  'a trap': [(page) => page.getByRole('radiogroup', { name: 'Variant', exact: true }).getByText('Blocks').click(), (page) => parts(page).link().variant !== undefined],
  'real time': [(page) => page.getByText('Real time', { exact: true }).click(), (page) => parts(page).link().time === 'real'],
  'the button that says so': [(page) => page.getByRole('button', { name: 'Try it yourself', exact: true }).click(), (page) => page.locator('.stage canvas').count()],
};

inOnePage(Object.entries(OTHERS), ([name]) => ({ name: `${name} takes over from the lesson`, hash: '#/' }), async (page, [, [act, isDone]]) => {
  await PHASES['while jobs wait'](page);
  await act(page);
  await until('it is obeyed', () => isDone(page));
  await lesson(page).waitFor({ state: 'detached' });
  // Whoever comes next comes from elsewhere.
  await turn(page, '#/worker-pool?e=1');
});

/** What is on the page from the lesson down, and where. */
const boxes = (page) => page.locator('.panel, .panel canvas, .moral, .run').evaluateAll((all) => all.map(({ offsetTop, offsetHeight }) => [offsetTop, offsetHeight]));

const READERS = { desktop: {}, phone: { ...PHONE, touch: true }, 'phone, in Vietnamese': { ...PHONE, touch: true, lang: 'vi' }, 'narrow phone, in Vietnamese': { width: 320, height: 640, touch: true, lang: 'vi' } };

test('the lesson moves nothing on the page, nor do its question and its answer', async ({ open }) => {
  await Promise.all(Object.entries(READERS).map(async ([reader, options]) => {
    const page = await open('', options);
    await PHASES['while jobs wait'](page);
    const before = await boxes(page);
    for (const come of Object.values(PHASES).slice(1)) {
      await come(page);
      assert.deepEqual(await boxes(page), before, reader);
    }
    await ask(page).first().click();
    await ask(page).first().waitFor({ state: 'detached' });
    await page.locator('.panel .result').filter({ hasText: /faster|nhanh/ }).waitFor();
    assert.deepEqual(await boxes(page), before, reader);
    const cut = await page.locator('.panel-head').evaluateAll((all) => all.filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.innerText));
    assert.deepEqual(cut, [], reader);
  }));
});

test('the page has arrived, and what waiting came to is seen for a while, before anything is computed', async ({ open }) => {
  const page = await open('');
  await page.addInitScript(() => {
    window.times = {};
    const signs = { seen: '.panel .result:not(:empty)', computing: '.panel.active:nth-child(2)' };
    new MutationObserver(() => {
      for (const [what, sign] of Object.entries(signs)) if (document.querySelector(sign)) window.times[what] ??= performance.now();
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await page.reload();
  await PHASES['while jobs compute'](page);
  const { seen, computing, arrived } = await page.evaluate(() => ({ ...window.times, arrived: performance.getEntriesByType('navigation')[0].loadEventEnd }));
  assert.ok(arrived > 0 && arrived < computing, `${arrived}, ${computing}`);
  assert.ok(computing - seen >= 1_200, `${computing - seen} ms`);
});

test('on a phone the question is asked above the panels', async ({ open }) => {
  const page = await open('', { ...PHONE, touch: true });
  await ask(page).first().waitFor();
  const question = page.locator('.asked');
  assert.match(await question.innerText(), /which gets faster/);
  const bottom = async (locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom);
  const first = await page.locator('.panel').first().evaluate((panel) => panel.getBoundingClientRect().top);
  assert.ok((await bottom(question)) <= first);
});
