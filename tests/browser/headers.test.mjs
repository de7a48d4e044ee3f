// What the guide says about headers, taken from the guide.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { at, button, inBoth, painted, runs, until } from './both.mjs';
import { host, serve } from './site.mjs';

const GUIDE = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');

/** The headers that the guide lists: those of who hosts Interleave, and those of the page around it. */
const [HOSTING, AROUND] = [...GUIDE.matchAll(/```http\n(.*?)```/gs)].map(([, block]) => Object.fromEntries(block.trim().split('\n').map((line) => line.split(': '))));
/** What the guide calls the address of its reader's Interleave. */
const NAMED = 'https://example.org/interleave/';

/** A page of another origin, with headers of its own, around a host that sends what the guide says. */
function guided(name, { headers = () => ({}), hosting = HOSTING, html }, body) {
  inBoth(name, async (guest) => {
    const site = await serve({ headers: hosting });
    const lesson = await host(`<!doctype html><html lang="en"><title>A lesson</title>${html(site.origin)}</html>`, headers(site.origin));
    try {
      const page = await guest.open(lesson.origin);
      await body(page);
      const frame = await until('the run is there', () => runs(page)[0]);
      await painted(frame);
      const before = (await at(frame)) || 0;
      await button(frame, 'Play').click();
      await until('it plays', async () => (await at(frame)) > before);
    } finally {
      lesson.close();
      site.close();
    }
  });
}

const ELEMENT = (origin) => `<script src="${origin}/embed.js"></script><interleave-run pattern="worker-pool"></interleave-run>`;

const around = (origin) => Object.fromEntries(Object.entries(AROUND).map(([name, value]) => [name, `default-src 'none'; img-src 'self'; ${value.replaceAll(NAMED, `${origin}/`)}`]));
guided('the policy of the guide is enough for a page with the element', { headers: around, html: ELEMENT }, async () => {});

const isolated = () => ({ 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' });
guided('a run plays in a page that is isolated', { headers: isolated, html: ELEMENT }, async (page) => {
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
});

const SANDBOXED = (origin) => `<iframe sandbox="allow-scripts" width="640" height="420" src="${origin}/#/worker-pool?embed=1"></iframe>`;
guided('a run plays in a frame that may run scripts and nothing else', { html: SANDBOXED }, async () => {});

const WITHIN = (origin) => `<iframe sandbox="allow-scripts" width="640" height="460" srcdoc='<!doctype html><html lang="en"><title>A lesson</title><script src="${origin}/embed.js"></script><interleave-run pattern="worker-pool" height="420"></interleave-run>'></iframe>`;
// Such a page has no origin, and so is no ancestor that a policy could name.
const { 'Content-Security-Policy': _, ...hosting } = HOSTING;
guided('the element works in a page that may run scripts and nothing else', { html: WITHIN, hosting }, async (page) => {
  const within = await until('the page is there', () => page.frames().find((frame) => frame.url() === 'about:srcdoc'));
  await until('the run has come', () => within.evaluate(() => {
    const root = document.querySelector('interleave-run')?.shadowRoot;
    return Boolean(root?.querySelector('iframe') && !root.querySelector('button'));
  }));
});
