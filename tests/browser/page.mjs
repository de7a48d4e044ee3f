// The real page in a real browser, one fresh profile a visit.
//
//     test('play moves the cursor', async ({ open }) => {
//       const page = await open('#/worker-pool', { theme: 'dark' });
//       …
//     });
//
// A test fails if any page it opened wrote an error to the console, threw, or
// asked another host for anything.
import { after, test as nodeTest } from 'node:test';
import { Visitor, close, turn } from './visitor.mjs';

export * from './visitor.mjs';

/** A test that is handed a `Visitor`. */
export function test(name, body) {
  nodeTest(name, async (context) => {
    const visitor = new Visitor();
    try {
      await body(visitor, context);
      visitor.assertQuiet();
    } catch (failure) {
      await visitor.picture(name);
      throw failure;
    } finally {
      await visitor.leave();
    }
  });
}

/**
 * A test for each of some things, all in one page that goes on from link to link, which is much
 * quicker than a page each; `told` says how the test of a thing is called, and what its link is.
 */
export function inOnePage(things, told, body, options) {
  let visitor;
  let page;
  for (const thing of things) {
    const { name, hash } = told(thing);
    nodeTest(name, async () => {
      visitor ??= new Visitor();
      try {
        if (page) await turn(page, hash);
        page ??= await visitor.open(hash, options);
        await body(page, thing);
        visitor.assertQuiet();
      } catch (failure) {
        await visitor.picture(name);
        // The next begins anew.
        await visitor.leave();
        visitor = page = undefined;
        throw failure;
      }
    });
  }
}

after(close);
