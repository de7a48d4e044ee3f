// The page in one file: from a disk, in a sandbox, as text in a frame; and what the folder says there.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parts, ready, test, until } from './page.mjs';
import { DIST, host, serve } from './site.mjs';

const SINGLE = join(DIST, 'interleave.html');
const FILE = { base: pathToFileURL(SINGLE).href, keeps: true };
const FRAME = { width: 800, height: 600 };

/** A test with somebody else's page, of another origin, and one frame in it, which is ours. */
function framed(name, attributes, check, { headers, starts = true } = {}) {
  test(name, async (visitor) => {
    const site = await serve({ headers });
    const lesson = await host(`<!doctype html><html lang="en"><title>A lesson</title><body><iframe width="780" height="580" ${attributes(site)}></iframe>`);
    try {
      const page = await visitor.open('', { ...FRAME, base: `${lesson.origin}/`, around: true, also: [`${site.origin}/`], keeps: true });
      const frame = await until('a frame', () => page.frames()[1]);
      if (starts) await ready(frame);
      await check(frame, visitor);
    } finally {
      lesson.close();
      site.close();
    }
  });
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

test('a lesson on a disk drives the file beside it', async ({ open }) => {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-lesson-'));
  const [script, src] = ['embed.js', 'interleave.html'].map((name) => pathToFileURL(join(DIST, name)).href);
  writeFileSync(join(folder, 'lesson.html'), `<!doctype html><title>A lesson</title><script src="${script}"></script><interleave-run eager pattern="worker-pool" workers="2" src="${src}"></interleave-run>`);
  const page = await open('', { base: pathToFileURL(join(folder, 'lesson.html')).href, around: true, also: [pathToFileURL(DIST).href] });
  const state = () => page.evaluate(() => document.querySelector('interleave-run').getState());
  assert.match((await state()).link, /workers=2/);
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('workers', '7'));
  await until('seven', async () => /workers=7/.test((await state()).link));
  rmSync(folder, { recursive: true });
});

for (const [how, attributes] of [
  ['a sandboxed frame', (site) => `sandbox="allow-scripts" src="${site.origin}/interleave.html#/worker-pool?workers=3"`],
  ['a sandboxed frame made of text', () => `sandbox="allow-scripts" srcdoc="${readFileSync(SINGLE, 'utf8').replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`],
]) {
  framed(`in ${how} the file runs, goes elsewhere, and says what it may not do`, attributes, async (frame, visitor) => {
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
    visitor.expect(/Clipboard API has been blocked/);
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

framed(
  'the folder in a sandbox runs where its host lets any origin read it',
  (site) => `sandbox="allow-scripts" src="${site.origin}/#/worker-pool?workers=3"`,
  async (frame) => assert.equal(await parts(frame).number(parts(frame).knob('Workers')), 3),
  { headers: { 'access-control-allow-origin': '*' } },
);

framed(
  'the folder in a sandbox that keeps its origin runs',
  (site) => `sandbox="allow-scripts allow-same-origin" src="${site.origin}/#/worker-pool"`,
  (frame) => parts(frame).play.first().waitFor(),
);

framed(
  'the folder in any other sandbox says what to do',
  (site) => `sandbox="allow-scripts" src="${site.origin}/#/worker-pool"`,
  async (frame, visitor) => {
    await frame.getByText('allow-same-origin').waitFor();
    visitor.expect(/console/);
  },
  { starts: false },
);

test('the folder from a disk says which file to open', async (visitor) => {
  const page = await visitor.open('', { base: pathToFileURL(join(DIST, 'index.html')).href, around: true, also: [pathToFileURL(DIST).href] });
  await page.getByText('open interleave.html').waitFor();
  visitor.expect(/console/);
});
