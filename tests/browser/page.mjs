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
import { Visitor, close } from './visitor.mjs';

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

after(close);
