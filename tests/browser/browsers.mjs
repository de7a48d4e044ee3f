// Chromium and Firefox, driven alike: who opens pages in them, and what is where in a page.
//
// Playwright cannot drive Firefox as Debian has it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { until } from './visitor.mjs';

export { until };

const FLAGS = JSON.parse(readFileSync(new URL('webdriver.json', import.meta.url)))['goog:chromeOptions'].args;

const HOW = {
  Chromium: { browser: 'chrome', executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS },
  Firefox: {
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      // Light, whatever this machine's theme is.
      'layout.css.prefers-color-scheme.content-override': 1,
      // What is saved opens a panel of the browser's own, which takes the keys.
      'browser.download.alwaysOpenPanel': false,
    },
  },
};
export const BROWSERS = Object.keys(HOW);

/** As one that is told to move nothing. Over WebDriver BiDi that cannot be said of a page. */
const still = ({ args, extraPrefsFirefox, ...how }) => ({
  ...how,
  args: args && [...args, '--force-prefers-reduced-motion'],
  extraPrefsFirefox: extraPrefsFirefox && { ...extraPrefsFirefox, 'ui.prefersReducedMotion': 1 },
});

const DESKTOP = { width: 1280, height: 800 };
/** What is asked for while the tests run stays on this machine. */
const OURS = /^(https?:\/\/(127\.0\.0\.1|localhost)[:/]|(data|blob|file|about|chrome|resource|moz-extension):)/;
/** A run has fewer controls than this. */
const MOST_CONTROLS = 80;

const started = new Map();

/** A browser of this file, started when it is first wanted; `moves` unless that is to be off. */
export function browser(name, moves = true) {
  const key = `${name} ${moves}`;
  if (!started.has(key)) started.set(key, puppeteer.launch(moves ? HOW[name] : still(HOW[name])));
  return started.get(key);
}

/** Ends what this file started. */
export async function close() {
  await Promise.all([...started.values()].map(async (browser) => (await browser).close()));
}

/** One who opens pages in one of the browsers, and notices what goes wrong in them. */
export class Guest {
  #contexts = [];
  #troubles = [];
  #expected = [];

  constructor(name, site, { moves = true } = {}) {
    this.name = name;
    this.site = site;
    this.moves = moves;
  }

  open = async (address, frame = DESKTOP, options = {}) => {
    const context = await (await browser(this.name, this.moves)).createBrowserContext(options);
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.setViewport(frame);
    this.#watch(page);
    await page.goto(address);
    return page;
  };

  #watch(page) {
    const note = (trouble) => this.#troubles.push(`${trouble} [${page.url()}]`);
    page.on('console', (message) => message.type() === 'error' && note(`console: ${message.text()}`));
    page.on('pageerror', (error) => note(`thrown: ${error}`));
    page.on('error', (error) => note(`crashed: ${error}`));
    page.on('request', (request) => OURS.test(request.url()) || note(`asked another host: ${request.url()}`));
  }

  /** Some trouble that may come, for what a test does. */
  expect(trouble) {
    this.#expected.push(trouble);
  }

  assertQuiet() {
    assert.deepEqual(this.#troubles.filter((trouble) => !this.#expected.some((expected) => expected.test(trouble))), []);
  }

  /** Keeps what the last page opened looks like, for whoever reads why a test failed. */
  async picture(name) {
    const page = (await this.#contexts.at(-1)?.pages())?.at(-1);
    const folder = fileURLToPath(new URL('../../target/failures', import.meta.url));
    mkdirSync(folder, { recursive: true });
    await page?.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`) }).catch(() => {});
  }

  async leave() {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }
}

/** The button of this name in the page, or in a frame. Firefox takes seconds to ask for a role. */
export const button = (place, name) => place.locator(`::-p-xpath(//button[@aria-label="${name}" or normalize-space()="${name}"])`);

/** The slider of a knob. */
export const slider = (place, knob) => place.locator(`[data-knob=${knob}] input[type=range]`);

/** Waits until the page, or a frame, has painted its first scene. A frame that comes has no page yet. */
export const painted = (place) => until('it has painted', () => place.evaluate(() => document.documentElement?.dataset.ready !== undefined).catch(() => false));

/** The instant that the transport shows, in seconds; of a run that was never in view, none. */
export const at = (place) => place.evaluate(() => parseFloat(document.querySelector('.transport .time')?.textContent));

/** The frames that hold a run, in the order of the page. */
export const runs = (page) => page.frames().filter((frame) => /[?&]embed=1/.test(frame.url()));

/** What has the focus in a page: its id, or what kind of element it is. */
export const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

/** Goes with Tab to the control of this name in a frame that has the focus. */
export async function tabTo(page, frame, name) {
  const reached = () => frame.evaluate((name) => document.activeElement.ariaLabel === name, name);
  for (let press = 0; press < MOST_CONTROLS && !(await reached()); press += 1) await page.keyboard.press('Tab');
  assert.ok(await reached(), `Tab never comes to ${name}`);
}

/** Goes with Tab out of the frame that has the focus, and tells what has it then. */
export async function tabOut(page) {
  const before = await focused(page);
  for (let press = 0; press < MOST_CONTROLS && (await focused(page)) === before; press += 1) await page.keyboard.press('Tab');
  return focused(page);
}
