// Compare: two runs under one cursor.
import assert from 'node:assert/strict';
import { frames, parts, test, until } from './page.mjs';

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
