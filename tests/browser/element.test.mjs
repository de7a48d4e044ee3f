// <interleave-run> as an element of somebody else's page: when it loads, what it never does to that
// page, and what it says when it cannot.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { scenarios } from './cli.mjs';
import { frames, test, until } from './page.mjs';
import { call, heard, hosted, inside, lesson } from './lesson.mjs';
import { DIST } from './site.mjs';

const RUN = '<interleave-run eager pattern="worker-pool"></interleave-run>';
const ready = (page) => until('it is ready', async () => (await heard(page, 'ready')).length > 0);

hosted('what waits for a click has a picture and a name until it is pressed, and then plays', '<interleave-run click pattern="worker-pool"></interleave-run>', async (page) => {
  const still = page.getByRole('button', { name: 'Run: A live run of worker pool' });
  await still.waitFor();
  await frames(page, 20);
  assert.equal(page.frames().length, 1);
  await still.click();
  await ready(page);
  const playing = page.frames()[1].getByRole('button', { name: 'Pause', exact: true });
  await playing.waitFor();
  assert.equal(await still.count(), 0);
});

hosted('who pressed it by keyboard goes on in the run', '<interleave-run click pattern="worker-pool"></interleave-run>', async (page) => {
  await page.locator('interleave-run button').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await ready(page);
  assert.equal(await page.evaluate(() => document.querySelector('interleave-run').shadowRoot.activeElement?.localName), 'iframe');
});

hosted('it takes no focus and scrolls nothing, whatever it is asked', `<p style="height:1500px"><input></p>${RUN}<p style="height:3000px"></p>`, async (page) => {
  await page.locator('input').focus();
  await page.evaluate(() => scrollTo(0, 700));
  await ready(page);
  const before = await call(page, 'getState');
  const top = await page.evaluate(() => scrollY);
  for (const [method, ...given] of [['play'], ['pause'], ['seek', 400], ['step', 3], ['set', { workers: 7, panels: 'stage,code,story' }], ['setState', before], ['set', { lang: 'vi', theme: 'dark' }], ['play']]) {
    await call(page, method, ...given);
    await frames(page, 20);
  }
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'input');
  assert.equal(await page.frames()[1].evaluate(() => document.activeElement === document.body), true);
  assert.equal(await page.evaluate(() => scrollY), top);
});

hosted('a note that goes away in the frame takes the focus from nobody', `<p style="height:1500px"><input></p>${RUN}<p style="height:3000px"></p>`, async (page) => {
  await ready(page);
  const frame = page.frames()[1];
  // Whoever opened it by keys would have the focus back.
  await frame.locator('.tasks-list button').first().press('Enter');
  await frame.locator('.why').waitFor();
  await page.locator('input').focus();
  await page.evaluate(() => scrollTo(0, 2500));
  await call(page, 'set', { workers: 7 });
  await frame.locator('.why').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'input');
  assert.equal(await page.evaluate(() => scrollY), 2500);
});

test('no knob has the name of an attribute that is no knob', () => {
  const own = new RegExp(readFileSync(`${DIST}/embed.js`, 'utf8').match(/OWN *= *\/(.*?)\/;/)[1]);
  const names = scenarios.flatMap(({ knobs }) => knobs.map(({ name }) => name));
  assert.deepEqual(names.filter((name) => own.test(name)), []);
});

hosted('steps back in history stay those of the page', RUN, async (page) => {
  await ready(page);
  const before = await page.evaluate(() => history.length);
  await page.frames()[1].getByRole('radio', { name: 'Leaks' }).check();
  await call(page, 'set', { variant: 'correct' });
  await page.evaluate(() => document.querySelector('interleave-run').setAttribute('pattern', 'tee'));
  await until('tee', async () => /tee/.test((await call(page, 'getState')).link));
  assert.equal(await page.evaluate(() => history.length), before);
});

