// A newer release: it comes beside the one that is open, and waits for its reader.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe, parts, PHONE, ready, test, until } from './page.mjs';
import { another, listed } from './release.mjs';
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
      await body({ page, site, next, host, visitor });
    } finally {
      site.close();
      next.remove();
    }
  });
}

/** The browser looks for another release, as it does by itself from time to time. */
const look = (page) => page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => {}, () => {}));

updated('a reader is told of a newer release, and reloads into it when they like', async ({ page, next }) => {
  const before = await paper(page);
  await page.reload();
  await ready(page);
  assert.equal(await paper(page), before, 'what was kept comes first');
  await note(page).getByText('A new version is ready.').waitFor();
  assert.equal(await paper(page), before, 'nothing is reloaded under their hands');
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  assert.deepEqual(await axe(page), []);
  await note(page).getByRole('button', { name: 'Reload' }).click();
  await until('the newer release', async () => (await paper(page).catch(() => '')) === next.paper);
  await ready(page);
  assert.equal(await parts(page).number(parts(page).knob('Workers')), 3);
  await until('only it is kept', async () => (await kept(page)).join() === named(next.release));
  assert.equal(await note(page).count(), 0);
});

updated('who says later hears no more of it, and has it the next time', async ({ page, site, next }) => {
  await look(page);
  const later = note(page).getByRole('button', { name: 'Later' });
  await parts(page).forward.focus();
  await later.focus();
  await page.keyboard.press('Enter');
  assert.equal(await note(page).count(), 0);
  assert.equal(await parts(page).forward.evaluate((button) => button === document.activeElement), true);
  await look(page);
  assert.equal(await note(page).count(), 0);
  // Who reloads at the very instant at which one takes over from the other may wait for ever: Chromium
  // then loses what it asked the old one for. So they leave, and come back when that is over.
  const address = page.url();
  await page.goto(`${site.origin}/embed.js`);
  await until('the newer one took over', () => page.evaluate(async (scope) => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration(scope);
    return !installing && !waiting && active.state === 'activated';
  }, FOLDER));
  await page.goto(address);
  await ready(page);
  assert.equal(await paper(page), next.paper);
});

updated('a page that is open gets its own files, whatever the host has by now', async ({ page, next }) => {
  await page.evaluate(() => { location.hash = ''; });
  await page.reload();
  await page.locator('.lesson').waitFor();
  await look(page);
  await until('the newer one answers', async () => (await kept(page)).includes(named(next.release)) && (await note(page).count()) === 1);
  // What the reader does now needs the second part of the release before.
  await page.evaluate(() => document.querySelector('a[href^="#/tee"]').click());
  await page.getByRole('heading', { name: 'Tee', level: 1 }).waitFor();
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)));
  const rest = asked.filter((name) => name.endsWith('_rest.wasm'));
  assert.ok(rest.length > 0 && rest.every((name) => Object.hasOwn(listed().files, name)), `${rest}`);
});

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

updated('the note fits a phone, in Vietnamese', async ({ page }) => {
  await look(page);
  await note(page).getByText('Đã có phiên bản mới.').waitFor();
  const sizes = await note(page).locator('button').evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
  assert.ok(sizes.every((height) => height >= 44), `${sizes}`);
  const box = await note(page).boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, JSON.stringify(box));
}, { ...PHONE, lang: 'vi', theme: 'dark', touch: true });
