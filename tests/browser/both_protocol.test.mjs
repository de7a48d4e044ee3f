// The protocol as the guide has it, spoken by hand by a page of another origin that has no script of
// ours, in Chromium and in Firefox. What the guide's tables name is what is spoken here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBoth, runs, until } from './both.mjs';
import { host, serve } from './site.mjs';

const GUIDE = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');

/** The rows of every table whose head begins so, cell by cell. */
const rows = (head) => GUIDE.split('\n\n').flatMap((part) => {
  const lines = part.trim().split('\n');
  const first = lines.findIndex((line) => line.startsWith(head));
  return first < 0 ? [] : lines.slice(first + 2).map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim()));
});
/** What a cell names. */
const named = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** By what is asked for: what is given with it, and what is in the value. */
const ASKS = Object.fromEntries(rows('| `do` |').flatMap(([names, given, value]) => named(names).map((name) => [name, { given: named(given).sort(), value: named(value).sort() }])));
/** By event, what is told with it. */
const EVENTS = Object.fromEntries([...rows('| event | `detail` |'), ...rows('| event | with |')].map(([name, told]) => [named(name)[0], named(told).sort()]));
/** By key of a link, what its row names as values. */
const KEYS = Object.fromEntries(rows('| key | values |').flatMap(([keys, values]) => named(keys).map((key) => [key, named(values)])));
/** What goals can be about, by the guide. */
const MEASURES = rows('| measure | number |').flatMap(([names]) => named(names));

/** The same, as it is asked for: each in a goal of its own. */
const NUMBERS = ['makespan', 'p50', 'p95', 'p99', 'throughput', 'delivered', 'lost', 'dropped', 'refused', 'admitted', 'peak', 'occupied', 'running', 'actions'];
const FLAGS = ['finished', 'deadlocked', 'claims'];
const GOALS = ['p95<200ms,occupied>50%,throughput>=4/s', 'work=computing,none-lost=0', 'variant=leaks', ...NUMBERS.map((measure) => `${measure}>=0`), ...FLAGS, ...FLAGS.map((measure) => `${measure}=0`)];

const flag = (listed) => [...listed, 'true', 'false', ''];
const names = (listed) => ['workers', 'cancel', ...listed, ''];
const whatIsListed = (listed) => listed;
/** By key of a link, the values that are set, by what the guide names for it. */
const VALUES = {
  panels: ([all]) => [...all.split(','), all, ''],
  autoplay: flag,
  loop: flag,
  title: flag,
  speed: whatIsListed,
  start: () => ['100'],
  stop: () => ['900'],
  lock: names,
  hide: names,
  theme: whatIsListed,
  lang: whatIsListed,
  compare: () => ['leaks', 'workers:8'],
  goal: () => GOALS,
  at: () => ['300'],
  e: () => ['10'],
  time: whatIsListed,
  axis: whatIsListed,
  follow: () => ['3'],
  side: whatIsListed,
  v: whatIsListed,
  variant: () => ['leaks', 'correct'],
  seed: () => ['7'],
  sched: whatIsListed,
  do: ([example]) => [example.replace('do=', '')],
  // A pattern of its own takes it, below.
  traffic: () => [],
};

/** In the page: listens, connects, asks, and keeps all that is said. */
function speak() {
  window.posted = [];
  addEventListener('message', ({ source, origin, data }) => {
    const { id } = [...document.querySelectorAll('iframe')].find((frame) => frame.contentWindow === source);
    window.posted.push({ id, origin, data });
  });
  window.connect = (id, target, version = 1) => {
    const { port1, port2 } = new MessageChannel();
    const line = { told: [], answers: [], asked: [], last: 0 };
    const waiting = new Map();
    port1.onmessage = ({ data }) => {
      if ('event' in data) return void line.told.push(data);
      line.answers.push(data);
      waiting.get(data.id)?.(data);
    };
    line.post = (message) => {
      line.asked.push(message);
      port1.postMessage(message);
    };
    line.ask = (what, more = {}, id = (line.last += 1)) => new Promise((answer) => {
      waiting.set(id, answer);
      line.post({ id, do: what, ...more });
    });
    document.querySelector(`#${id}`).contentWindow.postMessage({ interleave: version, type: 'connect' }, target, [port2]);
    return line;
  };
}

