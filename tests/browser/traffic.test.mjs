// A reader's own traffic: pasted, chosen, dropped; short in the link, long beside it.
import assert from 'node:assert/strict';
import { PHONE, axe, link, parts, test, turn, until } from './page.mjs';

const YOURS = '#/token-bucket?arrivals=yours&e=1';

const field = (page) => parts(page).parameters.getByLabel(/one instant a line/);
const chooser = (page) => parts(page).parameters.getByLabel('Choose a file');
const status = (page) => page.locator('.own-status');
const says = (page, text) => until(`it says ${text}`, async () => (await status(page).innerText()).includes(text));
const choose = (page, buffer, name = 'requests.log') => chooser(page).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(buffer) });
const traffic = (page) => until('it is in the link', () => link(page).traffic);

/** Drops a file on the page. */
const drop = (page, text) =>
  page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'requests.log'));
    for (const kind of ['dragover', 'drop']) {
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('.stage').dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error(`${kind} is left to the browser`);
    }
  }, text);

/** Lines of whole milliseconds; so many do not fit into a link. */
const log = (count) => Array.from({ length: count }, (_, n) => `${n * 7}.${String((n * 7919) % 1000).padStart(3, '0')}`).join('\n');

const ACCESS = ['10.0.0.1', '10.0.0.2', '10.0.0.1']
  .map((client, n) => `${client} - - [10/Oct/2000:1${n * 2}:55:36 -0700] "GET /?q=[a] HTTP/1.1" 200 2326 "-" "Mozilla/5.0"`)
  .join('\n');

test('pasted lines are the arrivals, and travel in the link', async ({ open }) => {
  const page = await open(YOURS);
  await says(page, 'None yet');
  await field(page).fill('1715678400 alice\n1715692800 bob\n');
  await says(page, '2 arrivals; 1 s on screen is 24 min of yours.');
  const carried = await traffic(page);
  const other = await open(`#/token-bucket?arrivals=yours&traffic=${carried}&e=1`);
  await says(other, '2 arrivals; 1 s on screen is 24 min of yours.');
  assert.equal(await parts(other).measured.innerText(), await parts(page).measured.innerText());
});

test('an access log is chosen, and lines that cannot be read are counted', async ({ open }) => {
  const page = await open(YOURS);
  await choose(page, `${ACCESS}\n\u202ewhat\u0007 <b>?\nno\n`);
  await says(page, '3 arrivals; 1 s on screen is 24 min of yours.');
  await says(page, '2 lines could not be read; the first is line 4: “\\u{202e}what\\u{7} <b>?”.');
  await says(page, '2 keys.');
});

test('a file dropped anywhere is taken, and turns the knob', async ({ open }) => {
  const page = await open('#/token-bucket?e=1');
  await drop(page, 'no instant here');
  await says(page, 'No instant found in 1 line; line 1 is “no instant here”.');
  assert.equal(link(page).arrivals, undefined);
  await drop(page, '5\n6\n9');
  await says(page, '3 arrivals at their own pace.');
  assert.equal((await until('the link says so', () => link(page).arrivals)), 'yours');
});

test('a file dropped on a frame where arrivals are locked changes nothing, and that is said', async ({ open }) => {
  for (const locked of ['lock=all', 'arrivals=yours&traffic=TRAFFIC&lock=arrivals']) {
    const page = await open('#/token-bucket?arrivals=yours');
    await drop(page, '1\n2\n5');
    const { traffic } = await until('the link says so', () => link(page).traffic && link(page));
    await turn(page, `#/token-bucket?embed=1&${locked.replace('TRAFFIC', encodeURIComponent(traffic))}`);
    const before = link(page);
    await drop(page, '5\n6\n9');
    await says(page, 'Arrivals are fixed here.');
    assert.deepEqual(link(page), before);
  }
});

test('what is no traffic is refused, and nothing on screen is lost', async ({ open }) => {
  const page = await open(YOURS);
  await choose(page, '1\n2\n5\n');
  await says(page, '3 arrivals');
  const before = [await parts(page).measured.innerText(), await traffic(page)];
  for (const [bytes, said] of [
    ['', 'There is nothing in it.'],
    [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'This is not a text.'],
    [Buffer.from('\ufeff1\n2\n', 'utf16le'), 'This is UTF-16.'],
    ['hello\n', 'No instant found in 1 line'],
  ]) {
    await choose(page, bytes);
    await says(page, said);
    await says(page, '3 arrivals');
    assert.deepEqual([await parts(page).measured.innerText(), link(page).traffic], before);
  }
});

