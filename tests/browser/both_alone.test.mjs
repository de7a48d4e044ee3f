// The page without a host: as one file on a disk, in a sandbox, and kept from an earlier visit; in both browsers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, button, inBoth, painted, runs, until } from './both.mjs';
import { DIST, host, serve } from './site.mjs';

const SINGLE = 'interleave.html';

/** Plays what stands there. */
async function plays(place) {
  await painted(place);
  const before = (await at(place)) || 0;
  await button(place, 'Play').click();
  await until('it plays', async () => (await at(place)) > before);
}

inBoth('the one file opens from a disk, and plays', async ({ open }) => {
  const file = pathToFileURL(join(DIST, SINGLE)).href;
  await plays(await open(`${file}#/worker-pool?workers=3&e=4`));
  await plays(await open(`${file}#/circuit-breaker?embed=1`));
});

inBoth('the one file plays in a frame that may run scripts and nothing else', async ({ site, open }) => {
  const frame = `<iframe sandbox="allow-scripts" width="780" height="580" src="${site.origin}/${SINGLE}#/worker-pool?embed=1"></iframe>`;
  const lesson = await host(`<!doctype html><html lang="en"><title>A lesson</title><link rel="icon" href="data:,"><body>${frame}`);
  try {
    const page = await open(lesson.origin);
    await plays(await until('the frame is there', () => runs(page)[0]));
  } finally {
    lesson.close();
  }
});

inBoth('after one visit the page opens although its host is gone', async (guest) => {
  // Looking for a newer release there, the browser says that it got no answer.
  guest.expect(/ERR_CONNECTION_REFUSED/);
  const site = await serve();
  const page = await guest.open(`${site.origin}/`);
  await painted(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => new Promise((done) => {
    const look = () => active.state === 'activated' && done();
    active.addEventListener('statechange', look);
    look();
  })));
  site.close();
  await page.goto(`${site.origin}/?from=course#/worker-pool?workers=3&e=4`);
  await plays(page);
  assert.match(page.url(), /workers=3/);
});