/** So many arrivals at one instant, as a link has them: their places and their number in bits, and a bit each. */
function arrivals(count) {
  const number = (count + 1).toString(2);
  const bits = `${'0'.repeat(9)}11111${'0'.repeat(number.length - 1)}${number}${'1'.repeat(count)}`;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `1.1.${bits.match(/.{1,6}/g).map((six) => letters[parseInt(six.padEnd(6, '0'), 2)]).join('')}`;
}

/** A page that speaks by hand, with frames in it by their ids. */
function byHand(name, frames, body) {
  inBoth(name, async (guest) => {
    const site = await serve({ headers: { 'access-control-allow-origin': '*' } });
    const lesson = await host(`<!doctype html><html lang="en"><title>A lesson</title><link rel="icon" href="data:,"><script>(${speak})()</script><body>${frames.replaceAll('{page}', site.origin)}`);
    try {
      await body(await guest.open(lesson.origin, { width: 1000, height: 1000 }), site.origin);
    } finally {
      lesson.close();
      site.close();
    }
  });
}

const posted = (page, id, type) => page.evaluate((id, type) => window.posted.filter((message) => message.id === id && message.data.type === type), id, type);
const greeted = (page, id) => until(`${id} says hello`, async () => (await posted(page, id, 'hello'))[0]);
/** Connects, and waits for what is told then. */
async function connected(page, id, target) {
  await page.evaluate((id, target) => { window.line = window.connect(id, target); }, id, target);
  await told(page, 'size');
}
const told = (page, event, count = 1) => until(`${event} is told`, async () => {
  const all = await page.evaluate((event) => window.line.told.filter((message) => message.event === event), event);
  return all.length >= count && all;
});
const ask = (page, what, more, id) => page.evaluate((what, more, id) => window.line.ask(what, more, id ?? undefined), what, more, id);
const link = async (page) => new URLSearchParams((await ask(page, 'getState')).value.link.split('?')[1]);

const RUN = '<iframe id="run" width="900" height="800" src="{page}/#/worker-pool?embed=1&amp;panels=stage,knobs,challenges&amp;lock=jobs&amp;job=50&amp;goal=workers%3C4&amp;theme=dark&amp;speed=5&amp;nope=1"></iframe>';

