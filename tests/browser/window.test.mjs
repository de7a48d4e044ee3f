// What stays in the window however much a stage shows.
import assert from 'node:assert/strict';
import { PHONE, test, until } from './page.mjs';

const WINDOWS = [{ width: 1440, height: 900 }, { width: 1366, height: 768 }];

/** Where a part of the page is. */
const box = (page, selector) => page.locator(selector).first().boundingBox();

test('the timeline and some lanes stay in the window', async ({ open }) => {
  const links = ['#/pipeline?stages=6&at=700&side=code', '#/semaphore?compare=starves-the-big-one&at=500', '#/resilient-pipeline?at=700'];
  for (const link of links) {
    for (const viewport of WINDOWS) {
      const page = await open(link, viewport);
      const isSeen = async () => (await box(page, '.lanes')).y + 60 < viewport.height;
      await until(`lanes of ${link} are seen at ${viewport.width}`, isSeen);
      assert.equal(await page.locator('.notices li, .knob-notice').count(), 0, `${link} says nothing that is not known`);
      assert.equal(await page.locator('.side .code').count(), link.includes('side=code') ? 1 : 0);
    }
  }
});

test('what a run is called keeps clear of its numbers', async ({ open }) => {
  const page = await open('#/semaphore?compare=starves-the-big-one&at=500', WINDOWS[0]);
  await until('the number at its right has room', async () => {
    const [stage, badge] = [await box(page, '.stage'), await box(page, '.badge')];
    return stage.x + stage.width - (badge.x + badge.width) > 140;
  });
});

test('what a run is called hides no task where it stands below them', async ({ open }) => {
  const run = '#/tee?compare=shares&at=400';
  for (const [link, view] of [[run, PHONE], [`${run}&side=code`, { width: 1280, height: 800 }], [`${run}&embed=1`, { width: 320, height: 700 }]]) {
    const page = await open(link, view);
    await until(`${view.width} px: the tasks end above the name`, async () => {
      const [tasks, badge] = [await box(page, '.stage canvas'), await box(page, '.badge')];
      return badge.y >= tasks.y + tasks.height;
    });
  }
});

test('what the lesson comes to is in the window, and nothing lies over it', async ({ open }) => {
  const page = await open('');
  const asked = page.locator('.moral button').first();
  await asked.waitFor();
  const [run, heading] = [await box(page, '.run'), await box(page, '.which h2')];
  assert.ok(heading.y >= run.y + run.height, 'the table begins below the timeline');
  const covered = await asked.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return there !== button && !button.contains(there);
  });
  assert.equal(covered, false);
});
