// Nothing that axe can find, in either theme and language, wide and narrow.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, axe, frames, inOnePage, turn } from './page.mjs';
import { scenarios } from './cli.mjs';

/** Without motion no colour is on its way to another. */
const STILL = { reducedMotion: true };

/** Asks axe about what is on the page while `there` is seen, like this: `[theme, size]` each. */
async function inEach(page, looks, there, what) {
  for (const [colorScheme, size] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await frames(page);
    await page.locator(there).first().waitFor();
    assert.deepEqual(await axe(page), [], `${what}, ${colorScheme}, ${size.width} px`);
  }
}

const spoken = (page, lang) => page.locator(`html[lang=${lang}]`).waitFor({ state: 'attached' });

const LOOKS = ['light', 'dark'].flatMap((theme) => [DESKTOP, PHONE].map((size) => [theme, size]));

inOnePage(scenarios, ({ slug }) => ({ name: `nothing for axe to find in ${slug}, in either theme and language, wide and narrow`, hash: `#/${slug}?e=20` }), async (page, { slug }) => {
  for (const lang of ['en', 'vi']) {
    await turn(page, `#/${slug}?e=20&lang=${lang}`);
    await spoken(page, lang);
    await inEach(page, LOOKS, '.stage', lang);
  }
}, STILL);

const RUN = '#/worker-pool?e=60';
const press = (selector, times = 1) => async (page) => {
  for (let time = 0; time < times; time += 1) await page.locator(selector).first().press('Enter');
};

/** What else a page comes to: the link to it, what is there then, and what is done for that. */
const STATES = {
  'where the lesson asks': ['#/?', '.lesson .ask', press('.moral .primary', 2)],
  'where a claim is broken': ['#/worker-pool?variant=leaks&e=60', '.claims button'],
  'where a knob cannot be so': ['#/worker-pool?workers=99&e=9', '.knob-notice'],
  'where a note says why': [RUN, '.why', press('.tasks-list button')],
  'where an item is followed': [`${RUN}&follow=3`, '.following'],
  'in two runs that are compared': ['#/worker-pool?compare=leaks&at=900', '.difference button'],
  'in what it can be compared with': [RUN, 'dialog .options', press('.tools button')],
  'in the keys': [RUN, 'dialog .keys', (page) => page.keyboard.press('?')],
  'in a run in real time': ['#/worker-pool?jobs=1&job=50&time=real', '.outcome p:text-matches("finished|xong")', press('.transport .play')],
  'in a frame with panels': ['#/worker-pool?embed=1&panels=stage,timeline,knobs,actions,claims,story,code,metrics&e=60', '.embed .code'],
};
for (const panel of ['story', 'code', 'events', 'challenges']) STATES[`in ${panel}, opened`] = [`${RUN}&side=${panel}`, `.side .${panel}`];

// In each language both themes and both sizes, and in the two of them all four of those.
const HALF = { en: [LOOKS[0], LOOKS[3]], vi: [LOOKS[2], LOOKS[1]] };

const told = ([lang, [what, [hash]]]) => ({ name: `nothing for axe to find ${what}: ${lang}`, hash: `${hash}&lang=${lang}` });
inOnePage(Object.keys(HALF).flatMap((lang) => Object.entries(STATES).map((state) => [lang, state])), told, async (page, [lang, [what, [, there, act]]]) => {
  await spoken(page, lang);
  await act?.(page);
  await inEach(page, HALF[lang], there, what);
  await page.keyboard.press('Escape');
  await page.setViewportSize(DESKTOP);
}, STILL);