byHand('all that the guide names is asked for and told', RUN, async (page, origin) => {
  const hello = await greeted(page, 'run');
  assert.deepEqual(hello, { id: 'run', origin, data: { interleave: 1, type: 'hello' } });
  // To a version that it does not speak it says hello again.
  await page.evaluate((origin) => { window.connect('run', origin, 2); }, origin);
  await until('it says hello again', async () => (await posted(page, 'run', 'hello')).length === 2);
  const inside = () => runs(page)[0].evaluate(() => document.querySelector('.page').offsetHeight);
  await until('it fills its window', async () => (await inside()) >= 800);
  await connected(page, 'run', origin);
  const [{ height }] = await told(page, 'size');
  assert.ok(height < 800);
  await until('it is as high as what it shows', async () => Math.abs((await inside()) - height) <= 1);
  assert.deepEqual(await told(page, 'ready'), [{ event: 'ready', protocol: 1, pattern: 'worker-pool' }]);
  assert.match((await told(page, 'error'))[0].why, /“nope” is not known/);

  // Each, in each form.
  const { value: nothing, ...answer } = await ask(page, 'seek', { ms: 12.9 });
  assert.deepEqual([answer, nothing], [{ id: 1, ok: true }, undefined]);
  assert.equal((await link(page)).get('at'), '12');
  for (const [more, event] of [[{ by: -10_000 }, null], [{ by: 5 }, 4], [{}, 5], [{ by: -2 }, 3], [{ by: 10_000 }], [{ by: -10_000 }, null]]) {
    assert.equal((await ask(page, 'step', more)).ok, true);
    if (event !== undefined) assert.equal((await link(page)).get('e'), event && String(event));
  }
  await ask(page, 'seek', { ms: 600_000 });
  for (const value of ['3', true, 2, 3]) assert.deepEqual((await ask(page, 'set', { knobs: { workers: value } })).value, { notices: '' });
  assert.deepEqual((await ask(page, 'set', { knobs: { speed: 0.5, title: false } })).value, { notices: '' });
  const said = await link(page);
  assert.deepEqual([said.get('workers'), said.get('speed'), said.get('title')], ['3', '0.5', '0']);
  assert.match((await ask(page, 'set', { knobs: { workers: 700, wheels: 3 } })).value.notices, /^workers: “700” was ignored.*\n“wheels” is not known/);
  const sixtyFour = Object.fromEntries(Array.from({ length: 64 }, (_, place) => [`no-${place}`, '1']));
  assert.equal((await ask(page, 'set', { knobs: sixtyFour })).ok, true);

  // What makes no sense is refused, all of it, in words.
  for (const [what, more] of [
    ['step', { by: 10_001 }], ['step', { by: 0.5 }], ['step', { by: '1' }], ['seek', {}], ['seek', { ms: -1 }], ['seek', { ms: 600_001 }], ['set', {}], ['set', { knobs: [] }],
    ...[null, [3], {}, 0.0001, NaN, 'x'.repeat(10_001)].map((workers) => ['set', { knobs: { jobs: 5, workers } }]), ['set', { knobs: { ...sixtyFour, jobs: 5 } }],
    ['setState', {}], ['setState', { state: { version: 1, link: '' } }], ['setState', { state: { version: 1, link: '/nowhere' } }],
  ]) {
    const { ok, why, ...id } = await ask(page, what, more);
    assert.deepEqual([ok, Object.keys(id)], [false, ['id']], `${what} ${JSON.stringify(more)}`);
    assert.match(why, /^.{10,200}\.$/);
  }
  assert.equal((await link(page)).get('jobs'), '12');

  // What is none that it knows is not answered.
  const before = await page.evaluate(() => window.line.answers.length);
  await page.evaluate(() => {
    for (const odd of [{ id: 9_001, do: 'fly' }, { id: 9_002 }, { do: 'play' }, { id: -1, do: 'play' }, { id: 1.5, do: 'play' }, { id: 4_294_967_296, do: 'play' }, 'play', null]) window.line.post(odd);
  });
  await ask(page, 'getState', {}, 4_294_967_295);
  assert.deepEqual(await page.evaluate((before) => window.line.answers.slice(before).map(({ id }) => id), before), [4_294_967_295]);

  // What a state replaces, and what it leaves.
  const state = (await ask(page, 'getState')).value;
  assert.equal(state.version, 1);
  await ask(page, 'set', { knobs: { compare: 'leaks', lang: 'vi', autoplay: 0, start: 40, stop: 60, hide: 'full' } });
  const { value } = await ask(page, 'setState', { state: { version: 1, link: '/worker-pool?workers=6&e=7' } });
  assert.deepEqual(value, { notices: '' });
  const put = await link(page);
  assert.deepEqual(['workers', 'e', 'goal', 'theme', 'lang', 'speed', 'compare'].map((key) => put.get(key)), ['6', '7', null, null, null, null, null]);
  assert.deepEqual(['panels', 'lock', 'hide', 'start', 'stop', 'title'].map((key) => put.get(key)), ['stage,knobs,challenges', 'jobs', 'full', '40', '60', '0']);
  await ask(page, 'setState', { state });
  assert.match((await told(page, 'change')).at(-1).link, /^\/worker-pool\?/);

  // It plays to its end; a goal is met, a question is answered.
  await ask(page, 'set', { knobs: { speed: 10, start: 0, stop: 60 } });
  await ask(page, 'play');
  assert.deepEqual((await told(page, 'finish'))[0], { event: 'finish', outcome: 'finished' });
  await ask(page, 'pause');
  for (const workers of [8, 3]) await ask(page, 'set', { knobs: { workers } });
  await until('the goal is met', async () => (await told(page, 'challenge')).at(-1).challenge === 'goal');
  assert.equal((await page.evaluate(() => window.line.told)).filter(({ event, userInitiated }) => event === 'change' && userInitiated).length, 0);
  const press = (selector) => until(`${selector} is pressed`, () => runs(page)[0].evaluate((selector) => {
    const button = document.querySelector(selector);
    button?.click();
    return button !== null;
  }, selector));
  for (const selector of ['[aria-controls=challenge-1]', '#challenge-1 .primary', '#challenge-1 .choices button']) await press(selector);
  await press('#challenge-1 .row button');
  await until('the answer is told', async () => (await told(page, 'challenge')).some(({ chosen }) => chosen));
  await until('it is told that the reader did it', async () => (await told(page, 'change')).at(-1).userInitiated);

  // The tables name exactly that.
  const { asked, answers, told: events } = await page.evaluate(() => ({ ...window.line, post: null, ask: null }));
  const good = new Map(answers.filter(({ ok }) => ok).map(({ id, value }) => [id, value]));
  const spoken = {};
  for (const message of asked.filter((message) => good.has(message?.id))) {
    const { id, do: what, ...given } = message;
    const one = (spoken[what] ??= { given: new Set(), value: new Set() });
    Object.keys(given).forEach((name) => one.given.add(name));
    Object.keys(good.get(id) ?? {}).forEach((name) => one.value.add(name));
  }
  const sorted = (names) => [...names].sort();
  assert.deepEqual(Object.fromEntries(Object.entries(spoken).map(([what, { given, value }]) => [what, { given: sorted(given), value: sorted(value) }])), ASKS);
  const heard = {};
  for (const { event, ...detail } of events) Object.keys(detail).forEach((name) => (heard[event] ??= new Set()).add(name));
  assert.deepEqual(Object.fromEntries(Object.entries(heard).map(([event, names]) => [event, sorted(names)])), EVENTS);

  // Whoever connects again is told again.
  await connected(page, 'run', origin);
  for (const event of ['ready', 'claim', 'challenge', 'size']) await told(page, event);
});

