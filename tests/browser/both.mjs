// The same visits in Chromium and in Firefox, which Playwright cannot drive as Debian has it.
//
//     inBoth('play moves the cursor', async ({ site, open }) => {
//       const page = await open(`${site.origin}/#/worker-pool`);
//       …
//     });
//
// A test fails if any page it opened, or a frame in it, wrote an error to the console, threw, or
// asked anything of a host that is not this machine.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test as nodeTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from './site.mjs';
import { until } from './visitor.mjs';

export { until };

const FLAGS = JSON.parse(readFileSync(new URL('webdriver.json', import.meta.url)))['goog:chromeOptions'].args;

const BROWSERS = {
  Chromium: { browser: 'chrome', executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, '--lang=en-GB'] },
  Firefox: {
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      // The theme of the tests, whatever this machine's is: 1 is light.
      'layout.css.prefers-color-scheme.content-override': 1,
    },
  },
};

const DESKTOP = { width: 1280, height: 800 };
/** What a file, a page or a blob may be asked of while the tests run. */
const OURS = /^(https?:\/\/(127\.0\.0\.1|localhost)[:/]|data:|blob:|file:|about:|chrome:|resource:|moz-extension:)/;

const started = new Map();
let served;

/** A browser of this file, started when it is first wanted. */
export function browser(name) {
  if (!started.has(name)) started.set(name, puppeteer.launch(BROWSERS[name]));
  return started.get(name);
}

/** Ends what this file started. */
export async function close() {
  await Promise.all([...started.values()].map(async (browser) => (await browser).close()));
  (await served)?.close();
}

/** One who opens pages in one of the browsers, and notices what goes wrong in them. */
class Guest {
  #contexts = [];
  #troubles = [];

  constructor(name, site) {
    this.name = name;
    this.site = site;
  }

  open = async (address, frame = DESKTOP) => {
    const context = await (await browser(this.name)).createBrowserContext();
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

  assertQuiet() {
    assert.deepEqual(this.#troubles, []);
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

/** A test a browser, each handed a `Guest`. */
export function inBoth(name, body) {
  for (const browser of Object.keys(BROWSERS)) {
    nodeTest(`${browser}: ${name}`, async () => {
      served ??= serve();
      const guest = new Guest(browser, await served);
      try {
        await body(guest);
        guest.assertQuiet();
      } catch (failure) {
        await guest.picture(`${browser} ${name}`);
        throw failure;
      } finally {
        await guest.leave();
      }
    });
  }
}

/** The part of the page, or of a frame, that has this role and name. */
export const part = (place, role, name) => place.locator(`::-p-aria([role="${role}"][name="${name}"])`);

/** Waits until the page, or a frame, has painted its first scene. */
export const painted = (place) => until('it has painted', () => place.evaluate(() => 'ready' in document.documentElement.dataset));

/** The instant that the transport shows, in seconds; of a run that was never in view, none. */
export const at = (place) => place.evaluate(() => parseFloat(document.querySelector('.transport .time')?.textContent));

/** The frames that hold a run, in the order of the page. */
export const runs = (page) => page.frames().filter((frame) => /[?&]embed=1/.test(frame.url()));

after(close);
