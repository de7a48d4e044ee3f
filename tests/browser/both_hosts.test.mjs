// What a page around a run may ask of it and hears from it, in Chromium and in Firefox: options of the
// link, attributes, methods, events.
import assert from 'node:assert/strict';
import { at, button, focused, inBoth, painted, runs, slider, until } from './both.mjs';
import { call, callOf, frameOf, heard, hears, hosted, state } from './both_lesson.mjs';
import { serve } from './site.mjs';

const FRAME = { width: 640, height: 420 };
const RUN = '<interleave-run eager pattern="worker-pool"></interleave-run>';

const texts = (place, selector) => place.$$eval(selector, (all) => all.map(({ innerText }) => innerText.trim()));
const count = (place, selector) => place.$$eval(selector, (all) => all.length);
/** Whether each control that a selector names can be used. */
const usable = (place, selector) => place.$$eval(selector, (all) => all.map((one) => !one.disabled));
/** Leads a page that is open to another link. */
const turn = (page, options) => page.evaluate((options) => { location.hash = `#/worker-pool?embed=1&${options}`; }, options);

const KNOBS = '[data-knob] input';
const ACTIONS = '.actions button';
const HEAD = 'h1';

inBoth('a frame shows what its options say, and says which of them it cannot use', async ({ site, open }) => {
  const page = await open(`${site.origin}/#/worker-pool?embed=1`, FRAME);
  await painted(page);
  for (const controls of [KNOBS, ACTIONS]) assert.ok((await usable(page, controls)).some(Boolean), controls);
  const height = () => page.$eval(HEAD, (head) => head.getBoundingClientRect().height);
  assert.ok((await height()) > 1);

  await turn(page, 'lock=all');
  for (const controls of [KNOBS, ACTIONS, 'input[name=seg-variant]']) {
    await until(`${controls} are locked`, async () => { const all = await usable(page, controls); return all.length > 0 && !all.some(Boolean); });
  }
  assert.deepEqual(await usable(page, '[aria-label="Step forward"], [aria-label=Play]'), [true, true]);

  await turn(page, 'hide=workers,variant,cancel,reset,full&title=0');
  await until('no workers', async () => (await count(page, '[data-knob=workers]')) === 0);
  const names = await texts(page, 'button, a, label');
  for (const name of ['Leaks', 'Cancel', 'Reset']) assert.ok(!names.includes(name), name);
  assert.ok(!names.some((name) => name.startsWith('Open full')));
  assert.ok(names.includes('Consumer leaves'));
  // For readers of screens it stays.
  assert.ok((await height()) <= 1);

  await turn(page, 'panels=Stage,knobs,claims,story,code,metrics');
  for (const name of ['Claims', 'Story', 'Code']) await until(name, async () => (await texts(page, 'h2')).includes(name));
  assert.equal(await count(page, '.lanes'), 0);
  assert.equal(await count(page, '.actions'), 0);

  await turn(page, 'job=abc&speed=fast&panels=stage,wheels&stop=0');
  await until('all four are said', async () => {
    const said = (await texts(page, '.notice')).join('\n');
    return [/job: “abc”/, /speed: “fast” was ignored/, /panels: “wheels” was ignored/, /stop: “0”/].every((like) => like.test(said));
  });
  assert.equal(await count(page, '.lanes'), 0);

  await turn(page, 'compare=leaks');
  await until('two runs', async () => (await count(page, '.stage')) === 2);
  assert.equal(await count(page, '.notice'), 0);
});

/** The instants that a frame paints while it plays by itself, until it has begun again twice. */
async function played(page) {
  await painted(page);
  await page.evaluate(() => {
    const shown = [];
    let turns = 0;
    const look = () => {
      const now = Math.round(1000 * parseFloat(document.querySelector('.transport .time').textContent));
      const last = shown.at(-1);
      if (now < last) turns += 1;
      if (now !== last) shown.push(now);
      if (turns === 2) window.played = shown;
      else requestAnimationFrame(look);
    };
    look();
  });
  return until('it has played', () => page.evaluate(() => window.played));
}

