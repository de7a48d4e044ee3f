// Whoever means harm, in Chromium and in Firefox: by a link, by an attribute, by the page around a run.
// No link is more than a link, and no message more than a message.
import assert from 'node:assert/strict';
import { inBoth, painted, runs, until } from './both.mjs';
import { call, heard, hears, hosted } from './both_lesson.mjs';

const MARKUP = '<img src=x onerror="top.hacked=1">"\'><script>top.hacked=1</script><svg/onload=hacked=1>';
const BIDI = '\u202e\u2066gnp\u200b.exe\u2069\u200d\ufeff\u0000\u0007';
const VALUES = [MARKUP, BIDI, 'javascript:top.hacked=1', '__proto__', 'x'.repeat(9_000)];
const NAMES = ['__proto__', 'constructor', 'toString', MARKUP, BIDI, 'onerror', 'srcdoc', 'x'.repeat(500)];
const KEYS = ['variant', 'seed', 'do', 'e', 'at', 'lang', 'theme', 'side', 'follow', 'compare', 'panels', 'title', 'speed', 'lock', 'hide', 'workers', 'goal'];

const query = (pairs) => pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
const LINKS = ['', 'embed=1&'].flatMap((frame) => [
  ...VALUES.map((value) => `#/worker-pool?${frame}${query(KEYS.map((key) => [key, value]))}`),
  `#/worker-pool?${frame}${query(NAMES.map((name) => [name, MARKUP]))}`,
  `#/${encodeURIComponent(MARKUP)}?${frame}`,
  '#javascript:top.hacked=1',
  `#/${'/'.repeat(5_000)}?${frame}`,
  `#/worker-pool?${frame}do=${'cancel@1,'.repeat(900)}`,
]);

/** What must hold of a page, whatever its link. */
const SOUND = { hacked: false, proto: 0, foreign: [], shown: true, wide: 0, alive: true, refused: [] };
const found = (page) => page.evaluate(() => ({
  hacked: window.hacked !== undefined || top.hacked !== undefined,
  proto: Object.keys(Object.prototype).length + Object.keys(Array.prototype).length,
  foreign: [...document.querySelectorAll('img, iframe, object, embed, base, form, [onload], [onerror], [srcdoc]')].map(({ outerHTML }) => outerHTML),
  shown: document.querySelector('.stage canvas')?.clientHeight > 60 || document.querySelector('.opening') !== null,
  wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  alive: document.querySelector('.crash') === null,
  refused: window.refused,
}));

inBoth('no link is more than a link, and the policy has nothing to refuse', async (guest) => {
  const { site } = guest;
  const page = await guest.open('about:blank');
  await page.evaluateOnNewDocument(() => {
    window.refused = [];
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => refused.push(`${violatedDirective} ${blockedURI}`));
  });
  // The worst of them, opened anew; from there on it goes from one to the next.
  for (const [place, link] of LINKS.entries()) {
    if (place % (LINKS.length / 2) === 0) {
      await page.goto('about:blank');
      await page.goto(`${site.origin}/${link}`);
    } else {
      await page.evaluate((link) => { location.hash = link; }, link);
    }
    await painted(page);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await found(page), SOUND, link.slice(0, 120));
  }
  // That there is one, and that it is heard.
  guest.expect(/Content.Security.Policy/);
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="top.hacked = 1">'));
  await until('it is refused', async () => (await found(page)).refused.some((what) => /script-src.* inline/.test(what)));
  assert.equal((await found(page)).hacked, false);
});

