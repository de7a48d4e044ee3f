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

const note = (page) => page.getByRole('dialog', { name: 'Why?' });

test('a drag over the lanes takes the cursor along, both ways, and asks nothing', async ({ open }) => {
  const page = await open('#/worker-pool?at=60');
  const { at, link } = parts(page);
  const { x, y, width, height } = await page.locator('.lanes canvas').boundingBox();
  const to = (part) => page.mouse.move(x + Math.round(width * part), y + height * 0.6);
  /** Where the cursor is once it has come along. */
  const along = async (part) => {
    const before = await at();
    await to(part);
    await until(`it goes along to ${part}`, async () => (await at()) !== before);
    return at();
  };
  await to(0.3);
  await page.mouse.down();
  await until('it comes', async () => (await at()) !== 60);
  const [far, further, back] = [await along(0.5), await along(0.8), await along(0.4)];
  // A pixel is a millisecond or three.
  assert.ok(Math.abs(further - far - 3 * (far - back)) < 16, `${far}, ${further}, ${back}`);
  await page.mouse.up();
  await to(0.9);
  await frames(page);
  assert.equal(await at(), back, 'it is let go');
  assert.equal(await note(page).count(), 0);
  await until('the address is of there', () => Math.abs(link().at - back) <= 1);
});

test('a press on what a lane shows goes there and says why', async ({ open }) => {
  const page = await open('#/worker-pool?at=60');
  const { x, y, width, height } = await page.locator('.lanes canvas').boundingBox();
  const whom = new Set();
  for (let down = 0.2; down < 0.95; down += 0.05) {
    await page.mouse.click(x + width / 2, y + height * down);
    await frames(page);
    if (await note(page).count()) whom.add((await note(page).locator('p').innerText()).split(':')[0]);
    await page.keyboard.press('Escape');
  }
  assert.deepEqual([...whom].filter((name) => /^worker \d$/.test(name)).sort(), ['worker 1', 'worker 2', 'worker 3', 'worker 4']);
  assert.ok((await parts(page).at()) > 60);
});

test('a crowd is one lane until that is pressed, and again when its name is', async ({ open }) => {
  const page = await open('#/channel?senders=40&at=300');
  const lanes = page.locator('.lanes canvas');
  const { x, y, height } = await lanes.boundingBox();
  const high = async () => (await lanes.boundingBox()).height;
  await page.mouse.click(x + 30, y + height / 2);
  await until('a lane each', async () => (await high()) > height * 1.5);
  assert.equal(await parts(page).at(), 300, 'nothing else is done');
  const top = (await lanes.boundingBox()).y;
  // Its name stands beside the first of them, below the lane of the thread.
  await until('one lane again', async () => {
    for (let down = 44; down < 70 && (await high()) !== height; down += 4) {
      await page.keyboard.press('Escape');
      await page.mouse.click(x + 30, top + down);
      await frames(page);
    }
    return (await high()) === height;
  });
});

test('the speed is how much of the run passes in a second of the page', async ({ open }) => {
  // Nothing happens there for seconds: the one job takes five.
  const page = await open('#/worker-pool?jobs=1&job=5000&at=600');
  const { play, pause, position, at } = parts(page);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  for (const [name, speed] of [['0.5×', 0.5], ['1×', 1], ['2×', 2], ['5×', 5]]) {
    await position.fill('600');
    await page.clock.runFor(100);
    assert.equal(await at(), 600);
    await page.getByLabel('Speed', { exact: true }).selectOption({ label: name });
    await play.click();
    await page.clock.runFor(640);
    const passed = (await at()) - 600;
    // The first frame only says when it began.
    assert.ok(Math.abs(passed / speed - 640) < 48, `${name}: ${passed} ms`);
    await pause.click();
    await page.clock.runFor(100);
  }
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
