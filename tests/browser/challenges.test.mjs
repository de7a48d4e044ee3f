// Challenges: goals that the run decides, questions that it answers, and what is remembered of them.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, axe, inOnePage, parts, test, until } from './page.mjs';
import { scenarios } from './cli.mjs';
import { call, inside, lesson } from './lesson.mjs';
import { host } from './site.mjs';

const FRAME = { width: 640, height: 420 };

/** Opens the panel, and in it the challenge of this kind. */
async function begin(page, kind) {
  await page.getByRole('button', { name: 'Challenges', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Challenges', exact: true });
  await panel.getByRole('button', { name: kind }).click();
  return panel;
}

const lines = (panel) => panel.locator('.parts li').allInnerTexts().then((all) => all.map((line) => line.replaceAll(/\s+/g, ' ')));
const turn = (page, name, to) => parts(page).knob(name).fill(String(to));
const kept = (page) => page.evaluate(() => localStorage.getItem('interleave.challenges'));

test('a goal follows the knobs, and says why it worked', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Goal$/);
  await until('it is not met', async () => (await lines(panel)).some((line) => /p50 under 800 ms.*not yet: \d+ ms/.test(line)));
  await turn(page, 'Queue', 1);
  await panel.getByText('Reached.').waitFor();
  await panel.getByText('A long queue makes no worker faster').waitFor();
  assert.ok((await lines(panel)).every((line) => /met: /.test(line)), `${await lines(panel)}`);
  assert.match(await kept(page), /^1 worker-pool\/a-shorter-queue$/);
});

test('what may not be used is said, and does not count', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Goal$/);
  await turn(page, 'Queue', 1);
  await panel.getByText('Reached.').waitFor();
  await turn(page, 'Jobs', 2);
  await panel.getByText('Also changed: Jobs.').waitFor();
  assert.equal(await panel.getByText('Reached.').count(), 0);
  await panel.getByRole('button', { name: 'Start over', exact: true }).click();
  await until('as at first', () => parts(page).link().queue === undefined && parts(page).link().jobs === undefined);
});

test('a goal that begins elsewhere is not reached before it has begun', async ({ open }) => {
  const page = await open('#/per-key-limits');
  const panel = await begin(page, /Goal$/);
  await panel.getByText('Press Start. It begins with Places 2.').waitFor();
  assert.ok((await lines(panel)).every((line) => /met: /.test(line)), 'the run comes to it as it is');
  assert.equal(await panel.getByText('Reached.').count(), 0);
  await panel.getByRole('button', { name: 'Start', exact: true }).click();
  await until('it has begun', () => parts(page).link().places === '2');
  assert.equal(await kept(page), null);
  await turn(page, 'Places', 4);
  await panel.getByText('Reached.').waitFor();
});

test('the other question names what is taken away', async ({ open }) => {
  const page = await open('#/fan-out-fan-in', { reducedMotion: true });
  const panel = await begin(page, /Prediction$/);
  await panel.getByRole('button', { name: 'Ask me' }).click();
  for (const other of ['And with Stall stage 2 · 0.050 s?', 'And without Stall stage 2 · 0.050 s?']) {
    await panel.getByRole('button', { name: 'Job 3' }).click();
    await panel.getByRole('button', { name: other }).click();
  }
});

test('a hint comes when it is wanted', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Goal$/);
  const hint = panel.getByText('Where does it spend the rest of its time?');
  assert.equal(await hint.count(), 0);
  await panel.getByRole('button', { name: 'Hint' }).click();
  await hint.waitFor();
});

test('a question stops the run, hides what is to come, plays on, and answers from the run', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Prediction$/);
  await panel.getByRole('button', { name: 'Ask me' }).click();
  await panel.getByText('What becomes of this worker?').waitFor();
  assert.equal(parts(page).link().variant, 'leaks');
  assert.equal(await parts(page).pause.count(), 0, 'it stands still');
  assert.equal(await parts(page).claims.count(), 0, 'the claims would tell');
  assert.equal(await parts(page).measured.count(), 0, 'the figures would tell');
  assert.equal(await page.getByText('the workers wait forever').count(), 0, 'the trap’s words would tell');
  const asked = await until('it stands where the consumer leaves', async () => { const at = await parts(page).at(); return at > 1000 && at < 1200 && at; });
  await panel.getByRole('button', { name: 'In the end it waits forever' }).click();
  await panel.getByText('You say: In the end it waits forever. Watch.').waitFor();
  await panel.getByText('Right.').waitFor();
  assert.ok((await parts(page).at()) > asked, 'it has played on');
  assert.equal(await parts(page).claims.count(), 1);
  assert.match(await kept(page), /worker-pool\/reader-gone/);

  await panel.getByRole('button', { name: 'And with Variant: Loses a job?' }).click();
  await until('the other run', () => parts(page).link().variant === 'loses-a-job');
  await panel.getByRole('button', { name: 'In the end it waits forever' }).click();
  await panel.getByText('Not this time. It was: It drops the job at once and ends.').waitFor();
});

