// Everything by keyboard, and said in words.
import assert from 'node:assert/strict';
import { parts, test, until } from './page.mjs';

test('keys: space plays and pauses, arrows step, Home and End seek', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  const { play, pause, at, link } = parts(page);
  await page.keyboard.press('ArrowRight');
  await until('a step on', () => link().e === '11');
  await page.keyboard.press('ArrowLeft');
  await until('a step back', () => link().e === '10');
  await page.keyboard.press('Space');
  await pause.waitFor();
  await page.keyboard.press('Space');
  await play.waitFor();
  await page.keyboard.press('Home');
  await until('the beginning', async () => (await at()) === 0);
  await page.keyboard.press('End');
  await until('the end', async () => (await at()) > 0);
});

test('? shows the keys, and Escape hides them', async ({ open }) => {
  const page = await open('#/worker-pool?e=10');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await help.waitFor();
  assert.match(await help.innerText(), /Home/);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
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
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  assert.equal(await at(), before);
});