hosted('what the page does is not told as done by its reader', '<interleave-run eager pattern="worker-pool" autoplay="1" speed="10" job="20"></interleave-run>', async (page) => {
  await until('it ends', async () => (await heard(page, 'finish')).length > 0);
  const run = page.locator('interleave-run');
  await run.evaluate((run) => run.setAttribute('workers', '6'));
  await until('six', async () => /workers=6/.test((await heard(page, 'change')).at(-1)?.link));
  await run.evaluate((run) => run.removeAttribute('workers'));
  await until('as by default', async () => !/workers/.test((await heard(page, 'change')).at(-1).link));
  await call(page, 'seek', 100);
  await call(page, 'set', { variant: 'leaks' });
  await until('it leaks', async () => /leaks/.test((await heard(page, 'change')).at(-1).link));
  assert.deepEqual((await heard(page, 'change')).filter(({ userInitiated }) => userInitiated), []);
});

hosted('what its reader does is told so, however often the page asks how it is', RUN, async (page) => {
  const frame = await inside(page);
  await page.evaluate(() => {
    const run = document.querySelector('interleave-run');
    const ask = () => run.getState().then(ask, () => {});
    ask();
  });
  const last = async (like) => until(`${like}`, async () => (await heard(page, 'change')).findLast(({ link }) => like.test(link)));
  await frame.getByRole('radio', { name: 'Leaks' }).check();
  assert.equal((await last(/variant=leaks/)).userInitiated, true);
  await frame.getByRole('slider', { name: 'Workers' }).press('End');
  assert.equal((await last(/workers=16/)).userInitiated, true);
  await frame.getByRole('button', { name: 'Step forward' }).click();
  assert.equal((await last(/[?&]e=\d/)).userInitiated, true);
  await call(page, 'set', { workers: 2 });
  assert.equal((await last(/workers=2/)).userInitiated, false);
});

