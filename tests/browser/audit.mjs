// Lighthouse over the built page, in a browser of its own; for times on a host that compresses as static hosts do.
import lighthouse, { desktopConfig } from 'lighthouse';
import { browser } from './browsers.mjs';
import { serve, serveCompressed } from './site.mjs';

/** The categories that say the same on every machine. */
export const STEADY = ['accessibility', 'best-practices', 'seo'];

/** What Lighthouse calls the two kinds of readers: a slow phone, which is its default, and a desktop. */
export const READERS = { phone: undefined, desktop: desktopConfig };

/** Audits a link of the page: the score of each category, 0 to 100, and what kept it from the whole. */
export async function audit(hash, onlyCategories, config) {
  // Only times depend on that.
  const site = await (onlyCategories.includes('performance') ? serveCompressed() : serve());
  const port = Number(new URL((await browser('Chromium')).wsEndpoint()).port);
  try {
    const { lhr } = await lighthouse(`${site.origin}/${hash}`, { port, onlyCategories, logLevel: 'error' }, config);
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const wrong = Object.values(lhr.categories)
      .flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => lhr.audits[id]))
      .filter(({ score }) => score !== null && score < 1)
      .map(({ id, displayValue, details }) => `${id} ${displayValue ?? ''} ${(details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? '').join(' ')}`.trim());
    return { scores, wrong };
  } finally {
    site.close();
  }
}
