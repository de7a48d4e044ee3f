// How the page keeps up: frames under load, and how soon a turned knob is on screen.
//
// Prints rows of the table of `cargo xtask bench`.
import { Visitor, close, parts } from '../visitor.mjs';

/** So much slower than this machine's processor. */
const THROTTLE = 4;
/** So long frames are counted. */
const SPAN_MS = 4_000;

const row = (what, ours, detail, target) => console.log(`| ${what} | ${ours} | ${detail} | ${target} |`);
const verdict = (holds) => (holds ? 'met' : 'MISSED');

const visitor = new Visitor();

/** Prints how far frames were apart. */
function told(what, spans) {
  const rate = (1_000 * spans.length) / spans.reduce((sum, span) => sum + span, 0);
  const slowest = spans.toSorted((a, b) => a - b)[Math.ceil(0.95 * spans.length) - 1];
  row(`frames, processor ÷ ${THROTTLE}: ${what}`, `${(1_000 / rate).toFixed(1)} ms`, `p95 ${slowest.toFixed(1)} ms`, `${rate.toFixed(0)} ≥ 50 fps: ${verdict(rate >= 50)}`);
}

/** The busiest run that knobs can make, played at full speed. */
async function frames(hash, what) {
  const page = await visitor.open(hash);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await parts(page).play.first().click();
  const spans = await page.evaluate((span) => new Promise((done) => {
    const seen = [];
    const frame = (now) => {
      seen.push(now);
      if (now - seen[0] < span) requestAnimationFrame(frame);
      else done(seen.slice(1).map((at, place) => at - seen[place]));
    };
    requestAnimationFrame(frame);
  }), SPAN_MS);
  told(what, spans);
  await page.context().close();
}

/**
 * A thousand senders send at one instant: between 50 and 140 ms of playback, ten times as fast as
 * the run, a thousand items move at once. That is played again and again.
 */
async function thousand() {
  const page = await visitor.open('#/channel?variant=grows-for-ever&senders=1000&items=1000&make=0&e=1');
  const browser = await page.context().newCDPSession(page);
  await page.locator('.transport select').selectOption('10×');
  await browser.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  const spans = await page.evaluate(async (rounds) => {
    const frame = () => new Promise(requestAnimationFrame);
    const rail = document.querySelector('.rail');
    const play = document.querySelector('.transport .play');
    const spans = [];
    for (let round = 0; round < rounds; round += 1) {
      rail.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
      await frame();
      await frame();
      play.click();
      const begun = await frame();
      for (let last = begun; last - begun < 140;) {
        const now = await frame();
        if (last - begun >= 50) spans.push(now - last);
        last = now;
      }
      play.click();
      await frame();
    }
    return spans;
  }, 30);
  told('1,000 items moving at once', spans);
  await page.context().close();
}

/** Turns the first knob of a scenario and counts frames until other figures are on screen. */
async function turn(slug) {
  const page = await visitor.open(`#/${slug}?e=1`);
  const { handled, frames } = await page.evaluate(() => new Promise((done) => {
    const knob = document.querySelector('section input[type=range]:not(.rail)');
    const measured = document.querySelector('.aside');
    const before = measured.innerText;
    let frames = 0;
    const look = () => {
      frames += 1;
      if (measured.innerText !== before || frames > 60) done({ handled, frames });
      else requestAnimationFrame(look);
    };
    knob.value = Number(knob.value) < Number(knob.max) ? Number(knob.value) + Number(knob.step) : Number(knob.value) - Number(knob.step);
    const begun = performance.now();
    knob.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const handled = performance.now() - begun;
    requestAnimationFrame(look);
  }));
  await page.context().close();
  return { slug, handled, frames };
}

await thousand();
await frames('#/worker-pool?workers=16&jobs=40&queue=100&job=50&e=1', '16 workers, 40 jobs');
await frames('#/fan-out-fan-in?stages=8&jobs=40&job=50&e=1', '8 stages, 40 items');
await frames('#/worker-pool?workers=16&jobs=40&queue=100&job=50&compare=leaks&e=1', 'two runs compared');

const slugs = await parts(await visitor.open()).slugs();
const turns = [];
for (const slug of slugs) turns.push(await turn(slug));
const worst = turns.toSorted((a, b) => b.frames - a.frames || b.handled - a.handled)[0];
row('a knob turned, slowest of all scenarios', `${worst.handled.toFixed(1)} ms`, worst.slug, `${worst.frames} ≤ 1 frame: ${verdict(worst.frames <= 1)}`);

await visitor.leave();
await close();
