// The folder `dist/` on any static host.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from './page.mjs';
import { DIST, FOLDER } from './site.mjs';

test('the page opens at the root of a host and in any folder', async ({ open }) => {
  for (const folder of ['/', FOLDER]) {
    const page = await open('', { folder });
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
  }
});

test('the folder has nothing that names another host', () => {
  for (const name of readdirSync(DIST).filter((name) => /\.(html|css|js|json|webmanifest)$/.test(name))) {
    const elsewhere = readFileSync(`${DIST}/${name}`, 'utf8').match(/(src|href|url|import|fetch)\W{1,3}https?:\/\/[\w.]+/g);
    assert.equal(elsewhere, null, name);
  }
});

test('without scripts the page says what it needs, in both languages', async ({ open }) => {
  const page = await open('', { scripts: false });
  assert.match(await page.locator('body').innerText(), /JavaScript.*JavaScript/s);
});
