// The embed builder: what is chosen is in the code, in the preview, and in the page it is pasted into.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';
import { host } from './site.mjs';

const RUN = '#/worker-pool?workers=3&e=60';

/** The dialog on its Embed tab, by the header's own button. */
async function building(page) {
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByRole('tab', { name: 'Embed' }).getAttribute('aria-selected'), 'true');
  const code = dialog.getByRole('textbox', { name: 'Code' });
  return {
    dialog,
    preview: dialog.frameLocator('iframe'),
    code: () => code.inputValue(),
    /** The link in the code, as `{slug, key: value}`. */
    link: async () => {
      const source = /src="([^"]*)"/.exec(await code.inputValue())[1].replaceAll('&amp;', '&');
      const [slug, query = ''] = new URL(source).hash.slice(2).split('?');
      return { slug, ...Object.fromEntries(new URLSearchParams(query)) };
    },
    choose: (group, name) => dialog.getByRole('radiogroup', { name: group }).locator('label', { hasText: name }).click(),
    check: (name) => dialog.getByRole('checkbox', { name, exact: true }),
    select: (name) => dialog.getByRole('combobox', { name, exact: true }),
    number: (name) => dialog.getByRole('spinbutton', { name }),
  };
}

/** Types a number and leaves the field. */
async function type(field, text) {
  await field.fill(text);
  await field.press('Tab');
}

test('the preview is loaded when its tab is open, and not before', async ({ open }) => {
  const page = await open(RUN);
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  await parts(page).share.click();
  await page.getByRole('dialog').getByText('The link is copied.').waitFor();
  assert.equal(page.frames().length, 1);
  await page.keyboard.press('Escape');
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  const { preview } = await building(page);
  await preview.locator('html[data-ready]').waitFor({ state: 'attached' });
  assert.equal(page.frames().length, 2);
  // Whoever builds says when the code is ready to be copied.
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'mine');
  await page.getByRole('tab', { name: 'Picture' }).click();
  await until('it is gone', () => page.frames().length === 1);
});

test('every choice is in the code and in the preview', async ({ open }) => {
  const page = await open(RUN);
  const { dialog, preview, code, link, choose, check, select, number } = await building(page);
  assert.deepEqual(await link(), { slug: 'worker-pool', workers: '3', embed: '1', e: '60' });
  await preview.locator('.stage').waitFor();
  const steps = await page.evaluate(() => history.length);
  await choose('Shown', 'Choose');
  await check('Timeline').uncheck();
  await check('Claims').check();
  await preview.getByRole('heading', { name: 'Claims', exact: true }).waitFor();
  await until('no lanes', async () => (await preview.locator('.lanes').count()) === 0);
  await check('Plays once it is seen').check();
  await check('Begins again at the end').check();
  await check('Begins at this instant, 0.580 s').count();
  await dialog.getByRole('checkbox', { name: /^Begins at this instant/ }).uncheck();
  await select('Speed').selectOption('2×');
  await type(number('From, ms'), '200');
  await type(number('To, ms'), '900');
  await check('With its name').uncheck();
  await select('Language').selectOption('Tiếng Việt');
  await select('Theme').selectOption('Dark');
  await dialog.getByText('Lock and hide').click();
  await select('Workers').selectOption('locked');
  await select('Cancel').selectOption('hidden');
  await select('Open full ↗').selectOption('hidden');
  assert.deepEqual(await link(), {
    slug: 'worker-pool', workers: '3', embed: '1', panels: 'stage,knobs,actions,claims', autoplay: '1', loop: '1', speed: '2', start: '200', stop: '900',
    lock: 'workers', hide: 'cancel,full', title: '0', theme: 'dark', lang: 'vi',
  });
  await until('it is dark', async () => (await preview.locator('html').getAttribute('data-theme')) === 'dark');
  await until('it speaks Vietnamese', async () => (await preview.locator('html').getAttribute('lang')) === 'vi');
  await until('locked', () => preview.locator('[data-knob=workers] input').isDisabled());
  assert.equal(await preview.getByRole('link', { name: /↗/ }).count(), 0);
  assert.equal(await page.evaluate(() => history.length), steps, 'Back would go through every choice');
  assert.match(await code(), /title="Worker pool"/);
});

