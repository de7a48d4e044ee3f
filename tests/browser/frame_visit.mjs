// Runs in frames of somebody else's page, by all kinds of readers, of a page that counts: prints, two
// lines a pattern, the numbers of the functions that were called when it was seen, and when it
// was used too; and of a few patterns a line of what links can ask of a frame. `cargo xtask first-visit`
// builds that page and reads them.
import { Visitor, close } from './visitor.mjs';
import { scenarios } from './cli.mjs';
import { host } from './site.mjs';

/** What a page asks for, and who sees it. */
const KINDS = [
  { attributes: { speed: 10 }, reader: { width: 700, height: 600 } },
  { attributes: { speed: 10, autoplay: 1 }, reader: { lang: 'vi' }, knobs: true },
  { attributes: { speed: 10, start: 1, seed: 3, at: 400, hide: 'reset' }, reader: {}, sets: true },
  { attributes: { speed: 10, autoplay: 1, title: 0 }, reader: { lang: 'vi', theme: 'dark', width: 390, height: 844, touch: true } },
];
const PANELS = { attributes: { speed: 10, panels: 'stage,timeline,knobs,actions,claims,metrics' }, reader: {} };
/** Whoever turns everything first, before it has played. */
const TURNED = { attributes: { panels: 'stage,timeline,knobs,actions' }, reader: {}, turned: true };
/** What only some pages ask for: of a few patterns, for it is the same code for all. */
const ASKED = ['worker-pool', 'token-bucket', 'resilient-pipeline'];
const asks = ({ slug, variants, knobs: [first, ...others], actions }) => {
  const other = others.find(({ kind }) => kind !== 'choice') ?? first;
  return [
    { attributes: { compare: variants[1], loop: 1, start: 100, stop: 900, autoplay: 1, speed: 10, title: 0 }, reader: {} },
    { attributes: { compare: `${other.name}:${other.max}`, axis: 'order', lock: 'all', hide: 'full', goal: 'p95<200,dropped=0' }, reader: { lang: 'vi' } },
    { attributes: { [other.name]: 9_999_999, sped: 1, lock: 'wheels', goal: 'sooner', at: 400, theme: 'dark' }, reader: { reducedMotion: true } },
    { attributes: { [other.name]: other.max, do: `${actions[0]}@700`, sched: 'seeded', seed: 3, e: 40, follow: 2 }, reader: { width: 360, height: 640 } },
    { attributes: { variant: variants[1], start: 200, lock: other.name, hide: 'reset', goal: 'finished', panels: 'stage,timeline,knobs,actions,claims,metrics,challenges' }, reader: { lang: 'vi' } },
  ].map((kind) => [slug, { ...kind, asked: true }]);
};

/** So many instants of a run are looked at. */
const INSTANTS = 80;

const visitor = new Visitor();

/** What a lesson says of a run: another variant, a number and a choice that are not as by default, and what cannot be turned. */
function said({ variants, knobs }) {
  const number = knobs.find(({ kind }) => kind !== 'choice');
  const choice = knobs.find(({ choices }) => choices?.length > 0);
  const { default: usual, min, max } = number;
  const turned = [usual * 2, max, min].find((value) => value !== usual && value <= max);
  const pairs = [['variant', variants[1]], ['lock', number.name], [number.name, turned]];
  if (choice) pairs.push([choice.name, choice.choices.find((slug) => slug !== choice.default)]);
  return pairs;
}

/** A page with one run in it, and the frame of that run. */
async function opened(slug, { attributes, reader, knobs, sets }) {
  const scenario = scenarios.find((scenario) => scenario.slug === slug);
  const own = sets ? said(scenario) : knobs ? scenario.knobs.map(({ name, default: value }) => [name, value]) : [];
  const [page, origin] = [await visitor.blank(reader), await visitor.origin()];
  const pairs = [...own, ...Object.entries({ pattern: slug, ...attributes })].map(([name, value]) => `${name}="${value}"`);
  const site = await host(`<!doctype html><body><script src="${origin}/embed.js"></script><interleave-run eager ${pairs.join(' ')}></interleave-run>`);
  await page.goto(site.origin);
  const run = page.locator('interleave-run');
  await run.evaluate((run) => run.getState());
  return { page, run, frame: page.frames()[1], site };
}

const ask = (run, method, ...given) => run.evaluate((run, [method, given]) => run[method](...given), [method, given]);

/** The run is seen, and played: by itself, by the page around it, by its reader. */
async function see({ page, run, frame }) {
  await page.emulateMedia({ colorScheme: 'dark' });
  const press = (name) => frame.evaluate((name) => document.querySelector(name)?.click(), name);
  for (const name of ['.big-play', '.transport .play', '.transport button:last-of-type', '.transport button:first-of-type']) await press(name);
  const rest = [['pause'], ['seek', 300], ['step', 2], ['step', -1], ['getState'], ['seek', 0], ['play']];
  for (const [method, ...given] of rest) await ask(run, method, ...given);
  await run.evaluate((run) => new Promise((done) => {
    run.addEventListener('finish', done, { once: true });
    // A run that goes on and on is watched for a while.
    setTimeout(done, 4_000);
  }));
  // Which instants are painted as it plays is chance: some of everywhere are for certain.
  const end = await frame.evaluate(() => Number(document.querySelector('.rail')?.max ?? 0));
  for (let part = 0; part <= INSTANTS; part += 1) {
    await ask(run, 'seek', (end * part) / INSTANTS);
    await frame.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.setViewportSize({ width: 500, height: 500 });
  // It goes out of view, and comes back.
  await run.evaluate(async (run) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const margin of ['9000px', '0px']) {
      run.style.marginTop = margin;
      await painted();
    }
  });
}

