// Knobs: turning one reruns at once, and the link says so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inOnePage, link, parts, test, turn, until } from './page.mjs';
import { scenarios, slides } from './cli.mjs';

/** What a scenario's knobs are called in a language, by name. */
function called(slug, lang) {
  const words = readFileSync(new URL(`../../crates/scenarios/words/${lang}/${slug}.md`, import.meta.url), 'utf8');
  const section = words.split(/^## Knobs$/m)[1].split(/^## /m)[0];
  return Object.fromEntries([...section.matchAll(/^- ([\w-]+): (.+?) \|/gm)].map(([, name, label]) => [name, label]));
}

inOnePage(scenarios, ({ slug }) => ({ name: `${slug}: each knob is called by its name, and turns to both its ends`, hash: `#/${slug}?e=1` }), async (page, { slug, knobs }) => {
  const sliders = page.locator('.parameters').getByRole('slider');
  const sliding = knobs.filter(slides);
  const slider = (lang, { name }) => page.locator(`.parameters [data-knob="${name}"]`).getByRole('slider', { name: called(slug, lang)[name], exact: true });
  assert.equal(await sliders.count(), sliding.length);
  for (const [key, end] of [['End', 'max'], ['Home', 'min']]) {
    for (const knob of sliding) await slider('en', knob).press(key);
    for (const knob of sliding) {
      const value = knob[end];
      await until(`${knob.name} is ${value}`, () => Number(link(page)[knob.name] ?? knob.default) === value);
    }
  }
  await turn(page, `#/${slug}?e=1&lang=vi`);
  for (const knob of sliding) await slider('vi', knob).waitFor();
});

test('a knob turned shows another run, and the same again when it is turned back', async ({ open }) => {
  const page = await open('#/worker-pool?e=40');
  const { parameters, measured } = parts(page);
  const knob = scenarios.find(({ slug }) => slug === 'worker-pool').knobs.filter(slides).findIndex(({ name }) => name === 'workers');
  const before = await measured.innerText();
  await parameters.getByRole('slider').nth(knob).focus();
  await page.keyboard.press('ArrowRight');
  await until('other figures', async () => (await measured.innerText()) !== before);
  await page.keyboard.press('ArrowLeft');
  await until('the figures of before', async () => (await measured.innerText()) === before);
});

test('the mark in the chart goes with the knob, from point to point of the line', async ({ open }) => {
  const page = await open('#/concurrency-is-not-parallelism?e=1&workers=2');
  const { knob, measured } = parts(page);
  const mark = measured.locator('.chart circle.here');
  await mark.waitFor();
  const points = (await measured.locator('.chart path.l0').getAttribute('d')).slice(1).split('L');
  for (const [key, workers] of [[null, 2], ['ArrowRight', 3], ['Home', 1], ['End', points.length]]) {
    if (key) await knob('Workers').press(key);
    const at = () => mark.evaluate((circle) => `${circle.getAttribute('cx')} ${circle.getAttribute('cy')}`);
    await until(`${workers} are marked`, async () => (await at()) === points[workers - 1]);
  }
  assert.equal(new Set(points).size, points.length, 'each is another place');
});

test('a knob turned keeps the cursor where it was in time, though the run is another', async ({ open }) => {
  const page = await open('#/worker-pool?at=1000');
  const { knob, at, measured } = parts(page);
  const before = await at();
  for (const [label, name] of [['Job takes', 'job'], ['Workers', 'workers'], ['Threads', 'threads'], ['Jobs', 'jobs']]) {
    const figures = await measured.innerText();
    await knob(label).press('ArrowRight');
    await until(`${name} is in the link`, () => link(page)[name] !== undefined);
    // Jobs that wait are done as soon with another thread, or nearly.
    if (name !== 'threads') await until(`${name}: other figures`, async () => (await measured.innerText()) !== figures);
    assert.equal(await at(), before, name);
  }
});

test('Reset brings every knob back', async ({ open }) => {
  const page = await open('#/worker-pool?workers=7&queue=9&e=5');
  await parts(page).parameters.getByRole('button', { name: 'Reset' }).click();
  await until('the defaults', () => link(page).workers === undefined && link(page).queue === undefined);
});
