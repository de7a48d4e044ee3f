// The page in one file: from a disk, in a sandbox, as text in a frame; and what the folder says there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parts, ready, test, until } from './page.mjs';
import { DIST, host, serve } from './site.mjs';

const SINGLE = join(DIST, 'interleave.html');
const FILE = { base: pathToFileURL(SINGLE).href, keeps: true };
const FRAME = { width: 800, height: 600 };

/** Opens somebody else's page with one frame in it, and gives that frame when ours stands in it. */
async function framed({ open }, attributes, starts = true) {
  const around = await host(`<!doctype html><html lang="en"><title>A lesson</title><body><iframe width="780" height="580" ${attributes}></iframe>`);
  const page = await open('', { ...FRAME, base: `${around.origin}/`, elsewhere: true, keeps: true });
  around.close();
  const frame = await until('a frame', () => page.frames()[1]);
  if (starts) await ready(frame);
  return frame;
}

test('from a disk a link to a pattern opens it, and it plays', async ({ open }) => {
  const page = await open('#/worker-pool?workers=3&e=4', FILE);
  const { play, at, knob, number, link } = parts(page);
  assert.equal(await number(knob('Workers')), 3);
  const before = await at();
  await play.click();
  await until('it moves', async () => (await at()) > before);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await until('the address follows', () => link().e !== '4' && link().workers === '3');
});

test('from a disk the lesson begins, and patterns are a click away', async ({ open }) => {
  const page = await open('', FILE);
  await page.locator('.lesson').waitFor();
  await page.getByRole('navigation', { name: 'Patterns' }).getByRole('link', { name: 'Tee' }).click();
  await page.getByRole('heading', { name: 'Tee', level: 1 }).waitFor();
  await page.goBack();
  await page.locator('.lesson').waitFor();
});

test('from a disk nothing at all is asked for', async ({ open }) => {
  const page = await open('#/tee', FILE);
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.deepEqual(asked.filter((name) => !name.startsWith('data:')), []);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length, () => 0)), 0);
});

test('a frame of the file is an embed', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', { ...FILE, width: 640, height: 420 });
  assert.equal(await page.getByRole('banner').count(), 0);
  await parts(page).play.first().click();
  await until('it moves', async () => (await parts(page).at()) > 0);
});

for (const [how, attributes] of [
  ['a sandboxed frame', (site) => `sandbox="allow-scripts" src="${site.origin}/interleave.html#/worker-pool?workers=3"`],
  ['a sandboxed frame made of text', () => `sandbox="allow-scripts" srcdoc="${readFileSync(SINGLE, 'utf8').replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`],
]) {
  test(`in ${how} the file runs, goes elsewhere, and says what it may not do`, async (visitor) => {
    const site = await serve();
    const frame = await framed(visitor, attributes(site));
    site.close();
    assert.equal(await frame.evaluate(() => origin), 'null');
    await frame.getByRole('button', { name: 'Patterns' }).click();
    await frame.getByRole('dialog').getByRole('link', { name: 'Tee' }).click();
    await frame.getByRole('heading', { name: 'Tee', level: 1 }).waitFor();
    const run = parts(frame);
    if ((await run.pause.count()) === 0) await run.play.click();
    await until('it moves', async () => (await run.at()) > 0);
    await frame.getByRole('button', { name: 'Share' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByRole('status').getByText(/./).first().waitFor();
    assert.match(await dialog.getByRole('textbox').first().inputValue(), /#\/tee/);
    assert.equal(await frame.evaluate(() => document.querySelector('.crash')), null);
  });
}

test('a browser that cannot unpack it says so', async (visitor) => {
  const page = await visitor.open('#/worker-pool', FILE);
  await page.addInitScript(() => delete globalThis.DecompressionStream);
  await page.reload();
  await page.getByText('Please use a newer browser').waitFor();
  visitor.expect(/DecompressionStream/);
});

test('the file obeys a policy of hashes, and a script put into it does not run', async (visitor) => {
  const page = await visitor.open('#/worker-pool', FILE);
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/]{43}='; img-src data:; frame-src 'self' file:; base-uri 'none'; form-action 'none'$/);
  const blocked = await page.evaluate(() => new Promise((done) => {
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => done(violatedDirective), { once: true });
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.broken = true' }));
  }));
  assert.match(blocked, /^script-src/);
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  visitor.expect(/console/);
});

test('the folder in a sandbox runs where its host lets any origin read it', async (visitor) => {
  const site = await serve(undefined, { 'access-control-allow-origin': '*' });
  const frame = await framed(visitor, `sandbox="allow-scripts" src="${site.origin}/#/worker-pool?workers=3"`);
  const run = parts(frame);
  assert.equal(await run.number(run.knob('Workers')), 3);
  site.close();
});

test('the folder in a sandbox that keeps its origin runs', async (visitor) => {
  const site = await serve();
  const frame = await framed(visitor, `sandbox="allow-scripts allow-same-origin" src="${site.origin}/#/worker-pool"`);
  await parts(frame).play.first().waitFor();
  site.close();
});

test('the folder in any other sandbox says what to do', async (visitor) => {
  const site = await serve();
  const frame = await framed(visitor, `sandbox="allow-scripts" src="${site.origin}/#/worker-pool"`, false);
  await frame.getByText('allow-same-origin').waitFor();
  site.close();
  visitor.expect(/console/);
});

test('the folder from a disk says which file to open', async (visitor) => {
  const page = await visitor.open('', { base: pathToFileURL(join(DIST, 'index.html')).href, elsewhere: true });
  await page.getByText('open interleave.html').waitFor();
  visitor.expect(/console|asked another host/);
});