inBoth('a frame plays its span by itself, at its speed, once or again and again', async ({ site, open }) => {
  const SPAN = 'embed=1&autoplay=1&start=200&stop=420&speed=2';
  const page = await open(`${site.origin}/#/worker-pool?${SPAN}&loop=1`, FRAME);
  const shown = await played(page);
  assert.ok(shown.every((at) => at >= 200 && at <= 420), `${shown}`);
  assert.equal(await page.$eval('.transport select', ({ selectedOptions: [speed] }) => speed.textContent), '2×');
  const once = await open(`${site.origin}/#/worker-pool?${SPAN}`, FRAME);
  await painted(once);
  await until('it stands where it stops', async () => (await at(once)) === 0.42 && (await count(once, '[aria-label=Pause]')) === 0);
});

/** Clicks what is written so in a frame: the label of a radio button, say. */
const press = (frame, words) => frame.locator(`::-p-xpath(//label[normalize-space()="${words}"])`).click();

const TOLD = `<interleave-run eager pattern="worker-pool" workers="3" queue="5"></interleave-run>`;
hosted('attributes come, change and go, and the page hears who did what', () => TOLD, async (page, guest) => {
  assert.deepEqual(await hears(page, 'ready', () => true), { type: 'ready', run: '', protocol: 1, pattern: 'worker-pool' });
  const changed = (like) => hears(page, 'change', ({ link }) => like.test(link));
  const attribute = (name, value) => page.$eval('interleave-run', (run, name, value) => (value === null ? run.removeAttribute(name) : run.setAttribute(name, value)), name, value);

  await call(page, 'seek', 700);
  const stepped = async (by) => {
    await call(page, 'step', by);
    return Number(/[?&]e=(\d+)/.exec(await state(page))?.[1]);
  };
  const from = await stepped(1);
  assert.ok(from > 1, `${from}`);
  assert.deepEqual([await stepped(3), await stepped(-1)], [from + 3, from + 2]);

  assert.deepEqual(await call(page, 'set', { workers: 7 }), { notices: '' });
  assert.equal((await changed(/workers=7/)).userInitiated, false);
  const frame = await frameOf(page);
  await press(frame, 'Leaks');
  assert.equal((await changed(/variant=leaks/)).userInitiated, true);
  await call(page, 'set', { workers: 2 });
  assert.equal((await changed(/workers=2/)).userInitiated, false);
  await assert.rejects(call(page, 'seek', -5), /seek takes milliseconds/);

  assert.deepEqual(await heard(page, 'error'), []);
  await attribute('workers', '800');
  assert.match((await hears(page, 'error', () => true)).why, /workers.*800/);
  // What the reader and the methods did goes with it.
  await press(frame, 'Correct');
  await attribute('workers', null);
  const left = await until('another link', async () => { const link = await state(page); return /workers=4/.test(link) && link; });
  assert.match(left, /variant=correct.*queue=5/);
  await until('that was not the reader', async () => (await heard(page, 'change')).at(-1).userInitiated === false);

  await attribute('pattern', 'tee');
  assert.equal((await changed(/^\/tee/)).userInitiated, false);
  assert.equal((await runs(page)).length, 1);

  const other = await serve();
  try {
    await attribute('src', `${other.origin}/`);
    await until('the page there is asked', () => runs(page)[0]?.url().startsWith(other.origin));
    await call(page, 'set', { seed: 9 });
    assert.match(await state(page), /^\/tee.*seed=9/);
    assert.equal((await heard(page, 'ready')).length, 2);
  } finally {
    other.close();
  }
});

const ENDS = `<interleave-run eager id="whole" pattern="worker-pool" speed="10" autoplay="1"></interleave-run>
  <interleave-run eager id="stops" pattern="worker-pool" start="300" stop="500" speed="10"></interleave-run>
  <interleave-run eager id="leaks" pattern="worker-pool" variant="leaks" speed="10"></interleave-run>`;
hosted('the end is told with its outcome, at the end or at the stop, and claims before it', () => ENDS, async (page) => {
  const ends = async (run) => {
    // Out of view nothing goes on.
    await page.$eval(`#${run}`, (run) => run.scrollIntoView());
    if (run !== 'whole') await callOf(page, `#${run}`, 'play');
    return (await hears(page, 'finish', () => true, run)).outcome;
  };
  assert.equal(await ends('whole'), 'finished');
  await ends('stops');
  const { link } = await callOf(page, '#stops', 'getState');
  assert.equal((await heard(page, 'change', 'stops')).at(-1).ms, 500);
  assert.match(link, /[?&](at=500|e=\d+)/);
  assert.equal(await ends('leaks'), 'deadlocked');
  for (const run of ['whole', 'stops', 'leaks']) assert.equal((await heard(page, 'finish', run)).length, 1, run);
  assert.ok((await heard(page, 'claim', 'whole')).every(({ holds }) => holds));
  const [broken] = (await heard(page, 'claim', 'leaks')).filter(({ holds }) => !holds);
  assert.ok(broken.ms > 0, JSON.stringify(broken));
});

