// A limit a key that would have fitted: it, and for how many keys there has to be room.
import assert from 'node:assert/strict';
import { axe, link, parts, test, until } from './page.mjs';

/** Nine clients at a time, each three times a second for ten seconds. */
const lines = () => Array.from({ length: 270 }, (_, n) => `${Math.floor(n / 27)}.${String(Math.floor((n % 27) / 9) * 300).padStart(3, '0')} client-${n % 9}`);

test('for a limit a key it is said which would have fitted, and how many keys there are at a time', async ({ open }) => {
  const page = await open('#/per-key-limits?arrivals=yours&burst=1&e=1');
  await parts(page).parameters.getByLabel(/one instant a line/).fill(lines().join('\n'));
  const row = (name) => page.locator('.fits tbody tr').filter({ has: page.locator('th', { hasText: name }) });
  const fits = (name) => row(name).getByRole('button', { name: /refuses nobody/ });
  await until('the limits are found', async () => (await page.locator('.fits tbody tr').count()) === 2);
  for (const name of ['Tokens a second', 'Places']) await fits(name).click();
  await until('both are set', () => link(page).rate && link(page).places);
  assert.equal(await fits('Places').innerText(), link(page).places);
  await until('nobody is refused', async () => /given up\s*0|^0\s*given up/mi.test(await parts(page).measured.innerText()));
  assert.equal(await row('Places').getByRole('button', { pressed: true }).count() > 0, true);
  assert.deepEqual(await axe(page), []);
});
