// Real time: the same scenario on the browser's own executor.
import assert from 'node:assert/strict';
import { frames, parts, test, until } from './page.mjs';

const real = (page) => page.getByText('Real time', { exact: true });

test('the switch runs it for real, and says how late timers were', async ({ open }) => {
  const page = await open('#/worker-pool?jobs=3&job=60');
  await real(page).click();
  await until('it is in the link', () => parts(page).link().time === 'real');
  const { play, pause } = parts(page);
  if (await play.isVisible()) await play.click();
  await until('it moves', async () => (await parts(page).at()) > 0);
  await play.or(pause).waitFor();
  await until('lateness is said', async () => /late/i.test(await page.locator('body').innerText()));
});

test('a link to an instant of a run that is gone runs anew, and a comparison with its twin ends', async ({ open }) => {
  const page = await open('#/worker-pool?jobs=3&job=60&time=real&e=90');
  const { at } = parts(page);
  await until('it moves', async () => (await at()) > 0);
  await page.getByText('Recorded from a real run').waitFor();
  await page.getByRole('button', { name: 'Compare with virtual time' }).click();
  await page.getByRole('button', { name: 'End comparison' }).click();
  await page.getByRole('button', { name: 'Compare with virtual time' }).waitFor();
});

test('before a run begins in real time everybody of it is shown, and what to press', async ({ open }) => {
  const page = await open('#/semaphore?embed=1&time=real', { width: 640, height: 700 });
  await page.getByText('Press Play: it runs in this browser').waitFor();
  // A lane for each of ten queries, and one for the thread.
  await until('the lanes are there', async () => (await page.locator('.lanes canvas').evaluate((lanes) => lanes.clientHeight)) > 240);
  assert.ok(await page.getByRole('button', { name: 'Give up' }).isDisabled(), 'there is nobody yet');
});

test('a live run can be scrubbed behind its edge', async ({ open }) => {
  const page = await open('#/worker-pool?jobs=4&job=60&time=real');
  const { play, at, position } = parts(page);
  if (await play.isVisible()) await play.click();
  await until('some of it is recorded', async () => (await at()) > 0);
  await position.focus();
  await page.keyboard.press('Home');
  await until('the beginning', async () => (await at()) === 0);
  await page.keyboard.press('End');
  await until('the edge', async () => (await at()) > 0);
});

test('a live run that is paused stands still, and goes on to its end when it is played', async ({ open }) => {
  const page = await open('#/worker-pool?jobs=4&job=300&workers=1&time=real');
  const { play, pause, at, position } = parts(page);
  const recorded = page.getByText('Recorded from a real run');
  if (await play.isVisible()) await play.click();
  await until('some of it is recorded', async () => (await at()) > 0);
  await pause.click();
  await play.waitFor();
  const edge = async () => [await at(), await position.getAttribute('max'), await page.locator('.transport .time').innerText()];
  const held = await edge();
  // As much of the page's time as it had before, and more than a job takes.
  await frames(page, 40);
  assert.deepEqual(await edge(), held);
  assert.equal(await recorded.count(), 0);
  await play.click();
  await recorded.waitFor();
  assert.ok((await at()) > held[0]);
});

test('simulated threads are greyed out, in words', async ({ open }) => {
  const page = await open('#/worker-pool?time=real');
  const threads = parts(page).parameters.getByRole('slider', { name: /threads/i });
  assert.ok(await threads.isDisabled());
  assert.match(await parts(page).parameters.innerText(), /thread/i);
});

test('what a link says of threads is not so in real time, nor in the twin', async ({ open }) => {
  const page = await open('#/worker-pool?jobs=3&job=60&threads=4&time=real');
  await page.getByText('Recorded from a real run').waitFor();
  const said = () => page.locator('.now').allInnerTexts();
  await page.getByRole('button', { name: 'Compare with virtual time' }).click();
  await until('both are shown', async () => (await said()).length === 2);
  for (const figures of await said()) assert.match(figures, /on the one thread/);
  assert.equal(parts(page).link().threads, '4', 'virtual time has them again');
});

test('patterns are changed while they run for real', async ({ open }) => {
  const page = await open('#/worker-pool?time=real');
  const links = page.locator('.catalogue').first().getByRole('link');
  const { play, at } = parts(page);
  for (let place = 0; place < (await links.count()); place += 1) {
    await links.nth(place).click();
    await until('it is chosen', async () => (await links.nth(place).getAttribute('aria-current')) === 'page');
    await until('it moves', async () => {
      if (await play.isVisible()) await play.click();
      return (await at()) > 0;
    });
  }
});

test('a run that gets stuck is over everywhere on the page', async ({ open }) => {
  const page = await open('#/worker-pool?variant=leaks&job=50&time=real');
  const { play, claims, measured } = parts(page);
  if (await play.isVisible()) await play.click();
  await until('it is stuck', async () => /Stuck at/.test(await page.locator('.said-line').innerText()));
  assert.match(await claims.innerText(), /✗/);
  assert.doesNotMatch(await measured.innerText(), /Running/);
});
