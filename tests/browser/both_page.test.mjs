// The page itself, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { at, button, inBoth, painted, slider, until } from './both.mjs';
import { run } from './cli.mjs';

const PHONE = { width: 320, height: 640 };

/** Opens the page at a link, painted. */
async function opened({ site, open }, hash, frame) {
  const page = await open(`${site.origin}/${hash}`, frame);
  await painted(page);
  return page;
}

const link = (page) => page.evaluate(() => location.hash);

inBoth('the page opens with its lesson, and a pattern plays', async (guest) => {
  const front = await opened(guest, '');
  await front.waitForSelector('h1');
  const page = await opened(guest, '#/worker-pool?e=1');
  const before = await at(page);
  await button(page, 'Play').click();
  await until('it moves', async () => (await at(page)) > before);
  await button(page, 'Pause').click();
  await button(page, 'Step forward').click();
});

inBoth('a knob that is turned is another run, and the address says so', async (guest) => {
  const page = await opened(guest, '#/worker-pool?e=1');
  const figures = () => page.$eval('.aside', (aside) => aside.innerText);
  const before = await figures();
  const workers = await slider(page, 'workers').waitHandle();
  await workers.focus();
  await page.keyboard.press('ArrowRight');
  await until('five workers', async () => /workers=5/.test(await link(page)));
  await until('other figures', async () => (await figures()) !== before);
});

inBoth('what is shared is the instant on screen', async (guest) => {
  const page = await opened(guest, '#/worker-pool?variant=leaks&workers=3&e=40');
  await button(page, 'Step forward').click();
  await until('one event on', async () => /e=41/.test(await link(page)));
  await button(page, 'Share').click();
  const offered = () => page.$$eval('[role=dialog] :is(textarea, input), dialog :is(textarea, input)', (fields) => fields.map(({ value }) => value));
  const shared = await until('a link is offered', async () => (await offered()).find((value) => value.includes('#/worker-pool')));
  const other = await opened(guest, new URL(shared).hash);
  await until('the same instant', async () => (await at(other)) === (await at(page)));
  for (const said of ['variant=leaks', 'workers=3', 'e=41']) assert.ok(shared.includes(said), said);
});

inBoth('the page speaks both languages', async (guest) => {
  const language = (page) => page.$eval('html', (html) => html.lang);
  assert.equal(await language(await opened(guest, '#/worker-pool')), 'en');
  const page = await opened(guest, '#/worker-pool?lang=vi');
  assert.equal(await language(page), 'vi');
  assert.equal(await page.$$eval('button', (buttons) => buttons.some((button) => /^(Play|Share)$/.test(button.innerText))), false);
});

inBoth('keys play, step and seek', async (guest) => {
  const page = await opened(guest, '#/worker-pool?e=10');
  await page.keyboard.press('ArrowRight');
  await until('a step on', async () => /e=11/.test(await link(page)));
  await page.keyboard.press('ArrowLeft');
  await until('a step back', async () => /e=10/.test(await link(page)));
  await page.keyboard.press(' ');
  await button(page, 'Pause').wait();
  await page.keyboard.press(' ');
  await button(page, 'Play').wait();
  await page.keyboard.press('End');
  await until('the end', async () => (await at(page)) > 1);
});

inBoth('events are those of the command line', async (guest) => {
  for (const hash of ['worker-pool', 'pipeline', 'circuit-breaker']) {
    const page = await opened(guest, `#/${hash}?e=9`);
    await button(page, 'Events').click();
    const table = await page.waitForSelector('table[aria-rowcount]');
    assert.equal(Number(await table.evaluate((table) => table.getAttribute('aria-rowcount'))) - 1, run(hash).events.length, hash);
  }
});

inBoth('320 px are wide enough', async (guest) => {
  for (const hash of ['#/worker-pool?e=20', '#/worker-pool?e=20&embed=1', '#/circuit-breaker?e=20&lang=vi&embed=1']) {
    const page = await opened(guest, hash, PHONE);
    const [content, wide] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= wide, `${hash}: ${content} > ${wide}`);
  }
});
