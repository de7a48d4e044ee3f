// A newer release, and two of them on one page, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { button, inBoth, painted, runs, until } from './both.mjs';
import { callOf, frameOf, heard, hears, hosted } from './both_lesson.mjs';
import { another } from './release.mjs';
import { DIST, serve } from './site.mjs';

const paper = (place) => place.evaluate(() => getComputedStyle(document.body).backgroundColor);

inBoth('a newer release is told, waits, and is taken when its reader likes', async ({ open }) => {
  let folder = DIST;
  const [site, next] = [await serve({ from: () => folder }), another()];
  try {
    const page = await open(`${site.origin}/#/worker-pool?workers=3&e=5`);
    await painted(page);
    const before = await paper(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await until('it is kept', () => page.evaluate(() => navigator.serviceWorker.getRegistration().then(({ active }) => active?.state === 'activated')));
    folder = next.folder;
    await page.reload();
    await painted(page);
    assert.equal(await paper(page), before, 'what was kept comes first');
    await until('it is told', () => page.evaluate(() => /A new version is ready\./.test(document.querySelector('.newer')?.innerText)));
    assert.equal(await paper(page), before, 'nothing is reloaded under their hands');
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    await button(page, 'Reload').click();
    await until('the newer release', async () => (await paper(page).catch(() => '')) === next.paper);
    await painted(page);
    assert.match(page.url(), /workers=3&e=5/);
    await until('only it is kept', async () => (await page.evaluate(() => caches.keys())).join() === `interleave / ${next.release}`);
    assert.equal(await page.$('.newer'), null);
  } finally {
    site.close();
    next.remove();
  }
});

const newer = another();
const site = await serve({ from: () => newer.folder });
after(newer.remove);
const BOTH = () => `<interleave-run eager id="old" pattern="worker-pool" height="300"></interleave-run>
  <interleave-run eager id="new" pattern="worker-pool" height="300" src="${site.origin}/"></interleave-run>`;
const TWO_SCRIPTS = { script: (origin) => `<script src="${origin}/embed.js"></script><script src="${site.origin}/embed.js"></script>` };
hosted('runs of two releases stand on one page, each of its own, and both are driven', BOTH, async (page, guest) => {
  const places = { old: guest.site.origin, new: site.origin };
  for (const [run, origin] of Object.entries(places)) {
    assert.equal((await hears(page, 'ready', () => true, run)).pattern, 'worker-pool');
    const frame = await frameOf(page, `#${run}`);
    await painted(frame);
    assert.ok(frame.url().startsWith(`${origin}/`), frame.url());
    assert.equal((await paper(frame)) === newer.paper, run === 'new');
    await callOf(page, `#${run}`, 'set', { workers: 7 });
    await callOf(page, `#${run}`, 'seek', 700);
    const state = await callOf(page, `#${run}`, 'getState');
    assert.match(state.link, /workers=7.*at=700/);
    await hears(page, 'change', ({ ms, link }) => ms === 700 && /workers=7/.test(link), run);
    await callOf(page, `#${run}`, 'play');
    await button(frame, 'Pause').wait();
    await callOf(page, `#${run}`, 'pause');
  }
  // What one gives the other takes.
  const state = await callOf(page, '#old', 'getState');
  await callOf(page, '#new', 'set', { workers: 2 });
  assert.deepEqual(await callOf(page, '#new', 'setState', state), { notices: '' });
  assert.equal((await callOf(page, '#new', 'getState')).link, state.link);
  assert.equal(runs(page).length, 2);
  assert.deepEqual(await heard(page, 'error'), []);
}, TWO_SCRIPTS);

const PLAYS = Array.from({ length: 4 }, (_, place) => `<interleave-run eager id="run-${place}" pattern="worker-pool" autoplay="1" loop="1" style="margin-bottom: 900px"></interleave-run>`).join('');
hosted('of runs that play only those in view ask for frames', () => PLAYS, async (page) => {
  const frames = [];
  for (const place of [0, 1, 2, 3]) {
    await hears(page, 'ready', () => true, `run-${place}`);
    frames.push(await frameOf(page, `#run-${place}`));
  }
  for (const frame of frames) {
    await frame.evaluate(() => {
      window.asked = 0;
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (react) => {
        window.asked += 1;
        return ask(react);
      };
    });
  }
  const asked = () => Promise.all(frames.map((frame) => frame.evaluate(() => window.asked)));
  const thirty = async (place) => {
    const from = (await asked())[place];
    await until(`run ${place} has asked for thirty more`, async () => (await asked())[place] >= from + 30);
  };
  const busy = async (place) => {
    // Those out of view come to rest first.
    await thirty(place);
    const before = await asked();
    await thirty(place);
    return (await asked()).map((count, at) => count > before[at]);
  };
  assert.deepEqual(await busy(0), [true, false, false, false]);
  await page.$eval('#run-3', (run) => run.scrollIntoView());
  assert.deepEqual(await busy(3), [false, false, false, true]);
});
