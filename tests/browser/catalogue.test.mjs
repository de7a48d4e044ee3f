// The catalogue: every pattern is one click, and one search, away.
import assert from 'node:assert/strict';
import { PHONE, axe, link, parts, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';

test('the catalogue lists every scenario in order, with a link each', async ({ open }) => {
  const page = await open();
  assert.deepEqual(await parts(page).slugs(), scenarios.map(({ slug }) => slug));
});

test('each link opens its pattern, and Back returns', async ({ open }) => {
  const page = await open(`#/${scenarios[0].slug}`);
  const { patterns } = parts(page);
  const heading = page.getByRole('heading', { level: 1 });
  const titles = new Set();
  for (const { slug, title } of scenarios) {
    await patterns.locator(`a[href$="#/${slug}"]`).click();
    await until(`${slug} is open`, () => link(page).slug === slug);
    await until(`${slug} has its title`, async () => (await heading.innerText()) === title);
    assert.equal(await patterns.locator('a[aria-current=page]').getAttribute('href').then((href) => href.split('#/')[1]), slug);
    titles.add(title);
  }
  assert.equal(titles.size, scenarios.length);
  const before = scenarios.at(-2);
  await page.goBack();
  await until('the one before', async () => link(page).slug === before.slug && (await heading.innerText()) === before.title);
});

test('without a link the lesson opens, and runs by itself', async ({ open }) => {
  const page = await open();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), scenarios[0].title);
  assert.ok(await page.evaluate(() => performance.getEntriesByName('first-scene').length === 1));
  const picture = () => page.locator('canvas').first().evaluate((canvas) => canvas.toDataURL());
  const before = await picture();
  await until('it moves', async () => (await picture()) !== before);
});

test('Ctrl K finds a pattern by its name and opens it', async ({ open }) => {
  const page = await open('#/worker-pool');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('semaph');
  await page.keyboard.press('Enter');
  await until('the semaphore is open', () => link(page).slug === 'semaphore');
});

test('the search can be left without a choice', async ({ open }) => {
  const page = await open('#/worker-pool');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzz');
  await page.keyboard.press('Escape');
  assert.equal(link(page).slug, 'worker-pool');
  await parts(page).forward.click();
});

test('where the catalogue has no column, a button opens it', async ({ open }) => {
  for (const frame of [{ width: 1024, height: 800 }, { ...PHONE, touch: true }]) {
    const page = await open('#/worker-pool?e=5', frame);
    const { patterns, slugs } = parts(page);
    assert.equal(await patterns.count(), 0);
    await page.getByRole('button', { name: 'Patterns', exact: true }).press('Enter');
    assert.deepEqual(await slugs(), scenarios.map(({ slug }) => slug));
    assert.equal(await patterns.locator('a[aria-current=page]').innerText(), 'Worker pool');
    assert.deepEqual(await axe(page), []);
    await patterns.locator('a[href$="#/tee"]').click();
    await until('the tee is open, the list is not', async () => link(page).slug === 'tee' && (await patterns.count()) === 0);
    await page.getByRole('button', { name: 'Patterns', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Find/ }).click();
    await page.getByRole('combobox', { name: /^Find/ }).fill('semaph');
    await page.keyboard.press('Enter');
    await until('the semaphore is open', () => link(page).slug === 'semaphore');
  }
});