const STILL = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>')}`;
const PRESSED = `<interleave-run click pattern="worker-pool" still="${STILL}"></interleave-run>`;
const MODULE = { script: (origin) => `<script type="module">import InterleaveRun from "${origin}/embed.mjs"; window.isIt = InterleaveRun === customElements.get('interleave-run');</script>` };
hosted('imported as a module, what waits for a click shows its picture, and loads and plays when it is pressed', () => PRESSED, async (page) => {
  const inside = (selector) => page.$eval('interleave-run', ({ shadowRoot }, selector) => shadowRoot?.querySelectorAll(selector).length, selector);
  await until('the picture is shown', () => page.$eval('interleave-run', ({ shadowRoot }) => shadowRoot?.querySelector('img')?.naturalWidth === 30));
  assert.equal(await page.evaluate(() => window.isIt), true);
  assert.equal(await inside('iframe'), 0);
  assert.deepEqual(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /wasm|page-/.test(name))), []);
  await page.locator('interleave-run >>> button').click();
  await hears(page, 'ready', () => true);
  await button(runs(page)[0], 'Pause').wait();
  assert.deepEqual([await inside('iframe'), await inside('img'), await inside('button')], [1, 0, 0]);
}, MODULE);

const READING = `<p style="height:1500px"><input id="mine"></p>${RUN}<p style="height:3000px"></p>`;
const ASKED = [['play'], ['pause'], ['seek', 400], ['step', 3], ['set', { workers: 7, panels: 'stage,code,story' }], ['setState', { version: 1, link: '/tee?embed=1&e=9' }], ['set', { lang: 'vi', theme: 'dark' }], ['play']];
hosted('whatever it is asked, it takes no focus and scrolls nothing of the page around it', () => READING, async (page) => {
  await page.$eval('#mine', (mine) => mine.focus({ preventScroll: true }));
  await page.evaluate(() => scrollTo(0, 700));
  await hears(page, 'ready', () => true);
  const top = await page.evaluate(() => scrollY);
  assert.ok(top >= 600, `${top}`);
  for (const [method, ...given] of ASKED) {
    await call(page, method, ...given);
    // Twice painted, what was asked is on screen.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual([await focused(page), await page.evaluate(() => scrollY)], ['mine', top], method);
  }
  const frame = await frameOf(page);
  await until('it speaks Vietnamese', () => frame.$('html[lang=vi]'));
  assert.equal(await frame.evaluate(() => document.activeElement === document.body), true);
});

const GOAL = '<interleave-run eager pattern="worker-pool" panels="stage,knobs,challenges" goal="p50<800"></interleave-run>';
hosted('a goal of the link is reached by a knob, a question is answered, and the page hears of both', () => GOAL, async (page) => {
  await call(page, 'getState');
  const frame = await frameOf(page);
  const said = () => frame.$eval('.challenges', ({ innerText }) => innerText.replaceAll(/\s+/g, ' '));
  await until('it is not met', async () => /From your teacher.*p50 under 800 ms not yet: \d+ ms/.test(await said()));
  assert.deepEqual(await heard(page, 'challenge'), []);
  const queue = await slider(frame, 'queue').waitHandle();
  await queue.focus();
  await page.keyboard.press('Home');
  const { type, run, ...reached } = await hears(page, 'challenge', () => true);
  assert.deepEqual(reached, { challenge: 'goal', met: true });
  await until('it is said', async () => /Reached: this run does all that was asked/.test(await said()));
  const answers = (name) => frame.locator(`::-p-xpath(//*[contains(@class, "challenges")]//button[contains(normalize-space(), "${name}")])`);
  for (const name of ['Prediction', 'Ask me', 'It finishes the job', 'Skip to the answer']) await answers(name).click();
  const answered = await hears(page, 'challenge', ({ chosen }) => chosen);
  assert.deepEqual([answered.challenge, answered.met, answered.chosen, answered.right], ['reader-gone', false, 'ends', 'waits-for-ever']);
  await until('the answer is said', async () => /Not this time/.test(await said()));
});
