// Links, and attributes, of somebody who means harm: the page says what it cannot use, shows the
// rest, and takes nothing for markup or for code.
import assert from 'node:assert/strict';
import { frames, ready, test, until } from './page.mjs';
import { heard, hosted, inside } from './lesson.mjs';

const MARKUP = '<img src=x onerror="top.hacked=1">"\'><script>top.hacked=1</script><svg/onload=hacked=1>';
const BIDI = '\u202e\u2066gnp\u200b.exe\u2069\u200d\ufeff\u0000\u0007';
const VALUES = [MARKUP, BIDI, 'javascript:top.hacked=1', '__proto__', 'constructor', '-1e999', '%E0%A4%A', '\ud800', 'x'.repeat(9_000), '../../../etc/passwd', '{{7*7}}'];
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', MARKUP, BIDI, 'onerror', 'srcdoc', 'x'.repeat(500)];
/** Every key of a link, of the page and of frames. */
const KEYS = ['v', 'variant', 'seed', 'do', 'sched', 'e', 'at', 'traffic', 'lang', 'theme', 'embed', 'time', 'axis', 'side', 'follow', 'compare', 'panels', 'autoplay', 'loop', 'title', 'speed', 'lock', 'hide', 'start', 'stop', 'workers', 'work', 'job', 'goal'];

const coded = (text) => encodeURIComponent(text.toWellFormed?.() ?? text);
const query = (pairs) => pairs.map(([name, value]) => `${coded(name)}=${coded(value)}`).join('&');

const LINKS = [
  ...VALUES.map((value) => `#/worker-pool?${query(KEYS.map((key) => [key, value]))}`),
  ...VALUES.map((value) => `#/worker-pool?${query([['embed', '1'], ...KEYS.filter((key) => key !== 'embed').map((key) => [key, value])])}`),
  ...VALUES.map((value) => `#/${coded(value)}?embed=1`),
  `#/worker-pool?${query(NAMES.map((name) => [name, MARKUP]))}`,
  `#/worker-pool?embed=1&${query(NAMES.map((name) => [name, MARKUP]))}`,
  // Not encoded at all, and encoded wrongly.
  `#/worker-pool?embed=1&title=${MARKUP.replaceAll(' ', '')}&%&%zz&=&&==&workers`,
  `#javascript:top.hacked=1`,
  `#${'/'.repeat(5_000)}`,
  `#/worker-pool?${'&'.repeat(5_000)}`,
  `#/worker-pool?do=${'cancel@1,'.repeat(900)}`,
  `#/worker-pool?sched=${'9.'.repeat(3_000)}1&embed=1`,
];

/** What must hold of a page, whatever its link. */
async function sound(page) {
  await ready(page);
  const found = await page.evaluate(() => ({
    hacked: window.hacked ?? window.top.hacked,
    proto: Object.keys(Object.prototype).length + Object.keys(Array.prototype).length,
    // Everything the page is made of is its own.
    foreign: [...document.querySelectorAll('img, iframe, object, embed, base, form, svg [onload], [onerror], [srcdoc]')].map(({ outerHTML }) => outerHTML),
    scripts: [...document.scripts].filter(({ type, src }) => type !== 'module' && !/\/loader-[0-9a-f]+\.js$/.test(src)).length,
    shown: document.querySelector('.stage canvas')?.clientHeight > 60 || document.querySelector('.opening') !== null || document.querySelector('.embed') !== null,
    wide: document.documentElement.scrollWidth - innerWidth,
    alive: document.querySelector('.crash') === null,
  }));
  assert.deepEqual({ ...found, wide: found.wide <= 0 }, { hacked: undefined, proto: 0, foreign: [], scripts: 0, shown: true, wide: true, alive: true });
}

test('no link is more than a link', async ({ open }) => {
  const page = await open('#/worker-pool');
  const address = page.url().split('#')[0];
  for (const link of LINKS) {
    // By way of an empty page, so that each is opened like the first.
    await page.goto('about:blank');
    await page.goto(address + link).catch((error) => assert.fail(`${link.slice(0, 80)}: ${error}`));
    await sound(page).catch((error) => assert.fail(`${link.slice(0, 120)}: ${error.message}`));
  }
});

test('going from one to the next on the same page is no more', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1', { width: 640, height: 420 });
  for (const link of LINKS) {
    await page.evaluate((link) => (location.hash = link), link);
    await frames(page);
    await sound(page).catch((error) => assert.fail(`${link.slice(0, 120)}: ${error.message}`));
  }
});

const attributes = (pairs) => pairs.map(([name, value]) => `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`).join(' ');
const runs = [
  ...VALUES.slice(0, 8).map((value) => `<interleave-run eager ${attributes([['pattern', 'worker-pool'], ...KEYS.map((key) => [key, value])])}></interleave-run>`),
  ...VALUES.slice(0, 6).map((value) => `<interleave-run eager ${attributes([['pattern', value], ['label', value], ['still', value], ['height', value], ['lang', value]])}></interleave-run>`),
  `<interleave-run eager pattern="worker-pool" __proto__="1" constructor="2" toString="3" embed="0" src="${'https://[bad'}"></interleave-run>`,
  '<interleave-run pattern="worker-pool" still="https://[bad"></interleave-run>',
  '<interleave-run eager pattern="worker-pool" src="data:text/html,<script>top.hacked=1</script>"></interleave-run>',
];

hosted('no attribute is more than an attribute', runs.join('\n'), async (page, visitor) => {
  const count = runs.length;
  await page.waitForFunction((count) => new Set(window.heard.filter(({ type }) => type === 'ready' || type === 'error').map((event, place) => place)).size >= count, count);
  // Each has a frame, or says why not.
  const shown = await page.evaluate(() => [...document.querySelectorAll('interleave-run')].map(({ shadowRoot }) => [...shadowRoot.children].map(({ localName }) => localName).join()));
  for (const one of shown) assert.match(one, /iframe|button/);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  for (const frame of page.frames().slice(1)) {
    assert.equal(await frame.evaluate(() => document.querySelectorAll('img, .crash, [onerror]').length), 0);
  }
  // A picture that is not there is the page's own mistake.
  visitor.expect(/console: Failed to load resource|asked another host|ERR_UNKNOWN_URL_SCHEME/);
}, { width: 800, height: 600 });

hosted('what a page calls itself says nothing of the run', '<interleave-run eager pattern="worker-pool" constructor="x" __proto__="y"></interleave-run>', async (page) => {
  const frame = await inside(page);
  const notices = await frame.locator('.notice').allInnerTexts();
  assert.equal(notices.length, 1);
  for (const name of ['constructor', '__proto__']) assert.ok(notices[0].includes(name), notices[0]);
  await until('the page around it is told', async () => (await heard(page, 'error')).length === 1);
});
