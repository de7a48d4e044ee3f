// Compare: two runs under one cursor.
import assert from 'node:assert/strict';
import { PHONE, frames, parts, test, until } from './page.mjs';
import { run } from './cli.mjs';

test('a link compares two variants under one transport', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks&e=20');
  assert.equal(await parts(page).position.count(), 1);
  assert.equal(await parts(page).forward.count(), 1);
  await parts(page).forward.click();
  await until('the cursor moved', () => parts(page).link().e === '21');
  assert.equal(parts(page).link().compare, 'leaks');
});

test('a run that is never done is not done sooner', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks');
  await page.getByText('B gets stuck at 1.794 s').waitFor();
  assert.equal(await page.getByText('sooner').count(), 0);
});

test('what broke in the run compared with is said, and leads there', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks&e=20');
  const claim = parts(page).claims.getByRole('listitem').filter({ hasText: 'No worker outlives the pool' });
  assert.equal(await claim.getByRole('button').count(), 1, 'in one of the two it holds');
  await claim.getByRole('button', { name: 'B: No worker outlives the pool, broken: show the instant, 1.346 s' }).click();
  await page.getByText('B · 1.346 s · No worker outlives the pool').waitFor();
  await until('the cursor is there', async () => (await parts(page).at()) === 1346);
  await parts(page).forward.click();
  await page.getByText('B · 1.346 s').waitFor({ state: 'detached' });
});

/** How long a span is, as the page says it. */
const said = (us) => (us < 1_000_000 ? `${Math.round(us / 1_000)} ms` : `${(us / 1_000_000).toFixed(2)} s`);

test('where two runs begin to differ is said and one press away, and by how much they do at the end', async ({ open }) => {
  const one = run('worker-pool');
  const ends = { 'jobs=20': 'jobs:20', 'workers=1': 'workers:1', 'work=waiting --variant loses-a-job': 'loses-a-job' };
  const page = await open('#/worker-pool');
  for (const [words, compare] of Object.entries(ends)) {
    const other = run('worker-pool', ...words.split(' '));
    const same = ({ events }, event) => JSON.stringify({ ...events[event], site: 0 });
    const first = one.events.findIndex((_, event) => same(one, event) !== same(other, event));
    const [a, b] = [one, other].map(({ events }) => events.at(-1).at);
    await page.evaluate((hash) => { location.hash = hash; }, `#/worker-pool?compare=${compare}&at=1800`);
    const line = page.locator('.difference');
    const end = b > a ? `B takes ${said(b - a)} longer` : `B is done ${said(a - b)} sooner`;
    await line.getByText(end, { exact: true }).waitFor();
    const at = `${(Math.min(one.events[first].at, other.events[first].at) / 1_000_000).toFixed(3)} s`;
    await line.getByRole('button', { name: `differ from ${at}`, exact: true }).click();
    await until('both stand there', async () => (await page.locator('.transport .time').innerText()).startsWith(at));
  }
});

test('two runs that are the same in everything are said not to differ', async ({ open }) => {
  const page = await open('#/worker-pool?work=computing&workers=1&jobs=1&compare=queue:4&e=3');
  await page.locator('.difference').getByText('no difference', { exact: true }).waitFor();
});

test('a phone shows one of two runs at a time, and which is a press away', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks&at=900', { ...PHONE, touch: true });
  const seen = async () => (await page.locator('.stage').evaluateAll((all) => all.map((stage) => stage.checkVisibility()))).join();
  const run = (name) => page.getByRole('radiogroup', { name: 'Shown run', exact: true }).getByText(name, { exact: true });
  await until('the first is seen', async () => (await seen()) === 'true,false');
  await run('B').tap();
  await until('the other is seen', async () => (await seen()) === 'false,true');
  assert.match(await page.locator('.badge:visible').innerText(), /^B · Leaks/);
  assert.ok((await page.locator('.stage canvas:visible').boundingBox()).height > 100, 'it is painted there');
  await run('A').tap();
  await until('the first again', async () => (await seen()) === 'true,false');
});

test('a comparison in a frame that has not begun stays before everything', async ({ open }) => {
  const page = await open('#/worker-pool?embed=true&compare=workers:1', { width: 640, height: 420 });
  await frames(page, 40);
  assert.ok(await page.getByRole('button', { name: '▶ Play', exact: true }).isVisible());
});

test('a link compares two choices of a knob', async ({ open }) => {
  const page = await open('#/worker-pool?compare=work:computing&at=900');
  assert.equal(decodeURIComponent(parts(page).link().compare), 'work:computing');
  assert.match(await page.locator('body').innerText(), /computing/i);
});

test('one clock goes on for both, also after the end of the shorter one', async ({ open }) => {
  const page = await open('#/worker-pool?compare=workers:1&at=5000');
  await until('it stands there', async () => (await parts(page).at()) === 5000);
  assert.match(await page.locator('.transport .time').innerText(), /^5\.000 s/);
  assert.equal(await page.getByText('was ignored').count(), 0);
  await frames(page, 40);
  assert.deepEqual(parts(page).link(), { slug: 'worker-pool', compare: 'workers:1', at: '5000' });
});

test('an instant after the ends of both is called that, though the second run comes later', async ({ blank, origin }) => {
  const page = await blank();
  // Whenever it is asked for the time, a slice of a run is over: neither run is there at once.
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    let more = 0;
    performance.now = () => now() + (more += 20);
  });
  await page.goto(`${await origin()}/#/pipeline?stages=6&items=1&compare=items:40&at=500000`);
  await page.getByText('“500000” is beyond the end of this run').waitFor();
});

test('an event of the link is one of the first run, whichever is longer', async ({ open }) => {
  const alone = await open('#/worker-pool?e=81');
  const page = await open('#/worker-pool?compare=workers:1&e=81');
  await until('they stand alike', async () => (await parts(page).at()) === (await parts(alone).at()));
});

test('Compare begins and ends it', async ({ open }) => {
  const page = await open('#/worker-pool?e=20');
  const { compare, link } = parts(page);
  const dialog = page.getByRole('dialog');
  await compare.click();
  await dialog.getByRole('button', { name: 'Leaks', exact: true }).click();
  await until('it compares', () => link().compare === 'leaks');
  await compare.click();
  await dialog.getByRole('button', { name: 'computing', exact: true }).click();
  await until('it compares something else', () => link().compare?.startsWith('work'));
  await compare.click();
  await dialog.getByRole('button', { name: 'End comparison' }).click();
  await until('one run again', () => link().compare === undefined);
});

test('a knob turned applies to both', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks&e=20');
  await parts(page).parameters.getByRole('slider').first().focus();
  await page.keyboard.press('ArrowRight');
  await until('both are in the link', () => parts(page).link().compare === 'leaks' && Object.keys(parts(page).link()).length > 3);
});
