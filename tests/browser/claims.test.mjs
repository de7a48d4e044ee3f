// Claims: the right way keeps them all; each trap breaks one, and a click shows where.
import assert from 'node:assert/strict';
import { link, parts, test, until } from './page.mjs';
import { run, scenarios } from './cli.mjs';

for (const { slug, variants } of scenarios) {
  test(`${slug}: the page says of each claim what the run says, in each variant`, async ({ open }) => {
    const page = await open(`#/${slug}?e=1`);
    const { claims } = parts(page);
    for (const variant of variants) {
      const words = variant === 'correct' ? [] : ['--variant', variant];
      const { claims: expected } = run(slug, ...words);
      await page.evaluate((hash) => { location.hash = hash; }, `#/${slug}?variant=${variant}&e=1`);
      const broken = expected.filter(({ holds }) => !holds).length;
      await until(`so many are broken: ${broken}`, async () => (await claims.getByRole('button').count()) === broken);
      assert.equal(await claims.getByRole('listitem').count(), expected.length);
      for (const [place, { holds, event }] of expected.entries()) {
        const claim = claims.getByRole('listitem').nth(place).getByRole('button');
        assert.equal(await claim.count(), holds ? 0 : 1, 'what broke can be clicked');
        if (holds) continue;
        await claim.click();
        await until('the cursor is just after the event that broke it', () => Number(link(page).e) === event);
      }
    }
  });
}
