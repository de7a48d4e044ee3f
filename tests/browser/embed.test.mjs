// The embed: a run in a frame of somebody else's page.
import assert from 'node:assert/strict';
import { frames, parts, test, turn, until } from './page.mjs';
import { scenarios } from './cli.mjs';
import { host } from './site.mjs';

const FRAME = { width: 640, height: 420 };

test('a frame that plays by itself begins where its link says', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&autoplay=1&at=700', { width: 640, height: 420 });
  await until('it goes on from there', async () => (await parts(page).at()) > 700);
});

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
  await frames(page);
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
  const page = await open(`#/${scenarios[0].slug}?embed=1&lang=en`, FRAME);
  for (const lang of ['en', 'vi']) {
    for (const { slug } of scenarios) {
      await turn(page, `#/${slug}?embed=1&lang=${lang}`);
      const outside = await page.evaluate(() => [...document.querySelectorAll('button, a, select, input')]
        .filter((part) => !part.closest('.tasks-list, .hidden-words'))
        .map((part) => [part.innerText || part.ariaLabel || part.name, part.getBoundingClientRect()])
        .filter(([, { right, bottom }]) => right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
        .map(([name, { right, bottom }]) => `${name} ends at ${right}, ${bottom}`));
      assert.deepEqual(outside, [], `${slug} in ${lang}`);
      const stage = await page.locator('.stage').first().boundingBox();
      assert.ok(stage.height >= 150, `${slug} in ${lang}: the stage is ${stage.height} high`);
    }
  }
});

test('a large frame is filled', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', { width: 1200, height: 900 });
  const box = (selector) => page.locator(selector).boundingBox();
  const between = async () => (await box('.aside')).y - (await box('.run')).y - (await box('.run')).height;
  assert.ok((await between()) < 16, `${await between()} pixels of nothing`);
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

test('Reset puts back all that a frame was opened with', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&workers=3&compare=leaks&speed=2&at=900', FRAME);
  const { link } = parts(page);
  await frames(page, 20);
  const before = link();
  const end = page.getByRole('button', { name: 'End comparison', exact: true });
  await end.click();
  await page.getByRole('radio', { name: 'Loses a job' }).check();
  await parts(page).forward.click();
  await until('it is another run', () => link().variant === 'loses-a-job' && !link().compare);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await until('all is back', () => link().compare === 'leaks' && link().at === before.at);
  assert.deepEqual(link(), before);
  await end.waitFor();
});

test('a frame that has not begun stays before everything, whatever is turned', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', FRAME);
  const play = page.getByRole('button', { name: '▶ Play', exact: true });
  const before = parts(page).knob('Workers');
  await before.focus();
  await page.keyboard.press('ArrowRight');
  await until('another run', () => parts(page).link().workers === '5');
  await frames(page);
  assert.equal(parts(page).link().e, undefined);
  assert.equal(await play.count(), 1);
});

const knobs = (page) => page.locator('[data-knob]').evaluateAll((knobs) => knobs.map((knob) => knob.dataset.knob));

test('a frame shows the panels it is asked for, and is as high as they are', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&panels=Stage,knobs,claims,story,code,metrics', { width: 640, height: 300 });
  await page.locator('.stage').waitFor();
  assert.equal(await page.locator('.lanes').count(), 0);
  assert.equal(await page.locator('.actions').count(), 0);
  const fields = scenarios.find(({ slug }) => slug === 'worker-pool').knobs;
  assert.deepEqual(await knobs(page), fields.map(({ name }) => name));
  for (const name of ['Claims', 'Story', 'Code']) assert.ok(await page.getByRole('heading', { name, exact: true }).isVisible(), name);
  const [inside, frame] = await page.evaluate(() => [document.querySelector('.page').offsetHeight, document.documentElement.scrollHeight]);
  assert.equal(inside, frame);
});

test('what is locked is shown and cannot be used', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&lock=workers,variant,cancel');
  assert.ok(await parts(page).knob('Workers').isDisabled());
  assert.ok(await page.getByRole('radio', { name: 'Leaks' }).isDisabled());
  assert.ok(await page.getByRole('button', { name: 'Cancel', exact: true }).isDisabled());
  assert.ok(await page.getByRole('button', { name: 'Consumer leaves' }).isEnabled());
  assert.ok(await page.getByRole('radio', { name: 'computing' }).isEnabled());
});

