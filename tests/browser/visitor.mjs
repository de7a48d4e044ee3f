// Chromium, driven: who opens the page, what it is called there, what is wrong with it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

/** How long a condition may take before it is taken for one that never comes. */
const PATIENCE_MS = 30_000;

const FLAGS = JSON.parse(readFileSync(new URL('webdriver.json', import.meta.url)))['goog:chromeOptions'].args;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

let started;

/** The browser and the server of this file, started when first wanted. */
function once() {
  started ??= (async () => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const [browser, site] = await Promise.all([chromium.launch({ executablePath, args: FLAGS }), serve()]);
    return { browser, site };
  })();
  return started;
}

/** Ends what this file started; only scripts that are no tests need to call it. */
export async function close() {
  if (!started) return;
  const { browser, site } = await started;
  await browser.close();
  site.close();
}

/** One who opens pages, each in a profile of its own, and notices what goes wrong in them. */
export class Visitor {
  #contexts = [];
  #troubles = [];
  #hosts = new Set();

  /** Where the page is served from. */
  origin = async () => (await once()).site.origin;

  open = async (hash = '', options = {}) => {
    // Another page, by its whole address; `around` if it is not ours.
    const { base = `${await this.origin()}${options.folder ?? '/'}`, around = false, scripts = true } = options;
    const page = await this.blank(options);
    await page.goto(`${base}${hash}`);
    if (scripts && !around) await ready(page);
    return page;
  };

  /** A page that has gone nowhere yet; it may ask what is `base` and `also`, beside our own. */
  blank = async (options = {}) => {
    const { browser, site } = await once();
    const { width, height, theme = 'light', lang = 'en', reducedMotion = false, touch = false, scripts = true } = {
      ...DESKTOP,
      ...options,
    };
    const { base = site.origin, also = [] } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: lang === 'vi' ? 'vi-VN' : 'en-GB',
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      hasTouch: touch,
      javaScriptEnabled: scripts,
      deviceScaleFactor: options.scale ?? 1,
      // Whoever visits once keeps nothing: that would cost every test the whole page.
      serviceWorkers: options.keeps ? 'allow' : 'block',
    });
    this.#contexts.push(context);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    this.#watch(page, [base.startsWith('file:') ? base : `${new URL(base).origin}/`, ...also]);
    return page;
  };

  #watch(page, allowed) {
    const note = (trouble) => this.#troubles.push(`${trouble} [${page.url()}]`);
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => note(`thrown: ${error}`));
    page.on('crash', () => note('the page crashed'));
    page.on('request', (request) => {
      const url = request.url();
      const known = [...allowed, ...this.#hosts].some((start) => url.startsWith(start));
      if (!known && !/^(data|blob):/.test(url)) note(`asked another host: ${url}`);
    });
  }

  /** Pages of this origin may be asked too: a test has put them there. */
  allow(origin) {
    this.#hosts.add(`${origin}/`);
  }

  /** Troubles that this visit is about: they are taken off the list, and must have come. */
  expect(pattern) {
    const others = this.#troubles.filter((trouble) => !pattern.test(trouble));
    assert.notEqual(others.length, this.#troubles.length, `no trouble like ${pattern}`);
    this.#troubles = others;
  }

  assertQuiet() {
    assert.deepEqual(this.#troubles, []);
  }

  /** Keeps what the last page opened looks like, for whoever reads why a test failed. */
  async picture(name) {
    const page = this.#contexts.at(-1)?.pages().at(-1);
    const folder = fileURLToPath(new URL('../../target/failures', import.meta.url));
    mkdirSync(folder, { recursive: true });
    await page?.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`) }).catch(() => {});
  }

  async leave() {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }
}

/** Waits until the page has painted its first scene. */
export async function ready(page) {
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** Waits until the page has been painted so many times; twice, and what was asked before is on screen. */
export const frames = (page, count = 2) => page.evaluate((left) => new Promise((painted) => {
  const next = () => (left-- > 0 ? requestAnimationFrame(next) : painted());
  next();
}), count);

/** Opens another link in a page that is open, which is much quicker than to open a page. */
export async function turn(page, hash) {
  const shown = () => page.evaluate(() => document.title + document.documentElement.lang);
  const [before, pattern] = [await shown(), new URL(page.url()).hash.split('?')[0]];
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  if (hash.split('?')[0] !== pattern) await until(hash, async () => (await shown()) !== before);
  await frames(page);
}

/** Waits until `condition`, asked again and again, gives something true, and returns that. */
export async function until(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await condition();
    if (value) return value;
    assert.ok(Date.now() < end, `never happened: ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** What axe finds wrong, one line a finding. */
export async function axe(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  // What is in order is counted in no report: to name it takes as long as to look for what is not.
  const violations = await page.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ['violations'] }).then((report) => report.violations));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
}

const number = async (locator) => Number(await locator.evaluate((element) => element.value ?? element.getAttribute('aria-valuenow')));

/** The page by the names that readers, tests and embedders rely on. */
export function parts(page) {
  const button = (name) => page.getByRole('button', { name, exact: true });
  const region = (name) => page.getByRole('region', { name, exact: true });
  const patterns = page.getByRole('navigation', { name: 'Patterns', exact: true });
  const position = page.getByRole('slider', { name: 'Position', exact: true });
  return {
    play: button('Play'),
    pause: button('Pause'),
    back: button('Step back'),
    forward: button('Step forward'),
    share: button('Share'),
    compare: button('Compare'),
    story: button('Story'),
    code: button('Code'),
    events: button('Events'),
    parameters: region('Parameters'),
    actions: region('Actions'),
    claims: region('Claims'),
    measured: region('Measured'),
    patterns,
    slugs: () => patterns.locator('a[href*="#/"]').evaluateAll((links) => links.map((link) => link.hash.slice(2))),
    position,
    knob: (name) => region('Parameters').getByRole('slider', { name, exact: true }),
    number,
    at: () => number(position),
    link: () => link(page),
  };
}

/** What the address says: the slug, and the arguments after it. */
export function link(page) {
  const [path, query = ''] = new URL(page.url()).hash.slice(2).split('?');
  return { slug: path, ...Object.fromEntries(new URLSearchParams(query)) };
}
