// A panic: nothing of the page works any more, but it says so and leads back.
import assert from 'node:assert/strict';
import { heard, inside, lesson } from './lesson.mjs';
import { parts, test, until } from './page.mjs';

/** Has the page do something while it paints: what it holds then is held twice, and it panics. */
const breakIt = () => {
  const paint = CanvasRenderingContext2D.prototype.setTransform;
  CanvasRenderingContext2D.prototype.setTransform = function (...args) {
    CanvasRenderingContext2D.prototype.setTransform = paint;
    for (const target of [window, document]) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
      target.dispatchEvent(new Event('resize'));
    }
    return paint.apply(this, args);
  };
};

test('a panic puts up a banner with the link, and reloading starts paused', async (visitor) => {
  const page = await visitor.open('#/worker-pool?workers=3&at=400');
  await page.evaluate(breakIt);
  await page.keyboard.press('ArrowRight');
  const banner = page.getByRole('alert').filter({ has: page.getByRole('link') });
  await banner.waitFor();
  assert.match(await banner.getByRole('link').innerText(), /#\/worker-pool\?workers=3/);
  await banner.getByRole('button').click();
  await parts(page).play.waitFor();
  assert.equal(await parts(page).number(parts(page).knob('Workers')), 3);
  visitor.expect(/panicked|unreachable|already (mutably )?borrowed/);
});

test('a panic in a frame is told to the page around it', async (visitor) => {
  const page = await lesson(visitor, '<interleave-run eager pattern="worker-pool"></interleave-run>');
  const frame = await inside(page);
  // In one: the next picture breaks it, whatever that is painted for.
  await frame.evaluate(`(${breakIt})(); document.querySelector('[title="Step forward"]').click();`);
  await until('it is told', async () => (await heard(page, 'error')).length > 0);
  await page.getByRole('button', { name: /Not loaded/ }).waitFor();
  visitor.expect(/panicked|unreachable|already (mutably )?borrowed/);
  visitor.elsewhere.close();
});

test('the title of the document is the pattern', async ({ open }) => {
  const page = await open('#/worker-pool?at=400');
  assert.match(await page.title(), /^Worker pool/);
});
