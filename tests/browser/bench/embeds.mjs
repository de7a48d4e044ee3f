// What runs cost the page of somebody else that they stand in: its first paint, with twelve of them
// and without, in turns; and what they fetch. The pages are a chapter of a real mdBook, and one that
// is nothing but text; they come over a network, as pages do, and once more without one.
//
// Prints rows of the table of `cargo xtask bench`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildBook } from '../examples.mjs';
import { Visitor, close } from '../visitor.mjs';
import { folders, host, serve } from '../site.mjs';

/** So many times each, in turns. */
const ROUNDS = 41;
/** So much slower than this machine's processor. */
const THROTTLE = 4;
const MOST = 1.1;
/** What Lighthouse takes for a desktop's network: 40 ms there and back, 10 Mbit/s. */
const NETWORK = { offline: false, latency: 40, downloadThroughput: 1_310_720, uploadThroughput: 1_310_720 };
/** What a page that was just opened leaves to be done, milliseconds. */
const SETTLES_MS = 250;

const SLUGS = ['worker-pool', 'channel', 'fan-out-fan-in', 'pipeline', 'or-done', 'tee', 'bridge', 'semaphore', 'token-bucket', 'context-tree', 'circuit-breaker', 'graceful-shutdown'];
const row = (what, ours, detail, target) => console.log(`| ${what} | ${ours} | ${detail} | ${target} |`);
const verdict = (holds) => (holds ? 'met' : 'MISSED');
/** The mean of the middle half: paints come every 4 ms, and a median jumps by as much. */
function midmean(numbers) {
  const quarter = numbers.length >> 2;
  const middle = numbers.toSorted((a, b) => a - b).slice(quarter, numbers.length - quarter);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}

const visitor = new Visitor();
const sent = [];
const site = await serve({ headers: { 'cache-control': 'max-age=3600' }, sent: (path, body) => sent.push(brotliCompressSync(body).length) });
// A reader comes from elsewhere, and leaves nothing behind there that would take time.
const before = await host('<!doctype html><html lang="en"><title>Elsewhere</title>');
const nothing = await host('', { 'content-type': 'text/javascript' });
[site, before, nothing].forEach(({ origin }) => visitor.allow(origin));

const prose = '<p>Concurrency is structure, parallelism is execution.</p>'.repeat(8);
const runs = SLUGS.map((slug) => `${prose}<interleave-run pattern="${slug}"></interleave-run>`).join('');
// The same room, and nothing in it.
const rooms = SLUGS.map(() => `${prose}<div style="height:420px"></div>`).join('');

/** When the pages have painted for the first time, in milliseconds: middle means of rounds in turns. */
async function painted(addresses, network) {
  const paints = addresses.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const place of addresses.map((_, nth) => (nth + round) % addresses.length)) paints[place].push(await first(addresses[place], network));
  }
  return paints.map(midmean);
}

async function first(address, network) {
  const page = await visitor.open('', { base: before.origin, around: true });
  const browser = await page.context().newCDPSession(page);
  await page.waitForTimeout(SETTLES_MS);
  if (network) {
    await browser.send('Network.enable');
    await browser.send('Network.emulateNetworkConditions', network);
  }
  await browser.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(address);
  // Asked once: whoever asks again and again has the page answer instead of paint.
  const at = await page.evaluate(() => new Promise((done) => {
    const seen = (list) => list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => done(startTime));
    new PerformanceObserver(seen).observe({ type: 'paint', buffered: true });
  }));
  await page.context().close();
  return at;
}

const compared = (what, ours, theirs) => row(`first paint of ${what}, processor ÷ ${THROTTLE}`, `${ours.toFixed(0)} ms`, `without them ${theirs.toFixed(0)} ms`, `${(ours / theirs).toFixed(2)} ≤ ${MOST.toFixed(2)}: ${verdict(ours / theirs <= MOST)}`);

const built = mkdtempSync(join(tmpdir(), 'interleave-book-'));
buildBook(built);
/** The chapter with other runs than its own, or none. */
async function chapter(script, content) {
  const served = await folders({ '/': built }, (text) => text.replace(/<script[^>]*embed\.js"><\/script>/, script).replace(/<interleave-run[^]*<\/interleave-run>/, content));
  visitor.allow(served.origin);
  return served;
}
const embed = `<script async src="${site.origin}/embed.js"></script>`;
const chapters = [await chapter(embed, runs), await chapter('', rooms)];
const [ours, theirs] = await painted(chapters.map(({ origin }) => `${origin}/bounded.html`), NETWORK);
compared('a chapter of an mdBook with twelve runs', ours, theirs);

/** A page of text, with a script in it as such pages have. */
const text = (script, content) => host(`<!doctype html><html lang="en"><title>A lesson</title><script>document.documentElement.className = 'scripted';</script>${script}<body><h1>A lesson</h1>${content}`);
const texts = [await text(embed, runs), await text('', rooms), await text(`<script async src="${nothing.origin}/"></script>`, rooms)];
texts.forEach(({ origin }) => visitor.allow(origin));
const at = texts.map(({ origin }) => origin);
const [having, lacking, fetching] = await painted(at, NETWORK);
compared('a page of nothing but text with twelve runs', having, lacking);
const beside = (what, ours, theirs) => row(what, `${ours.toFixed(0)} ms`, `${theirs.toFixed(0)} ms`, `${(ours / theirs).toFixed(2)}, reported`);
beside('… beside the same page that fetches an empty script', having, fetching);
const [near, bare, empty] = await painted(at);
beside('… all of it on this machine, with no network between', near, bare);
beside('… the same beside an empty script', near, empty);

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
const alike = (await fetched([SLUGS[0], SLUGS[0]])) - one;
const other = (await fetched(SLUGS.slice(0, 2))) - one;
const kB = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
row('one run in view, brotli', kB(one), 'once', `≤ 300 kB: ${verdict(one <= 300_000)}`);
row('a second one, of the same pattern', kB(alike), 'with the cache that browsers have', `0 kB: ${verdict(alike === 0)}`);
row('a second one, of another pattern', kB(other), 'its own part', 'reported');

[...chapters, ...texts, before, nothing].forEach((page) => page.close());
await visitor.leave();
site.close();
await close();
rmSync(built, { recursive: true });
