// A page of somebody else, of another origin, with runs in it.
import assert from 'node:assert/strict';
import { until } from './page.mjs';
import { call, heard, hosted } from './lesson.mjs';

hosted('a run loads when it comes into view, and not before', '<p style="height:4000px">Read this first.</p><interleave-run pattern="worker-pool"></interleave-run>', async (page) => {
  const run = page.locator('interleave-run');
  assert.equal(await run.locator('iframe').count(), 0);
  assert.equal(await page.frames().length, 1);
  await run.scrollIntoViewIfNeeded();
  await until('it is there', async () => (await heard(page, 'ready')).length === 1);
  assert.equal((await heard(page, 'ready'))[0].pattern, 'worker-pool');
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

hosted('attributes are knobs, and changing one changes the run', '<interleave-run eager pattern="worker-pool" workers="2"></interleave-run>', async (page) => {
  await until('it is ready', async () => (await heard(page, 'ready')).length === 1);
  assert.match((await call(page, 'getState')).link, /workers=2/);
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('workers', '7'));
  await until('seven', async () => /workers=7/.test((await call(page, 'getState')).link));
  const [change] = await heard(page, 'change');
  assert.equal(change.userInitiated, false);
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('workers', '700'));
  const [error] = await until('it is said', async () => { const errors = await heard(page, 'error'); return errors.length > 0 && errors; });
  assert.match(error.why, /workers: “700” was ignored/);
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('pattern', 'tee'));
  await until('tee', async () => /tee/.test((await call(page, 'getState')).link));
});

hosted('it plays, pauses, steps and seeks, and says when it has ended', '<interleave-run eager pattern="worker-pool" speed="10" job="50"></interleave-run>', async (page) => {
  await call(page, 'seek', 300);
  await call(page, 'step');
  const at = async () => Number(/[?&]e=(\d+)/.exec((await call(page, 'getState')).link)?.[1] ?? -1);
  const before = await at();
  await call(page, 'step', 2);
  assert.equal(await at(), before + 2);
  await call(page, 'step', -1);
  assert.equal(await at(), before + 1);
  await call(page, 'play');
  const [finish] = await until('it ends', async () => { const ends = await heard(page, 'finish'); return ends.length > 0 && ends; });
  assert.equal(finish.outcome, 'finished');
  await assert.rejects(call(page, 'seek', -5), /seek takes milliseconds/);
});

hosted('claims are told, and which of them broke when', '<interleave-run eager pattern="worker-pool" variant="leaks"></interleave-run>', async (page) => {
  const claims = await until('claims', async () => { const all = await heard(page, 'claim'); return all.length > 3 && all; });
  const broken = claims.filter(({ holds }) => !holds);
  assert.equal(broken.length, 1);
  assert.ok(broken[0].ms > 0);
});

hosted('a state put back is the same run at the same instant', '<interleave-run eager pattern="pipeline" stages="4"></interleave-run>', async (page) => {
  await call(page, 'seek', 700);
  const state = await call(page, 'getState');
  assert.equal(state.version, 1);
  await call(page, 'set', { stages: 2, variant: 'never-closes' });
  await call(page, 'seek', 0);
  assert.notDeepEqual(await call(page, 'getState'), state);
  await call(page, 'setState', state);
  await until('as it was', async () => (await call(page, 'getState')).link === state.link);
  await until('it is told', async () => (await heard(page, 'change')).at(-1)?.ms === 700);
  for (const { link, ms } of await heard(page, 'change')) if (/at=\d/.test(link)) assert.match(link, new RegExp(`at=${ms}$`));
});

hosted('what a reader does is told as done by the reader', '<interleave-run eager pattern="worker-pool"></interleave-run>', async (page) => {
  await until('it is ready', async () => (await heard(page, 'ready')).length === 1);
  const inside = page.frames()[1];
  await inside.getByRole('radio', { name: 'Leaks' }).check();
  const changes = await until('it is told', async () => { const all = await heard(page, 'change'); return all.length > 0 && all; });
  assert.equal(changes.at(-1).userInitiated, true);
  assert.match(changes.at(-1).link, /variant=leaks/);
});

hosted('its frame is as high as what it holds', '<interleave-run eager pattern="worker-pool" panels="stage,claims"></interleave-run>', async (page) => {
  await until('it fits', async () => {
    const high = await page.locator('interleave-run').evaluate((run) => run.shadowRoot.querySelector('iframe').clientHeight);
    const inside = await page.frames()[1].evaluate(() => [document.querySelector('.page')?.scrollHeight, document.documentElement.scrollHeight]);
    return Math.abs(high - inside[0]) <= 3 && inside[1] <= high + 3;
  });
});

hosted('messages of anybody else are ignored', '<interleave-run eager pattern="worker-pool"></interleave-run>', async (page) => {
  await until('it is ready', async () => (await heard(page, 'ready')).length === 1);
  const before = await call(page, 'getState');
  const frame = page.frames()[1];
  // A frame may say anything to itself; only its parent's port counts.
  await frame.evaluate(() => {
    const { port2 } = new MessageChannel();
    window.postMessage({ interleave: 1, type: 'connect' }, '*', [port2]);
    window.postMessage({ interleave: 1, type: 'connect' }, '*');
    window.postMessage({ id: 1, do: 'set', knobs: { workers: 9 } }, '*');
    window.postMessage('<img src=x onerror=alert(1)>', '*');
  });
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector('interleave-run').shadowRoot.querySelector('iframe');
    contentWindow.postMessage({ id: 1, do: 'set', knobs: { workers: 9 } }, '*');
    contentWindow.postMessage({ interleave: '1', type: 'connect' }, '*', [new MessageChannel().port2]);
  });
  assert.deepEqual(await call(page, 'getState'), before);
});
