// The catalogue: every pattern is one click, and one search, away.
import assert from 'node:assert/strict';
import { PHONE, axe, frames, link, parts, test, until } from './page.mjs';
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

test('who types faster than the search comes is led there all the same', async ({ open }) => {
  const page = await open('#/worker-pool');
  // All in one go: nothing of the search can be there yet.
  await page.evaluate(() => {
    const press = (key, ctrlKey = false) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    press('k', true);
    for (const key of [...'semaphx', 'Backspace', 'Enter']) press(key);
  });
  await until('the semaphore is open', () => link(page).slug === 'semaphore');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('Ctrl K finds a pattern by its name and opens it', async ({ open }) => {
  const page = await open('#/worker-pool');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('semaph');
  await page.keyboard.press('Enter');
  await until('the semaphore is open', () => link(page).slug === 'semaphore');
});

test('letters typed before the search is there are not lost', async ({ open }) => {
  const page = await open('#/worker-pool');
  // Both keys come before the page has had a turn.
  await page.evaluate(() => {
    const press = (key, more) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    press('k', { ctrlKey: true });
    press('t');
    press('e');
  });
  const field = page.getByRole('combobox', { name: 'Find a pattern' });
  await until('they are in the field', async () => (await field.inputValue()) === 'te');
  await page.keyboard.type('e');
  await page.keyboard.press('Enter');
  await until('tee is open', () => link(page).slug === 'tee');
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

/** The table of the first page, as far as it is there: its rows, each a link and what is said of it. */
const rows = (page) =>
  page.getByRole('table', { name: /^(Which pattern when|Khi nào dùng pattern nào)$/ }).locator('tr:has(a)').evaluateAll((found) =>
    found.map((row) => ({ slug: row.querySelector('th[scope=row] a').hash.slice(2).split('?')[0], name: row.querySelector('a').innerText, when: row.querySelector('td').innerText })));

/** Goes down to the table, which is drawn when it comes into view. */
async function table(page) {
  await page.locator('#which').scrollIntoViewIfNeeded();
  await until('the table is there', async () => (await rows(page)).length > 0);
  return rows(page);
}

test('below the lesson a table says which pattern when, all of them in both languages', async ({ open }) => {
  const said = await Promise.all(['en', 'vi'].map(async (lang) => {
    const page = await open('', { lang });
    const heading = page.getByRole('heading', { name: /^(Which pattern when|Khi nào dùng pattern nào)$/ });
    assert.ok((await heading.boundingBox()).y > (await page.locator('.run').boundingBox()).y, 'the lesson comes first');
    // By itself the lesson grows no more when it is over.
    await page.locator('.lesson .ask').first().waitFor();
    const lesson = () => page.locator('.scene').evaluate((scene) => scene.offsetTop + scene.offsetHeight);
    const above = await lesson();
    const found = await table(page);
    assert.deepEqual(found.map(({ slug }) => slug), scenarios.map(({ slug }) => slug));
    assert.ok(found.every(({ name, when }) => name.length > 2 && when.length > 20), JSON.stringify(found));
    assert.equal(await lesson(), above, 'what is above stays where it is');
    assert.deepEqual(await axe(page), []);
    return found.map(({ when }) => when).join();
  }));
  assert.notEqual(said[0], said[1]);
});

test('a name in the table opens its pattern, from the top of the page', async ({ open }) => {
  // Where a page begins is the same for all of them: on a phone, a few are enough.
  for (const [frame, some] of [[{}, scenarios.slice(1)], [{ ...PHONE, touch: true }, scenarios.slice(-3)]]) {
    const page = await open('', frame);
    await table(page);
    for (const { slug, title } of some) {
      await page.locator(`#which a[href$="#/${slug}"]`).click();
      await until(`${slug} is open`, async () => link(page).slug === slug && (await page.getByRole('heading', { level: 1 }).innerText()) === title);
      assert.equal(await page.locator('#which').count(), 0);
      const { y } = await page.getByRole('heading', { level: 1 }).boundingBox();
      assert.ok(y >= 0 && y < 200, `the title of ${slug} is at ${y}`);
      await page.goBack();
      await until('the table is there', async () => (await rows(page)).length > 0);
    }
  }
});

test('the table has the width of any phone', async ({ open }) => {
  for (const width of [320, 390]) {
    for (const lang of ['en', 'vi']) {
      const page = await open('', { width, height: 844, touch: true, lang });
      await table(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, lang);
      const cut = await page.locator('#which a, #which td').evaluateAll((parts) => parts.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.innerText));
      assert.deepEqual(cut, []);
    }
  }
});

test('what was found through the other language is explained in the one that is shown', async ({ open }) => {
  const page = await open('#/worker-pool');
  await page.keyboard.press('Control+k');
  const found = page.getByRole('dialog').getByRole('option');
  const shown = async (query) => {
    await page.getByRole('combobox', { name: /^Find/ }).fill(query);
    await until(`something for ${query}`, async () => (await found.count()) > 0);
    return (await found.allInnerTexts()).join('\n');
  };
  for (const query of ['deadlock', 'ngủ', 'cham', 'treo']) assert.doesNotMatch(await shown(query), /[ăâđêôơưạảấầẩậắằẳặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i, query);
});

test('who was led to a pattern by the search goes on at its run', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.localName);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('semaph');
  await page.keyboard.press('Enter');
  await until('the semaphore is open', () => link(page).slug === 'semaphore');
  await until('the focus is at the run', async () => (await focused()) === 'run');
  const outlined = (selector) => page.locator(selector).first().evaluate((part) => getComputedStyle(part).outlineStyle !== 'none');
  assert.deepEqual([await outlined('#run'), await outlined('#run h1')], [false, true], 'the title is ringed, not the column');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.getElementById('run').contains(document.activeElement)));
  // Who chose nothing is back where they were.
  await parts(page).share.focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await until('the focus is back', () => page.evaluate(() => document.activeElement.innerText === 'Share'));
});

test('in the search and in the list a click leads to the run, too, and rings nothing', async ({ open }) => {
  const page = await open('#/worker-pool?e=10', { width: 1024, height: 800 });
  const led = async (slug) => {
    await until(`${slug} is open`, () => link(page).slug === slug);
    await until('the focus is at the run', () => page.evaluate(() => document.activeElement.id === 'run'));
    assert.equal(await page.locator('#run').evaluate((run) => run.matches(':focus-visible')), false);
  };
  await page.getByRole('button', { name: /^Find/ }).click();
  await page.getByRole('option', { name: /^Semaphore/ }).click();
  await led('semaphore');
  await page.getByRole('button', { name: 'Patterns', exact: true }).click();
  await parts(page).patterns.locator('a[href$="#/tee"]').click();
  await led('tee');
});

test('an address that is opened while the page has yet to hear of it is not written over', async ({ open }) => {
  const page = await open('#/worker-pool?e=5');
  await parts(page).knob('Workers').focus();
  // Turned so fast that the second turn is in the address a moment later.
  for (let turn = 0; turn < 2; turn += 1) await page.keyboard.press('ArrowRight');
  await page.evaluate(() => history.pushState(null, '', '#/tee?e=3'));
  await frames(page, 40);
  assert.equal(link(page).slug, 'tee');
  await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
  await page.getByRole('heading', { level: 1, name: 'Tee' }).waitFor();
  assert.equal(link(page).e, '3');
});
