// A page of somebody else, of another origin, with runs in it.
import { test } from './page.mjs';
import { host } from './site.mjs';

/**
 * Opens a page of another origin that has `body`, and `embed.js` from where the page is; `{page}` in
 * it stands for that origin. `options.script` is another way to get the element, `options.in` a
 * page to open it in.
 */
export async function lesson(visitor, body, options = {}) {
  const page = options.in ?? (await visitor.blank(options));
  const origin = await visitor.origin();
  const script = options.script ?? '<script src="{page}/embed.js"></script>';
  const html = `<!doctype html><html lang="${options.lang ?? 'en'}"><meta name="color-scheme" content="light dark"><title>A lesson</title><body>${body}${script}`;
  const site = await host(html.replaceAll('{page}', origin), options.headers);
  visitor.allow(site.origin);
  visitor.elsewhere = site;
  // What is said before anybody could listen is kept too.
  await page.addInitScript(() => {
    if (window !== top) return;
    window.heard = [];
    for (const kind of ['ready', 'change', 'claim', 'finish', 'error']) {
      const hear = ({ type, target, detail }) => target.localName === 'interleave-run' && window.heard.push({ type, run: target.id, ...detail });
      // These do not bubble, but they are captured on their way.
      addEventListener(kind, hear, true);
    }
  });
  await page.goto(site.origin);
  return page;
}

/** A test with such a page. */
export function hosted(name, body, check, options) {
  test(name, async (visitor) => {
    const page = await lesson(visitor, body, options);
    try {
      await check(page, visitor);
    } finally {
      visitor.elsewhere.close();
    }
  });
}

/** The events of a kind that runs have sent. */
export const heard = (page, type) => page.evaluate((type) => window.heard.filter((event) => event.type === type), type);

/** What a method of the first run on the page gives. */
export const call = (page, method, ...given) =>
  page.evaluate(([method, given]) => document.querySelector('interleave-run')[method](...given), [method, given]);

/** The frame of the first run, once it is there. */
export async function inside(page) {
  await call(page, 'getState');
  return page.frames()[1];
}
