// The head of a page: the name, the sentence, the variants and what opens never squeeze each other; nor
// do the parts of the transport.
import assert from 'node:assert/strict';
import { test, turn } from './page.mjs';

const WIDTHS = [1920, 1600, 1440, 1366, 1280, 1200, 1199, 1100, 900, 390, 320];

/** Where the parts of the head are, in how many lines each, and what has no room. */
const head = (page) => page.evaluate(() => {
  const title = document.querySelector('.title');
  const room = title.getBoundingClientRect().width;
  const of = (selector) => {
    const part = title.querySelector(selector);
    if (!part) return null;
    const { left, right, top, bottom, width, height } = part.getBoundingClientRect();
    const lines = Math.round(height / Number.parseFloat(getComputedStyle(part).lineHeight));
    return { selector, left, right, top, bottom, width, lines, cut: part.scrollWidth > part.clientWidth + 1 };
  };
  const tops = [...title.querySelectorAll('.seg label')].map((label) => label.getBoundingClientRect().top);
  const play = document.querySelector('.transport .play').getBoundingClientRect();
  const bar = document.querySelector('.bar');
  return { bar: play.width >= 36 && bar.scrollWidth <= bar.clientWidth + 1, room, rows: new Set(tops).size, parts: ['h1', 'p', '.seg', '.tools'].map(of).filter(Boolean) };
});

const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;

for (const lang of ['en', 'vi']) {
  test(`nothing in the head of a page squeezes anything else, ${lang}`, async ({ open }) => {
    const page = await open('#/worker-pool?e=1', { lang });
    const slugs = await page.locator('nav a[href*="#/"]').evaluateAll((links) => [...new Set(links.map((link) => link.hash.slice(2)))]);
    assert.ok(slugs.length > 20, `${slugs.length}`);
    for (const slug of slugs) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await turn(page, `#/${slug}?e=1`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const { room, rows, parts, bar } = await head(page);
        const at = `${slug} at ${width} px: ${JSON.stringify(parts)}`;
        const [name, sentence] = parts;
        assert.ok(name.lines <= (width >= 1100 ? 1 : 2), `the name is in lines: ${at}`);
        assert.ok(bar, `the transport is squeezed: ${at}`);
        assert.ok(sentence.width >= Math.min(390, room - 1), `the sentence is narrow: ${at}`);
        assert.ok(width < 1440 || rows === 1, `the variants are in rows: ${at}`);
        assert.deepEqual(parts.filter((part) => part.cut), [], at);
        for (const [place, one] of parts.entries()) {
          for (const other of parts.slice(place + 1)) assert.ok(apart(one, other), `${one.selector} lies on ${other.selector}: ${at}`);
        }
      }
    }
  });
}
