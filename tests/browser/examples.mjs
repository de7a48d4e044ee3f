// The pages in `examples/`, on a host of another origin than Interleave, and clicked through.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folders } from './site.mjs';

/** What the examples call the address of their reader's Interleave. */
const NAMED = 'http://127.0.0.1:8080';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url)).replace(/[/\\]$/, '');
export const EXAMPLES = folder('../../examples');

/** The book, built by the real mdBook into a folder that goes away. */
export function book() {
  const built = mkdtempSync(join(tmpdir(), 'interleave-book-'));
  after(() => rmSync(built, { recursive: true }));
  buildBook(built);
  return built;
}

/** The book, built into a folder. */
export const buildBook = (into) =>
  execFileSync(process.env.MDBOOK ?? 'mdbook', ['build', join(EXAMPLES, 'mdbook'), '--dest-dir', into], { stdio: ['ignore', 'ignore', 'pipe'] });

/** Serves the examples as they stand, but for the address of Interleave; more folders may be given. */
export function serveExamples(origin, more = {}) {
  const packages = { '/reveal/node_modules/': folder('node_modules') };
  return folders({ ...packages, ...more, '/': EXAMPLES }, (text) => text.replaceAll(NAMED, origin));
}