test('a note offers no action that is locked, hidden, or whose panel was not asked for', async ({ open }) => {
  const page = await open('#/context-tree?embed=1&at=400', FRAME);
  const note = page.getByRole('dialog', { name: 'Why?' });
  const offers = async () => {
    await page.getByRole('group', { name: /^Why\?/ }).getByRole('button').filter({ hasText: 'query 2' }).press('Enter');
    await note.waitFor();
    const names = await note.getByRole('button').allInnerTexts();
    await page.keyboard.press('Escape');
    return { cancels: names.includes('Cancel query 2'), code: names.some((name) => name.includes('line')) };
  };
  assert.deepEqual(await offers(), { cancels: true, code: false }, 'a frame opens no panel beside its stage');
  for (const without of ['lock=all', 'lock=cancel', 'hide=cancel', 'panels=stage,timeline,knobs']) {
    await turn(page, `#/context-tree?embed=1&at=400&${without}`);
    assert.deepEqual(await offers(), { cancels: false, code: false }, without);
  }
});

test('where all is locked a comparison cannot be ended', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&compare=leaks&lock=all', FRAME);
  const end = page.getByRole('button', { name: 'End comparison' });
  assert.ok(await end.isDisabled());
  await turn(page, '#/worker-pool?embed=1&compare=leaks&lock=workers');
  assert.ok(await end.isEnabled());
});

test('what is hidden is not there', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&hide=workers,variant,cancel,reset,full&title=0');
  assert.equal(await page.getByRole('radio', { name: 'Leaks' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Cancel', exact: true }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Reset' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: /^Open full/ }).count(), 0);
  assert.ok(!(await knobs(page)).includes('workers'));
});

test('a frame that plays by itself plays its span, again and again', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&autoplay=1&loop=1&start=200&stop=420&speed=2');
  const { at } = parts(page);
  let [least, most, turns, last] = [Infinity, 0, 0, 0];
  await until('it has begun again twice', async () => {
    const now = await at();
    [least, most] = [Math.min(least, now), Math.max(most, now)];
    if (now < last) turns += 1;
    last = now;
    return turns >= 2;
  });
  assert.ok(least >= 200 && most <= 420, `${least} … ${most}`);
  assert.equal(await page.locator('.transport select').inputValue(), '2×');
});

test('a frame goes back to how its link was, not to the defaults', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&workers=2');
  const workers = parts(page).knob('Workers');
  await workers.press('End');
  await until('it is turned', async () => (await workers.inputValue()) !== '2');
  await page.getByRole('button', { name: 'Reset' }).click();
  await until('two again', async () => (await workers.inputValue()) === '2');
});

test('what a knob cannot be is said in the frame, whether the knob is shown or not', async ({ open }) => {
  for (const options of ['job=abc', 'job=abc&panels=stage', 'workers=800&hide=workers', 'stop=0']) {
    const page = await open(`#/worker-pool?embed=1&${options}`);
    await page.locator('.notice').filter({ hasText: /abc|800|stop/ }).waitFor();
    await page.context().close();
  }
});

test('an option that cannot be used is said in the frame, and the rest applies', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&speed=fast&panels=stage,wheels&lock=workers');
  const notices = page.locator('.notice');
  assert.equal(await notices.count(), 2);
  assert.match((await notices.allInnerTexts()).join(), /speed: “fast” was ignored.*0\.5.*panels: “wheels” was ignored/s);
  assert.equal(await page.locator('.lanes').count(), 0);
});

test('out of view nothing is painted and nothing moves', async (visitor) => {
  const page = await visitor.open('#/worker-pool?embed=1&autoplay=1');
  const lesson = await host(`<div style="height:5000px"></div><iframe width="640" height="420" src="${page.url()}"></iframe>`);
  visitor.allow(lesson.origin);
  await page.goto(lesson.origin);
  const [, frame] = page.frames();
  // A frame out of view has no frames of animation, which locators wait for.
  const time = () => frame.evaluate(() => document.querySelector('.transport .time')?.textContent);
  await until('it is there', async () => (await time()) !== undefined);
  await frames(page, 30);
  assert.equal(await time(), '');
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await until('it plays', async () => parseFloat(await time()) > 0);
  lesson.close();
});
