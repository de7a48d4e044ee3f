// Why? Every task answers, by pointer and by keyboard; items are followed; the axis has two ways.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';
import { run } from './cli.mjs';

const tasks = (page) => page.getByRole('group', { name: /^Why\?/ }).getByRole('button');
const note = (page) => page.getByRole('dialog', { name: 'Why?' });
const picture = (page) => page.locator('canvas').first().evaluate((canvas) => canvas.toDataURL());

test('every task says why it is as it is, to the keyboard too', async ({ open }) => {
  const page = await open('#/worker-pool?at=700');
  for (const name of await tasks(page).allInnerTexts()) {
    const task = tasks(page).filter({ hasText: name });
    await task.focus();
    await page.keyboard.press('Enter');
    await note(page).waitFor();
    assert.ok((await note(page).innerText()).includes(name), name);
    await page.keyboard.press('Escape');
    await note(page).waitFor({ state: 'detached' });
  }
});

test('a note leads to the next event of its task', async ({ open }) => {
  const page = await open('#/worker-pool?e=60');
  await tasks(page).filter({ hasText: 'worker 2' }).press('Enter');
  await note(page).getByRole('button', { name: /Its next event/ }).click();
  await until('a later event', () => Number(parts(page).link().e) > 60);
});

/** What there is of a task up to an event, by number. */
const eventsOf = ({ events, tasks }, name, last) =>
  [...events.keys()].filter((event) => tasks[events[event].task].name === name && event <= last);

test('a note leads to the event that made it so, and to the one before that', async ({ open }) => {
  const own = eventsOf(run('worker-pool'), 'worker 2', 60);
  const page = await open('#/worker-pool?e=60');
  await tasks(page).filter({ hasText: 'worker 2' }).press('Enter');
  const steps = [['Show the cause', -1], ['‹ Its previous event', -2], ['‹ Its previous event', -3], ['Its next event ›', -2], ['Its next event ›', -1]];
  for (const [name, place] of steps) {
    await note(page).getByRole('button', { name, exact: true }).click();
    await until(`${name}: ${own.at(place)}`, () => Number(parts(page).link().e) === own.at(place));
  }
});

test('a note leads to the line of code that its task is at', async ({ open }) => {
  const trace = run('worker-pool');
  const page = await open('#/worker-pool?e=60');
  for (const name of ['worker 4', 'consumer']) {
    const { site } = trace.events[eventsOf(trace, name, 60).findLast((event) => trace.events[event].site !== undefined)];
    const { line } = trace.sites[site];
    await tasks(page).filter({ hasText: name }).press('Enter');
    await note(page).getByRole('button', { name: `Show line ${line}`, exact: true }).click();
    const row = page.locator('.code .line').nth(line - 1);
    await until(`line ${line} is in view`, async () => (await row.count()) && row.locator('.text').evaluate((text) => {
      const [inside, frame] = [text, text.closest('.side-body')].map((part) => part.getBoundingClientRect());
      return inside.top >= frame.top && inside.bottom <= frame.bottom;
    }));
    assert.ok((await row.locator('.who').getAttribute('title')).includes(name));
    await page.keyboard.press('Escape');
  }
});

test('a note leads to no line of another file than it means', async ({ open }) => {
  for (const [slug, name, file] of [['circuit-breaker', 'client 4', 'patterns/timeout.rs'], ['worker-pool', 'worker 2', 'scenarios/cast.rs']]) {
    const { events, sites, tasks: all } = run(slug);
    const event = events.findIndex(({ site, task }) => sites[site]?.file === file && all[task].name === name);
    const page = await open(`#/${slug}?e=${event}`);
    await tasks(page).filter({ hasText: name }).press('Enter');
    await note(page).getByRole('button', { name: 'Its next event ›' }).waitFor();
    const line = note(page).getByRole('button', { name: /^Show line/ });
    // What Code does not show cannot be led to.
    if ((await line.count()) === 0) continue;
    await line.click();
    await until(`${file} is shown`, async () => (await page.locator('.side-body').getAttribute('aria-label')) === file);
  }
});

test('an item is followed, and let go', async ({ open }) => {
  const page = await open('#/worker-pool?at=700');
  const before = await picture(page);
  await tasks(page).filter({ hasText: 'worker 1' }).press('Enter');
  await note(page).getByRole('button', { name: /^Follow item/ }).click();
  await until('the rest fades', async () => (await picture(page)) !== before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await until('all is as before', async () => (await picture(page)) === before);
});

test('a click on the stage asks why', async ({ open }) => {
  const page = await open('#/worker-pool?at=700');
  const canvas = page.locator('canvas').first();
  const { width, height } = await canvas.boundingBox();
  let asked = false;
  for (let down = 0.2; down < 0.95 && !asked; down += 0.05) {
    await canvas.click({ position: { x: width / 2, y: height * down } });
    asked = await note(page).isVisible();
  }
  assert.ok(asked);
});

test('a note offers the actions that name its task, until it is over', async ({ open }) => {
  const page = await open('#/context-tree?at=400');
  const cancel = note(page).getByRole('button', { name: 'Cancel query 2', exact: true });
  const query = tasks(page).filter({ hasText: 'query 2' });
  await query.press('Enter');
  await cancel.press('Enter');
  await until('it is in the link', () => decodeURIComponent(parts(page).link().do ?? '') === 'cancel:query-2@400');
  await note(page).waitFor({ state: 'detached' });
  await until('its scope is over', async () => {
    await query.press('Enter');
    const isSaid = await note(page).getByText('query 2').first().isVisible();
    const isOffered = await cancel.isVisible();
    await page.keyboard.press('Escape');
    return isSaid && !isOffered;
  });
});

test('a scope is cancelled by clicking its card', async ({ open }) => {
  const page = await open('#/context-tree?at=400&lang=vi');
  const canvas = page.locator('canvas').first();
  const { width, height } = await canvas.boundingBox();
  const cancel = page.getByRole('dialog').getByRole('button', { name: /^Hủy (request|handler|query)/ });
  let isOffered = false;
  // The tree stands at the foot of the stage, its leaves on the right.
  for (let up = 0.05; up < 0.6 && !isOffered; up += 0.05) {
    for (let along = 0.9; along > 0.3 && !isOffered; along -= 0.2) {
      await canvas.click({ position: { x: width * along, y: height * (1 - up) } });
      isOffered = await cancel.isVisible();
      if (!isOffered) await page.keyboard.press('Escape');
    }
  }
  const whom = (await cancel.innerText()).replace('Hủy ', '').replace(' ', '-');
  await cancel.click();
  await until('it is in the link', () => decodeURIComponent(parts(page).link().do ?? '') === `cancel:${whom}@400`);
});

test('the axis goes by time or by order', async ({ open }) => {
  const page = await open('#/or-done?axis=time&e=10');
  const { position, link, at } = parts(page);
  await page.getByRole('radio', { name: 'Order', exact: true }).check();
  await until('the rail counts events', async () => (await at()) === Number(link().e) + 1 || (await at()) === Number(link().e));
  await page.getByRole('radio', { name: 'Time', exact: true }).check();
  await until('the rail counts time', async () => (await position.getAttribute('max')) !== null && (await at()) !== Number(link().e) + 1);
});
