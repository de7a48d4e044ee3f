// Pictures of scenarios, to be looked at beside the mock:
//
//     node tests/browser/shots.mjs OUT_DIR [SLUG…]
//
// Each desktop and phone, light and dark. A slug may carry arguments, as in
// 'worker-pool?variant=leaks&at=1200'. Without slugs: every pattern of the catalogue.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, PHONE, Visitor, close, parts } from './visitor.mjs';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error('Say where the pictures go: node tests/browser/shots.mjs OUT_DIR [SLUG…]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const visitor = new Visitor();
const slugs = wanted.length > 0 ? wanted : await parts(await visitor.open()).slugs();
for (const slug of slugs) {
  for (const [size, frame] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const theme of ['light', 'dark']) {
      const page = await visitor.open(`#/${slug}`, { ...frame, theme });
      const path = join(folder, `${slug.replaceAll(/[^\w.-]+/g, '_')}-${size}-${theme}.png`);
      await page.screenshot({ path });
      await page.context().close();
      console.log(path);
    }
  }
}
await visitor.leave();
await close();
visitor.assertQuiet();
