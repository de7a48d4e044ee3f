// Any link at all opens the page, which says what it ignored and runs the rest.
import assert from 'node:assert/strict';
import { parts, test } from './page.mjs';

// What a link holds, and what the page must say about it; null: nothing to complain about.
const LINKS = [
  ['#/no-such-pattern', /no-such-pattern/],
  ['#/Worker-Pool?Workers=3', null],
  ['#/worker-pool/extra/path', /worker-pool\/extra/],
  ['#/worker-pool?workers=99', /workers.*99.*1 to 16/],
  ['#/worker-pool?workers=0', /workers.*0.*1 to 16/],
  ['#/worker-pool?workers=-3', /workers.*-3.*1 to 16/],
  ['#/worker-pool?workers=four', /workers.*four.*1 to 16/],
  ['#/worker-pool?workers=', /workers.*1 to 16/],
  ['#/worker-pool?workers', /workers.*1 to 16/],
  ['#/worker-pool?workers=3.5', /workers.*3\.5.*1 to 16/],
  ['#/worker-pool?workers=1e3', /workers.*1e3.*1 to 16/],
  ['#/worker-pool?workers=99999999999999999999999999', /workers.*9999.*1 to 16/],
  ['#/worker-pool?wrokers=3', /wrokers/],
  ['#/worker-pool?work=sleeping', /work.*sleeping.*waiting/],
  ['#/worker-pool?variant=fine', /variant.*fine.*correct/],
  ['#/worker-pool?seed=-1', /seed.*-1/],
  ['#/worker-pool?seed=abc', /seed.*abc/],
  ['#/worker-pool?do=explode@100', /do.*explode.*cancel/],
  ['#/worker-pool?do=cancel@never', /do.*never/],
  ['#/worker-pool?do=stall@100', /do.*stall/],
  ['#/worker-pool?do=@@@,,,::', /do/],
  ['#/worker-pool?e=-5', /e.*-5/],
  ['#/worker-pool?e=last', /e.*last/],
  ['#/worker-pool?e=4000000000', /e: “4000000000” is beyond the end of this run; the last is \d+/],
  ['#/worker-pool?at=500000', /at: “500000” is beyond the end of this run; the last is 1848/],
  ['#/worker-pool?embed=1&start=500000', /start: “500000” is beyond the end/],
  ['#/worker-pool?at=noon', /at.*noon/],
  ['#/worker-pool?lang=tlh', /lang.*tlh.*en/],
  ['#/worker-pool?%E0%A4%A=%ZZ&%00=%FF', /ignored/],
  ['#/worker-pool?=&==&&&=3', /ignored/],
  ['#/%3Cscript%3Ealert(1)%3C/script%3E?x=%3Cimg%20src=y%3E', /<script>/],
  ['#/worker-pool?workers=99&jobs=0&queue=x&nope=1&seed=?&e=%&variant=%F0%9F%A6%80', /workers.*99/],
  [`#/worker-pool?${'a=b&'.repeat(2_500)}workers=3`, /ignored|too long/],
  [`#/${'%25é🦀?&=#/'.repeat(900)}`, /./],
  ['#?workers=3', null],
  ['##//??&&', null],
];

for (const [hash, said] of LINKS) {
  test(`opens in spite of ${hash.slice(0, 60)}`, async ({ open }) => {
    const page = await open(hash);
    const text = await page.locator('body').innerText();
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
    assert.ok(await parts(page).forward.isVisible());
    if (said) assert.match(text.replaceAll(/\s+/g, ' '), said);
    await parts(page).forward.click();
  });
}

test('the rest of a bad link still applies', async ({ open }) => {
  const page = await open('#/worker-pool?workers=99&queue=7&nope=1&e=5');
  assert.equal(parts(page).link().queue, '7');
  await parts(page).forward.click();
  assert.equal(parts(page).link().queue, '7');
});