const PLAIN = (origin) => `<iframe src="${origin}/#/worker-pool?embed=1" width="640" height="420"></iframe><interleave-run eager pattern="tee"></interleave-run><iframe id="other" srcdoc="other"></iframe>`;
hosted('a page that speaks nonsense to the run in its frame, and floods it, is answered in words, and the run goes on', PLAIN, async (page) => {
  const frame = await until('the frame is there', () => runs(page).find((frame) => /worker-pool/.test(frame.url())));
  await painted(frame);
  const { kinds, flood } = await page.evaluate(async () => {
    const { contentWindow } = document.querySelector('iframe');
    const connect = () => new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      const answers = new Map();
      let last = 0;
      const ask = (what, more) => new Promise((answer) => {
        last += 1;
        answers.set(last, answer);
        port1.postMessage({ id: last, do: what, ...more });
      });
      port1.onmessage = ({ data }) => {
        if (data.event === 'ready') done({ port: port1, ask });
        answers.get(data.id)?.(data);
      };
      contentWindow.postMessage({ interleave: 1, type: 'connect' }, '*', [port2]);
    });
    window.lively = () => connect().then(({ ask }) => ask('getState'));

    const { port, ask } = await connect();
    const cyclic = { id: 900, do: 'set' };
    cyclic.knobs = cyclic;
    let deep = {};
    for (let level = 0; level < 500; level += 1) deep = { deep };
    const odd = [
      undefined, null, true, NaN, 1n, 'play', [], [1, 2], new Date(0), /play/, new Map([['do', 'play']]), new Set(['play']), new ArrayBuffer(8), new Error('play'), new Blob(['play']), cyclic, deep,
      { id: NaN, do: 'play' }, { id: 2 ** 53, do: 'play' }, { id: '1', do: 'play' }, { id: 1n, do: 'play' }, { id: 902, do: ['play'] }, { id: 904, do: 'constructor' }, { id: 905, do: '__proto__' },
      { id: 907, do: 'set', knobs: JSON.parse('{"__proto__": 1, "constructor": 2}') }, { id: 908, do: 'x'.repeat(1_000_000) }, { id: 910, do: 'setState', state: { version: 1e308, link: `/__proto__?${'&'.repeat(9_000)}` } },
    ];
    for (const message of odd) port.postMessage(message);
    const kinds = [];
    for (const value of [NaN, Infinity, 1e308, '1', null, undefined, [], {}, 1n, new Date(0)]) {
      for (const [what, name] of [['seek', 'ms'], ['step', 'by'], ['set', 'knobs'], ['setState', 'state']]) kinds.push(await ask(what, { [name]: value }));
    }
    const flood = await Promise.all(Array.from({ length: 1_500 }, (_, turn) => ask('set', { knobs: { workers: 1 + (turn % 9) } })));

    // Ports without end, and what is none.
    for (let turn = 0; turn < 300; turn += 1) contentWindow.postMessage({ interleave: 1, type: 'connect' }, '*', [new MessageChannel().port2]);
    for (const none of [{ interleave: 1, type: 'connect' }, { interleave: NaN, type: 'connect' }, { interleave: -1 }, 'connect', null, { interleave: 1, type: 'x'.repeat(1_000_000) }]) contentWindow.postMessage(none, '*');
    return { kinds, flood };
  });
  assert.ok(kinds.some(({ ok }) => !ok));
  for (const { ok, why } of kinds) assert.ok(ok || /^.{10,200}\.$/.test(why), why);
  // Firefox hands messages over so slowly that none may be too much.
  for (const { ok, why } of flood) assert.ok(ok || /wait for their answers/.test(why), why);
  const { ok, value } = await page.evaluate(() => window.lively());
  assert.ok(ok);
  assert.match(value.link, /^\/worker-pool/);
  assert.equal(await frame.$('.crash'), null);
  assert.ok(await frame.$eval('.stage canvas', ({ clientHeight }) => clientHeight > 60));

  // Whoever else is on the page speaks neither to the other run nor for it.
  const before = await call(page, 'getState');
  const answered = await page.evaluate(() => new Promise((done) => {
    const other = document.querySelector('#other').contentWindow;
    const run = document.querySelector('interleave-run');
    Object.assign(other, { tell: done, run: run.shadowRoot.querySelector('iframe').contentWindow });
    other.eval(`
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell('it answered');
      run.postMessage({ interleave: 1, type: 'connect' }, '*', [port2]);
      port1.postMessage({ id: 1, do: 'set', knobs: { seed: 9 } });
      for (const type of ['hello', 'failed']) top.postMessage({ interleave: 1, type, why: 'me' }, '*');
    `);
    postMessage({ interleave: 1, type: 'failed', why: 'me' }, '*');
    // What the run says to its own page comes after whatever it would have said to the other.
    run.getState().then(() => run.getState()).then(() => done('nothing'));
  }));
  assert.equal(answered, 'nothing');
  assert.deepEqual([await call(page, 'getState'), await heard(page, 'error')], [before, []]);
});

const attributes = (value) => KEYS.map((key) => `${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`).join(' ');
const HARMFUL = () => `<interleave-run eager id="script" pattern="tee" src="javascript:top.hacked=1"></interleave-run>
  <interleave-run eager id="markup" pattern="worker-pool" constructor="x" __proto__="y" ${attributes(MARKUP)}></interleave-run>`;
hosted('no attribute is more than an attribute', HARMFUL, async (page) => {
  assert.match((await hears(page, 'error', () => true, 'script')).why, /cannot be at javascript: addresses/);
  const { why } = await hears(page, 'error', () => true, 'markup');
  for (const name of ['constructor', '__proto__', 'variant', 'seed']) assert.ok(why.includes(name), `${name}: ${why}`);
  await hears(page, 'ready', () => true, 'markup');
  const [frame] = runs(page);
  assert.equal(await frame.$$eval('img, .crash, [onerror]', ({ length }) => length), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await assert.rejects(call(page, 'play'), /cannot be at javascript/);
});
