// The same visits in Chromium and in Firefox.
//
//     inBoth('play moves the cursor', async ({ site, open }) => {
//       const page = await open(`${site.origin}/#/worker-pool`);
//       …
//     });
//
// A test fails if any page it opened, or a frame in it, wrote an error to the console, threw, or
// asked anything of a host that is not this machine.
import { after, test } from 'node:test';
import { BROWSERS, Guest, close } from './browsers.mjs';
import { serve } from './site.mjs';

export * from './browsers.mjs';

let served;

/** A test a browser, each handed a `Guest`; `moves: false` is one who has motion off. */
export function inBoth(name, body, options) {
  for (const browser of BROWSERS) {
    test(`${browser}: ${name}`, async () => {
      served ??= serve();
      const guest = new Guest(browser, await served, options);
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

after(async () => {
  await close();
  (await served)?.close();
});
