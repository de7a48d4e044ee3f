// Story, Code and Events open beside the stage.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHONE, inOnePage, parts, test, until } from './page.mjs';
import { run, scenarios } from './cli.mjs';

/** The lines of a file that is called as call sites call it: `patterns/tee.rs`. */
const sourceOf = (file) => new Set(readFileSync(new URL(`../../crates/${file.replace('/', '/src/')}`, import.meta.url), 'utf8').split('\n').map((line) => line.trim()));

inOnePage(scenarios, ({ slug }) => ({ name: `${slug} has a story in both languages, and its code in Rust and in Go`, hash: `#/${slug}?e=9` }), async (page, { slug }) => {
  await parts(page).story.click();
  const stories = [await page.locator('.story').innerText()];
  await page.evaluate((hash) => { location.hash = hash; }, `#/${slug}?e=9&lang=vi`);
  await page.locator('html[lang=vi]').waitFor({ state: 'attached' });
  await page.locator('.panels button').first().click();
  stories.push(await page.locator('.story').innerText());
  for (const story of stories) assert.ok(story.split(/\s+/).length > 120, story);
  await page.locator('.panels button').nth(1).click();
  await page.getByText('async fn run').first().waitFor();
  const files = page.locator('.side-head.sub').getByRole('radio');
  const shown = new Set();
  for (let place = 0; place < (await files.count()) - 1; place += 1) {
    await files.nth(place).check();
    const file = await until('another file', async () => {
      const file = await page.locator('.side-body').getAttribute('aria-label');
      return !shown.has(file) && file;
    });
    shown.add(file);
    const [source, lines] = [sourceOf(file), await page.locator('.code .text').allTextContents()];
    assert.deepEqual(lines.filter((line) => !source.has(line.trim())), [], file);
    assert.ok(lines.length > 30, file);
  }
  assert.equal([...shown].some((file) => file.startsWith('patterns/')), slug !== scenarios[0].slug, 'all but the first have a pattern');
  await page.getByRole('radio', { name: 'Go', exact: true }).check();
  await page.locator('.code').getByText('main', { exact: true }).first().waitFor();
});

test('beside a stage no event is cut', async ({ open }) => {
  for (const slug of ['fan-out-fan-in', 'bridge', 'worker-pool']) {
    const page = await open(`#/${slug}?e=60&side=events&lang=vi`);
    const cut = await page.locator('.events tbody tr:not(.gap) td:nth-child(3)').evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.innerText));
    assert.deepEqual(cut, [], slug);
  }
});

test('the current line of a task moves with the cursor', async ({ open }) => {
  const page = await open('#/worker-pool?e=9');
  await parts(page).code.click();
  const current = async () => (await page.locator('.code .here').allInnerTexts()).join('\n');
  await until('a line is marked', current);
  const seen = new Set();
  for (let step = 0; step < 25; step += 1) {
    seen.add(await current());
    await parts(page).forward.click();
  }
  assert.ok(seen.size > 2, [...seen].join('\n---\n'));
});

test('in a file of the pattern too it is marked who is at a line', async ({ open }) => {
  const { events, tasks, sites } = run('circuit-breaker');
  const event = events.findIndex(({ site }) => sites[site]?.file === 'patterns/timeout.rs');
  const page = await open(`#/circuit-breaker?e=${event}&side=code`);
  await page.getByRole('radio', { name: 'timeout.rs', exact: true }).check();
  const row = page.locator('.code .line').nth(sites[events[event].site].line - 1);
  await row.locator('.who').waitFor();
  assert.ok((await row.locator('.who').getAttribute('title')).includes(tasks[events[event].task].name));
});

