// A reader's own traffic: pasted, chosen, dropped; short in the link, long beside it.
import assert from 'node:assert/strict';
import { PHONE, axe, link, parts, test, until } from './page.mjs';

const YOURS = '#/token-bucket?arrivals=yours&e=1';

const field = (page) => parts(page).parameters.getByLabel(/one instant a line/);
const chooser = (page) => parts(page).parameters.getByLabel('Choose a file');
const status = (page) => page.locator('.own-status');
const says = (page, text) => until(`it says ${text}`, async () => (await status(page).innerText()).includes(text));
const choose = (page, buffer, name = 'requests.log') => chooser(page).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(buffer) });
const traffic = (page) => until('it is in the link', () => link(page).traffic);

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
  const drop = (text) =>
    page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'requests.log'));
      for (const kind of ['dragover', 'drop']) {
        const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('.stage').dispatchEvent(event);
        if (!event.defaultPrevented) throw new Error(`${kind} is left to the browser`);
      }
    }, text);
  await drop('no instant here');
  await says(page, 'No instant found in 1 line; line 1 is “no instant here”.');
  assert.equal(link(page).arrivals, undefined);
  await drop('5\n6\n9');
  await says(page, '3 arrivals at their own pace.');
  assert.equal((await until('the link says so', () => link(page).arrivals)), 'yours');
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
