// The opening lesson: it keeps its place, asks where it is seen, and gives way to the reader.
import assert from 'node:assert/strict';
import { PHONE, parts, test, until } from './page.mjs';

const lesson = (page) => page.locator('.opening');
const ask = (page) => page.locator('.lesson .ask');

/** Until so far has the lesson come. */
const PHASES = {
  'while jobs wait': (page) => page.locator('.panel.active').first().waitFor(),
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
    for (const [name, [act, isDone]] of Object.entries(INPUTS)) {
      const page = await open('');
      await come(page);
      await act(page);
      await until(`${name} is obeyed`, () => isDone(page));
      await until(`${name} ends the lesson`, async () => (await lesson(page).count()) === 0);
      await page.context().close();
    }
  });
}

test('by itself the lesson moves nothing on the page', async ({ open }) => {
  const page = await open('');
  const boxes = () => page.locator('.panel, .moral, .run').evaluateAll((all) => all.map(({ offsetTop, offsetHeight }) => [offsetTop, offsetHeight]));
  await page.locator('.panel.active').first().waitFor();
  const before = await boxes();
  await PHASES['while jobs compute'](page);
  assert.deepEqual(await boxes(), before);
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
