// Twenty thousand requests of the reader's own through five limiters: the page answers meanwhile, and
// computing them as wasm is not much slower than natively.
//
// Prints rows of the table of `cargo xtask bench`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor, close } from '../visitor.mjs';

const ARRIVALS = 20_000;
/** What the main thread may do at a stretch. */
const LONGEST_MS = 50;

const row = (what, ours, detail, target) => console.log(`| ${what} | ${ours} | ${detail} | ${target} |`);
const verdict = (holds) => (holds ? 'met' : 'MISSED');

/** A day of requests from forty clients, as an access log. */
function log() {
  const lines = [];
  for (let n = 0; n < ARRIVALS; n += 1) {
    const second = Math.floor((n * 86_399) / ARRIVALS);
    const two = (number) => String(number).padStart(2, '0');
    const clock = [Math.floor(second / 3_600), Math.floor(second / 60) % 60, second % 60].map(two).join(':');
    lines.push(`10.0.0.${(n * n + 7 * n) % 40} - - [14/May/2024:${clock} +0000] "GET /cart?page=${n} HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11; Linux x86_64)"`);
  }
  return lines.join('\n');
}

// A file of the disk, as a reader has it: one that is handed over through the page would be decoded there.
const folder = mkdtempSync(join(tmpdir(), 'interleave-'));
const file = join(folder, 'access.log');
writeFileSync(file, log());

const visitor = new Visitor();

/** Reads the file in a fresh page; what came of it. */
async function visit() {
  const page = await visitor.open('#/limiters-side-by-side?arrivals=yours&limit=50&first=0&e=1');
  const input = await page.locator('.own input[type=file]').elementHandle();
  // The page is watched from inside, by what changes in it: to look for a part by its role from outside
  // is a task of the page's own thread, and a longer one than any of the page's.
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const said = (selector) => document.querySelector(selector)?.textContent ?? '';
    const position = () => document.querySelector('.rail')?.getAttribute('aria-valuetext') ?? '';
    const begun = performance.now();
    let took;
    window.done = new Promise((done) => {
      const watch = new MutationObserver(() => {
        const computed = said('.own-status').includes('20,000 arrivals') && /of [1-9]\d{5}$/.test(position());
        if (computed) took ??= performance.now() - begun;
        // The limits that would have fitted are looked for behind it.
        if (!took || !document.querySelector('.fits table')) return;
        watch.disconnect();
        // The observer of tasks reports when the page rests.
        requestIdleCallback(() => done({ took, events: position().match(/\d+$/)[0], longest: Math.max(0, ...window.tasks) }));
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['aria-valuetext'] });
    });
  });
  await input.setInputFiles(file);
  const came = await page.evaluate(() => window.done);
  await page.context().close();
  return came;
}

// Whatever else the machine does makes tasks longer, never shorter.
const visits = [await visit(), await visit(), await visit()];
const { took, longest, events } = visits.toSorted((a, b) => a.longest - b.longest || a.took - b.took)[0];
row(
  '20,000 own arrivals through five limiters in the page',
  `${took.toFixed(0)} ms`,
  `${events} events`,
  `longest task ${longest ? `${longest.toFixed(0)} ms` : `under ${LONGEST_MS} ms`}: ${verdict(longest <= LONGEST_MS)}`,
);
await visitor.leave();
rmSync(folder, { recursive: true });
await close();
