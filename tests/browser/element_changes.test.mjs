// <interleave-run> while it changes: its attributes and properties, where its page is, what its reader
// does in a run that goes on; and what the page around it then hears.
import assert from 'node:assert/strict';
import { test, until } from './page.mjs';
import { call, heard, hosted, inside, lesson } from './lesson.mjs';
import { host, serve } from './site.mjs';

const RUN = '<interleave-run eager pattern="worker-pool"></interleave-run>';
const ready = (page) => until('it is ready', async () => (await heard(page, 'ready')).length > 0);

hosted('options change with their attributes too', RUN, async (page) => {
  const frame = await inside(page);
  const set = (name, value) => page.evaluate(([name, value]) => document.querySelector('interleave-run').setAttribute(name, value), [name, value]);
  await set('theme', 'dark');
  await until('dark', () => frame.locator('html[data-theme=dark]').count());
  await set('lock', 'workers');
  await until('locked', () => frame.getByRole('slider', { name: 'Workers' }).isDisabled());
  await set('speed', '5');
  await until('five times', async () => (await frame.locator('.transport select').inputValue()) === '5×');
  await set('lang', 'vi');
  await frame.getByRole('button', { name: 'Chạy', exact: true }).first().waitFor();
  await set('title', '0');
  // For readers of screens it stays.
  const height = async () => (await frame.getByRole('heading', { level: 1 }).boundingBox()).height;
  await until('no title', async () => (await height()) <= 1);
  await set('title', 'A pool of workers');
  await until('a title again', async () => (await height()) > 1);
  await set('autoplay', '1');
  await frame.getByRole('button', { name: 'Tạm dừng', exact: true }).waitFor();
});

hosted('a frame stays a frame, whatever it is told', '<interleave-run eager pattern="worker-pool" lock="workers" panels="stage,knobs"></interleave-run>', async (page) => {
  const frame = await inside(page);
  await call(page, 'set', { Embed: 0, jobs: 9 });
  await until('it was heard', async () => /jobs=9/.test((await call(page, 'getState')).link));
  assert.ok(await frame.getByRole('slider', { name: 'Workers' }).isDisabled());
  assert.equal(await frame.locator('.lanes').count(), 0, 'the panels are those it was asked for');
});

hosted('Reset goes back to the run of the page around it, after a state of another pattern too', '<interleave-run eager pattern="worker-pool" goal="p95<2000"></interleave-run>', async (page) => {
  const frame = await inside(page);
  const linked = async () => decodeURIComponent((await call(page, 'getState')).link);
  const home = await linked();
  await call(page, 'setState', { version: 1, link: '/tee?slow=2000&goal=slow<9000' });
  await until('it is the other', async () => (await linked()).startsWith('/tee'));
  await frame.getByRole('button', { name: 'Reset' }).click();
  await until('it is the first again', async () => (await linked()) === home);
  await frame.getByText('p95').first().waitFor();
});

hosted('what is said of a run while it loads is in its link, and what is taken back is not', '<interleave-run pattern="worker-pool" id="r" click></interleave-run>', async (page) => {
  await page.evaluate(async () => {
    const run = document.querySelector('interleave-run');
    run.removeAttribute('click');
    run.setAttribute('eager', '');
    const turn = () => new Promise((done) => setTimeout(done));
    await turn();
    run.setAttribute('workers', '3');
    await turn();
    run.removeAttribute('workers');
    run.setAttribute('queue', '7');
  });
  const { link } = await call(page, 'getState');
  assert.match(link, /queue=7/);
  assert.doesNotMatch(link, /workers=3/);
  assert.deepEqual(await heard(page, 'error'), []);
});

hosted('a property that is taken away is an attribute that is', `${RUN}`, async (page) => {
  await ready(page);
  const left = await page.evaluate(() => {
    const run = document.querySelector('interleave-run');
    for (const name of ['src', 'step', 'pause']) for (const none of [undefined, null]) run[name] = none;
    return run.getAttributeNames().filter((name) => ['src', 'step', 'pause'].includes(name));
  });
  assert.deepEqual(left, []);
});

