// The page's code comes in two parts: the second when the reader stirs, or at once if a link asks.
import assert from 'node:assert/strict';
import { test, until } from './page.mjs';

/** Notes when the second part is asked for. */
function watch(page) {
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('_rest.wasm')) asked.push(request.resourceType());
  });
  return asked;
}

const lesson = (page) => page.locator('.lesson .ask').first().waitFor();
const quickly = (page) => page.evaluate(() => document.querySelector('a[href^="#/tee"]').click());

/** Notes who asks for the second part: whoever reads why a test failed learns which function it was. */
function noting() {
  window.asking = [];
  for (const [of, name] of [[window, 'fetch'], [XMLHttpRequest.prototype, 'open']]) {
    const ask = of[name];
    of[name] = function (...given) {
      if (given.some((one) => /_rest\.wasm$/.test(one))) window.asking.push(new Error(name).stack);
      return ask.apply(this, given);
    };
  }
}

test('a first visit sees the whole lesson without the second part', async ({ blank, origin }) => {
  const page = await blank();
  await page.addInitScript(noting);
  await page.goto(await origin());
  await lesson(page);
  assert.deepEqual(await page.evaluate(() => window.asking), [], 'something that the lesson runs is in the second part: `cargo xtask first-visit` takes it down anew');
});

test('the second part comes when the pointer moves, and patterns open', async ({ open }) => {
  const page = await open('');
  const asked = watch(page);
  await page.mouse.move(300, 300);
  await until('it was asked for', () => asked.length > 0);
  await page.getByRole('navigation', { name: 'Patterns' }).getByRole('link', { name: 'Tee' }).click();
  await page.getByRole('heading', { name: 'Tee' }).waitFor();
});

test('a reader quicker than the second part waits for it, and loses nothing', async ({ open }) => {
  const page = await open('');
  const asked = watch(page);
  // The fetch never ends; the call does not wait for it.
  await page.route('**/*_rest.wasm', (route) => (route.request().resourceType() === 'fetch' ? undefined : route.continue()));
  await quickly(page);
  await page.getByRole('heading', { name: 'Tee' }).waitFor();
  assert.ok(asked.includes('xhr'), `${asked}`);
});

test('a link to a pattern fetches both parts at once', async ({ open }) => {
  const page = await open('#/tee');
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.equal(names.filter((name) => name.endsWith('_rest.wasm')).length, 1);
});

test('a second part that cannot be fetched is told in words', async (visitor) => {
  const page = await visitor.open('');
  await page.route('**/*_rest.wasm', (route) => route.abort());
  await quickly(page);
  await page.getByText('check the connection').waitFor();
  visitor.expect(/console|thrown/);
});

test('a frame is one however its link says so, and fetches what frames need', async ({ open }) => {
  for (const spelling of ['embed=1', 'EMBED=true', 'embed']) {
    const page = await open(`#/tee?${spelling}`, { width: 640, height: 420 });
    const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.deepEqual(['_run.wasm', '_rest.wasm'].map((end) => names.some((name) => name.endsWith(end))), [true, false], spelling);
    assert.equal(await page.getByRole('banner').count(), 0);
  }
});