inOnePage(scenarios, ({ slug }) => ({ name: `the question of ${slug} is asked and answered`, hash: `#/${slug}?e=1` }), async (page) => {
  const panel = await begin(page, /Prediction$/);
  await panel.getByRole('button', { name: 'Ask me' }).click();
  const answers = panel.getByRole('group', { name: 'Your answer' }).getByRole('button');
  await answers.first().waitFor();
  assert.ok((await answers.count()) >= 2);
  assert.doesNotMatch(await panel.innerText(), /[{}]/);
  await answers.first().click();
  await panel.locator('.verdict').getByText(/^(Right\.|Not this time\.) ./).waitFor();
  assert.equal(await panel.locator('.choices .right').count(), 1);
}, { reducedMotion: true });

test('turning a knob ends a question', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Prediction$/);
  await panel.getByRole('button', { name: 'Ask me' }).click();
  await panel.getByText('What becomes of this worker?').waitFor();
  await turn(page, 'Jobs', 9);
  await panel.getByRole('button', { name: 'Ask me' }).waitFor();
  assert.equal(await parts(page).claims.count(), 1);
});

test('what was done is remembered, ticked in the catalogue, and can be forgotten', async ({ open }) => {
  const page = await open('#/worker-pool');
  const panel = await begin(page, /Goal$/);
  await turn(page, 'Queue', 1);
  await panel.getByText('Reached.').waitFor();
  await until('the address says what is open', () => parts(page).link().side === 'challenges' && parts(page).link().queue === '1');
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  const link = parts(page).patterns.getByRole('link', { name: /Worker pool/ });
  assert.match(await link.innerText(), /1 of 2 done/);
  const again = page.getByRole('region', { name: 'Challenges', exact: true });
  await again.getByRole('button', { name: /^done: / }).waitFor();
  await again.getByRole('button', { name: 'Forget it' }).click();
  await until('forgotten', async () => (await kept(page)) === null);
  assert.doesNotMatch(await link.innerText(), /done/);
});

test('where nothing may be kept, challenges work all the same', async ({ open }) => {
  const page = await open('#/worker-pool');
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  const panel = await begin(page, /Goal$/);
  await turn(page, 'Queue', 1);
  await panel.getByText('Reached.').waitFor();
  await panel.getByRole('button', { name: /^done: / }).waitFor();
});

test('a goal of the link stands first, as the teacher’s', async ({ open }) => {
  const page = await open('#/worker-pool?goal=p95<1100,dropped=0,p96<3');
  const panel = page.getByRole('region', { name: 'Challenges', exact: true });
  await panel.getByText('From your teacher').waitFor();
  const [first, second] = await until('its parts', async () => { const all = await lines(panel); return all.length === 2 && all; });
  assert.match(first, /p95 under 1100 ms not yet: 1188 ms/);
  assert.match(second, /not delivered: none met: 0/);
  await page.getByText('goal: “p96<3” was ignored; it can be about makespan').waitFor();
  await turn(page, 'Queue', 1);
  await panel.getByText('Reached: this run does all that was asked.').waitFor();
  assert.equal(parts(page).link().goal, 'p95<1100,dropped=0', 'it stays in the address');
});

test('what a question brings does not count for the goal of the link', async ({ open }) => {
  const page = await open('#/worker-pool?goal=variant=leaks');
  const panel = page.getByRole('region', { name: 'Challenges', exact: true });
  await panel.getByRole('button', { name: /Prediction$/ }).click();
  await panel.getByRole('button', { name: 'Ask me' }).click();
  await panel.getByText('What becomes of this worker?').waitFor();
  await until('the variant is there', async () => (await lines(panel)).some((line) => /✓ variant: Leaks/.test(line)));
  assert.equal(await panel.getByText('Reached').count(), 0);
});

test('a frame says in one line how far its goal is', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&goal=p50<800', FRAME);
  const line = page.locator('.goal-line');
  await until('not yet', async () => /Goal ○ p50 under 800 ms, not yet: \d+ ms/.test(await line.innerText()));
  const box = await line.boundingBox();
  assert.ok(box.y + box.height <= FRAME.height, 'it is in view');
  const met = await open('#/worker-pool?embed=1&goal=p50<800&queue=1', FRAME);
  await until('met', async () => /Reached\. ✓ p50 under 800 ms, met: \d+ ms/.test(await met.locator('.goal-line').innerText()));
});

