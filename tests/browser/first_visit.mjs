// First visits, by all kinds of readers, to a page that counts: prints in a line the numbers of
// the functions that were called by any of them. `cargo xtask first-visit` builds that page and reads
// them.
import { Visitor, close, until } from './visitor.mjs';

const READERS = [
  { lang: 'en' },
  { lang: 'vi' },
  { theme: 'dark' },
  { early: true },
  { width: 390, height: 844, touch: true },
  { width: 2560, height: 1440 },
  { reducedMotion: true },
  { slow: true },
  { slow: true, early: true, theme: 'dark' },
];

/** What a reader does before anything is pressed: the second part has not come yet then. */
async function stir(page) {
  const { width, height } = page.viewportSize();
  for (const share of [0.05, 0.2, 0.4, 0.6, 0.8, 0.95]) await page.mouse.move(width * share, height * share, { steps: 3 });
  await page.mouse.wheel(0, 40);
  for (let tab = 0; tab < 6; tab += 1) await page.keyboard.press('Tab');
  // The page goes behind another one, and comes back.
  for (const state of ['hidden', 'visible']) {
    await page.evaluate((visibilityState) => {
      const told = { hidden: visibilityState === 'hidden', visibilityState };
      for (const [name, value] of Object.entries(told)) Object.defineProperty(document, name, { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  }
  await page.setViewportSize({ width: width - 20, height: height - 20 });
  for (const colorScheme of ['dark', 'light']) await page.emulateMedia({ colorScheme });
  // What is put off, such as writing the address, is done within a second.
  await page.waitForTimeout(1_500);
}

const visitor = new Visitor();
const called = await Promise.all(
  READERS.map(async (reader) => {
    const page = await visitor.open('', reader);
    if (reader.slow) {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 3 });
    }
    // Who stirs early may end the lesson.
    const whole = !reader.early && !reader.reducedMotion;
    if (whole) await until('the lesson is over', () => page.locator('.lesson .ask').count());
    await stir(page);
    return page.evaluate(() =>
      Object.entries(interleave.exports)
        .filter(([name, called]) => name.startsWith('called ') && called.value)
        .map(([name]) => Number(name.slice('called '.length))),
    );
  }),
);
await visitor.leave();
await close();
console.log(`visit: ${[...new Set(called.flat())].sort((a, b) => a - b).join(' ')}`);
