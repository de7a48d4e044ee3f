// The hosted page is kept for use offline, and asks for nothing but its own files for that.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { parts, ready, test, until } from './page.mjs';
import { listed } from './release.mjs';
import { DIST, FOLDER, host } from './site.mjs';

const KEEPS = { keeps: true, folder: FOLDER };

/** Waits until the page is kept. */
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => new Promise((done) => {
  const look = () => active.state === 'activated' && done();
  active.addEventListener('statechange', look);
  look();
})));

const registrations = (page) => page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length));

test('after one visit the page opens without a network, every part of it', async ({ open }) => {
  const page = await open('', KEEPS);
  await kept(page);
  await page.context().setOffline(true);
  await page.reload();
  await ready(page);
  await page.getByRole('navigation', { name: 'Patterns' }).getByRole('link', { name: 'Tee' }).click();
  await page.getByRole('heading', { name: 'Tee', level: 1 }).waitFor();
  const origin = new URL(page.url()).origin;
  for (const name of ['', 'index.html']) {
    await page.goto(`${origin}${FOLDER}${name}?from=course#/worker-pool?workers=3`);
    await ready(page);
    assert.equal(await parts(page).number(parts(page).knob('Workers')), 3);
  }
});

test('what is kept is the files of this build, all of this host', async ({ open }) => {
  const page = await open('', KEEPS);
  await kept(page);
  const [name, urls] = await page.evaluate(async () => {
    const [name] = await caches.keys();
    return [name, (await (await caches.open(name)).keys()).map(({ url }) => url)];
  });
  assert.equal(name, `interleave ${FOLDER} ${listed().release}`);
  const files = readdirSync(DIST).filter((file) => !['sw.js', 'interleave.html'].includes(file));
  const expected = files.map((file) => new URL(file === 'index.html' ? './' : file, page.url()).href);
  assert.deepEqual(urls.sort(), expected.sort());
  assert.deepEqual(Object.keys(listed().files).length, expected.length);
});

test('nothing is kept before the first scene, and then the page that is open goes on as it was', async ({ open }) => {
  const page = await open('', { ...KEEPS, scripts: false });
  assert.equal(await page.locator('link#app-offline').count(), 1);
  const second = await open('', KEEPS);
  await kept(second);
  const marks = await second.evaluate(() => {
    const entry = performance.getEntriesByType('resource').find(({ name }) => /\/offline-/.test(name));
    const painted = performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint');
    return [entry.startTime, painted.startTime, navigator.serviceWorker.controller];
  });
  assert.ok(marks[0] > marks[1], `${marks}`);
  assert.equal(marks[2], null);
});

test('an embed keeps nothing, in a frame or by itself', async (visitor) => {
  const alone = await visitor.open('#/worker-pool?embed=1', KEEPS);
  await parts(alone).play.first().click();
  await until('it plays', async () => (await parts(alone).at()) > 300);
  assert.equal(await registrations(alone), 0);
  assert.equal(await alone.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /offline-|sw\.js/.test(name)).length), 0);
  const lesson = await host(`<!doctype html><title>A lesson</title><iframe width="800" height="600" src="${alone.url().split('#')[0]}#/worker-pool"></iframe>`);
  await alone.goto(lesson.origin);
  const frame = await until('a frame', () => alone.frames()[1]);
  // The whole page plays by itself.
  await until('it plays', async () => (await parts(frame).at()) > 300);
  assert.equal(await registrations(frame), 0);
  lesson.close();
  visitor.expect(/asked another host/);
});

test('where it is refused the page goes on without', async ({ open }) => {
  const page = await open('#/worker-pool', KEEPS);
  for (const refuse of [
    () => { ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError')); },
    () => { Object.defineProperty(Navigator.prototype, 'serviceWorker', { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } }); },
    () => { Object.defineProperty(Navigator.prototype, 'serviceWorker', { configurable: true, value: undefined }); },
  ]) {
    await page.addInitScript(refuse);
    await page.reload();
    await ready(page);
    await parts(page).forward.click();
  }
});

test('whatever else is on the host is not touched', async (visitor) => {
  const page = await visitor.open('', { keeps: true });
  const others = ['another app', `interleave ${FOLDER} 0`];
  await page.evaluate((names) => Promise.all(names.map((name) => caches.open(name))), others);
  await kept(page);
  await page.reload();
  await ready(page);
  await until('it is looked after', () => page.evaluate(() => Boolean(navigator.serviceWorker.controller)));
  assert.deepEqual((await page.evaluate(() => caches.keys())).sort(), [...others, `interleave / ${listed().release}`].sort());
  // The copy in the folder is another page, and so is what is no file of ours.
  const served = (path) => page.evaluate((path) => fetch(path).then(({ status }) => status), path);
  await page.context().setOffline(true);
  assert.equal(await served('embed.js'), 200);
  await assert.rejects(served(FOLDER));
  await assert.rejects(served('interleave.html'));
  await assert.rejects(served('toString'));
  visitor.expect(/ERR_INTERNET_DISCONNECTED/);
});

test('a browser finds what it needs to install it', async ({ open }) => {
  const page = await open('', KEEPS);
  const devtools = await page.context().newCDPSession(page);
  const { url, errors, data } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(new URL(manifest.start_url, url).pathname, FOLDER);
  assert.equal(new URL(manifest.scope, url).pathname, FOLDER);
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate((src) => new Promise((done, failed) => {
      const image = Object.assign(new Image(), { src, onload: () => done(`${image.naturalWidth}x${image.naturalHeight}`), onerror: failed });
    }), new URL(src, url).href);
    assert.equal(size, sizes, src);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
});