test('a frame compares its run with another variant, by a choice', async ({ open }) => {
  const page = await open(RUN);
  const { preview, link, select, check } = await building(page);
  const against = select('Compare with');
  const options = await against.locator('option').allTextContents();
  assert.deepEqual([options[0], options.length], ['nothing', 4]);
  assert.ok(!options.includes('Correct'), 'a run cannot be compared with itself');
  await preview.locator('html[data-ready]').waitFor({ state: 'attached' });
  assert.equal(await preview.locator('.stage').count(), 1);
  await against.selectOption('Leaks');
  await until('it is in the link', async () => (await link()).compare === 'leaks');
  await until('two runs stand in the preview', async () => (await preview.locator('.stage').count()) === 2);
  // Two runs are as high as they are.
  await check('As high as what it shows').waitFor();
  await against.selectOption('nothing');
  await until('it is out of the link', async () => (await link()).compare === undefined);
  await until('one run again', async () => (await preview.locator('.stage').count()) === 1);
});

test('what is compared on screen is compared in the frame too', async ({ open }) => {
  const page = await open('#/worker-pool?compare=workers:8&lang=vi');
  await page.getByRole('button', { name: 'Nhúng', exact: true }).click();
  const against = page.getByRole('dialog').getByRole('combobox', { name: 'So sánh với', exact: true });
  const chosen = () => against.evaluate((select) => select.selectedOptions[0].textContent);
  assert.match(await chosen(), /8/);
  await against.selectOption('không so sánh');
  await until('it can be taken back', async () => (await against.locator('option').count()) === 5);
  assert.equal(await chosen(), 'không so sánh');
});

test('the instant that a frame begins at is the one on screen, also between two events', async ({ open }) => {
  const page = await open('#/worker-pool?at=400');
  const { dialog, link } = await building(page);
  await dialog.getByRole('checkbox', { name: 'Begins at this instant, 0.400 s' }).waitFor();
  assert.equal((await link()).at, '400');
});

test('a goal is built without a hand-written link, and what makes none is said', async ({ open }) => {
  const page = await open(RUN);
  const { dialog, link, choose, check, number } = await building(page);
  await choose('Shown', 'Choose');
  await check('Challenges').check();
  const goal = dialog.getByRole('textbox', { name: /^A goal of yours/ });
  await type(goal, 'p95<200,dropped=0');
  await page.keyboard.press('Tab');
  await until('it is in the link', async () => (await link()).goal === 'p95<200,dropped=0');
  assert.match((await link()).panels, /challenges/);
  await type(goal, 'faster');
  await page.keyboard.press('Tab');
  await dialog.getByText('faster', { exact: false }).last().waitFor();
  assert.equal((await link()).goal, undefined);
  // To play from somewhere is to begin there.
  await type(number('From, ms'), '300');
  assert.deepEqual([(await link()).start, (await link()).e], ['300', undefined]);
  await dialog.getByRole('checkbox', { name: /^Begins at this instant/ }).check();
  assert.deepEqual([(await link()).start, (await link()).e], [undefined, '60']);
});

test('a frame of chosen panels is as high as they are', async ({ open }) => {
  const page = await open(RUN);
  const { dialog, preview, code, choose, check, number } = await building(page);
  await choose('Shown', 'Choose');
  await check('Story').check();
  const tall = await until('it is measured', async () => {
    const inside = await preview.locator('.page').evaluate((page) => page.scrollHeight);
    const [, height] = /height="(\d+)"/.exec(await code());
    return inside > 420 && Number(height) === inside && inside;
  });
  assert.equal((await dialog.locator('iframe').boundingBox()).height, tall);
  await check('As high as what it shows').uncheck();
  await type(number('Height, px'), '300');
  await type(number('Width, px'), '500');
  assert.match(await code(), /width="500" height="300"/);
});

test('a span that ends before it begins is said', async ({ open }) => {
  const page = await open(RUN);
  const { dialog, number } = await building(page);
  await type(number('From, ms'), '900');
  await type(number('To, ms'), '200');
  await dialog.getByText(/stop: “200” was ignored/).waitFor();
});

for (const kind of ['Frame', 'Element']) {
  test(`what is copied works in a page of somebody else: ${kind}`, async (visitor) => {
    const page = await visitor.open('#/worker-pool?workers=3&e=60');
    const { dialog, code, choose, check } = await building(page);
    await choose('For your page', kind);
    await choose('Shown', 'Choose');
    await check('Claims').check();
    await dialog.getByText('Lock and hide').click();
    await dialog.getByRole('combobox', { name: 'Workers', exact: true }).selectOption('locked');
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await dialog.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await code());
    const lesson = await host(`<!doctype html><html lang="en"><title>A lesson</title><body>${copied}`);
    await page.goto(lesson.origin);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Claims', exact: true }).waitFor();
    const workers = frame.locator('[data-knob=workers] input');
    assert.ok(await workers.isDisabled());
    assert.equal(await workers.inputValue(), '3');
    assert.equal(await frame.locator('.page').evaluate((page) => page.scrollHeight <= innerHeight + 1), true);
    lesson.close();
    visitor.expect(/asked another host/);
  });
}
