// Everything by keyboard, and said in words.
import assert from 'node:assert/strict';
import { frames, inOnePage, parts, test, turn, until } from './page.mjs';

const help = (page) => page.getByRole('dialog', { name: 'Keys', exact: true });

/** What is to come of each key that the help lists, pressed on a run at its event 10. */
const KEYS = {
  Space: async (page, { play, pause }) => {
    await page.keyboard.press('Space');
    await pause.waitFor();
    await page.keyboard.press('Space');
    await play.waitFor();
  },
  '←': async (page, { link }) => {
    await page.keyboard.press('ArrowLeft');
    await until('a step back', () => link().e === '9');
  },
  '→': async (page, { link }) => {
    await page.keyboard.press('ArrowRight');
    await until('a step on', () => link().e === '11');
  },
  Home: async (page, { at, link }) => {
    await page.keyboard.press('Home');
    await until('the beginning', async () => (await at()) === 0 && link().e === undefined);
  },
  End: async (page, { at, position }) => {
    await page.keyboard.press('End');
    await until('the end', async () => Number(await position.getAttribute('max')) - (await at()) <= 1);
  },
  '[ ]': async (page) => {
    const speed = page.getByLabel('Speed', { exact: true });
    const now = () => speed.evaluate((select) => select.selectedOptions[0].text);
    const speeds = await speed.locator('option').allInnerTexts();
    const usual = speeds.indexOf('1×');
    assert.equal(await now(), '1×');
    // One at a time, to both ends and not beyond.
    for (const [key, steps] of [['[', -1], [']', 1]]) {
      for (let press = 0; press <= speeds.length; press += 1) {
        const from = speeds.indexOf(await now());
        await page.keyboard.press(key);
        const to = Math.min(Math.max(from + steps, 0), speeds.length - 1);
        await until(`${key} leads to ${speeds[to]}`, async () => (await now()) === speeds[to]);
      }
    }
    assert.ok(usual > 0 && usual < speeds.length - 1);
  },
  'Ctrl K': async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('searchbox')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
  Esc: async (page, { code, link }) => {
    await code.click();
    await until('the code is open', () => link().side === 'code');
    await page.keyboard.press('Escape');
    await until('it is closed', () => link().side === undefined);
    await turn(page, '#/worker-pool?e=10&follow=1');
    await page.locator('.following').waitFor();
    await page.keyboard.press('Escape');
    await until('nobody is followed', () => link().follow === undefined);
  },
  '?': async (page) => {
    await page.keyboard.press('?');
    await help(page).waitFor();
    await page.keyboard.press('Escape');
    await help(page).waitFor({ state: 'detached' });
  },
};

test('? lists the keys', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  await page.keyboard.press('?');
  assert.deepEqual(await help(page).locator('dt').allInnerTexts(), Object.keys(KEYS));
});

inOnePage(Object.entries(KEYS), ([key]) => ({ name: `the key ${key} does what the help says`, hash: '#/worker-pool?e=10' }), async (page, [, check]) => {
  await check(page, parts(page));
  // The next comes from elsewhere, so that it is at event 10 too.
  await turn(page, '#/channel?e=1');
});

test('keys typed into a control are the control\'s', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  await parts(page).parameters.getByRole('slider').first().focus();
  await page.keyboard.press('ArrowRight');
  await until('the knob turned', () => Object.keys(parts(page).link()).length > 2);
  await parts(page).play.waitFor();
});

test('Tab reaches every control, and each shows that it is reached', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const wanted = ['Step back', 'Play', 'Step forward', 'Share', 'Compare', 'Story', 'Code', 'Events', 'Position'];
  const reached = new Set();
  for (let press = 0; press < 120 && wanted.some((name) => !reached.has(name)); press += 1) {
    await page.keyboard.press('Tab');
    const { name, outlined } = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const labelled = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
      return { name: labelled?.trim(), outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    });
    if (wanted.includes(name)) assert.ok(outlined, `${name} shows its focus`);
    reached.add(name);
  }
  assert.deepEqual(wanted.filter((name) => !reached.has(name)), []);
});

test('a step is announced, and the picture has words', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const said = () => page.locator('[aria-live=polite], [role=status]').allInnerTexts();
  const before = (await said()).join();
  await parts(page).forward.click();
  await until('it is said', async () => (await said()).join() !== before);
  const words = await page.getByRole('group', { name: /^The tasks/ }).textContent();
  assert.match(words, /worker/);
});

test('with motion off nothing plays by itself', async ({ open }) => {
  const page = await open('', { reducedMotion: true });
  const { at } = parts(page);
  const before = await at();
  await frames(page);
  assert.equal(await at(), before);
});

test('each key of the help stands beside its meaning', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  await page.keyboard.press('?');
  const lines = await page.getByRole('dialog').locator('dl > div').evaluateAll((pairs) => pairs.map((pair) => {
    const [key, meaning] = ['dt', 'dd'].map((part) => pair.querySelector(part).getBoundingClientRect());
    return { apart: Math.abs(key.top + key.height / 2 - meaning.top - meaning.height / 2), right: key.right <= meaning.left, left: meaning.left };
  }));
  assert.ok(lines.length >= 9);
  for (const { apart, right, left } of lines) assert.ok(apart < 6 && right && left === lines[0].left, JSON.stringify(lines));
});

test('after a click on a segment or a slider the keys are the player\'s', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const { play, pause, link, knob } = parts(page);
  const segments = [['Axis', 'Order'], ['Axis', 'Order'], ['Variant', 'Leaks'], ['Clock', 'Virtual time'], ['Kind of job', 'waiting']];
  for (const [group, name] of segments) {
    await page.getByRole('radiogroup', { name: group, exact: true }).getByText(name, { exact: true }).click();
    await page.keyboard.press('Space');
    await pause.waitFor();
    await page.keyboard.press('Space');
    await play.waitFor();
    await page.keyboard.press('Home');
    await until('the beginning', async () => (await parts(page).at()) === 0);
    await page.keyboard.press('ArrowRight');
    await until(`a step, after ${name}`, () => link().e === '0' || link().e === '1');
    assert.ok(await page.getByRole('radio', { name, exact: true }).isChecked(), name);
  }
  await knob('Workers').click();
  await page.keyboard.press('Space');
  await pause.waitFor();
  await page.keyboard.press('Space');
  await play.waitFor();
  const before = await knob('Workers').inputValue();
  await page.keyboard.press('ArrowRight');
  await until('the slider keeps its arrows', async () => (await knob('Workers').inputValue()) !== before);
});

test('who comes to a segment by keyboard chooses there with the arrows, and plays with the space bar', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const { play, pause, link } = parts(page);
  const axis = page.getByRole('radiogroup', { name: 'Axis', exact: true });
  // A click elsewhere before that changes nothing.
  await page.getByRole('radiogroup', { name: 'Clock', exact: true }).getByText('Virtual time').click();
  await page.keyboard.press('Tab');
  assert.ok(await axis.getByRole('radio', { name: 'Time' }).evaluate((radio) => radio === document.activeElement));
  await page.keyboard.press('ArrowRight');
  await until('the other axis', () => link().axis === 'order');
  assert.equal(link().e, '10');
  await page.keyboard.press('Space');
  await pause.waitFor();
  await page.keyboard.press('Space');
  await play.waitFor();
});
