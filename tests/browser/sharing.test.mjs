// The share dialog: a link and its QR code, a picture, files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import decode from 'qr/decode.js';
import { DESKTOP, PHONE, axe, parts, test, until } from './page.mjs';
import { printed } from './cli.mjs';
import { host } from './site.mjs';

const RUN = '#/worker-pool?variant=leaks&workers=3&e=60';

/** The dialog, with one of its tabs open. */
async function sharing(page, tab) {
  await parts(page).share.click();
  const dialog = page.getByRole('dialog');
  if (tab) await dialog.getByRole('tab', { name: tab, exact: true }).click();
  return dialog;
}

/** The file that a press on a button of this name saves: `{name, bytes}`. */
async function saved(page, dialog, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The pixels of what is seen of an element. */
async function pixels(page, locator) {
  const png = (await locator.screenshot()).toString('base64');
  const { width, height, data } = await page.evaluate(async (png) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    return { width: canvas.width, height: canvas.height, data: [...context.getImageData(0, 0, canvas.width, canvas.height).data] };
  }, png);
  return { width, height, data: Uint8Array.from(data) };
}

test('tabs go by arrows, and the focus goes back to where it came from', async ({ open }) => {
  const page = await open(RUN);
  await parts(page).share.focus();
  await page.keyboard.press('Enter');
  const tab = (name) => page.getByRole('tab', { name, exact: true });
  assert.equal(await tab('Link').getAttribute('aria-selected'), 'true');
  await tab('Link').focus();
  for (const [key, name] of [['ArrowRight', 'Embed'], ['ArrowRight', 'Picture'], ['End', 'Files'], ['ArrowRight', 'Link'], ['ArrowLeft', 'Files'], ['Home', 'Link']]) {
    await page.keyboard.press(key);
    await until(`${name} by ${key}`, async () => (await tab(name).getAttribute('aria-selected')) === 'true');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    assert.equal(await page.getByRole('tabpanel', { name, exact: true }).count(), 1);
  }
  await page.keyboard.press('Escape');
  await until('it is closed', async () => (await page.getByRole('dialog').count()) === 0);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Share');
});

