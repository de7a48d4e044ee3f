// Actions, variants and experiments: what is pressed becomes part of the run, and of its link.
import assert from 'node:assert/strict';
import { inOnePage, parts, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';

test('an action is taken at the cursor, and taken back', async ({ open }) => {
  const page = await open('#/worker-pool?at=700');
  const { actions, measured, at, link } = parts(page);
  const before = await measured.innerText();
  await actions.getByRole('button', { name: 'Cancel', exact: true }).click();
  await until('it is in the link', () => link().do === 'cancel@700');
  await until('another run', async () => (await measured.innerText()) !== before);
  assert.equal(await at(), 700);
  await actions.getByRole('listitem').getByRole('button').click();
  await until('the run of before', async () => link().do === undefined && (await measured.innerText()) === before);
});

test('an action on a task says which', async ({ open }) => {
  const page = await open('#/worker-pool?at=900');
  const { actions, link } = parts(page);
  await actions.getByRole('combobox').selectOption('worker 2');
  await actions.getByRole('button', { name: /^Stall/ }).click();
  await until('it is in the link', () => decodeURIComponent(link().do ?? '') === 'stall:worker-2@900');
});

test('an action is offered for somebody who is still there, unless the reader chooses', async ({ open }) => {
  const page = await open('#/worker-pool?at=1800');
  const { actions, at, link } = parts(page);
  const whom = actions.getByRole('combobox');
  const chosen = () => whom.evaluate((select) => select.selectedOptions[0].textContent);
  await until('the others are over', async () => (await chosen()) === 'worker 4');
  await actions.getByRole('button', { name: /^Stall/ }).click();
  await until('it is done to that one', () => decodeURIComponent(link().do ?? '') === 'stall:worker-4@1800');
  await page.keyboard.press('Home');
  await until('at the beginning nobody is over', async () => (await chosen()) === 'worker 1');
  await whom.selectOption('worker 2');
  await actions.getByRole('heading').click();
  await page.keyboard.press('End');
  await until('it is the end', async () => (await at()) > 1_800);
  assert.equal(await chosen(), 'worker 2');
});

test('an action that comes too late says so, and changes nothing', async ({ open }) => {
  const page = await open('#/worker-pool?at=1847');
  const { actions, link } = parts(page);
  await actions.getByRole('button', { name: /^Stall/ }).click();
  await until('it says so', async () => /worker 1 is over/.test(await actions.innerText()));
  assert.equal(link().do, undefined);
  await page.keyboard.press('Home');
  await until('it is no longer true', async () => !/worker 1 is over/.test(await actions.innerText()));
});

test('what was given up is told apart from what was lost', async ({ open }) => {
  const figures = async (hash) => {
    const page = await open(hash);
    const figure = (name) => page.locator('.metrics div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd').innerText();
    return { lost: Number(await figure('lost')), givenUp: Number(await figure('given up')) };
  };
  const cancelled = await figures('#/worker-pool?do=cancel@700&e=1');
  assert.ok(cancelled.lost === 0 && cancelled.givenUp > 0, JSON.stringify(cancelled));
  assert.ok((await figures('#/worker-pool?variant=loses-a-job&e=1')).lost > 0);
});

test('a trap is one click away, and says what it does', async ({ open }) => {
  const page = await open('#/worker-pool?e=5');
  const sentence = await page.locator('.title .lead p').innerText();
  await page.getByRole('radio', { name: 'Leaks', exact: true }).check();
  await until('it is in the link', () => parts(page).link().variant === 'leaks');
  await until('its own sentence', async () => (await page.locator('.title .lead p').innerText()) !== sentence);
});

inOnePage(scenarios, ({ slug }) => ({ name: `${slug}: three things to try, one click each`, hash: `#/${slug}?e=5` }), async (page) => {
  const tries = page.getByRole('region', { name: 'Try this' }).getByRole('button');
  const links = new Set();
  const count = await tries.count();
  assert.ok(count >= 3);
  for (let place = 0; place < count; place += 1) {
    await tries.nth(place).click();
    await until('another run', () => page.url().includes('?') && !links.has(page.url()));
    links.add(page.url());
  }
});

test('an action of a link that reaches nobody says so', async ({ open }) => {
  const page = await open('#/worker-pool?do=stall:worker-9@100&e=1');
  await until('it is said', async () => /Nobody is called that/.test(await page.locator('.taken').innerText()));
});

test('an action that changed nothing says so, and one that did says nothing', async ({ open }) => {
  const page = await open('#/worker-pool?do=cancel@300,stall:worker-2@1500&e=1');
  await until('it is said', async () => /would be the same without it/.test(await page.locator('.taken').innerText()));
  assert.deepEqual(await page.locator('.taken li').evaluateAll((entries) => entries.map((entry) => !!entry.querySelector('.late'))), [false, true]);
});
