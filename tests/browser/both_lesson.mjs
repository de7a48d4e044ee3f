// A page of somebody else, of another origin, with runs in it; in Chromium and in Firefox.
import { inBoth, until } from './both.mjs';
import { host } from './site.mjs';

/** What is heard of runs is kept: also what is said before anybody could ask. */
const EARS = `<script>
  window.heard = [];
  // These do not bubble, but they are captured on their way.
  for (const kind of ['ready', 'change', 'claim', 'finish', 'error', 'challenge']) {
    addEventListener(kind, ({ type, target, detail }) => target.localName === 'interleave-run' && heard.push({ type, run: target.id, ...detail }), true);
  }
</script>`;

/**
 * Hands `body` a page of another origin that holds what `html` says of ours, after the element's
 * script: that is `script`, if the page gets it in another way.
 */
export function hosted(name, html, body, { frame, moves, script = (origin) => `<script async src="${origin}/embed.js"></script>` } = {}) {
  inBoth(name, async (guest) => {
    const { origin } = guest.site;
    const lesson = await host(
      `<!doctype html><html lang="en"><head><title>A lesson</title><link rel="icon" href="data:,">${EARS}${script(origin)}</head>
       <body>${html(origin)}<p><a id="after" href="#">after</a></p></body></html>`,
    );
    try {
      await body(await guest.open(lesson.origin, frame), guest);
    } finally {
      lesson.close();
    }
  }, { moves });
}

const RUN = 'interleave-run';

/** What a method of the run that a selector names gives. */
export const callOf = (page, selector, method, ...given) => page.$eval(selector, (run, method, given) => run[method](...given), method, given);

/** What a method of the first run on the page gives. */
export const call = (page, method, ...given) => callOf(page, RUN, method, ...given);

/** The link of the first run. */
export const state = async (page) => (await call(page, 'getState')).link;

/** The events of a kind that runs have sent; of one run, if its id is said. */
export const heard = (page, type, run) => page.evaluate((type, run) => window.heard.filter((event) => event.type === type && (run === undefined || event.run === run)), type, run ?? undefined);

/** The first event of a kind of which `like` is true, once it has come. */
export const hears = (page, type, like, run) => until(`${type} is told`, async () => (await heard(page, type, run)).find(like));

/** The frame of the run that a selector names, once it has one. */
export const frameOf = async (page, selector = RUN) => {
  const frame = await page.evaluateHandle((selector) => document.querySelector(selector).shadowRoot.querySelector('iframe'), selector);
  return frame.asElement()?.contentFrame();
};