test('what is pressed is copied and said, once; later only when asked', async ({ open }) => {
  const page = await open(RUN);
  const dialog = await sharing(page);
  await dialog.getByText('The link is copied.').waitFor();
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  await dialog.getByRole('tab', { name: 'Files' }).click();
  await dialog.getByRole('tab', { name: 'Link' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'mine');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await dialog.getByText('The link is copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await dialog.getByRole('textbox').inputValue());
});

test('where copying is not allowed the text is selected, and that is said', async ({ open }) => {
  const page = await open(RUN);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  const dialog = await sharing(page);
  await dialog.getByText('The text is selected').waitFor();
  const field = dialog.getByRole('textbox');
  assert.equal(await field.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), await field.inputValue());
});

for (const theme of ['light', 'dark']) {
  for (const frame of [DESKTOP, PHONE]) {
    test(`a camera reads the link from the screen: ${theme}, ${frame.width} px`, async ({ open }) => {
      const page = await open(RUN, { theme, ...frame });
      const dialog = await sharing(page);
      const code = dialog.getByRole('img', { name: 'QR code of the link' });
      assert.equal(decode(await pixels(page, code)), await dialog.getByRole('textbox').inputValue());
    });
  }
}

/** A link with so many actions taken, of 22 characters each. */
const acted = (count) => `#/worker-pool?do=${Array.from({ length: count }, (_, n) => `stall:worker-1@${n + 500_000}`).join(',')}&e=3`;

test('the longest link that has a code can still be read, and a longer one says why it has none', async ({ open }) => {
  const page = await open(acted(54));
  const dialog = await sharing(page);
  const code = dialog.getByRole('img', { name: 'QR code of the link' });
  assert.equal(decode(await pixels(page, code)), await dialog.getByRole('textbox').inputValue());
  const longer = await open(acted(64));
  const said = await sharing(longer);
  await said.getByText(/This link has 1[3-9]\d\d characters.*holds 1273/).waitFor();
  assert.equal(await said.getByRole('img').count(), 0);
});

test('the code is a file too', async ({ open }) => {
  const page = await open(RUN);
  const dialog = await sharing(page);
  const { name, bytes } = await saved(page, dialog, 'Download QR code');
  assert.equal(name, 'worker-pool-leaks.qr.svg');
  assert.match(bytes.toString(), /^<svg .*<\/svg>\n$/s);
});

test('a picture is stage and timeline of this instant, in the theme on screen', async ({ open }) => {
  const found = {};
  for (const theme of ['light', 'dark']) {
    const page = await open(RUN, { theme });
    const dialog = await sharing(page, 'Picture');
    assert.match(await dialog.getByRole('img').getAttribute('aria-label'), /worker/);
    const svg = await saved(page, dialog, 'Download SVG');
    assert.equal(svg.name, 'worker-pool-leaks.svg');
    found[theme] = svg.bytes.toString();
    const background = theme === 'dark' ? '#1b1d20' : '#ffffff';
    assert.match(found[theme], new RegExp(`<rect width="960" height="[\\d.]+" fill="${background}"/>`));
    for (const words of ['>worker 1<', '>the one thread<']) assert.ok(found[theme].includes(words), words);
    const png = await saved(page, dialog, 'Download PNG');
    assert.equal(png.name, 'worker-pool-leaks.png');
    assert.deepEqual([...png.bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    const height = Number(/viewBox="0 0 960 ([\d.]+)"/.exec(found[theme])[1]);
    assert.equal(png.bytes.readUInt32BE(16), 1920);
    assert.ok(Math.abs(png.bytes.readUInt32BE(20) - 2 * height) <= 2);
    // What is painted is what is saved: as dark, or as light.
    const mean = await dialog.locator('canvas').evaluate((canvas) => {
      const small = Object.assign(document.createElement('canvas'), { width: 40, height: 40 }).getContext('2d');
      small.drawImage(canvas, 0, 0, 40, 40);
      const { data } = small.getImageData(0, 0, 40, 40);
      return data.filter((_, place) => place % 4 === 0).reduce((sum, red) => sum + red, 0) / 1_600;
    });
    assert.ok(theme === 'dark' ? mean < 90 : mean > 180, `${theme}: ${mean}`);
    await dialog.getByRole('button', { name: 'Copy SVG' }).click();
    await dialog.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), found[theme]);
    await dialog.getByRole('button', { name: 'Copy PNG' }).click();
    await until('it is copied', () => page.evaluate(() => navigator.clipboard.read().then(([item]) => item.types.includes('image/png'))));
    await page.context().close();
  }
  assert.notEqual(found.light, found.dark);
});

test('a picture shows another instant after a step, and what the command line draws of it', async ({ open }) => {
  const page = await open('#/worker-pool?e=60');
  const first = await saved(page, await sharing(page, 'Picture'), 'Download SVG');
  assert.equal(first.bytes.toString(), printed('run', '#/worker-pool?e=60', '--format', 'svg').trimEnd());
  await page.keyboard.press('Escape');
  await parts(page).forward.click();
  const second = await saved(page, await sharing(page, 'Picture'), 'Download SVG');
  assert.notEqual(first.bytes.toString(), second.bytes.toString());
});

test('a picture of a comparison has both runs', async ({ open }) => {
  const page = await open('#/worker-pool?compare=leaks&e=60');
  const { bytes } = await saved(page, await sharing(page, 'Picture'), 'Download SVG');
  for (const words of ['>A · Correct<', '>B · Leaks<']) assert.ok(bytes.toString().includes(words), words);
  assert.equal(bytes.toString().match(/>the one thread</g).length, 2);
});

test('files are the bytes that the command line writes', async ({ open }) => {
  const page = await open('#/worker-pool?variant=leaks&workers=3&seed=7&do=cancel@900&e=40');
  const dialog = await sharing(page, 'Files');
  const run = ['run', '#/worker-pool?variant=leaks&workers=3&seed=7&do=cancel@900', '--format'];
  for (const [title, file, format] of [
    ['Trace', 'worker-pool-leaks.json', 'json'],
    ['Timeline for Perfetto', 'worker-pool-leaks.perfetto.json', 'perfetto'],
    ['Rust test', 'worker-pool-leaks.rs', 'test'],
  ]) {
    const { name, bytes } = await saved(page, dialog, `Download: ${title}`);
    const wanted = printed(...run, format);
    assert.equal(name, file);
    assert.equal(bytes.toString(), wanted);
    await dialog.getByText(`${file} goes to your downloads.`).waitFor();
    await dialog.getByRole('button', { name: `Copy: ${title}`, exact: true }).click();
    await dialog.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), wanted);
  }
});

