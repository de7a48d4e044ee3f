// What runs cost the page of somebody else that they stand in: its first paint, with twelve of them
// and without, in turns (a page with a script of its own, as they have); and what they fetch.
//
// Prints rows of the table of `cargo xtask bench`.
import { brotliCompressSync } from 'node:zlib';
import { Visitor, close, until } from '../visitor.mjs';
import { host, serve } from '../site.mjs';

/** So many times each, in turns. */
const ROUNDS = 31;
/** So much slower than this machine's processor. */
const THROTTLE = 4;
const MOST = 1.1;

const SLUGS = ['worker-pool', 'channel', 'fan-out-fan-in', 'pipeline', 'or-done', 'tee', 'bridge', 'semaphore', 'token-bucket', 'context-tree', 'circuit-breaker', 'graceful-shutdown'];
const row = (what, ours, detail, target) => console.log(`| ${what} | ${ours} | ${detail} | ${target} |`);
const verdict = (holds) => (holds ? 'met' : 'MISSED');
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const visitor = new Visitor();
const sent = [];
const site = await serve({ headers: { 'cache-control': 'max-age=3600' }, sent: (path, body) => sent.push(brotliCompressSync(body).length) });
visitor.allow(site.origin);
const prose = '<p>Concurrency is structure, parallelism is execution.</p>'.repeat(8);
const lesson = (scripts, runs) => host(`<!doctype html><html lang="en"><title>A lesson</title><script>document.documentElement.className = 'scripted';</script>${scripts}<body><h1>A lesson</h1>${runs.map((run) => prose + run).join('')}`);
const element = (slug) => `<interleave-run pattern="${slug}"></interleave-run>`;
const having = await lesson(`<script async src="${site.origin}/embed.js"></script>`, SLUGS.map(element));
// The same room, and nothing in it.
const lacking = await lesson('', SLUGS.map(() => '<div style="height:420px"></div>'));
// A reader comes from elsewhere, and leaves nothing behind there that would take time.
const before = await host('<!doctype html><html lang="en"><title>Elsewhere</title>');
[having, lacking, before].forEach(({ origin }) => visitor.allow(origin));

/** When a page has painted for the first time, in milliseconds. */
async function painted({ origin }) {
  const page = await visitor.open('', { base: before.origin, around: true });
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(origin);
  const at = await until('it has painted', () => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime));
  await page.context().close();
  return at;
}

const paints = [[], []];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const place of [0, 1].map((nth) => (nth + round) % 2)) paints[place].push(await painted([having, lacking][place]));
}
const [ours, theirs] = paints.map(median);
const ratio = ours / theirs;
row(`first paint of a page with twelve runs, processor ÷ ${THROTTLE}`, `${ours.toFixed(0)} ms`, `without them ${theirs.toFixed(0)} ms`, `${ratio.toFixed(2)} ≤ ${MOST.toFixed(2)}: ${verdict(ratio <= MOST)}`);

/** What is fetched until so many runs of a page have played to their ends. */
async function fetched(slugs) {
  sent.length = 0;
  const page = await visitor.open('#/');
  const lessons = await host(`<!doctype html><body><script src="${site.origin}/embed.js"></script>${slugs.map((slug) => `<interleave-run eager pattern="${slug}" speed="10"></interleave-run>`).join('')}`);
  visitor.allow(lessons.origin);
  await page.goto(lessons.origin);
  await page.evaluate(() => Promise.all([...document.querySelectorAll('interleave-run')].map((run) => new Promise((done) => {
    run.addEventListener('finish', done);
    run.play();
  }))));
  await page.context().close();
  lessons.close();
  return sent.reduce((sum, bytes) => sum + bytes, 0);
}

const one = await fetched(SLUGS.slice(0, 1));
const two = await fetched(SLUGS.slice(0, 2));
row('one run in view, brotli', `${(one / 1_000).toFixed(1)} kB`, 'once', `≤ 300 kB: ${verdict(one <= 300_000)}`);
row('a second one, of another pattern', `${((two - one) / 1_000).toFixed(1)} kB`, 'with the cache that browsers have', `0 kB: ${verdict(two === one)}`);

[having, lacking, before].forEach((page) => page.close());
await visitor.leave();
site.close();
await close();
