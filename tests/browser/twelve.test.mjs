// What runs cost the page that they stand in: bytes, counted by the host they come from, and frames.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { frames, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';
import { call, heard, lesson } from './lesson.mjs';
import { DIST, serve } from './site.mjs';

const kB = 1_000;
const brotli = (bytes) => brotliCompressSync(bytes).length;
/** The same by path: every host sends the same files. */
const known = new Map();
const weighed = (path, bytes) => known.get(path) ?? known.set(path, brotli(bytes)).get(path);
const run = (slug, more = '') => `<interleave-run pattern="${slug}" ${more}></interleave-run>`;
const far = '<p style="height:6000px">Read on.</p>';

/** A host that counts what it has sent, and lets it be kept as static hosts do. */
async function counted(visitor) {
  const sent = [];
  const site = await serve({ sent: (path, body) => sent.push({ path, bytes: weighed(path, body) }), headers: { 'cache-control': 'max-age=3600' } });
  visitor.allow(site.origin);
  return { site, sent, total: () => sent.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** A page whose runs come from a host that counts, with the cache of a browser that was never there. */
async function counting(visitor, body, options) {
  const host = await counted(visitor);
  const page = await lesson(visitor, body, { ...options, script: `<script src="${host.site.origin}/embed.js"></script>` });
  return { page, ...host };
}

const ready = (page, count) => until(`${count} are ready`, async () => (await heard(page, 'ready')).length >= count);

test('the script is at most 4 kB', () => {
  const bytes = brotli(readFileSync(`${DIST}/embed.js`));
  assert.ok(bytes <= 4 * kB, `${bytes} bytes`);
});

test('twelve runs that nobody has come to cost the script, and no wasm', async (visitor) => {
  const twelve = scenarios.slice(0, 12).map(({ slug }) => run(slug)).join('');
  const { page, sent, site, total } = await counting(visitor, far + twelve);
  await frames(page);
  assert.deepEqual(sent.map(({ path }) => path), ['/embed.js']);
  assert.ok(total() < 100 * kB);
  assert.equal(page.frames().length, 1);
  site.close();
  visitor.elsewhere.close();
});

test('runs have their room before the page is painted', async (visitor) => {
  const script = '<script>function came() { window.rooms = [...document.querySelectorAll("interleave-run")].map((run) => run.offsetHeight); }</script><script async src="{page}/embed.js" onload="came()"></script>';
  const page = await lesson(visitor, run('channel') + run('tee', 'height="300"') + run('bridge', 'hidden') + far, { script });
  await ready(page, 2);
  assert.deepEqual(await page.evaluate(() => window.rooms), [420, 300, 0]);
  // As often as the page says so, there is one of it.
  await page.evaluate((src) => new Promise((onload) => document.head.append(Object.assign(document.createElement('script'), { src, onload }))), `${new URL(page.frames()[1].url()).origin}/embed.js`);
  assert.equal(await call(page, 'getState').then(({ version }) => version), 1);
  visitor.elsewhere.close();
});

test('a run in view costs at most 300 kB', async (visitor) => {
  for (const { slug } of scenarios) {
    const { page, sent, site, total } = await counting(visitor, run(slug, 'speed="10" autoplay="1"'), { lang: 'vi' });
    await ready(page, 1);
    for (const [method, given] of [['pause'], ['seek', 200], ['step', 1], ['getState'], ['play']]) await call(page, method, given);
    assert.ok(total() <= 300 * kB, `${slug}: ${total()} bytes: ${JSON.stringify(sent)}`);
    const paths = sent.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length, `asked for twice: ${paths}`);
    assert.deepEqual(paths.filter((path) => /_(rest|visit|use)\.wasm$/.test(path)), [], `${slug} runs what is not in its parts: \`cargo xtask first-visit\` takes it down anew`);
    await page.context().close();
    site.close();
    visitor.elsewhere.close();
  }
});

test('what a lesson fixes of a run costs nothing, and what it asks for beside the run a little', async (visitor) => {
  for (const slug of ['worker-pool', 'bridge', 'circuit-breaker', 'resilient-pipeline']) {
    const { variants, knobs, actions } = scenarios.find((scenario) => scenario.slug === slug);
    const asks = [
      [`variant="${variants[1]}" seed="3" start="200" lock="${knobs[0].name}" hide="reset" theme="dark"`, /_(use|ask|rest|visit)\.wasm$/, 305],
      [`stop="900" lock="all" goal="p95<900,dropped=0" panels="stage,timeline,claims,metrics,challenges"`, /_rest\.wasm$/, 420],
      [`compare="${variants[1]}" do="${actions[0]}@300" sched="seeded"`, /_rest\.wasm$/, 420],
    ];
    for (const [said, never, most] of asks) {
      const { page, sent, site, total } = await counting(visitor, run(slug, said));
      await ready(page, 1);
      for (const [method, given] of [['seek', 200], ['step', 1], ['getState']]) await call(page, method, given);
      assert.deepEqual(sent.map(({ path }) => path).filter((path) => never.test(path)), [], `${slug} ${said}: \`cargo xtask first-visit\` takes down anew what runs`);
      assert.ok(total() <= most * kB, `${slug} ${said}: ${total()} bytes`);
      await page.context().close();
      site.close();
      visitor.elsewhere.close();
    }
  }
});

test('the next run of that pattern costs nothing, and one of another its own part', async (visitor) => {
  const three = run('worker-pool', 'speed="10"') + far + run('worker-pool', 'speed="10" workers="2"') + far + run('circuit-breaker', 'speed="10"');
  const { page, sent, site } = await counting(visitor, three);
  const played = async (place) => {
    const element = page.locator('interleave-run').nth(place);
    await element.scrollIntoViewIfNeeded();
    await ready(page, place + 1);
    const before = (await heard(page, 'finish')).length;
    await element.evaluate((run) => run.play());
    await until('it ends', async () => (await heard(page, 'finish')).length > before);
    return sent.splice(0).map(({ path }) => path);
  };
  assert.ok((await played(0)).length > 5);
  assert.deepEqual(await played(1), []);
  const [own, ...more] = await played(2);
  assert.match(own, /_circuit-breaker\.wasm$/);
  assert.deepEqual(more, []);
  site.close();
  visitor.elsewhere.close();
});

test('what is done with a run is fetched once, when its reader stirs, and not the whole page', async (visitor) => {
  const { page, sent, site } = await counting(visitor, run('worker-pool', 'speed="10"'));
  await ready(page, 1);
  const frame = page.frames()[1];
  sent.length = 0;
  await frame.getByRole('slider', { name: 'Workers' }).press('End');
  await frame.getByRole('radio', { name: 'Leaks' }).check();
  await frame.getByRole('button', { name: 'Step forward' }).click();
  await frame.getByRole('button', { name: 'Cancel', exact: true }).click();
  await frame.locator('.stage canvas').click({ position: { x: 60, y: 60 } });
  await call(page, 'setState', await call(page, 'getState'));
  await call(page, 'set', { lang: 'vi' });
  await until('it speaks Vietnamese', () => frame.locator('html[lang=vi]').count());
  const paths = sent.map(({ path }) => path);
  // What all frames do, and what is done with this pattern.
  assert.equal(paths.length, 2, `${paths}`);
  for (const path of paths) assert.match(path, /[_-]use\.wasm$/);
  site.close();
  visitor.elsewhere.close();
});

test('of twelve runs that play only those in view ask for frames', async (visitor) => {
  const twelve = scenarios.slice(1, 13).map(({ slug }) => run(slug, 'autoplay="1" loop="1" eager style="margin-bottom:900px"')).join('');
  const blank = await visitor.blank();
  await blank.context().addInitScript(() => {
    window.asked = 0;
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (react) => {
      window.asked += 1;
      return ask(react);
    };
  });
  const page = await lesson(visitor, twelve, { in: blank });
  await ready(page, 12);
  const asked = () => Promise.all(page.frames().slice(1).map((frame) => frame.evaluate(() => window.asked)));
  const thirty = async () => {
    const [from] = await asked();
    await until('the first has asked for thirty more', async () => (await asked())[0] >= from + 30);
  };
  // Those out of view come to rest first.
  await thirty();
  const before = await asked();
  await thirty();
  const after = await asked();
  const busy = after.map((count, place) => count - before[place]);
  assert.deepEqual(busy.slice(2), Array(10).fill(0), `${busy}`);
  // The last comes into view, the first is out of it.
  await page.locator('interleave-run').last().scrollIntoViewIfNeeded();
  const thirtyMore = async () => {
    const from = (await asked())[11];
    await until('the last has asked for thirty more', async () => (await asked())[11] >= from + 30);
  };
  // The first comes to rest.
  await thirtyMore();
  const there = await asked();
  await thirtyMore();
  const then = await asked();
  assert.deepEqual(then.map((count, place) => count - there[place]).slice(0, 9), Array(9).fill(0));
  visitor.elsewhere.close();
});
