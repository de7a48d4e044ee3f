// The examples, as their readers meet them: in Chromium and in Firefox, beside the built page.
import assert from 'node:assert/strict';
import { at, button, focused, inBoth, painted, runs, tabOut, tabTo, until } from './both.mjs';
import { mdxSite, notebook } from './built_examples.mjs';
import { book, serveExamples } from './examples.mjs';

const { site, html } = await mdxSite();
const BUILT = { '/book/': book(), '/mdx/': site, '/notebook/': notebook() };

/** Opens an example in both browsers. */
function example(name, path, body) {
  inBoth(name, async (guest) => {
    const lesson = await serveExamples(guest.site.origin, BUILT);
    try {
      await body(await guest.open(`${lesson.origin}${path}`), guest);
    } finally {
      lesson.close();
    }
  });
}

/** The frame of the run in this place of the page, scrolled to and painted. */
async function run(page, selector) {
  const element = await page.waitForSelector(selector);
  await element.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const held = await until(`${selector} has its frame`, () => element.evaluateHandle((element) => element.shadowRoot?.querySelector('iframe') ?? (element instanceof HTMLIFrameElement ? element : null)).then((handle) => handle.asElement()?.contentFrame()));
  await painted(held);
  return held;
}

const begun = (frame) => until('it has played', async () => (await at(frame)) > 0);
const moves = async (frame) => {
  const before = (await at(frame)) || 0;
  await until('it plays', async () => (await at(frame)) > before);
};

example('a plain page has runs that load when seen, and drives one of them', '/plain/', async (page) => {
  const framed = await run(page, 'iframe');
  await button(framed, 'Play').click();
  await moves(framed);
  assert.equal(await page.$eval('#driven', ({ shadowRoot }) => shadowRoot.querySelector('iframe')), null);
  const driven = await run(page, '#driven');
  await page.$eval('#workers', (slider) => { slider.value = 6; slider.dispatchEvent(new Event('input')); });
  await until('six workers', async () => (await driven.$$eval('[data-knob=workers] output, [data-knob=workers] input', (parts) => parts.map(({ value }) => parseInt(value, 10)))).includes(6));
  await page.locator('#play').click();
  await moves(driven);
  await page.locator('#wrong').click();
  await until('the page says what breaks', async () => /breaks after/.test(await page.$eval('#said', (said) => said.innerText)));
});

example('keys go into a run of a plain page, and out of it', '/plain/', async (page) => {
  const driven = await run(page, '#driven');
  await page.focus('#wrong');
  await page.keyboard.press('Tab');
  await until('the focus is in the run', async () => (await focused(page)) === 'driven');
  await tabTo(page, driven, 'Step forward');
  const before = await at(driven);
  await page.keyboard.press('End');
  await until('the end', async () => (await at(driven)) > before);
  assert.equal(await tabOut(page), 'back');
});

example('on slides a run plays while its slide is shown, and the keys stay the slides\'', '/reveal/', async (page) => {
  const slide = () => page.evaluate(() => Reveal.getIndices().h);
  const playing = (frame) => frame.$eval('.transport .play', (button) => button.ariaLabel ?? button.innerText).then((name) => /Pause/.test(name));
  // Slides near to the one on screen may have loaded theirs, too.
  const computes = (does) => until('the run of the slide', () => runs(page).find((frame) => frame.url().includes('work=computing') === does));
  await until('the slides are there', () => page.evaluate(() => Reveal.isReady()));
  await page.keyboard.press('ArrowRight');
  const waiting = await computes(false);
  await begun(waiting);
  await page.keyboard.press('ArrowRight');
  assert.equal(await slide(), 2);
  const computing = await computes(true);
  await begun(computing);
  assert.equal(await playing(waiting), false);
  // A click into the run gives it the keys, until the pointer moves outside of it.
  await button(computing, 'Pause').click();
  await until('it pauses', async () => !(await playing(computing)));
  assert.equal(await slide(), 2);
  await page.mouse.move(5, 5);
  await page.keyboard.press('ArrowLeft');
  await until('the slide before', async () => (await slide()) === 1);
  await until('it plays again', () => playing(waiting));
});

example('a book of mdBook has runs in its chapters, in the theme of the book', '/book/', async (page) => {
  const first = await run(page, 'interleave-run');
  await button(first, 'Play').click();
  await moves(first);
  assert.equal(await focused(page), 'interleave-run');
  // Arrows are the run's while it has the focus, and the book's else.
  await page.keyboard.press('ArrowRight');
  assert.match(page.url(), /book\/(index\.html|waiting\.html)?$/);
  await page.locator('main h1').click();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('ArrowRight')]);
  assert.match(page.url(), /bounded\.html$/);
  const bounded = await run(page, 'interleave-run');
  const paper = () => bounded.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.evaluate(() => document.documentElement.classList.replace('light', 'coal'));
  await until('a dark run', async () => (await paper()) !== light);
  await Promise.all([page.waitForNavigation(), page.locator('a[rel~=next]').click()]);
  assert.match(page.url(), /breaker\.html$/);
  const framed = await run(page, 'iframe');
  await button(framed, 'Play').click();
  await moves(framed);
});

example('what goes into Moodle is a frame that needs no script of its page', '/moodle/iframe.html', async (page) => {
  const framed = await run(page, 'iframe');
  await button(framed, 'Play').click();
  await moves(framed);
});

example('a page of an MDX site is whole before it is hydrated, drives a run, and hears from it', '/mdx/', async (page) => {
  assert.match(html, /<interleave-run src="[^"]+" pattern="worker-pool" label="A worker pool">/);
  const first = await run(page, 'interleave-run');
  await button(first, 'Play').click();
  await moves(first);
  const driven = await run(page, 'interleave-run[variant=leaks]');
  await until('the page says what breaks', async () => /breaks after/.test(await page.$eval('[role=status]', (said) => said.innerText)));
  await page.focus('input[type=range]');
  await page.keyboard.press('End');
  await until('eight workers', () => driven.$eval('[data-knob=workers] input[type=range]', ({ value }) => value === '8'));
  // Both are the elements that the server sent.
  assert.equal((await page.$$('interleave-run')).length, 2);
});

example('a notebook shows a frame, the element, and one for each value of a knob', '/notebook/', async (page) => {
  const framed = await run(page, 'iframe');
  await button(framed, 'Play').click();
  await moves(framed);
  const element = await run(page, 'interleave-run[work=computing]');
  await button(element, 'Play').click();
  await moves(element);
  const last = await run(page, 'interleave-run[workers="8"]');
  assert.match(last.url(), /workers=8/);
  assert.equal((await page.$$('interleave-run')).length, 5);
});
