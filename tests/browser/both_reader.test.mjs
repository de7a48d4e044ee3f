// What a reader takes along and is asked, by keyboard alone, in Chromium and in Firefox: the share
// dialog, the builder of frames, challenges, the code.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decode from 'qr/decode.js';
import { inBoth, painted, runs, until } from './both.mjs';

/** The page has fewer than this. */
const MOST_CONTROLS = 160;

const RUN = '#/worker-pool?variant=leaks&workers=3&e=60';

const statuses = (page) => page.$$eval('dialog [role=status]', (all) => all.map(({ innerText }) => innerText).join(' '));
const says = (page, words) => until(words, async () => (await statuses(page)).includes(words));

/**
 * Goes with Tab to what a selector finds, once it is there; of several, to the one of this name. It goes
 * back to what is before: over WebDriver BiDi nobody comes back from the bars of Firefox.
 */
async function reach(page, selector, name) {
  const look = () => page.evaluate((selector, name) => {
    const named = (one) => name === undefined || one.ariaLabel === name || one.innerText.split('\n').includes(name);
    const [wanted, now] = [[...document.querySelectorAll(selector)].find(named), document.activeElement];
    if (!wanted) return undefined;
    if (wanted === now) return 'there';
    return now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
  }, selector, name);
  let where = await until(`${name ?? selector} is there`, look);
  for (let press = 0; press < MOST_CONTROLS && where !== 'there'; press += 1) {
    if (where === 'before') await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (where === 'before') await page.keyboard.up('Shift');
    where = await look();
  }
  assert.equal(where, 'there', `Tab never comes to ${name ?? selector}`);
}

/** Presses the button of this name by keyboard. */
async function enter(page, name) {
  await reach(page, 'button', name);
  await page.keyboard.press('Enter');
}

