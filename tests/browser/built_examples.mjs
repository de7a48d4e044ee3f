// Examples that somebody's tool makes pages of: what that tool makes of them, in folders that go away.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from '@mdx-js/mdx';
import { build } from 'esbuild';
import { EXAMPLES } from './examples.mjs';

const MDX = join(EXAMPLES, 'mdx');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

function folder() {
  const made = mkdtempSync(join(tmpdir(), 'interleave-example-'));
  after(() => rmSync(made, { recursive: true }));
  return made;
}

/** Pages in MDX, and the name by which those of Docusaurus find their own components. */
const mdx = {
  name: 'mdx',
  setup(build) {
    build.onResolve({ filter: /^@site\// }, ({ path }) => ({ path: `${join(MDX, path.slice('@site/'.length))}.jsx` }));
    build.onLoad({ filter: /\.mdx$/ }, async ({ path }) => {
      // What stands above a page is its title and the like, and for the site.
      const page = readFileSync(path, 'utf8').replace(/^---\n.*?\n---\n/s, '');
      return { contents: String(await compile(page)), loader: 'js', resolveDir: MDX };
    });
  },
};

const bundle = (contents, outfile, more) =>
  build({ stdin: { contents, resolveDir: MDX }, bundle: true, outfile, plugins: [mdx], nodePaths: [here('node_modules')], define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error', ...more });

/** The page of the MDX site: whole before any script of it runs, as such sites send it, and then hydrated. */
export async function mdxSite() {
  const site = folder();
  const server = join(site, 'server.cjs');
  await Promise.all([
    bundle("import { createElement } from 'react'; import { renderToString } from 'react-dom/server'; import Page from './docs/worker-pool.mdx'; export const html = renderToString(createElement(Page));", server, { platform: 'node' }),
    bundle("import { createElement } from 'react'; import { hydrateRoot } from 'react-dom/client'; import Page from './docs/worker-pool.mdx'; hydrateRoot(document.getElementById('page'), createElement(Page), { onRecoverableError: (error) => { throw error; } });", join(site, 'page.js')),
  ]);
  const { html } = await import(pathToFileURL(server));
  writeFileSync(join(site, 'index.html'), `<!doctype html><html lang="en"><title>Worker pool</title><main id="page">${html}</main><script src="page.js"></script>`);
  return { site, html };
}

/** What the notebook shows, below one another; put into the page as Jupyter does, so that scripts run. */
export function notebook() {
  const site = folder();
  const outputs = JSON.parse(execFileSync('python3', [here('notebook.py'), join(EXAMPLES, 'notebook/runs.ipynb')]));
  writeFileSync(join(site, 'index.html'), `<!doctype html><html lang="en"><title>Live runs</title><main>${outputs.map((html) => `<template>${html}</template>`).join('')}</main>
    <script>for (const output of document.querySelectorAll('template')) output.replaceWith(document.createRange().createContextualFragment('<div class="output">' + output.innerHTML + '</div>'));</script>`);
  return site;
}
