// Claims: the right way keeps them all; each trap breaks one, and a click shows where and who.
import assert from 'node:assert/strict';
import { frames, inOnePage, link, parts, until } from './page.mjs';
import { run, scenarios } from './cli.mjs';

/** The least that the ring around a card takes, in pixels of its very colour. */
const RING = 100;

/** How much of the stage has the colour of rings, which is that of whatever is wrong: in pixels. */
const red = (page) => page.locator('.stage canvas').evaluate((canvas) => {
  const [, ...bad] = /^#(..)(..)(..)$/.exec(getComputedStyle(canvas).getPropertyValue('--bad').trim()).map((part) => parseInt(part, 16));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (bad.every((part, place) => data[at + place] === part)) count += 1;
  return count;
});

inOnePage(scenarios, ({ slug }) => ({ name: `${slug}: the page says of each claim what the run says, in each variant`, hash: `#/${slug}?e=1` }), async (page, { slug, variants }) => {
  const { claims } = parts(page);
  const said = page.locator('.said > span');
  const dismiss = page.locator('.said').getByRole('button');
  for (const variant of variants) {
    const words = variant === 'correct' ? [] : ['--variant', variant];
    const { claims: expected } = run(slug, ...words);
    await page.evaluate((hash) => { location.hash = hash; }, `#/${slug}?variant=${variant}&e=1`);
    const broken = expected.filter(({ holds }) => !holds).length;
    await until(`so many are broken: ${broken}`, async () => (await claims.getByRole('button').count()) === broken);
    assert.equal(await claims.getByRole('listitem').count(), expected.length);
    for (const [place, { holds, event, tasks }] of expected.entries()) {
      const claim = claims.getByRole('listitem').nth(place).getByRole('button');
      assert.equal(await claim.count(), holds ? 0 : 1, 'what broke can be clicked');
      if (holds) continue;
      await claim.click();
      await until('the cursor is just after the event that broke it', () => Number(link(page).e) === event);
      const [label, at, more] = await claims.getByRole('listitem').nth(place).evaluate((item) =>
        [item.querySelector('button').firstChild.data, ...item.querySelector('small').textContent.split(/ · (.*)/s)]);
      await until('the sentence says so', async () => (await said.last().textContent()) === `${at} · ${label}: ${more}`);
      await frames(page);
      const ringed = await red(page);
      await dismiss.click();
      await until('nothing is looked at', async () => (await dismiss.count()) === 0);
      await frames(page);
      assert.equal(Number(link(page).e), event, 'the same instant: what is red by itself still is');
      // The main task has no card.
      const culprits = tasks.filter((task) => task > 0).length;
      const rings = ringed - (await red(page));
      assert.ok(culprits === 0 ? rings === 0 : rings >= RING * culprits, `${variant}: ${rings} pixels ring ${culprits}`);
    }
  }
});