const BOXED = '<iframe id="boxed" sandbox="allow-scripts" width="700" height="460" src="{page}/#/worker-pool?embed=1"></iframe>';

byHand('in a sandbox each key of a link is taken, in each form that the guide names', BOXED, async (page) => {
  assert.equal((await greeted(page, 'boxed')).origin, 'null');
  await connected(page, 'boxed', '*');
  assert.deepEqual(Object.keys(KEYS).sort(), Object.keys(VALUES).sort());
  assert.deepEqual(MEASURES.toSorted(), [...NUMBERS, ...FLAGS, 'variant'].sort());
  const pairs = Object.entries(VALUES).flatMap(([key, values]) => values(KEYS[key]).map((value) => ({ [key]: value })));
  const unused = await page.evaluate(async (pairs) => {
    const answers = [];
    for (const knobs of pairs) answers.push({ knobs, ...(await window.line.ask('set', { knobs })) });
    return answers.filter(({ ok, value }) => !ok || value.notices);
  }, pairs);
  assert.deepEqual(unused, []);
  for (const knobs of [{ start: 0 }, { stop: 600_000 }]) await ask(page, 'set', { knobs });
  const state = (traffic) => ({ version: 1, link: `/fixed-window?arrivals=yours&traffic=${traffic}` });
  assert.match((await ask(page, 'setState', { state: state('file.1200.9f03c2d1') })).value.notices, /needs its file of 1,200 arrivals/);

  // A long run is computed in slices, and asks wait meanwhile: here until the frame's timers go on. Of
  // more than 64 the others are refused at once, and those are answered in order.
  const [frame] = runs(page);
  await frame.evaluate(() => {
    const [wait, held] = [window.setTimeout, []];
    window.setTimeout = (...given) => held.push(given);
    window.goOn = () => {
      window.setTimeout = wait;
      held.forEach((given) => wait(...given));
    };
  });
  const from = await page.evaluate((state) => {
    const { line } = window;
    const from = line.answers.length;
    window.all = Promise.all([line.ask('setState', { state }), ...Array.from({ length: 100 }, () => line.ask('getState'))]);
    return from;
  }, state(arrivals(1_100)));
  const since = () => page.evaluate((from) => window.line.answers.slice(from).map(({ id, ok, value, why }) => ({ id, ok, said: why ?? value.notices ?? value.version })), from);
  const refused = await until('36 are refused', async () => (await since()).length >= 36 && since());
  assert.deepEqual(refused.filter(({ ok, said }) => ok || said !== '64 asks are waiting: wait for their answers first.'), []);
  await frame.evaluate(() => window.goOn());
  await page.evaluate(() => window.all.then(() => {}));
  const [set, ...states] = (await since()).filter(({ ok }) => ok);
  assert.equal(set.said, '');
  assert.deepEqual(states, states.map((_, place) => ({ id: set.id + 1 + place, ok: true, said: 1 })));
});
