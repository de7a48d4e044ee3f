// A newer release: it comes beside the one that is open, and waits for its reader.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready, test, until } from './page.mjs';
import { another } from './release.mjs';
import { DIST, FOLDER, serve } from './site.mjs';

const note = (page) => page.locator('.newer');
const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const kept = (page) => page.evaluate(() => caches.keys());
const named = (release) => `interleave ${FOLDER} ${release}`;

/** A reader who has the page, and a host that then has another release of it. */
function updated(name, body, options = {}) {
  test(name, async (visitor) => {
    let folder = DIST;
    const [site, next] = [await serve({ from: () => folder }), another()];
    try {
      const page = await visitor.open('#/worker-pool?workers=3&e=5', { ...options, base: `${site.origin}${FOLDER}`, keeps: true });
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      await until('it is kept', async () => (await kept(page)).length === 1);
      await page.reload();
      await ready(page);
      await until('it comes from there', () => page.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'));
      const host = (is) => { folder = is; };
      host(next.folder);
      await body({ page, next, host, visitor });
    } finally {
      site.close();
      next.remove();
    }
  });
}

/** The browser looks for another release, as it does by itself from time to time. */
const look = (page) => page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => {}, () => {}));

updated('a release that is not whole is not taken', async ({ page, next }) => {
  const before = await kept(page);
  writeFileSync(join(next.folder, 'embed.js'), 'of another release');
  await look(page);
  await until('it is given up', async () => (await kept(page)).join() === before.join() && page.evaluate(() => navigator.serviceWorker.getRegistration().then(({ installing, waiting }) => !installing && !waiting)));
  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  assert.equal(await note(page).count(), 0);
  assert.notEqual(await paper(page), next.paper);
});

updated('what is taken off the host goes from the reader too', async ({ page, host, visitor }) => {
  const empty = mkdtempSync(join(tmpdir(), 'interleave-empty-'));
  host(empty);
  await page.reload();
  await ready(page);
  await until('nothing is kept', async () => (await kept(page)).length === 0);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)), 0);
  rmSync(empty, { recursive: true });
  visitor.expect(/404/);
});