test('a long file stays here; its link says that it needs it', async ({ open }) => {
  const page = await open(YOURS);
  await choose(page, log(3_000));
  await says(page, '3,000 arrivals');
  await says(page, 'Too long for a link: whoever opens it needs the file.');
  const named = await traffic(page);
  await parts(page).share.click();
  await until('the dialog says so', async () => (await page.getByRole('dialog').innerText()).includes('whoever opens it needs the file'));
  assert.match(named, /^file\.3000\.[0-9a-f]{8}$/);

  const other = await open(`#/token-bucket?arrivals=yours&traffic=${named}&e=1`);
  const notices = other.locator('.notices');
  assert.match(await notices.innerText(), /This run needs its file of 3,000 arrivals/);
  assert.equal(link(other).traffic, named);
  await choose(other, log(2_999));
  await says(other, 'This is not the file the link was made with (that has 3,000 arrivals)');

  const third = await open(`#/token-bucket?arrivals=yours&traffic=${named}&e=1`);
  await choose(third, log(3_000));
  await says(third, '3,000 arrivals');
  assert.ok(!(await status(third).innerText()).includes('This is not the file'));
  assert.equal(await third.locator('.notices').innerText(), '');
  assert.equal(link(third).traffic, named);
});

test('a step back finds the file again, and so does another pattern', async ({ open }) => {
  const page = await open(YOURS);
  await choose(page, log(3_000));
  await says(page, '3,000 arrivals');
  const named = await traffic(page);
  await parts(page).patterns.locator('a[href*="#/sliding-window-log"]').click();
  await until('another pattern', () => link(page).slug === 'sliding-window-log');
  await parts(page).parameters.getByText('your own').click();
  await says(page, '3,000 arrivals');
  await page.goBack();
  await until('the pattern before', () => link(page).slug === 'token-bucket');
  await says(page, '3,000 arrivals');
  assert.equal(link(page).traffic, named);
  assert.equal(await page.locator('.notices').innerText(), '');
});

test('Clear takes it away, and Reset keeps it for later', async ({ open }) => {
  const page = await open(YOURS);
  await field(page).fill('1\n2\n3\n');
  await says(page, '3 arrivals');
  await parts(page).parameters.getByRole('button', { name: 'Reset' }).click();
  await until('the default', () => link(page).arrivals === undefined && link(page).traffic === undefined);
  await parts(page).parameters.getByText('your own').click();
  await says(page, '3 arrivals');
  await parts(page).parameters.getByRole('button', { name: 'Clear' }).click();
  await says(page, 'None yet');
  assert.equal(await field(page).inputValue(), '');
  await until('the link has none', () => link(page).traffic === undefined && link(page).arrivals === 'yours');
});

test('twenty thousand lines pasted are more than is taken', async ({ open }) => {
  const page = await open(YOURS);
  await field(page).focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, log(20_500));
  await says(page, '20,000 arrivals');
  await says(page, 'There are more: the first 20,000 are taken.');
});

test('it can be read aloud, in both languages, and pressed on a phone', async ({ open }) => {
  for (const lang of ['en', 'vi']) {
    const page = await open(`${YOURS}&lang=${lang}`, { ...PHONE, touch: true });
    await page.locator('#own-traffic').fill('1\n2\nx\n');
    await until('it is read', async () => /^3|^2/.test(await status(page).innerText()));
    assert.deepEqual(await axe(page), []);
    for (const pressed of await page.locator('.own .button, .own button').all()) {
      const { width, height } = await pressed.boundingBox();
      assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
    }
  }
});

test('a live run is laid beside its twin, which is computed in slices and can be stopped', async ({ open }) => {
  const page = await open(YOURS);
  await choose(page, log(20_000));
  await says(page, '20,000 arrivals');
  await parts(page).play.waitFor();
  await page.getByText('Real time', { exact: true }).click();
  await until('it is live', () => link(page).time === 'real');
  const compare = page.getByRole('button', { name: 'Compare with virtual time' });
  await compare.waitFor();
  // A clock that runs ahead makes a slice as short as it can be: the page has its say in between.
  await page.evaluate(() => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    performance.now = () => now() + (ahead += 20);
  });
  await compare.click();
  await page.locator('.progress').getByRole('button', { name: 'Stop' }).waitFor();
  await page.locator('.progress').getByRole('button', { name: 'Stop' }).click();
  await until('two runs', async () => (await page.locator('.strips.two').count()) === 1);
});

test('a twin of a run that was changed meanwhile is not shown', async ({ open }) => {
  const page = await open('#/token-bucket?time=real&patience=0');
  await page.getByRole('button', { name: 'Compare with virtual time' }).click();
  await until('two runs', async () => (await page.locator('.strips.two').count()) === 1);
  await parts(page).parameters.getByRole('slider', { name: 'Burst' }).press('ArrowRight');
  await until('one run', async () => (await page.locator('.strips.two').count()) === 0);
  await page.getByRole('button', { name: 'Compare with virtual time' }).waitFor();
});

