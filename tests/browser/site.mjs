// Serves `dist/` as a static host would, at the root and in a folder; and pages of somebody else.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

/** The page, as it is shipped. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** A folder of the host under which the page is served too. */
export const FOLDER = '/courses/concurrency/';

const MEDIA_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/** Serves `dist/` on a free port, with these headers; `origin` has no slash at its end. */
export function serve(headers) {
  return listen((path) => file(DIST, path.startsWith(FOLDER) ? path.slice(FOLDER.length - 1) : path), headers);
}

/** The same, compressed, as one would host it. */
export async function serveCompressed() {
  const kept = new Map();
  const compressed = async (path) => {
    const { body, type } = await file(DIST, path);
    return { body: body && brotliCompressSync(body), type };
  };
  return listen((path) => kept.get(path) ?? kept.set(path, compressed(path)).get(path), { 'content-encoding': 'br' });
}

/** Serves one page of somebody else, of another origin, with these headers. */
export function host(html, headers) {
  return listen((path) => ({ body: path === '/' ? html : '', type: MEDIA_TYPES['.html'] }), headers);
}

/** Serves folders of somebody else, by where their paths begin; each text is passed through `changed`. */
export function folders(places, changed) {
  return listen(async (path) => {
    const [start, folder] = Object.entries(places).find(([start]) => path.startsWith(start)) ?? [];
    if (path === '/favicon.ico') return { body: '', type: MEDIA_TYPES['.svg'] };
    if (!folder) return { body: null };
    const { body, type } = await file(folder, `/${path.slice(start.length)}`);
    return { body: body && /^text/.test(type) ? changed(body.toString()) : body, type };
  });
}

async function file(folder, path) {
  const name = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  const body = name.startsWith(folder + sep) ? await readFile(name).catch(() => null) : null;
  return { body, type: MEDIA_TYPES[extname(name)] ?? 'application/octet-stream' };
}

async function listen(answer, headers) {
  const server = createServer(async (request, response) => {
    const { body, type } = await answer(decodeURIComponent(new URL(request.url, 'http://host').pathname));
    if (body === null) response.writeHead(404, { 'content-type': 'text/plain' });
    else response.writeHead(200, { 'content-type': type, ...headers });
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
