// With motion off, in Chromium and in Firefox: nothing moves by itself.
import assert from 'node:assert/strict';
import { button, inBoth, painted, until } from './both.mjs';
import { call, frameOf, hosted, state } from './both_lesson.mjs';

const STILL = { moves: false };
const repainted = (place) => place.evaluate(() => new Promise((done) => {
  let left = 20;
  const next = () => (left-- > 0 ? requestAnimationFrame(next) : done());
  next();
}));

hosted('whoever wants no motion is not moved by a frame that plays by itself, and may still press play', () => '<interleave-run eager pattern="worker-pool" autoplay="1"></interleave-run>', async (page) => {
  await call(page, 'getState');
  const frame = await frameOf(page);
  await painted(frame);
  await repainted(frame);
  assert.doesNotMatch(await state(page), /[?&](e|at)=/);
  await button(frame, 'Play').click();
  await until('it goes on', async () => /[?&](e|at)=/.test(await state(page)));
}, STILL);

inBoth('with motion off the lesson is stills, turned by hand', async ({ site, open }) => {
  const page = await open(`${site.origin}/`);
  await painted(page);
  const lesson = () => page.$eval('.opening', ({ innerText }) => innerText);
  const picture = () => page.$$eval('.opening .panel canvas', (all) => all.map((canvas) => canvas.toDataURL()).join());
  await until('the first', async () => (await lesson()).includes('1 / 4'));
  const first = await picture();
  await repainted(page);
  assert.equal(await picture(), first, 'it moves');
  await button(page, 'Next').click();
  await until('the second', async () => (await lesson()).includes('2 / 4') && (await picture()) !== first);
}, STILL);
