// A page that means harm to the run in its frame: floods, values of every kind, ports without end.
import assert from 'node:assert/strict';
import { until } from './page.mjs';
import { call, hosted } from './lesson.mjs';

const PLAIN = '<iframe src="{page}/#/worker-pool?embed=1" width="640" height="420"></iframe>';
const RUN = '<interleave-run eager pattern="worker-pool"></interleave-run>';

/** In the page: connects to the frame by hand, and asks. */
function speaking(page) {
  return page.evaluate(() => {
    const frame = document.querySelector('iframe').contentWindow;
    window.connect = () => new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      const answers = new Map();
      port1.onmessage = ({ data }) => {
        if (data.event === 'ready') done({ port: port1, ask, answers });
        answers.get(data.id)?.(data);
      };
      let last = 0;
      const ask = (what, more = {}) => new Promise((answer) => {
        last += 1;
        answers.set(last, answer);
        port1.postMessage({ id: last, do: what, ...more });
      });
      frame.postMessage({ interleave: 1, type: 'connect' }, '*', [port2]);
    });
    window.lively = () => window.connect().then(({ ask }) => ask('getState'));
  });
}

const helloed = (page) => page.frames()[1].locator('html[data-ready]').waitFor({ state: 'attached' });

/** The frame is still what it was, answers, and shows no error. */
async function unharmed(page, link = /worker-pool/) {
  const { ok, value } = await page.evaluate(() => window.lively());
  assert.equal(ok, true);
  assert.match(value.link, link);
  const frame = page.frames()[1];
  assert.equal(await frame.locator('.crash').count(), 0);
  assert.ok(await frame.locator('.stage canvas').first().isVisible());
}

hosted('values of every kind are answered or ignored', PLAIN, async (page) => {
  await helloed(page);
  await speaking(page);
  const answered = await page.evaluate(async () => {
    const { port, ask } = await window.connect();
    const cyclic = { id: 900, do: 'set' };
    cyclic.knobs = cyclic;
    let deep = {};
    for (let level = 0; level < 500; level += 1) deep = { deep };
    const odd = [
      undefined, null, true, NaN, Infinity, 1n, 'play', Symbol.iterator.description, [], [1, 2], new Date(0), /play/, new Map([['do', 'play']]), new Set(['play']),
      new ArrayBuffer(8), new Uint8Array(50_000_000), new Error('play'), new Blob(['play']), cyclic, deep, new Array(5_000_000).fill(0),
      Object.assign(Object.create(null), { id: 901, do: 'play', by: NaN }), { id: NaN, do: 'play' }, { id: Infinity, do: 'play' }, { id: 2 ** 53, do: 'play' }, { id: '1', do: 'play' }, { id: 1n, do: 'play' },
      { id: 902, do: ['play'] }, { id: 903, do: { toString: 'play' } }, { id: 904, do: 'constructor' }, { id: 905, do: '__proto__' },
      JSON.parse('{"id": 906, "__proto__": {"do": "play"}}'), { id: 907, do: 'set', knobs: JSON.parse('{"__proto__": 1, "constructor": 2, "workers": 5}') },
      { id: 908, do: 'x'.repeat(60_000_000) }, { ['x'.repeat(20_000_000)]: 1, id: 909, do: 'play' },
      { id: 910, do: 'setState', state: { version: 1e308, link: '/__proto__?' + '&'.repeat(9_000) } },
    ];
    for (const message of odd) port.postMessage(message);
    const { port1 } = new MessageChannel();
    port.postMessage({ id: 911, do: 'play', by: port1 }, [port1]);
    const kinds = [];
    for (const value of [NaN, Infinity, -0, 1e308, 0.5, '1', null, undefined, [], {}, 1n, new Date(0)]) {
      for (const [what, name] of [['seek', 'ms'], ['step', 'by'], ['set', 'knobs'], ['setState', 'state']]) kinds.push(await ask(what, { [name]: value }));
    }
    return kinds;
  });
  for (const { ok, why } of answered) assert.ok(ok || /^.{10,200}\.$/.test(why), why);
  await unharmed(page);
});

hosted('a flood is refused in words from where it is too much, and the page goes on', PLAIN, async (page) => {
  await helloed(page);
  await speaking(page);
  const { answered, refused } = await page.evaluate(async () => {
    const { ask } = await window.connect();
    const flood = [];
    for (let turn = 0; turn < 20_000; turn += 1) flood.push(ask('set', { knobs: { workers: 1 + (turn % 9) } }));
    const answers = await Promise.all(flood);
    return { answered: answers.length, refused: answers.filter(({ ok, why }) => !ok && /wait for their answers/.test(why)).length };
  });
  assert.equal(answered, 20_000);
  assert.ok(refused > 0);
  await unharmed(page);
});