test('a frame shows the whole list if it is asked to', async ({ open }) => {
  const page = await open('#/worker-pool?embed=1&panels=stage,knobs,challenges&goal=p50<800', { width: 320, height: 900 });
  const panel = page.getByRole('region', { name: 'Challenges', exact: true });
  await panel.getByText('From your teacher').waitFor();
  assert.equal(await page.locator('.goal-line').count(), 0);
  await panel.getByRole('button', { name: /Goal$/ }).click();
  await until('its parts', async () => (await lines(panel)).length === 4);
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= width, `${wide} > ${width}`);
  assert.deepEqual(await axe(page), []);
});

test('the page around a frame hears once of what was done', async (visitor) => {
  const [blank, origin] = [await visitor.blank(), await visitor.origin()];
  const site = await host(`<!doctype html><html lang="en"><title>A lesson</title><body>
    <interleave-run eager pattern="worker-pool" panels="stage,timeline,challenges" goal="p50<800"></interleave-run>
    <script>
      window.heard = [];
      document.querySelector('interleave-run').addEventListener('challenge', ({ detail }) => window.heard.push(detail));
    </script>
    <script src="${origin}/embed.js"></script>`);
  try {
    await blank.goto(site.origin);
    const set = (knobs) => blank.evaluate((knobs) => document.querySelector('interleave-run').set(knobs), knobs);
    await set({ queue: 1 });
    await set({ queue: 1, seed: 0 });
    await until('the goal is told', () => blank.evaluate(() => window.heard.length > 0));
    assert.deepEqual(await blank.evaluate(() => window.heard), [{ challenge: 'goal', met: true }]);
    const panel = blank.frames()[1].getByRole('region', { name: 'Challenges', exact: true });
    await panel.getByRole('button', { name: /Prediction$/ }).click();
    await panel.getByRole('button', { name: 'Ask me' }).click();
    await panel.getByRole('button', { name: 'It finishes the job' }).click();
    await panel.getByRole('button', { name: 'Skip to the answer' }).click();
    const answered = await until('the answer is told', () => blank.evaluate(() => window.heard.find(({ chosen }) => chosen)));
    assert.deepEqual(answered, { challenge: 'reader-gone', met: false, chosen: 'ends', right: 'waits-for-ever' });
  } finally {
    site.close();
  }
  visitor.expect(/asked another host/);
});

test('a question ends when the page around it makes another run of it', async (visitor) => {
  const page = await lesson(visitor, '<interleave-run eager pattern="worker-pool" panels="stage,challenges"></interleave-run>');
  const panel = (await inside(page)).getByRole('region', { name: 'Challenges', exact: true });
  const state = await call(page, 'getState');
  await panel.getByRole('button', { name: /Prediction$/ }).click();
  for (const [method, given] of [['set', { workers: 8 }], ['setState', state]]) {
    await panel.getByRole('button', { name: 'Ask me' }).click();
    await panel.getByText('What becomes of this worker?').waitFor();
    await call(page, method, given);
    await panel.getByText('What becomes of this worker?').waitFor({ state: 'detached' });
  }
  visitor.elsewhere.close();
});

test('everything is done by keyboard', async ({ open }) => {
  const page = await open('#/worker-pool', { reducedMotion: true });
  await page.getByRole('button', { name: 'Challenges', exact: true }).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Challenges', exact: true });
  const question = panel.getByRole('button', { name: /Prediction$/ });
  await question.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const answer = panel.getByRole('button', { name: 'It finishes the job' });
  await answer.waitFor();
  await answer.focus();
  await page.keyboard.press('Enter');
  await panel.getByText('Not this time.').waitFor();
});

for (const lang of ['en', 'vi']) {
  for (const theme of ['light', 'dark']) {
    for (const [wide, frame] of Object.entries({ '1440 px': DESKTOP, '390 px': PHONE })) {
      test(`nothing for axe to find in challenges: ${lang}, ${theme}, ${wide}`, async ({ open }) => {
        const page = await open('#/worker-pool?e=20&goal=p95<900,work=waiting', { lang, theme, ...frame });
        const panel = page.locator('.challenges');
        for (const place of [0, 1]) {
          await panel.locator('h3 button').nth(place).click();
          assert.deepEqual(await axe(page), []);
        }
        await panel.locator('button.primary').click();
        await panel.locator('.choices button').first().waitFor();
        assert.deepEqual(await axe(page), []);
        const small = await panel.locator('button').evaluateAll((all) => all.map((button) => [button.innerText, button.getBoundingClientRect().height]).filter(([, height]) => height < 44));
        if (frame === PHONE) assert.deepEqual(small, []);
      });
    }
  }
}