/** What a reader does with it, and the page around it. */
async function use({ page, run, frame }, all) {
  await frame.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const press = async (element) => {
      element.click();
      await painted();
    };
    const pressAll = async (name) => {
      for (const element of document.querySelectorAll(name)) if (!element.disabled) await press(element);
    };
    for (const name of ['.bar .transport button', '.actions button', '.foot button', '.parameters input[type=radio]']) await pressAll(name);
    for (const variant of document.querySelectorAll('.title input[type=radio]')) {
      if (variant.disabled) continue;
      await press(variant);
      for (const name of ['.transport button:last-of-type', '.actions button']) await pressAll(name);
    }
    for (const knob of document.querySelectorAll('.parameters input[type=range]')) {
      for (const value of [knob.max, knob.min]) {
        knob.value = value;
        knob.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await painted();
      }
    }
    for (const select of document.querySelectorAll('select')) {
      select.selectedIndex = 3;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  for (const canvas of await frame.locator('canvas').all()) {
    const box = await canvas.boundingBox();
    if (!box) continue;
    const { x, y, width, height } = box;
    for (const share of [0.1, 0.3, 0.5, 0.7]) await page.mouse.move(x + width * share, y + height * share, { steps: 2 });
    for (const [along, down] of [[0.1, 0.15], [0.1, 0.5], [0.3, 0.5], [0.5, 0.2], [0.5, 0.5], [0.5, 0.8], [0.7, 0.5], [0.9, 0.5]]) {
      await page.mouse.click(x + width * along, y + height * down);
    }
  }
  for (const key of ['Escape', 'ArrowRight', 'ArrowLeft', 'End', 'Home', '[', ']', ' ', 'Tab', 'Tab', 'Escape']) await page.keyboard.press(key);
  // The same keys, in what has keys of its own.
  for (const control of ['.parameters input[type=range]', '.parameters input[type=radio]', '.transport button', '.rail']) {
    const found = frame.locator(control).first();
    if (!(await found.isVisible().catch(() => false))) continue;
    await found.focus();
    for (const key of ['End', 'ArrowLeft', 'Home', 'ArrowRight', ' ']) await page.keyboard.press(key);
  }
  if (all) await turn({ page, run, frame }, all);
  const state = await ask(run, 'getState');
  for (const [method, ...given] of [['set', { speed: 10, lang: 'vi' }], ['setState', state], ['seek', 0], ['play']]) await ask(run, method, ...given);
  await run.evaluate((run) => run.setAttribute('seed', 5));
  await ask(run, 'getState');
}

/** Every knob from end to end, every choice, every variant: other settings are other code of a pattern. */
async function turn({ run, frame }, { knobs, variants }) {
  const settings = knobs.flatMap(({ name, min, max, choices, default: usual }) => [...(choices.length > 0 ? choices : [min, max]), usual].map((value) => ({ [name]: value })));
  for (const knobs of [...settings, ...[...variants, variants[0]].map((variant) => ({ variant }))]) {
    await ask(run, 'set', knobs);
    await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

const called = (frame) => frame.evaluate(() =>
  Object.entries(interleave.exports)
    .filter(([name, called]) => name.startsWith('called ') && called.value)
    .map(([name]) => Number(name.slice('called '.length))),
);

/** The functions that were called until it was seen, and until it was used. */
async function visit(slug, kind) {
  const opening = await opened(slug, kind);
  const scenario = scenarios.find((scenario) => scenario.slug === slug);
  if (kind.turned) await turn(opening, scenario);
  await see(opening);
  const seen = await called(opening.frame);
  await use(opening, kind === PANELS && scenario);
  const used = await called(opening.frame);
  await opening.page.context().close();
  opening.site.close();
  // What a page asks for that few do is not what every frame is to fetch.
  return { seen: KINDS.includes(kind) ? seen : [], used };
}

const visits = [
  ...scenarios.flatMap(({ slug }) => [...KINDS, PANELS, TURNED].map((kind) => [slug, kind])),
  ...scenarios.filter(({ slug }) => ASKED.includes(slug)).flatMap(asks),
];
const lines = new Map([...scenarios.flatMap(({ slug }) => [slug, `used ${slug}`]), ...ASKED.map((slug) => `asked ${slug}`)].map((name) => [name, new Set()]));
const next = async () => {
  for (let one = visits.pop(); one; one = visits.pop()) {
    const [[slug, { asked }], { seen, used }] = [one, await visit(...one)];
    for (const number of seen) lines.get(slug).add(number);
    for (const number of used) lines.get(`${asked ? 'asked' : 'used'} ${slug}`).add(number);
  }
};
await Promise.all([next(), next(), next()]);
await visitor.leave();
await close();
for (const [name, numbers] of lines) console.log(`${name}: ${[...numbers].sort((a, b) => a - b).join(' ')}`);