hosted('after another address the page there answers', RUN, async (page, visitor) => {
  await ready(page);
  const other = await serve();
  visitor.allow(other.origin);
  await page.evaluate((src) => document.querySelector('interleave-run').setAttribute('src', src), `${other.origin}/`);
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  await call(page, 'set', { workers: 7 });
  assert.match((await call(page, 'getState')).link, /workers=7/);
  assert.ok(page.frames()[1].url().startsWith(other.origin));
  other.close();
});

hosted('an action in a run that is live leaves it answering, and its claims are told when it is over', '<interleave-run eager pattern="worker-pool" time="real"></interleave-run>', async (page) => {
  await ready(page);
  await call(page, 'play');
  await page.frames()[1].getByRole('button', { name: 'Cancel', exact: true }).click();
  await until('it is in the link', async () => /do=cancel/.test((await call(page, 'getState')).link));
  await until('its claims are told', async () => (await heard(page, 'claim')).length > 0);
});

hosted('a frame that has been led away from its run is told, and whoever waits for it', RUN, async (page) => {
  await ready(page);
  await page.clock.install();
  await page.frames()[1].evaluate(() => location.replace('about:blank'));
  await until('it has left', () => page.frames()[1].url() === 'about:blank');
  const asked = assert.rejects(call(page, 'getState'), /does not answer/);
  await until('it is told', async () => {
    await page.clock.fastForward(61_000);
    return (await heard(page, 'error')).length > 0;
  });
  await asked;
  await page.getByRole('button', { name: /Not loaded/ }).waitFor();
});

hosted('frameworks that set a property where there is one lead it elsewhere too', '<div></div>', async (page) => {
  const { home, src, step } = await page.evaluate(() => {
    const run = document.createElement('interleave-run');
    const { home } = run.constructor;
    run.setAttribute('pattern', 'tee');
    run.src = `${home}embedded/`;
    run.step = 240;
    return { home, src: run.src, step: [run.getAttribute('step'), typeof run.step] };
  });
  assert.deepEqual(step, ['240', 'function']);
  assert.ok(src.startsWith(`${home}embedded/#/tee`), src);
});

hosted('what its attributes say wrongly is told from the beginning, and what is HTML is no knob', '<interleave-run eager pattern="nope" workers="800" translate="no" width="640" _ngcontent-abc></interleave-run>', async (page) => {
  await ready(page);
  await until('it is told', async () => (await heard(page, 'error')).length > 0);
  const [{ why }] = await heard(page, 'error');
  assert.match(why, /nope/);
  assert.doesNotMatch(why, /translate|width|ngcontent/);
});

hosted('whoever is to load at once does, whenever that is said', '<interleave-run click pattern="worker-pool"></interleave-run>', async (page) => {
  await page.getByRole('button', { name: /A live run/ }).waitFor();
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('eager', ''));
  await ready(page);
});

hosted('out of view each instant that it is led to is told', `<p style="height:6000px"></p>${RUN}`, async (page) => {
  await ready(page);
  for (const ms of [100, 400]) {
    await call(page, 'seek', ms);
    await until(`${ms} is told`, async () => (await heard(page, 'change')).at(-1)?.ms === ms);
  }
});

hosted('a run that begins again at its end has no finish', '<interleave-run eager pattern="worker-pool" loop="1"></interleave-run>', async (page) => {
  await ready(page);
  await call(page, 'play');
  await call(page, 'seek', 600_000);
  await until('the end is told', async () => (await heard(page, 'change')).at(-1)?.ms > 1_000);
  assert.deepEqual(await heard(page, 'finish'), []);
});

test('another script of the same name does not say where the page is', async (visitor) => {
  const other = await host('', { 'content-type': 'text/javascript' });
  visitor.allow(other.origin);
  const script = `<script src="${other.origin}/embed.js"></script><script type="module" src="{page}/embed.js"></script>`;
  const page = await lesson(visitor, RUN, { script });
  await ready(page);
  other.close();
  visitor.elsewhere.close();
});

test('the one file tells the page around it that it cannot start', async (visitor) => {
  const page = await visitor.blank();
  await page.addInitScript(() => delete window.DecompressionStream);
  await lesson(visitor, '<interleave-run eager pattern="worker-pool" src="{page}/interleave.html"></interleave-run>', { in: page });
  const [{ why }] = await until('it is told', async () => { const all = await heard(page, 'error'); return all.length > 0 && all; });
  assert.match(why, /could not start/);
  visitor.expect(/console/);
  visitor.elsewhere.close();
});