test('who is at a line stands beside the code and covers none of it, however far that is scrolled', async ({ open }) => {
  for (const [hash, frame] of [['#/worker-pool?at=1240&side=code', {}], ['#/fan-out-fan-in?at=900&side=code', {}], ['#/worker-pool?at=1240', PHONE]]) {
    const page = await open(hash, frame);
    if (frame === PHONE) await parts(page).code.click();
    await page.locator('.code .who').first().waitFor();
    const met = await page.locator('.side-body').evaluate((body) => {
      const found = [];
      for (const left of [0, 60, 400]) {
        body.scrollLeft = left;
        const frame = body.getBoundingClientRect();
        for (const who of body.querySelectorAll('.who')) {
          const chip = who.getBoundingClientRect();
          if (chip.left < frame.left || chip.right > frame.right) found.push(`${who.title} is out of view at ${left}`);
          const middle = (chip.top + chip.bottom) / 2;
          const row = [...body.querySelectorAll('.text')].find((text) => { const { top, bottom } = text.getBoundingClientRect(); return top <= middle && middle <= bottom; });
          // What has been scrolled away is below the names, like what is out of view.
          if (left === 0 && row.getBoundingClientRect().left < chip.right) found.push(`${who.title} covers ${row.innerText}`);
          if (row.contains(who)) found.push(`${who.title} goes along with the code`);
        }
      }
      return found;
    });
    assert.deepEqual(met, []);
  }
});

test('Go stays beside the Rust from variant to variant, and marks no line', async ({ open }) => {
  const page = await open('#/channel?e=9');
  await parts(page).code.click();
  const go = page.getByRole('radio', { name: 'Go', exact: true });
  const shows = (text) => until(text, async () => (await page.locator('.code').innerText()).includes(text));
  await go.check();
  await shows('// Channel, correct');
  assert.equal(await page.locator('.code .here').count(), 0);
  assert.equal(await page.locator('.side-body').evaluate((body) => body.scrollTop), 0);
  assert.match(await page.locator('.side-note').innerText(), /Go/);
  // A channel of Go holds what it was made for, so there is no program of this trap, and the panel says so.
  await until('the address says so', () => parts(page).link().side === 'code');
  await page.goto(page.url().replace('#/channel?', '#/channel?variant=one-too-many&'));
  await page.getByText('Go has no such program: a channel holds exactly what it was made for').waitFor();
  assert.ok(await go.isChecked());
  assert.equal(await page.locator('.code').count(), 0);
  await page.goto(page.url().replace('variant=one-too-many', 'variant=grows-for-ever'));
  await shows('// Channel that grows for ever');
});

test('events are a table of what the command line prints', async ({ open }) => {
  const { events } = run('worker-pool');
  const page = await open('#/worker-pool?e=9');
  await parts(page).events.click();
  const table = page.getByRole('table').last();
  await table.waitFor();
  const count = Number((await table.getAttribute('aria-rowcount')) ?? (await table.getByRole('row').count()));
  assert.equal(count - 1, events.length);
});

test('the timeline stays while a panel is open', async ({ open }) => {
  const page = await open('#/worker-pool?e=9');
  for (const panel of ['story', 'code', 'events']) {
    await parts(page)[panel].click();
    assert.ok(await parts(page).position.isVisible(), panel);
    assert.ok(await parts(page).forward.isVisible(), panel);
  }
});

test('the events scroll to the last one, at a desk and on a phone', async ({ open }) => {
  for (const frame of [{}, { ...PHONE, touch: true }]) {
    const page = await open('#/limiters-side-by-side?e=2', frame);
    await parts(page).events.click();
    const table = page.getByRole('table');
    const last = Number(await table.getAttribute('aria-rowcount'));
    assert.ok(last > 200, `${last}`);
    await until('the last row', async () => {
      await page.locator('.side-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
      return table.locator(`tr[aria-rowindex="${last}"]`).isVisible();
    });
    const [row, body] = await Promise.all([table.locator(`tr[aria-rowindex="${last}"]`), page.locator('.side-body')].map((part) => part.boundingBox()));
    assert.ok(row.y + row.height <= body.y + body.height + 1, 'it is in view');
  }
});
