// Claims: the right way keeps them all; each trap breaks one, and a click shows where and who.
import assert from 'node:assert/strict';
import { frames, inOnePage, link, parts, test, until } from './page.mjs';
import { run, scenarios } from './cli.mjs';

/** The least that the ring around a card takes, in pixels of its very colour. */
const RING = 100;

/** How much of the stage has the colour of rings, which is that of whatever is wrong: in pixels. */
const red = async (page) => (await reds(page.locator('.stage canvas').first())).length;

/** How far from the left the pixels of that colour are, in CSS pixels, in the topmost so many of them. */
const reds = (canvas, high = Infinity) => canvas.evaluate((canvas, high) => {
  const [, ...bad] = /^#(..)(..)(..)$/.exec(getComputedStyle(canvas).getPropertyValue('--bad').trim()).map((part) => parseInt(part, 16));
  const scale = canvas.width / canvas.clientWidth;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, Math.min(canvas.height, high * scale));
  const found = [];
  for (let at = 0; at < data.length; at += 4) if (bad.every((part, place) => data[at + place] === part)) found.push(at / 4 % canvas.width / scale);
  return found;
}, Math.min(high, 1e6));

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

for (const [whose, hash] of [['', '#/worker-pool?variant=leaks&e=20'], ['B · ', '#/worker-pool?compare=leaks&e=20']]) {
  test(`a mark on the rail leads to what broke${whose && ' in the run compared with'}, and rings who did`, async ({ open }) => {
    const page = await open(hash);
    const lanes = page.locator('.lanes canvas');
    await until('the rail is marked', async () => (await reds(lanes, 30)).length > 20);
    const marks = await reds(lanes, 30);
    const { x } = await lanes.boundingBox();
    const rail = await page.locator('.rail').boundingBox();
    await page.mouse.click(x + marks.reduce((sum, mark) => sum + mark) / marks.length, rail.y + rail.height / 2);
    await page.getByText(/^(B · )?[\d.]+ s · No worker outlives the pool: /).waitFor();
    assert.equal((await page.locator('.said').innerText()).includes('B · '), whose !== '');
    await frames(page);
    assert.ok((await reds(page.locator('.stage canvas').last())).length > 4 * RING, 'four workers are ringed');
    await page.keyboard.press('Escape');
    await page.locator('.said').waitFor({ state: 'detached' });
  });
}
