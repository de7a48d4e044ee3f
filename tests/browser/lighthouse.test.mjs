// What Lighthouse says the same of on every machine; `bench/lighthouse.mjs` takes the time as well.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { READERS, STEADY, audit } from './audit.mjs';
import { close } from './browsers.mjs';

for (const hash of ['', '#/worker-pool']) {
  test(`nothing for Lighthouse to find: accessibility, best practices, SEO of “${hash}”`, async () => {
    const { scores, wrong } = await audit(hash, STEADY, READERS.phone);
    assert.deepEqual(wrong, []);
    assert.deepEqual(scores, Object.fromEntries(STEADY.map((name) => [name, 100])));
  });
}

after(close);
