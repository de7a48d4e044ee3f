// With motion off: pictures, one after the other.
import assert from 'node:assert/strict';
import { frames, parts, test, until } from './page.mjs';
import { run } from './cli.mjs';

const STILL = { reducedMotion: true };

test('with motion off the lesson is four stills', async ({ open }) => {
  const page = await open('', STILL);
  const lesson = page.getByRole('region', { name: /Same thread/ });
  const picture = () => lesson.locator('.panel canvas').evaluateAll((all) => all.map((canvas) => canvas.toDataURL()).join());
  const seen = new Set();
  const turn = { 1: 'Next', 2: 'Next', 3: 'Four jobs computing' };
  for (const place of [1, 2, 3, 4]) {
    await until(`still ${place}`, async () => (await lesson.innerText()).includes(`${place} / 4`));
    await until('another picture', async () => !seen.has(await picture()));
    const shown = await picture();
    seen.add(shown);
    await frames(page);
    assert.equal(await picture(), shown, `still ${place} moves`);
    if (turn[place]) await lesson.getByRole('button', { name: turn[place], exact: true }).click();
  }
  assert.match(await lesson.innerText(), /no change/);
});

test('with motion off a run that plays goes from event to event', async ({ open }) => {
  const instants = new Set(run('worker-pool').events.map(({ at }) => `${(Math.floor(at / 1000) / 1000).toFixed(3)} s`));
  const page = await open('#/worker-pool?e=1', STILL);
  await parts(page).play.click();
  const seen = await page.evaluate(() => new Promise((done) => {
    const seen = new Set();
    const look = () => {
      seen.add(document.querySelector('.transport .time').textContent.split(' / ')[0]);
      if (seen.size < 12) requestAnimationFrame(look);
      else done([...seen]);
    };
    look();
  }));
  assert.deepEqual(seen.filter((at) => !instants.has(at)), []);
});