test('a knob that own arrivals make idle says so, and can still be turned', async ({ open }) => {
  for (const [lang, said] of [
    ['en', /^Changes nothing while .+ is “your own”\.$/],
    ['vi', /^Không ảnh hưởng gì khi .+ là “của bạn”\.$/],
  ]) {
    const page = await open(`#/backpressure?arrivals=yours&e=1&lang=${lang}`);
    const knob = page.locator('[data-knob="rate"]');
    // Until there are any they come evenly, at this rate.
    assert.equal(await knob.locator('.aside-note').count(), 0);
    await page.locator('#own-traffic').fill('1\n2\n4\n');
    await until('it says so', async () => (await knob.locator('.aside-note').count()) === 1);
    assert.match(await knob.locator('.aside-note').innerText(), said);
    assert.equal(await page.locator('[data-knob="job"] .aside-note').count(), 0);
    const slider = knob.getByRole('slider');
    const why = await slider.getAttribute('aria-describedby');
    assert.match(await page.locator(`#${why}`).innerText(), said);
    const before = await slider.inputValue();
    await slider.press('ArrowRight');
    assert.notEqual(await slider.inputValue(), before);
    assert.deepEqual(await axe(page), []);
  }
});

test('what there is to know of the traffic is said, and which limits would have fitted', async ({ open }) => {
  const page = await open('#/limiters-side-by-side?arrivals=yours&first=0&burst=7&e=1');
  // One a second for two minutes, and eight at once in the middle.
  const lines = Array.from({ length: 120 }, (_, n) => n).concat(Array(8).fill(60));
  await field(page).fill(lines.join('\n'));
  await says(page, '1 min 59 s from the first to the last.');
  await says(page, 'Busiest second: 9, 1 min after the first, at 5.000 s on screen; 99 of 100 seconds have at most 1. A limit of 8 a second refuses 1 in 100 at most.');
  await says(page, 'Busiest minute: 68, 1.000 s after the first');
  const fits = page.getByRole('table', { name: 'Which limit would have fitted?' });
  await fits.waitFor();
  // At twelve seconds a second a window of a second has twelve, and the eight.
  const row = (name) => fits.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell').allInnerTexts();
  assert.deepEqual((await row('sliding log'))[0], '20');
  // Seven at once never let eight through, whatever the rate.
  assert.deepEqual((await row('token bucket'))[0], '–');
  await until('why', async () => (await page.locator('.fits').innerText()).includes('not even 20,000 would do'));
  await fits.getByRole('row', { name: /^sliding log/ }).getByRole('button').first().click();
  await until('it is set', () => link(page).limit === '20');
  assert.equal(await fits.getByRole('row', { name: /^sliding log/ }).getByRole('button').first().getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await axe(page), []);
  // A trap is no limiter to fit anything to.
  const trap = await open(`#/limiters-side-by-side?variant=a-limit-a-server&arrivals=yours&first=0&traffic=${await traffic(page)}&e=1`);
  await says(trap, 'Busiest second: 9');
  assert.equal(await trap.locator('.fits').count(), 0);
});

test('a short trace plays in a frame; one that needs its file says so there, and takes it', async ({ open }) => {
  const page = await open(YOURS);
  await field(page).fill('1\n2\n3\n9\n');
  await says(page, '4 arrivals');
  const carried = await traffic(page);
  const events = async (page) => (await parts(page).position.getAttribute('aria-valuetext')).match(/of \d+$/)[0];
  const frame = await open(`#/token-bucket?arrivals=yours&traffic=${carried}&e=1&embed=1`, { width: 640, height: 420 });
  assert.equal(await events(frame), await events(page));
  assert.equal(await frame.locator('.notices').innerText(), '');
  assert.equal(await frame.locator('#own-traffic').count(), 0);

  const needs = await open('#/token-bucket?arrivals=yours&traffic=file.3000.00000000&e=1&embed=1', { width: 640, height: 420 });
  const notice = needs.locator('.notice');
  await notice.waitFor();
  assert.match(await notice.innerText(), /This run needs its file of 3,000 arrivals: drop it here/);
  assert.ok(await notice.evaluate((shown) => shown.getBoundingClientRect().bottom < innerHeight));
  await drop(needs, 'no instant here');
  await says(needs, 'No instant found');
  await drop(needs, log(3_000));
  await until('it plays', async () => (await needs.locator('.notices').innerText()) === '');
});