test('the test of a run in real time is of its twin, and says so', async ({ open }) => {
  const page = await open('#/tee?time=real&items=1');
  await until('it is over', async () => (await page.getByText('Recorded from a real run').count()) > 0);
  const dialog = await sharing(page, 'Files');
  await dialog.getByText('twin in virtual time').waitFor();
  const { bytes } = await saved(page, dialog, 'Download: Rust test');
  assert.equal(bytes.toString(), printed('run', '#/tee?items=1', '--format', 'test'));
  const trace = await saved(page, dialog, 'Download: Trace');
  assert.ok(JSON.parse(trace.bytes).claims.length > 0);
});

test('in a sandbox that forbids downloads that is said instead', async ({ open }) => {
  const page = await open('#/worker-pool?e=3');
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { width: 1200, height: 800, src: './index.html#/worker-pool?e=3' });
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
    document.body.replaceChildren(frame);
  });
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Share', exact: true }).click();
  await frame.getByRole('tab', { name: 'Files' }).click();
  await frame.getByRole('button', { name: 'Download: Trace' }).click();
  await frame.getByText('forbids downloads').waitFor();
});

test('in a frame of somebody else it is said that nobody can know', async (visitor) => {
  const page = await visitor.open('#/worker-pool?e=3');
  const lesson = await host(`<iframe width="1200" height="800" src="${page.url()}"></iframe>`);
  await page.goto(lesson.origin);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Share', exact: true }).click();
  await frame.getByRole('tab', { name: 'Files' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), frame.getByRole('button', { name: 'Download: Trace' }).click()]);
  assert.equal(download.suggestedFilename(), 'worker-pool-correct.json');
  await frame.getByText('If nothing arrives').waitFor();
  lesson.close();
  visitor.expect(/asked another host/);
  // Share copies at once: not there.
  visitor.expect(/Clipboard API has been blocked/);
});

const TABS = { en: ['Link', 'Embed', 'Picture', 'Files'], vi: ['Liên kết', 'Nhúng', 'Hình ảnh', 'Tệp'] };
const BUTTON = { en: 'Share', vi: 'Chia sẻ' };

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'vi']) {
    test(`nothing for axe to find, nothing too small, nothing cut off: ${theme}, ${lang}`, async ({ open }) => {
      for (const frame of [DESKTOP, PHONE, { width: 320, height: 640 }]) {
        const page = await open(RUN, { theme, lang, ...frame });
        await page.getByRole('button', { name: BUTTON[lang], exact: true }).click();
        for (const name of TABS[lang]) {
          await page.getByRole('tab', { name, exact: true }).click();
          await page.locator('.sharing summary').evaluateAll((all) => all.forEach((one) => one.click()));
          const where = `${name}, ${frame.width} px`;
          assert.deepEqual(await axe(page), [], where);
          const [wide, cut] = await page.getByRole('dialog').evaluate((dialog) => [dialog.scrollWidth - dialog.clientWidth, [...dialog.querySelectorAll('button, input, select, textarea, p, h3')]
            .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== 'visible' && part.clientWidth > 0)
            .map((part) => part.outerHTML.slice(0, 80))]);
          assert.ok(wide <= 0, `${where}: ${wide} px too wide`);
          assert.deepEqual(cut, [], where);
          if (frame.width > 760) continue;
          const small = await page.getByRole('dialog').evaluate((dialog) => [...dialog.querySelectorAll('button, select, summary, .check, .seg label, .number input')]
            .map((part) => [part.textContent || part.outerHTML, part.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 43.5 || height < 41.5)
            .map(([name, { width, height }]) => `${name}: ${width} × ${height}`));
          assert.deepEqual(small, [], where);
        }
        await page.context().close();
      }
    });
  }
}