hosted('ports without end: the last one counts', PLAIN, async (page) => {
  await helloed(page);
  await speaking(page);
  await page.evaluate(() => {
    const frame = document.querySelector('iframe').contentWindow;
    for (let turn = 0; turn < 3_000; turn += 1) frame.postMessage({ interleave: 1, type: 'connect' }, '*', [new MessageChannel().port2]);
    frame.postMessage({ interleave: 1, type: 'connect' }, '*', Array.from({ length: 500 }, () => new MessageChannel().port2));
    for (const odd of [{ interleave: 1, type: 'connect' }, { interleave: NaN, type: 'connect' }, { interleave: -1 }, 'connect', null, { interleave: 1, type: 'x'.repeat(9_000_000) }]) frame.postMessage(odd, '*');
  });
  await unharmed(page);
});

hosted('who speaks before the page is there is heard by the one that says hello', '<iframe width="640" height="420"></iframe>', async (page) => {
  await page.evaluate((address) => {
    const frame = document.querySelector('iframe');
    frame.src = address;
    // While it loads, as often as the page gets to it.
    window.early = setInterval(() => frame.contentWindow.postMessage({ interleave: 1, type: 'connect' }, '*', [new MessageChannel().port2]), 0);
  }, await page.evaluate(() => `${new URL(document.scripts[0].src).origin}/#/worker-pool?embed=1`));
  await helloed(page);
  await page.evaluate(() => clearInterval(window.early));
  await speaking(page);
  await unharmed(page);
});

hosted('a frame inside of the run, or beside it, is not its parent', `${RUN}<iframe id="other" srcdoc="other"></iframe>`, async (page) => {
  const before = await call(page, 'getState');
  const answered = await page.evaluate(() => new Promise((done) => {
    const other = document.querySelector('#other').contentWindow;
    const run = document.querySelector('interleave-run').shadowRoot.querySelector('iframe').contentWindow;
    other.run = run;
    other.tell = done;
    other.eval(`
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell('it answered');
      run.postMessage({ interleave: 1, type: 'connect' }, '*', [port2]);
      port1.postMessage({ id: 1, do: 'set', knobs: { workers: 9 } });
    `);
    // What the run says to its own page comes after whatever it would have said to the other.
    const { getState } = document.querySelector('interleave-run');
    const self = document.querySelector('interleave-run');
    getState.call(self).then(() => getState.call(self)).then(() => done('nothing'));
  }));
  assert.equal(answered, 'nothing');
  assert.deepEqual(await call(page, 'getState'), before);
});

hosted('another page in the frame, or another origin, does not speak for the run', `${RUN}<iframe id="other" srcdoc="other"></iframe>`, async (page) => {
  await call(page, 'getState');
  await page.evaluate(() => {
    window.told = [];
    document.querySelector('interleave-run').addEventListener('error', ({ detail }) => window.told.push(detail));
    document.querySelector('#other').contentWindow.eval(`
      for (const type of ['hello', 'failed']) top.postMessage({ interleave: 1, type, why: 'me' }, '*');
    `);
    postMessage({ interleave: 1, type: 'failed', why: 'me' }, '*');
  });
  await call(page, 'getState');
  assert.deepEqual(await page.evaluate(() => window.told), []);
});

hosted('a run that is loaded anew, over and over, ends with one that answers', RUN, async (page) => {
  await call(page, 'getState');
  const outcomes = await page.evaluate(async () => {
    const run = document.querySelector('interleave-run');
    const why = (promise) => promise.then(() => 'done', ({ message }) => message);
    const asked = [];
    for (let turn = 0; turn < 5; turn += 1) {
      run.shadowRoot.querySelector('iframe').src += '';
      run.setAttribute('pattern', turn % 2 ? 'worker-pool' : 'tee');
      asked.push(why(run.set({ seed: turn })), why(run.getState()));
      await new Promise((next) => setTimeout(next));
    }
    return Promise.all(asked);
  });
  for (const outcome of outcomes) assert.match(outcome, /^(done|The run was loaded anew\.)$/);
  await until('it is a pipe with two ends', async () => /tee/.test((await call(page, 'getState')).link));
});
