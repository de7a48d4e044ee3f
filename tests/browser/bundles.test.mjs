// The element in pages that are bundled, in modules, and with other versions of itself around.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { test, until } from './page.mjs';
import { call, heard, lesson } from './lesson.mjs';
import { DIST, host, serve } from './site.mjs';

/** A program of somebody's, bundled with what it imports of ours. */
async function bundled(contents, options) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: DIST },
    bundle: true,
    minify: true,
    write: false,
    logLevel: 'error',
    alias: { interleave: DIST },
    ...options,
  });
  return outputFiles[0].text;
}

const RUNS = '<interleave-run eager pattern="tee"></interleave-run><interleave-run eager pattern="bridge"></interleave-run>';

/** Opens a page with two runs that gets its element so, and sees both. */
async function both(visitor, script, body = RUNS) {
  // Modules of another host are only taken if that allows it.
  const site = await serve({ headers: { 'access-control-allow-origin': '*' } });
  visitor.allow(site.origin);
  const here = (text) => text.replaceAll('{page}', site.origin);
  const page = await lesson(visitor, here(body), { script: here(script) });
  await until('both are ready', async () => (await heard(page, 'ready')).length === 2);
  assert.match((await call(page, 'getState')).link, /^\/tee/);
  visitor.elsewhere.close();
  site.close();
  return page;
}

test('a bundle of classic form is told where the page is', async (visitor) => {
  const code = await bundled(`import InterleaveRun from 'interleave/embed.mjs'; InterleaveRun.home = '{page}/';`, { format: 'iife', logOverride: { 'empty-import-meta': 'silent' } });
  await both(visitor, `<script>${code}</script>`);
});

test('a bundle of modules is told where the page is, once or by each run', async (visitor) => {
  const once = await bundled(`import 'interleave/embed.js'; customElements.get('interleave-run').home = '{page}/';`, { format: 'esm' });
  await both(visitor, `<script type="module">${once}</script>`);
  const each = await bundled(`import 'interleave/embed.js';`, { format: 'esm' });
  await both(visitor, `<script type="module">${each}</script>`, RUNS.replaceAll('eager', 'eager src="{page}/"'));
});

test('a module that is imported from where the page is knows that', async (visitor) => {
  await both(visitor, '<script type="module">import "{page}/embed.mjs";</script>');
});

test('a script that is a module knows it too', async (visitor) => {
  await both(visitor, '<script type="module" src="{page}/embed.js"></script>');
  await both(visitor, '<script async src="{page}/embed.js"></script>');
});

test('where there are no elements importing it does nothing', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', `const { default: run } = await import('${DIST}/embed.mjs'); console.log(run);`], { encoding: 'utf8' });
  assert.equal(said.trim(), 'undefined');
});

test('two versions of it on one page: the first is the element, and nothing is said', async (visitor) => {
  const page = await both(visitor, '<script src="{page}/embed.js"></script><script>window.first = customElements.get("interleave-run")</script><script src="{page}/courses/concurrency/embed.js"></script><script type="module">import "{page}/courses/concurrency/embed.mjs";</script>');
  assert.equal(await page.evaluate(() => customElements.get('interleave-run') === window.first), true);
});

test('another element of that name stays', async (visitor) => {
  const page = await lesson(visitor, '<interleave-run>theirs</interleave-run>', { script: '<script>customElements.define("interleave-run", class extends HTMLElement {})</script><script src="{page}/embed.js"></script>' });
  assert.equal(await page.locator('interleave-run').innerText(), 'theirs');
  visitor.elsewhere.close();
});

/** A page of a later version, which speaks more than version 1, and notes what is said to it. */
const LATER = `<script>
  parent.postMessage({ interleave: 7, type: 'hello', more: true }, '*');
  onmessage = ({ data, ports: [port] }) => {
    port.onmessage = ({ data: { id, do: what } }) => port.postMessage({ id, ok: true, value: { spoken: data.interleave, what } });
    port.postMessage({ event: 'ready', protocol: data.interleave, pattern: 'later' });
    port.postMessage({ event: 'of later versions', more: 1 });
    port.postMessage({ event: 'size', height: 1e9 });
    port.postMessage('of later versions');
  };
</script>`;

test('a page of a later version is spoken to in ours', async (visitor) => {
  const later = await host(LATER);
  visitor.allow(later.origin);
  const page = await lesson(visitor, `<interleave-run eager pattern="tee" src="${later.origin}/"></interleave-run>`);
  assert.deepEqual(await call(page, 'getState'), { spoken: 1, what: 'getState' });
  assert.ok((await page.locator('interleave-run').boundingBox()).height <= 4_010);
  later.close();
  visitor.elsewhere.close();
});

test('a page around ours that speaks a later version is told which one we speak', async (visitor) => {
  const page = await lesson(visitor, '<iframe src="{page}/#/tee?embed=1" width="640" height="420"></iframe>');
  await page.frames()[1].locator('html[data-ready]').waitFor({ state: 'attached' });
  const spoken = await page.evaluate(() => new Promise((done) => {
    const frame = document.querySelector('iframe').contentWindow;
    const connect = (version) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => data.event === 'ready' && done({ asked: version, protocol: data.protocol });
      frame.postMessage({ interleave: version, type: 'connect' }, '*', [port2]);
    };
    addEventListener('message', ({ data }) => data.type === 'hello' && connect(Math.min(data.interleave, 9)));
    connect(9);
  }));
  assert.deepEqual(spoken, { asked: 1, protocol: 1 });
  visitor.elsewhere.close();
});
