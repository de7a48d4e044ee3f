// Nothing that axe can find, in either theme and language, wide and narrow.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, axe, inOnePage, parts, test } from './page.mjs';
import { scenarios } from './cli.mjs';

const FRAMES = { '1440 px': DESKTOP, '390 px': PHONE };

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'vi']) {
    for (const [wide, frame] of Object.entries(FRAMES)) {
      test(`nothing for axe to find: ${theme}, ${lang}, ${wide}`, async ({ open }) => {
        for (const hash of [`#/${scenarios[0].slug}`, '#/worker-pool?variant=leaks&e=60', '#/worker-pool?workers=99&e=9']) {
          const page = await open(hash, { theme, lang, ...frame });
          assert.deepEqual(await axe(page), [], hash);
        }
      });
    }
  }
}

for (const panel of ['story', 'code', 'events', 'compare']) {
  test(`nothing for axe to find with ${panel} open`, async ({ open }) => {
    for (const frame of Object.values(FRAMES)) {
      const page = await open('#/worker-pool?e=60', frame);
      await parts(page)[panel].click();
      assert.deepEqual(await axe(page), [], `${frame.width} px`);
    }
  });
}

inOnePage(scenarios, ({ slug }) => ({ name: `nothing for axe to find in ${slug}`, hash: `#/${slug}?e=20` }), async (page) => {
  assert.deepEqual(await axe(page), []);
});
