// Runs in a page of somebody else, of another origin, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { at, button, focused, painted, runs, tabOut, tabTo, until } from './both.mjs';
import { call, frameOf, hosted, state } from './both_lesson.mjs';

const TWELVE = Array.from({ length: 12 }, (_, place) => `<interleave-run id="run-${place}" pattern="worker-pool" workers="${place + 1}"></interleave-run>`);

hosted('of twelve runs on a page only those near the window load', () => TWELVE.join('<p style="height:300px"></p>'), async (page) => {
  await until('the first is there', () => runs(page).length > 0);
  assert.ok(runs(page).length < 5, `${runs(page).length} have loaded`);
  assert.equal(await focused(page), 'body');
  for (let place = 0; place < 12; place += 1) {
    await page.$eval(`#run-${place}`, (run) => run.scrollIntoView());
    // Out of view nothing is painted, so each is waited for while it is seen; its neighbour may have
    // come before it.
    await painted(await until(`run ${place} is there`, () => frameOf(page, `#run-${place}`)));
  }
  await Promise.all(runs(page).map(painted));
});

hosted('attributes are knobs, methods drive it, and a state can be put back', () => '<interleave-run eager pattern="pipeline" stages="4"></interleave-run>', async (page) => {
  await call(page, 'seek', 700);
  const before = await call(page, 'getState');
  assert.match(before.link, /stages=4/);
  await page.$eval('interleave-run', (run) => run.setAttribute('stages', '2'));
  await until('two stages', async () => /stages=2/.test(await state(page)));
  await call(page, 'setState', before);
  await until('as it was', async () => (await state(page)) === before.link);
  const [frame] = runs(page);
  await call(page, 'seek', 0);
  await call(page, 'play');
  await until('it plays', async () => (await at(frame)) > 0);
  await call(page, 'pause');
});

hosted('a run is used by keyboard alone, and left again', () => '<a id="before" href="#">before</a><interleave-run eager pattern="worker-pool" e="10"></interleave-run>', async (page) => {
  await call(page, 'getState');
  await page.focus('#before');
  await page.keyboard.press('Tab');
  await until('the focus is in the run', async () => (await focused(page)) === 'interleave-run');
  await tabTo(page, runs(page)[0], 'Step forward');
  await page.keyboard.press('Enter');
  await until('a step on', async () => /e=11/.test(await state(page)));
  await page.keyboard.press('ArrowRight');
  await until('another', async () => /e=12/.test(await state(page)));
  assert.equal(await tabOut(page), 'after');
});

const NARROW = { width: 320, height: 700 };
hosted('in 320 px a run shows no sideways scroll, and its page neither', () => '<interleave-run eager pattern="worker-pool"></interleave-run>', async (page) => {
  await call(page, 'getState');
  for (const place of [page, ...runs(page)]) {
    assert.ok(await place.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }
}, { frame: NARROW });

const SANDBOXED = (origin) => `<iframe sandbox="allow-scripts allow-same-origin" width="640" height="420" src="${origin}/#/worker-pool?e=3&embed=1"></iframe>`;
hosted('a frame in a sandbox that leaves it its scripts and its origin plays', SANDBOXED, async (page) => {
  const frame = await until('the frame is there', () => runs(page)[0]);
  await painted(frame);
  const before = await at(frame);
  await button(frame, 'Play').click();
  await until('it plays', async () => (await at(frame)) > before);
});
