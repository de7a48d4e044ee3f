// The transport: play, pause, both ways by event, scrub, keys.
import assert from 'node:assert/strict';
import { frames, parts, test, until } from './page.mjs';

const at_event = (page, event) => until(`event ${event}`, () => (parts(page).link().e ?? '0') === String(event));

test('a step visits the next event, or the one before', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const { forward, back } = parts(page);
  await forward.click();
  await at_event(page, 11);
  await back.click();
  await back.click();
  await at_event(page, 9);
});

test('events at one instant are still steps, and none goes back in time', async ({ open }) => {
  const page = await open('#/worker-pool?e=1');
  const { forward, at } = parts(page);
  let before = await at();
  for (let event = 2; event <= 20; event += 1) {
    await forward.click();
    await at_event(page, event);
    const now = await at();
    assert.ok(now >= before, `event ${event} is at ${now}, after ${before}`);
    before = now;
  }
});

test('play runs to the end, and stops there', async ({ open }) => {
  const page = await open('#/worker-pool?e=2');
  const { play, pause, position, at } = parts(page);
  const start = await at();
  for (let turn = 0; turn < 12; turn += 1) await page.keyboard.press(']');
  await play.click();
  await pause.waitFor();
  await until('it moves', async () => (await at()) > start);
  await play.waitFor();
  await position.focus();
  const end = await at();
  await page.keyboard.press('End');
  assert.equal(await at(), end);
});

test('pause holds the cursor, and play goes on from there', async ({ open }) => {
  const page = await open('#/worker-pool?e=2');
  const { play, pause, at } = parts(page);
  await play.click();
  const start = await at();
  await until('it moves', async () => (await at()) > start);
  await pause.click();
  await play.waitFor();
  const held = await at();
  await frames(page);
  assert.equal(await at(), held);
  await play.click();
  await until('it goes on', async () => (await at()) > held);
});

test('the scrubber reaches both ends and any instant between', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const { position, at, link } = parts(page);
  await position.focus();
  await page.keyboard.press('End');
  await until('the last event', () => Number(link().e ?? 0) > 10);
  const end = await at();
  await page.keyboard.press('Home');
  await until('the beginning', async () => (await at()) === 0);
  await until('the beginning is left out of the link', () => link().e === undefined);
  await position.fill(String(Math.round(end / 2)));
  await until('the middle', () => link().at === String(Math.round(end / 2)));
});

test('an event that is far beyond the end is the end', async ({ open }) => {
  const [some, last] = [await open('#/worker-pool?e=4000000000'), await open('#/worker-pool?e=4294967295')];
  assert.ok((await parts(some).at()) > 0);
  await until('they stand alike', async () => (await parts(last).at()) === (await parts(some).at()));
});

test('the same instant is reached forwards and backwards', async ({ open }) => {
  const page = await open('#/worker-pool?e=30');
  const picture = () => page.locator('canvas').first().evaluate((canvas) => canvas.toDataURL());
  const { forward, back } = parts(page);
  const before = await picture();
  await forward.click();
  await at_event(page, 31);
  await back.click();
  await at_event(page, 30);
  await until('the same picture', async () => (await picture()) === before);
});

test('Play that is pressed before the run is there is not lost', async ({ open }) => {
  // It plays because of that alone.
  const page = await open('#/worker-pool', { reducedMotion: true });
  await page.context().addInitScript(() => {
    const press = () => {
      const play = document.querySelector('.transport .play');
      if (!play) return;
      watch.disconnect();
      play.click();
    };
    const watch = new MutationObserver(press);
    watch.observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await until('it plays', async () => (await parts(page).at()) > 0);
});
