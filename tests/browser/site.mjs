// Serves `dist/` as a static host would, at the root and in a folder.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The page, as it is shipped. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** A folder of the host under which the page is served too. */
export const FOLDER = '/courses/concurrency/';

const MEDIA_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves a folder on a free port, `dist/` unless `from` names another; `origin` has no slash at its
 * end. With `headers` of its own, and `sent` told of every body, if wanted.
 */
export function serve({ from = () => DIST, headers, sent } = {}) {
  return listen(async (path) => {
    const folder = from();
    if (path.startsWith(FOLDER)) path = path.slice(FOLDER.length - 1);
    const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    const body = file.startsWith(folder + sep) ? await readFile(file).catch(() => null) : null;
    if (body !== null) sent?.(path, body);
    // Modules are fetched from another origin only if that allows it.
    const shared = /\/embed\.m?js$/.test(path) && { 'access-control-allow-origin': '*' };
    return { body, type: MEDIA_TYPES[extname(file)], headers: { ...shared, ...headers } };
  });
}

/** Serves one page of somebody else, of another origin. */
export function host(html, headers) {
  return listen((path) => ({ body: path === '/' ? html : '', type: MEDIA_TYPES['.html'], headers }));
}

async function listen(answer) {
  const server = createServer(async (request, response) => {
    const { body, type, headers } = await answer(decodeURIComponent(new URL(request.url, 'http://host').pathname));
    response.writeHead(body === null ? 404 : 200, { 'content-type': type ?? 'application/octet-stream', ...headers });
    response.end(body ?? 'not found');
  });
  await new Promise((listening, failed) => server.listen(0, '127.0.0.1', listening).on('error', failed));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
