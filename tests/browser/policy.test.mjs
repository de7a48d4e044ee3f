// The content security policy of the page as it is built.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parts, test } from './page.mjs';
import { DIST } from './site.mjs';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

test('the page is built with exactly this policy, and obeys it before anything else', () => {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const [said, policy] = /<meta content="([^"]*)" http-equiv="?Content-Security-Policy"?>/.exec(html);
  assert.equal(policy, POLICY);
  assert.ok(html.indexOf(said) < html.search(/<(script|link|style)/), 'it comes first');
  assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|style=|\son\w+=/);
});

const watched = (page) => page.addInitScript(() => {
  globalThis.refused = [];
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => refused.push(`${violatedDirective} ${blockedURI}`));
});

test('nothing that a reader does meets the policy', async ({ open }) => {
  const page = await open('#/worker-pool?variant=leaks', { keeps: true });
  await watched(page);
  await page.reload();
  const { story, code, events, share, compare, forward } = parts(page);
  for (const panel of [story, code, events]) await panel.click();
  await forward.click();
  for (const dialog of [share, compare, page.getByRole('button', { name: 'Embed' }), page.locator('.keys-button'), page.locator('.find').first()]) {
    await dialog.click();
    await page.getByRole('dialog').first().waitFor();
    await page.keyboard.press('Escape');
  }
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  assert.deepEqual(await page.evaluate(() => refused), []);
});

test('a script put into the page does not run, nor does one of another host', async (visitor) => {
  const page = await visitor.open('#/worker-pool');
  const refused = await page.evaluate(() => new Promise((done) => {
    const refused = [];
    addEventListener('securitypolicyviolation', ({ blockedURI }) => refused.push(blockedURI) === 4 && done(refused.sort()));
    const script = (what) => document.body.append(Object.assign(document.createElement('script'), what));
    script({ textContent: 'globalThis.broken = 1' });
    script({ src: 'https://example.org/a.js' });
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="globalThis.broken = 2"><iframe src="https://example.org/"></iframe>');
  }));
  assert.deepEqual(refused, ['https://example.org', 'https://example.org/a.js', 'inline', 'inline']);
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  visitor.expect(/console/);
});
