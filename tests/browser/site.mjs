// Serves `dist/` as a static host would, at the root and in a folder; and pages of somebody else.
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const compress = promisify(brotliCompress);

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
    if (path.startsWith(FOLDER)) path = path.slice(FOLDER.length - 1);
    const { body, type } = await file(from(), path);
    if (body !== null) sent?.(path, body);
    // Modules are fetched from another origin only if that allows it.
    const shared = /\/embed\.m?js$/.test(path) && { 'access-control-allow-origin': '*' };
    return { body, type, headers: { ...shared, ...headers } };
  });
}

/** What was compressed. */
const kept = new Map();

/** Serves `dist/` compressed, as one would host it: that was done before anybody asks. */
export async function serveCompressed() {
  const names = (await readdir(DIST)).filter((name) => name !== 'interleave.html');
  await Promise.all(['/', ...names.map((name) => `/${name}`)].map(async (path) => {
    if (kept.has(path)) return;
    const { body, type } = await file(DIST, path);
    kept.set(path, { body: await compress(body), type, headers: { 'content-encoding': 'br' } });
  }));
  return listen((path) => kept.get(path) ?? { body: null });
}

/** Serves one page of somebody else, of another origin. */
export function host(html, headers) {
  return listen((path) => ({ body: path === '/' ? html : '', type: MEDIA_TYPES['.html'], headers }));
}

/** Serves folders of somebody else, by where their paths begin; each text is passed through `changed`. */
export function folders(places, changed) {
  return listen(async (path) => {
    if (path === '/favicon.ico') return { body: '', type: MEDIA_TYPES['.svg'] };
    const [start, folder] = Object.entries(places).find(([start]) => path.startsWith(start)) ?? [];
    if (!folder) return { body: null };
    const { body, type } = await file(folder, `/${path.slice(start.length)}`);
    return { body: body && /^text/.test(type) ? changed(body.toString()) : body, type };
  });
}

async function file(folder, path) {
  const name = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  const body = name.startsWith(folder + sep) ? await readFile(name).catch(() => null) : null;
  return { body, type: MEDIA_TYPES[extname(name)] };
}

async function listen(answer) {
  const server = createServer(async (request, response) => {
    const { body, type, headers } = await answer(decodeURIComponent(new URL(request.url, 'http://host').pathname));
    response.writeHead(body === null ? 404 : 200, { 'content-type': type ?? 'application/octet-stream', ...headers });
    response.end(body ?? 'not found');
  });
  await new Promise((listening, failed) => server.listen(0, '127.0.0.1', listening).on('error', failed));
  // A test that fails may leave it open: that holds nobody up.
  server.unref();
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