/** Opens the page for one who keeps what is saved, and notes what is copied while it is copied. */
async function opened({ name, site, open }, hash, check) {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-saved-'));
  const page = await open(`${site.origin}/${hash}`, undefined, { downloadBehavior: { policy: 'allow', downloadPath: folder } });
  // Firefox lets whoever presses a button copy; Chromium without a window asks first.
  if (name === 'Chromium') await page.browserContext().overridePermissions(site.origin, ['clipboard-sanitized-write', 'clipboard-write']);
  await painted(page);
  await page.evaluate(() => {
    window.copied = [];
    const { clipboard } = navigator;
    const [text, items] = [clipboard.writeText.bind(clipboard), clipboard.write.bind(clipboard)];
    clipboard.writeText = (what) => text(what).then(() => { window.copied.push(what); });
    clipboard.write = (what) => items(what).then(() => { window.copied.push(what.flatMap(({ types }) => types).join()); });
  });
  /** The bytes of a file, once all of it is there. */
  const saved = (name) => until(name, () => readdirSync(folder).includes(name) && readFileSync(join(folder, name)).length > 0 && readFileSync(join(folder, name)));
  try {
    await check(page, saved);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const copied = (page) => page.evaluate(() => window.copied.at(-1));
const field = (page) => page.$eval('dialog textarea', ({ value }) => value);
const selected = (page) => page.$eval('[role=tab][aria-selected=true]', ({ textContent }) => textContent);

/** What a camera reads from the screen. */
async function scanned(page, selector) {
  const png = await (await page.$(selector)).screenshot({ encoding: 'base64' });
  const [width, height, dark] = await page.evaluate(async (png) => {
    const picture = Object.assign(new Image(), { src: `data:image/png;base64,${png}` });
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    // As text it comes over much quicker than as numbers.
    return [canvas.width, canvas.height, Array.from({ length: data.length / 4 }, (_, place) => (data[4 * place] < 128 ? '1' : '0')).join('')];
  }, png);
  return decode({ width, height, data: Uint8Array.from([...dark].flatMap((is) => (is === '1' ? [0, 0, 0, 255] : [255, 255, 255, 255]))) });
}

inBoth('link, code, picture and files are taken along by keyboard alone', async (guest) => {
  await opened(guest, RUN, async (page, saved) => {
    await enter(page, 'Share');
    await says(page, 'The link is copied.');
    assert.match(await copied(page), /#\/worker-pool\?variant=leaks&workers=3&e=60$/);
    assert.equal(await copied(page), await field(page));
    assert.equal(await scanned(page, '.qr svg'), await field(page));
    await enter(page, 'Download QR code');
    assert.match((await saved('worker-pool-leaks.qr.svg')).toString(), /^<svg .*<\/svg>\n$/s);

    const tab = async (key, name) => {
      await reach(page, '[role=tab][aria-selected=true]');
      await page.keyboard.press(key);
      await until(name, async () => (await selected(page)) === name);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    };
    await tab('End', 'Files');
    const files = { Trace: 'worker-pool-leaks.json', 'Timeline for Perfetto': 'worker-pool-leaks.perfetto.json', 'Rust test': 'worker-pool-leaks.rs' };
    const made = {};
    for (const [title, file] of Object.entries(files)) {
      await enter(page, `Download: ${title}`);
      made[title] = (await saved(file)).toString();
      await says(page, `${file} goes to your downloads.`);
      await enter(page, `Copy: ${title}`);
      await until(`${title} is copied`, async () => (await copied(page)) === made[title]);
    }
    const trace = JSON.parse(made.Trace);
    assert.ok(trace.events.length > 60 && trace.claims.length > 0, JSON.stringify(trace.claims));
    assert.ok(JSON.parse(made['Timeline for Perfetto']).traceEvents.length > 60);
    assert.match(made['Rust test'], /#\[test\]/);

    await tab('ArrowLeft', 'Picture');
    const painted = await page.$eval('dialog canvas', (canvas) => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size);
    assert.ok(painted > 10, `${painted} values of colour`);
    await enter(page, 'Download SVG');
    const svg = (await saved('worker-pool-leaks.svg')).toString();
    for (const words of ['>worker 1<', '>the one thread<']) assert.ok(svg.includes(words), words);
    await enter(page, 'Download PNG');
    const png = await saved('worker-pool-leaks.png');
    assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.equal(png.readUInt32BE(16), 1920);
    await enter(page, 'Copy SVG');
    await until('the picture is copied', async () => (await copied(page)) === svg);
    await enter(page, 'Copy PNG');
    await until('its pixels are copied', async () => (await copied(page)) === 'image/png');

    await page.keyboard.press('Escape');
    await until('it is closed', async () => (await page.$('dialog')) === null);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Share');
  });
});

inBoth('a frame is built beside its preview, and its code is copied', async (guest) => {
  await opened(guest, RUN, async (page) => {
    await enter(page, 'Embed');
    const preview = await until('the preview is there', () => runs(page)[0]);
    await painted(preview);
    assert.equal(await preview.$$eval('.stage', ({ length }) => length), 1);
    const choose = (label, option) => page.$$eval('dialog select', (all, label, option) => {
      const select = all.find(({ labels }) => labels[0].innerText.trim().startsWith(label));
      select.value = [...select.options].find(({ text }) => text === option).value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, label, option);
    const check = (name) => page.locator(`::-p-xpath(//dialog//label[normalize-space()="${name}"])`).click();
    await choose('Compare with', 'Correct');
    await until('two runs stand in it', async () => (await preview.$$eval('.stage', ({ length }) => length)) === 2);
    await choose('Language', 'Tiếng Việt');
    await choose('Theme', 'Dark');
    await check('With its name');
    await until('it is dark', () => preview.$('html[data-theme=dark]'));
    await until('it speaks Vietnamese', () => preview.$('html[lang=vi]'));
    await page.locator('::-p-xpath(//dialog//summary[normalize-space()="Lock and hide"])').click();
    await choose('Workers', 'locked');
    await until('it is locked', () => preview.$('[data-knob=workers] input:disabled'));
    await check('Element');
    const code = await until('the code of an element', async () => { const code = await field(page); return code.includes('<interleave-run') && code; });
    for (const said of ['pattern="worker-pool"', 'workers="3"', 'variant="leaks"', 'compare="correct"', 'theme="dark"', 'lang="vi"', 'lock="workers"', 'title="0"']) assert.ok(code.includes(said), `${said}: ${code}`);
    await enter(page, 'Copy');
    await says(page, 'Copied.');
    assert.equal(await copied(page), code);
  });
});

inBoth('challenges are done by keyboard alone: a knob reaches a goal, and a question is answered', async (guest) => {
  const page = await guest.open(`${guest.site.origin}/#/worker-pool`);
  await painted(page);
  const said = () => page.$eval('.challenges', ({ innerText }) => innerText.replaceAll(/\s+/g, ' '));
  await enter(page, 'Challenges');
  await enter(page, 'A shorter wait');
  await until('it is not met', async () => /p50 under 800 ms not yet: \d+ ms/.test(await said()));
  await reach(page, '#knob-queue');
  await page.keyboard.press('Home');
  await until('it is reached', async () => /Reached\./.test(await said()));
  assert.match(await said(), /A long queue makes no worker faster/);
  for (const name of ['The reader has left', 'Ask me', 'It finishes the job, reports it and ends', 'Skip to the answer']) await enter(page, name);
  await until('it is answered', async () => /Not this time\./.test(await said()));
  assert.equal(await page.evaluate(() => localStorage.getItem('interleave.challenges')), '1 worker-pool/a-shorter-queue');

  // The same page: another tab beside the stage.
  await enter(page, 'Code');
  const code = () => page.$eval('.code', ({ innerText }) => innerText);
  await until('Rust', async () => /async fn run/.test(await code()));
  assert.ok(await page.$('.code .here'), 'a line is marked');
  // The one that is chosen has the tab stop; before the first comes the last, which is Go.
  await reach(page, '[name=seg-code]:checked');
  await page.keyboard.press('ArrowLeft');
  await until('Go', async () => /func main\(\)/.test(await code()));
  assert.match(await page.$eval('.side-note', ({ innerText }) => innerText), /Go/);
  assert.equal(await page.$('.code .here'), null, 'no line of it is marked');
});