hosted('the theme follows the system while it is shown', '<interleave-run eager pattern="worker-pool" theme="auto"></interleave-run>', async (page) => {
  const frame = await inside(page);
  for (const colorScheme of ['dark', 'light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await frame.locator(`html[data-theme=${colorScheme}]`).waitFor();
  }
});

hosted('whoever wants no motion is not moved, and may still press play', '<interleave-run eager pattern="worker-pool" autoplay="1"></interleave-run>', async (page) => {
  const frame = await inside(page);
  await frames(page, 20);
  await frame.getByRole('button', { name: '▶ Play', exact: true }).waitFor();
  assert.doesNotMatch((await call(page, 'getState')).link, /[?&](e|at)=/);
  await frame.getByRole('button', { name: 'Play', exact: true }).click();
  await until('it goes on', async () => /[?&](e|at)=/.test((await call(page, 'getState')).link));
}, { reducedMotion: true });

const WRONG = [
  ['seek', [-5], /seek takes milliseconds/],
  ['seek', ['soon'], /seek takes milliseconds/],
  ['step', [0.5], /step takes a whole number/],
  ['set', ['workers=3'], /set takes an object/],
  ['set', [{ workers: {} }], /“workers” has no value/],
  ['setState', [{}], /setState takes what getState gave/],
  ['setState', [null], /setState takes what getState gave/],
  ['setState', [{ version: 1, link: '' }], /setState takes what getState gave/],
];

hosted('what makes no sense is refused in words, and so is what cannot be sent', RUN, async (page) => {
  for (const [method, given, why] of WRONG) await assert.rejects(call(page, method, ...given), why);
  await assert.rejects(page.evaluate(() => document.querySelector('interleave-run').set({ workers() {} })), /could not be cloned/);
  await call(page, 'getState');
});

hosted('taken out of the page it says so, and elsewhere in it begins anew', `${RUN}<div id="there"></div>`, async (page) => {
  const [asked, waited] = await page.evaluate(async () => {
    const run = document.querySelector('interleave-run');
    const why = (promise) => promise.then(() => 'done', ({ message }) => message);
    const early = why(run.play());
    run.remove();
    return [await early, await why(run.getState())];
  });
  assert.deepEqual([asked, waited], Array(2).fill('The element is not in a page.'));
  await page.evaluate(() => {
    const run = Object.assign(document.createElement('interleave-run'), { id: 'moved' });
    run.setAttribute('pattern', 'tee');
    run.setAttribute('eager', '');
    document.body.append(run);
    document.querySelector('#there').append(run);
  });
  assert.match((await call(page, 'getState')).link, /tee/);
  const shadow = await page.evaluate(() => [...document.querySelector('interleave-run').shadowRoot.children].map(({ localName }) => localName));
  assert.deepEqual(shadow, ['iframe']);
});

test('a page that is not there, and one that is none, are told in words', async (visitor) => {
  const page = await lesson(visitor, '<interleave-run eager pattern="tee" src="javascript:top.hacked=1"></interleave-run>');
  const [{ why }] = await until('it is told', async () => { const all = await heard(page, 'error'); return all.length > 0 && all; });
  assert.match(why, /cannot be at javascript: addresses/);
  await page.getByRole('button', { name: /Not loaded/ }).waitFor();
  await assert.rejects(call(page, 'play'), /cannot be at javascript/);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  visitor.elsewhere.close();
});

test('a page whose parts cannot be fetched tells the page around it', async (visitor) => {
  const page = await lesson(visitor, '<interleave-run click pattern="tee"></interleave-run>');
  await page.route('**/*.wasm', (route) => route.abort());
  const asked = call(page, 'play');
  await assert.rejects(asked, /could not (start|be fetched)/);
  await page.unroute('**/*.wasm');
  await page.getByRole('button', { name: /Not loaded/ }).click();
  await ready(page);
  visitor.elsewhere.close();
  visitor.expect(/console/);
});

hosted('under a policy that forbids styles in the page it looks the same', RUN, async (page) => {
  await ready(page);
  const frame = page.locator('interleave-run iframe');
  assert.equal(await frame.evaluate((frame) => getComputedStyle(frame).borderRadius), '10px');
}, { headers: { 'content-security-policy': "default-src 'none'; script-src http:; frame-src http:; connect-src http:" } });

hosted('it gets lower again as well as higher', `<div id="column" style="width:340px">${RUN}</div>`, async (page) => {
  await ready(page);
  const height = () => page.evaluate(() => document.querySelector('interleave-run').shadowRoot.querySelector('iframe').clientHeight);
  const set = (name, value) => page.locator('interleave-run').evaluate((run, [name, value]) => (value === null ? run.removeAttribute(name) : run.setAttribute(name, value)), [name, value]);
  await until('a narrow one is high', async () => (await height()) > 500);
  await page.locator('#column').evaluate((column) => { column.style.width = '760px'; });
  await until('a wide one is as usual', async () => (await height()) === 418);
  await set('panels', 'stage,timeline,claims,metrics');
  await until('panels are high', async () => (await height()) > 600);
  await set('height', '300');
  await until('it says how high', async () => (await height()) === 298);
  await set('height', null);
  await until('it says so no more', async () => (await height()) > 600);
  await set('panels', null);
  await until('it is as usual again', async () => (await height()) === 418);
});

hosted('words are as high as they are, and a source scrolls', '<interleave-run eager pattern="worker-pool" panels="story"></interleave-run><interleave-run eager pattern="worker-pool" panels="code"></interleave-run>', async (page) => {
  await until('both are ready', async () => (await heard(page, 'ready')).length > 1);
  const hidden = (place) => page.frames()[place].evaluate(() => {
    const body = document.querySelector('.side-body');
    return body.scrollHeight - body.clientHeight;
  });
  await until('all of the story', async () => (await hidden(1)) <= 1);
  await until('some of the code', async () => (await hidden(2)) > 100);
});

hosted('what it is told goes to where it plays from', RUN, async (page) => {
  await ready(page);
  await call(page, 'set', { start: 400, stop: 900 });
  await until('it stands there', async () => (await heard(page, 'change')).at(-1)?.ms === 400);
  await call(page, 'setState', { version: 1, link: '/channel?e=9' });
  await until('another pattern', async () => /channel/.test((await heard(page, 'change')).at(-1).link));
  assert.notEqual((await heard(page, 'change')).at(-1).ms, 400);
  // There is nothing to play from there.
  await call(page, 'set', { start: 500_000, stop: '' });
  await call(page, 'play');
  await until('it plays from the beginning', async () => (await page.frames()[1].getByRole('button', { name: 'Pause', exact: true }).count()) === 1);
});
